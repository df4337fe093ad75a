"""Who is in a network already, for a spreadsheet that is imported."""

from dataclasses import dataclass

from django.db.models import Prefetch

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.rules import fold
from erasdu.journey.hosting.models import Company, Home, Placement
from erasdu.journey.hosting.rules import bare_name
from erasdu.journey.hosting.states import WITHDRAWN


@dataclass(frozen=True, slots=True)
class Known:
    """`companies`: name and town in lower case; `homes`: names and address of who answers for them."""

    companies: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    homes: frozenset[tuple[str, str, str]]


def known_in(keeper: Organisation) -> Known:
    """Two queries."""
    firms = Company.objects.filter(keeper=keeper, withdrawn_at=None).values_list(
        "organisation__name", "organisation__town", "organisation__enterprise_number"
    )
    people = Home.objects.filter(keeper=keeper, withdrawn_at=None).values_list(
        "contact__given_name", "contact__family_name", "contact__email"
    )
    rows = list(firms)
    return Known(
        frozenset((name.casefold(), town.casefold()) for name, town, _number in rows),
        frozenset(number for _name, _town, number in rows if number),
        frozenset((given.casefold(), family.casefold(), email.casefold()) for given, family, email in people),
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """A company of the network that may be the one that somebody writes down. `same`: it is, by number or by town."""

    key: str
    name: str
    town: str
    same: bool


def company_alike(keeper: Organisation, *, name: str, town: str, number: str, apart_from: int = 0) -> Alike | None:
    """The live company of this network with that number, else with that name, in that town first. One query."""
    rows = Company.objects.filter(keeper=keeper, withdrawn_at=None).exclude(pk=apart_from).order_by("pk")
    columns = ("key", "organisation__name", "organisation__town", "organisation__enterprise_number")
    here, wanted, found = fold(town), bare_name(name), []
    for key, its_name, its_town, its_number in rows.values_list(*columns):
        by_number = bool(number) and number == its_number
        if by_number or (wanted and bare_name(its_name) == wanted):
            same = by_number or (its_name.casefold() == name.casefold() and fold(its_town) == here)
            found.append(Alike(key, its_name, its_town, same))
    return max(found, key=lambda each: (each.same, fold(each.town) == here), default=None)


def whole_homes(keeper: Organisation) -> list[Home]:
    """The live homes of a network with all that belongs to them. Constant in queries."""
    rows = Home.objects.filter(keeper=keeper, withdrawn_at=None).select_related("contact", "town")
    return list(rows.prefetch_related("rooms", "periods", "adults__person").order_by("name", "pk"))


def whole_companies(keeper: Organisation) -> list[tuple[Company, Placement | None]]:
    """The live companies of a network, once for each place that was not withdrawn. Constant in queries."""
    places = Placement.objects.exclude(state=WITHDRAWN).select_related("mentor").prefetch_related("periods")
    rows = Company.objects.filter(keeper=keeper, withdrawn_at=None).select_related("organisation", "contact")
    found: list[tuple[Company, Placement | None]] = []
    whole = rows.prefetch_related(Prefetch("placements", places.order_by("pk"), to_attr="whole"))
    for company in whole.order_by("organisation__name", "pk"):
        own: list[Placement | None] = list(company.whole) or [None]
        found += [(company, place) for place in own]
    return found
