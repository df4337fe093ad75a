"""What the pages of a plan show: its parts, what lacks, what each side changed, and who would sign again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from erasdu.ground.paperwork import papers as kinds
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.queries import Standing
from erasdu.ground.paperwork.rules import Change, changes, sign_again
from erasdu.journey.agreements import access, papers
from erasdu.journey.agreements.models import DaysAsked, Edit, LearningPlan
from erasdu.journey.agreements.queries.content import certain_places, composed, lacks, place_of, told, told_like
from erasdu.journey.agreements.queries.days import days_of
from erasdu.journey.agreements.queries.standing import standing_of, standings, terms_of
from erasdu.journey.agreements.queries.week import faults_of
from erasdu.journey.agreements.rules import Count, Day, Fault, counted, weeks
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.journey.nominations.models import HomePaper
from erasdu.kernel.actor import Actor

AT_ONCE = 200
OVER = ("", "withdrawn", "declined", "overdue")  # of a version that nobody can sign any more


@dataclass(frozen=True, slots=True)
class Page:
    """One plan as it is shown. `changed`: clauses that differ from the version that was sent; `again`: whose
    signature falls away by that. `outdated`: that version was made for other days or another place."""

    plan: LearningPlan
    standing: Standing | None
    lacks: Sequence[str]
    faults: Sequence[Fault]
    count: Count
    weeks: Mapping[date, list[Day]]
    tasks: Sequence[papers.Pair]
    changed: Sequence[Change]
    again: Sequence[str]
    outdated: bool = False

    @property
    def hard(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.hard]

    @property
    def ready(self) -> bool:
        return not self.lacks and not self.hard

    @property
    def to_send(self) -> bool:
        """Ready, and not sent yet in this wording, or no longer on its way."""
        over = self.standing is None or self.standing.state in OVER
        return self.ready and (over or bool(self.changed))

    @property
    def signing(self) -> Envelope | None:
        """The version that is on its way to who signs it, when it says just what stands here."""
        if self.standing is None or self.standing.state != "open":
            return None
        return None if self.changed or self.outdated or self.lacks or self.hard else self.standing.envelope


def page(plan: LearningPlan, at: datetime) -> Page:
    missing, days = lacks(plan), days_of(plan)
    standing = standing_of(plan.mobility, at)
    whole = stay_of(plan.mobility) is not None and plan.placement is not None
    changed, again = _differs(plan, standing) if whole else ([], [])
    tasks = told(plan).tasks if whole else []
    return Page(
        plan, standing, missing if whole else ["place", *missing], faults_of(plan, days), counted(days),
        weeks(days), tasks, changed, again, _outdated(plan, standing),
    )  # fmt: skip


def _outdated(plan: LearningPlan, standing: Standing | None) -> bool:
    stay, there = stay_of(plan.mobility), place_of(plan.mobility)
    if standing is None or standing.envelope is None or standing.state not in (*IN_FORCE, "open"):
        return False
    return stay is None or standing.terms != terms_of(stay, there.key if there else "")


def _differs(plan: LearningPlan, standing: Standing | None) -> tuple[list[Change], list[str]]:
    """Against the newest version: the clauses, and of who signed it those that would be asked again."""
    if standing is None or standing.envelope is None:
        return [], []
    before = paperwork.data_of(standing.envelope)
    found = changes(before, composed(plan, told_like(plan, before)))
    bound = sign_again(kinds.kind(papers.KIND), found)
    return found, [role for role in standing.signed if role in bound]


def plan_of(mobility: Mobility) -> LearningPlan | None:
    rows = LearningPlan.objects.filter(mobility=mobility)
    return rows.select_related(*access.RELATED).get() if rows.exists() else None


def own_paper_of(mobility: Mobility) -> HomePaper | None:
    """The learning agreement that the partner sent of its own."""
    rows = HomePaper.objects.filter(nomination__mobility=mobility, kind=HomePaper.Kind.LEARNING_AGREEMENT)
    return rows.select_related("nomination").first()


def edits_of(plan: LearningPlan, side: str, since: datetime | None) -> list[Edit]:
    """What that side changed since a moment, the newest first."""
    rows = Edit.objects.filter(plan=plan, side=side).select_related("by")
    return list(rows.filter(at__gt=since) if since else rows)


def days_asked(plan: LearningPlan) -> DaysAsked | None:
    """The last question for other days, while it waits or its no is the newest answer."""
    found = plan.asked_days.select_related("by").order_by("-at", "-pk").first()
    return None if found is None or found.answer == DaysAsked.Answer.YES else found


@dataclass(frozen=True, slots=True)
class Row:
    """One stay of a call with its plan and paper."""

    mobility: Mobility
    plan: LearningPlan | None
    standing: Standing | None

    @property
    def company(self) -> str:
        """That of the agreement, else the one where the learner works for certain and for which none is begun yet."""
        if self.plan is not None and self.plan.placement is not None:
            return self.plan.placement.company.organisation.name
        return getattr(self.mobility, "now_company", None) or ""


NOT_BEGUN, FILLED_IN, ON_ITS_WAY, SIGNED, OUTDATED, STOPPED = "none", "filling", "open", "signed", "other", "stopped"
OWN = "own"  # the partner sent one of its own
STAGES = (NOT_BEGUN, OWN, FILLED_IN, ON_ITS_WAY, SIGNED, OUTDATED, STOPPED)
IN_FORCE = ("signed", "complete")


def stays_of_call(actor: Actor, call: Call) -> QuerySet[Mobility]:
    """Live stays that one sees, and those who come to one's hosts, each with its `stage`."""
    planned = access.plans_for(actor).filter(mobility__call=call).values("mobility")
    mine = mobilities.mobilities_for(actor).filter(call=call).values("pk")
    rows = Mobility.objects.filter(Q(pk__in=mine) | Q(pk__in=planned), call=call, kind="learner", state="planned")
    newest = Envelope.objects.filter(
        document__kind=papers.KIND, document__subject_kind="mobilities.mobility", document__subject_pk=OuterRef("pk")
    ).order_by("-version")
    own = Subquery(
        HomePaper.objects.filter(nomination__mobility=OuterRef("pk"), kind="learning_agreement").values("state")[:1]
    )
    begun = Exists(LearningPlan.objects.filter(mobility=OuterRef("pk")))
    rows = rows.annotate(paper=Subquery(newest.values("state")[:1]), begun=begun, own=own, **_terms(newest))
    stage = Case(
        When(~OF_NOW, paper__in=(*IN_FORCE, "open"), then=Value(OUTDATED)),
        When(paper__in=IN_FORCE, then=Value(SIGNED)),
        When(paper="open", then=Value(ON_ITS_WAY)),
        When(paper__isnull=False, then=Value(STOPPED)),
        When(own__in=("sent", "accepted"), then=Value(OWN)),
        When(begun=True, then=Value(FILLED_IN)),
        default=Value(NOT_BEGUN),
        output_field=CharField(),
    )
    return rows.annotate(stage=stage).select_related("person", "sending", "receiving", "call", "destination")


def _terms(newest: QuerySet[Envelope]) -> dict[str, Any]:
    """For which days and place the newest version was made, and where the learner works for good now."""
    first, last, place = (KT(f"data__terms__{name}") for name in ("from", "until", "place"))
    kept = newest.annotate(since=first, until=last, place=place)
    there = certain_places().filter(mobility=OuterRef("pk")).order_by("-pk")
    return {
        "made_from": Subquery(kept.values("since")[:1]),
        "made_until": Subquery(kept.values("until")[:1]),
        "made_place": Subquery(kept.values("place")[:1]),
        "now_from": Coalesce(Cast("planned_from", CharField()), Value("")),
        "now_until": Coalesce(Cast("planned_until", CharField()), Value("")),
        "now_place": Subquery(there.values("placement__key")[:1]),
        "now_company": Subquery(there.values("placement__company__organisation__name")[:1]),
    }


# The newest version was made for the days and the place of now.
OF_NOW = Q(made_from=F("now_from"), made_until=F("now_until"), made_place=Coalesce("now_place", Value("")))


def rows_of(actor: Actor, stays: Sequence[Mobility], at: datetime) -> list[Row]:
    """These stays with plan and paper; constant in queries."""
    pks = [stay.pk for stay in stays]
    plans = {plan.mobility_id: plan for plan in access.plans_for(actor).filter(mobility__in=pks)}
    found = standings(pks, at)
    return [Row(stay, plans.get(stay.pk), found.get(stay.pk)) for stay in stays]


def exported_of(actor: Actor, stays: Sequence[Mobility], at: datetime) -> Iterator[Row]:
    """The same for a file, in pieces."""
    for start in range(0, len(stays), AT_ONCE):
        yield from rows_of(actor, stays[start : start + AT_ONCE], at)
