"""Who may open a page at all; what they see inside is decided by access."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast, overload

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from erasdu.ground.look.requests import Request, back_from

View = TypeVar("View", bound=Callable[..., HttpResponse])


@overload
def signed_in(view: View, /) -> View: ...
@overload
def signed_in(*roles: str) -> Callable[[View], View]: ...
def signed_in(*given: Any) -> Any:
    """`@signed_in`: any role; `@signed_in("coordinator")`: for others the page does not exist.

    A partner's contact point comes in by "partner", not by "contact_point": pages of schools are not its own.
    """
    if len(given) == 1 and callable(given[0]):
        return _door(given[0], frozenset())
    return lambda view: _door(view, frozenset(given))


def _door(view: View, roles: frozenset[str]) -> View:
    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.actor.is_known:
            raise PermissionDenied("this account has no role")
        if roles and request.actor.door not in roles:
            raise Http404
        return view(request, *args, **kwargs)

    return cast(View, opened)


def to_sign_in(request: Request) -> HttpResponse:
    """The sign-in page, and from there back: after a form was sent, to the page that held it."""
    login = redirect_to_login(_page_of(request), resolve_url("account_login"))
    return HttpResponseClientRedirect(login.url) if request.htmx else login


def _page_of(request: Request) -> str:
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    return (request.method == "POST" and back_from(request)) or request.get_full_path()
