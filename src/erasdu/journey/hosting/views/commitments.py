"""Asking a host to sign what it promises, from its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.views.parts import KEEPERS, company_of, home_of


@signed_in(*KEEPERS)
@require_POST
def company(request: Request, key: str) -> HttpResponse:
    actions.ask_commitment(company_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The company is asked to sign. After that who receives for the programme signs."))
    return redirect("hosting:company", key)


@signed_in(*KEEPERS)
@require_POST
def home(request: Request, key: str) -> HttpResponse:
    actions.ask_commitment(home_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The family is asked to sign. After that who receives for the programme signs."))
    return redirect("hosting:home", key)
