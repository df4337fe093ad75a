"""Papers of the partner's own: the partner sends them, the coordinator checks them. And the ledger of partners."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.exports import KINDS as TABLES
from erasdu.ground.look.exports import table_response
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because, say
from erasdu.ground.organisations.words import country_name
from erasdu.ground.vault import queries as vault
from erasdu.ground.vault.forms import SeenForm
from erasdu.journey.nominations import access, actions, queries, rules
from erasdu.journey.nominations.forms import CheckForm, HomePaperForm
from erasdu.kernel.actor import COORDINATOR, PARTNER
from erasdu.kernel.verdict import Refused

STAFF = (COORDINATOR, PARTNER)


def _one(request: Request, key: str, kind: str) -> Any:
    if kind not in rules.KINDS:
        raise Http404
    return get_object_or_404(access.nominations_for(request.actor), key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def paper(request: Request, key: str, paper: str) -> HttpResponse:
    """Send one, or say that the card was seen; and for the coordinator what must stand in it."""
    row = _one(request, key, paper)
    card = paper == rules.CARD
    form = _form(request, row, paper)
    if request.method == "POST" and form.is_valid():
        try:
            if card:
                actions.see_card(row, **form.values, by=request.actor, at=clock.now())
            else:
                file, days = form.cleaned_data["file"], form.days
                actions.send_paper(
                    row, paper, file.read(), name=file.name or "", **days, by=request.actor, at=clock.now()
                )
        except Refused as refused:
            form.add_error("valid_until" if card else "file", because(refused.verdict))
        else:
            messages.success(request, _("Saved."))
            return redirect("nominations:paper", key, paper)
    return _page(request, row, paper, form)


def _form(request: Request, row: Any, kind: str) -> Any:
    """A file with its days; of a card only who saw it, and until when it holds."""
    if kind != rules.CARD:
        return _upload(row, kind, request.POST or None, request.FILES or None)
    form = SeenForm(request.POST or None, on=clock.today())
    form.fields["valid_until"].required = True
    return form


def _upload(row: Any, kind: str, *sent: Any) -> HomePaperForm:
    return HomePaperForm(*sent, dated=kind in rules.DATED, first=queries.first_day(row), last=queries.last_day(row))


def _page(request: Request, row: Any, kind: str, form: Any, check: Any = None) -> HttpResponse:
    there, rule = queries.paper_of(row, kind), queries.card_for(row)
    line = next(line for line in queries.papers_of(row) if line.kind == kind)
    minor = queries.details(row).minor
    clauses = [] if kind == rules.CARD else rules.required(kind, minor=minor)
    file = vault.by_key(there.file) if there else None
    person = request.actor.person
    found = (there.present or []) if there and there.checked_at else []  # of a new paper nothing is found yet
    check = check or CheckForm(initial={"present": found})
    check.fields["present"].choices = [(clause.code, queries.clause_text(clause)) for clause in clauses]
    context = {
        "nomination": row,
        "line": line,
        "clauses": [queries.clause_text(clause) for clause in clauses],
        "form": form,
        "check": check,
        "file": vault.address(file, person=person, at=clock.now()) if file and person is not None else "",
        "may_send": access.may_send_paper(request.actor, row),
        "may_check": access.may_check_paper(request.actor, row),
        "card": kind == rules.CARD,
        "rule": rule,
        "why": say("REASONS", f"home_card_{rule.document}"),
        "other": say("REASONS", f"home_card_other_{rule.document}") if line.other else "",
    }
    return render(request, "nominations/paper.html", context)


@require_POST
@signed_in(COORDINATOR)
def check_paper(request: Request, key: str, paper: str) -> HttpResponse:
    row = _one(request, key, paper)
    there = queries.paper_of(row, paper)
    if there is None or paper == rules.CARD:
        raise Http404
    form = CheckForm(request.POST)
    form.fields["present"].choices = [(one.code, one.code) for one in rules.CLAUSES[paper]]  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, row, paper, _upload(row, paper), form)
    try:
        if actions.check_paper(there, **form.values, by=request.actor, at=clock.now()):
            messages.success(request, _("The paper is accepted."))
        else:
            messages.success(request, _("The paper is returned; the partner reads what lacks."))
    except Refused as refused:
        messages.warning(request, because(refused.verdict))
    return redirect("nominations:paper", key, paper)


@require_safe
@signed_in(*STAFF)
def ledger(request: Request) -> HttpResponse:
    """Sent and hosted, per partner and year."""
    lines = queries.ledger(request.actor)
    if (kind := request.GET.get("export", "")) in TABLES:
        headers = [_("Partner"), _("Country"), _("Year"), _("Sent here"), _("Hosted there"), _("Difference")]
        rows = [
            [line.partner.name, country_name(line.partner.country), line.year, line.sent, line.hosted, line.balance]
            for line in lines
        ]
        return table_response(_("ledger of partners"), headers, rows, kind)
    return render(request, "nominations/ledger.html", {"lines": lines})
