"""Where places and beds lie: a map with the same facts in a table, town by town."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import map_svg, name_of, spot
from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.hosting.states import OFFERED


@dataclass(frozen=True, slots=True)
class Here:
    """What one town has."""

    town: Town
    name: str
    places: int
    beds: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing of Flanders and one of abroad, each when it shows more than one town; none shows nothing."""

    drawings: list[SafeString]
    towns: list[Here]


def map_of(keepers: Iterable[int], language: str) -> Drawn:
    """The live places and beds of these keepers. Three queries."""
    keepers = list(keepers)
    offered = Placement.objects.filter(
        company__keeper__in=keepers, state=OFFERED, company__withdrawn_at=None, company__paused_at=None
    )
    rooms = Room.objects.filter(home__keeper__in=keepers, home__withdrawn_at=None, home__paused_at=None)
    places = _by_town(offered.values_list("company__town").annotate(number=Sum("periods__places")).order_by())
    beds = _by_town(rooms.values_list("home__town").annotate(number=Sum("beds")).order_by())
    towns = Town.objects.in_bulk({*places, *beds}).values()
    found = [Here(each, name_of(each, language), places.get(each.pk, 0), beds.get(each.pk, 0)) for each in towns]
    found.sort(key=lambda here: (here.town.country, here.name))
    home = [here for here in found if here.town.country == "BE"]
    abroad = [here for here in found if here.town.country != "BE"]
    apart = (("home", home), ("abroad", abroad))
    return Drawn([_draw(some, language, name) for name, some in apart if len(some) > 1], found)


def _by_town(rows: Iterable[tuple[int | None, int | None]]) -> dict[int, int]:
    return {town: number for town, number in rows if town is not None and number}


def _draw(found: list[Here], language: str, name: str) -> SafeString:
    spots = []
    for here in found:
        if here.places:
            says = ngettext("%(number)s place", "%(number)s places", here.places) % {"number": here.places}
            spots.append(spot(here.town, "place", language=language, says=f"{here.name}: {says}"))
        if here.beds:
            says = ngettext("%(number)s sleeping place", "%(number)s sleeping places", here.beds) % {
                "number": here.beds
            }
            spots.append(spot(here.town, "bed", language=language, says=f"{here.name}: {says}"))
    return map_svg(spots, title=_("Where places and beds are"), name=f"map-{name}")
