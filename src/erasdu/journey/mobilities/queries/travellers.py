"""What is known of who travels. Needs are opened here and handed on as codes."""

from collections.abc import Iterable

from erasdu.ground.vault.queries import keyring
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.mobilities.models import Mobility, Needs, Traveller


def about(mobility: int) -> str:
    """What the closed needs of a stay are bound to."""
    return f"mobilities.needs.closed.{mobility}"


def needs_of(mobilities: Iterable[int]) -> dict[int, frozenset[str]]:
    """Stay → codes of what a bed must meet, of those who told. One query."""
    ring = keyring()
    rows = Needs.objects.filter(mobility__in=list(mobilities)).values_list("mobility", "closed")
    return {pk: frozenset(map(str, _list(ring.open_json(bytes(closed), about(pk))))) for pk, closed in rows}


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
    rows = Guardian.objects.filter(candidacy__profile__in=stays)
    for profile, person in rows.values_list("candidacy__profile", "person"):
        found.setdefault(stays[profile], set()).add(person)
    return {pk: frozenset(persons) for pk, persons in found.items()}


def _by_profile(mobilities: Iterable[int]) -> dict[int, int]:
    rows = Mobility.objects.filter(pk__in=list(mobilities)).exclude(profile=None)
    return {profile: pk for profile, pk in rows.values_list("profile", "pk") if profile}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
