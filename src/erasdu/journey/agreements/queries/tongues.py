"""In which languages who signs reads, and in which two the paper serves most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.look.tongues import of_reader
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.people.models import Person
from erasdu.journey.agreements.models import LANGUAGES, LearningPlan
from erasdu.journey.agreements.queries.content import candidacy_of, home_guardians, host_signer
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import deciders
from erasdu.kernel.periods import brussels_date

SIGNED_IN = tuple(code for code, _name in LANGUAGES[:2])
Pair = tuple[str, str]  # in which it is signed, and what stands beside it


@dataclass(frozen=True, slots=True)
class Reader:
    """Who signs in which role, and the language that they read."""

    role: str
    person: Person
    language: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody whose language is not in the paper; `pair`: languages with it, None where no agreement has it."""

    reader: Reader
    pair: Pair | None


def language_read(person: Person, country: str) -> str:
    return of_reader(person.language, country)


def readers_to_sign(plan: LearningPlan, at: datetime) -> list[Reader]:
    """Who is going to be asked to sign, as far as they are known."""
    mobility, home = plan.mobility, plan.mobility.sending.country
    contacts = contact_points([mobility.sending_id]).get(mobility.sending_id, [])
    found = [("learner", mobility.person, home), *((role, one, home) for role, one in _parents(mobility, at))]
    found += [("contact_point", person, home) for person in contacts[:1]]
    if plan.placement is not None and (host := host_signer(plan)) is not None:
        found.append(("host", host, plan.placement.company.organisation.country))
    return [Reader(role, person, language_read(person, country)) for role, person, country in found]


def _parents(mobility: Mobility, at: datetime) -> list[tuple[str, Person]]:
    if mobility.direction == Mobility.Direction.INCOMING:
        return [(f"guardian_{one.position}", one.person) for one in home_guardians(mobility, at)[0]]
    candidacy = candidacy_of(mobility)
    if candidacy is None or asking.is_adult(candidacy, brussels_date(at)):
        return []
    known = deciders(candidacy, asking.reachable_guardians(candidacy))
    return [(f"guardian_{one.position}", one.person) for one in known]


def best_pair(readers: Sequence[Reader], usual: Pair, *, signed: str = "", with_one: str = "") -> Pair:
    """The two languages that most of them read; the usual ones when nothing is better.

    `signed`: keep that one; `with_one`: it must be among the two.
    """
    pairs = [(one, other) for one in SIGNED_IN for other, _name in LANGUAGES if one != other]
    fitting = [pair for pair in pairs if signed in ("", pair[0]) and with_one in ("", *pair)]

    def serves(pair: Pair) -> tuple[int, bool, bool, bool]:
        return sum(one.language in pair for one in readers), pair == usual, pair[0] == usual[0], pair[1] == usual[1]

    return max(fitting or [usual], key=serves)


def unread(plan: LearningPlan, readers: Sequence[Reader]) -> list[Unread]:
    """Who would sign what stands in none of their languages."""
    now, known = (plan.language, plan.beside), {code for code, _name in LANGUAGES}
    return [
        Unread(one, best_pair(readers, now, with_one=one.language) if one.language in known else None)
        for one in readers
        if one.language not in now
    ]
