"""Homes: the list, one with its rooms, nights and checks, and what one does to it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal import queries as journal
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, actions, queries, words
from erasdu.journey.hosting.forms import EvaluateForm, GuestsForm, HouseForm, RoomsForm, WhoForm
from erasdu.journey.hosting.forms.homes import AT_FIELD
from erasdu.journey.hosting.views.companies import STATES, by_state, calls_of, keepers_of, title_of
from erasdu.journey.hosting.views.parts import KEEPERS, get_or_post, home_of, keeper_of, save, today, withdrawing

PARTS: dict[str, Any] = {"who": WhoForm, "house": HouseForm, "guests": GuestsForm}
TITLES = {
    "who": gettext_lazy("Who and where"),
    "house": gettext_lazy("The household"),
    "guests": gettext_lazy("Guests and house rules"),
}
SAFE = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
ENDING = (("soon", gettext_lazy("within 60 days")),)


@signed_in(*KEEPERS)
@require_safe
def index(request: Request) -> HttpResponse:
    rows, calls, on = access.homes_for(request.actor), {call.key: call for call in calls_of(request)}, today()

    def free(found: Any, key: str) -> Any:
        return queries.homes_free_in(found, queries.window_of(calls[key]))

    def safe(found: Any, value: str) -> Any:
        condition = queries.safe_on(on)
        return found.filter(condition) if value == "yes" else found.exclude(pk__in=found.filter(condition).values("pk"))

    listing = Listing(
        request,
        rows,
        filters=[
            Filter("keeper", _("Network"), keepers_of(request), "keeper__key"),
            Filter("state", _("State"), STATES, by_state),
            Filter("kind", _("Kind"), queries.KINDS_OF_HOMES, "kind"),
            Filter("safe", _("Proposable for a minor today"), SAFE, safe),
            Filter("ending", _("Checks end"), ENDING, lambda found, _value: found.filter(queries.ending_on(on))),
            Filter("lacks", _("What lacks"), list(words.HOME_LACKS.items()), queries.homes_lacking),
            Filter("free", _("Nights in"), [(key, title_of(call)) for key, call in calls.items()], free),
        ],
        search=["name", "contact__given_name", "contact__family_name", "town__name", "town__name_nl"],
        sorts={
            "name": (_("Home"), "name"),
            "until": (_("Checks until"), "valid_until", "name"),
            "since": (_("Since"), "added_at"),
        },
    )
    window = queries.window_of(calls[listing.chosen["free"]]) if "free" in listing.chosen else None
    if listing.export:
        headers = [
            _("Home"), _("Kind"), _("Town"), _("Network"), _("Contact"), _("E-mail address"), _("Telephone"),
            _("Checks until"),
        ]  # fmt: skip
        return listing.table(_("homes"), headers, _cells)
    queries.with_beds(listing.rows, on, window, knows=True)
    context = {"listing": listing, "window": window, "today": on}
    return render(request, "hosting/homes.html", context)


def _cells(row: Any) -> list[object]:
    return [
        row.name, row.get_kind_display(), str(row.town or ""), row.keeper.name, str(row.contact), row.contact.email,
        row.contact.phone, row.valid_until,
    ]  # fmt: skip


@signed_in(*KEEPERS)
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """One home: whether it may be proposed and why not, its rooms and nights, and who comes."""
    home, on, actor = home_of(request, key), today(), request.actor
    minor, adult, ends_on = queries.checks_of(home, on)
    adults = queries.adults_of(home)
    context = {
        "home": home,
        "minor": minor,
        "adult": adult,
        "ends_on": ends_on,
        "ends_soon": ends_on is not None and on <= ends_on <= on + queries.SOON,
        "household": queries.is_household(home),
        "adults": [(each, queries.extract_until(each)) for each in adults],
        "rooms": queries.rooms_of(home),
        "unasked": queries.unasked(home),
        "nights": queries.nights_of([home.pk]).get(home.pk, []),
        "weeks": queries.weeks_of_beds(home, on),
        "bookings": queries.bookings_at(actor, home=home, on=on),
        "commitments": queries.commitments_of(home, actor, clock.now()),
        "evaluations": queries.evaluations_of(actor, home=home),
        "beside": queries.homes_beside(home) if home.withdrawn_at is None else [],
        "timeline": journal.timeline(home)[:20],
        "today": on,
        "parts": TITLES,
        "may_edit": access.may_edit_home(actor, home),
        "may_check": access.may_check_home(actor, home),
        "may_commit": access.may_ask_commitment(actor, home),
        "may_pause": access.may_pause_home(actor, home),
        "may_resume": access.may_resume_home(actor, home),
        "may_withdraw": access.may_withdraw_home(actor, home),
        "may_evaluate": access.may_evaluate_home(actor, home),
    }
    return render(request, "hosting/home.html", context)


@signed_in(*KEEPERS)
@get_or_post
def create(request: Request, key: str) -> HttpResponse:
    keeper = keeper_of(request, key)
    access.may_keep(request.actor, keeper).require()
    form = WhoForm(request.POST or None, country=keeper.country)
    return save(
        request,
        form,
        lambda: actions.add_home(keeper, **form.given, by=request.actor, at=clock.now()),
        template="hosting/home_form.html",
        context={"keeper": keeper, "home": None, "part": TITLES["who"]},
        done=_("The home is in your network. Next: its rooms and nights, then the visit."),
        to=lambda made: ("hosting:home", made.key),
        at_field=AT_FIELD,
    )


@signed_in(*KEEPERS)
@get_or_post
def edit(request: Request, key: str, subject: str) -> HttpResponse:
    """One subject at a time."""
    if subject not in PARTS:
        raise Http404
    home = home_of(request, key)
    access.may_edit_home(request.actor, home).require()
    more = {"country": home.keeper.country} if subject == "who" else {}
    form = PARTS[subject](request.POST or None, home=home, **more)
    at = clock.now()
    return save(
        request,
        form,
        lambda: actions.edit_home(home, **form.given, revision=form.revision_seen, by=request.actor, at=at),
        template="hosting/home_form.html",
        context={"keeper": home.keeper, "home": home, "part": TITLES[subject]},
        done=_("Saved."),
        to=lambda _made: ("hosting:home", key),
        at_field=AT_FIELD,
        row=home,
    )


@signed_in(*KEEPERS)
@get_or_post
def rooms(request: Request, key: str) -> HttpResponse:
    home = home_of(request, key)
    access.may_edit_home(request.actor, home).require()
    nights = queries.nights_of([home.pk]).get(home.pk, [])
    form = RoomsForm(request.POST or None, home=home, rooms=queries.rooms_of(home), nights=nights)
    at = clock.now()
    return save(
        request,
        form,
        lambda: actions.set_rooms_and_nights(home, **form.given, revision=form.revision_seen, by=request.actor, at=at),
        template="hosting/rooms.html",
        context={"home": home},
        done=_("Rooms and nights are saved."),
        to=lambda _made: ("hosting:home", key),
        at_field=AT_FIELD,
        row=home,
    )


@signed_in(*KEEPERS)
@require_POST
def pause(request: Request, key: str) -> HttpResponse:
    actions.pause_home(home_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The home is paused. Who is booked stays; nobody new is proposed."))
    return redirect("hosting:home", key)


@signed_in(*KEEPERS)
@require_POST
def resume(request: Request, key: str) -> HttpResponse:
    actions.resume_home(home_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The home is no longer paused."))
    return redirect("hosting:home", key)


@signed_in(*KEEPERS)
@get_or_post
def withdraw(request: Request, key: str) -> HttpResponse:
    """Names who has a bed there before it is done."""
    home = home_of(request, key)
    access.may_withdraw_home(request.actor, home).require()
    return withdrawing(
        request,
        partial(actions.withdraw_home, home),
        name=home.name,
        bookings=queries.bookings_at(request.actor, home=home, on=today()),
        done=_("The home is withdrawn."),
        back=("hosting:home", key),
    )


@signed_in(*KEEPERS)
@get_or_post
def evaluate(request: Request, key: str) -> HttpResponse:
    home = home_of(request, key)
    access.may_evaluate_home(request.actor, home).require()
    form = EvaluateForm(request.POST or None, initial={"on": today()})
    given = ("mark", "line", "on")
    return save(
        request,
        form,
        lambda: actions.evaluate(home, **{name: form.values[name] for name in given}, by=request.actor, at=clock.now()),
        template="hosting/evaluate.html",
        context={"name": home.name, "back": ("hosting:home", key)},
        done=_("Your evaluation is kept for who places the next learner."),
        to=lambda _made: ("hosting:home", key),
    )
