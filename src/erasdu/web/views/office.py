"""The state of mail and of background work."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing, Sort
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.kernel.actor import Actor
from erasdu.web import access, actions
from erasdu.web.queries import office
from erasdu.web.queries.board import running, written_about
from erasdu.web.views.parts import title_column
from erasdu.web.words import LETTER_STATES, LETTERS

GROUPS = [
    ("stuck", gettext_lazy("came back or failed")),
    ("waiting", gettext_lazy("waiting")),
    ("gone", gettext_lazy("sent or delivered")),
]


@signed_in("coordinator", "administrator")
@require_safe
def mail(request: Request) -> HttpResponse:
    """What was sent to whom, and what became of it."""
    letters = access.letters_for(request.actor)
    calls = [(call.key, getattr(call, title_column())) for call in running(request.actor, clock.today())]
    filters = [
        Filter("group", _("State"), GROUPS, office.in_group),
        Filter("call", _("Call"), calls, lambda found, key: _of_call(found, key, request.actor)),
    ]
    whole = request.actor.is_coordinator
    listing = Listing(
        request,
        letters,
        filters=filters,
        search=["subject", "address", "person__given_name", "person__family_name"] if whole else [],
        sorts={
            "when": Sort(gettext_lazy("Written"), ("-created_at",)),
            "state": Sort(gettext_lazy("State"), ("state", "-created_at")),
        },
    )
    if listing.export:
        return listing.table(_("mail"), _headers(), lambda letter: _cells(letter, request.actor))
    rows = [_line(letter, request.actor) for letter in listing.rows]
    return render(request, "web/mail.html", {"listing": listing, "lines": rows, "whole": whole})


def _of_call(letters: QuerySet[Any], key: str, actor: Actor) -> QuerySet[Any]:
    """Those to everybody who has part in the call."""
    return written_about(get_object_or_404(calls_for(actor), key=key), letters)


def _line(letter: Any, actor: Actor) -> dict[str, object]:
    name, address = office.to_whom(letter, actor)
    kind, text = LETTER_STATES[letter.state]
    may = access.may_send_again(actor, letter)
    title = letter.subject if actor.is_coordinator else _kind_of_letter(letter.template)
    return {"letter": letter, "name": name, "address": address, "kind": kind, "text": text, "may": may, "title": title}


def _kind_of_letter(template: str) -> object:
    """What it is about, without a name; the folder of the template when the letter has no words of its own."""
    folder = template.rpartition("/")[0] + "/"
    return LETTERS.get(template) or LETTERS.get(folder, template)


def _headers() -> list[str]:
    return [_("Written"), _("To"), _("Address"), _("Subject"), _("State"), _("Sent"), _("Came back"), _("Why")]


def _cells(letter: Any, actor: Actor) -> list[object]:
    line = _line(letter, actor)
    return [
        letter.created_at, line["name"], line["address"], line["title"], line["text"], letter.sent_at,
        letter.returned_at, letter.last_error,
    ]  # fmt: skip


@signed_in("coordinator", "administrator")
@require_POST
def send_again(request: Request, key: str) -> HttpResponse:
    letter = get_object_or_404(access.letters_for(request.actor), key=key)
    actions.send_again(letter, by=request.actor, at=clock.now())
    messages.success(request, _("The mail goes once more."))
    return redirect("mail")


@signed_in("administrator")
@require_POST
def try_again(request: Request, key: str) -> HttpResponse:
    job = get_object_or_404(access.jobs_for(request.actor), key=key)
    actions.try_again(job, by=request.actor, at=clock.now())
    messages.success(request, _("The work starts once more."))
    return redirect("home")
