"""One letter that is written and waits to go: what it says and why, and what the coordinator does with it."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.office.notices import access, actions
from erasdu.office.notices.forms import HoldForm, RewriteForm
from erasdu.office.notices.queries import waiting
from erasdu.office.notices.queries.waiting import Waiting


@signed_in("coordinator", "contact_point")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, key: str) -> HttpResponse:
    """Its text, without a working link; held until a day that is chosen."""
    found = _waiting(request, key)
    form = HoldForm(request.POST if request.method == "POST" else None, on=clock.today())
    if request.method == "POST" and form.is_valid():
        actions.hold(found.letter, form.values["until"], by=request.actor, at=clock.now())
        messages.success(request, _("It is held."))
        return redirect("notices:index")
    return _shown(request, found, form, _rewrite_form(found))


@signed_in("coordinator")
@require_POST
def rewrite(request: Request, key: str) -> HttpResponse:
    """In other words, this one letter."""
    found = _waiting(request, key)
    form = _rewrite_form(found, request.POST)
    if form.is_valid():
        actions.rewrite(found.letter, **form.values, by=request.actor, at=clock.now())
        messages.success(request, _("Saved. Like this it goes:"))
        return redirect("notices:letter", key)
    return _shown(request, found, HoldForm(on=clock.today()), form)


@signed_in("coordinator")
@require_POST
def stop(request: Request, key: str) -> HttpResponse:
    """It does not go."""
    actions.stop(_waiting(request, key).letter, by=request.actor, at=clock.now())
    messages.success(request, _("It does not go."))
    return redirect("notices:index")


@signed_in("coordinator")
@require_POST
def let_go(request: Request, key: str) -> HttpResponse:
    """It is held no longer."""
    actions.let_go(_waiting(request, key).letter, by=request.actor, at=clock.now())
    messages.success(request, _("It goes."))
    return redirect("notices:index")


def _waiting(request: Request, key: str) -> Waiting:
    at = clock.now()
    row = get_object_or_404(waiting.all_of(request.actor, at), key=key)
    access.may_read(request.actor, row).require()
    return waiting.with_why([row], at)[0]


def _rewrite_form(found: Waiting, given: QueryDict | None = None) -> RewriteForm:
    stored = {"subject": found.letter.subject, "body": found.letter.text}
    return RewriteForm(given, kept=waiting.places_of(found.letter), initial=stored)


def _shown(request: Request, found: Waiting, form: HoldForm, edit: RewriteForm) -> HttpResponse:
    context = {
        "row": found, "text": waiting.text_of_letter(found.letter), "form": form, "edit": edit,
        "may_stop": access.may_stop(request.actor), "may_rewrite": access.may_rewrite(request.actor, found.letter),
        "done": waiting.done_with(found.letter),
    }  # fmt: skip
    return render(request, "notices/letter.html", context)
