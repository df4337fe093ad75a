"""What is known of the insurance of stays, for the rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from erasdu.journey.insurance import rules
from erasdu.journey.insurance.models import Cover, DocumentRule
from erasdu.journey.insurance.rules.covers import COORDINATOR
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period

Worked = Mapping[int, frozenset[date]]


def facts(stays: Iterable[int], worked: Worked | None = None) -> dict[int, rules.Facts]:
    """By stay; three queries, whatever the number. `worked`: the days of work of those whose programme is known."""
    rows = list(
        Mobility.objects.filter(pk__in=list(stays)).select_related("traveller", "destination", "sending", "declaration")
    )
    own, shared = _covers(rows)
    rulings, programmes = tuple(rule_of(row) for row in standing_rules()), worked or {}
    return {
        row.pk: _facts(
            row,
            [*own[row.pk], *(cover for holder in holders_of(row) for cover in shared[holder])],
            rulings,
            programmes.get(row.pk),
        )
        for row in rows
    }


def worked_days(stays: Collection[int]) -> Worked:
    """Stay → its days of work, of those whose learning agreement has a programme: told by a later step."""
    if not settings.STAY_WORK_DAYS:
        return {}
    found: Worked = import_string(settings.STAY_WORK_DAYS)(stays)
    return found


def standing_rules() -> QuerySet[DocumentRule]:
    """The coordinator's own rows that stand."""
    return DocumentRule.objects.filter(ended_at=None)


def holders_of(row: Mobility) -> list[int]:
    """Whose policies cover this stay: 0 for those of the coordinator."""
    sending = row.sending
    return [0, *(pk for pk in (sending.pk, sending.board_id, sending.group_id) if pk)]


def rows_for(rows: Iterable[Mobility]) -> QuerySet[Cover]:
    """Every live cover that may count for these stays."""
    stays = list(rows)
    holders = {holder for row in stays for holder in holders_of(row)}
    mine = Q(mobility__in=[row.pk for row in stays]) | Q(organisation__in=holders)
    return Cover.objects.filter(mine | Q(organisation__isnull=False, holder=COORDINATOR), ended_at=None)


def holder_of(row: Cover) -> int:
    """The key under which the policy of an organisation is found again."""
    return 0 if row.holder == COORDINATOR else row.organisation_id or 0


def _covers(rows: list[Mobility]) -> tuple[Mapping[int, list[rules.Cover]], Mapping[int, list[rules.Cover]]]:
    own: dict[int, list[rules.Cover]] = defaultdict(list)
    shared: dict[int, list[rules.Cover]] = defaultdict(list)
    for row in rows_for(rows):
        into, key = (own, row.mobility_id) if row.mobility_id else (shared, holder_of(row))
        into[key].append(cover_of(row))
    return own, shared


def cover_of(row: Cover) -> rules.Cover:
    """A row as the rules know it; an open end is every day on that side."""
    confirmed = None
    if row.confirmed_on and row.confirms_from and row.confirms_until:
        confirmed = Period(row.confirms_from, row.confirms_until)
    named = {"workplace": row.names_workplace, "way": row.names_way}
    return rules.Cover(
        kind=row.kind,
        holder=row.holder,
        days=Period(row.starts_on or date.min, row.ends_on or date.max),
        territory=rules.countries_of(row.territory),
        activities=frozenset(row.activities),
        document=row.document,
        confirmed=confirmed,
        names=frozenset(name for name, yes in named.items() if yes),
    )


def rule_of(row: DocumentRule) -> rules.Rule:
    return rules.Rule(
        row.country, row.nationalities, row.document, row.since, row.source, row.verified, row.form, row.days,
        row.assistance, row.note, row.pk,
    )  # fmt: skip


def _facts(
    row: Mobility, covers: list[rules.Cover], rulings: tuple[rules.Rule, ...], worked: frozenset[date] | None
) -> rules.Facts:
    incoming = row.direction == Mobility.Direction.INCOMING
    stay = Period(row.planned_from, row.planned_until) if row.planned_from and row.planned_until else None
    abroad = row.destination.country if row.destination else ""
    return rules.Facts(
        key=row.key,
        stay=stay,
        country="" if incoming else abroad,
        nationality=row.traveller.nationality if hasattr(row, "traveller") else "",
        incoming=incoming,
        learner=row.kind == Mobility.Kind.LEARNER,
        covers=tuple(covers),
        declared=row.declaration.answer if hasattr(row, "declaration") else "",
        worked=worked,
        own=rulings,
    )
