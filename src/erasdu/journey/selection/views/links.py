"""By personal link: a teacher's two minutes, and the way in for who gives scores without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, gone
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.selection import access, actions, forms, queries
from erasdu.journey.selection.states import WORKING


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("selection.input")
def input_by_link(request: Request, link: Any) -> HttpResponse:
    """One learner after the other, until everything that was asked is given."""
    whole = queries.asked_of(request.actor, link.subject_pk)
    if whole is None:
        return gone(request, key=link.key)
    context = {"whole": whole, "link": link, "working": whole.selection.state in WORKING}
    item = _item(request, whole)
    if item is None or not context["working"]:
        return render(request, "selection/input_done.html", context)
    given = _Given(request, item, whole)
    if request.method == "POST" and given.valid():
        try:
            actions.give_input(item.row, **given.values, by=request.actor, at=clock.now())
            text = _("Thank you. Your input about %(name)s is in.")
            messages.success(request, text % {"name": item.candidate.given_name})
            return redirect("selection:input_by_link", key=link.key)
        except Stale:
            context |= {"stale": True, "mine": given.form.cleaned_data["line"], "theirs": item.row.line}
            given = _Given(request, item, whole, fresh=True)
    places = [one.row.pk for one in whole.items]
    context |= {"item": item, "given": given, "place": places.index(item.row.pk) + 1}
    return render(request, "selection/input.html", context)


def _item(request: Request, whole: queries.AskedPage) -> queries.Asked | None:
    """The one that was chosen, or the first that waits."""
    chosen = request.POST.get("about") or request.GET.get("about")
    if chosen:
        return next((item for item in whole.items if item.row.key == chosen), None)
    return next(iter(whole.todo), None)


class _Given:
    """The forms of one learner: statements, and where the call wants them a tie and scores."""

    def __init__(self, request: Request, item: queries.Asked, whole: queries.AskedPage, fresh: bool = False) -> None:
        data = request.POST if request.method == "POST" and not fresh else None
        row = item.row
        initial = {**row.statements, "line": row.line, "revision": row.revision}
        self.form = forms.InputForm(data, initial=initial)
        self.tie = forms.TieForm(data, initial=_tie(item)) if whole.criteria else None
        filled = forms.scores_initial(item.scores, item.arguments, 0)
        self.scores = forms.ScoresForm(whole.criteria, data, initial=filled) if whole.criteria else None

    def valid(self) -> bool:
        faults = [form.errors for form in (self.form, self.tie, self.scores) if form]
        return not any(faults)

    @property
    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "statements": self.form.statements,
            "line": self.form.cleaned_data["line"],
            "revision": self.form.revision_seen,
        }
        if self.tie and self.scores:
            values["private_tie"] = self.tie.cleaned_data["tie"]
            values["scores"], values["arguments"] = self.scores.scores, self.scores.arguments
        return values


def _tie(item: queries.Asked) -> dict[str, object]:
    if item.assessment is None or not item.assessment.conflict:
        return {}
    return {"tie": item.assessment.conflict == "private_tie"}


@require_safe
@by_link("selection.assess")
def assess_by_link(request: Request, link: Any) -> HttpResponse:
    """On to the selection, which this browser may now open."""
    selection = access.selections_for(request.actor).filter(pk=link.subject_pk).first()
    if selection is None:
        return gone(request, key=link.key)
    return redirect("selection:board", key=selection.key)
