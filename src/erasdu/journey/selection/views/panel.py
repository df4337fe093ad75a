"""Who takes part in a selection: the lead, assessors, private ties, and who is asked for input."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.requests import Request
from erasdu.journey.selection import access, actions, forms, queries
from erasdu.journey.selection.views.doors import at_table, base_of


@at_table
@require_safe
def page(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, form: forms.PanelForm | None = None) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    board = queries.board(selection, request.actor)
    seated = [seat.role_id for seat in board.panel if seat.assesses]
    roles = access.roles_for_panel(selection).exclude(pk__in=seated)
    context = {
        "base": base_of(request),
        "selection": selection,
        "account": request.actor.via != "link",
        "board": board,
        "seats": [(seat, _standing(board, seat.role_id)) for seat in board.panel if seat.assesses],
        "asked": queries.asked_by_person(board),
        "signs": _named_signs(board),
        "form": form or forms.PanelForm(roles),
        "choices": roles,
        "may_change": access.may_change_panel(request.actor, selection),
        "may_ask": access.may_ask_input(request.actor, selection),
    }
    return render(request, "selection/panel.html", context, status=422 if form else 200)


def _standing(board: queries.Board, role: int) -> dict[str, object]:
    sheets = [(item, sheet) for item in board.files for sheet in item.sheets if sheet.role.pk == role]
    return {
        "declared": all(sheet.declared for _item, sheet in sheets),
        "final": sum(sheet.final_at is not None for _item, sheet in sheets),
        "of": sum(not sheet.excluded for _item, sheet in sheets),
        "ties": [item.candidate.name for item, sheet in sheets if sheet.excluded],
    }


def _named_signs(board: queries.Board) -> list[tuple[str, str]]:
    """Assessor and candidate with the same surname at the same address, where no tie was declared."""
    found = queries.signs(board.selection, [seat.role for seat in board.panel if seat.assesses])
    names = {item.candidate.id: item for item in board.files}
    return [
        (str(sheet.role.person), names[pk].candidate.name)
        for (role, pk), sign in found.items()
        if sign == "warn" and pk in names
        for sheet in names[pk].sheets
        if sheet.role.pk == role and not sheet.excluded
    ]


@at_table
@require_POST
def add(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    form = forms.PanelForm(access.roles_for_panel(selection), request.POST)
    if not form.is_valid():
        return _page(request, key, form)
    role = form.cleaned_data["role"]
    actions.add_panellist(selection, role, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s gives scores from now on.") % {"name": role.person})
    return redirect("selection:panel", key=key)


@at_table
@require_POST
def remove(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    seat = get_object_or_404(selection.panel.filter(until=None), pk=_number(request, "seat"))
    actions.remove_panellist(seat, by=request.actor, at=clock.now())
    return redirect("selection:panel", key=key)


@at_table
@require_POST
def lead(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    form = forms.PanelForm(access.roles_for_panel(selection), request.POST)
    if not form.is_valid():
        return _page(request, key, form)
    role = form.cleaned_data["role"]
    actions.set_lead(selection, role, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s leads the selection from now on.") % {"name": role.person})
    return redirect("selection:panel", key=key)


@at_table
@require_POST
def ties(request: Request, key: str) -> HttpResponse:
    """One answer for all candidates of whom nothing was said yet; a change is made one by one."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    mine = access.candidacies_for(request.actor).filter(enrolment=selection.enrolment_id)
    rows = list(mine.filter(key__in=request.POST.getlist("about")))
    tied = forms.ties_from(request.POST.getlist("tied"), {row.key: row.pk for row in rows})
    actions.declare_ties(selection, rows, tied=tied, by=request.actor, at=clock.now())
    messages.success(request, _("Your declaration is recorded."))
    return _back(request, key)


@at_table
@require_POST
def ask(request: Request, key: str) -> HttpResponse:
    """Ask the ticked people about one learner, or about all."""
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    form = forms.AskForm(access.roles_for_panel(selection).filter(kind__in=access.INPUT_KINDS), request.POST)
    if not form.is_valid():
        messages.error(request, _("Tick who you want to ask."))
        return _back(request, key)
    rows = access.candidacies_for(request.actor).filter(enrolment=selection.enrolment_id)
    if about := request.POST.getlist("about"):
        rows = rows.filter(key__in=about)
    asked = actions.ask_input(selection, rows, form.cleaned_data["roles"], by=request.actor, at=clock.now())
    text = ngettext("%(n)s question was sent.", "%(n)s questions were sent.", asked) % {"n": asked}
    messages.success(request, text if asked else _("They were asked already."))
    return _back(request, key)


@at_table
@require_POST
def remind(request: Request, key: str) -> HttpResponse:
    selection = get_object_or_404(access.selections_for(request.actor), key=key)
    role = get_object_or_404(access.roles_for_panel(selection), pk=_number(request, "role"))
    if actions.remind(selection, role, by=request.actor, at=clock.now()):
        messages.success(request, _("%(name)s gets a reminder today.") % {"name": role.person})
    return _back(request, key)


@at_table
@require_POST
def withdraw(request: Request, key: str) -> HttpResponse:
    asked = get_object_or_404(access.inputs_for(request.actor), key=request.POST.get("input", ""))
    actions.withdraw_input(asked, by=request.actor, at=clock.now())
    messages.success(request, _("This input is no longer awaited."))
    return _back(request, key)


def _number(request: Request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _back(request: Request, key: str) -> HttpResponse:
    """To the page of this site where the button stood."""
    came = request.POST.get("from", "")
    if came.startswith("/selection/") and url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return redirect(came)
    return redirect("selection:board", key=key)
