"""Every request gets `request.actor` (who acts, in which role) and `request.roles` (to switch between)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from erasdu.ground.organisations.queries import account_roles, actor_of
from erasdu.kernel.actor import NOBODY

ACTIVE = "role"


class ActorMiddleware:
    """A role that ended is gone at the next request, because roles are read anew each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.roles = NOBODY, []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            roles = account_roles(request.user.person_id)
            chosen = request.session.get(ACTIVE)
            role = next((r for r in roles if r.pk == chosen), roles[0] if roles else None)
            request.roles, request.role = roles, role  # type: ignore[attr-defined]
            request.actor = actor_of(role) if role else NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)
