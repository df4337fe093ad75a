"""Whom to call of those who receive somebody, once everybody said yes: for the card of a stay."""

from collections.abc import Iterable

from erasdu.ground.paperwork.queries import Contact
from erasdu.journey.matching.models import Match


def matched(stays: Iterable[int]) -> frozenset[int]:
    """Of these stays those that have a live match. One query."""
    rows = Match.objects.filter(mobility__in=list(stays), ended_at=None)
    return frozenset(rows.values_list("mobility", flat=True))


def hosts_of(stay: int) -> list[Contact]:
    """The home first, where one is at night, then the company; nobody before the match is confirmed."""
    hosts = ("room__home__contact", "placement__company__organisation", "placement__company__contact")
    match = Match.objects.filter(mobility=stay, state="confirmed", ended_at=None).select_related(*hosts).first()
    found = []
    if match is not None and match.room is not None:
        home = match.room.home
        found.append(Contact("home", str(home.contact), home.name, home.contact.phone or home.second_phone, ""))
    if match is not None and match.placement is not None:
        company = match.placement.company
        firm, person = company.organisation, company.contact
        phone = (person.phone if person else "") or firm.phone
        found.append(Contact("company", str(person or firm.name), firm.name if person else "", phone, ""))
    return found
