"""One learner on a board: what is proposed and why, what else there is, and everything that a person decides."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.matching import access, actions, forms, queries
from erasdu.journey.matching.views.boards import STAFF
from erasdu.journey.matching.views.parts import not_told, seen_revision
from erasdu.journey.mobilities.actions import foresee
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import YES, no


@require_safe
@signed_in(*STAFF)
def show(request: Request, key: str, stay: str) -> HttpResponse:
    return _page(request, key, stay)


def _page(request: Request, key: str, stay: str, **bound: object) -> HttpResponse:
    """`bound`: a form that was sent and cannot be kept, by its name on the page."""
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    row = get_object_or_404(access.stays_on(board).select_related("person", "sending", "profile"), key=stay)
    asked = forms.question(request.GET)
    found = queries.world(board, freed={row.pk} if asked else ())
    page = queries.learner_page(found, row, request.actor, question=asked, on=clock.today())
    moved = queries.undoable(board, request.GET.get("moved", ""))
    context = {"board": board, "stay": row, "page": page, "moved": moved, **_forms(found, page)}
    match = page.match if page.match and page.match.state != "confirmed" else None
    context["days_allowed"] = access.days_allowed(match) if match else YES
    context["state"] = queries.state_of(page.match, page.fallen, page.answers)
    context["line_against"] = _against(found, row, page.line) or (["taken_since"] if page.taken else [])
    context["shares_with"] = page.stay.profile.share_with if page.stay.profile else ""
    context["untold"] = bool(queries.untold([row.pk]))
    context["ask_form"] = forms.LockForm(
        found.place_choices(), found.home_choices(), auto_id="ask_%s",
        initial={"placement": asked.placement, "home": asked.home} if asked else None,
    )  # fmt: skip
    return render(request, "matching/learner.html", context | bound, status=422 if bound else 200)


def _against(world: queries.World, stay: queries.Mobility, line: queries.Line | None) -> list[str]:
    """What is against a line of the proposal by now: it cannot be taken over then."""
    return queries.refusals(world, stay.pk, line.placement, line.room) if line else []


def _forms(world: queries.World, page: queries.LearnerPage) -> dict[str, object]:
    """Fields of one name stand in several of them: each form has ids of its own, or a label leads to another form."""
    minutes = {"minutes": page.by_hand.minutes, "reason": page.by_hand.reason} if page.by_hand else None
    return {
        "lock_form": forms.LockForm(world.place_choices(), world.home_choices(), auto_id="lock_%s"),
        "pair_form": forms.PairForm(world.learner_choices(page.stay.pk), auto_id="pair_%s"),
        "own_form": forms.OwnForm(world.place_choices(), auto_id="own_%s"),
        "minutes_form": forms.MinutesForm(auto_id="minutes_%s", initial=minutes),
        "way_form": forms.MinutesForm(auto_id="way_%s"),
        "end_form": forms.EndForm(auto_id="end_%s"),
        "proof_form": forms.ProofForm(auto_id="proof_%s"),
    }


def board_and_stay(request: Request, key: str, stay: str) -> tuple[queries.Board, queries.Mobility]:
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    return board, get_object_or_404(access.stays_on(board), key=stay)


def _back(board: queries.Board, stay: queries.Mobility) -> HttpResponse:
    return redirect("matching:learner", board.key, stay.key)


@require_POST
@signed_in(*STAFF)
def lock(request: Request, key: str, stay: str) -> HttpResponse:
    """Pin, or rule out, with a reason."""
    board, row = board_and_stay(request, key, stay)
    found = queries.world(board)
    form = forms.LockForm(found.place_choices(), found.home_choices(), request.POST, auto_id="lock_%s")
    if form.is_valid() and not (form.values["placement"] or form.values["home"]):
        form.add_error("placement", because(no("lock_names_nothing")))
    if form.errors:
        return _page(request, key, stay, lock_form=form)
    act = actions.forbid if request.POST.get("kind") == "forbid" else actions.pin
    act(
        board, row, placement=queries.placement(form.values["placement"]), home=queries.home(form.values["home"]),
        reason=form.values["reason"], revision=seen_revision(request), by=request.actor, at=clock.now(),
    )  # fmt: skip
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def lift(request: Request, key: str, stay: str) -> HttpResponse:
    board, row = board_and_stay(request, key, stay)
    found = get_object_or_404(queries.locks_of(row), key=request.POST.get("lock", ""))
    actions.lift(board, found, revision=seen_revision(request), by=request.actor, at=clock.now())
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def pair(request: Request, key: str, stay: str) -> HttpResponse:
    """Keep two together, or no longer (`remove`: the other's key)."""
    board, row = board_and_stay(request, key, stay)
    at, seen = clock.now(), seen_revision(request)
    if "remove" in request.POST:
        both = get_object_or_404(queries.pairs_of(row), pk=forms.whole(request.POST.get("remove", "")))
        actions.unpair(board, both, revision=seen, by=request.actor, at=at)
        return _back(board, row)
    form = forms.PairForm(queries.world(board).learner_choices(row.pk), request.POST)
    if not form.is_valid():
        no("pair_of_one").require()
    other = get_object_or_404(access.stays_on(board), pk=form.values["other"])
    actions.pair(board, row, other, why=form.values["why"], revision=seen, by=request.actor, at=at)
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def own(request: Request, key: str, stay: str) -> HttpResponse:
    """A place that the learner found, with the word of the school; or no longer (`remove`)."""
    board, row = board_and_stay(request, key, stay)
    if "remove" in request.POST:
        actions.drop_own_place(board, row, revision=seen_revision(request), by=request.actor, at=clock.now())
        return _back(board, row)
    form = forms.OwnForm(queries.world(board).place_choices(), request.POST)
    placement = queries.placement(form.values["placement"]) if form.is_valid() else None
    if placement is None:
        no("lock_names_nothing").require()
        return _back(board, row)
    actions.own_place(
        board, row, placement, certified_by=form.values["certified_by"], certified_on=form.values["certified_on"],
        revision=seen_revision(request), by=request.actor, at=clock.now(),
    )  # fmt: skip
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def proof(request: Request, key: str, stay: str) -> HttpResponse:
    """Something for the work was seen to be in order, or no longer counts (`remove`: its code)."""
    board, row = board_and_stay(request, key, stay)
    decided: dict[str, Any] = {"revision": seen_revision(request), "by": request.actor, "at": clock.now()}
    if "remove" in request.POST:
        actions.take_proof_back(board, row, request.POST.get("remove", ""), **decided)
        return _back(board, row)
    form = forms.ProofForm(request.POST)
    if not form.is_valid():
        no("proof_incomplete").require()
    values = form.values
    actions.see_proof(board, row, values["code"], seen_by=values["seen_by"], seen_on=values["seen_on"], **decided)
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def minutes(request: Request, key: str, stay: str) -> HttpResponse:
    """The way between the place and the home that stand in the form, as somebody knows it."""
    board, row = board_and_stay(request, key, stay)
    form = forms.MinutesForm(request.POST)
    if not form.is_valid():
        no("minutes_out_of_reach", most=actions.MOST_MINUTES).require()
    placement, home = queries.placement(form.values["placement"]), queries.home(form.values["home"])
    if placement is None or home is None:
        no("lock_names_nothing").require()
        return _back(board, row)
    if not queries.offers_way(board, row, placement, home):
        raise Http404
    actions.set_minutes(
        board, placement, home, form.values["minutes"], reason=form.values["reason"],
        revision=seen_revision(request), by=request.actor, at=clock.now(),
    )  # fmt: skip
    return _back(board, row)


def _seen_match(request: Request, stay: queries.Mobility) -> queries.Match:
    """The match that the person had before their eyes; `Stale` when it became another one since."""
    match = get_object_or_404(queries.live_matches(stay))
    if (match.key, match.revision) != (request.POST.get("match", ""), forms.whole(request.POST.get("match_seen", ""))):
        raise Stale
    return match


@require_POST
@signed_in(*STAFF)
def ask(request: Request, key: str, stay: str) -> HttpResponse:
    board, row = board_and_stay(request, key, stay)
    match = _seen_match(request, row)
    actions.ask(board, match, by=request.actor, at=clock.now())
    messages.success(
        request, _("Everybody whom it concerns was asked. Should it fall away, the board says who is next in reserve.")
    )
    not_told(request, [match])
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def confirm(request: Request, key: str, stay: str) -> HttpResponse:
    board, row = board_and_stay(request, key, stay)
    actions.confirm(board, _seen_match(request, row), by=request.actor, at=clock.now())
    messages.success(request, _("Place and bed are confirmed. The learner sees them now."))
    return _back(board, row)


@require_POST
@signed_in(*STAFF)
def end(request: Request, key: str, stay: str) -> HttpResponse:
    board, row = board_and_stay(request, key, stay)
    form = forms.EndForm(request.POST)
    code = form.values["code"] if form.is_valid() else "other"
    match, at = get_object_or_404(queries.live_matches(row)), clock.now()
    let_go = partial(actions.end, board, match, code=code, revision=seen_revision(request), by=request.actor, at=at)
    if "sure" not in request.POST and (reopens := foresee(row, let_go, brussels_date(at))):
        context = {"board": board, "stay": row, "code": code, "reopens": reopens}
        return render(request, "matching/reopens.html", context)
    let_go()
    messages.success(request, _("Place and bed are free again."))
    return _back(board, row)
