"""Letting something pass, from the page of a stay or of a file."""

from django.contrib import messages
from django.utils.translation import gettext as _

from erasdu.ground.journal import clock
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.readiness import actions, forms, queries
from erasdu.kernel.verdict import Refused

AT_THE_FORM = frozenset({"reason_too_short", "never_let_pass", "nothing_to_let_pass"})


def passed(request: Request, about: queries.About, thing: str) -> forms.LetPassForm | None:
    """Let it pass as it was typed; the form with what is wrong, or None once it is done."""
    form = forms.LetPassForm(request.POST)
    if not form.is_valid():
        return form
    gate = request.POST.get("gate", "")
    try:
        actions.let_pass(
            about, code=thing, gate=gate, reason=form.values["reason"], by=request.actor, at=clock.now()
        )  # fmt: skip
    except Refused as refusal:
        if refusal.verdict.code not in AT_THE_FORM:
            raise
        form.add_error("reason", because(refusal.verdict))
        return form
    messages.success(request, _("It no longer holds that up. The reason stays with it."))
    return None
