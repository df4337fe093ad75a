"""Pages of handing in (school), checking and granting (coordinator), and answering (learner)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import say
from erasdu.journey.admissions import access, actions, forms, queries
from erasdu.journey.admissions.states import HANDED_IN
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies import access as candidacies
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER

# -- the school ------------------------------------------------------------------------------------


@require_safe
@signed_in(CONTACT_POINT, COORDINATOR)
def school(request: Request, enrolment: str) -> HttpResponse:
    """Every learner whom the school selected or put in reserve, with what still lacks before handing in."""
    row = get_object_or_404(calls.enrolments_for(request.actor), key=enrolment)
    at = clock.now()
    standings = queries.standings(row, request.actor, at=at)
    ready = [standing for standing in standings if standing.may and standing.outcome.outcome == "selected"]
    context = {"enrolment": row, "call": row.call, "standings": standings, "ready": ready, "today": clock.today()}
    return render(request, "admissions/school.html", context)


@require_POST
@signed_in(CONTACT_POINT)
def hand_in(request: Request, candidacy: str) -> HttpResponse:
    row = get_object_or_404(candidacies.candidacies_for(request.actor), key=candidacy)
    file = actions.open_file(row)
    actions.hand_in(file, by=request.actor, at=clock.now())
    messages.success(request, _("The file of %(name)s has been handed in.") % {"name": row.learner})
    return redirect("admissions:school", row.enrolment.key)


@require_POST
@signed_in(CONTACT_POINT)
def hand_in_all(request: Request, enrolment: str) -> HttpResponse:
    """Hand in every selected learner's file that is in order, each in its own transaction."""
    row = get_object_or_404(calls.enrolments_for(request.actor), key=enrolment)
    standings = queries.standings(row, request.actor, at=clock.now())
    ready = [s for s in standings if s.may and s.step == "hand_in" and s.outcome.outcome == "selected"]
    for standing in ready:
        actions.hand_in(actions.open_file(standing.candidacy), by=request.actor, at=clock.now())
    count = len(ready)
    messages.success(request, ngettext("%d file handed in.", "%d files handed in.", count) % count)
    return redirect("admissions:school", row.key)


@require_POST
@signed_in(CONTACT_POINT)
def complete_again(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.complete_again(row, by=request.actor, at=clock.now())
    messages.success(request, _("The file went back to the coordinator."))
    return redirect("admissions:school", row.candidacy.enrolment.key)


@require_POST
@signed_in(CONTACT_POINT, COORDINATOR, LEARNER)
def withdraw(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _file_page(request, key, withdraw_form=form)
    actions.withdraw(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("The file was taken back."))
    return redirect("admissions:file", row.key)


# -- the coordinator -------------------------------------------------------------------------------


@require_safe
@signed_in(COORDINATOR)
def files(request: Request, call: str) -> HttpResponse:
    """The files of a call in their order of arrival."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    states = [(state, say("STATES", f"file.{state}")) for state in HANDED_IN]
    schools = [(str(line.school.pk), line.school.name) for line in (division := queries.division(row))]
    listing = Listing(
        request,
        queries.handed_in(row),
        filters=[Filter("state", _("State"), states), Filter("school", _("School"), schools)],
        search=["candidacy__learner__given_name", "candidacy__learner__family_name", "school__name"],
        sorts={"order": (_("Order of arrival"), "order"), "school": (_("School"), "school__name"), "state": (_("State"), "state")},
    )  # fmt: skip
    if listing.export:
        return listing.table("files", [_("Number"), _("Learner"), _("School"), _("Handed in"), _("State")], _exported)
    context = {
        "call": row,
        "listing": listing,
        "seats": queries.seats(row),
        "division": division,
        "waiting": queries.waiting(row),
        "may_move_on": access.may_move_on(request.actor, free_in_call=queries.seats(row).free),
        "rows": "admissions/files.html#rows",
    }
    return render(request, "admissions/files.html", context)


def _exported(file: queries.CandidateFile) -> list[object]:
    return [
        file.order,
        str(file.candidacy.learner),
        file.school.name,
        file.handed_in_at,
        say("STATES", f"file.{file.state}"),
    ]


@require_safe
@signed_in(COORDINATOR)
def seats(request: Request, call: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    return render(request, "admissions/seats.html", _seats_context(request, row))


def _seats_context(request: Request, call: queries.Call) -> dict[str, object]:
    of = queries.seats(call)
    lines = [
        (line, forms.SeatsForm(initial={"seats": line.seats, "revision": line.revision}, prefix=line.school.key))
        for line in queries.division(call)
    ]
    return {
        "call": call,
        "seats": of,
        "lines": lines,
        "given": sum(line.seats for line, _form in lines),
        "may_move_on": access.may_move_on(request.actor, free_in_call=of.free),
    }


@require_POST
@signed_in(COORDINATOR)
def allot(request: Request, call: str, school: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    line = next((line for line in queries.division(row) if line.school.key == school), None)
    form = forms.SeatsForm(request.POST, prefix=school)
    if line is None or not form.is_valid():
        messages.error(request, _("Give a whole number of places, 0 or more."))
        return redirect("admissions:seats", row.key)
    actions.allot(row, line.school, **form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
    messages.success(request, _("Saved: the places of %(school)s.") % {"school": line.school.name})
    return redirect("admissions:seats", row.key)


@require_POST
@signed_in(COORDINATOR)
def move_on(request: Request, call: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    count = actions.move_on(row, by=request.actor, at=clock.now())
    if count:
        messages.success(request, ngettext("%d place granted from the waiting list.", "%d places granted from the waiting lists.", count) % count)  # fmt: skip
    else:
        messages.info(request, _("Nobody is waiting for a place."))
    return redirect("admissions:files", row.key)


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def file(request: Request, key: str) -> HttpResponse:
    return _file_page(request, key)


def _file_page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actor, at = request.actor, clock.now()
    context = {
        "file": row,
        "candidacy": row.candidacy,
        "outcome": queries.outcome(row.candidacy),
        "events": timeline(row.candidacy)[:30],
        "may_approve": access.may_approve(actor, row),
        "may_return": access.may_return(actor, row),
        "may_wait": access.may_put_on_waiting_list(actor, row),
        "may_grant": access.may_grant(actor, row, room=queries.seats(row.call).room_at(row.school_id)),
        "may_precheck": access.may_precheck(actor, row),
        "may_allow_late": access.may_allow_late(actor, row, at=at),
        "may_withdraw": access.may_withdraw(actor, row),
        "return_form": forms.ReturnForm(initial={"days": row.call.grace_days}),
        "precheck_form": forms.PrecheckForm(),
        "late_form": forms.ReasonForm(),
        "withdraw_form": forms.ReasonForm(),
    }
    return render(request, "admissions/file.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(COORDINATOR)
def approve(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.approve(row, by=request.actor, at=clock.now())
    messages.success(request, _("The file is complete. The school can see it."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def give_back(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.ReturnForm(request.POST)
    if not form.is_valid():
        return _file_page(request, key, return_form=form)
    actions.give_back(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("The school was asked to complete the file."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def put_on_waiting_list(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.put_on_waiting_list(row, by=request.actor, at=clock.now())
    messages.success(request, _("On the waiting list of the programme."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def grant(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.grant(row, by=request.actor, at=clock.now())
    messages.success(request, _("The place is granted. The learner is asked to answer."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def precheck(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.PrecheckForm(request.POST)
    if not form.is_valid():
        return _file_page(request, key, precheck_form=form)
    actions.precheck(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("The school can read your remarks."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def allow_late(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _file_page(request, key, late_form=form)
    actions.allow_late(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("The school can hand in this file, after the deadline."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def look_at(request: Request, candidacy: str) -> HttpResponse:
    """Open the file of a learner that was not handed in yet: to pre-check it or to accept it late."""
    row = get_object_or_404(candidacies.candidacies_for(request.actor), key=candidacy)
    return redirect("admissions:file", actions.open_file(row).key)


# -- the learner -----------------------------------------------------------------------------------


@require_safe
@signed_in(LEARNER)
def place(request: Request, key: str) -> HttpResponse:
    """The place that was granted: yes or no, by a day."""
    return _place_page(request, key, forms.DeclineForm())


def _place_page(request: Request, key: str, form: forms.DeclineForm) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    may = access.may_answer(request.actor, row, at=clock.now())
    context = {"file": row, "call": row.call, "may": may, "form": form, "home": reverse("home")}
    return render(request, "admissions/place.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(LEARNER)
def accept(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.accept(row, by=request.actor, at=clock.now())
    messages.success(request, _("You have accepted the place."))
    return redirect("admissions:place", row.key)


@require_POST
@signed_in(LEARNER)
def decline(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        return _place_page(request, key, form)
    actions.decline(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("You have declined the place. Your school knows."))
    return redirect("admissions:place", row.key)
