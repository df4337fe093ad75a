"""What a coordinator must be able to prove of a call: the quality standards with what shows each of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.journey.readiness import queries, words
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.periods import brussels_date


@require_safe
@signed_in(COORDINATOR)
def index(request: Request, call: str) -> HttpResponse:
    row, on = get_object_or_404(calls_for(request.actor), key=call), brussels_date(clock.now())
    context = {
        "call": row,
        "call_title": row.title_en if get_language() == "en" and row.title_en else row.title_nl,
        "standards": [
            (shown, words.QUALITY[shown.rule.code], words.KEPT_ELSEWHERE.get(shown.rule.code, ""))
            for shown in queries.standards(request.actor, row, on)
        ],
        "today": on,
    }
    return render(request, "readiness/quality.html", context)
