"""Where places and beds lie: a map with the same facts in a table, town by town."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import Spot, map_svg, name_of, spot
from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.hosting.queries.capacity import offers_of, taken_beds, taken_places
from erasdu.journey.hosting.rules import Taken
from erasdu.journey.hosting.states import OFFERED


@dataclass(frozen=True, slots=True)
class Here:
    """What one town has from today on, and how much of it is taken on the fullest day."""

    town: Town
    name: str
    places: int
    beds: int
    taken_places: int = 0
    taken_beds: int = 0

    @property
    def free_places(self) -> int:
        return max(0, self.places - self.taken_places)

    @property
    def free_beds(self) -> int:
        return max(0, self.beds - self.taken_beds)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing of Flanders and one of abroad, each when it shows more than one town; none shows nothing."""

    drawings: list[SafeString]
    towns: list[Here]


def map_of(keepers: Iterable[int], language: str, on: date) -> Drawn:
    """The live places and beds of these keepers from `on`. Six queries, however many there are."""
    keepers = list(keepers)
    places, taken_there = _places(keepers, on)
    beds, slept_there = _beds(keepers, on)
    towns = Town.objects.in_bulk({*places, *beds}).values()
    found = [
        Here(each, name_of(each, language), places[each.pk], beds[each.pk], taken_there[each.pk], slept_there[each.pk])
        for each in towns
    ]
    found.sort(key=lambda here: (here.town.country, here.name))
    home = [here for here in found if here.town.country == "BE"]
    abroad = [here for here in found if here.town.country != "BE"]
    apart = (("home", home), ("abroad", abroad))
    return Drawn([_draw(some, language, name) for name, some in apart if len(some) > 1], found)


def _places(keepers: Sequence[int], on: date) -> tuple[Counter[int], Counter[int]]:
    """Town → places in the periods that are not over, and how many of them are taken on the fullest day of each."""
    rows = Placement.objects.filter(
        company__keeper__in=keepers, state=OFFERED, company__withdrawn_at=None, company__paused_at=None
    ).exclude(company__town=None)
    where = dict(rows.values_list("pk", "company__town"))
    offers, taken = offers_of(where), taken_places(where)
    number: Counter[int] = Counter()
    full: Counter[int] = Counter()
    for pk, town in where.items():
        for offer in offers.get(pk, []):
            if offer.last >= on:
                inside = [each for each in taken.get(pk, []) if each.first <= offer.last and each.last >= offer.first]
                number[town] += offer.places
                full[town] += min(offer.places, most_at_once([each for each in inside if each.last >= on]))
    return +number, +full


def _beds(keepers: Sequence[int], on: date) -> tuple[Counter[int], Counter[int]]:
    """Town → beds, and how many of them are taken in the fullest night."""
    rows = Room.objects.filter(home__keeper__in=keepers, home__withdrawn_at=None, home__paused_at=None)
    rooms = list(rows.exclude(home__town=None).values_list("pk", "home__town", "beds"))
    taken = taken_beds([pk for pk, _town, _beds in rooms])
    number: Counter[int] = Counter()
    full: Counter[int] = Counter()
    for pk, town, beds in rooms:
        number[town] += beds
        # The last day of a stay is that of leaving: who comes then sleeps in a bed that is free.
        full[town] += min(beds, most_at_once([each for each in taken.get(pk, []) if each.last > on], leaving=True))
    return +number, +full


def most_at_once(taken: Sequence[Taken], *, leaving: bool = False) -> int:
    """How many there are on the fullest day. `leaving`: nobody counts on the last day."""
    return max(
        (
            sum(
                one.first <= each.first and (one.last > each.first if leaving else one.last >= each.first)
                for one in taken
            )
            for each in taken
        ),
        default=0,
    )


def _draw(found: list[Here], language: str, name: str) -> SafeString:
    spots = []
    for here in found:
        if here.places:
            says = ngettext("%(number)s place", "%(number)s places", here.places) % {"number": here.places}
            spots.append(_spot(here, "place", says, here.free_places, language))
        if here.beds:
            says = ngettext("%(number)s sleeping place", "%(number)s sleeping places", here.beds) % {
                "number": here.beds
            }
            spots.append(_spot(here, "bed", says, here.free_beds, language))
    return map_svg(spots, title=_("Where places and beds are"), name=f"map-{name}")


def _spot(here: Here, kind: str, says: str, free: int, language: str) -> Spot:
    """Filled as long as something is free; hollow when all is taken."""
    left = _("%(number)s free") % {"number": free}
    return spot(here.town, kind if free else f"{kind} map-full", language=language, says=f"{here.name}: {says}, {left}")
