"""The town that somebody means who typed its name, or only its postal code."""

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places import queries as places
from erasdu.ground.places.models import Town
from erasdu.journey.hosting.models import Home


def towns_called(name: str, country: str, postal_code: str = "") -> list[Town] | None:
    """All that may be meant; None while no town of that country is known at all."""
    found = places.namesakes(name, country, postal_code)
    return found if found or Town.objects.filter(country=country).exists() else None


def town_named(name: str, country: str = "BE", postal_code: str = "") -> Town | None:
    """The one town of this name in the country, in any of its names; None when there is no or another."""
    return places.by_name(name, country, postal_code) if name else None


def towns_of_code(postal_code: str, country: str) -> list[Town]:
    """The towns of a postal code, as far as an organisation or a home with it is known here; by name.

    The gazetteer has no postal codes.
    """
    code = postal_code.strip()
    if not code or not country:
        return []
    firms = Organisation.objects.filter(postal_code=code, country=country).exclude(town="").order_by()
    named = [places.by_name(name, country, code) for name in firms.values_list("town", flat=True).distinct()]
    homes = Home.objects.filter(postal_code=code, town__country=country).order_by().values("town")
    found = {each.pk: each for each in [*named, *Town.objects.filter(pk__in=homes)] if each is not None}
    return sorted(found.values(), key=str)
