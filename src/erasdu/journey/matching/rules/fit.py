"""Hard rules: why somebody can not be there. Codes in the order in which a person would ask; none means it fits.

Sources: the project's own rules (an own or a complementary occupation, a country of one's choice), Directive 94/33/EC
for minors, and the agreements with companies and families. The limits to the commute are the programme's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from erasdu.journey.candidacies.rules import minor_days
from erasdu.journey.hosting.rules import Guest, HomeFacts, may_join, proposable
from erasdu.journey.matching.rules.facts import Aside, Bed, Learner, Place, Way
from erasdu.journey.mobilities.rules import ALLERGIES, DIETS
from erasdu.kernel.periods import Period

LEVELS = ("", "A1", "A2", "B1", "B2", "C1", "C2")
MOST_MINUTES = 60
MOST_MINUTES_MINOR = 45

# What a person may set aside for one learner, with a reason that is kept: wishes, and agreements that can be changed.
# Never what keeps a learner safe (age, checks of a home, who sleeps in a room, allergies, a wheelchair, own family),
# nor what belongs to somebody else, what is not there on those days, or what a person ruled out.
OF_LANGUAGE = frozenset({"language_too_low", "language_not_told"})
OTHER = frozenset({"other_occupation", "occupation_unknown", "close_not_said"})
OF_PLACE = OF_LANGUAGE | OTHER | {"country_not_chosen", "proof_lacks", "place_access_unknown"}
ASK_HOME = frozenset(
    {"bed_access_unknown", "smoking_not_asked", "smoke_not_asked", "pets_not_asked", "pets_not_asked_for_allergy"}
)
OF_BED = frozenset({"country_not_chosen", "pets_not_wanted", "smokers_not_welcome"}) | ASK_HOME
OF_WAY = frozenset({"commute_unknown", "commute_too_long"})
MAY_SET_ASIDE = OF_PLACE | OF_BED | OF_WAY
# What nobody asked there yet: neither a yes nor a no, so that the optimiser leaves it and a person asks first.
ASK_FIRST = ASK_HOME | {"place_access_unknown"}
# What tells of a need is not written down beside what was decided: needs go after the stay, a decision stays.
# So is what tells of it by what it is not: of smoke or animals a wish and an allergy are kept as the same.
KEPT_AS = MappingProxyType(
    {
        "place_access_unknown": "place_asked_first",
        "bed_access_unknown": "bed_asked_first",
        "smoking_not_asked": "smoke_asked_first",
        "smoke_not_asked": "smoke_asked_first",
        "pets_not_asked": "pets_asked_first",
        "pets_not_asked_for_allergy": "pets_asked_first",
    }
)
PET_ALLERGIES = dict(zip(ALLERGIES, ("dog", "cat", "other"), strict=True))
SMOKE_FREE, WHEELCHAIR = "smoke_free", "wheelchair"
OF_THE_OTHERS = frozenset({"room_of_other_gender", "room_of_other_age"})
IMPLIED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "gluten": ("gluten_free",),
        "lactose": ("lactose_free",),
        "nuts": ("nut_free",),
        "vegan": ("vegetarian", "lactose_free", "no_pork"),
        "vegetarian": ("no_pork",),
        "halal": ("no_pork",),
        "kosher": ("no_pork",),
    }
)


def may_set_aside(refusals: Iterable[str]) -> bool:
    """Whether a person may decide it all the same; also when nothing is against it."""
    return set(refusals) <= MAY_SET_ASIDE


def left_after(refusals: Iterable[str], aside: Aside | None, place: int, home: int) -> list[str]:
    """What is still against a place and a home (0 for none) beside what a person set aside for the same ones."""
    if aside is None:
        return list(refusals)
    here, there = place == aside.place != 0, home == aside.home != 0
    excused = (OF_PLACE if here else frozenset()) | (OF_BED if there else frozenset())
    if here and there:
        excused |= OF_WAY
    if not place and aside.place:  # a bed alone, for a place in another country
        excused |= {"country_not_chosen"}
    return [code for code in refusals if code not in excused & with_language(aside.codes)]


def with_language(codes: Iterable[str]) -> frozenset[str]:
    """Who set aside what the work asks of a language did so too for what the learner says of it later; who set aside
    that nobody may smoke there, also for as long as nobody said so; and what is kept (`as_kept`) is what it stands for.
    """
    found = frozenset(codes)
    language = OF_LANGUAGE if found & OF_LANGUAGE else frozenset()
    smoking = frozenset({"smoking_not_asked"}) if "smokers_not_welcome" in found else frozenset()
    return found | language | smoking | {code for code, kept in KEPT_AS.items() if kept in found}


def as_kept(codes: Iterable[str]) -> list[str]:
    """As a match and the journal keep what a person set aside: without a word of what the learner needs."""
    return [KEPT_AS.get(code, code) for code in codes]


def place_refusals(learner: Learner, place: Place) -> list[str]:
    """Why the learner cannot work there."""
    learner = learner.staying(place)
    age = learner.age(learner.stay.start)
    missed = [name for name, level in place.needed.items() if not reaches(learner, name, level)]
    other = _otherwise(learner, place)
    checks = (
        ("place_of_another", bool(place.found_by) and place.found_by != learner.pk),
        ("needs_maturity", place.found_by == learner.pk and not learner.mature),
        ("relatives_work", bool(learner.relatives & place.people)),
        ("country_not_chosen", not goes_to(learner, place.country) and place.found_by != learner.pk),
        (other, bool(other)),
        ("too_young", age is not None and age < place.min_age),
        ("age_unknown", age is None),
        ("language_too_low", any(name in learner.languages for name in missed)),
        ("language_not_told", any(name not in learner.languages for name in missed)),
        ("not_accessible", WHEELCHAIR in learner.needs and place.accessible is False),
        ("place_access_unknown", WHEELCHAIR in learner.needs and place.accessible is None),
        ("proof_lacks", bool(place.proofs - learner.proofs)),
        ("not_open_then", not open_for(place, learner.stay)),
    )
    return [code for code, holds in checks if holds]


def bed_refusals(learner: Learner, bed: Bed) -> list[str]:
    """Why the learner cannot sleep there."""
    learner = learner.staying(bed)
    closed = _closed(bed.checks, learner.born, learner.stay) if bed.checks else ""
    allergies = [pet for need, pet in PET_ALLERGIES.items() if need in learner.needs]
    together = joins(learner, bed.guests)
    checks = (
        (closed, bool(closed)),
        ("country_not_chosen", not goes_to(learner, bed.country) and bed.country != learner.found_in),
        ("relatives", bool(learner.relatives & bed.people)),
        ("pets_and_allergy", any(_meets(pet, bed.pets or frozenset()) for pet in allergies)),
        ("pets_not_asked_for_allergy", bool(allergies) and bed.pets is None),
        ("pets_not_wanted", learner.pets == "no" and bool(bed.pets)),
        ("pets_not_asked", learner.pets == "no" and not allergies and bed.pets is None),
        ("smoked_inside", SMOKE_FREE in learner.needs and bed.smoking == "inside"),
        ("smoke_not_asked", SMOKE_FREE in learner.needs and not bed.smoking),
        ("smokers_not_welcome", learner.smokes and bed.smokers_welcome is False and bed.smoking in ("", "no")),
        ("smoking_not_asked", learner.smokes and bed.smokers_welcome is None and bed.smoking in ("", "no")),
        ("diet_not_cooked", bool(learner.needs & frozenset(DIETS) - cooked(bed.diets))),
        ("not_accessible", WHEELCHAIR in learner.needs and bed.accessible is False),
        ("bed_access_unknown", WHEELCHAIR in learner.needs and bed.accessible is None),
        ("does_not_share", bed.shared and learner.shares == "no"),
        ("sharing_unknown", bed.shared and not learner.shares),
        ("gender_unknown", bed.shared and learner.gender not in ("f", "m")),
        (together, bool(together)),
        ("not_free_then", not any(night.contains(learner.stay) for night in _welcome(bed.nights))),
    )
    return [code for code, holds in checks if holds]


@lru_cache(maxsize=8192)
def _closed(checks: HomeFacts, born: date | None, stay: Period) -> str:
    """Why the home may not receive them now: as long as they are a minor by its checks until then, as a booking is."""
    minor = minor_days(born, stay) if born else stay
    return proposable(checks, minor.end if minor else stay.end, minor=minor is not None).code


def way_refusals(learner: Learner, way: Way) -> list[str]:
    """Why the learner cannot go from that bed to that place and back every day."""
    if way.minutes is None:
        return ["commute_unknown"]
    most = most_minutes(learner)
    return ["commute_too_long"] if way.minutes > most else []


def joins(learner: Learner, guests: Iterable[tuple[Period, Guest]]) -> str:
    """Why not with those who sleep in a shared room during the stay; "" when it is fine."""
    there = [guest for period, guest in guests if period.start < learner.stay.end and learner.stay.start < period.end]
    code = may_join(Guest(learner.gender, learner.shares, learner.born), there).code
    if code in OF_THE_OTHERS or not code:
        return code
    own = learner.shares in ("", "no") or learner.gender not in ("f", "m")  # which has its own reason
    return "" if own else "room_not_shared"


def goes_with(place: Place, bed: Bed) -> bool:
    """Whether somebody can have the two at once: in one country. They are there on the days of the place, also in a bed
    that is nearer to another destination of that country."""
    if place.country != bed.country:
        return False
    return place.days is None or bed.days is None or place.days == bed.days or place.days in bed.spans


def goes_to(learner: Learner, country: str) -> bool:
    return not learner.choices or country in learner.choices


def cooked(diets: frozenset[str]) -> frozenset[str]:
    """What learners need, as met by what a home says that it cooks: who cooks vegan cooks vegetarian too."""
    return diets.union(*(IMPLIED.get(diet, ()) for diet in diets))


def most_minutes(learner: Learner) -> int:
    return MOST_MINUTES_MINOR if learner.minor else MOST_MINUTES


def occupation_fits(learner: Learner, place: Place) -> bool:
    """Their own, or one that lies close to it when they said that this is fine. An own place needs no other word."""
    return place.found_by == learner.pk or place.occupation == learner.occupation or is_close(learner, place)


def _otherwise(learner: Learner, place: Place) -> str:
    """Why it is not their occupation: it is another, or the profile does not say yet which, or whether a close one is
    fine too."""
    if occupation_fits(learner, place):
        return ""
    if not learner.occupation:
        return "occupation_unknown"
    close = bool(learner.sector) and place.sector == learner.sector
    return "close_not_said" if close and learner.close_unsaid else "other_occupation"


def is_close(learner: Learner, place: Place) -> bool:
    """Another occupation of the same sector, for who accepts that."""
    other = place.occupation != learner.occupation
    return learner.complementary and other and bool(learner.sector) and place.sector == learner.sector


def reaches(learner: Learner, language: str, level: str) -> bool:
    return LEVELS.index(learner.languages.get(language, "")) >= LEVELS.index(level)


def open_for(place: Place, stay: Period) -> bool:
    """Whether the place is offered on every day of the stay (who has it already is for the optimiser)."""
    return any(period.contains(stay) for period in _offered(place.periods))


@lru_cache(maxsize=4096)
def _offered(periods: tuple[tuple[Period, int], ...]) -> list[Period]:
    """When there is a place at all: the same for every learner who asks."""
    return _joined(period for period, places in periods if places > 0)


@lru_cache(maxsize=4096)
def _welcome(nights: tuple[Period, ...]) -> list[Period]:
    return _joined(nights)


def open_all_along(periods: Iterable[Period], stay: Period) -> bool:
    """Whether one is open after the other from the first to the last day."""
    return any(period.contains(stay) for period in _joined(periods))


def _meets(pet: str, pets: frozenset[str]) -> bool:
    return bool(pets) if pet == "other" else pet in pets


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Periods that touch are one: a place offered in two halves is open all along."""
    joined: list[Period] = []
    for period in sorted(periods):
        if joined and (period.start - joined[-1].end).days <= 1:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined
