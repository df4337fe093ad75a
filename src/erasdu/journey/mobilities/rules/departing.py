"""What a stay itself asks before somebody leaves: days, whom to call in an emergency, a minor's travel permission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, PAYMENT, Requirement, State, because_of, by_harm, pending

DAYS = "stay_planned"
CODES = (DAYS, "emergency_contact", "travel_permission_seen")
WHO = ("learner", "guardian", "contact_point", "coordinator", "partner")
GATES = frozenset({DEPART})
NO_GATE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """How one paper stands. `who`: whose turn it is while it waits for a signature; empty: the school must act."""

    done: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Permissions:
    """Travel permissions of a minor, each printed for one guardian; people are keys, as in the rules of guardians.

    `deciders`: whose paper is needed. `any_one`: one of them suffices. `sheets`: whose paper was made for the days of
    today, and whether the school saw it. `demanded`: the call or the destination lets no minor go without it.
    """

    demanded: bool = False
    deciders: tuple[str, ...] = ()
    any_one: bool = True
    sheets: Mapping[str, bool] = field(default_factory=dict)

    @property
    def seen(self) -> bool:
        found = [self.sheets.get(who, False) for who in self.deciders]
        return any(found) if self.any_one else bool(found) and all(found)

    @property
    def printed(self) -> bool:
        """Whether all that is needed lies with the parents."""
        found = [who in self.sheets for who in self.deciders]
        return any(found) if self.any_one else bool(found) and all(found)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one stay; `stay`: its days, once set. `incoming`: of who comes here their partner said whom to
    call, which is `contact`, and the parents agree to the journey in the consent from home.
    """

    stay: Period | None = None
    birth_date: date | None = None
    contact: Paper = Paper()
    permissions: Permissions = Permissions()
    incoming: bool = False


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Each with its state on that day; a travel permission that nobody demands is there, and holds nothing up."""
    return [_planned(facts, on), _contact(facts, on), _permission(facts, on)]


def in_order(items: Iterable[Requirement]) -> list[Requirement]:
    """By harm; as long as the days are not set, those first: all else is counted from them."""
    return sorted(by_harm(items), key=lambda item: item.code != DAYS or item.settled)


def leaves_as_minor(facts: Facts, on: date) -> bool:
    """Under 18 on the day of leaving; as long as that is not known, today. An unknown date of birth is a minor's."""
    leaving = max(facts.stay.start, on) if facts.stay else on
    return facts.birth_date is None or is_minor(facts.birth_date, leaving)


def _planned(facts: Facts, on: date) -> Requirement:
    state = pending(facts.stay is not None, on, None)
    return because_of(Requirement(DAYS, state, "coordinator", None, GATES | {PAYMENT}), "days_of_stay")


def _contact(facts: Facts, on: date) -> Requirement:
    by, paper = _leaving(facts), facts.contact
    state = pending(paper.done, on, by, asked=bool(paper.who))
    asks = "partner" if facts.incoming else "contact_point"
    return because_of(Requirement("emergency_contact", state, paper.who or asks, by, GATES), "emergency")


def _permission(facts: Facts, on: date) -> Requirement:
    by, of = _leaving(facts), facts.permissions
    state: State = "not_applicable"
    minor = leaves_as_minor(facts, on)
    if minor and not facts.incoming:
        state = pending(of.seen, on, by, asked=of.printed)
    who = "guardian" if of.printed else "contact_point"
    found = Requirement("travel_permission_seen", state, who, by, GATES if of.demanded else NO_GATE)
    if minor and facts.incoming:
        return because_of(found, "consent_from_home")
    return because_of(found, "leaves_as_minor_demanded" if of.demanded else "leaves_as_minor")


def _leaving(facts: Facts) -> date | None:
    return facts.stay.start if facts.stay else None
