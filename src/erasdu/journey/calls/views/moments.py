"""What changes where a call stands: publish, archive, move a deadline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.calls import access, actions, queries
from erasdu.journey.calls.forms import MoveForm
from erasdu.journey.calls.views import title_of
from erasdu.kernel.verdict import Refused


@signed_in("coordinator")
@require_POST
def publish(request: Request, key: str) -> HttpResponse:
    """Publishes the revision that was on the screen."""
    call = get_object_or_404(access.calls_for(request.actor), key=key)
    seen = request.POST.get("revision", "")
    try:
        actions.publish(call, revision=int(seen) if seen.isdigit() else -1, by=request.actor, at=clock.now())
    except Stale:
        messages.error(request, _("The draft changed after you opened it. Look at it again, then publish."))
    else:
        messages.success(request, _("The call is published. Schools can see it now."))
    return redirect("calls:show", key)


@signed_in("coordinator")
@require_POST
def archive(request: Request, key: str) -> HttpResponse:
    call = get_object_or_404(access.calls_for(request.actor), key=key)
    actions.archive(call, by=request.actor, at=clock.now())
    messages.success(request, _("The call is archived."))
    return redirect("calls:show", key)


@signed_in("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def move_deadline(request: Request, key: str) -> HttpResponse:
    call = get_object_or_404(access.calls_for(request.actor), key=key)
    access.may_move_deadline(request.actor, call).require()
    form = MoveForm(request.POST or None, initial={"which": request.GET.get("which", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.values
        try:
            actions.move_deadline(
                call, typed["which"], typed["new"], reason=typed["reason"], by=request.actor, at=clock.now()
            )
        except Refused as refusal:
            form.add_error("new", because(refusal.verdict))
        else:
            messages.success(request, _("The deadline is moved. Every enrolled school gets a mail."))
            return redirect("calls:show", key)
    schools = queries.enrolled_schools(call)
    context = {"form": form, "call": call, "title_shown": title_of(call), "schools": schools}
    return render(request, "calls/move.html", context)
