"""What the school says so that approvals can be asked: guardians, the company's signer, objections and lifting them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request, back_from
from erasdu.journey.candidacies import access, actions, queries
from erasdu.journey.candidacies.forms import CompanySignerForm, GuardiansForm, LiftForm, ObjectionForm
from erasdu.journey.candidacies.views.school import SCHOOL, edited, one
from erasdu.kernel.periods import brussels_date

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
OF_PERSON = ("given_name", "family_name", "email", "phone", "language")
OF_GUARDIAN = ("relation", "attested_how", "channel", "reason")


@get_or_post
@signed_in(*SCHOOL)
def guardians(request: Request, key: str) -> HttpResponse:
    """One or two, by the school alone, with how it knows them and whose signature is needed."""
    row, at = one(request, key), clock.now()
    access.may_set_guardians(request.actor, row, on=brussels_date(at)).require()
    stored = _stored(row)
    form = GuardiansForm(request.POST or None, candidacy=row, initial={**stored, "revision": row.revision})

    def act(row: Any, *, revision: int, by: Any, at: Any, **values: Any) -> None:
        actions.set_guardians(row, form.guardians, revision=revision, by=by, at=at, authority=form.authority)

    return edited(request, row, form, stored, act, _("The guardians are saved."), "candidacies/guardians.html")


@require_POST
@signed_in(*SCHOOL)
def confirm_guardians(request: Request, key: str) -> HttpResponse:
    """A second person says that a changed address or number is right."""
    actions.confirm_guardians(one(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("Confirmed. The parent can be asked now."))
    return redirect("candidacies:candidate", key)


@require_safe
@signed_in(*SCHOOL)
def contacts(request: Request) -> HttpResponse:
    """Parents whose address and number were looked up long ago: still right, or changed."""
    on = brussels_date(clock.now())
    rows = [(row, access.may_vouch_again(request.actor, row, on=on)) for row in queries.to_renew(request.actor, on)]
    return render(request, "candidacies/contacts.html", {"rows": rows})


@require_POST
@signed_in(*SCHOOL)
def vouch_again(request: Request, key: str) -> HttpResponse:
    actions.vouch_again(one(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("Thank you. It is asked again in 90 days."))
    return redirect(back_from(request) or "candidacies:contacts")


def _stored(row: Any) -> dict[str, Any]:
    stored = {
        "mode": row.guardian_mode,
        "sole": str(row.sole_guardian or ""),
        "seen_by": row.decision_seen_by,
        "seen_on": row.decision_seen_on,
    }
    for each in queries.guardians_of(row):
        stored |= {f"{name}_{each.position}": getattr(each.person, name) for name in OF_PERSON}
        stored |= {f"{name}_{each.position}": getattr(each, name) for name in OF_GUARDIAN}
    return stored


@get_or_post
@signed_in(*SCHOOL)
def company_signer(request: Request, key: str) -> HttpResponse:
    """Who may sign for the company in which the learner learns."""
    row = one(request, key)
    access.may_set_company_signer(request.actor, row).require()
    known = queries.company_signer_of(row)
    initial = {
        "given_name": known.person.given_name, "family_name": known.person.family_name, "email": known.person.email,
        "function": known.function, "attested_how": known.attested_how, "reason": known.reason,
    } if known else {}  # fmt: skip
    form = CompanySignerForm(request.POST or None, candidacy=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_company_signer(row, **form.values, by=request.actor, at=clock.now())
        messages.success(request, _("Saved. The company can be asked now."))
        return redirect("candidacies:candidate", key)
    return render(request, "candidacies/company_signer.html", {"candidacy": row, "form": form})


@get_or_post
@signed_in(*SCHOOL)
def objection(request: Request, key: str) -> HttpResponse:
    """The school knows that a parent objects: departure is on hold at once."""
    row, at = one(request, key), clock.now()
    access.may_record_objection(request.actor, row, on=brussels_date(at)).require()
    known = {str(each.position): each for each in queries.guardians_of(row)}
    people = [(position, str(each.person)) for position, each in known.items()]
    form = ObjectionForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = known[form.values["guardian"]]
        actions.record_objection(row, who, reason=form.values["reason"], by=request.actor, at=at)
        messages.success(request, _("Departure is on hold. The coordinator gets a message."))
        return redirect("candidacies:candidate", key)
    return render(request, "candidacies/objection.html", {"candidacy": row, "form": form, "people": people})


@get_or_post
@signed_in(*SCHOOL)
def lift_hold(request: Request, key: str) -> HttpResponse:
    """Departure goes on, for a reason that is kept."""
    row = one(request, key)
    access.may_lift_hold(request.actor, row).require()
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.lift_hold(row, reason=form.values["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("Departure is no longer on hold. Your reason is kept."))
        return redirect("candidacies:candidate", key)
    context = {"candidacy": row, "form": form, "papers": queries.dossier(row, clock.now())}
    return render(request, "candidacies/lift_hold.html", context)
