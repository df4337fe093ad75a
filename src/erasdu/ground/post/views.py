"""The demo's mailbox: the mails that would have been sent."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.people.queries import in_demo
from erasdu.ground.post import access, queries, words


def demo_only(view: Any) -> Any:
    """Everywhere else the page does not exist, also when somebody is signed in."""

    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not in_demo():
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
    if listing.export:
        return listing.table(_("mails"), [_("When"), _("To"), _("Address"), _("Subject")], _cells)
    for row in listing.rows:
        row.begin = queries.filled(row)
    return render(request, "post/mailbox.html", {"listing": listing})


def _cells(row: Any) -> list[object]:
    return [row.created_at, row.person or "", row.address, row.subject]


@demo_only
@require_safe
def letter(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(access.mailbox(), key=key)
    return render(request, "post/letter.html", {"letter": found, "text": queries.filled(found)})
