"""One row of the table, stopped for one call, and started again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.kernel.actor import COORDINATOR
from erasdu.office.notices import access, actions
from erasdu.office.notices.forms import StopForm
from erasdu.office.notices.queries import pages, stops


@signed_in(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request) -> HttpResponse:
    """`?row=`: which one, by its code; nobody reads of it any more in the call that is chosen."""
    language = "en" if get_language() == "en" else "nl"
    row = pages.row_to_stop(request.GET.get("row", ""), language)
    if row is None:
        raise Http404
    calls = {call.key: call for call in stops.calls_to_choose(request.actor, row.code, clock.today())}
    titles = [(key, pages.title_of(call, language)) for key, call in calls.items()]
    given = request.POST if request.method == "POST" else None
    form = StopForm(given, calls=titles, least=actions.LEAST)
    if given is not None and form.is_valid():
        call = calls[form.values["for_call"]]
        actions.stop_kind(call, row.code, reason=form.values["because"], by=request.actor, at=clock.now())
        messages.success(request, _("It is stopped: nobody gets it in this call any more."))
        return redirect("notices:table")
    context = {"row": row, "form": form, "calls": titles}
    return render(request, "notices/stop.html", context, status=422 if form.errors else 200)


@signed_in(COORDINATOR)
@require_POST
def start(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.stops_for(request.actor), key=key)
    actions.start_kind(row, by=request.actor, at=clock.now())
    messages.success(request, _("It goes again. What would have gone in the meantime is not sent any more."))
    return redirect("notices:table")
