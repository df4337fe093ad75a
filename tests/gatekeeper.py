"""A gatekeeper that lets everybody through, for tests of the gates themselves."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Model

from erasdu.kernel.verdict import YES, Verdict


def answer(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    return {subject.pk: YES for subject in subjects}
