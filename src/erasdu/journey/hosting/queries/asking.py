"""Who of a network may be asked, and what became of a campaign: who looked, who answered, what it brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from erasdu.ground.jobs.models import Job
from erasdu.ground.links.models import Link
from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Ask, Campaign, Company, Home, HomePeriod, Placement, PlacementPeriod, Room
from erasdu.journey.hosting.queries.capacity import live
from erasdu.journey.hosting.rules import asking as rules
from erasdu.kernel.periods import Period, brussels_date
from erasdu.kernel.verdict import Verdict

REMINDED = "reminded"


@dataclass(frozen=True, slots=True)
class Contact:
    """One of a network. `person` is None when nobody there is known; `sectors`, `occupations`: codes of a company."""

    row: Company | Home
    person: Person | None
    verdict: Verdict
    sectors: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    offered_before: bool = False
    asked_in: frozenset[str] = frozenset()  # keys of the calls in which they were asked for it
    guests: int = 0  # learners who have a place, or a bed, there in the time that is asked about

    @property
    def by_mail(self) -> bool:
        return bool(self.person and self.person.email)


def contacts(keeper: Organisation, what: str, on: date) -> list[Contact]:
    """Everybody of a network who is asked for places, or for beds, by name. Three queries."""
    found = _companies(keeper, on) if what == rules.PLACE else _homes(keeper, on)
    return sorted(found, key=lambda each: str(each.row).casefold())


def with_guests(found: Iterable[Contact], what: str, call: Call) -> list[Contact]:
    """The same, with how many learners they receive in the time of that call already. One query."""
    place = what == rules.PLACE
    there = "placement__company" if place else "room__home"
    rows = live().filter(starts_on__lte=call.stay_until, ends_on__gte=call.stay_from, **{f"{there}__isnull": False})
    guests = dict(rows.values_list(there).annotate(n=Count("mobility", distinct=True)).order_by())
    return [replace(each, guests=guests.get(each.row.pk, 0)) for each in found]


def _companies(keeper: Organisation, on: date) -> list[Contact]:
    rows = list(Company.objects.filter(keeper=keeper, withdrawn_at=None).select_related("organisation", "contact"))
    answers, asked_in = _asked("company", [row.pk for row in rows])
    occupations: dict[int, set[str]] = {}
    for company, occupation in Placement.objects.filter(company__in=rows).values_list("company", "occupation"):
        occupations.setdefault(company, set()).add(occupation)
    return [
        Contact(
            row=row,
            person=row.contact,
            verdict=_verdict(row, answers, on),
            sectors=frozenset({row.sector, *row.organisation.sectors} - {""}),
            occupations=frozenset(occupations.get(row.pk, ())),
            offered_before=row.pk in occupations,
            asked_in=frozenset(asked_in.get(row.pk, ())),
        )
        for row in rows
    ]


def _homes(keeper: Organisation, on: date) -> list[Contact]:
    rows = list(Home.objects.filter(keeper=keeper, withdrawn_at=None).select_related("contact"))
    answers, asked_in = _asked("home", [row.pk for row in rows])
    before = set(HomePeriod.objects.filter(home__in=rows).values_list("home", flat=True))
    return [
        Contact(
            row=row,
            person=row.contact,
            verdict=_verdict(row, answers, on),
            offered_before=row.pk in before,
            asked_in=frozenset(asked_in.get(row.pk, ())),
        )
        for row in rows
    ]


def _asked(column: str, ids: Iterable[int]) -> tuple[dict[int, list[str]], dict[int, set[str]]]:
    """Row → what it answered, the last first, and the keys of the calls in which it was asked.

    Of a campaign in between that got no answer nothing is known.
    """
    answers, calls = dict[int, list[str]](), dict[int, set[str]]()
    asks = Ask.objects.filter(**{f"{column}__in": list(ids)}).order_by("-answered_at", "-pk")
    for row, answer, call in asks.values_list(column, "answer", "campaign__call__key"):
        calls.setdefault(row, set()).add(call)
        if answer:
            answers.setdefault(row, []).append(answer)
    return answers, calls


def _verdict(row: Company | Home, answers: dict[int, list[str]], on: date) -> Verdict:
    person = row.contact
    return rules.may_be_asked(
        rules.Standing(
            withdrawn=row.withdrawn_at is not None,
            paused_on=brussels_date(row.paused_at) if row.paused_at else None,
            known=person is not None and person.erased_at is None and bool(person.email or person.phone),
            answers=tuple(answers.get(row.pk, ())),
        ),
        on,
    )


def title_of(call: Call) -> str:
    """The title in the reader's language."""
    return call.title_nl if (get_language() or "nl").startswith("nl") else call.title_en or call.title_nl


def door_address(keeper: Organisation) -> str:
    """Where somebody unknown says that they can receive a learner of this school or partner."""
    return f"{settings.SITE_URL}{reverse('hosting:welcome', args=[keeper.key])}"


def calls_to_ask(keeper: Organisation, on: date) -> list[Call]:
    """Published calls, not over, in which learners come to this school or partner."""
    rows = Call.objects.filter(state=Call.State.PUBLISHED, stay_until__gte=on)
    if keeper.kind == organisations.PARTNER:
        rows = rows.filter(outgoing=True, destinations__country=keeper.country).distinct()
    else:
        rows = rows.filter(incoming=True)
    return list(rows.order_by("stay_from", "pk"))


# -- what became of it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One who was asked. `brought`: places or beds offered in the window of the call."""

    ask: Ask
    name: str
    stage: str
    telephone: bool
    reminded: bool
    may_remind: Verdict
    brought: int
    arrived: bool

    @property
    def offered(self) -> bool:
        return self.ask.answer == rules.OFFERED


@dataclass(slots=True)
class Tally:
    """The figures of a campaign."""

    asked: int = 0
    arrived: int = 0
    waiting: int = 0
    unreachable: int = 0
    returned: int = 0
    opened: int = 0
    answered: int = 0
    offered: int = 0
    brought: int = 0
    telephone: int = 0
    remindable: int = 0
    answers: dict[str, int] = field(default_factory=dict)


def with_rows(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    return asks.select_related(
        "person", "company__organisation", "company__contact", "company__keeper", "home__contact", "home__keeper"
    )


def results(campaign: Campaign, on: date) -> list[Line]:
    """Everybody who was asked, by name. Five queries, however many."""
    asks = list(with_rows(campaign.asks.all()))
    letters, reminded = _letters(asks)
    opened = _opened(asks)
    window = Period(campaign.call.stay_from, campaign.call.stay_until)
    brought = _brought(asks, window)
    found = []
    for ask in asks:
        state = letters.get(ask.pk) or _unwritten(ask, on)
        asked = rules.Asked(brussels_date(ask.asked_at), ask.answer, state, ask.pk in opened, campaign.reply_by)
        again = ask.pk in reminded
        found.append(
            Line(
                ask=ask,
                name=str(ask.company or ask.home),
                stage=rules.stage(asked),
                telephone=rules.to_telephone(asked, on),
                reminded=again,
                may_remind=rules.may_remind(asked, on, reminded=again),
                brought=brought.get(ask.pk, 0) if ask.answer == rules.OFFERED else 0,
                arrived=state in ("sent", "delivered"),
            )
        )
    return sorted(found, key=lambda line: line.name.casefold())


def _unwritten(ask: Ask, on: date) -> str:
    """State of a letter that is not there: many are written in the background, on the day itself."""
    return "queued" if ask.person.email and brussels_date(ask.asked_at) == on else ""


@dataclass(frozen=True, slots=True)
class Aside:
    """One of the network whom a campaign did not ask. `why`: what keeps it from being asked now, if anything;
    `otherwise`: "before" (another campaign of this call did), "since" (it came later), or "" (it was not chosen)."""

    row: Company | Home
    why: Verdict
    otherwise: str


def not_asked(campaign: Campaign, lines: Iterable[Line], on: date) -> list[Aside]:
    """Who of the network as it is now was left out, by name. Three queries."""
    asked = {(line.ask.company_id, line.ask.home_id) for line in lines}
    found = []
    for each in contacts(campaign.keeper, campaign.what, on):
        own = (each.row.pk, None) if isinstance(each.row, Company) else (None, each.row.pk)
        if own in asked:
            continue
        before = "before" if campaign.call.key in each.asked_in else ""
        since = "since" if each.row.added_at > campaign.at else ""
        found.append(Aside(each.row, each.verdict, since or before))
    return found


def tally(lines: Iterable[Line]) -> Tally:
    total = Tally()
    for line in lines:
        total.asked += 1
        total.arrived += line.arrived
        total.waiting += line.stage == "waiting"
        total.unreachable += not line.ask.person.email
        total.returned += line.stage == "returned"
        total.opened += line.stage in ("opened", "answered")
        total.answered += line.stage == "answered"
        total.offered += line.offered
        total.brought += line.brought
        total.telephone += line.telephone
        total.remindable += bool(line.may_remind)
        if line.ask.answer:
            total.answers[line.ask.answer] = total.answers.get(line.ask.answer, 0) + 1
    return total


def _letters(asks: list[Ask]) -> tuple[dict[int, str], set[int]]:
    """Ask → state of its letter, of the reminder when that came back; and which were reminded."""
    rows = Letter.objects.filter(about_kind=Ask._meta.label_lower, about_pk__in=[ask.pk for ask in asks])
    first: dict[int, str] = {}
    again: set[int] = set()
    for ask, state, template in rows.order_by("pk").values_list("about_pk", "state", "template"):
        if ask is None:
            continue
        if not template.endswith(REMINDED):
            first[ask] = state
            continue
        again.add(ask)
        if state in ("bounced", "failed"):
            first[ask] = state
    return first, again


def _opened(asks: list[Ask]) -> set[int]:
    """Asks whose link was used since they were asked."""
    subjects: dict[str, dict[int, Ask]] = {Company._meta.label_lower: {}, Home._meta.label_lower: {}}
    for ask in asks:
        row = ask.home or ask.company
        assert row is not None
        subjects[row._meta.label_lower][row.pk] = ask
    used = Q()
    for kind, rows in subjects.items():
        used |= Q(subject_kind=kind, subject_pk__in=list(rows))
    links = Link.objects.filter(used, used_at__isnull=False).values_list("subject_kind", "subject_pk", "used_at")
    found = set()
    for kind, pk, at in links:
        ask = subjects[kind][pk]
        if at is not None and at >= ask.asked_at:
            found.add(ask.pk)
    return found


def _brought(asks: list[Ask], window: Period) -> dict[int, int]:
    """Ask → learners who can be received in the window."""
    companies = {ask.company_id: ask.pk for ask in asks if ask.company_id}
    homes = {ask.home_id: ask.pk for ask in asks if ask.home_id}
    found: dict[int, int] = {}
    if companies:
        periods = PlacementPeriod.objects.filter(
            placement__company__in=list(companies),
            placement__state=Placement.State.OFFERED,
            starts_on__lte=window.end,
            ends_on__gte=window.start,
        )
        most: dict[tuple[int, int], int] = {}
        for company, placement, places in periods.values_list("placement__company", "placement", "places"):
            most[company, placement] = max(places, most.get((company, placement), 0))
        for (company, _placement), places in most.items():
            found[companies[company]] = found.get(companies[company], 0) + places
    if homes:
        open_then = HomePeriod.objects.filter(
            home__in=list(homes), starts_on__lte=window.end, ends_on__gte=window.start
        )
        rooms = Room.objects.filter(home__in=open_then.values("home")).values_list("home", "beds")
        for home, beds in rooms:
            found[homes[home]] = found.get(homes[home], 0) + beds
    return found


def with_counts(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Each with `asked`, `answered` and `offered`, the newest first."""
    return campaigns.annotate(
        asked=Count("asks"),
        answered=Count("asks", filter=~Q(asks__answer="")),
        offered=Count("asks", filter=Q(asks__answer=Ask.Answer.OFFERED)),
    ).order_by("-at", "-pk")


# -- letters in the background ---------------------------------------------------------------------


def job_of(campaign: Campaign) -> str:
    """What the names of this campaign's jobs begin with."""
    return f"hosting.inform:{campaign.key}:"


def running(campaign: Campaign) -> Job | None:
    """The job that is writing letters of this campaign now."""
    jobs = Job.objects.filter(once__startswith=job_of(campaign), done_at=None, failed_at=None)
    return jobs.order_by("-pk").first()
