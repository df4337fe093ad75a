"""Background work on papers: reminders on fixed days, as long as somebody can still sign; the daily anchor."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions
from erasdu.ground.paperwork.models import Event, RemoteSigning, Sheet, Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import BRUSSELS, brussels_date
from erasdu.kernel.verdict import Refused

REMINDERS_AFTER = (3, 7, 12)  # days since the signer was asked
AT_ONCE = 200


def remind_late() -> int:
    """Remind who did not answer; nobody whose paper is held up, late, or already lies here as a scan."""
    at = clock.now()
    due = Q()
    for number, days in enumerate(REMINDERS_AFTER):
        due |= Q(reminders=number, asked_at__lte=at - timedelta(days=days))
    rows = _waiting().filter(due, envelope__due_on__gte=brussels_date(at))
    for signer in rows.select_related("envelope__document", "person", "link")[:AT_ONCE]:
        try:
            with transaction.atomic():
                actions.remind(signer, by=SYSTEM, at=at)
        except Refused:  # answered in the meantime
            continue
    return 0


def anchor_day() -> int:
    """Once a day, as soon as there is evidence of an earlier day; a day on which nothing lies behind needs none."""
    at = clock.now()
    midnight = datetime.combine(brussels_date(at), time(), BRUSSELS)
    if Event.objects.filter(at__lt=midnight).exists():
        actions.anchor(at=at)
    return 0


def forget_signings() -> int:
    """Who went to a trust service and is long back, or never came: only the outcome mattered."""
    RemoteSigning.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    return 0


def _waiting() -> QuerySet[Signer]:
    """A signer without a link signs by hand: the school looks at the paper."""
    scanned = Sheet.objects.filter(envelope=OuterRef("envelope"), state="ask")
    frozen = Q(envelope__document__frozen_at__isnull=False) & (
        Q(envelope__document__lifted_at=None) | Q(envelope__document__lifted_at__lt=F("envelope__document__frozen_at"))
    )
    rows = Signer.objects.filter(~Exists(scanned), state=ASKED, envelope__state=OPEN, link__isnull=False)
    return rows.exclude(frozen).order_by("pk")
