"""What a host hears of a learner before everybody agreed: a family needs without a name, a company a first name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from erasdu.journey.candidacies.models import Profile
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Traveller

NONE = "none"  # a language that somebody does not speak at all
BANDS = ((16, "under_16"), (18, "16_17"), (20, "18_19"), (200, "20_more"))


@dataclass(frozen=True, slots=True)
class Guest:
    """`given_name` is "" for a family; `age` is a band: a code; `needs`: codes of `mobilities.rules.NEEDS`.

    What a family must know first (`needs`, `smokes`, `pets`, `shares`) and nobody told is not the same as none: `asked`
    says that it is for a family, `told` whether the needs were; the others are "" then.
    """

    given_name: str
    age: str
    gender: str
    occupation: str
    languages: tuple[tuple[str, str], ...]
    expectations: tuple[str, ...]
    tasks: tuple[str, ...]
    hobbies: tuple[str, ...]
    needs: tuple[str, ...]
    smokes: str
    pets: str
    shares: str
    minor: bool
    starts_on: date
    ends_on: date
    minutes: int | None
    asked: bool = False
    told: bool = False


def guest(answer: Answer) -> Guest:
    """For a company work, for a family the needs: neither hears what is the other's."""
    match, stay = answer.match, answer.match.mobility
    profile = stay.profile or Profile()
    traveller = Traveller.objects.filter(mobility=stay).first() or Traveller()
    family = answer.party == Answer.Party.FAMILY
    needs = mobilities.needs_of([stay.pk]) if family else {}
    age = _age(traveller.birth_date, match.starts_on)
    return Guest(
        given_name="" if family else stay.person.given_name,
        age=next((code for under, code in BANDS if age < under), "") if age is not None else "",
        gender=traveller.gender if family else "",
        occupation="" if family else profile.occupation,
        languages=tuple(
            sorted((name, level) for name, skills in profile.languages.items() if (level := _spoken(skills)) != NONE)
        ),
        expectations=() if family else tuple(profile.expectations),
        tasks=() if family else tuple(profile.tasks_want),
        hobbies=tuple(profile.hobbies) if family else (),
        needs=tuple(sorted(needs.get(stay.pk, ()))),
        smokes=profile.smokes if family else "",
        pets=profile.pets if family else "",
        shares=profile.shares_room if family else "",
        minor=age is None or age < 18,
        starts_on=match.starts_on,
        ends_on=match.ends_on,
        minutes=match.minutes if family else None,
        asked=family,
        told=stay.pk in needs,
    )


def _spoken(skills: Mapping[str, str]) -> str:
    return str(skills.get("conversation", ""))


def _age(born: date | None, on: date) -> int | None:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None
