"""Two doors to one page: a host by its own link on a phone, or its contact point who has it on the telephone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import actor_for, audience_of, gone, sealed, visiting
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import speaking_to
from erasdu.ground.people.queries import notice_due
from erasdu.journey.hosting.access import asking as access
from erasdu.journey.hosting.actions.asking import OFFER
from erasdu.journey.hosting.queries import offers

WINDOW = "window"
STAFF = ("contact_point", "partner", "coordinator")


@dataclass(frozen=True, slots=True)
class Visit:
    """A host that answers. `key`: of its link, or of the question when somebody has it on the telephone.

    `windows`: what it is asked, offers or promised, that which the page is about first; `asked`: the newest question,
    also when what it was about is over.
    """

    row: Any  # a company or home
    asked: Any
    key: str
    by_link: bool
    windows: tuple[offers.Window, ...]

    @classmethod
    def of(cls, request: Request, row: Any, key: str, ask: Any = None) -> "Visit":
        """`ask`: of the telephone. The days are in the address; who looks at days that are over sees the first."""
        windows, wanted = offers.windows_of(row, clock.today(), ask), request.GET.get(WINDOW, "")
        about = next((each for each in windows if each.key == wanted), windows[0])
        if request.method == "POST" and wanted not in ("", about.key) and about.call is not None:
            raise Http404
        rest = [each for each in windows if each is not about]
        return cls(row, ask or offers.ask_of(row), key, ask is None, (about, *rest))

    @property
    def is_home(self) -> bool:
        return hasattr(self.row, "kind")

    @property
    def window(self) -> offers.Window:
        return self.windows[0]

    @property
    def ask(self) -> Any:
        """What is answered: the question for these days; of who was asked for no days that still come, the last one."""
        return self.window.ask or (None if any(each.ask for each in self.windows) else self.asked)

    def to(self, page: str = "", **names: str) -> str:
        """The address of a page of this visit about the same days: "", "place", "beds" and so on."""
        return self.about(self.window, page, **names)

    def about(self, window: offers.Window, page: str = "", **names: str) -> str:
        name = f"{'own' if self.by_link else 'ask'}{'_' if page else ''}{page}"
        address = reverse(f"hosting:{name}", kwargs={"key": self.key, **names})
        return f"{address}?{urlencode({WINDOW: window.key})}"


HostView = Callable[..., HttpResponse]


def by_link(view: HostView) -> HostView:
    """The holder of the link, in their language; everybody else the page for links that are gone."""

    @wraps(view)
    def opened(request: Request, key: str, **names: str) -> HttpResponse:
        link = visiting(request, key, clock.now())
        if link is None or link.purpose != OFFER:
            return sealed(gone(request, key=key))
        request.actor = actor_for(link)
        if notice_due(link.person_id, audience_of(link)):
            return sealed(redirect("links:notice", key=link.key))
        find = access.home_at_door if link.subject_kind == "hosting.home" else access.company_at_door
        row = find(request.actor, link.subject_pk)
        if row is None:
            return sealed(gone(request, key=key))
        visit = Visit.of(request, row, key)
        with speaking_to(request, link.person.language):
            return sealed(view(request, visit, **names))

    return opened


def by_phone(view: HostView) -> HostView:
    """Who keeps the network, answering for one that was asked."""

    @wraps(view)
    @signed_in(*STAFF)
    def opened(request: Request, key: str, **names: str) -> HttpResponse:
        ask = get_object_or_404(access.asks_for(request.actor), key=key)
        access.may_follow(request.actor, ask).require()
        return view(request, Visit.of(request, ask.company or ask.home, key, ask), **names)

    return opened
