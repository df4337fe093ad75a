"""The only call against the road: is everything in order for this gate? Answered by the last step."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from erasdu.kernel.requirement import ASK_PAPERS, HAND_IN
from erasdu.kernel.verdict import Verdict, no

GATES = (ASK_PAPERS, HAND_IN)


def ask_all(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """The gatekeeper's answer for each row; refused when no gatekeeper is bound."""
    if gate not in GATES:
        raise ValueError(f"unknown gate: {gate}")
    if not settings.GATEKEEPER:
        return {subject.pk: no("gate_unbound", gate=gate) for subject in subjects}
    answers: dict[int, Verdict] = import_string(settings.GATEKEEPER)(gate, subjects, on)
    return answers


def ask(gate: str, subject: Model, on: date) -> Verdict:
    """The same for one row."""
    return ask_all(gate, [subject], on)[subject.pk]
