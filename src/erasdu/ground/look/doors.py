"""Who may open a page at all; what they see inside is decided by access."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from erasdu.ground.look.requests import Request

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponse]


@overload
def signed_in(view: View[P], /) -> View[P]: ...
@overload
def signed_in(*roles: str) -> Callable[[View[P]], View[P]]: ...
def signed_in(*given: Any) -> Any:
    """`@signed_in`: any role; `@signed_in("coordinator")`: for others the page does not exist."""
    if len(given) == 1 and callable(given[0]):
        return _door(given[0], frozenset())
    return lambda view: _door(view, frozenset(given))


def _door(view: View[P], roles: frozenset[str]) -> View[P]:
    @wraps(view)
    def opened(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.actor.is_known:
            raise PermissionDenied("this account has no role")
        if roles and request.actor.role not in roles:
            raise Http404
        return view(request, *args, **kwargs)

    return opened


def to_sign_in(request: Request) -> HttpResponse:
    """The sign-in page, and from there back: after a form was sent, to the page that held it."""
    login = redirect_to_login(_page_of(request), resolve_url("account_login"))
    return HttpResponseClientRedirect(login.url) if request.htmx else login


def _page_of(request: Request) -> str:
    shown = request.htmx.current_url if request.htmx else request.headers.get("Referer")
    here = {request.get_host()}
    if (request.htmx or request.method != "GET") and url_has_allowed_host_and_scheme(shown or "", here):
        return shown or ""
    return request.get_full_path()
