"""Informing a network and following the answers."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import sealed
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import NAMES
from erasdu.ground.look.words import because
from erasdu.journey.hosting import access
from erasdu.journey.hosting.access import asking as asking_access
from erasdu.journey.hosting.actions import asking as actions
from erasdu.journey.hosting.forms.asking import InformForm
from erasdu.journey.hosting.queries import asking as queries
from erasdu.journey.hosting.queries.asking import title_of
from erasdu.journey.hosting.rules.asking import BED, PLACE
from erasdu.journey.hosting.views.doors import STAFF
from erasdu.journey.hosting.words import asking as words
from erasdu.kernel.verdict import Refused

WHAT = (PLACE, BED)
FILTERS = ("telephone", "offered", "no_answer", "said_no", "returned")


def keeper_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.keepers_for(request.actor), key=key)


@require_safe
@signed_in(*STAFF)
def index(request: Request, keeper: str) -> HttpResponse:
    """Campaigns, who came in by the open door, and the ways to ask, import and invite."""
    organisation = keeper_of(request, keeper)
    campaigns = asking_access.campaigns_for(request.actor).filter(keeper=organisation)
    waiting = asking_access.interests_for(request.actor).filter(keeper=organisation).order_by("at")
    imports = asking_access.imports_for(request.actor).filter(keeper=organisation).order_by("-at")[:5]
    context = {
        "keeper": organisation,
        "campaigns": [(each, title_of(each.call)) for each in queries.with_counts(campaigns)],
        "interests": waiting,
        "imports": imports,
        "calls": queries.calls_to_ask(organisation, clock.today()),
        "may_keep": access.may_keep(request.actor, organisation),
        "door": queries.door_address(organisation),
        "qr": _drawn(queries.door_address(organisation)),
    }
    return render(request, "hosting/asking/index.html", context)


def _drawn(address: str) -> str:
    """An address as a QR code, as an image that stands in the page itself."""
    drawn: str = segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=8, dark="#000", light="#fff")
    return drawn


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def inform(request: Request, keeper: str, what: str) -> HttpResponse:
    """Whom to ask and in which words; then everything as it would go out; then it goes."""
    if what not in WHAT:
        raise Http404
    organisation, at = keeper_of(request, keeper), clock.now()
    access.may_keep(request.actor, organisation).require()
    today = clock.today()
    calls = {call.key: call for call in queries.calls_to_ask(organisation, today)}
    everybody = queries.contacts(organisation, what, today)
    form = InformForm(
        request.POST or None,
        what=what,
        school=organisation.name,
        contacts=everybody,
        calls=[(key, title_of(call)) for key, call in calls.items()],
        stays={key: call.stay_from for key, call in calls.items()},
        today=today,
        initial={"call": next(iter(calls), "")},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {"call": calls[form.cleaned_data["call"]], "what": what, "texts": form.texts}
        values |= {"reply_by": form.cleaned_data["reply_by"], "by": request.actor, "at": at}
        chosen = form.narrowed
        if request.POST.get("step") == "send":
            ticked = set(request.POST.getlist("to"))
            chosen = [each for each in chosen if str(each.row.pk) in ticked]
            try:
                campaign = actions.inform(organisation, contacts=chosen, **values)
            except Refused as refused:
                form.add_error(None, because(refused.verdict))
            else:
                return _sent(request, campaign)
        told = queries.with_guests(form.narrowed, what, values["call"])
        preview = actions.preview(organisation, contacts=told, **values)
    context = {"keeper": organisation, "what": what, "form": form, "preview": preview, "calls": calls}
    context["chosen_call"] = form.cleaned_data.get("call", "") if form.is_bound else ""
    return render(request, "hosting/asking/inform.html", context | {"everybody": everybody, "names": NAMES})


def _sent(request: Request, campaign: Any) -> HttpResponse:
    number = campaign.asks.count()
    said = ngettext("%(number)d is asked.", "%(number)d are asked.", number) % {"number": number}
    if by_phone := campaign.asks.filter(person__email="").count():
        more = ngettext(
            "%(number)d of them has no e-mail address: telephone them.",
            "%(number)d of them have no e-mail address: telephone them.",
            by_phone,
        )
        said = f"{said} {more % {'number': by_phone}}"
    messages.success(request, said)
    return redirect("hosting:campaign", campaign.key)


@require_safe
@signed_in(*STAFF)
def campaign(request: Request, key: str) -> HttpResponse:
    """Who was asked, looked, answered and offered, what it brought, and whom to telephone."""
    found = get_object_or_404(asking_access.campaigns_for(request.actor), key=key)
    lines = queries.results(found, clock.today())
    chosen = request.GET.get("show", "")
    shown = [line for line in lines if _fits(line, chosen)] if chosen in FILTERS else lines
    job = queries.running(found)
    context = {
        "campaign": found,
        "title_shown": title_of(found.call),
        "tally": queries.tally(lines),
        "not_asked": queries.not_asked(found, lines, clock.today()),
        "lines": [(line, words.STAGES[line.stage]) for line in shown],
        "chosen": chosen if chosen in FILTERS else "",
        "job": job,
        "texts": [(NAMES.get(language, language), text) for language, text in found.text.items() if text],
    }
    return render(request, "hosting/asking/campaign.html", context)


def _fits(line: queries.Line, chosen: str) -> bool:
    return {
        "telephone": line.telephone,
        "offered": line.offered,
        "no_answer": not line.ask.answer,
        "said_no": bool(line.ask.answer) and not line.offered,
        "returned": line.stage in ("returned", "unreachable"),
    }[chosen]


@require_POST
@signed_in(*STAFF)
def remind(request: Request, key: str) -> HttpResponse:
    found = get_object_or_404(asking_access.campaigns_for(request.actor), key=key)
    number = actions.remind(found, by=request.actor, at=clock.now())
    said = ngettext("%(number)d gets a reminder.", "%(number)d get a reminder.", number)
    messages.success(request, said % {"number": number})
    return redirect("hosting:campaign", key)


@require_POST
@signed_in(*STAFF)
def copy_link(request: Request, key: str) -> HttpResponse:
    """Text and link to send by another channel; shown once, on this page."""
    ask = get_object_or_404(asking_access.asks_for(request.actor), key=key)
    address = actions.copy_link(ask, by=request.actor, at=clock.now())
    text = actions.text_to_send(ask, address)
    return sealed(render(request, "hosting/asking/link.html", {"ask": ask, "text": text}))
