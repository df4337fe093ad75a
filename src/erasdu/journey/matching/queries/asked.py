"""What waits for somebody's yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from erasdu.journey.matching import access
from erasdu.journey.matching.models import Answer
from erasdu.journey.matching.queries.guests import Guest, guest
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """An answer to give, with what may be known of the learner before everybody agreed."""

    answer: Answer
    guest: Guest
    may: Verdict


def to_answer(actor: Actor) -> list[Question]:
    """What this actor, or a host that they keep, was asked and did not answer; the oldest first."""
    rows = _open(actor)
    related = (
        "match__placement__company__organisation", "match__room__home", "match__mobility__profile",
        "match__mobility__call",
    )  # fmt: skip
    found = rows.select_related(*related).order_by("asked_at", "pk")
    return [Question(row, guest(row), access.may_answer(actor, row)) for row in found]


def waiting(actor: Actor) -> int:
    """How many there are."""
    return _open(actor).count()


def _open(actor: Actor) -> QuerySet[Answer]:
    return access.answers_for(actor).filter(what="", match__ended_at=None, match__state="asked")
