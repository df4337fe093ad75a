"""The board on which the coordinator divides foreign learners over schools, by sector and region, with what is free."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Count as Total

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.rules.age import ADULT
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.hosting.queries import live
from erasdu.journey.hosting.queries.facts import placements_for_board, units_for_board
from erasdu.journey.hosting.rules import proposable
from erasdu.journey.nominations import access
from erasdu.journey.nominations.models import Division, Loan, Nomination
from erasdu.journey.nominations.queries.learners import Shown, shown
from erasdu.journey.nominations.rules.dividing import Learner, School, region_of, room_for, room_left, suggest
from erasdu.journey.nominations.states import ACCEPTED
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, brussels_date


@dataclass(slots=True)
class SchoolLine:
    """`places`: sector → free places in its network (with what it borrowed, less what it lent); `given`: sector →
    learners it receives already; `placed`, `bedded`: how many of them have a place or bed, which is not free any more.
    `beds`: free ones where a minor may sleep; `adult_places`, `adult_beds`: those besides, for adults only; `minors`,
    `adults`: how many of who has no bed yet are it, on the first day of their stay; `working_minors`: sector → how many
    of who has no place yet."""

    school: Organisation
    region: str
    places: Counter[str] = field(default_factory=Counter)
    beds: int = 0
    adult_beds: int = 0
    minors: int = 0
    adults: int = 0
    bedded: int = 0
    given: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    adult_places: Counter[str] = field(default_factory=Counter)
    working_minors: Counter[str] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        return self.given.total()

    @property
    def all_beds(self) -> int:
        """Free ones, and those that its learners have already."""
        return self.beds + self.adult_beds + self.bedded

    def all_places(self, sector: str) -> int:
        """Free ones, and those that its learners have already."""
        return self.places[sector] + self.adult_places[sector] + self.placed[sector]

    @property
    def bare(self) -> bool:
        """Neither something free, nor somebody there."""
        return not self.given and not self.all_beds and not any((self.places + self.adult_places).values())

    @property
    def beds_left(self) -> int:
        return self._left[0]

    @property
    def adult_beds_left(self) -> int:
        return self._left[1]

    @property
    def _left(self) -> tuple[int, int]:
        return room_left(self.beds, self.adult_beds, self.minors, self.adults)

    def bed_for(self, *, minor: bool) -> bool:
        return self.beds_left > 0 or (not minor and self.adult_beds_left > 0)

    def places_left(self, sector: str) -> int:
        """That a minor may have."""
        return self._places_left(sector)[0]

    def adult_places_left(self, sector: str) -> int:
        return self._places_left(sector)[1]

    def _places_left(self, sector: str) -> tuple[int, int]:
        minors = self.working_minors[sector]
        adults = self.given[sector] - self.placed[sector] - minors
        return room_left(self.places[sector], self.adult_places[sector], minors, adults)

    def place_for(self, sector: str, *, minor: bool) -> bool:
        """In that sector; in any of them when it is not known."""
        free = (self._places_left(each) for each in ([sector] if sector else {*self.places, *self.adult_places}))
        return any(for_all > 0 or (not minor and for_adults > 0) for for_all, for_adults in free)


@dataclass(frozen=True, slots=True)
class LearnerLine:
    shown: Shown
    sector: str
    suggested: Organisation | None
    lacks: str = ""  # of who has no school and no suggestion: a place, or only a bed


@dataclass(frozen=True, slots=True)
class Board:
    """`sectors`: those of the learners. `last`: what can be undone."""

    call: Call
    learners: list[LearnerLine]
    schools: list[SchoolLine]
    sectors: list[str]
    last: Division | None

    @property
    def waiting(self) -> int:
        return sum(line.shown.nomination.mobility.receiving_id is None for line in self.learners)

    @property
    def suggested(self) -> dict[Nomination, Organisation]:
        return {line.shown.nomination: line.suggested for line in self.learners if line.suggested}


def board(actor: Actor, call: Call, at: datetime) -> Board:
    """The same number of queries however many learners and schools."""
    on = brussels_date(at)
    rows = access.nominations_for(actor).filter(call=call, state=ACCEPTED).annotate(guardians_known=Total("guardians"))
    found = shown(list(rows.order_by("mobility__profile__sector", "partner__name", "pk")))
    lines = _schools(call, on)
    works, sleeps = _booked(one.nomination.mobility_id for one in found)
    for one in found:
        if (at_school := one.nomination.mobility.receiving_id) in lines:
            line, sector, stay = lines[at_school], _sector(one), one.nomination.mobility_id
            line.given[sector] += 1
            line.placed[sector] += stay in works
            line.working_minors[sector] += one.minor and stay not in works
            line.bedded += stay in sleeps
            if stay not in sleeps:
                line.minors, line.adults = line.minors + one.minor, line.adults + (not one.minor)
    where = _suggested(found, lines)
    left = _left(found, lines, where)
    learners = [
        LearnerLine(one, _sector(one), where.get(one.nomination.pk), _lacks(one, lines.values(), left)) for one in found
    ]
    sectors = sorted({line.sector for line in learners if line.sector})
    last = access.divisions_for(actor).filter(call=call, undone_at=None).order_by("-at", "-pk").first()
    return Board(call, learners, list(lines.values()), sectors, last)


def _left(
    found: Sequence[Shown], lines: Mapping[int, SchoolLine], where: Mapping[int, Organisation]
) -> list[SchoolLine]:
    """The schools as they would be once all suggestions are followed."""
    copies = {
        pk: replace(line, given=Counter(line.given), working_minors=Counter(line.working_minors))
        for pk, line in lines.items()
    }
    for one in found:
        if school := where.get(one.nomination.pk):
            line = copies[school.pk]
            line.given[_sector(one)] += 1
            line.working_minors[_sector(one)] += one.minor
            line.minors, line.adults = line.minors + one.minor, line.adults + (not one.minor)
    return list(copies.values())


def _lacks(one: Shown, lines: Iterable[SchoolLine], left: Iterable[SchoolLine]) -> str:
    """What keeps one more like this learner from a school: `left` is what the suggestions leave of the `lines`."""
    there = _with_place(one, lines)
    if not there:
        return "minor_place" if one.minor and _with_place(one, lines, minor=False) else "place"
    if not any(line.bed_for(minor=one.minor) for line in there):
        return "minor_bed" if any(line.bed_for(minor=False) for line in there) else "bed"
    return "bed_of_others" if _with_place(one, left) else "school"


def _with_place(one: Shown, lines: Iterable[SchoolLine], *, minor: bool | None = None) -> list[SchoolLine]:
    sector, young = _sector(one), one.minor if minor is None else minor
    return [line for line in lines if line.place_for(sector, minor=young)]


def _booked(stays: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which of these have a place and which a bed: those no longer count as free. One query."""
    rows = list(live().filter(mobility__in=list(stays)).values_list("mobility", "placement", "room"))
    return {stay for stay, place, _ in rows if place}, {stay for stay, _, room in rows if room}


def _sector(one: Shown) -> str:
    occupation = OCCUPATIONS.get(one.occupation)
    return occupation.sector if occupation else ""


def _schools(call: Call, on: date) -> dict[int, SchoolLine]:
    schools = list(access.schools_for(call, on))
    lines = {school.pk: SchoolLine(school, region_of(school.postal_code)) for school in schools}
    window = Period(call.stay_from, call.stay_until)
    lent = lent_in(call)
    keepers = {*lines, *(loan.keeper_id for loan in lent)}
    for place in placements_for_board(keepers, window):
        occupation = OCCUPATIONS.get(place.occupation)
        user = _user(place.keeper, place.id, {loan.placement_id: loan.to_school_id for loan in lent})
        if user in lines and occupation and place.open:
            kind = lines[user].adult_places if place.min_age >= ADULT else lines[user].places
            kind[occupation.sector] += room_for(place.free(window), call.min_days)
    for unit in units_for_board(keepers, window):
        user = _user(unit.keeper, unit.unit.home, {loan.home_id: loan.to_school_id for loan in lent})
        if user not in lines or not proposable(unit.checks, call.stay_until, minor=False):
            continue
        free = room_for(unit.free(window)[:-1], call.min_days - 1)
        if proposable(unit.checks, call.stay_until, minor=True) and (unit.welcome.min_age or 0) < ADULT:
            lines[user].beds += free
        else:
            lines[user].adult_beds += free
    return lines


def _user(keeper: int, pk: int, lent: Mapping[int | None, int]) -> int:
    """Who uses it in this call: the school to which it is lent, else its keeper."""
    return lent.get(pk, keeper)


def _suggested(found: Sequence[Shown], lines: Mapping[int, SchoolLine]) -> dict[int, Organisation]:
    waiting = [one for one in found if one.nomination.mobility.receiving_id is None]
    there = [(one.nomination.partner_id, one.nomination.mobility.receiving_id) for one in found]
    near = Counter((partner, lines[at].region) for partner, at in there if at is not None and at in lines)
    learners = [Learner(one.nomination.pk, _sector(one), one.nomination.partner_id, one.minor) for one in waiting]
    schools = [
        School(
            pk,
            line.region,
            {sector: line.places_left(sector) for sector in line.places},
            line.beds_left,
            line.adult_beds_left,
            {sector: line.adult_places_left(sector) for sector in line.adult_places},
        )
        for pk, line in lines.items()
    ]
    return {pk: lines[school].school for pk, school in suggest(learners, schools, near).items()}


# -- lending ---------------------------------------------------------------------------------------


def lent_in(call: Call) -> list[Loan]:
    """Live loans of a call. For the matching: what a school may use besides its own network, and what it may not."""
    return list(Loan.objects.filter(call=call, ended_at=None).order_by("pk"))


def lendable(call: Call, keeper: Organisation) -> tuple[list[Placement], list[Home]]:
    """Places and homes of a school in the window of a call that are not lent in it yet."""
    lent = lent_in(call)
    places = Placement.objects.filter(
        company__keeper=keeper, company__withdrawn_at=None, state="offered", periods__starts_on__lte=call.stay_until,
        periods__ends_on__gte=call.stay_from,
    ).exclude(pk__in=[loan.placement_id for loan in lent if loan.placement_id])  # fmt: skip
    homes = Home.objects.filter(
        keeper=keeper, withdrawn_at=None, periods__starts_on__lte=call.stay_until,
        periods__ends_on__gte=call.stay_from,
    ).exclude(pk__in=[loan.home_id for loan in lent if loan.home_id])  # fmt: skip
    found = places.select_related("company__organisation", "company__keeper").distinct().order_by("company", "pk")
    return list(found), list(homes.select_related("keeper").distinct().order_by("name", "pk"))


def keepers_of(school: int, call: Call) -> tuple[set[int], set[int]]:
    """For a receiving school's board: ids of places and of homes that it borrowed. What it lent is `lent_in`."""
    mine = [loan for loan in lent_in(call) if loan.to_school_id == school]
    return {loan.placement_id for loan in mine if loan.placement_id}, {loan.home_id for loan in mine if loan.home_id}
