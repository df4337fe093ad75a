"""What a host is asked, offers, takes back or declines; the same pages by link and by telephone (`doors`)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import let_in_too
from erasdu.ground.links.queries import working_key
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import queries as papers
from erasdu.journey.hosting import access
from erasdu.journey.hosting.actions import offers as actions
from erasdu.journey.hosting.forms.changes import ChangeForm
from erasdu.journey.hosting.forms.offered_beds import BedForm
from erasdu.journey.hosting.forms.offers import NoForm, PlaceForm
from erasdu.journey.hosting.queries import offers as queries
from erasdu.journey.hosting.queries import offers_of
from erasdu.journey.hosting.queries.changes import changes_of
from erasdu.journey.hosting.rules.asking import text_for
from erasdu.journey.hosting.views.doors import Visit
from erasdu.journey.hosting.words.occupations import occupation_choices, occupation_word
from erasdu.kernel.verdict import Refused, no

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
AT_FIELD = {  # what a learner was promised, and the fields by which it would be lost
    "promised_on_day": ("weeks", "last", "places"),
    "promised_to_younger": ("min_age",),
    "promised_in_night": ("last",),
}


def _page(request: Request, visit: Visit, template: str, status: int = 200, **context: Any) -> HttpResponse:
    shared = {
        "visit": visit,
        "frame": "look/focus.html" if visit.by_link else "look/page.html",
        "window": visit.window,
        "to": {name: visit.to(name) for name in ("place", "beds", "same_beds", "beds_back", "no")},
        "home_address": visit.to(),
    }
    return render(request, f"hosting/offers/{template}.html", {**shared, **context}, status=status)


@require_safe
def show(request: Request, visit: Visit) -> HttpResponse:
    """What it is about, what is offered now, and the ways to answer."""
    others = [_at(visit, window) for window in visit.windows[1:]]
    context: dict[str, Any] = {"text": "", "campaign": None, "others": others}
    if visit.by_link:
        context["besides"] = _besides(request, visit)
    if visit.ask is not None:
        language = visit.row.contact.language if visit.row.contact else "nl"
        context |= {"campaign": visit.ask.campaign, "text": text_for(visit.ask.campaign.text, language)}
    context |= {"changes": changes_of(visit.row, clock.today()), **_at(visit, visit.window)}
    if not visit.is_home and visit.window.call:
        context["before"] = _told(visit, visit.window, queries.places_before(visit.row, visit.window.period))
    return _page(request, visit, "show", **context)


def _besides(request: Request, visit: Visit) -> Sequence[papers.Besides]:
    """What waits for who came in by the link, also behind other links of theirs."""
    at = clock.now()
    link = working_key(visit.key, at)
    found = papers.asked_besides(link, at) if link else ()
    let_in_too(request, [one.link for one in found if one.link], at)
    return found


def _at(visit: Visit, window: queries.Window) -> dict[str, Any]:
    """What is offered on these days, with how many count on it."""
    booked = queries.booked(visit.row, window.period)
    addresses = {name: visit.about(window, name) for name in ("place", "beds", "beds_back", "no")}
    own, no_form = addresses | {"show": visit.about(window)}, NoForm(auto_id=f"no-{window.key}-%s")
    shared = {"window": window, "own": own, "booked": booked, "no_form": no_form}
    if visit.is_home:
        return {**shared, "beds": queries.beds_in(visit.row, window.period)}
    return {**shared, "now": _told(visit, window, queries.places_in(visit.row, window.period))}


def _told(visit: Visit, window: queries.Window, places: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "word": occupation_word(row.occupation),
            "periods": _within(list(row.periods.all()), window),
            "back": visit.about(window, "place_back", place=row.key),
            "again": visit.about(window, "same_place", place=row.key),
            "change": visit.about(window, "change_place", place=row.key),
        }
        for row in places
    ]


def _within(periods: list[Any], window: queries.Window) -> list[Any]:
    """Those on these days; of a place from before all of them."""
    days = window.period
    return [each for each in periods if each.starts_on <= days.end and each.ends_on >= days.start] or periods


# -- places ----------------------------------------------------------------------------------------


@get_or_post
def place(request: Request, visit: Visit) -> HttpResponse:
    """First for which occupation, unless that is known; then the rest on one page."""
    if visit.is_home:
        raise Http404
    sectors = frozenset({visit.row.sector, *visit.row.organisation.sectors} - {""})
    choices = occupation_choices(sectors)
    before = list(visit.row.placements.order_by("-pk").prefetch_related("periods").select_related("mentor")[:20])
    occupation = request.GET.get("occupation", "") or request.POST.get("occupation", "")
    if occupation not in dict(choices):
        known = [(each.occupation, occupation_word(each.occupation)) for each in before]
        first = list(dict.fromkeys([*known, *choices]))
        return _page(request, visit, "occupation", choices=first)
    same = next((each for each in before if each.occupation == occupation), None)
    form = PlaceForm(
        request.POST or None,
        occupation=occupation,
        window=visit.window.period,
        company=visit.row,
        before=same,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_place(
                visit.row, **form.for_action, where=form.where, ask=visit.ask, by=request.actor, at=clock.now()
            )
        except Refused as refused:
            form.add_error(None, because(refused.verdict))
        else:
            return _thanks(request, visit)
    return _page(request, visit, "place", form=form)


@get_or_post
def change_place(request: Request, visit: Visit, place: str) -> HttpResponse:
    """Other weeks, hours, tasks or another mentor; what a learner was promised stands."""
    row = get_object_or_404(access.placements_for(request.actor), key=place, company=visit.row)
    access.may_edit_placement(request.actor, row).require()
    window = visit.window.period
    offers = offers_of([row.pk]).get(row.pk, [])
    form = ChangeForm(request.POST or None, placement=row, offers=offers, window=window, company=visit.row)
    if request.method == "POST" and form.is_valid():
        given = {**form.for_action, "revision": form.revision_seen, "where": form.where, "ask": visit.ask}
        try:
            actions.change_place(row, window, **given, by=request.actor, at=clock.now())
        except Refused as refused:
            _refuse(form, visit, refused)
        else:
            messages.success(request, _("Thank you. What you changed is saved."))
            return redirect(visit.to())
    to = {"change": visit.to("change_place", place=row.key), "back": visit.to("place_back", place=row.key)}
    return _page(request, visit, "change", form=form, booked=queries.booked(row, window), change=to)


def _refuse(form: PlainForm, visit: Visit, refused: Refused) -> None:
    """At its field. A host hears that something is promised and whom to call, not who was promised it."""
    code, params = refused.verdict.code, dict(refused.verdict.params)
    at = next((name for name in AT_FIELD.get(code, ()) if name in form.fields), None)
    if visit.by_link and code in AT_FIELD:
        school = visit.row.keeper
        reach = ", ".join(each for each in (school.name, school.phone or school.email) if each)
        refused = Refused(no(f"host_{code}", day=params.get("day", ""), school=reach))
    form.add_error(at, because(refused.verdict))


@require_POST
def same_place(request: Request, visit: Visit, place: str) -> HttpResponse:
    """The same as last time, in one press."""
    row = get_object_or_404(access.placements_for(request.actor), key=place, company=visit.row)
    call = visit.window.call
    if call is None:
        raise Http404
    actions.same_place(row, call, ask=visit.ask, by=request.actor, at=clock.now())
    return _thanks(request, visit)


@get_or_post
def place_back(request: Request, visit: Visit, place: str) -> HttpResponse:
    """Take back a place; first what happens to who was promised it."""
    row = get_object_or_404(access.placements_for(request.actor), key=place, company=visit.row)
    access.may_withdraw_placement(request.actor, row).require()
    form = NoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        others = [each.period for each in visit.windows[1:]]
        given = {"reason": reason, "ask": visit.ask, "by": request.actor, "at": clock.now()}
        actions.take_back_place(row, visit.window.period, others, **given)
        messages.success(request, _("The place is taken back. Thank you for telling us."))
        return redirect(visit.to())
    booked = queries.booked(row, visit.window.period)
    return _page(request, visit, "back", form=form, booked=booked, word=occupation_word(row.occupation))


# -- beds ------------------------------------------------------------------------------------------


@get_or_post
def beds(request: Request, visit: Visit) -> HttpResponse:
    if not visit.is_home:
        raise Http404
    known = queries.beds_in(visit.row, visit.window.period)
    window = visit.window.period
    now = known.within(window)
    form = BedForm(request.POST or None, home=visit.row, rooms=known.rooms, window=window, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_beds(
                visit.row,
                values=form.of_home,
                rooms=form.rooms_given,
                nights=form.nights,
                window=window if len(known.nights) == 1 else None,
                revision=form.revision_seen,
                ask=visit.ask,
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refused:
            _refuse(form, visit, refused)
        else:
            return _thanks(request, visit)
    return _page(request, visit, "beds", form=form, booked=queries.booked(visit.row, window))


@require_POST
def same_beds(request: Request, visit: Visit) -> HttpResponse:
    """The same rooms as last time, for all nights of the window."""
    if not visit.is_home or visit.window.call is None:
        raise Http404
    actions.same_beds(visit.row, visit.window.period, ask=visit.ask, by=request.actor, at=clock.now())
    return _thanks(request, visit)


@get_or_post
def beds_back(request: Request, visit: Visit) -> HttpResponse:
    if not visit.is_home:
        raise Http404
    form = NoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.take_back_beds(
            visit.row, visit.window.period, reason=reason, ask=visit.ask, by=request.actor, at=clock.now()
        )
        messages.success(request, _("The beds are taken back. Thank you for telling us."))
        return redirect(visit.to())
    booked = queries.booked(visit.row, visit.window.period)
    return _page(request, visit, "back", form=form, booked=booked, word="")


# -- no --------------------------------------------------------------------------------------------


@require_POST
def say_no(request: Request, visit: Visit) -> HttpResponse:
    """Not this time, ask me next year, or do not ask me again."""
    answer, form = request.POST.get("answer", ""), NoForm(request.POST)
    if answer not in actions.NO or not form.is_valid():
        return _page(request, visit, "no", form=form, answer=answer if answer in actions.NO else "")
    actions.say_no(
        visit.row, answer=answer, reason=form.cleaned_data["reason"], ask=visit.ask, by=request.actor, at=clock.now()
    )
    return redirect(visit.to())


def _thanks(request: Request, visit: Visit) -> HttpResponse:
    messages.success(request, _("Thank you. Your offer is saved."))
    return redirect(visit.to())
