"""The school's list of candidates, and one candidate with everything the school says about them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal import queries as journal
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because, say
from erasdu.journey.candidacies import access, actions, queries
from erasdu.journey.candidacies.forms import (
    CorrectionsForm,
    DetailsForm,
    EligibilityForm,
    LearnerForm,
    ReasonForm,
)
from erasdu.journey.candidacies.templatetags.applying import call_title
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, no

SCHOOL = ("contact_point", "coordinator")
STATES = (
    ("unconfirmed", gettext_lazy("to confirm")),
    ("draft", gettext_lazy("draft")),
    ("applied", gettext_lazy("applied")),
    ("over", gettext_lazy("withdrawn or refused")),
)
CHECKS = (("no", gettext_lazy("still to check")), ("yes", gettext_lazy("checked")))


def _by_state(rows: Any, value: str) -> Any:
    live = rows.filter(state__in=("draft", "applied"))
    if value == "unconfirmed":
        return live.filter(confirmed_at=None)
    return rows.exclude(pk__in=live.values("pk")) if value == "over" else rows.filter(state=value)


def _by_check(rows: Any, value: str) -> Any:
    return rows.filter(eligible_at__isnull=value == "no")


def one(request: Request, key: str) -> Any:
    return get_object_or_404(queries.with_form(access.candidacies_for(request.actor)), key=key)


@require_safe
@signed_in(*SCHOOL)
def candidates(request: Request, key: str) -> HttpResponse:
    """The learners of one school in one call."""
    enrolment = get_object_or_404(access.enrolments_for(request.actor), key=key)
    listing = Listing(
        request,
        queries.school_rows(request.actor, enrolment),
        filters=[
            Filter("state", _("State"), STATES, _by_state),
            Filter("checked", _("Conditions"), CHECKS, _by_check),
        ],
        search=["learner__given_name", "learner__family_name", "learner__email", "profile__study_programme"],
        sorts={
            "name": (_("Name"), "learner__family_name", "learner__given_name"),
            "applied": (_("Handed in"), "applied_at"),
            "since": (_("Since"), "created_at"),
        },
    )
    if listing.export:
        return _table(listing, enrolment)
    counts = queries.counts([enrolment.pk]).get(enrolment.pk, queries.Counts())
    context = {
        "enrolment": enrolment,
        "listing": listing,
        "counts": counts,
        "may_enter": access.may_enter(request.actor, enrolment, at=clock.now()),
        "deadline": access.learner_deadline(enrolment),
        "imports": queries.imports_of(request.actor, enrolment),
    }
    return render(request, "candidacies/candidates.html", context)


def _table(listing: Listing, enrolment: Any) -> HttpResponse:
    headers = [
        _("First name"), _("Family name"), _("E-mail address"), _("Date of birth"), _("State"), _("Confirmed"),
        _("Handed in"), _("Conditions checked"), _("Year or track"), _("Agreement with a company"), _("First choice"),
    ]  # fmt: skip

    def row(each: Any) -> list[object]:
        return [
            each.learner.given_name, each.learner.family_name, each.learner.email, each.birth_date,
            say("STATES", f"candidacy.{each.state}"), each.confirmed_at, each.applied_at, each.eligible_at,
            each.get_track_display(), each.get_agreement_display(),
            each.first_choice.place if each.first_choice else "",
        ]  # fmt: skip

    return listing.table(f"{enrolment.school.name} {call_title(enrolment.call)}", headers, row)


@require_safe
@signed_in(*SCHOOL)
def candidate(request: Request, key: str) -> HttpResponse:
    """One learner: what waits for the school first, then what was said."""
    row, at, actor = one(request, key), clock.now(), request.actor
    on = brussels_date(at)
    context = {
        "candidacy": row,
        "state": queries.form_state(row),
        "guardians": queries.guardians_of(row),
        "papers": queries.dossier(row, at),
        "may_ask_papers": access.may_ask_now(actor, row, on=on),
        "may_company_signer": access.may_set_company_signer(actor, row),
        "minor": access.is_minor(row, on),
        "correctors": queries.correctors_at(row.school_id),
        "timeline": journal.timeline(row)[:30],
        "may_confirm": access.may_confirm(actor, row),
        "may_refuse": access.may_refuse(actor, row),
        "may_check": access.may_confirm_eligibility(actor, row),
        "may_guardians": access.may_set_guardians(actor, row, on=on),
        "to_confirm": [each for each in queries.guardians_of(row) if each.to_confirm],
        "may_confirm_parents": access.may_confirm_guardians(actor, row),
        "may_change": access.may_change_details(actor, row),
        "may_reopen": access.may_reopen(actor, row, at=at),
        "may_withdraw": access.may_withdraw(actor, row),
        "may_take_up": access.may_take_up_again(actor, row, at=at),
        "may_correct": access.may_correct(actor, row, at=at),
        "may_ask": access.may_ask_correction(actor, row, at=at),
    }
    return render(request, "candidacies/candidate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def enter(request: Request, key: str) -> HttpResponse:
    """The school enters one learner."""
    enrolment = get_object_or_404(access.enrolments_for(request.actor), key=key)
    at = clock.now()
    access.may_enter(request.actor, enrolment, at=at).require()
    form = LearnerForm(enrolment.call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(enrolment, **form.values, by=request.actor, at=at)
        except Refused as refused:
            form.add_error("email", because(refused.verdict))
        else:
            messages.success(
                request, _("%(name)s has been entered and gets an invitation by mail.") % {"name": made.learner}
            )
            return redirect("candidacies:candidates", key)
    return render(request, "candidacies/enter.html", {"enrolment": enrolment, "form": form})


@require_POST
@signed_in(*SCHOOL)
def confirm(request: Request, key: str) -> HttpResponse:
    row = one(request, key)
    actions.confirm(row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is confirmed as your learner.") % {"name": row.learner})
    if request.POST.get("back") == "list":
        return redirect("candidacies:candidates", row.enrolment.key)
    return redirect("candidacies:candidate", key)


@require_POST
@signed_in(*SCHOOL)
def reopen(request: Request, key: str) -> HttpResponse:
    row = one(request, key)
    actions.reopen(row, by=request.actor, at=clock.now())
    messages.success(request, _("The form is open again. The learner has to hand it in again."))
    return redirect("candidacies:candidate", key)


@require_POST
@signed_in(*SCHOOL)
def take_up_again(request: Request, key: str) -> HttpResponse:
    row = one(request, key)
    actions.take_up_again(row, by=request.actor, at=clock.now())
    messages.success(request, _("The application is a draft again."))
    return redirect("candidacies:candidate", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def end(request: Request, key: str, how: str) -> HttpResponse:
    """Refuse who came by the link, or withdraw a learner: with a reason."""
    row = one(request, key)
    asked = {"refuse": access.may_refuse, "withdraw": access.may_withdraw}.get(how)
    if asked is None:
        raise Http404
    asked(request.actor, row).require()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.refuse if how == "refuse" else actions.withdraw
        act(row, reason=form.values["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The application of %(name)s has ended.") % {"name": row.learner})
        return redirect("candidacies:candidates", row.enrolment.key)
    return render(request, "candidacies/end.html", {"candidacy": row, "form": form, "how": how})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def eligibility(request: Request, key: str) -> HttpResponse:
    """Year or track, enrolled, agreement, company, counsellor, fewer opportunities."""
    row = one(request, key)
    access.may_confirm_eligibility(request.actor, row).require()
    names = ("track", "agreement", "training_company", "agreement_until", "has_counsellor", "fewer_opportunities")
    stored = {name: getattr(row, name) for name in names}
    stored["enrolled_at_school"] = row.enrolled_at_school if row.track else None
    form = EligibilityForm(request.POST or None, initial={**stored, "revision": row.revision})
    return edited(request, row, form, stored, actions.confirm_eligibility, _("The conditions are confirmed."))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def details(request: Request, key: str) -> HttpResponse:
    row = one(request, key)
    access.may_change_details(request.actor, row).require()
    stored = {
        "given_name": row.learner.given_name,
        "family_name": row.learner.family_name,
        "birth_date": row.birth_date,
    }
    form = DetailsForm(row.call, request.POST or None, initial={**stored, "revision": row.revision})
    return edited(request, row, form, stored, actions.change_details, _("The details are saved."))


def edited(
    request: Request, row: Any, form: Any, stored: Any, act: Any, said: str, template: str = "candidacies/edit.html"
) -> HttpResponse:
    """Show the form, or write it over what the person saw; both texts when somebody was first."""
    context: dict[str, Any] = {"candidacy": row, "form": form, "kind": act.__name__}
    if request.method == "POST" and form.is_valid():
        try:
            act(row, **form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
        except Stale:
            row.refresh_from_db()
            context["conflict"] = both(form, stored)
            form.data = form.data.copy()
            form.data["revision"] = row.revision
        else:
            messages.success(request, said)
            return redirect("candidacies:candidate", row.key)
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def correct(request: Request, key: str) -> HttpResponse:
    """The school proposes better English."""
    row, at = one(request, key), clock.now()
    access.may_correct(request.actor, row, at=at).require()
    form = CorrectionsForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.propose(row, form.texts, by=request.actor, at=at)
        messages.success(request, _("%(number)d proposals wait for the learner.") % {"number": made})
        return redirect("candidacies:candidate", key)
    return render(request, "candidacies/correct.html", {"candidacy": row, "form": form})


@require_POST
@signed_in(*SCHOOL)
def ask_correction(request: Request, key: str) -> HttpResponse:
    """Send the English of this form to a teacher."""
    row = one(request, key)
    asked = request.POST.get("role", "")
    role = next((each for each in queries.correctors_at(row.school_id) if str(each.pk) == asked), None)
    if role is None:
        raise Refused(no("teacher_elsewhere"))
    actions.ask_correction(row, role, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s gets a link by mail.") % {"name": role.person})
    return redirect("candidacies:candidate", key)
