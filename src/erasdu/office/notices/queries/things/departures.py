"""What holds up a departure, what must hold while somebody is away, and what paying or closing waits for after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from erasdu.ground.look.words import place
from erasdu.ground.prepared import ANOTHER_DAY, DAY, FOURTH_DAY, THESE, THIRD_DAY, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules import comes_of_age
from erasdu.journey.insurance.rules import NO_PLACE
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import queries as nominations
from erasdu.journey.nominations.rules import NEEDS
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness.rules import CANNOT, PREFIX, SAID, Safe
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.requirement import CLOSING, CONFIRM, DEPART, PAYMENT, Requirement
from erasdu.kernel.requirement import STAY as AWAY
from erasdu.office.notices.queries.things.doors import AllDoors, Doors, to_needs
from erasdu.office.notices.queries.things.dossiers import persons_of, relations_of, thing_of
from erasdu.office.notices.queries.things.persons import Acting, acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import CALLER, Item

STAY = "mobilities.mobility"
AHEAD = timedelta(days=120)
AFTER = timedelta(days=120)  # the last day of a call: so long is said what its payment or closing waits for
WHILE_AWAY, AFTER_LEAVING, LOOK_AT = "while_away", "after_leaving", "look_at_said"  # in the table
ELSEWHERE = {"outcomes_assessed"}  # has rows of its own there
PARTNER = "partner"  # reads its own pages only
NOTHING, LAST = 3, (AWAY, PAYMENT, CLOSING)
SAID_ALWAYS = (PREFIX, NEEDS)  # whatever it holds up
Wanted = tuple[Mobility, Requirement, Safe | None]
HARM = {DEPART: 0, CONFIRM: 0, AWAY: 0, PAYMENT: 1, CLOSING: 2}


def to_depart(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """See `Departures`."""
    return Departures(on, on, pks).things(on)


def turning(on: date, last: date) -> set[date]:
    """The days on which a stay begins to ask for something of which nothing may wait before."""
    near = Call.objects.filter(stay_from__gt=on + AHEAD, stay_from__lte=last + AHEAD)
    stays = Mobility.objects.filter(state="planned", cancelled_at=None, person__erased_at=None)
    found = {day - AHEAD for day in near.values_list("stay_from", flat=True)}
    for which in ("planned_from", "planned_until"):
        ends = stays.filter(**{f"{which}__gte": on, f"{which}__lt": last}).values_list(which, flat=True)
        found |= {day + timedelta(days=1) for day in ends if day}
    return found | {day for day in _birthdays(stays) if on < day <= last}


def _birthdays(stays: QuerySet[Mobility]) -> Iterator[date]:
    """On which learners come of age."""
    candidacies = Candidacy.objects.filter(profile__in=stays.values("profile"), birth_date__isnull=False)
    return (comes_of_age(born) for born in candidacies.values_list("birth_date", flat=True) if born)


def _stays(first: date, last: date, pks: Collection[int] | None) -> list[Mobility]:
    """Who on one of these days leaves within some months, or left some months ago at most."""
    days = (first, last, last + AHEAD, first - AFTER)
    rows = LEAVING.of(days=days) if pks is None else list(_leaving(*days).filter(pk__in=pks))
    prefetch_related_objects(rows, "call", "sending")
    return rows


def _leaving(first: date, last: date, latest: date, before: date) -> QuerySet[Mobility]:
    """`latest`: on which the window of a call begins; `before`: on which that of who left may have ended."""
    rows = Mobility.objects.filter(state="planned", cancelled_at=None, person__erased_at=None)
    leaving = Q(call__stay_until__gte=first, call__stay_from__lte=latest)
    leaving &= Q(planned_from=None) | Q(planned_from__gte=first)
    rows = rows.filter(leaving | Q(planned_from__lt=last, call__stay_until__gte=before))
    return rows.select_related("person").order_by("pk")


LEAVING = Prepared(lambda: _leaving(DAY, ANOTHER_DAY, THIRD_DAY, FOURTH_DAY))
APPLIED = Prepared(lambda: Candidacy.objects.filter(profile__in=THESE))


def _has_left(stay: Mobility, on: date) -> bool:
    return stay.planned_from is not None and stay.planned_from < on


def _is_near(stay: Mobility, on: date) -> bool:
    """Whether it leaves within some months, or left some months ago at most."""
    call = stay.call
    if _has_left(stay, on):
        return call.stay_until >= on - AFTER
    return call.stay_until >= on and call.stay_from <= on + AHEAD


def _asked_still(need: Requirement) -> bool:
    return need.code not in ELSEWHERE and any(need.holds(gate) for gate in LAST)


def _rows_away(need: Requirement) -> str:
    return WHILE_AWAY if need.holds(AWAY) else AFTER_LEAVING


class Departures:
    """Of every stay that begins within some months. What its call asks of its own is said whatever it holds up, and so
    is what must be so where a nominee sleeps.

    Of who left what must hold every day away, and what payment or closing waits for. An insurance that waits for the
    place to work is not said beside that place. Read at once for the days from `first` until `last`, with who hears of
    what; then `things` are those of any of them, as long as nobody does anything.
    """

    def __init__(self, first: date, last: date, pks: Collection[int] | None = None) -> None:
        self.stays = stays = _stays(first, last, pks)
        self.ahead = readiness.Ahead(stays)
        applied = APPLIED.of(stay.profile_id for stay in stays if stay.profile_id)
        prefetch_related_objects(applied, "call")
        self.candidacies = {row.profile_id: row for row in applied}
        organisations = {pk for stay in stays for pk in (stay.sending_id, stay.receiving_id) if pk}
        self.acting: Acting = acting_for(organisations)
        self.office = office()
        coming = [stay.pk for stay in stays if stay.direction == Mobility.Direction.INCOMING]
        self.nominated = nominations.accepted_keys(coming) if coming else {}
        asked = self.ahead.asked()
        self.doors = AllDoors(stays, asked) if asked else None
        self.to_needs = to_needs(self.ahead.without_needs())
        self.kept: dict[object, Thing | None] = {}  # what is the same on several days

    def things(self, on: date) -> list[Thing]:
        """What is the same thing as on a day that was asked before is that very one, also with its `safe`."""
        doors = self.doors.on(on) if self.doors else {}
        found = (self._kept(*wanted, on, doors) for wanted in self._wanted(on))
        return [thing for thing in found if thing is not None]

    def _kept(self, stay: Mobility, need: Requirement, safe: Safe | None, on: date, doors: Doors) -> Thing | None:
        told = doors.get((stay.pk, need.who), {}) if need.code.startswith(PREFIX) else {}
        told = self.to_needs.get(stay.pk, {}) if need.code == NEEDS else told
        key = (stay.pk, need, _safe_day(safe, on), safe and safe.to_telephone, safe is None, tuple(told.items()))
        if key not in self.kept:
            self.kept[key] = self._thing(stay, need, safe, on, told)
        return self.kept[key]

    def _wanted(self, on: date) -> list[Wanted]:
        stays = [stay for stay in self.stays if _is_near(stay, on)]
        here, left = ([stay for stay in stays if _has_left(stay, on) == gone] for gone in (False, True))
        planned, asked = self.ahead.plans(here, on), self.ahead.open(left, on)
        found: list[Wanted] = [(stay, safe.item, safe) for stay in here for safe in planned[stay.pk]]
        found = [one for one in found if one[1].holds(DEPART) or one[1].code.startswith(SAID_ALWAYS)]
        found = [one for one in found if one[1].why != NO_PLACE]
        return found + [(stay, need, None) for stay in left for need in asked[stay.pk] if _asked_still(need)]

    def _thing(
        self, stay: Mobility, need: Requirement, safe: Safe | None, on: date, doors: Mapping[int, str]
    ) -> Thing | None:
        by_link = bool(doors) or need.code == NEEDS
        persons = {**self._persons(stay), **({need.who: tuple(doors)} if by_link else {})}
        urgent = safe is not None and safe.to_telephone and need.code != NEEDS  # nobody must tell it
        relations = relations_of(need, persons)
        if not relations and urgent:  # the paper is mailed about by itself; somebody telephones all the same
            relations = {CALLER: tuple(dict.fromkeys((*persons["contact_point"], *persons["coordinator"])))}
        if not relations:
            return None
        left = safe is None and stay.planned_from
        until = stay.call.stay_until + AFTER if left else stay.planned_from or stay.call.stay_until
        said = need.why in (SAID, CANNOT)  # since then it is another thing, for somebody else
        since, rows = (
            (_since(stay, need), _rows_away(need)) if left and not said else (UNKNOWN, LOOK_AT if said else "")
        )
        item = Item(
            f"{need.code}.{LOOK_AT}" if said else need.code, STAY, stay.pk, since, need.by, relations,
            _safe_day(safe, on), urgent, _harm(need), rows, until,
        )  # fmt: skip
        about = self.candidacies.get(stay.profile_id or 0) or stay
        thing = thing_of(item, need, about, stay.person.given_name, frozenset(_schools(stay)))
        page = self._page_abroad(stay, need) if need.who == PARTNER and persons[PARTNER] else thing.page
        page = reverse("readiness:to_look_at") if said else page
        instead = "" if persons.get(need.who) else need.who
        own = _own_page(stay, need) if thing.own and not instead else ""
        return replace(thing, page=page, own=own, links=doors, stay=stay, safe=safe, instead=instead)

    def _page_abroad(self, stay: Mobility, need: Requirement) -> str:
        """Of the thing itself for who sends the learner; a host abroad has its start page."""
        nomination = self.nominated.get(stay.pk)
        return nominations.page_of(need.code, nomination, stay.key) if nomination else reverse("home")

    def _persons(self, stay: Mobility) -> Mapping[str, tuple[int, ...]]:
        contacts = tuple(dict.fromkeys(pk for school in _schools(stay) for pk in self.acting.get(school, ())))
        abroad = stay.receiving_id if stay.direction == Mobility.Direction.OUTGOING else stay.sending_id
        return {
            **persons_of(stay.person_id, contacts, self.office, None), PARTNER: self.acting.get(abroad or 0, ()),
        }  # fmt: skip


def _own_page(stay: Mobility, need: Requirement) -> str:
    """Where the learner does it, else reads of it."""
    return place(need.code, (LEARNER,), {"mobility": stay.key}) or reverse("readiness:stay", args=[stay.key])


def _since(stay: Mobility, need: Requirement) -> date:
    """What has its last day after the return waits from the return on, all other things from leaving on."""
    first, last = stay.planned_from or UNKNOWN, stay.planned_until
    return last if last and need.by and need.by > last else first


def _harm(need: Requirement) -> int:
    return min((HARM[gate] for gate in need.blocks - need.let_pass if gate in HARM), default=NOTHING)


def _safe_day(safe: Safe | None, on: date) -> date | None:
    """The last safe day to begin; what is too late already is said by its last day."""
    if safe is None:
        return None
    by, begin = safe.item.by, safe.start_by
    return begin if by is not None and begin is not None and begin < by and by >= on else None


def _schools(stay: Mobility) -> list[int]:
    """Who looks after it in Flanders: the school that sends, or the one that receives; a partner reads its own page."""
    if stay.direction == Mobility.Direction.OUTGOING:
        return [stay.sending_id]
    return [stay.receiving_id] if stay.receiving_id else []
