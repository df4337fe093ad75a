"""Explanations beside papers: which were read and confirmed, by whom, and confirming one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import actions, forms, papers, queries

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BESIDE = "nl"  # the language that who confirms can compare with


@signed_in("coordinator")
@require_safe
def index(request: Request) -> HttpResponse:
    """Every kind with its languages."""
    kinds = queries.explained()
    lines = [line for _kind, of_kind in kinds for line in of_kind]
    done = sum(1 for line in lines if line.name)
    return render(request, "paperwork/explanations.html", {"kinds": kinds, "done": done, "all": len(lines)})


@signed_in("coordinator")
@get_or_post
def show(request: Request, code: str, language: str) -> HttpResponse:
    """One text beside the same in Dutch, to read and confirm."""
    found = _found(code, language)
    about = papers.specimen_facts(code, found.kind.languages[0]).get("learner", "")
    form = forms.ConfirmForm(request.POST or None, initial={"digest": found.digest})
    if request.method == "POST" and form.is_valid():
        actions.confirm_explanation(found.kind, language, **form.values, by=request.actor, at=clock.now())
        who = {"name": form.cleaned_data["name"], "language": found.language_name}
        messages.success(request, _("Confirmed by %(name)s: %(language)s.") % who)
        return redirect("paperwork:explanations")
    first = queries.explained_one(found.kind, BESIDE) if language != BESIDE else None
    context = {
        "line": found,
        "explanation": found.explanation.about(str(about)),
        "first": first.explanation.about(str(about)) if first else None,
        "first_language": BESIDE,
        "form": form,
    }
    return render(request, "paperwork/explanation.html", context)


def _found(code: str, language: str) -> queries.Explained:
    try:
        found = queries.explained_one(papers.kind(code), language)
    except papers.UnknownKind:
        raise Http404 from None
    if found is None:
        raise Http404
    return found
