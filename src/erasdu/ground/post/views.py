"""The demo's mailbox, and the state of the mail for who keeps the installation going."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.post import access, actions, queries, words


def demo_only(view: Any) -> Any:
    """Everywhere else the page does not exist, also when somebody is signed in."""

    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return opened


@demo_only
@require_safe
def mailbox(request: Request) -> HttpResponse:
    """Every mail that would have been sent, newest first; open to all, because it holds the codes to sign in."""
    listing = Listing(
        request,
        access.mailbox(),
        filters=[Filter("role", _("Role"), list(words.READERS.items()), queries.to_role)],
        search=["person__given_name", "person__family_name", "address", "subject"],
        sorts={"when": (_("When"), "-created_at", "-pk")},
        per_page=30,
    )
    return render(request, "post/mailbox.html", {"listing": listing})


@demo_only
@require_safe
def letter(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(access.mailbox(), key=key)
    return render(request, "post/letter.html", {"letter": found, "text": queries.filled(found)})


@signed_in("coordinator", "administrator")
@require_safe
def letters(request: Request) -> HttpResponse:
    """What went, what waits, what came back; without the texts."""
    listing = Listing(
        request,
        access.letters_for(request.actor),
        filters=[Filter("state", _("State"), [(code.partition(".")[2], says) for code, says in words.STATES.items()])],
        search=["person__given_name", "person__family_name", "address"],
        sorts={"when": (_("When"), "-created_at", "-pk"), "state": (_("State"), "state", "-created_at")},
    )
    if listing.export:
        return listing.table(_("letters"), [_("When"), _("To"), _("Address"), _("State"), _("What went wrong")], _cells)
    rows = [(row, access.may_try_again(request.actor, row)) for row in listing.rows]
    return render(request, "post/letters.html", {"listing": listing, "rows_with_verdicts": rows})


def _cells(row: Any) -> list[object]:
    return [row.created_at, row.person, row.address, row.get_state_display(), row.last_error]


@signed_in("coordinator", "administrator")
@require_POST
def again(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(access.letters_for(request.actor), key=key)
    actions.try_again(found, by=request.actor, at=clock.now())
    messages.success(request, _("The letter is sent again."))
    return redirect("post:letters")
