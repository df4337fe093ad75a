"""What comes before anything else after signing in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect

from erasdu.ground.look.requests import Request
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Account
from erasdu.ground.people.queries import has_second_factor, notice_due
from erasdu.ground.people.rules import must_have_second_factor

FIRST_THINGS = "first_things"  # session: set at sign-in and at a change of role, taken away when all is done
FREE = (
    "account_logout", "account_inactive", "account_reauthenticate", "set_language", "people:second_factor",
    "people:notice", "people:switch_role", "privacy:index", "privacy:notice",
)  # fmt: skip


class SignedIn(Request):
    """The request of somebody who is signed in."""

    user: Account
    role: Role
    roles: list[Role]


class FirstThings:
    """Out when no role is left; then the second factor where it is compulsory; then the privacy notice."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SignedIn) -> HttpResponse:
        if request.user.is_authenticated and not request.roles:
            logout(request)
            return redirect("account_inactive")
        return self.get_response(request)

    def process_view(self, request: SignedIn, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not request.user.is_authenticated or FIRST_THINGS not in request.session:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in FREE or name.startswith("mfa_"):
            return None
        if step := self._step(request):
            return redirect(step)
        del request.session[FIRST_THINGS]
        return None

    def _step(self, request: SignedIn) -> str:
        kinds = {role.kind for role in request.roles}
        if must_have_second_factor(kinds, settings.SECOND_FACTOR_ROLES) and not has_second_factor(request.user):
            return "people:second_factor"
        return "people:notice" if notice_due(request.role.person_id, request.role.kind) else ""
