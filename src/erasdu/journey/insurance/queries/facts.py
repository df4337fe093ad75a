"""What is known of the insurance of stays, for the rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.prepared import THESE, THOSE, Prepared
from erasdu.journey.insurance import rules
from erasdu.journey.insurance.models import Cover, Declaration, DocumentRule
from erasdu.journey.insurance.rules.covers import BOARD, COORDINATOR, GROUP, SENDING
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines, outlines
from erasdu.kernel.holidays import closed_in
from erasdu.kernel.periods import Period

Worked = Mapping[int, frozenset[date]]
Rulings = tuple[tuple[rules.Rule, ...], tuple[rules.Row, ...]]
Held = Mapping[int, list[rules.Cover]]
DRAFT = 2**62  # in the place of the id of a row that is not saved: it stands as the latest
DECLARED = Prepared(
    lambda: Declaration.objects.filter(mobility__in=THESE).values_list("mobility", "answer", "first", "last")
)
STANDING = Prepared(lambda: standing_rules())
COVERS = Prepared(lambda: rows_for(THESE, THOSE))
COMMON = 0  # the key of the policies of the coordinator, which cover everybody


def facts(stays: Iterable[int], worked: Worked | None = None, about: Outlines | None = None) -> dict[int, rules.Facts]:
    """By stay; five queries, six without `about`. `worked`: the days of work of those whose programme is known."""
    known = outlines(stays) if about is None else about
    own, shared, above = _covers(known)
    declared = _declared(known)
    booked, moved = workplaces_since(known), workplaces_changed(known)
    rulings, programmes = own_rules(STANDING.of()), worked or {}
    return {
        pk: _facts(
            of,
            (
                *own[pk],
                *(cover for holder in (COMMON, *of.senders[:1]) for cover in shared[holder]),
                *(cover for holder in of.senders[1:] for cover in above[holder]),
            ),
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
    return {
        pk: rules.OTHER_DAYS if answer == rules.YES and first and last and not _same(stays[pk], first, last) else answer
        for pk, answer, first, last in DECLARED.of(stays)
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
    rows = Cover.objects.filter(mine | Q(organisation__isnull=False, holder=COORDINATOR), ended_at=None)
    return rows.select_related("organisation")


def holder_of(row: Cover) -> int:
    """The key under which the policy of an organisation is found again."""
    return COMMON if row.holder == COORDINATOR else row.organisation_id or COMMON


def _covers(stays: Outlines) -> tuple[Held, Held, Held]:
    """By stay its own; by organisation those of who sends, and of who is above that."""
    own, shared, above = (defaultdict[int, list[rules.Cover]](list) for _ in range(3))
    for row in COVERS.of(stays, (pk for of in stays.values() for pk in of.senders)):
        if row.mobility_id:
            own[row.mobility_id].append(cover_of(row))
        else:
            shared[holder_of(row)].append(cover_of(row))
            above[holder_of(row)].append(cover_of(row, above=True))
    return own, shared, above


def cover_of(row: Cover, *, above: bool = False) -> rules.Cover:
    """A row as the rules know it; an open end is every day on that side. `above`: of a board or group, for a school."""
    confirmed, holder = None, row.holder
    if row.confirmed_on and row.confirms_from and row.confirms_until:
        confirmed = Period(row.confirms_from, row.confirms_until)
    if above and holder == SENDING and row.organisation is not None:
        holder = GROUP if row.organisation.kind == Organisation.Kind.GROUP else BOARD
    named = {"workplace": row.names_workplace, "way": row.names_way}
    return rules.Cover(
        kind=row.kind,
        holder=holder,
        days=Period(row.starts_on or date.min, row.ends_on or date.max),
        territory=rules.countries_of(row.territory),
        activities=frozenset(row.activities),
        document=row.document,
        confirmed=confirmed,
        confirmed_on=row.confirmed_on,
        names=frozenset(name for name, yes in named.items() if yes),
        shared=row.mobility_id is None,
    )


def own_rules(rows: Iterable[DocumentRule]) -> Rulings:
    """The coordinator's rows: about documents of countries, and about what is asked of every insurance. Those about who
    comes here say nothing of who leaves."""
    found = [row for row in rows if not row.is_home]
    documents = tuple(rule_of(row) for row in found if row.is_document)
    return documents, tuple(asked_of(row) for row in found if not row.is_document)


def asked_of(row: DocumentRule) -> rules.Row:
    return rules.Row(row.code, tuple(row.values), row.since, row.source, row.verified, row.note, row.pk or DRAFT)


def in_force(on: date) -> rules.Asked:
    """What is asked of every insurance on that day. One query."""
    return rules.rules_on(on, own_rules(standing_rules())[1])


def rule_of(row: DocumentRule) -> rules.Rule:
    return rules.Rule(
        row.country, row.nationalities, row.document, row.since, row.source, row.verified, row.form, row.days,
        row.assistance, row.note, row.pk or DRAFT,
    )  # fmt: skip


def home_cards() -> tuple[rules.Card, ...]:
    """What the coordinator says of who comes here, by the country of home, and what was said before. One query."""
    return tuple(card_from(row) for row in DocumentRule.objects.filter(code=rules.HOME))


def card_from(row: DocumentRule) -> rules.Card:
    """A row as the rules know it."""
    return rules.Card(
        frozenset({row.country} - {""}), row.document, row.since, row.source, row.verified, row.note, row.pk or DRAFT,
        row.entered_at, row.ended_at,
    )  # fmt: skip


def _facts(
    of: Outline,
    covers: tuple[rules.Cover, ...],
    declared: str,
    rulings: Rulings,
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
        closed=closed_in(of.country, of.stay) if of.stay and not of.incoming else frozenset(),
        booked_on=booked_on,
        moved_on=moved_on,
        own=rulings[0],
        replaced=rulings[1],
    )
