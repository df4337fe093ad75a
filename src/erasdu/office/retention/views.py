"""What is kept how long, what would go now, and the runs that there were."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.office.retention import access, actions, queries, rules, words

may_look = signed_in("coordinator", "administrator")
SHOWN = 30


@may_look
@require_safe
def index(request: Request) -> HttpResponse:
    at = clock.now()
    runs = list(access.runs_for(request.actor)[:SHOWN])
    latest = runs[0] if runs else None
    counts = latest.report.get("counts", {}) if latest else {}
    context = {
        "latest": latest,
        "calls": queries.call_counts(latest) if latest else [],
        "rules": [(words.RULES[rule.code], words.KEPT[rule.code], counts.get(rule.code)) for rule in rules.RULES],
        "runs": runs,
        "may_try": access.may_try(request.actor),
        "may_run": access.may_run(request.actor, at=at),
    }
    return render(request, "retention/index.html", context)


@may_look
@require_POST
def dry(request: Request) -> HttpResponse:
    actions.run(dry=True, by=request.actor, at=clock.now())
    messages.success(request, _("This is what would go now. Nothing has changed."))
    return redirect("retention:index")


@may_look
@require_POST
def run(request: Request) -> HttpResponse:
    made = actions.run(dry=False, by=request.actor, at=clock.now())
    persons = int(made.report["persons"])
    says = ngettext(
        "The data of %(persons)s person was let go.", "The data of %(persons)s persons was let go.", persons
    )
    messages.success(request, says % {"persons": persons})
    return redirect("retention:index")
