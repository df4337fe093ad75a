"""One page per learner: the conversation, input, scores and the decision, all in place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.selection import access, actions, forms, queries, rules
from erasdu.journey.selection.states import KNOWN, WORKING
from erasdu.journey.selection.views.doors import at_table, base_of, onward, saved, section_again
from erasdu.journey.selection.words import ARRANGEMENTS
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import all_of

PAGE = "selection/learner.html"


@at_table
@require_safe
def page(request: Request, key: str, candidate: str) -> HttpResponse:
    return render(request, PAGE, context_of(request, key, candidate, clock.now()))


@at_table
@require_POST
def interview(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    at, form = clock.now(), forms.InterviewForm(request.POST, auto_id="interview_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "interview", at, interview_form=form)
    try:
        row = actions.record_interview(candidacy, **form.values, revision=form.revision_seen, by=request.actor, at=at)
    except Stale:
        mine = form.cleaned_data["notes"]
        return _again(request, key, candidate, "interview", at, typed={"interview": mine}, stale="interview")
    return _kept(request, key, candidate, "interview", row.revision, at)


@at_table
@require_POST
def practical(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    at, form = clock.now(), forms.PracticalForm(request.POST, auto_id="practical_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "practical", at, practical_form=form)
    try:
        row = actions.record_practical(
            candidacy,
            agreed=form.agreed,
            sharing_form=form.cleaned_data["sharing_form"],
            revision=form.revision_seen,
            by=request.actor,
            at=at,
        )
    except Stale:
        mine = agreed_text(form.agreed, form.cleaned_data["sharing_form"])
        return _again(request, key, candidate, "practical", at, typed={"practical": mine}, stale="practical")
    suggested = rules.practical_score(form.agreed)
    return _kept(request, key, candidate, "practical", row.revision, at, suggested)


@at_table
@require_POST
def publicity(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    at, form = clock.now(), forms.PublicityForm(request.POST, auto_id="publicity_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "publicity", at, publicity_form=form)
    actions.record_publicity(candidacy, choices=form.choices, by=request.actor, at=at)
    return _kept(request, key, candidate, "publicity", None, at)


@at_table
@require_POST
def scores(request: Request, key: str, candidate: str) -> HttpResponse:
    """Saves itself while scoring; with `final` the scores count from now on."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    at = clock.now()
    criteria = queries.board(selection, request.actor).criteria
    form = forms.ScoresForm(criteria, request.POST, auto_id="scores_%s")
    final = "final" in request.POST
    if not form.is_valid() or (final and not form.require_all()):
        return _again(request, key, candidate, "scores", at, scores_form=form)
    given: dict[str, Any] = {"scores": form.scores, "arguments": form.arguments, "revision": form.revision_seen}
    try:
        if final:
            actions.finalise(candidacy, **given, by=request.actor, at=at)
            messages.success(request, _("Your scores are final."))
            return onward(request, _next(request, key, candidate))
        row = actions.save_scores(candidacy, **given, by=request.actor, at=at)
    except Stale:
        mine = "\n".join(form.arguments.values())
        return _again(request, key, candidate, "scores", at, typed={"scores": mine}, stale="scores")
    return _kept(request, key, candidate, "scores", row.revision, at)


@at_table
@require_POST
def reopen_scores(request: Request, key: str, candidate: str) -> HttpResponse:
    assessment = get_object_or_404(access.assessments_for(request.actor), key=request.POST.get("assessment", ""))
    form = forms.ReasonForm(request.POST, auto_id="reopen_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "scores", clock.now(), reopen_form=form)
    actions.reopen_assessment(assessment, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
    messages.success(request, _("The scores are open again. Make them final when they are right."))
    return redirect(f"{_address(key, candidate)}#scores")


@at_table
@require_POST
def decision(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    form = forms.DecisionForm(request.POST, auto_id="decision_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "decision", clock.now(), decision_form=form)
    actions.choose(candidacy, actions.Choice(**form.values), by=request.actor, at=clock.now())
    messages.success(request, _("The decision is noted."))
    here = f"{_address(key, candidate)}#decision"
    return redirect(_next(request, key, candidate) if "next" in request.POST else here)


@at_table
@require_POST
def move(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    actions.move_reserve(candidacy, up=request.POST.get("to") == "up", by=request.actor, at=clock.now())
    return redirect("selection:board", key=key)


@at_table
@require_POST
def complaint(request: Request, key: str, candidate: str) -> HttpResponse:
    candidacy = get_object_or_404(access.candidacies_for(request.actor), key=candidate)
    form = forms.ComplaintForm(request.POST, auto_id="complaint_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "complaints", clock.now(), complaint_form=form)
    actions.complain(candidacy, text=form.cleaned_data["text"], by=request.actor, at=clock.now())
    messages.success(request, _("The complaint is recorded."))
    return redirect(f"{_address(key, candidate)}#complaints")


@at_table
@require_POST
def answer(request: Request, key: str, candidate: str) -> HttpResponse:
    row = get_object_or_404(access.complaints_for(request.actor), key=request.POST.get("complaint", ""))
    form = forms.AnswerForm(request.POST, auto_id=f"answer-{row.key}_%s")
    if not form.is_valid():
        return _again(request, key, candidate, "complaints", clock.now(), answer_forms={row.key: form})
    actions.answer_complaint(row, answer=form.cleaned_data["answer"], by=request.actor, at=clock.now())
    messages.success(request, _("The answer is recorded."))
    return redirect(f"{_address(key, candidate)}#complaints")


# -- what the page shows ---------------------------------------------------------------------------


def context_of(request: Request, key: str, candidate: str, at: datetime, **again: Any) -> dict[str, Any]:
    """Everything on the page; `again`: forms that were sent and did not go through."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    board = queries.board(selection, request.actor)
    item = queries.file_of(board, candidate)
    if item is None:
        raise Http404
    actor = request.actor
    leads = bool(access.may_lead(actor, selection))
    candidacy = get_object_or_404(access.candidacies_for(actor), key=candidate)
    asked = {given.row.role_id for given in item.inputs}
    roles = access.roles_for_panel(selection).filter(kind__in=access.INPUT_KINDS).exclude(pk__in=asked)
    role = access.role_of(actor)
    signs = queries.signs(selection, [role]) if role and item.mine and not item.mine.declared else {}
    context = {
        "base": base_of(request),
        "selection": selection,
        "board": board,
        "item": item,
        "cv": queries.cv_of(item.candidate),
        "leads": leads,
        "follows": leads or actor.is_coordinator,
        "account": actor.via != "link",
        "working": selection.state in WORKING,
        "known": selection.state in KNOWN,
        "may_record": access.may_record_interview(actor, selection),
        "may_publicity": access.may_record_publicity(actor, candidacy, selection),
        "may_assess": access.may_assess(actor, selection),
        "may_decide": all_of(access.may_change_decision(actor, selection), item.verdict),
        "may_complain": access.may_complain(actor, candidacy, selection, on=brussels_date(at)),
        "interview_form": forms.InterviewForm(initial=_interview(item, at), auto_id="interview_%s"),
        "practical_form": forms.PracticalForm(initial=_practical(item), auto_id="practical_%s"),
        "publicity_form": forms.PublicityForm(initial=_publicity(item), auto_id="publicity_%s"),
        "scores_form": forms.ScoresForm(board.criteria, initial=_scores(item), auto_id="scores_%s"),
        "decision_form": forms.DecisionForm(initial=_decision(item, board), auto_id="decision_%s"),
        "reopen_form": forms.ReasonForm(auto_id="reopen_%s"),
        "complaint_form": forms.ComplaintForm(auto_id="complaint_%s"),
        "answer_forms": {row.key: forms.AnswerForm(auto_id=f"answer-{row.key}_%s") for row in item.complaints},
        "ask_form": forms.AskForm(roles, auto_id="ask_%s") if leads and roles else None,
        "undeclared": [one for one in board.files if one.mine and one.mine.expected and not one.mine.declared],
        "signs": {pk: sign for (_role, pk), sign in signs.items()},
        "lines": timeline(candidacy)[:12] if leads or actor.is_coordinator else [],
        "suggested": _suggested(item),
        "at": at,
        **_neighbours(board, item),
    }
    return {**context, **again}


def _neighbours(board: queries.Board, item: queries.File) -> dict[str, Any]:
    """By arrival, so that the order does not change while scores come in."""
    ordered = sorted(board.files, key=lambda one: (one.candidate.applied_at, one.candidate.id))
    place = ordered.index(item)
    return {
        "place": place + 1,
        "previous": ordered[place - 1] if place else None,
        "next": ordered[place + 1] if place + 1 < len(ordered) else None,
    }


def _interview(item: queries.File, at: datetime) -> dict[str, object]:
    row = item.interview
    if row is None:
        return {"held_on": brussels_date(at)}
    return {"held_on": row.held_on, "notes": row.notes, "revision": row.revision}


def _practical(item: queries.File) -> dict[str, object]:
    row = item.practical
    if row is None:
        return {}
    agreed: dict[str, object] = {code: getattr(row, code) for code in rules.ARRANGEMENTS}
    return {**agreed, "sharing_form": row.sharing_form, "revision": row.revision}


def _publicity(item: queries.File) -> dict[str, object]:
    return {purpose: row.given for purpose, row in item.publicity.items()}


def _scores(item: queries.File) -> dict[str, object]:
    """What was saved; the fourth criterion starts from what the learner agreed to."""
    mine = item.mine
    if mine is None or mine.row is None:
        return {}
    filled = forms.scores_initial(mine.scores, mine.arguments, mine.row.revision)
    if item.practical is not None and not filled.get("score-PRACTICAL") and mine.final_at is None:
        agreed = {code: getattr(item.practical, code) for code in rules.ARRANGEMENTS}
        filled["score-PRACTICAL"] = str(_suggested(item))
        counts = {"agreed": sum(agreed.values()), "all": len(agreed)}
        text = _("Agrees to %(agreed)s of the %(all)s practical arrangements.") % counts
        filled["argument-PRACTICAL"] = filled.get("argument-PRACTICAL") or text
    return filled


def _suggested(item: queries.File) -> int | None:
    """What the agreement to the arrangements scores; publicity is not looked at."""
    if item.practical is None:
        return None
    return rules.practical_score({code: getattr(item.practical, code) for code in rules.ARRANGEMENTS})


def _decision(item: queries.File, board: queries.Board) -> dict[str, object]:
    if item.decision:
        return {"outcome": item.decision.outcome, "reason": item.decision.reason}
    if item.rank is None:
        return {}
    inside = len(board.files) <= board.seats or item.rank <= board.seats
    counts = {"place": item.rank, "candidates": len(board.files), "seats": board.seats}
    reason = _("Place %(place)s of %(candidates)s, with %(seats)s places.") % counts
    return {"outcome": "selected" if inside else "reserve", "reason": reason}


def agreed_text(agreed: Mapping[str, bool], sharing_form: str) -> str:
    """The agreement as text, for who has to compare two."""
    lines = [f"{'☑' if agreed.get(code) else '☐'} {ARRANGEMENTS[code]}" for code in rules.ARRANGEMENTS]
    return "\n".join([*lines, sharing_form])


# -- answers ---------------------------------------------------------------------------------------


def _again(request: Request, key: str, candidate: str, section: str, at: datetime, **again: Any) -> HttpResponse:
    context = context_of(request, key, candidate, at, **again)
    if "stale" in again:
        context["theirs"] = _theirs(context, section)
    if request.htmx:
        return section_again(request, PAGE, section, context)
    return render(request, PAGE, context, status=409 if "stale" in again else 422)


def _theirs(context: dict[str, Any], section: str) -> str:
    item: queries.File = context["item"]
    if section == "interview":
        return item.interview.notes if item.interview else ""
    if section == "practical" and item.practical:
        agreed = {code: getattr(item.practical, code) for code in rules.ARRANGEMENTS}
        return agreed_text(agreed, item.practical.sharing_form)
    return "\n".join(item.mine.arguments.values()) if item.mine else ""


def _kept(
    request: Request,
    key: str,
    candidate: str,
    section: str,
    revision: int | None,
    at: datetime,
    suggested: int | None = None,
) -> HttpResponse:
    if request.htmx:
        return saved(request, section=section, revision=revision, at=at, suggested=suggested)
    messages.success(request, _("Saved."))
    return redirect(f"{_address(key, candidate)}#{section}")


def _address(key: str, candidate: str) -> str:
    return reverse("selection:learner", args=[key, candidate])


def _next(request: Request, key: str, candidate: str) -> str:
    """The next learner, or the ranking after the last one."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    following = access.next_candidate(request.actor, selection, candidate)
    return _address(key, following) if following else reverse("selection:board", args=[key])
