"""The town that somebody means who typed its name."""

from django.db.models import Q

from erasdu.ground.places.models import Town


def town_named(name: str, country: str = "BE") -> Town | None:
    """The one town of this name in the country, in its own language or in Dutch; None when there is no or another."""
    if not name:
        return None
    found = list(Town.objects.filter(Q(name__iexact=name) | Q(name_nl__iexact=name), country=country)[:2])
    return found[0] if len(found) == 1 else None
