"""What came free on a board of the matching, and who is next: a part of that page, asked by itself."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.matching import access as matching
from erasdu.web.queries.reserves import reserve as found_of


@require_safe
@signed_in("coordinator", "contact_point")
def reserve(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(matching.boards_for(request.actor), key=key)
    return render(request, "web/reserve.html", {"board": row, "reserve": found_of(row, request.actor, at=clock.now())})
