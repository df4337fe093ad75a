"""What waits no more after a day, though nobody does anything: a place that nobody answers goes to somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from erasdu.journey.admissions.models import CandidateFile
from erasdu.office.notices.queries.things.thing import Thing

Ends = Mapping[str | int, date]  # by key of a candidacy and by stay


def ends_of(found: Sequence[Thing]) -> Ends:
    """The day to answer, where the place is not taken yet. One query."""
    keys = {thing.dossier for thing in found if thing.dossier}
    stays = {thing.stay.pk for thing in found if thing.stay}
    return _ends(CandidateFile.objects.filter(Q(candidacy__key__in=keys) | Q(mobility__in=stays)))


def all_ends() -> Ends:
    """The same, whatever waits. One query."""
    return _ends(CandidateFile.objects.all())


def _ends(files: QuerySet[CandidateFile]) -> Ends:
    ends: dict[str | int, date] = {}
    for key, stay, day in files.filter(state="granted").values_list("candidacy__key", "mobility", "answer_by"):
        if day:
            ends |= {key: day, stay: day}
    return ends


def with_ends(found: Sequence[Thing], ends: Ends) -> list[Thing]:
    """All that waits about a stay whose place is not taken yet ends with the day to answer."""
    return [_until(thing, ends.get(thing.dossier) or ends.get(thing.stay.pk if thing.stay else 0)) for thing in found]


def _until(thing: Thing, day: date | None) -> Thing:
    if day is None:
        return thing
    return replace(thing, item=replace(thing.item, until=min(day, thing.item.until or day)))
