"""What others ask about calls and enrolments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import schools_in
from erasdu.journey.calls import rules
from erasdu.journey.calls.models import Call, DeadlineChange, Enrolment, Expected
from erasdu.journey.membership import queries as membership
from erasdu.journey.membership.models import Membership
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, end_of_day, start_of_day

OPENINGS = frozenset({"files_opening"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What later steps need to know of a call: its dates, its stage, its order and its input."""

    id: int
    dates: rules.Dates
    stage: rules.Stage
    days: tuple[int, int]
    arrival: str
    priority_for_dual: bool
    teacher_input_required: bool
    counsellor_input_required: bool
    scores_by_input: bool
    criteria: tuple[rules.Criterion, ...]


def facts(ids: Iterable[int], at: datetime) -> dict[int, Facts]:
    """Call → facts, in two queries."""
    calls = Call.objects.filter(pk__in=set(ids)).prefetch_related("criteria")
    return {call.pk: _facts(call, at) for call in calls}


def _facts(call: Call, at: datetime) -> Facts:
    return Facts(
        call.pk,
        dates_of(call),
        stage_of(call, at),
        (call.min_days, call.max_days),
        call.arrival,
        call.priority_for_dual,
        call.teacher_input_required,
        call.counsellor_input_required,
        call.scores_by_input,
        criteria_of(call),
    )


def dates_of(call: Call) -> rules.Dates:
    stay = Period(call.stay_from, call.stay_until)
    return rules.Dates(call.enrolment_deadline, call.files_opening, call.files_deadline, stay)


def criteria_of(call: Call) -> tuple[rules.Criterion, ...]:
    """In the order of the call; read with one query, or none when they were prefetched."""
    return tuple(rules.Criterion(each.code, each.weight, tuple(each.parts)) for each in call.criteria.all())


def stage_of(call: Call, at: datetime) -> rules.Stage:
    published, archived = call.published_at is not None, call.archived_at is not None
    return rules.stage(dates_of(call), at, published=published, archived=archived)


def deadline_at(call: Call, which: str) -> datetime:
    """When `enrolment_deadline` or `files_deadline` ends: what happens then is late. Of `files_opening`: its start."""
    day: date = getattr(call, which)
    return start_of_day(day) if which in OPENINGS else end_of_day(day)


def deadline_changes(call: Call) -> list[DeadlineChange]:
    """Every deadline that was moved, the newest first."""
    return list(call.deadline_changes.order_by("-at", "-pk"))


def with_figures(calls: QuerySet[Call], actor: Actor) -> QuerySet[Call]:
    """Each with `enrolled` and `expected_learners`, counted over the enrolments that the actor may see."""
    live = Enrolment.objects.filter(call=OuterRef("pk"), withdrawn_at=None)
    if not actor.is_coordinator:
        live = live.filter(school__in=actor.scope)
    schools = live.order_by().values("call").annotate(number=Count("pk"))
    learners = live.order_by().values("call").annotate(number=Sum("expected__learners"))
    return calls.select_related("grant_agreement").annotate(
        enrolled=Coalesce(Subquery(schools.values("number")), 0),
        expected_learners=Coalesce(Subquery(learners.values("number")), 0),
    )


def in_stage(calls: QuerySet[Call], stage: str, on: date) -> QuerySet[Call]:
    """The calls of one stage on that day, by their dates."""
    live = calls.filter(state="published")
    if stage == "closed":
        return live.filter(files_deadline__lt=on)
    running = live.filter(files_deadline__gte=on)
    if stage == "open":
        return running.filter(files_opening__lte=on)
    waiting = running.filter(files_opening__gt=on)
    if stage in {"enrolling", "preparing"}:
        return (
            waiting.filter(enrolment_deadline__lt=on)
            if stage == "preparing"
            else waiting.filter(enrolment_deadline__gte=on)
        )
    return calls.filter(state=stage)


def live_enrolments(call: Call) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(call=call, withdrawn_at=None)


def enrolled_schools(call: Call) -> list[Organisation]:
    """The schools that take part, by name."""
    return list(Organisation.objects.filter(pk__in=live_enrolments(call).values("school")).order_by("name"))


def with_expected(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with its school, its call and `learners`, the sum of what it expects."""
    return enrolments.select_related("call", "school").annotate(learners=Coalesce(Sum("expected__learners"), 0))


def expected_of(enrolment: Enrolment) -> dict[str, int]:
    """Sector → number of learners."""
    return dict(enrolment.expected.order_by("sector").values_list("sector", "learners"))


def expected_by_sector(call: Call) -> list[tuple[str, int]]:
    """Sector and number of learners over all schools that take part, the most first."""
    rows = (
        Expected.objects.filter(enrolment__in=live_enrolments(call)).values("sector").annotate(number=Sum("learners"))
    )
    return [(row["sector"], row["number"]) for row in rows.order_by("-number", "sector")]


def schools_of(call: Call, on: date) -> QuerySet[Organisation]:
    """Each member or enrolled school with `membership_state`, and of its enrolment `enrolment_key`, `enrolled_at`,
    `withdrawn_at`, `learner_deadline` and `learners`."""
    own = Enrolment.objects.filter(call=call, school=OuterRef("pk"))
    member = membership.own_standing(call.grant_agreement_id, on)
    known = Q(pk__in=Enrolment.objects.filter(call=call).values("school"))
    members = Q(pk__in=Membership.objects.filter(grant_agreement=call.grant_agreement_id).values("organisation"))
    learners = own.order_by().values("school").annotate(number=Sum("expected__learners")).values("number")
    return Organisation.objects.filter(known | members).annotate(
        membership_state=Subquery(member.values("standing")[:1], output_field=CharField()),
        enrolment_key=Subquery(own.values("key")[:1]),
        enrolled_at=Subquery(own.values("at")[:1]),
        withdrawn_at=Subquery(own.values("withdrawn_at")[:1]),
        own_deadline=Subquery(own.values("learner_deadline")[:1]),
        learners=Coalesce(Subquery(learners), 0),
    )


def enrolments_in(call: Call, actor: Actor) -> dict[int, Enrolment]:
    """School → its enrolment, for the schools the actor acts for."""
    rows = Enrolment.objects.filter(call=call, school__in=actor.scope).select_related("school")
    return {row.school_id: row for row in rows}


def my_schools(actor: Actor) -> list[Organisation]:
    """The schools that a contact point acts for."""
    return list(schools_in(actor.scope))


def members_among(call: Call, schools: Iterable[Organisation], on: date) -> frozenset[int]:
    """Which of the schools are active members under the call's grant agreement."""
    return membership.active_members(call.grant_agreement_id, on, [school.pk for school in schools])


def join_address(enrolment: Enrolment) -> str:
    """Where a learner applies to this school, a page of the next step; what the poster's QR code holds."""
    return f"{settings.SITE_URL}/candidacies/join/{enrolment.join_code}/"


def shown_code(enrolment: Enrolment) -> str:
    """The code as one reads it out: in two groups of four."""
    return f"{enrolment.join_code[:4]} {enrolment.join_code[4:]}"


def calls_of_partner(partner: Organisation, on: date) -> list[Call]:
    """Published calls that are not over and concern a partner: they receive here, or send to its country."""
    there = Q(outgoing=True, destinations__country=partner.country)
    open_still = Call.objects.filter(state=Call.State.PUBLISHED, stay_until__gte=on)
    return list(open_still.filter(Q(incoming=True) | there).distinct().order_by("stay_from", "pk"))


def latest_call() -> Call | None:
    """The published call with the latest stays: what a new one most likely starts from."""
    return Call.objects.exclude(published_at=None).order_by("-stay_from", "-pk").first()
