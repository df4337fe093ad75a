"""Who may open a signer's page: the holder of its link after a code, or the person's own account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import actor_for, audience_of, gone, sealed, visiting
from erasdu.ground.look import visitor
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import speaking_to
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.people.queries import notice_due

SignerView = Callable[..., HttpResponse]


def by_signer(view: Callable[..., HttpResponse]) -> SignerView:
    """The view gets the request and the signer; everybody else the page for links that are gone."""

    @wraps(view)
    def opened(request: Request, key: str, **names: Any) -> HttpResponse:
        signer = come_in(request, key)
        if isinstance(signer, HttpResponse):
            return sealed(signer)
        with speaking_to(request, signer.person.language if request.actor.via == "link" else ""):
            return sealed(view(request, signer, **names))

    return opened


def come_in(request: Request, key: str) -> Any:
    """The signer whose page this browser may open, or the answer for everybody else."""
    found = queries.signer_at_door(key)
    if found is None:
        return gone(request, key=key)
    link = visiting(request, found.link.key, clock.now()) if found.link else None
    if link is not None:
        request.actor = actor_for(link)
        if notice_due(link.person_id, audience_of(link)):
            return redirect("links:notice", key=link.key)
    signer = access.signers_for(request.actor).filter(pk=found.pk).first()
    return signer if signer is not None else gone(request, key=found.link.key if found.link else key)


def pdf_of(data: bytes, envelope: Any) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{queries.reference(envelope)}.pdf"'
    return response


def visit_of(request: Request, signer: Any, language: str = "") -> Visit:
    """What is kept aside about this visit."""
    method = "link" if request.actor.via == "link" else "account"
    explanation = queries.explanation_mark(signer, language) if language else ""
    return Visit(
        method=method, address=visitor.address(request), browser=visitor.browser(request), explanation=explanation
    )
