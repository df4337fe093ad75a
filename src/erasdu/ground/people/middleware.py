"""What comes before anything else after signing in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erasdu.ground.people.queries import has_second_factor, notice_due
from erasdu.ground.people.rules import must_have_second_factor

FIRST_THINGS = "first_things"  # session: set at sign-in and at a change of role, taken away when all is done
FREE = (
    "account_logout", "account_inactive", "account_reauthenticate", "set_language", "people:second_factor",
    "people:notice", "people:switch_role", "privacy:index", "privacy:notice",
)  # fmt: skip


class FirstThings:
    """Out when no role is left; then the second factor where it is compulsory; then the privacy notice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.roles:  # type: ignore[attr-defined]
            logout(request)
            return redirect("account_inactive")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not request.user.is_authenticated or FIRST_THINGS not in request.session:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in FREE or name.startswith("mfa_"):
            return None
        if step := self._step(request):
            return redirect(step)
        del request.session[FIRST_THINGS]
        return None

    def _step(self, request: HttpRequest) -> str:
        kinds = {role.kind for role in request.roles}  # type: ignore[attr-defined]
        if must_have_second_factor(kinds, settings.SECOND_FACTOR_ROLES) and not has_second_factor(request.user):
            return "people:second_factor"
        role = request.role  # type: ignore[attr-defined]
        return "people:notice" if notice_due(role.person_id, role.kind) else ""
