"""What the rules of matching know of a learner, of a place and of beds. Codes and numbers, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from erasdu.journey.hosting.rules import Guest, HomeFacts
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Learner:
    """`pk`: of the mobility. `languages`: language → the lower of understanding and speaking, "" for none.

    `choices`: countries, first choice first; empty for who comes to Flanders. `needs`: codes that a home must meet
    (`mobilities.rules.NEEDS`). `smokes`, `pets`, `shares`: as the profile says, "" while unknown. `study` and `school`
    together are a class. `had`: place and home that they had and that still hold, 0 for none: better kept.
    `relatives`: persons of the own family, themselves too. `found`: the place that they found themselves, 0 for none,
    and `found_in` its country; `goes_there`: no rule is against it. `beside`: homes of those with whom they belong
    together and who are settled. `household`: lively or quiet, whichever suits them, "" for both.
    `outcomes`: what one learns in their occupation. `proofs`: what somebody saw to be in order for the work.
    `close_unsaid`: they did not say yet whether an occupation close to their own is fine too.
    `days_open`: nobody planned their days, so that they stay on those of the destination where they go.
    """

    pk: int
    stay: Period
    born: date | None = None
    gender: str = ""
    occupation: str = ""
    sector: str = ""
    complementary: bool = False
    close_unsaid: bool = False
    languages: Mapping[str, str] = field(default_factory=dict)
    wishes: frozenset[str] = frozenset()
    hobbies: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    smokes: bool = False
    pets: str = ""
    shares: str = ""
    school: int = 0
    relatives: frozenset[int] = frozenset()
    mature: bool = False
    study: str = ""
    had: tuple[int, int] = (0, 0)
    found: int = 0
    found_in: str = ""
    goes_there: bool = False
    beside: tuple[int, ...] = ()
    household: str = ""
    outcomes: frozenset[str] = frozenset()
    proofs: frozenset[str] = frozenset()
    days_open: bool = False

    def staying(self, where: Place | Bed) -> Learner:
        """The same learner on the days on which they would stay there."""
        if not self.days_open or where.days is None or where.days == self.stay:
            return self
        return replace(self, stay=where.days)

    def on(self, days: Period | None) -> Learner:
        """The same learner on these days (of the place where they would work), wherever they sleep then."""
        return replace(self, stay=days or self.stay, days_open=False) if self.days_open else self

    def age(self, on: date) -> int | None:
        """Full years on that day; None while the date of birth is not known."""
        if self.born is None:
            return None
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))

    @property
    def minor(self) -> bool:
        """Whether they are under 18 on the first day of the stay. Unknown counts as a minor: the careful side."""
        age = self.age(self.stay.start)
        return age is None or age < 18


@dataclass(frozen=True, slots=True)
class Place:
    """`pk`: of the placement. `periods`: when, and how many at a time; `taken`: bookings that are not ours to move.

    `needed`: language → level that the work asks. `mark`: mean of earlier evaluations, 0 for none.
    `found_by`: the learner who found this place themselves, for whom alone it is. `balance`: how many more learners its
    partner hosted than it sent, beside the partner of whom that is least. `people`: who is spoken with there, and the
    mentor. `outcomes`: what one learns there, empty while nobody said. `proofs`: what must be in order
    before one may work there. `days`: those of the destination of the call that it belongs to, None without one.
    `spoken`: languages of the mentor, empty while nobody said. `adult_hours`: a minor may not have its working hours.
    `accessible`: for a wheelchair; None while nobody asked.
    """

    pk: int
    company: int
    keeper: int
    country: str
    occupation: str
    sector: str
    periods: tuple[tuple[Period, int], ...]
    taken: tuple[Period, ...] = ()
    at: Position | None = None
    tasks: frozenset[str] = frozenset()
    min_age: int = 0
    needed: Mapping[str, str] = field(default_factory=dict)
    accessible: bool | None = False
    mark: float = 0.0
    found_by: int = 0
    region: str = ""
    balance: int = 0
    people: frozenset[int] = frozenset()
    outcomes: frozenset[str] = frozenset()
    proofs: frozenset[str] = frozenset()
    days: Period | None = None
    spoken: frozenset[str] = frozenset()
    adult_hours: bool = False


@dataclass(frozen=True, slots=True)
class Bed:
    """A unit: beds among which it makes no difference who sleeps where. `nights`: when guests are welcome.

    `checks`: what decides on which days the home may receive a minor, or anybody; None when nothing is asked.
    `guests`: who sleeps in a shared room and is not ours to move. `mark`: mean of earlier evaluations, 0 for none.
    `smoking`: no, outside or inside. `pets`: which. While nobody asked that is "" and None, and so are
    `smokers_welcome`, `accessible` and `lively` None: neither a yes nor a no.
    `days`: as of a place, for who has a bed and no place yet; `spans`: those of all destinations in its country, as who
    has a place is there on the days of that.
    """

    key: str
    home: int
    keeper: int
    country: str
    beds: int
    shared: bool
    nights: tuple[Period, ...]
    rooms: tuple[int, ...] = ()
    taken: tuple[Period, ...] = ()
    at: Position | None = None
    checks: HomeFacts | None = None
    smoking: str = "no"
    smokers_welcome: bool | None = False
    pets: frozenset[str] | None = frozenset()
    diets: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hobbies: frozenset[str] = frozenset()
    accessible: bool | None = False
    gender: str = ""
    min_age: int = 0
    max_age: int = 0
    hosted_last: bool = False
    people: frozenset[int] = frozenset()
    guests: tuple[tuple[Period, Guest], ...] = ()
    lively: bool | None = False
    mark: float = 0.0
    days: Period | None = None
    spans: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Between a place and a bed. `minutes`: by the formula, or by hand; None when one of the towns is not known."""

    minutes: int | None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Rules (`codes`) that a person set aside for the place and the home that a learner has, 0 for none yet."""

    place: int
    home: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who want to be (or had better be) under one roof."""

    one: int
    other: int
    why: str  # siblings | wish | support
