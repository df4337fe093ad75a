"""What waits no more after a day, though nobody does anything: a place that nobody answers goes to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from erasdu.journey.admissions.models import CandidateFile
from erasdu.office.notices.queries.things.thing import Thing


def with_ends(found: Sequence[Thing]) -> list[Thing]:
    """All that waits about a stay whose place is not taken yet ends with the day to answer."""
    keys = {thing.dossier for thing in found if thing.dossier}
    stays = {thing.stay.pk for thing in found if thing.stay}
    files = CandidateFile.objects.filter(Q(candidacy__key__in=keys) | Q(mobility__in=stays), state="granted")
    ends: dict[str | int, date] = {}
    for key, stay, day in files.values_list("candidacy__key", "mobility", "answer_by"):
        if day:
            ends |= {key: day, stay: day}
    return [_until(thing, ends.get(thing.dossier) or ends.get(thing.stay.pk if thing.stay else 0)) for thing in found]


def _until(thing: Thing, day: date | None) -> Thing:
    if day is None:
        return thing
    return replace(thing, item=replace(thing.item, until=min(day, thing.item.until or day)))
