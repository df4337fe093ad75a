"""The learner's form: where it stands, one part at a time saved while typing, handing it to the school."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.candidacies import access, actions, queries, rules
from erasdu.journey.candidacies.forms import PartForm, ReasonForm
from erasdu.journey.candidacies.forms.parts import BUILDERS, asked_languages, digest, language_name, stored_value
from erasdu.journey.candidacies.words import LABELS, PARTS
from erasdu.kernel.verdict import Verdict

ORDER = tuple(rules.FIELDS)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part in the overview: `lacking` are (anchor, label) of the fields that still lack something."""

    code: str
    title: str
    number: int
    complete: bool
    started: bool
    lacking: list[tuple[str, str]]


def shown_parts(candidacy: Any, state: queries.FormState) -> list[ShownPart]:
    parts = [part for part in state.parts if part.done or part.lacking]
    return [
        ShownPart(
            part.code,
            str(PARTS[part.code]),
            number,
            part.complete,
            bool(part.done),
            [link for name in part.lacking for link in _links(candidacy, name)],
        )
        for number, part in enumerate(parts, 1)
    ]


def _links(candidacy: Any, name: str) -> list[tuple[str, str]]:
    """Where on the page a field is; each language that is asked has its own."""
    if name != "languages":
        return [(f"id_{name.replace('.', '__')}", str(LABELS.get(name, name)))]
    levels = candidacy.profile.languages
    open_ones = [code for code in asked_languages(candidacy) if set(levels.get(code, {})) < set(rules.SKILLS)]
    return [(f"language-{code}", language_name(code)) for code in open_ones]


def _own(request: Request, key: str) -> Any:
    if not request.actor.is_learner:
        raise Http404
    return get_object_or_404(queries.with_form(access.candidacies_for(request.actor)), key=key)


@require_safe
@signed_in("learner")
def mine(request: Request) -> HttpResponse:
    """A learner with one candidacy goes straight to it."""
    found = list(queries.own(request.actor))
    if len(found) == 1:
        return redirect("candidacies:form", found[0].key)
    return render(request, "candidacies/mine.html", {"candidacies": found})


@require_safe
@signed_in("learner")
def form(request: Request, key: str) -> HttpResponse:
    """The overview: a draft with what still lacks, or the form as it was handed in."""
    candidacy, at = _own(request, key), clock.now()
    state = queries.form_state(candidacy)
    context = {
        "papers": queries.dossier(candidacy, at),
        "candidacy": candidacy,
        "state": state,
        "parts": shown_parts(candidacy, state),
        "deadline": access.learner_deadline(candidacy.enrolment),
        "may_edit": access.may_edit_form(request.actor, candidacy, at=at),
        "may_apply": access.may_apply(request.actor, candidacy, at=at),
        "may_withdraw": access.may_withdraw(request.actor, candidacy),
        "corrections": [(each, LABELS.get(each.field, each.field)) for each in queries.open_corrections(candidacy)],
    }
    return render(request, "candidacies/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("learner")
def part(request: Request, key: str, part: str) -> HttpResponse:
    """One part; its button saves and goes on to the next."""
    candidacy, at = _own(request, key), clock.now()
    if part not in BUILDERS:
        raise Http404
    if not access.may_edit_form(request.actor, candidacy, at=at):
        return redirect("candidacies:form", key)
    if request.method != "POST":
        return _part_page(request, candidacy, part, PartForm(candidacy, part))
    form = PartForm(candidacy, part, request.POST)
    conflict = _save(request, candidacy, form, at)
    if form.errors or conflict:
        return _part_page(request, candidacy, part, form, conflict)
    if "later" in request.POST or part == ORDER[-1]:
        return redirect("candidacies:form", key)
    return redirect("candidacies:part", key, _next(candidacy, part))


def _next(candidacy: Any, part: str) -> str:
    """The part after this one that asks something."""
    asked = [each.code for each in access.parts_of(candidacy) if each.done or each.lacking]
    after = [code for code in ORDER[ORDER.index(part) + 1 :] if code in asked]
    return after[0] if after else ORDER[-1]


def _part_page(
    request: Request, candidacy: Any, part: str, form: PartForm, conflict: dict[str, str] | None = None
) -> HttpResponse:
    state = queries.form_state(candidacy)
    parts = shown_parts(candidacy, state)
    now = digest({name: stored_value(candidacy, name) for name in form.stored})
    context = {
        "candidacy": candidacy,
        "part": next((each for each in parts if each.code == part), parts[0]),
        "parts": parts,
        "state": state,
        "form": form,
        "seen": now,
        "conflict": conflict,
        "last": part == ORDER[-1],
        "following": None if part == ORDER[-1] else PARTS[_next(candidacy, part)],
    }
    return render(request, "candidacies/part.html", context)


@require_POST
def save(request: Request, key: str, part: str) -> HttpResponse:
    """Save while typing: what is right is kept, what is not is told at its field. Never leaves the page."""
    if not request.user.is_authenticated or not request.actor.is_learner:
        return render(request, "candidacies/part.html#signed_out")
    if part not in BUILDERS:
        raise Http404
    candidacy, at = _own(request, key), clock.now()
    verdict: Verdict = access.may_edit_form(request.actor, candidacy, at=at)
    if not verdict:
        return render(request, "candidacies/part.html#frozen", {"verdict": verdict, "candidacy": candidacy})
    form = PartForm(candidacy, part, request.POST)
    conflict = _save(request, candidacy, form, at)
    now = digest({name: stored_value(candidacy, name) for name in form.stored})
    context = {"candidacy": candidacy, "form": form, "conflict": conflict, "now": now, "at": at, "saved": True}
    context |= {"state": queries.form_state(candidacy), "part_code": part, "oob": True}
    context["redraw"] = form.other_profession
    return render(request, "candidacies/part.html#saved", context)


def _save(request: Request, candidacy: Any, form: PartForm, at: datetime) -> dict[str, str] | None:
    """Write what is right; both texts when another device saved this part since it was shown here."""
    form.is_valid()
    values, held = form.to_save, digest(form.stored)
    if held not in (request.POST.get("seen"), request.POST.get("over")):
        shown = both(form, _comparable(form))
        if shown["mine"] or shown["theirs"]:
            return shown
    if digest({name: form.stored.get(name) for name in form.stored}) == digest(_typed(form)) and not form.errors:
        return None
    try:
        actions.save_form(candidacy, values, revision=candidacy.profile.revision, by=request.actor, at=at)
    except Stale:
        candidacy.refresh_from_db()
        form.stored = {name: stored_value(candidacy, name) for name in form.stored}
        shown = both(form, _comparable(form))
        return shown if shown["mine"] or shown["theirs"] else None
    return None


def _typed(form: PartForm) -> dict[str, Any]:
    """What was typed in the shape of what is stored."""
    found = {name: form.cleaned_data.get(name) for name in form.stored}
    return {name: getattr(value, "pk", value) for name, value in found.items()}


def _comparable(form: PartForm) -> dict[str, Any]:
    """What is stored in the shape of what was typed, so that only real differences are shown."""
    shown: dict[str, Any] = {}
    for name, value in form.stored.items():
        queryset = getattr(form.fields[name], "queryset", None)
        shown[name] = queryset.filter(pk=value).first() if queryset is not None else value
    return shown


@require_POST
@signed_in("learner")
def apply(request: Request, key: str) -> HttpResponse:
    candidacy = _own(request, key)
    actions.apply(candidacy, by=request.actor, at=clock.now())
    messages.success(request, _("Your form has been handed to %(school)s.") % {"school": candidacy.school.name})
    return redirect("candidacies:form", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("learner")
def withdraw(request: Request, key: str) -> HttpResponse:
    """The learner stops; the reason is optional for a learner."""
    candidacy = _own(request, key)
    access.may_withdraw(request.actor, candidacy).require()
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = False
    form.fields["reason"].help_text = _("You do not have to say why.")
    if request.method == "POST" and form.is_valid():
        actions.withdraw(candidacy, reason=form.values["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("Your application has been withdrawn."))
        return redirect("candidacies:form", key)
    return render(request, "candidacies/withdraw.html", {"candidacy": candidacy, "form": form})


@require_POST
@signed_in("learner")
def answer_correction(request: Request, key: str, correction: str) -> HttpResponse:
    candidacy = _own(request, key)
    rows = access.corrections_for(request.actor).filter(profile=candidacy.profile_id)
    proposal = get_object_or_404(rows, key=correction)
    approve = request.POST.get("said") == "yes"
    actions.answer(proposal, approve=approve, by=request.actor, at=clock.now())
    messages.success(request, _("The better English is in your form.") if approve else _("Your own English stays."))
    return redirect("candidacies:form", key)
