"""A keeper's spreadsheet of companies or families: its columns, and what is looked at for a whole row."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erasdu.ground.look.fields import EmailField, LineField, PhoneField
from erasdu.ground.look.imports import Check, one_of, parsed_by
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.words import SECTORS
from erasdu.journey.hosting.queries.hosts import Known
from erasdu.journey.hosting.queries.towns import town_named
from erasdu.journey.hosting.words.living import DIETS, PETS
from erasdu.kernel import identifiers
from erasdu.kernel.sheets import Column, Wrong

WHAT = {"companies": _("companies"), "homes": _("families")}
LANGUAGES = {
    "nederlands": "nl", "nl": "nl", "dutch": "nl", "engels": "en", "en": "en", "english": "en",
    "frans": "fr", "fr": "fr", "french": "fr", "français": "fr", "duits": "de", "de": "de", "german": "de",
    "deutsch": "de", "spaans": "es", "es": "es", "spanish": "es", "español": "es", "portugees": "pt", "pt": "pt",
    "portuguese": "pt", "português": "pt",
}  # fmt: skip
SMOKING = {
    "neen": "no", "nee": "no", "no": "no", "buiten": "outside", "outside": "outside", "binnen": "inside",
    "ja": "inside", "yes": "inside", "inside": "inside",
}  # fmt: skip
MOST_ROOMS, MOST_BEDS = 12, 20


def _line(length: int) -> Callable[[str], object]:
    return parsed_by(LineField(max_length=length))


def _words_of(words: Mapping[str, object]) -> dict[str, str]:
    """What people write, in Dutch or English or as the code → code."""
    known = {code: code for code in words}
    for language in ("nl", "en"):
        with override(language):
            known |= {str(word).casefold(): code for code, word in words.items()}
    return known


def several(words: Mapping[str, object], fault: str) -> Callable[[str], list[str]]:
    """Words or codes with a comma between them."""

    def parse(text: str) -> list[str]:
        known, found = _words_of(words), []
        for part in filter(None, (each.strip() for each in text.split(","))):
            if part.casefold() not in known:
                raise Wrong(fault, typed=part[:40], listed=", ".join(map(str, words.values())))
            found.append(known[part.casefold()])
        return list(dict.fromkeys(found))

    return parse


def _sector(text: str) -> str:
    if not text:
        return ""
    known, typed = _words_of(SECTORS), text.casefold()
    part_of = {code for word, code in known.items() if typed in word}  # "bakkerij" of "Bakkerij, slagerij en voeding"
    if typed not in known and len(part_of) != 1:
        raise Wrong("sector_unknown", typed=text[:40], listed="; ".join(map(str, SECTORS.values())))
    return known.get(typed) or part_of.pop()


def _number(text: str) -> str:
    try:
        return identifiers.enterprise_number(text) if text else ""
    except identifiers.Unusable as fault:
        raise Wrong(fault.code) from fault


def beds(text: str) -> list[int]:
    """ "2" is one room with two beds; "1, 2" a room with one and a room with two."""
    parts = [part.strip() for part in text.replace("+", ",").replace(";", ",").split(",") if part.strip()]
    if not all(part.isdigit() and 1 <= int(part) <= MOST_BEDS for part in parts) or len(parts) > MOST_ROOMS:
        raise Wrong("beds_unreadable", typed=text[:40])
    return [int(part) for part in parts]


def _spoken(text: str) -> list[str]:
    return [one_of(LANGUAGES)(part) for part in filter(None, (each.strip() for each in text.split(",")))]


_REACH = (
    Column("email", ("E-mail", "Email"), parsed_by(EmailField()), example="lotte@voorbeeld.example"),
    Column("phone", ("Telefoon", "Telephone"), parsed_by(PhoneField()), example="0470 12 34 56"),
    Column("language", ("Taal", "Language"), one_of(LANGUAGES), example="nl"),
    Column("street", ("Straat en nummer", "Street and number"), _line(160), example="Kerkstraat 1"),
    Column("postal_code", ("Postcode", "Postal code"), _line(12), example="2800"),
    Column("town", ("Gemeente", "Town"), _line(100), required=True, example="Mechelen"),
    Column("remark", ("Opmerking", "Remark"), _line(500), example=""),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "companies": (
        Column("name", ("Naam", "Bedrijf", "Name", "Company"), _line(160), required=True, example="Bakkerij Janssens"),
        Column("enterprise_number", ("Ondernemingsnummer", "Enterprise number"), _number, example=""),
        Column("sector", ("Sector",), _sector, example="Bakkerij"),
        Column("given_name", ("Voornaam", "First name"), _line(80), example="Lotte"),
        Column("family_name", ("Familienaam", "Family name"), _line(80), example="Janssens"),
        Column("contact_function", ("Functie", "Function"), _line(100), example="zaakvoerder"),
        *_REACH,
    ),
    "homes": (
        Column("given_name", ("Voornaam", "First name"), _line(80), required=True, example="Lotte"),
        Column("family_name", ("Familienaam", "Naam", "Family name"), _line(80), required=True, example="Janssens"),
        *_REACH,
        Column("beds", ("Bedden per kamer", "Bedden", "Beds"), beds, example="1, 2"),
        Column("languages", ("Talen thuis", "Languages at home"), _spoken, example="nl, fr"),
        Column("pets", ("Huisdieren", "Pets"), several(PETS, "pet_unknown"), example="hond"),
        Column("smoking", ("Roken", "Smoking"), one_of(SMOKING), example="buiten"),
        Column("diets", ("Diëten", "Diets"), several(DIETS, "diet_unknown"), example="vegetarisch, halal"),
    ),
}


def row_check(what: str, keeper: Organisation, known: Known) -> Check:
    """Who is in the network or in the table already; who can be reached; and which town is meant."""
    seen: set[tuple[str, str]] = set()

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        town = str(values.get("town") or "")
        place = town_named(town, keeper.country, str(values.get("postal_code") or ""))
        if place is not None:
            values["place"] = place
        if what == "companies":
            yield from _company(values, known)
            this = (str(values["name"]).casefold(), town.casefold())
        else:
            yield from _home(values, known)
            this = (
                f"{values['given_name']} {values['family_name']}".casefold(),
                str(values.get("email") or town).casefold(),
            )
        if this in seen:
            yield "name" if what == "companies" else "family_name", Wrong("value_twice")
        seen.add(this)
        values["language"] = values.get("language") or _usual(keeper)

    return check


def _company(values: dict[str, object], known: Known) -> Iterator[tuple[str, Wrong]]:
    here = (str(values["name"]).casefold(), str(values.get("town") or "").casefold())
    if here in known.companies or values.get("enterprise_number") in known.numbers:
        yield "name", Wrong("company_known", name=str(values["name"]))
    reach = values.get("email") or values.get("phone")
    if reach and not values.get("given_name"):
        yield "given_name", Wrong("contact_name_lacks")


def _home(values: dict[str, object], known: Known) -> Iterator[tuple[str, Wrong]]:
    if not (values.get("email") or values.get("phone")):
        yield "email", Wrong("contact_reach_lacks")
    who = (str(values["given_name"]).casefold(), str(values["family_name"]).casefold())
    if (*who, str(values.get("email") or "").casefold()) in known.homes:
        yield "family_name", Wrong("home_known")


def _usual(keeper: Organisation) -> str:
    """The language of the country, when nothing else stands there."""
    spoken = {"BE": "nl", "NL": "nl", "FR": "fr", "DE": "de", "AT": "de", "ES": "es", "PT": "pt"}
    language = spoken.get(keeper.country, "en")
    return language if language in EVERYWHERE else "en"
