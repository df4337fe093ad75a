"""Moving a learner to another place or bed, and taking that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.matching import access, actions, forms, queries
from erasdu.journey.matching.views.boards import STAFF
from erasdu.journey.matching.views.learner import board_and_stay
from erasdu.journey.matching.views.parts import seen_revision
from erasdu.kernel.verdict import no

AFTER = {"move": "matching:move", "learner": "matching:learner"}


@require_safe
@signed_in(*STAFF)
def show(request: Request, key: str, stay: str) -> HttpResponse:
    """Every place and bed, with what fits, what not and why, and what it would cost: also what one drops on."""
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    row = get_object_or_404(access.stays_on(board).select_related("person", "sending", "profile"), key=stay)
    found = queries.moves(queries.world(board), row, request.actor)
    moved = queries.undoable(board, request.GET.get("moved", ""))
    return render(request, "matching/move.html", {"board": board, "stay": row, "moves": found, "moved": moved})


@require_POST
@signed_in(*STAFF)
def place(request: Request, key: str, stay: str) -> HttpResponse:
    """This place and this bed: from a suggestion, from the lists, or dropped here."""
    board, row = board_and_stay(request, key, stay)
    found = queries.world(board)
    form = forms.PlaceForm(found.place_choices(), found.room_choices(), request.POST)
    if not form.is_valid():
        no("match_names_nothing").require()
    placement, room = form.values["placement"], form.values["room"]
    try:
        made = actions.place(
            board, row, placement=queries.placement(placement), room=queries.room(room),
            minutes=found.minutes_between(placement, room), reason=form.values["reason"],
            revision=seen_revision(request), by=request.actor, at=clock.now(),
        )  # fmt: skip
    except Stale:
        return _both_shown(request, board, row, placement, room, form.values["reason"])
    where = AFTER.get(request.POST.get("to", ""), "matching:board")
    address = reverse(where, args=[board.key] if where == "matching:board" else [board.key, row.key])
    return redirect(f"{address}?moved={made.key}")


def _both_shown(
    request: Request, board: queries.Board, stay: queries.Mobility, placement: int, room: int, reason: str
) -> HttpResponse:
    """Somebody else decided since: what they did beside what one wanted, and a button to do it all the same."""
    board.refresh_from_db()
    context = {
        "board": board,
        "stay": stay,
        "placement": queries.placement(placement),
        "room": queries.room(room),
        "to": request.POST.get("to", ""),
        "reason": reason,
        "theirs": queries.decided_by(stay, placement, room),
    }
    return render(request, "matching/both.html", context, status=409)


@require_POST
@signed_in(*STAFF)
def undo(request: Request, key: str) -> HttpResponse:
    """What was just decided, by hand or by taking over a proposal."""
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    match = queries.undoable(board, request.POST.get("match", ""))
    if match is None:
        no("match_not_in_that_state").require()
        return redirect("matching:board", board.key)
    without = queries.left_without(board, match.at)
    left = actions.undo(board, match, revision=seen_revision(request), by=request.actor, at=clock.now())
    messages.success(request, _("That was taken back."))
    still = {each.mobility_id for each in left}
    again = [each for each in without if each.end_code == "replaced" and each.mobility_id not in still]
    if again:
        names = ", ".join(str(each.mobility.person) for each in again)
        messages.success(request, _("They have again what they had: %(names)s.") % {"names": names})
    if left:
        names = ", ".join(str(each.mobility.person) for each in left)
        messages.warning(request, _("Somebody took the place or bed since, so nothing yet for: %(names)s.")
                         % {"names": names})  # fmt: skip
    return redirect("matching:board", board.key)
