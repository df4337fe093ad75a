"""Companies: the list, one with its places and free weeks, and what one does to it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal import queries as journal
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, actions, queries, words
from erasdu.journey.hosting.forms import CompanyForm, EvaluateForm
from erasdu.journey.hosting.forms.companies import AT_FIELD
from erasdu.journey.hosting.views.parts import KEEPERS, company_of, get_or_post, keeper_of, save, today, withdrawing
from erasdu.journey.hosting.words.content import occupation_name

STATES = (
    ("live", gettext_lazy("live")), ("paused", gettext_lazy("paused")), ("withdrawn", gettext_lazy("withdrawn")),
)  # fmt: skip


def by_state(rows: Any, value: str) -> Any:
    live = rows.filter(withdrawn_at=None)
    if value == "withdrawn":
        return rows.exclude(withdrawn_at=None)
    return live.exclude(paused_at=None) if value == "paused" else live.filter(paused_at=None)


def keepers_of(request: Request) -> list[tuple[str, str]]:
    """For a filter: the networks, when there is more than one to see."""
    keepers = [(each.key, each.name) for each in queries.keepers_with_network(request.actor)]
    return keepers if len(keepers) > 1 else []


def calls_of(request: Request) -> list[Any]:
    return queries.windows_ahead(request.actor, today())


def title_of(call: Any) -> str:
    return str(call.title_nl if (get_language() or "nl").startswith("nl") else call.title_en or call.title_nl)


@signed_in(*KEEPERS)
@require_safe
def index(request: Request) -> HttpResponse:
    rows, calls = access.companies_for(request.actor), {call.key: call for call in calls_of(request)}
    language = (get_language() or "nl")[:2]

    def free(found: Any, key: str) -> Any:
        return queries.companies_free_in(found, queries.window_of(calls[key]))

    listing = Listing(
        request,
        rows,
        filters=[
            Filter("keeper", _("Network"), keepers_of(request), "keeper__key"),
            Filter("state", _("State"), STATES, by_state),
            Filter(
                "occupation",
                _("Occupation"),
                [(code, occupation_name(code, language)) for code in queries.occupations_of(rows)],
                queries.offering,
            ),
            Filter("town", _("Town"), [(town, town) for town in queries.towns_of(rows)], "organisation__town"),
            Filter("lacks", _("What lacks"), list(words.COMPANY_LACKS.items()), queries.companies_lacking),
            Filter("free", _("Free in"), [(key, title_of(call)) for key, call in calls.items()], free),
        ],
        search=["organisation__name", "organisation__town", "contact__given_name", "contact__family_name"],
        sorts={
            "name": (_("Company"), "organisation__name"),
            "town": (_("Town"), "organisation__town", "organisation__name"),
            "since": (_("Since"), "added_at"),
        },
    )
    window = queries.window_of(calls[listing.chosen["free"]]) if "free" in listing.chosen else None
    if listing.export:
        headers = [
            _("Company"), _("Town"), _("Country"), _("Network"), _("Sector"), _("Contact"), _("E-mail address"),
            _("Telephone"), _("State"),
        ]  # fmt: skip
        return listing.table(_("companies"), headers, _cells)
    queries.with_places(listing.rows, window)
    context = {
        "listing": listing,
        "window": window,
        "keepers": list(access.keepers_for(request.actor).order_by("name", "pk"))
        if not request.actor.is_coordinator
        else [],
    }
    return render(request, "hosting/companies.html", context)


def _cells(row: Any) -> list[object]:
    state = "withdrawn" if row.withdrawn_at else "paused" if row.paused_at else "live"
    contact = row.contact
    who = [str(contact), contact.email, contact.phone] if contact else ["", "", ""]
    firm = row.organisation
    return [firm.name, firm.town, firm.country, row.keeper.name, row.sector, *who, str(dict(STATES)[state])]


@signed_in(*KEEPERS)
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """One company: its places with free weeks, who comes, and how it was before."""
    company, on, actor = company_of(request, key), today(), request.actor
    placements = queries.placements_of(company)
    context = {
        "company": company,
        "placements": [(each, _verbs(request, each)) for each in placements],
        "weeks": queries.weeks_of_places(placements, on),
        "bookings": queries.bookings_at(actor, company=company, on=on),
        "commitments": queries.commitments_of(company, actor, clock.now()),
        "evaluations": queries.evaluations_of(actor, company=company),
        "timeline": journal.timeline(company)[:20],
        "may_edit": access.may_edit_company(actor, company),
        "may_commit": access.may_ask_commitment(actor, company),
        "may_offer": access.may_offer(actor, company),
        "may_pause": access.may_pause_company(actor, company),
        "may_resume": access.may_resume_company(actor, company),
        "may_withdraw": access.may_withdraw_company(actor, company),
        "may_evaluate": access.may_evaluate_company(actor, company),
    }
    return render(request, "hosting/company.html", context)


def _verbs(request: Request, placement: Any) -> dict[str, object]:
    verbs = ("edit", "pause", "resume", "withdraw", "renew")
    return {verb: getattr(access, f"may_{verb}_placement")(request.actor, placement) for verb in verbs}


@signed_in(*KEEPERS)
@get_or_post
def create(request: Request, key: str) -> HttpResponse:
    keeper = keeper_of(request, key)
    access.may_keep(request.actor, keeper).require()
    form = CompanyForm(request.POST or None, keeper=keeper, country=keeper.country)
    return save(
        request,
        form,
        lambda: actions.add_company(keeper, **form.given, by=request.actor, at=clock.now()),
        template="hosting/company_form.html",
        context={"keeper": keeper, "company": None},
        done=_("The company is in your network. Now add what a learner can do there."),
        to=lambda made: ("hosting:company", made.key),
        at_field=AT_FIELD,
    )


@signed_in(*KEEPERS)
@get_or_post
def edit(request: Request, key: str) -> HttpResponse:
    company = company_of(request, key)
    access.may_edit_company(request.actor, company).require()
    form = CompanyForm(request.POST or None, keeper=company.keeper, company=company)
    at = clock.now()
    return save(
        request,
        form,
        lambda: actions.edit_company(company, **form.given, revision=form.revision_seen, by=request.actor, at=at),
        template="hosting/company_form.html",
        context={"keeper": company.keeper, "company": company},
        done=_("The company is saved."),
        to=lambda _made: ("hosting:company", key),
        at_field=AT_FIELD,
        row=company,
    )


@signed_in(*KEEPERS)
@require_POST
def pause(request: Request, key: str) -> HttpResponse:
    actions.pause_company(company_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The company is paused. What is booked stands; nothing new is proposed."))
    return redirect("hosting:company", key)


@signed_in(*KEEPERS)
@require_POST
def resume(request: Request, key: str) -> HttpResponse:
    actions.resume_company(company_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("The company is no longer paused."))
    return redirect("hosting:company", key)


@signed_in(*KEEPERS)
@get_or_post
def withdraw(request: Request, key: str) -> HttpResponse:
    """Names who has a place there before it is done."""
    company = company_of(request, key)
    access.may_withdraw_company(request.actor, company).require()
    return withdrawing(
        request,
        partial(actions.withdraw_company, company),
        name=company.organisation.name,
        bookings=queries.bookings_at(request.actor, company=company, on=today()),
        done=_("The company is withdrawn."),
        back=("hosting:company", key),
    )


@signed_in(*KEEPERS)
@get_or_post
def evaluate(request: Request, key: str) -> HttpResponse:
    company = company_of(request, key)
    access.may_evaluate_company(request.actor, company).require()
    form = EvaluateForm(request.POST or None, initial={"on": today()})
    given = ("mark", "line", "on")
    return save(
        request,
        form,
        lambda: actions.evaluate(
            company, **{name: form.values[name] for name in given}, by=request.actor, at=clock.now()
        ),
        template="hosting/evaluate.html",
        context={"name": company.organisation.name, "back": ("hosting:company", key)},
        done=_("Your evaluation is kept for who places the next learner."),
        to=lambda _made: ("hosting:company", key),
    )
