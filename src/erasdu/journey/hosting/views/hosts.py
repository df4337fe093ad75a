"""Companies and families from a table: paste or upload, look, import the valid rows, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.exports import table_response
from erasdu.ground.look.imports import TableForm, column_help, example_response
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access
from erasdu.journey.hosting.access.asking import imports_for, may_undo_import
from erasdu.journey.hosting.actions import imports as actions
from erasdu.journey.hosting.forms.columns import COLUMNS, WHAT, company_cells, headers, home_cells, listed_for
from erasdu.journey.hosting.forms.hosts import row_check
from erasdu.journey.hosting.queries.hosts import known_in, whole_companies, whole_homes
from erasdu.journey.hosting.views.asking import keeper_of
from erasdu.journey.hosting.views.doors import STAFF


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def take(request: Request, keeper: str, what: str) -> HttpResponse:
    if what not in COLUMNS:
        raise Http404
    organisation = keeper_of(request, keeper)
    access.may_keep(request.actor, organisation).require()
    form, preview = TableForm(), None
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES)
        preview = form.preview(COLUMNS[what], row_check(what, organisation, known_in(organisation)))
        if batch := form.imported(preview, lambda rows: _import(request, organisation, what, rows)):
            return redirect("hosting:import_done", batch.key)
    columns = column_help(COLUMNS[what], listed_for(what))
    context = {"keeper": organisation, "what": what, "word": WHAT[what], "form": form, "preview": preview}
    return render(request, "hosting/asking/import.html", context | {"columns": columns})


def _import(request: Request, keeper: Any, what: str, rows: list[dict[str, Any]]) -> Any:
    act = actions.import_companies if what == "companies" else actions.import_homes
    batch = act(keeper, rows, by=request.actor, at=clock.now())
    said = ngettext("%(number)d row imported.", "%(number)d rows imported.", len(rows))
    messages.success(request, said % {"number": len(rows)})
    return batch


@require_safe
@signed_in(*STAFF)
def example(request: Request, what: str) -> HttpResponse:
    if what not in COLUMNS:
        raise Http404
    return example_response(str(WHAT[what]), COLUMNS[what], listed_for(what))


@require_safe
@signed_in(*STAFF)
def table(request: Request, keeper: str, what: str) -> HttpResponse:
    """The network as it would be imported: to keep, to correct, or to take along to another one."""
    if what not in COLUMNS:
        raise Http404
    organisation = keeper_of(request, keeper)
    access.may_keep(request.actor, organisation).require()
    if what == "homes":
        rows = [home_cells(home) for home in whole_homes(organisation)]
    else:
        rows = [company_cells(company, place) for company, place in whole_companies(organisation)]
    return table_response(f"{organisation.name} {WHAT[what]}", headers(what), rows, "xlsx")


@require_safe
@signed_in(*STAFF)
def done(request: Request, key: str) -> HttpResponse:
    """What an import made, and how to undo it."""
    batch = get_object_or_404(imports_for(request.actor), key=key)
    companies = batch.companies.select_related("organisation", "contact").order_by("organisation__name", "pk")
    context = {
        "batch": batch,
        "word": WHAT[batch.what],
        "rows": [*companies, *batch.homes.select_related("contact").order_by("name", "pk")],
        "may_undo": may_undo_import(request.actor, batch),
    }
    return render(request, "hosting/asking/import_done.html", context)


@require_POST
@signed_in(*STAFF)
def undo(request: Request, key: str) -> HttpResponse:
    batch = get_object_or_404(imports_for(request.actor), key=key)
    gone, kept = actions.undo_import(batch, by=request.actor, at=clock.now())
    if kept:
        said = _("%(gone)d are taken out. %(kept)d stay, because something was done with them already.")
        messages.warning(request, said % {"gone": gone, "kept": kept})
    else:
        messages.success(request, _("The import is undone."))
    return redirect("hosting:import_done", key)
