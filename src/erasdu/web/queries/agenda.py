"""What stands in a private calendar: deadlines, what is still to do, sessions and journeys.

Titles, days and first names at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from erasdu.ground.meetings.models import Feed
from erasdu.ground.meetings.queries import entries_of
from erasdu.ground.meetings.queries.feeds import KEPT, host
from erasdu.ground.organisations.queries import account_roles, actor_of
from erasdu.journey.admissions import access as admissions
from erasdu.journey.calls import access as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import queries as preparation
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness.queries import Waiting
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER, PARTNER, Actor
from erasdu.kernel.icalendar import Entry
from erasdu.kernel.periods import Period, brussels_date
from erasdu.web import words

MOST = 500  # of one kind
SESSIONS = "session_"  # these requirements are in the calendar as meetings
NAMED = 5  # first names in one title
OF_STAY = ("traveller", "profile__candidacy", "person", "call", "sending", "destination")
COMPANY, FAMILY = Answer.Party.COMPANY, Answer.Party.FAMILY
EPOCH = date(2026, 1, 1)
ACTING = (COORDINATOR, CONTACT_POINT, PARTNER, LEARNER)  # doors; each is the role of requirements too
DEADLINES = ("enrolment_deadline", "files_opening", "files_deadline")
# Of a call that only brings learners in, with what each is called: partners nominate until files are due elsewhere.
DEADLINES_HERE = {"enrolment_deadline": "enrolment_deadline", "files_deadline": "nominations_deadline"}


def agenda(feed: Feed, at: datetime, language: str) -> list[Entry]:
    """Of all the roles that the person has now; the same thing once. A role that ended shows nothing any more."""
    found = {entry.uid: entry for entry in entries_of(feed.person, at, language)}
    days = Period(brussels_date(at - KEPT), brussels_date(at))
    actors = [actor_of(role) for role in account_roles(feed.person_id)]
    others = [_of_role(actor, days, language) for actor in actors]
    by_link = (of(feed.person_id, days) for of in (_of_parent, _of_guest, _of_host))
    for entry in chain(*others, _waiting_of(actors, days), *by_link):
        found.setdefault(entry.uid, entry)
    return list(found.values())


def _of_role(actor: Actor, days: Period, language: str) -> Iterator[Entry]:
    """`days`: from the first that is still shown until today."""
    since, title = days.start, "title_nl" if language == "nl" else "title_en"
    if actor.is_coordinator or actor.is_contact_point:
        yield from _deadlines(actor, since, title)
    if actor.is_learner:
        yield from _of_learner(actor, since, title)
    if actor.door in ACTING:
        stays = mobilities.mobilities_for(actor).filter(planned_until__gte=since).order_by("planned_from", "pk")
        yield from _stays(stays[:MOST], since, own=actor.is_learner)


def _waiting_of(actors: Iterable[Actor], days: Period) -> Iterator[Entry]:
    """What waits for all roles of one door is told as one: somebody may act for two schools in the same call."""
    by_door: dict[str, list[Waiting]] = {}
    for actor in actors:
        if actor.door in ACTING:
            by_door.setdefault(actor.door, []).extend(readiness.waiting_for(actor, actor.door, days.end))
    for door, waiting in by_door.items():
        yield from _to_do(waiting, door, days)


def _of_parent(person: int, days: Period) -> Iterator[Entry]:
    """The journey of a child, and what waits for its parents. Without an account: the calendar came by a link."""
    stays = preparation.stays_of_parent(person, days.end)
    planned = [stay for stay in stays if stay.planned_until and stay.planned_until >= days.start]
    yield from _stays(planned, days.start, own=False)
    yield from _to_do(readiness.waiting_of(stays, "guardian", days.end), "guardian", days) if stays else ()


def _of_guest(person: int, days: Period) -> Iterator[Entry]:
    """Who comes here: the journey, and what waits for them. Without an account, as a parent."""
    rows = Mobility.objects.filter(person=person, direction=Mobility.Direction.INCOMING, state="planned")
    stays = list(rows.filter(person__erased_at=None).select_related(*OF_STAY).order_by("planned_from", "pk"))
    planned = [stay for stay in stays if stay.planned_until and stay.planned_until >= days.start]
    yield from _stays(planned, days.start, own=True)
    yield from _to_do(readiness.waiting_of(stays, "learner", days.end), "learner", days) if stays else ()


def _of_host(person: int, days: Period) -> Iterator[Entry]:
    """Who comes to a company or family, by first name: once everybody agreed, as long as this is who answers there."""
    there = Q(party=COMPANY, match__placement__company__contact=person, match__placement__company__withdrawn_at=None)
    here = Q(party=FAMILY, match__room__home__contact=person, match__room__home__withdrawn_at=None)
    rows = Answer.objects.filter(there | here, person=person, match__state="confirmed", match__ended_at=None)
    live = rows.filter(match__mobility__cancelled_at=None, match__mobility__person__erased_at=None)
    told = live.filter(match__ends_on__gte=days.start).select_related("match__mobility__person")
    for answer in told.order_by("match__starts_on", "pk")[:MOST]:
        match, said = answer.match, words.COMES[answer.party]
        yield Entry(
            uid=f"stay-{answer.party}-{match.mobility.key}@{host()}",
            title=said % {"name": match.mobility.person.given_name},
            start=match.starts_on,
            end=match.ends_on,
            sequence=match.revision + match.mobility.revision,
        )


def _to_do(waiting: Iterable[Waiting], role: str, days: Period) -> Iterator[Entry]:
    """Each thing on its last day; of several learners on the first of those. It is no longer there when it is done.

    What waits of who left is another thing than what holds up those who still leave.
    """
    alike: dict[tuple[str, str, bool], list[Waiting]] = {}
    for one in waiting:
        if one.by is not None and one.by >= days.start and not one.code.startswith(SESSIONS):
            alike.setdefault((one.code, one.call.key, one.left), []).append(one)
    for (code, call, left), ones in alike.items():
        names = list(dict.fromkeys(stay.person.given_name for one in ones for stay in one.stays))
        who = "" if role == "learner" else f": {', '.join(names[:NAMED])}"
        more = f" +{len(names) - NAMED}" if who and len(names) > NAMED else ""
        title = _("Still needed: %(what)s") % {"what": ones[0].name + who + more}
        by = min(one.by for one in ones if one.by)
        # Nobody counts how often a last day moved: the day of looking does as well, and only ever grows.
        yield _day(f"todo-{role}-{code}-{call}{'-left' * left}", title, by, (days.end - EPOCH).days)


def _deadlines(actor: Actor, since: date, title: str) -> Iterator[Entry]:
    """Of published calls: for a school of those in which it takes part."""
    rows = calls.calls_for(actor).filter(state=Call.State.PUBLISHED, files_deadline__gte=since)
    if not actor.is_coordinator:
        rows = rows.filter(pk__in=calls.enrolments_for(actor).filter(withdrawn_at=None).values("call"))
    for row in rows.order_by("pk")[:MOST]:
        for name in DEADLINES if row.outgoing else DEADLINES_HERE:
            day: date = getattr(row, name)
            said = words.LAST_DAYS[name if row.outgoing else DEADLINES_HERE[name]]
            yield _day(f"{name}-{row.key}", f"{said}: {getattr(row, title)}", day, row.revision)


def _of_learner(actor: Actor, since: date, title: str) -> Iterator[Entry]:
    """By when to apply, and by when to answer to a place."""
    rows = candidacies.candidacies_for(actor).filter(state="draft").select_related("call", "enrolment__call")
    for row in rows[:MOST]:
        day = candidacies.learner_deadline(row.enrolment)
        if day >= since:
            what = _("Apply: %(call)s") % {"call": getattr(row.call, title)}
            # The call and the school each set a day; both counts only grow.
            yield _day(f"apply-{row.key}", what, day, row.call.revision + row.enrolment.revision)
    for file in admissions.files_for(actor).filter(state="granted").exclude(answer_by=None)[:MOST]:
        if file.answer_by is not None:
            yield _day(f"answer-{file.key}", _("Answer whether you take your place"), file.answer_by, file.revision)


def _stays(rows: Iterable[Mobility], since: date, *, own: bool) -> Iterator[Entry]:
    """From the day of leaving to the day of return, both included."""
    for row in rows:
        here = row.direction == Mobility.Direction.INCOMING
        where = row.destination.place if row.destination else _("Flanders") if here else ""
        who = _("Your stay") if own else row.person.given_name
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
