"""The candidates of one call for who coordinates: a page of a list, whatever the number of rows behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import rules as selection
from erasdu.journey.selection.models import Assessment, Decision
from erasdu.journey.selection.states import SETTLED
from erasdu.kernel.actor import Actor
from erasdu.web import rules
from erasdu.web.queries import standing

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `final` of `assessors` assessments are final; `total` has two decimals."""

    key: str
    name: str
    school: str
    sector: str
    programme: str
    place: str
    stage: str
    outcome: str
    total: Decimal | None
    rank: int | None
    assessors: int
    final: int
    applied_at: datetime | None
    email: str


def listed(actor: Actor, call: Call) -> QuerySet[Candidacy]:
    """The rows behind the list, with no more than what sorting and searching need."""
    return access.candidacies_for(actor).filter(call=call).only("pk")


def by_total(rows: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """With `exact`, the total as a float that is good enough to sort by."""
    settled = Decision.objects.filter(candidacy=OuterRef("pk"), selection__state__in=SETTLED)
    return rows.annotate(exact=Subquery(settled.values(t=1.0 * F("total_numerator") / F("total_denominator"))[:1]))


def shown(pks: Iterable[int]) -> list[Row]:
    """The lines of these rows, in their order. Two queries."""
    wanted = list(pks)
    settled = Decision.objects.filter(candidacy=OuterRef("pk"), selection__state__in=SETTLED)
    rows = standing.with_facts(Candidacy.objects.filter(pk__in=wanted)).annotate(
        numerator=Subquery(settled.values("total_numerator")[:1]),
        denominator=Subquery(settled.values("total_denominator")[:1]),
        rank=Subquery(settled.values("rank")[:1]),
    )
    found = {row["pk"]: row for row in rows.values("pk", *_COLUMNS)}
    counted = _assessments(wanted)
    return [_row(found[pk], *counted.get(pk, (0, 0))) for pk in wanted if pk in found]


def in_chunks(rows: QuerySet[Candidacy]) -> Iterator[Row]:
    """Every line, for an export."""
    pks = list(rows.values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        yield from shown(pks[start : start + AT_ONCE])


def schools_in(call: Call, actor: Actor) -> list[tuple[str, str]]:
    """Key and name of every school that enrolled, of those whose candidates the actor sees."""
    enrolled = access.enrolments_for(actor).filter(call=call).values("school")
    schools = Organisation.objects.filter(pk__in=enrolled)
    return list(schools.order_by("name").values_list("key", "name"))


_COLUMNS = (
    "key", "state", "confirmed_at", "applied_at", "learner__given_name", "learner__family_name", "learner__email",
    "school__name", "profile__sector", "profile__study_programme", "first_choice__place", "outcome", "file_state",
    "is_assessed", "numerator", "denominator", "rank",
)  # fmt: skip


def _assessments(pks: list[int]) -> dict[int, tuple[int, int]]:
    rows = Assessment.objects.filter(candidacy__in=pks).exclude(conflict=Assessment.Conflict.PRIVATE_TIE)
    counted = (
        rows.order_by().values("candidacy").annotate(n=Count("pk"), final=Count("pk", filter=Q(final_at__isnull=False)))
    )
    return {pk: (n, final) for pk, n, final in counted.values_list("candidacy", "n", "final")}


def _row(row: dict[str, Any], assessors: int, final: int) -> Row:
    facts = rules.Facts(
        row["state"], row["confirmed_at"] is not None, row["is_assessed"], row["outcome"], row["file_state"]
    )
    return Row(
        row["key"],
        f"{row['learner__given_name']} {row['learner__family_name']}".strip(),
        row["school__name"],
        row["profile__sector"],
        row["profile__study_programme"],
        row["first_choice__place"] or "",
        rules.stage(facts),
        row["outcome"],
        _total(row["numerator"], row["denominator"]),
        row["rank"],
        assessors,
        final,
        row["applied_at"],
        row["learner__email"],
    )


def _total(numerator: int | None, denominator: int | None) -> Decimal | None:
    return Decimal(selection.shown(Fraction(numerator, denominator))) if numerator is not None and denominator else None
