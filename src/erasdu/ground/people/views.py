"""The door, what comes before anything else, and one's own settings."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.socialaccount.providers.openid_connect import views as openid_views
from django.conf import settings as configured
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from erasdu.ground.journal import clock
from erasdu.ground.links import access as links_access
from erasdu.ground.links import actions as links_actions
from erasdu.ground.links import queries as links_queries
from erasdu.ground.look import visitor
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import of_browser, speaking_to
from erasdu.ground.people import access, actions, queries
from erasdu.ground.people.forms import DetailsForm
from erasdu.ground.people.middleware import FIRST_THINGS, SignedIn
from erasdu.ground.people.rules import AUDIENCES
from erasdu.ground.people.words import AUDIENCES as AUDIENCE_WORDS
from erasdu.kernel.verdict import no

# Per visitor's address: a class of thirty with all its second tries stays far below it.
KNOCKS = Limit("sign-in-door", 600, 300)


class Door(RequestLoginCodeView):  # type: ignore[misc]
    """An address, for a code; or a passkey, or the school's own sign-in."""

    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not KNOCKS.take(visitor.address(request)):
            return render(request, "account/busy.html", status=429)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class CodeDoor(ConfirmLoginCodeView):  # type: ignore[misc]
    """The code from the mail. Every try counts before it is compared, for known and unknown addresses alike."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not KNOCKS.take(visitor.address(request)):
            return render(request, "account/busy.html", status=429)
        email = self._process.state.get("email", "")
        if self._action == "verify" and not actions.try_counts(email, at=clock.now()):
            self._process.abort()
            return redirect("people:locked")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        actions.try_was_right(self._process.state.get("email", ""))
        response: HttpResponse = super()._verify_form_valid(form)
        return response


door = login_not_required(Door.as_view())
code_door = CodeDoor.as_view()


def openid(request: Request, provider_id: str) -> HttpResponse:
    return _reachable(openid_views.login, request, provider_id)


def openid_back(request: Request, provider_id: str) -> HttpResponse:
    return _reachable(openid_views.callback, request, provider_id)


def _reachable(view: Any, request: Request, provider_id: str) -> HttpResponse:
    """A school's server that does not answer is no fault of ours: a page that says so."""
    try:
        response: HttpResponse = view(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=401)
    return response


@require_safe
def locked(request: Request) -> HttpResponse:
    return render(request, "account/locked.html", status=429)


def nothing_here(request: Request, *args: str, **kwargs: str) -> HttpResponse:
    """Pages of the sign-in library that we do not have: passwords, signing up."""
    raise Http404


@require_POST
@login_required
def switch_role(request: SignedIn) -> HttpResponse:
    role = next((role for role in request.roles if str(role.pk) == request.POST.get("role", "")), None)
    if role is None:
        no("role_not_yours").require()
    else:
        request.session["role"] = role.pk
        request.session[FIRST_THINGS] = True
    return redirect(configured.LOGIN_REDIRECT_URL)


@require_safe
@login_required
def second_factor(request: SignedIn) -> HttpResponse:
    """Where a role needs a passkey or an app and there is none yet."""
    return render(request, "people/second_factor.html", {"there": queries.has_second_factor(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice(request: SignedIn) -> HttpResponse:
    """The privacy notice of one's present role: one page to read, one button."""
    audience = request.role.kind
    if request.method == "POST":
        actions.give_notice(request.user.person, audience, "screen", at=clock.now())
        return redirect(configured.LOGIN_REDIRECT_URL)
    return render(request, "people/notice.html", {"notice": queries.notice(audience)})


@require_safe
def privacy_index(request: Request) -> HttpResponse:
    return render(request, "people/privacy_index.html", {"audiences": AUDIENCE_WORDS.items()})


@require_safe
def privacy(request: Request, audience: str) -> HttpResponse:
    if audience not in AUDIENCES:
        raise Http404
    with speaking_to(request, of_browser(request), queries.notice_languages(audience)):
        return render(request, "people/privacy.html", {"notice": queries.notice(audience)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(request: SignedIn) -> HttpResponse:
    person = request.user.person
    form = DetailsForm(request.POST or None, initial=_details(person))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_person(person, by=request.actor, at=clock.now(), revision=form.revision_seen, **form.values)
        except Stale:
            texts = both(form, _details(person))
            form.data = {**request.POST.dict(), "revision": str(person.revision)}
            return render(request, "people/settings.html", _page(request, form) | texts)
        messages.success(request, _("Your details are saved."))
        response = redirect("people:settings")
        _speak(response, form.cleaned_data["language"])
        return response
    return render(request, "people/settings.html", _page(request, form))


def _details(person: Any) -> dict[str, object]:
    names = ("given_name", "family_name", "phone", "language", "revision")
    return {name: getattr(person, name) for name in names}


def _page(request: SignedIn, form: DetailsForm) -> dict[str, object]:
    at = clock.now()
    return {
        "form": form,
        "email": request.user.email,
        "factors": queries.factors(request.user),
        "sessions": queries.sessions(request.actor, at),
        "here": request.session.session_key,
        "devices": links_queries.devices(request.actor.person, at),
        "school_sign_ins": bool(any(found["APPS"] for found in configured.SOCIALACCOUNT_PROVIDERS.values())),
    }


def _speak(response: HttpResponse, language: str) -> None:
    secure = configured.SESSION_COOKIE_SECURE
    response.set_cookie(configured.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=secure)


@require_POST
@signed_in
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    session = get_object_or_404(access.sessions_for(request.actor), pk=pk)
    actions.end_session(session, by=request.actor, at=clock.now())
    messages.success(request, _("That browser is signed out."))
    return redirect("people:settings")


@require_POST
@signed_in
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """All others; this browser stays, with the new secret."""
    account = request.user
    key = request.session.session_key or ""
    actions.sign_out_everywhere(account, keep=key, by=request.actor, at=clock.now())
    update_session_auth_hash(request, account)
    actions.moved(account, was=key, now=request.session.session_key or "")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("people:settings")


@require_POST
@signed_in
def forget_device(request: SignedIn, pk: int) -> HttpResponse:
    at = clock.now()
    device = get_object_or_404(links_access.devices_for(request.actor.person, at), pk=pk)
    links_actions.forget(device, by=request.actor, at=at)
    messages.success(request, _("That device will ask for a code again."))
    return redirect("people:settings")
