"""The columns of a keeper's table of companies or families: everything that one can tell of them, in and out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.words import SECTORS
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.forms import cells
from erasdu.journey.hosting.forms.cells import Kind, animals, choice, line, number, several
from erasdu.journey.hosting.forms.parts import MOST_BREAK
from erasdu.journey.hosting.models import Company, Home, Placement
from erasdu.journey.hosting.words.content import HOBBIES, OUTCOMES, PROOFS, tasks_for
from erasdu.journey.hosting.words.living import DIETS, PETS
from erasdu.journey.hosting.words.occupations import occupation_word
from erasdu.kernel import identifiers
from erasdu.kernel.sheets import Column, Wrong

WHAT = {"companies": _("companies"), "homes": _("families")}
SMOKING = {
    "neen": "no", "nee": "no", "buiten": "outside", "binnen": "inside", "ja": "inside", "yes": "inside",
}  # fmt: skip
DWELLING = {"huis": "house", "appartement": "flat", "boerderij": "farm"}
JOBS = cells.pairs({code: (each.nl, each.en) for code, each in OCCUPATIONS.items()})


@dataclass(frozen=True, slots=True)
class Told:
    """One column. `of`: what is written in it, of a row of the network (with its place, of a company)."""

    code: str
    names: tuple[str, ...]
    kind: Kind
    example: str = ""
    required: bool = False
    of: Callable[[Any], Any] | None = None

    @property
    def column(self) -> Column:
        return Column(self.code, self.names, self.kind.parse, required=self.required, example=self.example)

    def text(self, row: Any) -> str:
        value = self.of(row) if self.of else getattr(row, self.code)
        return "" if value is None or value == "" else self.kind.tell(value)


def _sector(text: str) -> str:
    if not text:
        return ""
    known, typed = cells.known(SECTORS), text.casefold()
    part_of = {code for word, code in known.items() if typed in word}  # "bakkerij" of "Bakkerij, slagerij en voeding"
    if typed not in known and len(part_of) != 1:
        raise Wrong("sector_unknown", typed=text[:40], listed="; ".join(map(str, SECTORS.values())))
    return known.get(typed) or part_of.pop()


def _identifier(parse: Callable[[str], str]) -> Kind:
    def read(text: str) -> str:
        try:
            return parse(text) if text else ""
        except identifiers.Unusable as fault:
            raise Wrong(fault.code) from fault

    return Kind(read)


def _person(who: Callable[[Any], Any], prefix: str = "", head: str = "") -> tuple[Told, ...]:
    """Name, address, number and language of somebody; `head` before the names of the columns."""

    def of(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(who(row), name, "")

    def named(*both: str) -> tuple[str, ...]:
        return tuple(f"{head} {name.lower()}" if head else name for name in both)

    return (
        Told(f"{prefix}given_name", named("Voornaam", "First name"), line(80), "Lotte", of=of("given_name")),
        Told(f"{prefix}family_name", named("Familienaam", "Family name"), line(80), "Janssens", of=of("family_name")),
        Told(f"{prefix}email", named("E-mail", "Email"), cells.MAIL, "lotte@voorbeeld.example", of=of("email")),
        Told(f"{prefix}phone", named("Telefoon", "Telephone"), cells.PHONE, "0470 12 34 56", of=of("phone")),
        Told(f"{prefix}language", named("Taal", "Language"), cells.language(), "Nederlands", of=of("language")),
    )


def _required(told: Iterable[Told], *codes: str) -> tuple[Told, ...]:
    return tuple(
        Told(one.code, one.names, one.kind, one.example, required=one.code in codes, of=one.of) for one in told
    )


HOMES = (
    *_required(_person(lambda home: home.contact), "given_name", "family_name"),
    Told("kind", ("Soort", "Kind"), choice(dict(Home.Kind.choices)), "gastgezin"),
    Told("name", ("Naam van het gezin of huis", "Name of the home"), line(120), "Gezin Janssens"),
    Told("second_phone", ("Tweede telefoon", "Second telephone"), cells.PHONE, "015 12 34 56"),
    Told("street", ("Straat en nummer", "Street and number"), line(160), "Kerkstraat 1"),
    Told("postal_code", ("Postcode", "Postal code"), line(12), "2800"),
    Told("town", ("Gemeente", "Town"), line(100), "Mechelen", required=True),
    Told("beds", ("Bedden per kamer", "Bedden", "Beds"), cells.ROOMS,
         "zolderkamer: 1 (eenpersoonsbed); tuinkamer: 2 (stapelbed, eigen badkamer)",
         of=lambda home: home.rooms.all()),
    Told("nights", ("Nachten", "Nights"), cells.NIGHTS, "1/2/2027 - 31/3/2027", of=lambda home: home.periods.all()),
    Told("adults", ("Volwassenen in huis", "Adults in the house"), cells.NAMES, "Lotte Janssens; Piet Pauwels",
         of=lambda home: [adult.person for adult in home.adults.all()]),
    Told("children", ("Kinderen, met leeftijd", "Children, with their ages"), line(120), "twee, 8 en 11"),
    Told("occupation", ("Beroep", "Occupation"), line(120), "verpleegkundige"),
    Told("languages", ("Talen thuis", "Languages at home"), cells.languages(), "Nederlands, Frans"),
    Told("dwelling", ("Woning", "Dwelling"), choice(dict(Home.Dwelling.choices), DWELLING), "huis"),
    Told("years_here", ("Jaren op dit adres", "Years at this address"), number(0, 99), "12"),
    Told("neighbourhood", ("Buurt", "Neighbourhood"), line(200), "rustig, bij een park"),
    Told("transport", ("Vlot naar het centrum", "Fastest way to the centre"), line(200), "tram 4, om de 10 minuten"),
    Told("minutes_to_centre", ("Minuten tot het centrum", "Minutes to the centre"), number(0, 240), "15"),
    Told("bathrooms", ("Badkamers", "Bathrooms"), number(1, 20), "1"),
    Told("toilets", ("Toiletten", "Toilets"), number(1, 20), "2"),
    Told("hosts_age", ("Leeftijd van de gastouders", "Age of the hosts"), choice(dict(Home.Age.choices)), "35 tot 49"),
    Told("insurance", ("Verzekering van woning en gezin", "Insurance of the home and of the family"), line(120),
         "Polis nv"),
    Told("emergency_name", ("Wie bellen buiten het huis", "Whom to call elsewhere"), line(120), "Mia Peeters"),
    Told("emergency_phone", ("Nummer van die persoon", "Number of that person"), cells.PHONE, "0470 65 43 21"),
    Told("hobbies", ("Hobby’s", "Hobby's", "Hobbies"), several(cells.pairs(HOBBIES)), ""),
    Told("lively", ("Levendig gezin", "Lively household"), cells.YES_NO, "ja"),
    Told("smoking", ("Roken", "Smoking"), choice(dict(Home.Smoking.choices), SMOKING), "buiten"),
    Told("smokers_welcome", ("Gast mag buiten roken", "A guest may smoke outside"), cells.YES_NO, "nee"),
    Told("pets", ("Huisdieren", "Pets"), animals(PETS), "hond"),
    Told("diets", ("Diëten", "Diets"), several(DIETS), "vegetarisch, halal"),
    Told("dinner_at", ("Avondeten om", "Dinner at"), cells.HOUR, "18:30"),
    Told("chores", ("Waarmee een gast helpt", "What a guest helps with"), line(300), "tafel afruimen"),
    Told("house_rules", ("Huisregels", "House rules"), line(500), "geen gsm aan tafel"),
    Told("curfew", ("Ten laatste thuis", "Home at the latest"), cells.HOUR, "22:00"),
    Told("gets_key", ("Gast krijgt een sleutel", "The guest gets a key"), cells.YES_NO, "ja"),
    Told("someone_home", ("Meestal iemand thuis", "Somebody is usually at home"), cells.YES_NO, "ja"),
    Told("accessible", ("Rolstoel kan binnen", "Accessible for a wheelchair"), cells.YES_NO, "nee"),
    Told("gender", ("Voorkeur", "Prefers"), choice(dict(Home.Gender.choices)), ""),
    Told("min_age", ("Vanaf leeftijd", "From age"), number(14, 99), "16"),
    Told("max_age", ("Tot leeftijd", "To age"), number(14, 99), "20"),
    Told("experience", ("Gasten vroeger", "Guests before"), line(200), "twee leerlingen, 2025"),
    Told("references", ("Referenties", "References"), line(300), "buurvrouw: An Claes"),
    Told("remark", ("Opmerking", "Remark"), line(500), ""),
)  # fmt: skip
COMPANY = (
    Told("name", ("Bedrijf", "Naam", "Company", "Name"), line(160), "Bakkerij Janssens", required=True,
         of=lambda row: row.organisation.name),
    Told("enterprise_number", ("Ondernemingsnummer", "Enterprise number"),
         _identifier(identifiers.enterprise_number),
         of=lambda row: row.organisation.enterprise_number),
    Told("registration_number", ("Bedrijfsnummer in het buitenland", "Company number abroad"),
         _identifier(identifiers.registration_number), "PT 501234567",
         of=lambda row: row.organisation.registration_number),
    Told("oid", ("OID",), _identifier(identifiers.oid), "E10012345", of=lambda row: row.organisation.oid),
    Told("sector", ("Sector",), Kind(_sector, lambda code: str(SECTORS.get(code, code))), "Bakkerij"),
    *_person(lambda row: row.contact),
    Told("contact_function", ("Functie", "Function"), line(100), "zaakvoerder"),
    Told("street", ("Straat en nummer", "Street and number"), line(160), "Kerkstraat 1",
         of=lambda row: row.organisation.street),
    Told("postal_code", ("Postcode", "Postal code"), line(12), "2800", of=lambda row: row.organisation.postal_code),
    Told("town", ("Gemeente", "Town"), line(100), "Mechelen", required=True, of=lambda row: row.organisation.town),
    Told("clothing", ("Werkkledij en bescherming", "Work clothes and protection"), line(200), "schort van de zaak"),
    Told("meals", ("Maaltijd tijdens het werk", "A meal during work"), cells.YES_NO, "ja"),
    Told("accessible", ("Rolstoel kan binnen", "Accessible for a wheelchair"), cells.YES_NO, "nee"),
    Told("closed_on", ("Gesloten op", "Closed on"), cells.CLOSED, "24/12/2026, 31/12/2026"),
    Told("risk_seen_by", ("Risicoanalyse gezien door", "Risk analysis seen by"), line(120), "An Claes"),
    Told("risk_seen_on", ("Risicoanalyse gezien op", "Risk analysis seen on"), cells.DAY, "1/9/2026"),
    Told("remark", ("Opmerking", "Remark"), line(500), ""),
)  # fmt: skip
PLACE = (
    Told("occupation", ("Beroep", "Occupation"), choice(JOBS), OCCUPATIONS["baker"].nl),
    Told("periods", ("Periodes (aantal leerlingen)", "Periods (number of learners)"), cells.PERIODS,
         "1/2/2027 - 31/3/2027 (2)", of=lambda place: place.periods.all()),
    Told("tasks", ("Taken", "Tasks"), cells.NAMES, "",
         of=lambda place: _named(tasks_for(place.occupation), place.tasks)),
    Told("own_tasks", ("Andere taken", "Other tasks"), line(500), "broden vormen"),
    Told("outcomes", ("Wat men leert", "What one learns"), cells.NAMES, "",
         of=lambda place: _named(learned(place.occupation), place.outcomes)),
    Told("tools", ("Machines en gereedschap", "Machines and tools"), line(300), "deegmachine"),
    Told("place_min_age", ("Minimumleeftijd", "Minimum age"), number(15, 25), "16", of=lambda place: place.min_age),
    Told("proofs", ("Wat in orde moet zijn", "What must be in order"), several(cells.pairs(PROOFS)), ""),
    Told("needs", ("Talen met niveau", "Languages with level"), cells.LEVELS, "Nederlands A2",
         of=lambda place: place.languages),
    Told("days", ("Werkdagen", "Working days"), cells.WEEK, "ma, di, wo, do, vr"),
    Told("starts_at", ("Werk begint om", "Work starts at"), cells.HOUR, "8:00"),
    Told("ends_at", ("Werk eindigt om", "Work ends at"), cells.HOUR, "16:30"),
    Told("break_minutes", ("Pauze in minuten", "Break in minutes"), number(0, MOST_BREAK), "30"),
    Told("hours_a_week", ("Uren per week", "Hours a week"), cells.HOURS, "38"),
    Told("shifts", ("Ploegenwerk", "Works in shifts"), cells.YES_NO, "nee"),
    *_person(lambda place: place.mentor, "mentor_", "Mentor:"),
    Told("mentor_function", ("Functie van de mentor", "Function of the mentor"), line(100), "bakker"),
    Told("mentor_languages", ("Talen van de mentor", "Languages of the mentor"), cells.languages(), "Engels"),
)  # fmt: skip


def learned(occupation: str) -> Mapping[str, Any]:
    """What one can learn in an occupation, by code."""
    return OUTCOMES[occupation].outcomes if occupation in OUTCOMES else {}


def _named(words: Mapping[str, Any], codes: Iterable[str]) -> list[str]:
    return [cells.told(cells.pairs(words), code) for code in codes]


COLUMNS: dict[str, tuple[Column, ...]] = {
    "companies": tuple(told.column for told in (*COMPANY, *PLACE)),
    "homes": tuple(told.column for told in HOMES),
}


def listed_for(what: str) -> dict[str, list[str]]:
    """Column → the words it knows, in the reader's language, where one cannot guess them."""
    if what == "homes":
        return {}
    occupations = sorted((occupation_word(code) for code in OCCUPATIONS), key=str.casefold)
    return {"occupation": occupations, "sector": [str(name) for name in SECTORS.values()]}


def headers(what: str) -> list[str]:
    return [column.names[0] for column in COLUMNS[what]]


def home_cells(home: Home) -> list[str]:
    return [told.text(home) for told in HOMES]


def company_cells(company: Company, place: Placement | None) -> list[str]:
    """A company with one of its places; with several it stands there for each."""
    return [*(told.text(company) for told in COMPANY), *(told.text(place) if place else "" for told in PLACE)]
