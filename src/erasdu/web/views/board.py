"""One call for who coordinates it: the board, and its candidates as a list."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.exports import table_response
from erasdu.ground.look.listing import Filter, Listing, Sort, Text
from erasdu.ground.look.requests import Request
from erasdu.ground.look.templatetags.look import status
from erasdu.ground.organisations.words import sector_choices
from erasdu.journey.calls.access import calls_for
from erasdu.journey.selection.words import OUTCOMES
from erasdu.web import rules, words
from erasdu.web.queries import board as boards
from erasdu.web.queries import candidates as listing_of
from erasdu.web.queries import standing
from erasdu.web.views.parts import boxes, deadlines, stuck_groups

SORTS = {
    "name": Sort(gettext_lazy("Learner"), ("learner__family_name", "learner__given_name")),
    "school": Sort(gettext_lazy("School"), ("school__name", "learner__family_name")),
    "applied": Sort(pgettext_lazy("step", "Applied"), ("applied_at",)),
    "total": Sort(gettext_lazy("Total"), ("-exact",)),
}


@signed_in("coordinator")
@require_safe
def board(request: Request, key: str) -> HttpResponse:
    call = get_object_or_404(calls_for(request.actor), key=key)
    found = boards.board(call, request.actor, clock.now())
    return render(
        request,
        "web/board.html",
        {
            "board": found,
            "call": call,
            "boxes": boxes(found.funnel, call.key),
            "deadlines": deadlines(found.deadlines),
            "groups": stuck_groups(found),
        },
    )


@signed_in("coordinator", "contact_point")
@require_safe
def candidates(request: Request, key: str) -> HttpResponse:
    """The coordinator's all; a contact point's own schools', with the totals of what was decided."""
    call = get_object_or_404(calls_for(request.actor), key=key)
    rows = listing_of.listed(request.actor, call)
    if request.GET.get("sort", "").lstrip("-") == "total":
        rows = listing_of.by_total(rows)
    sectors = [pair for pair in sector_choices() if pair[0] in call.sectors]
    listing = Listing(
        request,
        rows,
        filters=[
            Filter("box", _("Got as far as"), list(words.ROAD.items()), standing.in_box),
            Filter("stage", _("Stands at"), _stages(request), standing.at_stage),
            Filter("outcome", _("Outcome"), list(OUTCOMES.items()), standing.with_outcome),
            Filter("school", _("School"), listing_of.schools_in(call, request.actor), "school__key"),
            Filter("sector", _("Sector"), sectors, "profile__sector"),
        ],
        search=["learner__given_name", "learner__family_name", "school__name"],
        sorts=SORTS,
    )  # fmt: skip
    if listing.export:
        exported = (_cells(row) for row in listing_of.in_chunks(listing.queryset))
        return table_response(_("candidates"), _headers(), exported, listing.export)
    found = listing_of.shown(row.pk for row in listing.rows)
    badges = {stage: status(words.BADGE[stage], str(words.STAGES[stage])) for stage in {row.stage for row in found}}
    lines = [{"row": row, "url": reverse("dossier", args=[row.key]), "badge": badges[row.stage]} for row in found]
    return render(request, "web/candidates.html", {"call": call, "listing": listing, "lines": lines})


def _stages(request: Request) -> list[tuple[str, Text]]:
    """The stages beside the road; one on it only when a link asked for it: the line above has those."""
    asked = request.GET.get("stage", "")
    return [(code, text) for code, text in words.STAGES.items() if code not in rules.ROAD or code == asked]


def _headers() -> list[str]:
    return [
        _("Learner"), _("School"), _("Sector"), _("Study programme"), _("First choice"), _("Stands at"), _("Outcome"),
        _("Total"), _("Rank at the school"), _("Final scores"), _("Assessors"), pgettext("step", "Applied"),
        _("E-mail"),
    ]  # fmt: skip


def _cells(row: listing_of.Row) -> Sequence[object]:
    sectors = dict(sector_choices())
    return [
        row.name, row.school, sectors.get(row.sector, row.sector), row.programme, row.place, words.STAGES[row.stage],
        OUTCOMES.get(row.outcome, ""), row.total, row.rank, row.final, row.assessors, row.applied_at, row.email,
    ]  # fmt: skip
