"""Sharing a snapshot, taking it back, looking at it, and recording the ground for a country without adequacy."""

from datetime import date, datetime, timedelta

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import access, queries
from erasdu.journey.sharing.models import Ground, Share, View
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no


@transaction.atomic
def share(mobility: Mobility, partner: Organisation, *, by: Actor, at: datetime) -> Share:
    """Let a partner see what may be seen of a learner. The same snapshot stays the same share; another replaces it."""
    access.may_share(by, mobility, partner, at=at).require()
    Mobility.objects.select_for_update().get(pk=mobility.pk)  # of two at once the second finds the first
    taken = queries.snapshot_of(mobility)
    if not taken:
        no("nothing_to_share").require()
    before = Share.objects.filter(mobility=mobility, partner=partner, revoked_at=None).first()
    if before is not None and before.snapshot == taken:
        return before
    if before is not None:
        Share.objects.filter(pk=before.pk).update(revoked_at=at, revoked_by=by.person)
    made = Share.objects.create(
        mobility=mobility, partner=partner, snapshot=taken, shared_at=at, shared_by_id=by.person
    )
    journal.record("share.made", subjects=[made, mobility], by=by, at=at, partner=partner.pk)
    return made


@transaction.atomic
def revoke(share: Share, *, by: Actor, at: datetime) -> None:
    """The partner sees it no more, from its next request."""
    access.may_revoke(by, share).require()
    if not Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.person):
        no("share_revoked").require()
    share.refresh_from_db(fields=["revoked_at", "revoked_by"])
    journal.record("share.revoked", subjects=[share, share.mobility], by=by, at=at)


@transaction.atomic
def look(share: Share, *, copy_for: str = "", by: Actor, at: datetime) -> None:
    """Each view is kept, and each copy with the name that stands on it."""
    assert by.person is not None
    View.objects.create(share=share, person_id=by.person, at=at, copy_for=copy_for[:120])
    if copy_for:
        journal.record("share.printed", subjects=[share, share.mobility], by=by, at=at)
    else:
        journal.record("share.seen", subjects=[share, share.mobility], by=by, at=at)


@transaction.atomic
def record_ground(
    partner: Organisation, *, text: str, since: date, until: date | None = None, by: Actor, at: datetime
) -> Ground:
    """On what ground data may go to this partner."""
    access.may_record_ground(by, partner).require()
    made = Ground.objects.create(
        partner=partner, text=text, since=since, until=until, recorded_at=at, recorded_by_id=by.person
    )
    journal.record("transfer.ground_recorded", subjects=[partner], by=by, at=at, ground=made.pk)
    return made


@transaction.atomic
def end_grounds(partner: Organisation, *, by: Actor, at: datetime) -> int:
    """From today on no ground stands: what was shared on one is seen no more. How many ended."""
    access.may_record_ground(by, partner).require()
    on = brussels_date(at)
    ended = access.grounds_on(on).filter(partner=partner).update(until=on - timedelta(days=1))
    if not ended:
        no("no_ground_stands").require()
    journal.record("transfer.grounds_ended", subjects=[partner], by=by, at=at, number=ended)
    return int(ended)
