"""The only call against the road: is everything in order for this gate? Answered by the last step."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from erasdu.kernel.requirement import ASK_PAPERS, CONFIRM, DEPART, HAND_IN, Requirement
from erasdu.kernel.verdict import Verdict, no

GATES = (ASK_PAPERS, HAND_IN, CONFIRM, DEPART)


def ask_all(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """The gatekeeper's answer for each row; refused when no gatekeeper is bound."""
    if gate not in GATES:
        raise ValueError(f"unknown gate: {gate}")
    if not settings.GATEKEEPER:
        return {subject.pk: no("gate_unbound", gate=gate) for subject in subjects}
    answers: dict[int, Verdict] = import_string(settings.GATEKEEPER)(gate, subjects, on)
    return answers


def needed(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Sequence[Requirement]]:
    """What the gatekeeper looks at for each row, for a page that shows it; nothing when none is bound."""
    if not settings.GATE_NEEDS:
        return {subject.pk: () for subject in subjects}
    found: dict[int, Sequence[Requirement]] = import_string(settings.GATE_NEEDS)(gate, subjects, on)
    return found


def ask(gate: str, subject: Model, on: date) -> Verdict:
    """The same for one row."""
    return ask_all(gate, [subject], on)[subject.pk]
