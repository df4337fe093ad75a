"""What a board is made of, loaded with the same number of queries for one candidate and for hundreds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from erasdu.journey.calls.models import Criterion
from erasdu.journey.calls.rules import Criterion as Weighed
from erasdu.journey.selection.models import (
    Assessment,
    Complaint,
    Decision,
    Input,
    Interview,
    Lot,
    Panellist,
    Practical,
    Publicity,
    Selection,
)


@dataclass(slots=True)
class Rows:
    """The rows of one selection, by candidacy."""

    criteria: list[Criterion]
    panel: list[Panellist]
    inputs: dict[int, list[Input]] = field(default_factory=lambda: defaultdict(list))
    assessments: dict[int, list[Assessment]] = field(default_factory=lambda: defaultdict(list))
    interviews: dict[int, Interview] = field(default_factory=dict)
    practicals: dict[int, Practical] = field(default_factory=dict)
    publicity: dict[int, dict[str, Publicity]] = field(default_factory=lambda: defaultdict(dict))
    decisions: dict[int, Decision] = field(default_factory=dict)
    lots: dict[int, int] = field(default_factory=dict)
    complaints: dict[int, list[Complaint]] = field(default_factory=lambda: defaultdict(list))


def load(selection: Selection, ids: Iterable[int]) -> Rows:
    """Eleven queries, whatever the number of ids."""
    wanted = list(ids)
    rows = Rows(
        list(Criterion.objects.filter(call=selection.enrolment.call_id)),
        list(
            Panellist.objects.filter(selection=selection)
            .select_related("role__person", "role__organisation")
            .order_by("since", "pk")
        ),
    )
    for asked in (
        Input.objects.filter(candidacy__in=wanted, withdrawn_at=None).select_related("role__person").order_by("pk")
    ):
        rows.inputs[asked.candidacy_id].append(asked)
    assessed = Assessment.objects.filter(candidacy__in=wanted).select_related("role__person")
    for assessment in assessed.prefetch_related("scores").order_by("pk"):
        rows.assessments[assessment.candidacy_id].append(assessment)
    for interview in Interview.objects.filter(candidacy__in=wanted).select_related("by"):
        rows.interviews[interview.candidacy_id] = interview
    rows.practicals = {row.candidacy_id: row for row in Practical.objects.filter(candidacy__in=wanted)}
    for consent in Publicity.objects.filter(candidacy__in=wanted):
        rows.publicity[consent.candidacy_id][consent.purpose] = consent
    rows.decisions = {row.candidacy_id: row for row in Decision.objects.filter(selection=selection)}
    rows.lots = dict(Lot.objects.filter(selection=selection).values_list("candidacy", "number"))
    for complaint in Complaint.objects.filter(candidacy__in=wanted).order_by("received_at"):
        rows.complaints[complaint.candidacy_id].append(complaint)
    return rows


def weighed(criteria: Iterable[Criterion]) -> list[Weighed]:
    """The criteria as the rules know them."""
    return [Weighed(item.code, item.weight, tuple(item.parts)) for item in criteria]
