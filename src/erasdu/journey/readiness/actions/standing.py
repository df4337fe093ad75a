"""Keeping the projection of where stays stand: written here and nowhere else, and made again at any time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from erasdu.ground.journal import queries as journal
from erasdu.ground.journal.models import Bookmark
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries, rules
from erasdu.journey.readiness.models import ReplyDays, Standing
from erasdu.kernel.periods import brussels_date

AT_ONCE = 200
OVER = ("back", "cancelled")
LOOK_BACK = timedelta(days=540)
LATEST = 500  # answers of one role
FIELDS = ("on", "stage", "next_due", "who", "holds", "start_by", "gone", "office", "items")


@transaction.atomic
def refresh(stays: Iterable[int], *, at: datetime) -> int:
    """Derive these again and write them down; how many."""
    rows = list(Mobility.objects.filter(pk__in=list(stays)).order_by("pk"))
    found = queries.derived(rows, brussels_date(at))
    Standing.objects.bulk_create(
        [stand.as_row(pk) for pk, stand in found.items()],
        update_conflicts=True,
        unique_fields=["mobility"],
        update_fields=FIELDS,
    )
    return len(found)


def refresh_next(*, at: datetime) -> int:
    """The next ones that have no standing, or one of another day while they are not over; how many."""
    on = brussels_date(at)
    of_today = Standing.objects.filter(mobility=OuterRef("pk")).filter(Q(on=on) | Q(stage__in=OVER))
    stale = Mobility.objects.exclude(Exists(of_today)).order_by("pk").values_list("pk", flat=True)
    return refresh(stale[:AT_ONCE], at=at)


@transaction.atomic
def begin(*, at: datetime) -> bool:
    """The first time: everything as it is now, and from here on line by line. Whether this was the first time."""
    _mark, first = Bookmark.objects.get_or_create(follower=queries.FOLLOWER, defaults={"seq": journal.head()[0]})
    if first:
        rebuild(at=at)
    return first


def rebuild(*, at: datetime) -> int:
    """All of them again, from nothing; how many."""
    done, pks = 0, list(Mobility.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        done += refresh(pks[start : start + AT_ONCE], at=at)
    return done


def mend(stays: Sequence[Mobility], *, at: datetime) -> list[int]:
    """Write again those that drifted from what every step says; which."""
    wrong = queries.drifted(stays, brussels_date(at))
    if wrong:
        refresh(wrong, at=at)
    return wrong


@transaction.atomic
def observe_replies(*, at: datetime) -> int:
    """How many days people of each role need to sign by mail, by their last answer and by who did not give one yet;
    roles of whom enough is known.

    When that changes, by when things must begin does too: every standing is then of no day any more.
    """
    before = dict(ReplyDays.objects.values_list("role", "days"))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    signed = Signer.objects.filter(state="signed", asked_at__isnull=False, answered_at__gt=at - LOOK_BACK)
    rows = signed.filter(answered_at__gte=F("asked_at"), role__in=rules.SIGNERS).order_by("-answered_at")
    answers = rows.values_list("role", "person", "asked_at", "answered_at")
    for role, person, asked, answered in answers[: LATEST * len(rules.SIGNERS)]:
        if asked and answered:
            found[rules.SIGNERS[role]].setdefault(person, (answered - asked).days + 1)
    silent = _silent(at)
    ReplyDays.objects.all().delete()
    made = [
        ReplyDays(role=role, days=days, answers=len(taken), on=brussels_date(at))
        for role, taken in found.items()
        if (days := rules.usual(list(taken.values()), silent.get(role, ()))) is not None
    ]
    if before != {row.role: row.days for row in made}:
        Standing.objects.update(on=date.min)
    return len(ReplyDays.objects.bulk_create(made))


def _silent(at: datetime) -> dict[str, list[int]]:
    """By role how many days who is asked now has been waited for, each person once."""
    waiting = Signer.objects.filter(state=ASKED, envelope__state=OPEN, asked_at__gt=at - LOOK_BACK, asked_at__lte=at)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    rows = waiting.filter(role__in=rules.SIGNERS).order_by("asked_at").values_list("role", "person", "asked_at")
    for role, person, asked in rows[: LATEST * len(rules.SIGNERS)]:
        if asked:
            found[rules.SIGNERS[role]].setdefault(person, (at - asked).days)
    return {role: list(waited.values()) for role, waited in found.items()}
