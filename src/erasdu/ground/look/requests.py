"""The request as our views get it, and what a page that explains may know of it."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from erasdu.kernel.actor import Actor
from erasdu.kernel.text import clean_text

NEVER_SHOWN = ("csrfmiddlewaretoken", "form_key", "revision")
SECRET = ("password", "code", "token")
LONGEST = 20_000


class Request(HttpRequest):
    """Made by the middleware: never constructed by us."""

    actor: Actor
    htmx: HtmxDetails


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The texts of the form that was sent, for copying; never a secret."""
    texts = [(name, clean_text(text)[:LONGEST]) for name in request.POST for text in request.POST.getlist(name)]
    return [
        (name.replace("_", " ").replace("-", " "), text)
        for name, text in texts
        if text.strip() and name not in NEVER_SHOWN and not any(word in name.lower() for word in SECRET)
    ]


def back_from(request: HttpRequest) -> str:
    """The page on this site that the reader came from, or ""."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
