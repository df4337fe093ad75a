"""Views that open by personal link: `@by_link("selection.input")` gives them the request and the link."""

from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_info

from erasdu.ground.journal import clock
from erasdu.ground.links import queries, rules
from erasdu.ground.links.models import Link
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import EVERYWHERE, OWN, of_browser, speaking_to
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.queries import notice_due
from erasdu.kernel.actor import Actor

VISITS = "links"  # session: key of a link → when its holder came in
MOST_VISITS = 40
# Not `no-referrer`: with that a browser sends `Origin: null` when a form is posted, which the forgery check
# refuses. `strict-origin` gives away no path, so no token either.
REFERRER = "strict-origin"


LinkView = Callable[..., HttpResponse]  # request, link, and what else stands in the address
KeyView = Callable[..., HttpResponse]


def by_link(*purposes: str, abroad: bool = False) -> Callable[[LinkView], KeyView]:
    """The link must work at this moment and have been opened in this browser; otherwise the page that helps on.

    `purposes`: of the links for which it opens. `abroad`: this page exists in the languages of hosts; else only in
    Dutch and English. It speaks that of its reader.
    """

    def decorate(view: LinkView) -> KeyView:
        @wraps(view)
        def opened(request: Request, key: str, **names: str) -> HttpResponse:
            link = visiting(request, key, clock.now())
            if link is None or link.purpose not in purposes:
                return sealed(gone(request, key=key))
            request.actor = actor_for(link)
            if notice_due(link.person_id, audience_of(link)):
                return sealed(redirect("links:notice", key=link.key))
            with speaking_to(request, link.person.language, EVERYWHERE if abroad else OWN):
                return sealed(view(request, link, **names))

        return opened

    return decorate


def visiting(request: HttpRequest, key: str, at: datetime) -> Link | None:
    """The working link with this key, when its holder came in by this browser not too long ago."""
    since = request.session.get(VISITS, {}).get(key)
    if since is None or datetime.fromisoformat(since) + rules.VISIT_LASTS < at:
        return None
    link = queries.working_key(key, at)
    if link is not None and is_strict(link) and datetime.fromisoformat(since) + rules.STRICT_VISIT_LASTS < at:
        return None
    return link


def is_strict(link: Link) -> bool:
    """Whether this door asks for a code every time, also in a remembered browser, and soon again."""
    return link.purpose in settings.STRICT_DOORS


def let_in(request: HttpRequest, link: Link, at: datetime) -> None:
    """From now on this browser's session holds the link; its key changes, so that a planted one is worth nothing."""
    fresh = {key: since for key, since in request.session.get(VISITS, {}).items() if _fresh(since, at)}
    kept = dict(sorted(fresh.items(), key=lambda visit: visit[1])[-MOST_VISITS:])
    request.session.cycle_key()
    request.session[VISITS] = {**kept, link.key: at.isoformat()}


def let_in_too(request: HttpRequest, links: Iterable[Link], at: datetime) -> None:
    """Who came in by one link may open these of their own as well: see `queries.opens_too`."""
    for link in links:
        if visiting(request, link.key, at) is None:
            let_in(request, link, at)


def _fresh(since: str, at: datetime) -> bool:
    return datetime.fromisoformat(since) + rules.VISIT_LASTS + timedelta(minutes=1) > at


def actor_for(link: Link) -> Actor:
    """A link acts in its holder's role; one without a role acts for its person alone."""
    if link.role is None:
        return Actor(link.person_id, "holder", via="link", link=link.pk)
    return actor_of(link.role, via="link", link=link.pk)


def audience_of(link: Link) -> str:
    """Which privacy notice its holder gets."""
    return link.audience or (link.role.kind if link.role else "guardian")


def own_words(link: Link, known: Container[str]) -> dict[str, object]:
    """For the page of a code or notice: what it says once more in the holder's language, unless that is
    `known` or the page speaks it already."""
    language = link.person.language
    said = language in known or language == get_language()
    phrases = None if said else import_string(settings.DOOR_PHRASES)(language)
    rtl = get_language_info(language)["bidi"] if phrases else False
    return {"own": phrases, "own_language": language, "own_direction": "rtl" if rtl else "ltr"}


def gone(request: HttpRequest, *, token: str = "", key: str = "") -> HttpResponse:
    """The one page for unknown, forged, expired and revoked links, and for those of somebody else: in the language
    of the browser, as the page may not tell whose link it was."""
    with speaking_to(request, of_browser(request)):
        return render(request, "links/gone.html", {"token": token, "key": key}, status=404)


def sealed(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, told to no other site."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = REFERRER
    return response
