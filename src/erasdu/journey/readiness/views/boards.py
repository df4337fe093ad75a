"""The board of a call."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.journey.readiness import queries, rules
from erasdu.journey.readiness.views.cells import NONE, UNSURE, rows_of
from erasdu.journey.readiness.words import FILTERS, STATES_SAID
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.periods import brussels_date

GROUPS = ("school", "destination")
FITS = 24  # so many columns stand beside each other in a window of 1280 pixels


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def board(request: Request, call: str) -> HttpResponse:
    """Learners × what is asked; a contact point sees its own school's."""
    row = get_object_or_404(calls_for(request.actor), key=call)
    show, by, code = _asked(request)
    on = brussels_date(clock.now())
    found = queries.board(request.actor, row, on, show=show, by=by, code=code)
    row_of = rows_of(request.actor, [code for code, _name in found.columns])
    groups = [(title, [row_of(each) for each in rows]) for title, rows in found.groups]
    shown = {"missed": bool(found.missed), "unknown": any(NONE in each for _title, rows in groups for each in rows)}
    context = {
        "call": row,
        "call_title": row.title_en if get_language() == "en" and row.title_en else row.title_nl,
        "board": found,
        "groups": groups,
        "fits": len(found.columns) <= FITS,
        "filters": [
            (each, FILTERS[each] % (number := found.counts[each]), number)
            for each in rules.SHOWS
            if _offered(each, show, found)
        ],
        "states": [state for state in STATES_SAID if shown.get(state, True)],
        "unsure": any(UNSURE in each for _title, rows in groups for each in rows),
        "show": show,
        "by": by,
        "code": code,
        "today": on,
    }
    return render(request, "readiness/board.html", context)


def _asked(request: Request) -> tuple[str, str, str]:
    """What the address asks for; what it does not know is left out."""
    show, by = request.GET.get("show", ""), request.GET.get("by", "")
    return (show if show in rules.SHOWS else "here", by if by in GROUPS else "school", request.GET.get("code", "")[:60])


def _offered(each: str, show: str, found: queries.Board) -> bool:
    return each in (show, "here") or bool(found.counts[each])
