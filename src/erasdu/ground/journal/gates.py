"""The only call against the road: is everything in order for this gate? Answered by the last step."""

from datetime import date

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from erasdu.kernel.verdict import Verdict, no

HAND_IN = "hand_in"
GATES = (HAND_IN,)


def ask(gate: str, subject: Model, on: date) -> Verdict:
    """The gatekeeper's answer; refused when no gatekeeper is bound."""
    if gate not in GATES:
        raise ValueError(f"unknown gate: {gate}")
    if not settings.GATEKEEPER:
        return no("gate_unbound", gate=gate)
    verdict: Verdict = import_string(settings.GATEKEEPER)(gate, subject, on)
    return verdict
