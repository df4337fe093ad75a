"""The list of selections, the ranking, and what is done with all candidates at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing, Sort
from erasdu.ground.look.requests import Request
from erasdu.journey.selection import access, actions, forms, queries
from erasdu.journey.selection.states import WORKING
from erasdu.journey.selection.views.doors import at_table, base_of
from erasdu.journey.selection.words import STATES
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import all_of

STEPS = (
    ("talk", gettext_lazy("Conversation and input")),
    ("score", gettext_lazy("Scores")),
    ("decide", gettext_lazy("Decide")),
    ("tell", gettext_lazy("Tell")),
    ("report", gettext_lazy("Report")),
    ("done", gettext_lazy("Ready")),
)
CHOICES = [(code.removeprefix("selection."), words) for code, words in STATES.items() if code != "selection."]


@signed_in("coordinator", "contact_point")
@require_safe
def overview(request: Request) -> HttpResponse:
    listing = Listing(
        request,
        queries.overview(request.actor),
        filters=[Filter("state", gettext_lazy("State"), CHOICES, _in_state)],
        search=["school__name", "school__town", "call__title_nl", "call__title_en"],
        sorts={
            "call": Sort(gettext_lazy("Call"), ("-call__files_deadline", "school__name")),
            "school": Sort(gettext_lazy("School"), ("school__name",)),
        },
    )
    if listing.export:
        headers = [_("Call"), _("School"), _("Candidates"), _("Conversations"), _("Waiting for input"), _("State")]
        return listing.table(_("selections"), headers, _cells)
    return render(request, "selection/overview.html", {"listing": listing})


def _in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(selection_state=value)


def _cells(row: Any) -> list[object]:
    state = STATES[f"selection.{row.selection_state or ''}"]
    return [row.call.title_nl, row.school.name, row.candidates, row.interviewed, row.awaited, state]


@signed_in("contact_point")
@require_POST
def start(request: Request, key: str) -> HttpResponse:
    enrolment = get_object_or_404(access.enrolments_for(request.actor), key=key)
    selection = actions.start(enrolment, by=request.actor, at=clock.now())
    return redirect("selection:board", key=selection.key)


@at_table
@require_safe
def board(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    whole = queries.board(selection, request.actor)
    context = _context(request, whole)
    return render(request, "selection/board.html", context)


def _context(request: Request, whole: queries.Board) -> dict[str, Any]:
    actor, selection = request.actor, whole.selection
    shifts = queries.sensitivity(whole) if actor.is_coordinator and whole.ranked else []
    leads = bool(access.may_lead(actor, selection))
    roles = access.roles_for_panel(selection).filter(kind__in=access.INPUT_KINDS) if leads else []
    return {
        "base": base_of(request),
        "board": whole,
        "selection": selection,
        "leads": leads,
        "account": actor.via != "link",
        "assesses": access.assesses(actor, selection),
        "steps": STEPS,
        "step": _step(whole),
        "may_decide": all_of(access.may_decide(actor, selection), queries.decidable(whole)),
        "may_draw": access.may_draw_lots(actor, selection),
        "may_tell": access.may_tell(actor, selection),
        "may_close": access.may_close(actor, selection),
        "may_reopen": access.may_reopen(actor, selection),
        "may_issue_again": access.may_issue_again(actor, selection),
        "may_ask": access.may_ask_input(actor, selection),
        "may_move": access.may_change_decision(actor, selection),
        "reports": access.reports_for(actor).filter(selection=selection).order_by("-version"),
        "undeclared": _undeclared(whole),
        "first_todo": next((item for item in whole.files if _waits_for_me(item)), None),
        "ask_form": forms.AskForm(roles, auto_id="ask_%s") if leads and roles else None,
        "places_form": forms.PlacesForm(initial={"places": whole.seats}, auto_id="places_%s"),
        "shifts": shifts,
        "crossings": [one for one in shifts if one[2] or one[3]],
        "working": selection.state in WORKING,
        "signs": _own_signs(request, whole),
    }


def _step(whole: queries.Board) -> str:
    after = {"decided": "tell", "told": "report", "closed": "done"}
    if whole.selection.state in after:
        return after[whole.selection.state]
    lacking = {item.code for candidate in whole.files for item in candidate.missing}
    if not whole.files or lacking & {"interview", "teacher", "counsellor"}:
        return "talk"
    return "score" if lacking else "decide"


def _undeclared(whole: queries.Board) -> list[queries.File]:
    """The candidates of whom the reader, who gives scores, did not say yet whether there is a private tie."""
    return [item for item in whole.files if item.mine and item.mine.expected and not item.mine.declared]


def _waits_for_me(item: queries.File) -> bool:
    mine = item.mine
    return mine is not None and mine.expected and not mine.excluded and mine.final_at is None


def _own_signs(request: Request, whole: queries.Board) -> dict[int, str]:
    role = access.role_of(request.actor)
    if role is None or not _undeclared(whole):
        return {}
    return {pk: sign for (_role, pk), sign in queries.signs(whole.selection, [role]).items()}


@at_table
@require_POST
def lots(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    actions.draw_lots(selection, by=request.actor, at=clock.now())
    messages.success(request, _("The lot was drawn and recorded."))
    return redirect("selection:board", key=key)


@at_table
@require_POST
def places(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    form = forms.PlacesForm(request.POST, auto_id="places_%s")
    if not form.is_valid():
        whole = queries.board(selection, request.actor)
        return render(request, "selection/board.html", {**_context(request, whole), "places_form": form})
    actions.set_places(selection, form.cleaned_data["places"], by=request.actor, at=clock.now())
    return redirect("selection:board", key=key)


@at_table
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, key: str) -> HttpResponse:
    """The proposal that the ranking makes, to be changed where there is a reason, and one button."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    verdict = access.may_decide(request.actor, selection)
    verdict.require()
    whole = queries.board(selection, request.actor)
    rows = [(item, _decision_form(request, item, place, whole)) for place, item in enumerate(whole.files, 1)]
    complete = queries.decidable(whole)
    faults = [form.errors for _item, form in rows if form.is_bound]  # asks every form, not only the first wrong one
    if request.method == "POST" and not any(faults):
        choices = {item.candidate.id: actions.Choice(**form.values) for item, form in rows}
        actions.decide(selection, choices, by=request.actor, at=clock.now())
        messages.success(request, _("The decision is recorded. Now tell the candidates."))
        return redirect("selection:tell", key=key)
    context = {"base": base_of(request), "board": whole, "selection": selection, "rows": rows, "complete": complete}
    return render(request, "selection/decide.html", context)


def _decision_form(request: Request, item: queries.File, place: int, whole: queries.Board) -> forms.DecisionForm:
    key = item.candidate.key
    initial: dict[str, object]
    if item.decision:
        initial = {"outcome": item.decision.outcome, "reason": item.decision.reason}
    else:
        inside = place <= whole.seats
        counts = {"place": place, "candidates": len(whole.files), "seats": whole.seats}
        reason = _("Place %(place)s of %(candidates)s, with %(seats)s places.") % counts
        initial = {"outcome": "selected" if inside else "reserve", "reason": reason}
    return forms.DecisionForm(request.POST or None, prefix=key, initial=initial)


@at_table
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    access.may_tell(request.actor, selection).require()
    at = clock.now()
    form = forms.TellForm(request.POST or None, initial=queries.complaint_defaults(selection, brussels_date(at)))
    if request.method == "POST" and form.is_valid():
        actions.tell(selection, **form.values, by=request.actor, at=at)
        messages.success(request, _("The candidates get their mail. Close the selection to issue the report."))
        return redirect("selection:board", key=key)
    whole = queries.board(selection, request.actor)
    context = {"base": base_of(request), "board": whole, "selection": selection, "form": form}
    return render(request, "selection/tell.html", context)


@at_table
@require_POST
def close(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    report = actions.close(selection, by=request.actor, at=clock.now())
    text = _("The scores are frozen and version %(version)s of the report is issued.")
    messages.success(request, text % {"version": report.version})
    return redirect("selection:board", key=key)


@at_table
@require_POST
def issue_again(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    report = actions.issue_again(selection, by=request.actor, at=clock.now())
    messages.success(request, _("Version %(version)s of the report is issued.") % {"version": report.version})
    if request.POST.get("back") == "files" and request.actor.is_contact_point:
        return redirect("admissions:school", selection.enrolment.key)
    return redirect("selection:board", key=key)


@at_table
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    access.may_reopen(request.actor, selection).require()
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen(selection, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The selection is open again. Decide again when everything is right."))
        return redirect("selection:board", key=key)
    context = {"base": base_of(request), "selection": selection, "form": form, "back": _back(key)}
    return render(request, "selection/reopen.html", context)


def _back(key: str) -> str:
    return reverse("selection:board", args=[key])


@at_table
@require_safe
def report(request: Request, key: str, report: str) -> HttpResponse:
    """One version as PDF, in Dutch unless English is asked for."""
    row = get_object_or_404(access.reports_for(request.actor), selection__key=key, key=report)
    language = "en" if request.GET.get("language") == "en" else "nl"
    school = slugify(row.selection.enrolment.school.name)[:60] or "school"
    title = "selection-report" if language == "en" else "selectieverslag"
    response = HttpResponse(queries.pdf_of(row, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{title}-{school}-v{row.version}.pdf"'
    return response
