"""What stands in a private calendar: deadlines, sessions and journeys. Titles, days and first names at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from erasdu.ground.meetings.models import Feed
from erasdu.ground.meetings.queries import entries_of
from erasdu.ground.meetings.queries.feeds import KEPT, host
from erasdu.ground.organisations.queries import account_roles, actor_of
from erasdu.journey.admissions import access as admissions
from erasdu.journey.calls import access as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.mobilities import access as mobilities
from erasdu.kernel.actor import Actor
from erasdu.kernel.icalendar import Entry
from erasdu.kernel.periods import brussels_date
from erasdu.web import words

MOST = 500  # of one kind
DEADLINES = ("enrolment_deadline", "files_opening", "files_deadline")


def agenda(feed: Feed, at: datetime, language: str) -> list[Entry]:
    """Of all the roles that the person has now; the same thing once. A role that ended shows nothing any more."""
    found = {entry.uid: entry for entry in entries_of(feed.person, at, language)}
    since = brussels_date(at - KEPT)
    for role in account_roles(feed.person_id):
        for entry in _of_role(actor_of(role), since, language):
            found.setdefault(entry.uid, entry)
    return list(found.values())


def _of_role(actor: Actor, since: date, language: str) -> Iterator[Entry]:
    title = "title_en" if language == "en" else "title_nl"
    if actor.is_coordinator or actor.is_contact_point:
        yield from _deadlines(actor, since, title)
        yield from _stays(actor, since)
    if actor.is_learner:
        yield from _of_learner(actor, since, title)
        yield from _stays(actor, since)


def _deadlines(actor: Actor, since: date, title: str) -> Iterator[Entry]:
    """Of published calls: for a school of those in which it takes part."""
    rows = calls.calls_for(actor).filter(state=Call.State.PUBLISHED, files_deadline__gte=since)
    if not actor.is_coordinator:
        rows = rows.filter(pk__in=calls.enrolments_for(actor).filter(withdrawn_at=None).values("call"))
    for row in rows.order_by("pk")[:MOST]:
        for name in DEADLINES:
            day: date = getattr(row, name)
            yield _day(f"{name}-{row.key}", f"{words.LAST_DAYS[name]}: {getattr(row, title)}", day, row.revision)


def _of_learner(actor: Actor, since: date, title: str) -> Iterator[Entry]:
    """By when to apply, and by when to answer to a place."""
    rows = candidacies.candidacies_for(actor).filter(state="draft").select_related("call", "enrolment__call")
    for row in rows[:MOST]:
        day = candidacies.learner_deadline(row.enrolment)
        if day >= since:
            yield _day(f"apply-{row.key}", f"{_('Apply')}: {getattr(row.call, title)}", day, row.call.revision)
    for file in admissions.files_for(actor).filter(state="granted").exclude(answer_by=None)[:MOST]:
        if file.answer_by is not None:
            yield _day(f"answer-{file.key}", _("Answer whether you take your place"), file.answer_by, 0)


def _stays(actor: Actor, since: date) -> Iterator[Entry]:
    """From the day of leaving to the day of return, both included."""
    rows = mobilities.mobilities_for(actor).filter(planned_until__gte=since).order_by("planned_from", "pk")
    for row in rows[:MOST]:
        where = row.destination.place if row.destination else ""
        who = _("Your stay") if actor.is_learner else row.person.given_name
        yield Entry(
            uid=f"stay-{row.key}@{host()}",
            title=f"{who}: {where}" if where else str(who),
            start=row.planned_from or since,
            end=row.planned_until or since,
            sequence=row.revision,
            cancelled=row.cancelled_at is not None,
        )


def _day(key: str, title: str, day: date, sequence: int) -> Entry:
    return Entry(uid=f"{key}@{host()}", title=title, start=day, end=day, sequence=sequence)
