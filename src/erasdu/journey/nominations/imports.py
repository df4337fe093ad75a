"""The table in which a partner names many learners at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from functools import cache

from django.utils.translation import override

from erasdu.ground.look.forms import DateField, EmailField, LineField, PhoneField
from erasdu.ground.look.imports import Check, one_of, parsed_by
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.words import country_choices, country_name
from erasdu.ground.places.rules import ALIKE, fold
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.words.occupations import occupation_word
from erasdu.journey.nominations import queries
from erasdu.kernel.sheets import Column, Wrong

GENDERS = {"v": "f", "vrouw": "f", "meisje": "f", "f": "f", "female": "f", "woman": "f", "girl": "f", "feminino": "f",
           "m": "m", "man": "m", "jongen": "m", "masculino": "m", "boy": "m", "male": "m",
           "x": "x"}  # fmt: skip
RELATIONS = {"moeder": "mother", "mãe": "mother", "madre": "mother", "mother": "mother", "vader": "father",
             "pai": "father", "padre": "father", "father": "father", "voogd": "guardian", "tutor": "guardian",
             "guardian": "guardian", "encarregado": "guardian",
             "encarregada": "guardian", "tutora": "guardian", "andere": "other", "other": "other"}  # fmt: skip


# What a table says of where somebody is from, beside the name of the country: as partners write it.
NATIONALITIES = {
    "portuguesa": "PT", "português": "PT", "portuguese": "PT", "portugees": "PT", "portugese": "PT",
    "española": "ES", "español": "ES", "espanhola": "ES", "spanish": "ES", "spaans": "ES", "spaanse": "ES",
    "italiana": "IT", "italiano": "IT", "italian": "IT", "italiaans": "IT", "italiaanse": "IT",
    "française": "FR", "français": "FR", "francesa": "FR", "french": "FR", "frans": "FR", "franse": "FR",
    "deutsch": "DE", "alemã": "DE", "alemana": "DE", "german": "DE", "duits": "DE", "duitse": "DE",
    "brasileira": "BR", "brasileiro": "BR", "brazilian": "BR", "braziliaans": "BR", "braziliaanse": "BR",
    "espanha": "ES", "españa": "ES", "itália": "IT", "italia": "IT", "frança": "FR", "francia": "FR",
    "alemanha": "DE", "alemania": "DE", "brasil": "BR",
}  # fmt: skip


def _day(text: str) -> object:
    return parsed_by(DateField())(text.replace(".", "/").replace(" ", "") if text[:1].isdigit() else text)


def _line(length: int) -> Callable[[str], object]:
    return parsed_by(LineField(max_length=length))


@cache
def _occupations() -> dict[str, str]:
    """Folded name → code: in Dutch, English and the languages of hosts, also each half of a double name; and codes."""
    found: dict[str, str] = {}
    for each in OCCUPATIONS.values():
        abroad = [occupation_word(each.code, language) for language in ABROAD]
        halves = [half for name in abroad for half in re.split(r" (?:e|y|und) |-", name) if half != name]
        for name in (each.nl, each.en, each.code, *abroad, *halves):
            found.setdefault(fold(name), each.code)
    return found


def _occupation(text: str) -> str:
    """By its name in any of the languages, accents or not, or its code; close ones are told where some are."""
    names, typed = _occupations(), fold(text)
    if not text or typed in names:
        return names.get(typed, "")
    close = [occupation_word(names[name]) for name in get_close_matches(typed, names, n=3, cutoff=ALIKE)]
    if close:
        raise Wrong("occupation_unknown", typed=text[:40], listed=", ".join(dict.fromkeys(close)))
    raise Wrong("occupation_unlisted", typed=text[:40])


def _nationality(text: str) -> str:
    known = NATIONALITIES | {code.casefold(): code for code, _name in country_choices()}
    for language in ("nl", "en"):
        with override(language):
            known |= {country_name(code).casefold(): code for code in list(known.values())}
    if text and text.casefold() not in known:
        raise Wrong("nationality_unknown", typed=text[:40])
    return known.get(text.casefold(), "")


# Code → what its header may be, the one shown first. Partners read English; their own languages do as well.
NAMES = {
    "given_name": "First name / Voornaam / Nome / Nombre / Vorname",
    "family_name": "Family name / Surname / Last name / Familienaam / Naam / Apelido / Apellidos / Nachname",
    "birth_date": "Date of birth / Birth date / Geboortedatum / Data de nascimento / Fecha de nacimiento",
    "email": "E-mail / E-mail address / E-mailadres / Correo",
    "phone": "Mobile / Phone / Telefoon / Gsm / Telemóvel / Móvil",
    "gender": "Gender / Sex / Geslacht / Género / Sexo",
    "nationality": "Nationality / Nationaliteit / Nacionalidade / Nacionalidad",
    "occupation": "Occupation / Beroep / Profissão / Profesión",
    "study_programme": "Study programme / Opleiding / Studierichting / Curso",
    "wished_from": "From / First day / Van / De / Desde",
    "wished_until": "Until / Last day / Tot / Até / Hasta",
    "emergency_name": "Emergency contact / Noodcontact / Contacto de emergência",
    "emergency_phone": "Emergency phone / Noodnummer / Telefone de emergência",
    "guardian_given_name": "Guardian first name / Voornaam ouder / Nome do encarregado / Nombre del tutor",
    "guardian_family_name": "Guardian family name / Naam ouder / Apelido do encarregado / Apellidos del tutor",
    "guardian_relation": "Guardian relation / Relatie ouder / Parentesco / Relação",
    "guardian_email": "Guardian e-mail / E-mail ouder / E-mail do encarregado / Correo del tutor",
    "guardian_phone": "Guardian phone / Telefoon ouder / Telefone do encarregado / Teléfono del tutor",
    "remark": "Remark / Opmerking / Observações / Observaciones",
}
NEEDED = ("given_name", "family_name", "birth_date", "email")


def _column(code: str, parse: Callable[[str], object], example: str = "") -> Column:
    return Column(code, tuple(NAMES[code].split(" / ")), parse, code in NEEDED, example)


COLUMNS = (
    _column("given_name", _line(80), "Beatriz"),
    _column("family_name", _line(80), "Fonseca"),
    _column("birth_date", _day, "14/06/2009"),
    _column("email", parsed_by(EmailField()), "beatriz@escola.example"),
    _column("phone", parsed_by(PhoneField()), "+351 912 345 678"),
    _column("gender", one_of(GENDERS), "f"),
    _column("nationality", _nationality, "Portugal"),
    _column("occupation", _occupation, "baker"),
    _column("study_programme", _line(120), "Pastelaria e padaria"),
    _column("wished_from", _day, "08/03/2027"),
    _column("wished_until", _day, "21/03/2027"),
    _column("emergency_name", _line(120), "Ana Fonseca"),
    _column("emergency_phone", parsed_by(PhoneField()), "+351 913 000 111"),
    _column("guardian_given_name", _line(80), "Ana"),
    _column("guardian_family_name", _line(80), "Fonseca"),
    _column("guardian_relation", one_of(RELATIONS), "mother"),
    _column("guardian_email", parsed_by(EmailField()), "ana@casa.example"),
    _column("guardian_phone", parsed_by(PhoneField()), "+351 913 000 111"),
    _column("remark", _line(500)),
)


def columns_for(call: Call) -> tuple[Column, ...]:
    """With days of the call as the example: what is shown can be sent."""
    last = min(call.stay_from + timedelta(days=call.min_days - 1), call.stay_until)
    days = {"wished_from": call.stay_from, "wished_until": last}
    return tuple(replace(one, example=f"{days[one.code]:%d/%m/%Y}") if one.code in days else one for one in COLUMNS)


def listed_for(call: Call | None = None) -> dict[str, list[str]]:
    """Column → the words it knows, in the reader's language: the occupations, those of a call that takes only some."""
    sectors = call.sectors if call else ()
    known = [code for code, each in OCCUPATIONS.items() if not sectors or each.sector in sectors]
    return {"occupation": sorted((occupation_word(code) for code in known), key=str.casefold)}


def row_check(call: Call, partner: Organisation) -> Check:
    """What a whole row can be wrong about; remembers the rows of one table."""
    seen = queries.nominated_names(call, partner)

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        born = values["birth_date"]
        this = (str(values["given_name"]).casefold(), str(values["family_name"]).casefold(), born)
        if this in seen:
            yield "family_name", Wrong("nominated_already")
        seen.add(this)  # type: ignore[arg-type]
        for name, verdict in queries.faults_of(call, values):
            yield name, Wrong(verdict.code, **dict(verdict.params))

    return check
