"""The school's door for learners: its link or code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look import visitor
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.people.actions import is_locked, keep_address
from erasdu.ground.people.queries import account_for_sign_in
from erasdu.journey.candidacies import access, actions, queries
from erasdu.journey.candidacies.forms import JoinForm

# A class of thirty behind one address stays far below it; one inbox is not filled with codes.
JOINS = Limit("join", 300, 300)
MAILS = Limit("join-mail", 6, 900)
# Codes that no school has: a class mistypes some, a guesser thousands.
WRONG = Limit("join-wrong", 200, 300)


def _no_guessing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Closed for five minutes to an address from which too many wrong codes came, also for right ones."""

    @wraps(view)
    def inside(request: Request, *args: str, **kwargs: str) -> HttpResponse:
        if WRONG.is_full(visitor.address(request)):
            return render(request, "account/busy.html", status=429)
        return view(request, *args, **kwargs)

    return inside


def _enrolment_by_code(request: Request, code: str) -> Any:
    """The enrolment behind a code; one that no school has counts."""
    enrolment = queries.enrolment_by_code(code)
    if enrolment is None and code:
        WRONG.take(visitor.address(request))
    return enrolment


@require_safe
@_no_guessing
def join_by_code(request: Request) -> HttpResponse:
    """A box for the code on the poster."""
    code = request.GET.get("code", "")
    enrolment = _enrolment_by_code(request, code)
    if enrolment:
        return redirect("candidacies:join", enrolment.join_code)
    return render(request, "candidacies/join_code.html", {"code": code[:40], "unknown": bool(code)})


@require_http_methods(["GET", "HEAD", "POST"])
@_no_guessing
def join(request: Request, code: str) -> HttpResponse:
    """Name, address and date of birth; then the code from the mail. The same answer for every address."""
    enrolment = _enrolment_by_code(request, code)
    if enrolment is None:
        raise Http404
    at = clock.now()
    verdict = access.may_join(enrolment, at=at)
    form = JoinForm(enrolment.call, request.POST or None)
    context = {"enrolment": enrolment, "form": form, "verdict": verdict, "deadline": access.learner_deadline(enrolment)}
    if request.method != "POST" or not verdict or not form.is_valid():
        return render(request, "candidacies/join.html", context)
    if not JOINS.take(visitor.address(request)):
        form.add_error(None, _("Many people apply from this network right now. Try again in five minutes."))
        return render(request, "candidacies/join.html", context, status=429)
    actions.join(enrolment, **form.values, at=at)
    return _to_code(request, form.values["email"])


def _to_code(request: Request, email: str) -> HttpResponse:
    """Mail a sign-in code to who may come in, and show the page that asks for it to everybody."""
    account = account_for_sign_in(email) if MAILS.take(email) and not is_locked(email) else None
    if account is not None:
        keep_address(account)
    LoginCodeVerificationProcess.initiate(request=request, user=account, email=email)
    return redirect("account_confirm_login_code")
