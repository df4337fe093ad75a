"""Pages of grant agreements, and of which schools are members under them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.organisations import access as organisations_access
from erasdu.journey.membership import access, actions, queries, words
from erasdu.journey.membership.forms import ActivateForm, EndForm, GrantAgreementForm
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = ("title", "project_code", "call_year", "starts_on", "ends_on")


@signed_in("coordinator", "contact_point")
@require_safe
def index(request: Request) -> HttpResponse:
    rows = queries.with_figures(access.grant_agreements_for(request.actor), request.actor, brussels_date(clock.now()))
    context = {"rows": rows, "may_create": access.may_keep_grant_agreements(request.actor)}
    return render(request, "membership/index.html", context)


@signed_in("coordinator")
@get_or_post
def create(request: Request) -> HttpResponse:
    form = GrantAgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_grant_agreement(**form.values, by=request.actor, at=clock.now())
        except Refused as refusal:
            form.add_error("project_code", because(refusal.verdict))
        else:
            messages.success(request, _("%(name)s has been added. Now choose its members.") % {"name": made.title})
            return redirect("membership:show", made.key)
    return render(request, "membership/form.html", {"form": form, "grant_agreement": None})


@signed_in("coordinator")
@get_or_post
def edit(request: Request, key: str) -> HttpResponse:
    grant = get_object_or_404(access.grant_agreements_for(request.actor), key=key)
    stored = {name: getattr(grant, name) for name in COLUMNS}
    form = GrantAgreementForm(request.POST or None, initial=stored | {"revision": grant.revision})
    context: dict[str, object] = {"form": form, "grant_agreement": grant}
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.revision_seen
            actions.edit_grant_agreement(grant, by=request.actor, at=clock.now(), revision=seen, values=form.values)
        except Refused as refusal:
            form.add_error("project_code", because(refusal.verdict))
        except Stale:
            context |= both(form, stored)
            over(form, grant.revision)
        else:
            messages.success(request, _("The grant agreement is saved."))
            return redirect("membership:show", key)
    return render(request, "membership/form.html", context)


@signed_in("coordinator")
@require_POST
def remove(request: Request, key: str) -> HttpResponse:
    grant = get_object_or_404(access.grant_agreements_for(request.actor), key=key)
    actions.remove_grant_agreement(grant, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s has been removed.") % {"name": grant.title})
    return redirect("membership:index")


@signed_in("coordinator", "contact_point")
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """The coordinator: every school and how it stands. A contact point: its own schools."""
    grant = get_object_or_404(access.grant_agreements_for(request.actor), key=key)
    rows = queries.schools_under(grant, brussels_date(clock.now()))
    if not request.actor.is_coordinator:
        rows = rows.filter(pk__in=request.actor.scope)
    listing = Listing(
        request,
        rows,
        filters=[
            Filter("state", _("Membership"), [
                ("active", words.STATES["membership.active"]), ("signing", words.STATES["membership.signing"]),
                ("interest", words.STATES["membership.interest"]),
                ("ended", words.STATES["membership.ended"]), ("none", _("no member")),
            ], lambda found, value: found.filter(state=None if value == "none" else value)),
        ],
        search=["name", "town", "board__name", "group__name"],
        sorts={
            "state": (_("Membership"), "order", "name"),
            "name": (_("School"), "name"),
            "town": (_("Town"), "town", "name"),
        },
    )  # fmt: skip
    if listing.export:
        headers = [_("School"), _("Town"), _("Membership"), _("Active since"), _("Ended"), _("Reason")]
        return listing.table(_("members"), headers, _cells)
    context = {
        "grant_agreement": grant,
        "listing": listing,
        "may_keep": access.may_keep_grant_agreements(request.actor),
        "may_remove": access.may_remove_grant_agreement(request.actor, grant),
    }
    return render(request, "membership/show.html", context)


def _cells(row: object) -> list[object]:
    state = getattr(row, "state", None)
    word = str(words.STATES[f"membership.{state}"]) if state else ""
    rest = [getattr(row, name) for name in ("activated_at", "ended_at", "end_reason")]
    return [str(row), getattr(row, "town", ""), word, *rest]


@signed_in("coordinator")
@require_POST
def take_in(request: Request, key: str, organisation: str) -> HttpResponse:
    """Puts a school under the grant agreement, and goes on to its papers."""
    grant = get_object_or_404(access.grant_agreements_for(request.actor), key=key)
    school = get_object_or_404(organisations_access.organisations_for(request.actor), key=organisation)
    membership = actions.take_in(school, grant, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is noted as interested. Send its papers when it wants to join.") % {
        "name": school.name
    })  # fmt: skip
    return redirect("membership:papers", membership.key)


@signed_in("coordinator")
@get_or_post
def activate(request: Request, key: str) -> HttpResponse:
    """By hand, with a reason."""
    rows = access.memberships_for(request.actor).select_related("organisation", "grant_agreement")
    membership, at = get_object_or_404(rows, key=key), clock.now()
    access.may_activate(request.actor, membership, on=brussels_date(at)).require()
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.activate(membership, reason=form.values["reason"], by=request.actor, at=at)
        messages.success(request, _("%(name)s is an active member now.") % {"name": membership.organisation})
        return redirect("membership:papers", membership.key)
    return render(request, "membership/activate.html", {"form": form, "membership": membership})


@signed_in("coordinator")
@get_or_post
def end(request: Request, key: str) -> HttpResponse:
    rows = access.memberships_for(request.actor).select_related("organisation", "grant_agreement")
    membership = get_object_or_404(rows, key=key)
    access.may_end(request.actor, membership).require()
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end(membership, reason=form.values["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The membership of %(name)s has ended.") % {"name": membership.organisation})
        return redirect("membership:show", membership.grant_agreement.key)
    return render(request, "membership/end.html", {"form": form, "membership": membership})
