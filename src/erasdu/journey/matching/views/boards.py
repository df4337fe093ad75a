"""The boards of a call, and one board: its learners, what is proposed, what waits for whom."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.calls import access as calls
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.matching import access, actions, queries
from erasdu.journey.matching.views.parts import not_possible, not_reached, not_told, seen_revision
from erasdu.journey.matching.views.shown import Told, drawn
from erasdu.journey.mobilities import access as mobilities
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

STAFF = (COORDINATOR, CONTACT_POINT)
STATES = ("none", "fallen", "refused", "proposed", "asked", "agreed", "confirmed")
FEW = 5  # learners of whom a row says what lacks; of more it is said once above
AGAINST = "against"  # those who have something that no longer fits, whatever its state


@require_safe
@signed_in(*STAFF)
def index(request: Request, call: str) -> HttpResponse:
    """Where there is somebody to match, with how far it is."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    return render(request, "matching/index.html", {"call": row, "scopes": queries.scopes(row, request.actor)})


@require_safe
@signed_in(*STAFF)
def of_stay(request: Request, mobility: str) -> HttpResponse:
    """Where somebody does something about place and bed of a stay: a question that waits for them, else its board."""
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    if not request.actor.is_coordinator and queries.asked_about(request.actor, row):
        return redirect("matching:answers")
    found = access.boards_of(request.actor, row).first()
    if found is None:
        return redirect("matching:index", row.call.key)
    return redirect("matching:learner", found.key, row.key)


@require_POST
@signed_in(COORDINATOR)
def whole(request: Request, call: str, direction: str) -> HttpResponse:
    """All destinations of a call together, or all schools of Flanders. Opening a board the first time makes it."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    if direction not in queries.DIRECTIONS:
        raise Http404
    return redirect("matching:board", actions.board_of(row, direction).key)


@require_POST
@signed_in(COORDINATOR)
def destination(request: Request, call: str, destination: int) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    place = get_object_or_404(row.destinations, pk=destination)
    return redirect("matching:board", actions.board_of(row, "outgoing", destination=place).key)


@require_POST
@signed_in(*STAFF)
def school(request: Request, call: str, school: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    where = get_object_or_404(queries.receiving_schools(row, request.actor), key=school)
    return redirect("matching:board", actions.board_of(row, "incoming", receiving=where).key)


@require_safe
@signed_in(*STAFF)
def board(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    every = queries.board_rows(row)
    queries.look_again(row, every, request.actor)
    wanted, newest = request.GET.get("state", ""), queries.latest(row)
    settled = [each.mobility.pk for each in every if each.state == "confirmed"]
    untold = queries.untold(each.mobility.pk for each in every)
    rows, may_decide = _filtered(every, wanted), access.may_decide(request.actor, row)
    if worst_first := request.GET.get("sort") == "points":
        rows = sorted(rows, key=lambda each: -1 if each.points is None else each.points, reverse=True)
    held_back = queries.held_back(row, every, request.actor, clock.today()) if may_decide else {}
    told = Told(
        decides=bool(may_decide),
        held_back=held_back,
        scored=any(each.points is not None for each in every),
        apart=queries.told_apart(rows),
        untold=untold if len(untold) <= FEW else (),
        doubtful=hosting.doubtful_now(settled),
        unsigned=hosting.unsigned(settled, clock.today()),
    )
    run = queries.running(row)
    context = {
        "board": row,
        "rows": rows,
        "drawn": drawn(row, rows, told),
        "doubtful": told.doubtful,
        "wanted": wanted,
        "scored": told.scored,
        "worst_first": worst_first,
        "states": STATES,
        "summary": queries.summary(every),
        "warnings": queries.warnings_of(every),
        "proposal": newest,
        "radar": queries.radar_of(newest),
        "since": queries.since(row, newest, (each.mobility.pk for each in every)),
        "moved": queries.undoable(row, request.GET.get("moved", "")),
        "run": run,
        "failed": None if run else queries.failed(row),
        "differ": sum(each.differs and not each.taken for each in every),
        "losing": [str(each.mobility.person) for each in every if each.loses],
        "many_untold": len(untold) if len(untold) > FEW else 0,
        "may_decide": may_decide,
        "confirmable": sum(each.state == "agreed" and not each.against for each in every) - len(held_back),
        "askable": queries.askable(every),
        "near": queries.NEAR,
        "differing": queries.differing(row),
    }
    return render(request, "matching/board.html", context)


def _filtered(rows: list[queries.Row], wanted: str) -> list[queries.Row]:
    """Of one state, or those that no longer fit; all of them when nothing, or nothing that is known, is wanted."""
    if wanted == AGAINST:
        return [each for each in rows if each.against]
    return [each for each in rows if each.state == wanted] if wanted in STATES else rows


@require_POST
@signed_in(*STAFF)
def several(request: Request, key: str) -> HttpResponse:
    """Ask or confirm those ticked, or everybody who is ready when nobody is ticked."""
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    access.may_decide(request.actor, row).require()
    if seen_revision(request) != row.revision:
        raise Stale
    ticked, confirms = set(request.POST.getlist("stay")), request.POST.get("act") == "confirm"
    ready = "agreed" if confirms else "proposed"
    chosen = [
        each.match
        for each in queries.board_rows(row)
        if each.match and each.state == ready and (not ticked or each.mobility.key in ticked)
    ]
    at = clock.now()
    if confirms:
        done, left = actions.confirm_all(row, chosen, by=request.actor, at=at)
        words = ngettext("%d learner is confirmed.", "%d learners are confirmed.", done)
    else:
        done, left = actions.ask_all(row, chosen, by=request.actor, at=at)
        words = ngettext("For %d learner everybody was asked.", "For %d learners everybody was asked.", done)
        not_told(request, chosen, left)
        not_reached(request, chosen, left)
    if done:
        messages.success(request, words % done)
    elif not left:
        messages.warning(request, _("Nobody who was ticked is that far."))
    not_possible(request, left)
    return redirect("matching:board", row.key)


@require_safe
@signed_in(*STAFF)
def compare(request: Request, key: str) -> HttpResponse:
    """The latest proposal beside the one before: who moved, and what it cost."""
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    return render(
        request, "matching/compare.html", {"board": row, "comparison": queries.comparison(row, request.actor)}
    )


@require_safe
@signed_in(*STAFF)
def figures(request: Request, key: str) -> HttpResponse:
    """How good the division is: by school, who envies whom, who has nothing and why, and what would help."""
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    found = queries.figures(row)
    stays = access.stays_on(row).values_list("pk", flat=True)
    context = {"board": row, "figures": found, "since": queries.since(row, found.proposal, stays)}
    return render(request, "matching/figures.html", context)


@require_safe
@signed_in(*STAFF)
def radar(request: Request, key: str) -> HttpResponse:
    """The part of the page that says what would help, while it is still being looked for."""
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    newest = queries.latest(row)
    context = {"board": row, "proposal": newest, "radar": queries.radar_of(newest)}
    return render(request, "matching/parts/radar.html", context)


@require_safe
@signed_in(*STAFF)
def on_map(request: Request, key: str) -> HttpResponse:
    """Places and beds as a drawing, with the same in words beside it."""
    row = get_object_or_404(access.boards_for(request.actor), key=key)
    return render(request, "matching/map.html", {"board": row, "map": queries.map_of(row)})
