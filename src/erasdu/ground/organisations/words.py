"""What the codes of organisations, sectors, countries and roles say on the screen."""

import gettext
from functools import cache

import pycountry
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "founded_already": _("There is a coordinator already: people are invited on the screen."),
    "institution_number_format": _("An institution number has 6 digits, for example 034567."),
    "enterprise_number_format": _("An enterprise number has 10 digits and begins with 0 or 1: 0403.170.701."),
    "enterprise_number_check": _(
        "The last two digits do not fit this enterprise number. Compare it with the register."
    ),
    "registration_number_format": _(
        "Such a number has at most 24 letters and digits, and at least one digit: PT 501234567."
    ),
    "oid_format": _("An OID is the letter E and 8 digits, for example E10012345."),
    "institution_number_taken": _("%(name)s already has this institution number."),
    "enterprise_number_taken": _("%(name)s already has this enterprise number."),
    "oid_taken": _("%(name)s already has this OID."),
    "not_of_this_kind": _("An organisation of this kind does not have that."),
    "organisation_closed": _("This organisation is closed. Open it again first."),
    "organisation_open": _("This organisation is not closed."),
    "coordinator_cannot_close": _("The coordinator's own organisation cannot be closed."),
    "schools_still_open": _(
        "It still acts for %(number)s open schools. Close those first, or give them another board or group."
    ),
    "not_your_organisation": _("You do not act for this organisation."),
    "role_not_here": _("Nobody has this role at an organisation of this kind."),
    "role_given_already": _("This person has this role here already."),
    "role_ended_already": _("This role has ended already."),
    "role_by_coordinator": _("Only the coordinator gives and ends this role."),
    "role_by_application": _("Learners get their role when they apply."),
    "last_coordinator": _("There is no other coordinator. Give somebody else this role first."),
    "last_administrator": _("There is no other administrator. Give somebody else this role first."),
    "acts_elsewhere": _(
        "This person signs in or also acts for another organisation. Ask the coordinator to correct it."
    ),
    "import_of_organisations_undone": _("This import was undone already."),
    "board_unknown": _("There is no open organisation of that name: “%(typed)s”. Add it first, or leave this empty."),
    "school_unknown": _("There is no open organisation with this number or name: “%(typed)s”."),
    "name_there_already": _("There is already an organisation with this name in this town."),
    "sector_unknown": _("“%(typed)s” is not one of the sectors: %(listed)s."),
    "country_unknown": _("“%(typed)s” is not a country. Write its name, or its code of two letters."),
}

EVENTS: Words = {
    "organisation.founded": _("The programme was founded."),
    "organisation.created": _("Organisation added"),
    "organisation.edited": _("Details of the organisation changed"),
    "organisation.closed": _("Organisation closed"),
    "organisation.reopened": _("Organisation opened again"),
    "role.given": _("Role given"),
    "role.ended": _("Role ended"),
    "contact.edited": _("Contact details changed"),
    "organisations.imported": _("List of organisations imported"),
    "organisations.import_undone": _("Import of organisations undone"),
}

STATES: Words = {}

KINDS: Words = {
    "school": _("school"),
    "training_centre": _("training centre"),
    "board": _("school board"),
    "group": _("school group"),
    "company": _("company"),
    "partner": _("foreign partner"),
    "coordinator": _("coordinator"),
}

SECTORS: Words = {
    "food": _("Bakery, butchery and food"),
    "construction": _("Building"),
    "wood": _("Wood"),
    "electricity": _("Electricity and electronics"),
    "heating_cooling": _("Heating, cooling and plumbing"),
    "metal": _("Metal and mechanics"),
    "automotive": _("Car mechanics"),
    "horticulture": _("Agriculture and horticulture"),
    "hospitality": _("Hotel, restaurant and catering"),
    "body_care": _("Hair and beauty care"),
    "health_care": _("Health care"),
    "child_care": _("Child care"),
    "retail": _("Retail"),
    "office": _("Office and administration"),
    "logistics": _("Transport and logistics"),
    "graphics_media": _("Graphics and media"),
    "fashion_textile": _("Fashion and textile"),
    "ict": _("Computers and networks"),
    "tourism": _("Tourism and reception"),
    "security": _("Security"),
}


def sector_choices() -> list[tuple[str, str]]:
    """Code and word, by the alphabet of the reader's language."""
    return sorted(((code, str(word)) for code, word in SECTORS.items()), key=lambda pair: pair[1])


def sector_words(codes: list[str]) -> list[str]:
    """The words for some sectors, by the alphabet; a code that is no longer used stays as it is."""
    return sorted(str(SECTORS.get(code, code)) for code in codes)


def country_name(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in the reader's language."""
    return _countries(_reader()).get(code, code)


# Belgium and its neighbours, then the countries to which and from which learners travel most.
NEAREST = ("BE", "NL", "FR", "DE", "LU", "GB", "ES", "PT", "IT", "IE", "AT", "DK", "SE", "FI")


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country: those of `NEAREST` first, then the others by name."""
    names = _countries(_reader())
    others = sorted((pair for pair in names.items() if pair[0] not in NEAREST), key=lambda pair: pair[1])
    return [*((code, names[code]) for code in NEAREST), *others]


def _reader() -> str:
    return (get_language() or "nl")[:2]


@cache
def _countries(language: str) -> dict[str, str]:
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    return {c.alpha_2: names.gettext(getattr(c, "common_name", c.name)) for c in pycountry.countries}
