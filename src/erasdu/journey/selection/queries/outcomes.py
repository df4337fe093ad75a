"""What later steps and home pages need to know of selections."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, rules
from erasdu.journey.selection.models import Decision, Input, Interview, Report, Selection
from erasdu.journey.selection.states import CLOSED, SETTLED
from erasdu.kernel.actor import Actor

HANDED_IN = (Decision.Outcome.SELECTED, Decision.Outcome.RESERVE)  # whose files go to the coordinator


@dataclass(frozen=True, slots=True)
class Outcome:
    """The school's decision on one candidacy, while its selection stands (not while it is reopened)."""

    candidacy: int
    selection: str
    state: str
    outcome: str
    reserve_rank: int | None
    rank: int
    total: Fraction
    reason: str


def outcome_of(ids: Iterable[int]) -> dict[int, Outcome]:
    """By candidacy; who was not decided on is not in it. One query."""
    rows = Decision.objects.filter(candidacy__in=list(ids), selection__state__in=SETTLED).select_related("selection")
    return {
        row.candidacy_id: Outcome(
            row.candidacy_id,
            row.selection.key,
            row.selection.state,
            row.outcome,
            row.reserve_rank,
            row.rank,
            Fraction(row.total_numerator, row.total_denominator),
            row.reason,
        )
        for row in rows
    }


def selected_for(enrolment: Enrolment) -> list[int]:
    """The candidacies that the school selected, in ranked order. One query."""
    rows = Decision.objects.filter(selection__enrolment=enrolment, selection__state__in=SETTLED)
    return list(rows.filter(outcome=Decision.Outcome.SELECTED).order_by("rank").values_list("candidacy", flat=True))


def facts(ids: Iterable[int]) -> dict[int, rules.Facts]:
    """What readiness asks of each candidacy. One query."""
    return {first: rules.Facts(*rest) for first, *rest in FACTS.of(ids)}


def _facts() -> QuerySet[Candidacy, Any]:
    settled = Decision.objects.filter(candidacy=OuterRef("pk"), selection__state__in=SETTLED)
    issued = Report.objects.filter(selection__enrolment=OuterRef("enrolment"), selection__state=CLOSED)
    since_late = issued.filter(at__gte=OuterRef("late_allowed_at"))
    rows = Candidacy.objects.filter(pk__in=THESE).annotate(
        selected=Exists(settled.filter(outcome__in=HANDED_IN)),
        issued=Exists(issued),
        shown=Q(late_allowed_at=None) | Exists(since_late),
    )
    return rows.values_list("pk", "selected", "issued", "call__files_deadline", "shown")


FACTS = Prepared(_facts)


def overview(actor: Actor) -> QuerySet[Enrolment, Any]:
    """Enrolments with their selection: `selection_key`, `selection_state`, `candidates`, `interviewed`, `awaited`."""
    selection = Selection.objects.filter(enrolment=OuterRef("pk"))
    return access.enrolments_for(actor).annotate(
        selection_key=Subquery(selection.values("key")[:1]),
        selection_state=Subquery(selection.values("state")[:1]),
        candidates=_count(access.taking_part()),
        interviewed=_count(access.taking_part().filter(Exists(Interview.objects.filter(candidacy=OuterRef("pk"))))),
        awaited=_count(
            access.taking_part().filter(
                Exists(Input.objects.filter(candidacy=OuterRef("pk"), given_at=None, withdrawn_at=None))
            )
        ),
    )


def _count(rows: QuerySet[Candidacy]) -> Coalesce:
    counted = rows.filter(enrolment=OuterRef("pk")).order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Summary:
    """Where one enrolment's selection stands."""

    key: str
    state: str
    selected: int
    reserve: int
    not_selected: int


def summary(ids: Iterable[int]) -> dict[int, Summary]:
    """By enrolment, those with a selection. One query."""
    by_outcome = {f"n_{one}": Count("decisions", filter=Q(decisions__outcome=one)) for one in Decision.Outcome.values}
    rows = Selection.objects.filter(enrolment__in=list(ids)).annotate(**by_outcome)
    columns = ("enrolment", "key", "state", "n_selected", "n_reserve", "n_not_selected")
    return {first: Summary(*rest) for first, *rest in rows.values_list(*columns)}


def extract_of(candidacy: Candidacy) -> dict[str, Any]:
    """Language → one learner's part of the report as it was issued; empty when there is no report with them."""
    issued = Report.objects.filter(selection__enrolment=candidacy.enrolment_id, selection__state=CLOSED)
    data = issued.order_by("-version").values_list("data", flat=True).first()
    found: dict[str, Any] = data["extracts"].get(str(candidacy.pk), {}) if data else {}
    return found
