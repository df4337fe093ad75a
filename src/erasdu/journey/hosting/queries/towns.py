"""The town that somebody means who typed its name."""

from erasdu.ground.places import queries as places
from erasdu.ground.places.models import Town


def towns_called(name: str, country: str, postal_code: str = "") -> list[Town] | None:
    """All that may be meant; None while no town of that country is known at all."""
    found = places.namesakes(name, country, postal_code)
    return found if found or Town.objects.filter(country=country).exists() else None


def town_named(name: str, country: str = "BE", postal_code: str = "") -> Town | None:
    """The one town of this name in the country, in any of its names; None when there is no or another."""
    return places.by_name(name, country, postal_code) if name else None
