"""The agreements of all learners of a school at once: begun with what is the same for all, and sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.agreements import actions, queries
from erasdu.journey.agreements.forms import CommonForm
from erasdu.journey.calls import access as calls
from erasdu.kernel.actor import CONTACT_POINT
from erasdu.kernel.verdict import no

AS_THEY_ARE, CHOOSE = "as_they_are", "choose"  # what was pressed once it was told who cannot read theirs


def _call(request: Request, key: str) -> Any:
    return get_object_or_404(calls.calls_for(request.actor), key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CONTACT_POINT)
def begin_all(request: Request, call: str) -> HttpResponse:
    """What is the same for all learners is typed once; each host gets its link for the rest."""
    row, actor = _call(request, call), request.actor
    offered = queries.earlier_texts(actor.scope, row)
    form = CommonForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        done, left = actions.begin_all(row, form.values, by=actor, at=clock.now())
        said = ngettext("%d agreement is begun.", "%d agreements are begun.", done) % done
        (messages.success if done else messages.info)(request, said)
        for stay in left:
            messages.warning(request, f"{stay.person}: {because(no('changed_meanwhile'))}")
        return redirect("agreements:index", row.key)
    context = {"call": row, "form": form, "stays": queries.to_begin(actor, row)}
    return render(request, "agreements/begin_all.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(CONTACT_POINT)
def send_all(request: Request, call: str) -> HttpResponse:
    """Every agreement in which nothing lacks, in the background; first is told who could not read theirs."""
    row, told = _call(request, call), request.POST.get("tongues", "")
    unread = queries.unread_to_send(request.actor, row, clock.now()) if told != AS_THEY_ARE else []
    if unread and told != CHOOSE:
        return render(
            request,
            "agreements/send_all.html",
            {"call": row, "unread": unread, "better": any(each.pair for each in unread)},
        )
    for plan, pair in ((each.plan, each.pair) for each in unread if each.pair):
        actions.set_languages(plan, *pair, by=request.actor, at=clock.now())
    done = actions.send_all(row, by=request.actor, at=clock.now())
    said = ngettext("%d agreement goes to who signs it.", "%d agreements go to who signs them.", done) % done
    (messages.success if done else messages.info)(request, said)
    return redirect("agreements:index", row.key)
