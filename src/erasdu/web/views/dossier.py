"""The dossier of one learner in one call, over every step."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.candidacies import access as candidacies
from erasdu.kernel.periods import brussels_date
from erasdu.office.outreach.forms import NoteForm
from erasdu.web import words
from erasdu.web.queries import dossier as dossiers


@signed_in("coordinator", "contact_point")
@require_safe
def dossier(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(dossiers.rows(request.actor), key=key)
    at = clock.now()
    of = dossiers.dossier(row, request.actor, at)
    context = {
        "dossier": of,
        "candidacy": row,
        "call": row.call,
        "steps": list(words.ROAD.items()),
        "stage": {"text": words.STAGES[of.stage], "kind": words.BADGE[of.stage]},
        "next": {
            "application": _said(dossiers.next_of_application(of, request.actor)),
            "selection": _said(dossiers.next_of_selection(of, request.actor)),
            "file": _said(dossiers.next_of_file(of, request.actor)),
        },
        "may_ask_papers": candidacies.may_ask_now(request.actor, row, on=brussels_date(at)),
        "note_form": NoteForm(today=clock.today()),
        "today": clock.today(),
    }
    return render(request, "web/dossier.html", context)


def _said(found: dossiers.Next | None) -> dict[str, object] | None:
    return {"label": words.DOSSIER[found.code], "url": found.url, "by": found.by} if found else None
