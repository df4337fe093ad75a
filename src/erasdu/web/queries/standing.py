"""The stage of candidacies in bulk, in the database and in Python alike (`rules.stage`; a test holds them together)."""

from collections.abc import Set
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import Assessment, Decision, Panellist
from erasdu.journey.selection.states import SETTLED
from erasdu.web import rules

OVER = ("withdrawn", "refused")


def assessed() -> Q:
    """Every assessor of the panel is done with the candidacy, and at least one gave scores."""
    mine = Assessment.objects.filter(candidacy=OuterRef("pk"), final_at__isnull=False)
    counted = mine.exclude(conflict=Assessment.Conflict.PRIVATE_TIE)
    done = Assessment.objects.filter(candidacy=OuterRef(OuterRef("pk")), role=OuterRef("role")).filter(
        Q(final_at__isnull=False) | Q(conflict=Assessment.Conflict.PRIVATE_TIE)
    )
    panel = Panellist.objects.filter(selection__enrolment=OuterRef("enrolment"), assesses=True, until=None)
    return Q(Exists(counted)) & ~Q(Exists(panel.exclude(Exists(done))))


def with_facts(rows: QuerySet[Candidacy]) -> QuerySet[Any]:
    """Each with `outcome` (of a settled selection), `file_state`, `file_key` and `is_assessed`."""
    decisions = Decision.objects.filter(candidacy=OuterRef("pk"), selection__state__in=SETTLED)
    files = CandidateFile.objects.filter(candidacy=OuterRef("pk"))
    return rows.annotate(
        outcome=Coalesce(Subquery(decisions.values("outcome")[:1]), Value(""), output_field=CharField()),
        file_state=Coalesce(Subquery(files.values("state")[:1]), Value(""), output_field=CharField()),
        file_key=Subquery(files.values("key")[:1]),
        is_assessed=Case(When(assessed(), then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def with_stage(rows: QuerySet[Candidacy]) -> QuerySet[Any]:
    """Each with `stage`, in the order in which `rules.stage` asks."""
    on_file = Q(file_state__in=rules.OF_FILE)
    found: QuerySet[Any] = with_facts(rows).annotate(
        stage=Case(
            When(state__in=OVER, then=F("state")),
            When(file_state="withdrawn", then=Value("taken_back")),
            When(on_file, then=F("file_state")),
            When(confirmed_at=None, then=Value("unconfirmed")),
            When(~Q(outcome=""), then=F("outcome")),
            When(state="applied", is_assessed=True, then=Value("assessed")),
            When(state="applied", then=Value("applied")),
            default=Value("draft"),
            output_field=CharField(),
        )
    )
    return found


def facts_of(row: Candidacy) -> rules.Facts:
    """Of a row that comes from `with_facts`."""
    return rules.Facts(
        row.state,
        row.confirmed_at is not None,
        row.is_assessed,  # type: ignore[attr-defined]
        row.outcome,  # type: ignore[attr-defined]
        row.file_state,  # type: ignore[attr-defined]
    )


def at_stage(rows: QuerySet[Candidacy], stage: str) -> QuerySet[Candidacy]:
    return among(rows, {stage})


def with_outcome(rows: QuerySet[Candidacy], outcome: str) -> QuerySet[Candidacy]:
    """Those on whom a settled selection decided so."""
    return with_facts(rows).filter(outcome=outcome)


def in_box(rows: QuerySet[Candidacy], box: str) -> QuerySet[Candidacy]:
    """Those that a box of the funnel counts."""
    return among(rows, {code for code in rules.STAGES if box in rules.BOXES[code]})


def among(rows: QuerySet[Candidacy], stages: Set[str]) -> QuerySet[Candidacy]:
    """Those at one of the stages: the same as asking `with_stage`, by sets, which a long list needs for its speed."""
    files = CandidateFile.objects.order_by().values("candidacy")
    decided = Decision.objects.filter(selection__state__in=SETTLED).order_by().values("candidacy")
    states = [{"taken_back": "withdrawn"}.get(code, code) for code in stages if code in (*rules.OF_FILE, "taken_back")]
    no_file = ~Q(pk__in=files.filter(state__in=(*rules.OF_FILE, "withdrawn")))
    confirmed = no_file & Q(confirmed_at__isnull=False)
    undecided = confirmed & ~Q(pk__in=decided)
    found = Q(pk__in=files.filter(state__in=states))
    found |= confirmed & Q(pk__in=decided.filter(outcome__in=list(stages)))
    if "unconfirmed" in stages:
        found |= no_file & Q(confirmed_at=None)
    if "draft" in stages:
        found |= undecided & Q(state="draft")
    if "applied" in stages or "assessed" in stages:
        found |= undecided & Q(state="applied") & _of_assessment(stages)
    return rows.filter(found & ~Q(state__in=OVER) | Q(state__in=[code for code in stages if code in OVER]))


def _of_assessment(stages: Set[str]) -> Q:
    if {"applied", "assessed"} <= stages:
        return Q()
    return assessed() if "assessed" in stages else ~assessed()


def histogram(rows: QuerySet[Candidacy], by: str) -> dict[int, dict[str, int]]:
    """`by` ("enrolment", "call") → stage → number. One query."""
    found: dict[int, dict[str, int]] = {}
    counted = with_stage(rows).order_by().values(by, "stage").annotate(number=Count("pk"))
    for row in counted.values_list(by, "stage", "number"):
        found.setdefault(row[0], {})[row[1]] = row[2]
    return found


def boxes(stages: dict[str, int]) -> dict[str, int]:
    """Box of the funnel → number, from stage → number."""
    return {box: sum(n for stage, n in stages.items() if box in rules.BOXES[stage]) for box in rules.ROAD}
