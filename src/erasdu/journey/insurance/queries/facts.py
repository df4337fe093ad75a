"""What is known of the insurance of stays, for the rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from erasdu.journey.insurance import rules
from erasdu.journey.insurance.models import Cover, Declaration, DocumentRule
from erasdu.journey.insurance.rules.covers import COORDINATOR
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines, outlines
from erasdu.kernel.periods import Period

Worked = Mapping[int, frozenset[date]]
COMMON = 0  # the key of the policies of the coordinator, which cover everybody


def facts(stays: Iterable[int], worked: Worked | None = None, about: Outlines | None = None) -> dict[int, rules.Facts]:
    """By stay; five queries, six without `about`. `worked`: the days of work of those whose programme is known."""
    known = outlines(stays) if about is None else about
    own, shared = _covers(known)
    declared = _declared(known)
    booked, moved = workplaces_since(known), workplaces_changed(known)
    rulings, programmes = tuple(rule_of(row) for row in standing_rules()), worked or {}
    return {
        pk: _facts(
            of,
            (*own[pk], *(cover for holder in (COMMON, *of.senders) for cover in shared[holder])),
            declared.get(pk, ""),
            rulings,
            programmes.get(pk),
            booked.get(pk),
            moved.get(pk),
        )
        for pk, of in known.items()
    }


def _declared(stays: Outlines) -> dict[int, str]:
    """What the school said; of other days than those of today it said nothing. One query."""
    rows = Declaration.objects.filter(mobility__in=stays).values_list("mobility", "answer", "first", "last")
    return {
        pk: rules.OTHER_DAYS if answer == rules.YES and first and last and not _same(stays[pk], first, last) else answer
        for pk, answer, first, last in rows
    }


def _same(stay: Outline, first: date, last: date) -> bool:
    return stay.stay is not None and (stay.stay.start, stay.stay.end) == (first, last)


def worked_days(stays: Collection[int]) -> Worked:
    """Stay → its days of work, of those whose learning agreement has a programme: told by a later step."""
    if not settings.STAY_WORK_DAYS:
        return {}
    found: Worked = import_string(settings.STAY_WORK_DAYS)(stays)
    return found


def workplaces_changed(stays: Collection[int]) -> Mapping[int, date]:
    """Stay → the day on which it got another workplace than before: told by the step that books places."""
    found: Mapping[int, date] = import_string(settings.STAY_WORKPLACES)(stays)
    return found


def workplaces_since(stays: Collection[int]) -> Mapping[int, date]:
    """Stay → since when it is known where one works: told by the step that books places."""
    found: Mapping[int, date] = import_string(settings.STAY_WORKPLACES_SINCE)(stays)
    return found


def standing_rules() -> QuerySet[DocumentRule]:
    """The coordinator's own rows that stand."""
    return DocumentRule.objects.filter(ended_at=None)


def holders_of(row: Mobility) -> list[int]:
    """Whose policies cover this stay."""
    sending = row.sending
    return [COMMON, *(pk for pk in (sending.pk, sending.board_id, sending.group_id) if pk)]


def rows_for(stays: Iterable[int], senders: Iterable[int]) -> QuerySet[Cover]:
    """Every live cover that may count for stays that these organisations send."""
    mine = Q(mobility__in=list(stays)) | Q(organisation__in=set(senders))
    return Cover.objects.filter(mine | Q(organisation__isnull=False, holder=COORDINATOR), ended_at=None)


def holder_of(row: Cover) -> int:
    """The key under which the policy of an organisation is found again."""
    return COMMON if row.holder == COORDINATOR else row.organisation_id or COMMON


def _covers(stays: Outlines) -> tuple[Mapping[int, list[rules.Cover]], Mapping[int, list[rules.Cover]]]:
    own: dict[int, list[rules.Cover]] = defaultdict(list)
    shared: dict[int, list[rules.Cover]] = defaultdict(list)
    for row in rows_for(stays, (pk for of in stays.values() for pk in of.senders)):
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
        confirmed_on=row.confirmed_on,
        names=frozenset(name for name, yes in named.items() if yes),
        shared=row.mobility_id is None,
    )


def rule_of(row: DocumentRule) -> rules.Rule:
    return rules.Rule(
        row.country, row.nationalities, row.document, row.since, row.source, row.verified, row.form, row.days,
        row.assistance, row.note, row.pk,
    )  # fmt: skip


def _facts(
    of: Outline,
    covers: tuple[rules.Cover, ...],
    declared: str,
    rulings: tuple[rules.Rule, ...],
    worked: frozenset[date] | None,
    booked_on: date | None,
    moved_on: date | None,
) -> rules.Facts:
    return rules.Facts(
        key=of.key,
        stay=of.stay,
        country="" if of.incoming else of.country,
        nationality=of.nationality,
        incoming=of.incoming,
        learner=of.learner,
        covers=covers,
        declared=declared,
        worked=worked,
        booked_on=booked_on,
        moved_on=moved_on,
        own=rulings,
    )
