"""What every page knows: who acts, their roles, demo mode, the languages."""

from django.conf import settings
from django.http import HttpRequest

from erasdu.kernel.actor import NOBODY


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "actor": getattr(request, "actor", NOBODY),
        "roles": getattr(request, "roles", []),
        "role": getattr(request, "role", None),
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
