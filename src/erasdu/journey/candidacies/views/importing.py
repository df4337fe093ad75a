"""Learners from a table: paste or upload, look, import the valid rows, undo."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.imports import TableForm, column_help, example_response
from erasdu.ground.look.requests import Request
from erasdu.journey.candidacies import access, actions, queries
from erasdu.journey.candidacies.forms import COLUMNS, row_check

SCHOOL = ("contact_point", "coordinator")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*SCHOOL)
def import_learners(request: Request, key: str) -> HttpResponse:
    enrolment = get_object_or_404(access.enrolments_for(request.actor), key=key)
    at = clock.now()
    access.may_enter(request.actor, enrolment, at=at).require()
    form, preview = TableForm(), None
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES)
        form.is_valid()
        addresses = [cell.strip() for row in form.rows for cell in row if "@" in cell]
        preview = form.preview(COLUMNS, row_check(enrolment, addresses))
        make = partial(actions.import_learners, enrolment, by=request.actor, at=at)
        if preview and (batch := form.imported(preview, make)):
            number = preview.importable
            said = ngettext("%(number)d learner imported.", "%(number)d learners imported.", number)
            messages.success(request, said % {"number": number})
            return redirect("candidacies:import_done", batch.key)
    context = {"enrolment": enrolment, "form": form, "preview": preview, "columns": column_help(COLUMNS)}
    return render(request, "candidacies/import.html", context)


@require_safe
@signed_in(*SCHOOL)
def example(request: Request) -> HttpResponse:
    return example_response(_("learners"), COLUMNS)


@require_safe
@signed_in(*SCHOOL)
def import_done(request: Request, key: str) -> HttpResponse:
    """What an import made, and how to undo it."""
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    rows = batch.candidacies.select_related("learner", "profile").order_by("learner__family_name", "pk")
    context = {"batch": batch, "rows": rows, "may_undo": access.may_undo_import(request.actor, batch)}
    return render(request, "candidacies/import_done.html", context)


@require_POST
@signed_in(*SCHOOL)
def undo_import(request: Request, key: str) -> HttpResponse:
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    gone, kept = actions.undo_import(batch, by=request.actor, at=clock.now())
    if kept:
        said = _("%(gone)d learners are taken out. %(kept)d stay, because something was done with them already.")
        messages.warning(request, said % {"gone": gone, "kept": kept})
    else:
        messages.success(request, _("The import is undone."))
    return redirect("candidacies:candidates", batch.enrolment.key)


__all__ = ["example", "import_done", "import_learners", "queries", "undo_import"]
