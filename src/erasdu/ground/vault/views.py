"""The one address at which a file is read."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import VISITS, visiting
from erasdu.ground.look.requests import Request
from erasdu.ground.vault import actions, blobs, queries

log = logging.getLogger(__name__)
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@require_safe
def file(request: Request, key: str, ends: int, mark: str) -> HttpResponse:
    """One page for what is too old, changed, or of somebody else."""
    at = clock.now()
    found = queries.addressed(key, ends, mark, _who_is_here(request, at), at)
    if found is None:
        return _told(request, "vault/gone.html", 404)
    try:
        data = queries.read(found)
    except queries.Damaged:
        actions.report_damage(found, at=at)
        return _told(request, "vault/damaged.html", 410)
    except blobs.NotReached as error:
        log.error("the file %s cannot be read now: %s", key, error)
        return _told(request, "vault/later.html", 503)
    log.info("the file %s was read", key)
    return _sent(data, key, found.media_type)


def _who_is_here(request: Request, at: datetime) -> Iterator[int]:
    """Who is signed in, and whoever came in by a personal link in this browser that still works."""
    if request.actor.person is not None:
        yield request.actor.person
    for link_key in request.session.get(VISITS, {}):
        if link := visiting(request, link_key, at):
            yield link.person_id


def _sent(data: bytes, key: str, media_type: str) -> HttpResponse:
    """A picture is shown, a PDF is saved; neither may run anything, be kept on the way, or stand in another site."""
    response = HttpResponse(data, content_type=media_type)
    way = "inline" if media_type.startswith("image/") else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{key}.{ENDINGS.get(media_type, "bin")}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


def _told(request: Request, template: str, status: int) -> HttpResponse:
    response = render(request, template, status=status)
    add_never_cache_headers(response)
    return response
