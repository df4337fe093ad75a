"""The texts of notices, as the coordinator words them: a draft, a look at it, and a way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.office.notices import actions
from erasdu.office.notices.forms import WordingForm
from erasdu.office.notices.queries import catalogue, pages


@signed_in("coordinator")
@require_safe
def index(request: Request) -> HttpResponse:
    """Each text with what it is written for; `?q=` only those with these words."""
    searched = request.GET.get("q", "").strip()[:80]
    rows = pages.text_rows("en" if get_language() == "en" else "nl", searched)
    return render(request, "notices/texts.html", {"rows": rows, "searched": searched})


@signed_in("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, text: str, language: str) -> HttpResponse:
    """Subject and text with places to fill in; what is wrong stands at its field."""
    _known(text, language)
    draft, content = catalogue.draft_of(text, language), catalogue.being_written(text, language)
    stored = {"subject": content.subject, "body": content.body}
    places = catalogue.places_of(text)
    form = WordingForm(
        request.POST if request.method == "POST" else None, places=places, kept=catalogue.kept_in(text),
        subject=catalogue.has_subject(text),
        initial=stored | {"revision": draft.revision if draft else None},
    )  # fmt: skip
    context: dict[str, object] = {"form": form, "draft": draft, "text": text, "language": language}
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_text(
                text, language, subject=form.values.get("subject", ""), body=form.values["body"],
                revision=form.revision_seen, by=request.actor, at=clock.now(),
            )  # fmt: skip
        except Stale:
            context |= both(form, stored)
            over(form, draft.revision if draft else 0)
        else:
            messages.success(request, _("The draft is saved. Look at it, then publish it."))
            return redirect("notices:text", text, language)
    context |= {
        "samples": catalogue.samples_of(text, language),
        "preview": catalogue.preview(text, language, content),
        "shipped": catalogue.shipped(text, language),
        "versions": catalogue.versions_of(text, language),
    }
    return render(request, "notices/text.html", context)


@signed_in("coordinator")
@require_POST
def publish(request: Request, text: str, language: str) -> HttpResponse:
    _known(text, language)
    draft = catalogue.draft_of(text, language)
    if draft is None:
        raise Stale
    actions.publish(draft, by=request.actor, at=clock.now())
    told = _("Version %(number)d is in force: mails have this text from now on.") % {"number": draft.version}
    messages.success(request, told)
    return redirect("notices:texts")


@signed_in("coordinator")
@require_POST
def drop(request: Request, text: str, language: str) -> HttpResponse:
    _known(text, language)
    draft = catalogue.draft_of(text, language)
    if draft is not None:
        actions.drop(draft, by=request.actor, at=clock.now())
    messages.success(request, _("The draft is thrown away."))
    return redirect("notices:text", text, language)


@signed_in("coordinator")
@require_POST
def shipped(request: Request, text: str, language: str) -> HttpResponse:
    _known(text, language)
    actions.back_to_shipped(text, language, by=request.actor, at=clock.now())
    messages.success(request, _("The text that comes with ErasDu is in force again."))
    return redirect("notices:texts")


def _known(text: str, language: str) -> None:
    """A text of the table, in one of its languages."""
    if not catalogue.is_known(text, language):
        raise Http404
