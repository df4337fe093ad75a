"""Learners from a partner's table: paste or upload, look, import the valid rows, undo."""

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
from erasdu.journey.calls import access as calls
from erasdu.journey.nominations import access, actions
from erasdu.journey.nominations.imports import COLUMNS, columns_for, listed_for, row_check
from erasdu.kernel.actor import COORDINATOR, PARTNER

STAFF = (COORDINATOR, PARTNER)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def import_learners(request: Request, call: str, partner: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    of = get_object_or_404(access.partners_for(request.actor), key=partner)
    at = clock.now()
    access.may_nominate(request.actor, row, of, at=at).require()
    form, preview = TableForm(), None
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES)
        preview = form.preview(COLUMNS, row_check(row, of))
        make = partial(actions.import_learners, row, of, by=request.actor, at=at)
        if preview and (batch := form.imported(preview, make)):
            number = preview.importable
            said = ngettext("%(number)d learner nominated.", "%(number)d learners nominated.", number)
            messages.success(request, said % {"number": number})
            return redirect("nominations:import_done", batch.key)
    columns = column_help(columns_for(row), listed_for(row))
    context = {"call": row, "partner": of, "form": form, "preview": preview, "columns": columns}
    return render(request, "nominations/import.html", context)


@require_safe
@signed_in(*STAFF)
def example(request: Request) -> HttpResponse:
    return example_response(_("learners"), COLUMNS, listed_for())


@require_safe
@signed_in(*STAFF)
def import_done(request: Request, key: str) -> HttpResponse:
    """What an import made, and how to undo it."""
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    rows = batch.nominations.select_related("mobility__person").order_by("mobility__person__family_name", "pk")
    context = {"batch": batch, "rows": rows, "may_undo": access.may_undo_import(request.actor, batch)}
    return render(request, "nominations/import_done.html", context)


@require_POST
@signed_in(*STAFF)
def undo_import(request: Request, key: str) -> HttpResponse:
    batch = get_object_or_404(access.imports_for(request.actor), key=key)
    gone, kept = actions.undo_import(batch, by=request.actor, at=clock.now())
    if kept:
        said = _("%(gone)d learners are taken out. %(kept)d stay, because something was done with them already.")
        messages.warning(request, said % {"gone": gone, "kept": kept})
    else:
        messages.success(request, _("The import is undone."))
    return redirect("nominations:index", batch.call.key)
