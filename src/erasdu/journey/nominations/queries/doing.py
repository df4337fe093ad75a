"""Where a partner does what is asked of it for a learner whom it sends."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from erasdu.journey.nominations import rules
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.states import ACCEPTED

GETTING_READY = "preparation:stay"
OWN, ASKED = "own_", "readiness:asked"  # what a call asks of its own
ON_THAT_PAGE = ("travel_document", "entry_permit", "session_learner", "session_guardian")


def accepted_keys(stays: Iterable[int]) -> dict[int, str]:
    """Stay → key of its nomination, of who was accepted. One query."""
    rows = Nomination.objects.filter(mobility__in=list(stays), state=ACCEPTED)
    return {pk: key for pk, key in rows.values_list("mobility", "key") if pk}


def page_of(code: str, nomination: str, stay: str = "") -> str:
    """Of a requirement by its code; the learner's own page for what has none."""
    kind = code.removeprefix("home_")
    if code.startswith("home_") and kind in rules.KINDS:
        return reverse("nominations:paper", args=[nomination, kind])
    if code.startswith(OWN):
        return reverse(ASKED)
    if code in ON_THAT_PAGE and stay:
        return reverse(GETTING_READY, args=[stay])
    return reverse("nominations:show", args=[nomination])
