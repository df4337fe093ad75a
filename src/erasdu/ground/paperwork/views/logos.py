"""The coordinator's own picture on papers, beside the wordmark."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import actions, forms, papers, queries
from erasdu.kernel.verdict import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@signed_in("coordinator")
@get_or_post
def index(request: Request) -> HttpResponse:
    """What stands on new papers, what stood on older ones, and another picture."""
    form = forms.LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            svg = papers.logo_svg(form.cleaned_data["file"].read())
        except Refused as refusal:
            form.add_error("file", because(refusal.verdict))
        else:
            actions.set_logo(svg, form.cleaned_data["alt"], by=request.actor, at=clock.now())
            messages.success(request, _("New papers have this picture. See how it looks."))
            return redirect("paperwork:logo")
    return render(request, "paperwork/logo.html", {"form": form, "logo": queries.logo(), "logos": queries.logos()})


@signed_in("coordinator")
@require_safe
def preview(request: Request) -> HttpResponse:
    """A paper with invented data, as it looks now."""
    kind = next(one for one in papers.kinds().values() if not one.template)
    language = kind.languages[0]
    pdf = queries.preview(kind, language, queries.wording(kind, language)[0], clock.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="specimen.pdf"'
    return response


@signed_in("coordinator")
@require_POST
def end(request: Request) -> HttpResponse:
    actions.end_logo(by=request.actor, at=clock.now())
    messages.success(request, _("New papers have no picture any more."))
    return redirect("paperwork:logo")
