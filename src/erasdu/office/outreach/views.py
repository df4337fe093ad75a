"""Writing to those who are ticked in a list, and notes of telephone calls."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.post.actions import compose
from erasdu.office.outreach import access, actions, queries, rules
from erasdu.office.outreach.forms import MessageForm, NoteForm

follows = signed_in("coordinator", "contact_point")
SHOWN = 3  # letters in the preview


@follows
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: Request) -> HttpResponse:
    """Write, look at it as it would arrive, send. `c`: keys of the dossiers that were ticked."""
    given = request.POST if request.method == "POST" else request.GET
    selected = queries.selected(request.actor, given.getlist("c"))
    form = MessageForm(given if request.method == "POST" else None, initial={"role": given.get("to", rules.LEARNER)})
    context: dict[str, Any] = {"form": form, "selected": selected, "may": access.may_send(request.actor, selected)}
    asked = given.get("step") in ("preview", "send")
    if request.method != "POST" or not asked or not context["may"] or not form.is_valid():
        return render(request, "outreach/message.html", context | {"step": "write"})
    role, text = form.cleaned_data["role"], _text(form)
    if given.get("step") == "send":
        sent = actions.send(selected, role=role, text=text, by=request.actor, at=clock.now())
        told = ngettext("%(n)d mail is on its way.", "%(n)d mails are on their way.", sent.recipients)
        messages.success(request, told % {"n": sent.recipients})
        return redirect("outreach:sent", sent.key)
    found = queries.recipients(selected, role)
    reached = [each for each in found if each.reachable]
    context |= {
        "preview": [_letter(each, text, request) for each in _some_of_each_language(reached)],
        "reached": reached,
        "without": [each for each in found if not each.reachable],
        "step": "preview",
    }
    return render(request, "outreach/message.html", context)


def _text(form: MessageForm) -> actions.Text:
    return actions.Text(*(form.cleaned_data[name] for name in actions.Text._fields))


def _some_of_each_language(reached: list[queries.Recipient]) -> list[queries.Recipient]:
    """The first of each language, then others, as many as one can look at."""
    first = list({each.language: each for each in reversed(reached)}.values())
    return (first + [each for each in reached if each not in first])[:SHOWN]


def _letter(recipient: queries.Recipient, text: actions.Text, request: Request) -> dict[str, object]:
    values = queries.words_for(recipient)
    subject, body = (rules.filled(part, values) for part in text.read_in(recipient.language))
    context = {"subject": subject, "body": body, "sender": request.user.person, "school": values["school"]}  # type: ignore[union-attr]
    title, whole = compose(queries.TEMPLATE, recipient.language, context)
    return {"to": recipient.person, "subject": title, "text": whole}


@follows
@require_safe
def sent(request: Request, key: str) -> HttpResponse:
    """A message as it was written, and about whom."""
    found = get_object_or_404(access.messages_for(request.actor), key=key)
    about = found.candidacies.select_related("learner", "school").order_by("learner__family_name", "pk")
    return render(request, "outreach/sent.html", {"message": found, "about": about})


@follows
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: Request, candidacy: str) -> HttpResponse:
    """What was said on the telephone about one learner."""
    about = get_object_or_404(access.candidacies_for(request.actor).select_related("learner", "school"), key=candidacy)
    form = NoteForm(request.POST if request.method == "POST" else None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        actions.add_note(about, **form.values, by=request.actor, at=clock.now())
        messages.success(request, _("The note is on the timeline."))
        return redirect("dossier", about.key)
    return render(request, "outreach/note.html", {"form": form, "candidacy": about})


@follows
@require_POST
def done(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(access.notes_for(request.actor), key=key)
    actions.done(found, by=request.actor, at=clock.now())
    messages.success(request, _("Done."))
    return redirect("home") if request.POST.get("to") == "home" else redirect("dossier", found.candidacy.key)
