"""What every page knows: who acts, their roles, the main menu, demo mode, the languages."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erasdu.kernel.actor import ADMINISTRATOR, CONTACT_POINT, COORDINATOR, LEARNER, NOBODY, PARTNER, Actor

MENU = {
    COORDINATOR: (
        (pgettext_lazy("menu", "Start"), "home"),
        (_("Calls"), "calls:index"),
        (_("Organisations"), "organisations:index"),
        (_("Memberships"), "membership:index"),
        (_("Networks"), "hosting:index"),
        (_("Texts"), "paperwork:texts"),
        (_("Mail"), "mail"),
        (_("Retention"), "retention:index"),
    ),
    CONTACT_POINT: (
        (pgettext_lazy("menu", "Start"), "home"),
        (_("Calls"), "calls:index"),
        (_("My schools"), "organisations:index"),
        (_("My network"), "hosting:index"),
        (_("Planned mail"), "notices:index"),
    ),
    PARTNER: (
        (pgettext_lazy("menu", "Start"), "home"),
        (_("Learners shown to us"), "sharing:index"),
        (_("My organisation"), "organisations:index"),
        (_("My network"), "hosting:index"),
    ),
    LEARNER: ((pgettext_lazy("menu", "Start"), "home"),),
    ADMINISTRATOR: (
        (pgettext_lazy("menu", "Start"), "home"),
        (_("Organisations"), "organisations:index"),
        (_("Mail"), "mail"),
        (_("Retention"), "retention:index"),
    ),
}


def page(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "roles": getattr(request, "roles", []),
        "role": getattr(request, "role", None),
        "navigation": lazy(lambda: list(_menu(actor, request.path)), list)(),
        "write_to": reverse("outreach:message") if actor.door in (COORDINATOR, CONTACT_POINT) else "",
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }


def _menu(actor: Actor, path: str) -> Iterator[tuple[object, str, bool]]:
    """Label, address, and whether the page lies under it."""
    entries = [(label, reverse(name)) for label, name in MENU.get(actor.door, ())]
    under = max((url for _label, url in entries if path.startswith(url) and url != "/"), key=len, default="/")
    for label, url in entries:
        yield label, url, url == under and (url != "/" or path == "/" or path.startswith(("/board/", "/dossier/")))
