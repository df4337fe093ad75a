"""Texts of papers that the coordinator may edit: a draft, a look at it, and from then on new papers have it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.forms import WordingForm, texts_of
from erasdu.ground.paperwork.rules import Kind

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@signed_in("coordinator")
@require_safe
def index(request: Request) -> HttpResponse:
    lines = queries.text_lines()
    context = {"lines": lines, "unfit": sum(bool(line.unfit) for line in lines)}
    return render(request, "paperwork/texts.html", context)


@signed_in("coordinator")
@get_or_post
def edit(request: Request, code: str, language: str) -> HttpResponse:
    """Every clause in a field of its own; what is wrong stands at that clause."""
    kind = _kind(code, language)
    draft, content = queries.draft_of(kind, language), queries.editable(kind, language)
    initial = texts_of(kind, content) | {"revision": draft.revision if draft else None}
    form = WordingForm(request.POST or None, kind=kind, language=language, content=content, initial=initial)
    context: dict[str, object] = {"kind": kind, "language": language, "form": form, "draft": draft}
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_text(
                kind, language, form.content, revision=form.revision_seen, by=request.actor, at=clock.now()
            )
        except Stale:
            context |= both(form, texts_of(kind, content))
            over(form, draft.revision if draft else 0)
        else:
            messages.success(request, _("The draft is saved. Look at it, then publish it."))
            return redirect("paperwork:text", code, language)
    context |= {
        "places": queries.known_places(kind, language),
        "versions": queries.versions_of(kind, language),
        "unfit": queries.unfit_of(kind, language),
        "since_in_force": queries.differs_from_in_force(kind, language),
        "since_shipped": queries.differs_from_shipped(kind, language),
    }
    return render(request, "paperwork/text.html", context)


@signed_in("coordinator")
@require_safe
def old(request: Request, code: str, language: str, version: int) -> HttpResponse:
    """A version that was published, to read, and what the next one changed in it."""
    kind = _kind(code, language)
    text = queries.old_text(kind, language, version)
    if text is None:
        raise Http404
    return render(request, "paperwork/old_text.html", {"kind": kind, "language": language, "text": text})


@signed_in("coordinator")
@require_safe
def preview(request: Request, code: str, language: str) -> HttpResponse:
    """As PDF, with invented data."""
    kind = _kind(code, language)
    pdf = queries.preview(kind, language, queries.being_written(kind, language), clock.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="specimen-{kind.name}.pdf"'
    return response


@signed_in("coordinator")
@require_POST
def publish(request: Request, code: str, language: str) -> HttpResponse:
    kind = _kind(code, language)
    draft = queries.draft_of(kind, language)
    if draft is None:
        raise Stale
    actions.publish(draft, kind, by=request.actor, at=clock.now())
    told = _("Version %(number)d is in force: new papers have this text.") % {"number": draft.version}
    messages.success(request, told)
    return redirect("paperwork:texts")


@signed_in("coordinator")
@require_POST
def drop(request: Request, code: str, language: str) -> HttpResponse:
    draft = queries.draft_of(_kind(code, language), language)
    if draft is not None:
        actions.drop(draft, by=request.actor, at=clock.now())
    messages.success(request, _("The draft is thrown away."))
    return redirect("paperwork:text", code, language)


@signed_in("coordinator")
@require_POST
def shipped(request: Request, code: str, language: str) -> HttpResponse:
    actions.back_to_shipped(_kind(code, language), language, by=request.actor, at=clock.now())
    messages.success(request, _("The text that comes with ErasDu is in force again."))
    return redirect("paperwork:texts")


def _kind(code: str, language: str) -> Kind:
    """A kind, in a language that it has."""
    try:
        kind = papers.kind(code)
    except papers.UnknownKind:
        raise Http404 from None
    if language not in kind.languages:
        raise Http404
    return kind
