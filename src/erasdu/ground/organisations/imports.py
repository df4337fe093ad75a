"""Schools, contacts and partners from a table: paste or upload, look, import the valid rows, undo."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.fields import EmailField, LineField, PhoneField, UrlField
from erasdu.ground.look.imports import Check, TableForm, column_help, example_response, one_of, parsed_by
from erasdu.ground.look.requests import Request
from erasdu.ground.organisations import access, actions, queries, rules, words
from erasdu.kernel import identifiers
from erasdu.kernel.sheets import Column, Wrong

WHAT = {"schools": gettext_lazy("schools"), "contacts": gettext_lazy("contacts"), "partners": gettext_lazy("partners")}
EXPLAINED = {
    "schools": gettext_lazy("Schools and training centres, with their board and group."),
    "contacts": gettext_lazy("Who acts for a school: local contact points, teachers, counsellors, interviewers."),
    "partners": gettext_lazy("Organisations abroad that find internship places and support learners there."),
}
KINDS = {"school": "school", "opleidingscentrum": "training_centre", "centrum": "training_centre",
         "training centre": "training_centre"}  # fmt: skip
ROLES = {"lokaal contactpunt": "contact_point", "contactpunt": "contact_point", "contact point": "contact_point",
         "leerkracht": "teacher", "leraar": "teacher", "teacher": "teacher", "trajectbegeleider": "counsellor",
         "trajectory counsellor": "counsellor", "interviewer": "interviewer"}  # fmt: skip
LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}


def _identifier(parse: Callable[[str], str]) -> Callable[[str], str]:
    def parsed(text: str) -> str:
        try:
            return parse(text) if text else ""
        except identifiers.Unusable as fault:
            raise Wrong(fault.code) from fault

    return parsed


def _institution_number(text: str) -> str:
    """A spreadsheet drops the zero that such a number begins with."""
    return _identifier(identifiers.institution_number)(text.zfill(6) if text.isdigit() else text)


def _sectors(text: str) -> list[str]:
    """Words or codes, with a comma between them."""
    known = {code: code for code in words.SECTORS}
    for language in ("nl", "en"):
        with override(language):
            known |= {str(word).casefold(): code for code, word in words.SECTORS.items()}
    found = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        if part.casefold() not in known:
            raise Wrong("sector_unknown", typed=part[:40], listed=", ".join(map(str, words.SECTORS.values())))
        found.append(known[part.casefold()])
    return list(dict.fromkeys(found))


def _country(text: str) -> str:
    known = {code.casefold(): code for code, _name in words.country_choices()}
    for language in ("nl", "en"):
        with override(language):
            known |= {name.casefold(): code for code, name in words.country_choices()}
    if text and text.casefold() not in known:
        raise Wrong("country_unknown", typed=text[:40])
    return known.get(text.casefold(), "")


def _line(length: int) -> Callable[[str], object]:
    return parsed_by(LineField(max_length=length))


_REACH = (
    Column("street", ("Straat en nummer", "Street and number"), _line(160), example="Kerkstraat 1"),
    Column("postal_code", ("Postcode", "Postal code"), _line(12), example="2800"),
    Column("town", ("Gemeente", "Town"), _line(100), required=True, example="Mechelen"),
    Column("website", ("Website",), parsed_by(UrlField()), example="www.school.be"),
    Column("email", ("E-mail", "Email"), parsed_by(EmailField()), example="info@school.be"),
    Column("phone", ("Telefoon", "Telephone"), parsed_by(PhoneField()), example="015 12 34 56"),
    Column("oid", ("OID",), _identifier(identifiers.oid), example="E10012345"),
    Column("sectors", ("Sectoren", "Sectors"), _sectors, example="Horeca, Zorg"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "schools": (
        Column("name", ("Naam", "Name"), _line(160), required=True, example="Atheneum De Brug"),
        Column(
            "institution_number", ("Instellingsnummer", "Institution number"), _institution_number, example="034567"
        ),
        Column("kind", ("Soort", "Kind"), one_of(KINDS), example="school"),
        *_REACH,
        Column("board", ("Schoolbestuur", "School board"), str, example=""),
        Column("group", ("Scholengemeenschap", "School group"), str, example=""),
    ),
    "partners": (
        Column("name", ("Naam", "Name"), _line(160), required=True, example="Formación Sur"),
        Column("country", ("Land", "Country"), _country, required=True, example="Spanje"),
        *_REACH,
    ),
    "contacts": (
        Column("organisation", ("School", "Organisatie", "Organisation"), str, required=True, example="034567"),
        Column("given_name", ("Voornaam", "First name"), _line(80), required=True, example="Fatma"),
        Column("family_name", ("Familienaam", "Naam", "Family name"), _line(80), required=True, example="Yıldız"),
        Column("email", ("E-mail", "Email"), parsed_by(EmailField()), required=True, example="fatma@school.be"),
        Column("phone", ("Telefoon", "Telephone"), parsed_by(PhoneField()), example="0470 12 34 56"),
        Column("role", ("Rol", "Role"), one_of(ROLES), required=True, example="contactpunt"),
        Column("function", ("Functie", "Function"), _line(100), example="coördinator leren en werken"),
        Column("language", ("Taal", "Language"), one_of(LANGUAGES), example="nl"),
    ),
}


def _check_organisations(what: str) -> Check:
    """Numbers and names that another has, in the table or in the database; boards and groups by their name."""
    taken = queries.numbers_taken()
    names = queries.names_taken(rules.PARTNER if what == "partners" else rules.SCHOOL)
    above = {kind: queries.by_name(kind) for kind in (rules.BOARD, rules.GROUP)}

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        for code in ("institution_number", "oid"):
            number = str(values.get(code) or "")
            if owner := taken.get((code, number)):
                yield code, Wrong(f"{code}_taken", name=owner)
            elif number:
                taken[(code, number)] = str(values["name"])
        here = (str(values["name"]).casefold(), str(values.get("town", "")).casefold())
        if here in names:
            yield "name", Wrong("name_there_already")
        names.add(here)
        for kind, known in above.items():
            typed = str(values.get(kind) or "")
            if typed and typed.casefold() not in known:
                yield kind, Wrong("board_unknown", typed=typed[:60])
            elif kind in values:
                values[kind] = known.get(typed.casefold())

    return check


def _check_contacts() -> Check:
    known = queries.by_name_or_number()
    seen: set[tuple[object, ...]] = set()

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        typed = str(values["organisation"])
        organisation = known.get(typed.casefold()) or known.get(typed.zfill(6))
        if organisation is None:
            yield "organisation", Wrong("school_unknown", typed=typed[:60])
            return
        kind = str(values["role"])
        if kind not in rules.roles_at(organisation.kind):
            yield "role", Wrong("role_not_here")
        this = (organisation.pk, kind, str(values["email"]).casefold())
        if this in seen or queries.acts_already(organisation, kind, str(values["email"])):
            yield "email", Wrong("role_given_already")
        seen.add(this)
        values["organisation"] = organisation
        values["language"] = values.get("language") or "nl"

    return check


def _explained() -> list[tuple[str, object, object]]:
    return [(code, word, EXPLAINED[code]) for code, word in WHAT.items()]


@signed_in("coordinator")
@require_safe
def choose(request: Request) -> HttpResponse:
    recent = access.imports_for(request.actor).order_by("-at")[:10]
    return render(request, "organisations/imports.html", {"what": _explained(), "recent": recent})


@signed_in("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, what: str) -> HttpResponse:
    columns = _columns(what)
    form, preview = TableForm(), None
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES)
        preview = form.preview(columns, _check_contacts() if what == "contacts" else _check_organisations(what))
        if batch := form.imported(preview, lambda rows: _import(request, what, rows)):
            return redirect("organisations:import_done", batch.key)
    context = {"what": what, "word": WHAT[what], "form": form, "preview": preview, "columns": column_help(columns)}
    return render(request, "organisations/import.html", context)


def _import(request: Request, what: str, rows: list[dict[str, Any]]) -> Any:
    if what == "contacts":
        batch = actions.import_contacts(rows, by=request.actor, at=clock.now())
    else:
        batch = actions.import_organisations(what, rows, by=request.actor, at=clock.now())
    said = ngettext("%(number)d row imported.", "%(number)d rows imported.", len(rows))
    messages.success(request, said % {"number": len(rows)})
    return batch


def _columns(what: str) -> Sequence[Column]:
    if what not in COLUMNS:
        raise Http404
    return COLUMNS[what]


@signed_in("coordinator")
@require_safe
def example(request: Request, what: str) -> HttpResponse:
    columns = _columns(what)
    return example_response(str(WHAT[what]), columns)


@signed_in("coordinator")
@require_safe
def done(request: Request, key: str) -> HttpResponse:
    """What an import made, and how to undo it."""
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    context = {
        "batch": batch,
        "word": WHAT[batch.what],
        "organisations": batch.organisations.order_by("name"),
        "roles": batch.roles.select_related("person", "organisation").order_by("organisation__name", "pk"),
        "may_undo": access.may_undo_import(request.actor, batch),
    }
    return render(request, "organisations/import_done.html", context)


@signed_in("coordinator")
@require_POST
def undo(request: Request, key: str) -> HttpResponse:
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    _gone, kept = actions.undo_import(batch, by=request.actor, at=clock.now())
    if kept:
        said = ngettext(
            "The import is undone. %(number)d organisation stays: something was built on it.",
            "The import is undone. %(number)d organisations stay: something was built on them.",
            kept,
        )
        messages.warning(request, said % {"number": kept})
    else:
        messages.success(request, _("The import is undone."))
    return redirect("organisations:import_done", key)
