"""What is known of who travels. Needs are opened here and handed on as codes."""

from collections.abc import Iterable

from erasdu.ground.prepared import THESE, Prepared
from erasdu.ground.vault.queries import keyring
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.mobilities.models import Mobility, Needs, Traveller


def about(mobility: int) -> str:
    """What the closed needs of a stay are bound to."""
    return f"mobilities.needs.closed.{mobility}"


def needs_of(mobilities: Iterable[int]) -> dict[int, frozenset[str]]:
    """Stay → codes of what a bed must meet, of those who told. One query."""
    ring = keyring()
    found = TOLD.of(mobilities)
    return {pk: frozenset(map(str, _list(ring.open_json(bytes(closed), about(pk))))) for pk, closed in found}


def traveller_of(mobility: Mobility) -> Traveller:
    """Of every stay there is one."""
    return Traveller.objects.get(mobility=mobility)


def choices_of(mobilities: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Stay → the countries that the learner chose, first choice first, of those who applied. Two queries."""
    stays = _by_profile(mobilities)
    rows = Candidacy.objects.filter(profile__in=stays)
    columns = ("profile", "first_choice__country", "second_choice__country")
    return {
        stays[profile]: tuple(dict.fromkeys(country for country in chosen if country))
        for profile, *chosen in rows.values_list(*columns)
    }


def relatives_of(mobilities: Iterable[int]) -> dict[int, frozenset[int]]:
    """Stay → the persons who hold authority over the learner: with them nobody is placed. Two queries."""
    stays, found = _by_profile(mobilities), dict[int, set[int]]()
    for profile, person in GUARDIANS.of(stays):
        found.setdefault(stays[profile], set()).add(person)
    return {pk: frozenset(persons) for pk, persons in found.items()}


def _by_profile(mobilities: Iterable[int]) -> dict[int, int]:
    return {profile: pk for profile, pk in PROFILES.of(mobilities) if profile}


TOLD = Prepared(lambda: Needs.objects.filter(mobility__in=THESE).values_list("mobility", "closed"))
PROFILES = Prepared(lambda: Mobility.objects.filter(pk__in=THESE).exclude(profile=None).values_list("profile", "pk"))
GUARDIANS = Prepared(
    lambda: Guardian.objects.filter(candidacy__profile__in=THESE).values_list("candidacy__profile", "person")
)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
