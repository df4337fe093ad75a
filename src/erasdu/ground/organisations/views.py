"""Pages of organisations and of who acts for them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.organisations import access, actions, queries, rules, words
from erasdu.ground.organisations.forms import TAKEN, ContactForm, OrganisationForm
from erasdu.ground.people import access as people_access
from erasdu.ground.people import queries as people_queries
from erasdu.kernel import identifiers
from erasdu.kernel.verdict import Refused

may_look = signed_in("coordinator", "administrator", "contact_point", "partner")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MOST_TOWNS = 24  # beyond that the search finds a town sooner than the eye does
ROLES = {
    "coordinator": gettext_lazy("coordinator"),
    "administrator": gettext_lazy("administrator"),
    "contact_point": gettext_lazy("local contact point"),
    "teacher": gettext_lazy("teacher"),
    "counsellor": gettext_lazy("trajectory counsellor"),
    "interviewer": gettext_lazy("interviewer"),
}


@may_look
@require_safe
def index(request: Request) -> HttpResponse:
    rows = queries.with_counts(access.organisations_for(request.actor))
    towns = queries.towns(rows)
    listing = Listing(
        request,
        rows if request.GET.get("closed") == "yes" else rows.filter(closed_at=None),
        filters=[
            Filter("kind", _("Kind"), list(words.KINDS.items())),
            Filter("sector", _("Sector"), words.sector_choices(), queries.in_sector),
            Filter("town", _("Town"), [(town, town) for town in towns if len(towns) <= MOST_TOWNS]),
            Filter(
                "closed", _("Closed"), [("yes", _("closed ones"))], lambda found, _value: found.exclude(closed_at=None)
            ),
        ],
        search=["name", "town", "institution_number", "oid", "board__name", "group__name"],
        sorts={
            "name": (_("Name"), "name"),
            "kind": (_("Kind"), "kind", "name"),
            "town": (_("Town"), "town", "name"),
        },
    )
    if listing.export:
        return listing.table(_("organisations"), _headers(), _cells)
    return render(
        request, "organisations/index.html", {"listing": listing, "may_create": access.may_create(request.actor)}
    )


def _headers() -> list[str]:
    return [
        _("Name"), _("Kind"), _("Street and number"), _("Postal code"), _("Town"), _("Country"),
        _("Institution number"), _("Enterprise number"), _("OID"), _("Sectors"), _("School board"), _("School group"),
        _("E-mail"), _("Telephone"), _("Contact points"),
    ]  # fmt: skip


def _cells(row: Any) -> list[object]:
    names = (
        "name", "kind", "street", "postal_code", "town", "country", "institution_number", "enterprise_number", "oid",
        "sectors", "board", "group", "email", "phone", "contacts",
    )  # fmt: skip
    cells = {name: getattr(row, name) for name in names}
    cells |= {
        "kind": str(words.KINDS[cells["kind"]]),
        "country": words.country_name(cells["country"]),
        "sectors": ", ".join(words.sector_words(cells["sectors"])),
        "board": cells["board"] or "",
        "group": cells["group"] or "",
    }
    return list(cells.values())


@may_look
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_for(request.actor).select_related("board", "group"), key=key)
    roles = [role for role in queries.people_of(organisation) if _sees_people(request, organisation.pk)]
    context = {
        "organisation": organisation,
        "kind": words.KINDS[organisation.kind],
        "sectors": words.sector_words(organisation.sectors),
        "country": words.country_name(organisation.country),
        "enterprise_number": organisation.enterprise_number
        and identifiers.shown_enterprise_number(organisation.enterprise_number),
        "fields": rules.fields_of(organisation.kind),
        "people": [_person_line(request, role) for role in roles],
        "has_people": bool(rules.roles_at(organisation.kind)) and _sees_people(request, organisation.pk),
        "former": queries.people_of(organisation, ended=True) if _sees_people(request, organisation.pk) else [],
        "below": queries.below(organisation) & access.organisations_for(request.actor),
        "may_edit": access.may_edit(request.actor, organisation),
        "may_close": access.may_close(request.actor, organisation),
        "may_reopen": access.may_reopen(request.actor, organisation),
        "addable": _addable(request, organisation),
        "role_words": ROLES,
        "has_agreement": organisation.kind in rules.AGREES and not request.actor.is_administrator,
        "invites": rules.is_abroad(organisation.kind),
    }
    return render(request, "organisations/show.html", context)


def _sees_people(request: Request, organisation: int) -> bool:
    return not request.actor.is_contact_point or organisation in request.actor.scope


def _person_line(request: Request, role: Any) -> dict[str, object]:
    return {
        "role": role,
        "word": ROLES[role.kind],
        "may_edit": access.may_edit_contact(request.actor, role),
        "may_end": access.may_end_role(request.actor, role),
    }


def _addable(request: Request, organisation: Any) -> list[tuple[str, str]]:
    kinds = rules.roles_at(organisation.kind)
    return [(kind, str(ROLES[kind])) for kind in kinds if access.may_give_role(request.actor, organisation, kind)]


@signed_in("coordinator")
@require_safe
def choose_kind(request: Request) -> HttpResponse:
    explained = [
        ("school", _("Sends learners abroad. Has an institution number, sectors, a board and sometimes a group.")),
        ("training_centre", _("Sends learners abroad, like a school; may have an enterprise number of its own.")),
        ("board", _("The legal person behind one or more schools. Has an enterprise number.")),
        ("group", _("Schools that work together. Its contact points act for all its schools.")),
        ("company", _("A Flemish company where a learner works and learns.")),
        ("partner", _("An organisation abroad that finds internship places and supports learners there.")),
    ]
    return render(request, "organisations/choose_kind.html", {"kinds": [(k, words.KINDS[k], t) for k, t in explained]})


@signed_in("coordinator")
@get_or_post
def create(request: Request, kind: str) -> HttpResponse:
    if kind not in rules.KINDS or kind == rules.COORDINATOR:
        raise Http404
    form = OrganisationForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(kind, by=request.actor, at=clock.now(), values=form.values)
        except Refused as refusal:
            _at_field(form, refusal)
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": made.name})
            return redirect("organisations:show", made.key)
    context = {"form": form, "kind": words.KINDS[kind], "organisation": None}
    return render(request, "organisations/form.html", context)


@may_look
@get_or_post
def edit(request: Request, key: str) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_for(request.actor), key=key)
    access.may_edit(request.actor, organisation).require()
    above = bool(access.may_choose_above(request.actor))
    stored = {name: getattr(organisation, name) for name in rules.fields_of(organisation.kind)}
    form = OrganisationForm(
        request.POST or None, kind=organisation.kind, above=above, initial=stored | {"revision": organisation.revision}
    )
    context: dict[str, object] = {"form": form, "kind": words.KINDS[organisation.kind], "organisation": organisation}
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.revision_seen
            actions.edit(organisation, by=request.actor, at=clock.now(), revision=seen, values=form.values)
        except Refused as refusal:
            _at_field(form, refusal)
        except Stale:
            context |= both(form, stored)
            over(form, organisation.revision)
        else:
            messages.success(request, _("The details are saved."))
            return redirect("organisations:show", key)
    return render(request, "organisations/form.html", context)


def _at_field(form: PlainForm, refusal: Refused) -> None:
    field = TAKEN.get(refusal.verdict.code)
    form.add_error(field if field in form.fields else None, because(refusal.verdict))


@signed_in("coordinator")
@require_POST
def close(request: Request, key: str) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_for(request.actor), key=key)
    actions.close(organisation, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is closed. Nobody acts for it any more.") % {"name": organisation.name})
    return redirect("organisations:show", key)


@signed_in("coordinator")
@require_POST
def reopen(request: Request, key: str) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_for(request.actor), key=key)
    actions.reopen(organisation, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is open again.") % {"name": organisation.name})
    return redirect("organisations:show", key)


@may_look
@get_or_post
def add_contact(request: Request, key: str) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_for(request.actor), key=key)
    if not (roles := _addable(request, organisation)):
        raise Http404
    asked = request.GET.get("role", "")
    begin = {"role": asked if asked in dict(roles) else "", "language": _language(organisation)}
    form = ContactForm(request.POST or None, roles=roles, initial=begin)
    if request.method == "POST" and form.is_valid():
        values = form.values
        kind = values.pop("role")
        try:
            role = actions.add_contact(organisation, kind, by=request.actor, at=clock.now(), **values)
        except Refused as refusal:
            address = refusal.verdict.code.startswith("account_address")
            form.add_error("email" if address else None, because(refusal.verdict))
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": role.person})
            return redirect("organisations:show", key)
    return render(request, "organisations/contact.html", {"form": form, "organisation": organisation, "role": None})


def _language(organisation: Any) -> str:
    """In which letters most likely are read there."""
    return "en" if rules.is_abroad(organisation.kind) else "nl"


@may_look
@get_or_post
def edit_contact(request: Request, key: str) -> HttpResponse:
    role = get_object_or_404(access.roles_for(request.actor).select_related("person", "organisation"), key=key)
    access.may_edit_contact(request.actor, role).require()
    names = ("given_name", "family_name", "email", "phone", "language")
    stored = {name: getattr(role.person, name) for name in names} | {"function": role.function}
    form = ContactForm(request.POST or None, initial=stored | {"revision": role.person.revision})
    account = people_queries.account_of(role.person)
    if account is not None and not (may := people_access.may_correct_address(request.actor, account)):
        form.fields["email"].disabled = True
        form.fields["email"].help_text = because(may)
    context: dict[str, object] = {"form": form, "organisation": role.organisation, "role": role}
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.revision_seen
            actions.edit_contact(role, by=request.actor, at=clock.now(), revision=seen, **form.values)
        except Refused as refusal:
            form.add_error("email", because(refusal.verdict))
        except Stale:
            context |= both(form, stored)
            over(form, role.person.revision)
        else:
            messages.success(request, _saved(role, stored["email"], account))
            return redirect("organisations:show", role.organisation.key)
    return render(request, "organisations/contact.html", context)


def _saved(role: Any, was: str, account: Any) -> str:
    if account is None or role.person.email.lower() == was.lower():
        return _("The details are saved.")
    return _("The details are saved, and the invitation was mailed to %(email)s.") % {"email": role.person.email}


@may_look
@get_or_post
def end_role(request: Request, key: str) -> HttpResponse:
    role = get_object_or_404(access.roles_for(request.actor).select_related("person", "organisation"), key=key)
    if request.method == "POST":
        actions.end_role(role, by=request.actor, at=clock.now())
        messages.success(request, _("%(name)s no longer has this role.") % {"name": role.person})
        return redirect("organisations:show", role.organisation.key)
    context = {"role": role, "organisation": role.organisation, "may_end": access.may_end_role(request.actor, role)}
    return render(request, "organisations/end_role.html", context)
