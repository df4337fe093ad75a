"""What was reached: for the forms, the page, and the complement that is signed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from erasdu.ground.paperwork import papers as kinds
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Standing
from erasdu.ground.paperwork.rules import Json, changes, compose, side_by_side
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import ANOTHER_DAY, DAY, THIRD_DAY, Prepared
from erasdu.journey.agreements import access, papers
from erasdu.journey.agreements.models import Assessment, LearningPlan, Outcome
from erasdu.journey.agreements.papers import Assessed, Result, Told, complement
from erasdu.journey.agreements.queries.content import host_signer, told
from erasdu.journey.agreements.queries.standing import standing_of
from erasdu.journey.agreements.rules import can_begin
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.kernel.periods import Period, brussels_date


def assessor(plan: LearningPlan) -> Person | None:
    """Who says what was reached: the mentor, when that is still the one of the place and can be mailed; else who signs
    for the host."""
    mentor = plan.placement.mentor if plan.placement else None
    if mentor is not None and mentor.email and str(mentor) == plan.mentor_name:
        return mentor
    return host_signer(plan)


def assessment_of(plan: LearningPlan) -> Assessment | None:
    return Assessment.objects.filter(plan=plan).first()


def days_there(plan: LearningPlan, of: Assessment | None) -> Period | None:
    """The days on which the learner really was there, else those that were planned."""
    if of is not None and of.first_day and of.last_day:
        return Period(of.first_day, of.last_day)
    stay, stopped = stay_of(plan.mobility), access.stopped_on(plan.mobility)
    return Period(stay.start, min(stay.end, stopped)) if stay and stopped else stay


def counts_as_working(plan: LearningPlan) -> bool:
    """Only a learner from here has a working component at school."""
    return plan.mobility.direction == Mobility.Direction.OUTGOING


def assessed(plan: LearningPlan) -> tuple[Told, Assessed]:
    """Of a plan that host and school both assessed: for its paper."""
    of = assessment_of(plan)
    assert of is not None
    assert of.found_at is not None
    assert of.judged_at is not None
    stay = days_there(plan, of)
    assert stay is not None
    whole = told(plan)
    results = [
        Result((each.text_nl, each.text_en), each.planned, each.achieved, each.remark) for each in plan.outcomes.all()
    ]
    found = Assessed(
        stay, results, of.overall, of.found_by, brussels_date(of.found_at), of.component, of.judgement, of.judged_by,
        brussels_date(of.judged_at),
    )  # fmt: skip
    return replace(whole, days=[day for day in whole.days if stay.contains(day.on)]), found


def composed_complement(plan: LearningPlan) -> Json:
    """What the complement would say now, to be compared with what was signed."""
    kind, (whole, found) = kinds.kind(papers.COMPLEMENT), assessed(plan)
    content, _version = paperwork.wording(kind, plan.language)
    other = complement.beside(whole, found, plan.language, plan.beside)
    data = compose(content, complement.facts(whole, found, plan.language, beside=other is not None))
    return data if other is None else side_by_side(data, compose(other.content, other.facts), other.names)


@dataclass(frozen=True, slots=True)
class Reached:
    """What the page of a plan shows of its assessment. `to_send`: both assessed, and not on paper in these words.

    `unsaid`: of an outcome that came later nobody said yet whether it was reached.
    """

    assessment: Assessment | None
    standing: Standing | None
    to_send: bool
    unsaid: bool = False

    @property
    def found(self) -> bool:
        return self.assessment is not None and self.assessment.found_at is not None and not self.unsaid

    @property
    def judged(self) -> bool:
        return self.assessment is not None and self.assessment.judged_at is not None


def reached(plan: LearningPlan, at: datetime) -> Reached | None:
    """None before the stay begins."""
    stay = stay_of(plan.mobility)
    if stay is None or plan.placement is None or not can_begin(stay, brussels_date(at)):
        return None
    of, standing = assessment_of(plan), standing_of(plan.mobility, at, papers.COMPLEMENT)
    unsaid = plan.outcomes.filter(achieved="").exists()
    done = of is not None and of.found_at is not None and of.judged_at is not None and not unsaid
    return Reached(of, standing, done and _differs(plan, standing), unsaid)


def _differs(plan: LearningPlan, standing: Standing | None) -> bool:
    if standing is None or standing.envelope is None or standing.state in ("", "withdrawn", "declined", "overdue"):
        return True
    return bool(changes(paperwork.data_of(standing.envelope), composed_complement(plan)))


def to_assess(on: date, first: date, last: date) -> list[LearningPlan]:
    """Plans of stays that end between these days, also early, of which the host has not said what was reached."""
    return TO_ASSESS.of(days=[on, first, last])


def to_assess_of(plans: Collection[int], on: date, first: date, last: date) -> list[LearningPlan]:
    """The same, of these plans."""
    return list(_to_assess(on, first, last).filter(pk__in=plans))


def _to_assess(on: date, first: date, last: date) -> QuerySet[LearningPlan]:
    live = Q(mobility__state="planned", mobility__cancelled_at=None, mobility__planned_until__range=(first, last))
    stopped = Q(
        mobility__state="cancelled", mobility__cancelled_at__date__range=(first, last),
        mobility__cancelled_at__date__gte=F("mobility__planned_from"),
    )  # fmt: skip
    unsaid = Exists(Outcome.objects.filter(plan=OuterRef("pk"), achieved=""))
    rows = LearningPlan.objects.filter(
        live | stopped, Q(assessment__found_at=None) | Q(unsaid), mobility__planned_from__lte=on,
        mobility__person__erased_at=None,
    )  # fmt: skip
    related = ("mobility__person", "mobility__call", "mobility__sending", "placement__company")
    return rows.select_related(*related).order_by("pk")


TO_ASSESS = Prepared(lambda: _to_assess(DAY, ANOTHER_DAY, THIRD_DAY))
