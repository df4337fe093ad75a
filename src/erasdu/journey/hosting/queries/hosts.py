"""Who is in a network already, for a spreadsheet that is imported."""

from dataclasses import dataclass

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting.models import Company, Home


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
