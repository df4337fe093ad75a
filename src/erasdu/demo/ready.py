"""One minor in the demo for whom all before leaving is in order: whatever one takes away, this one turns red."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo.agreements import agree, sign
from erasdu.demo.boards import Play
from erasdu.demo.consortium import Consortium
from erasdu.demo.stays import leaves_as_minor, places
from erasdu.ground.paperwork.models import Envelope
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting import queries as hosts
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import actions
from erasdu.kernel.verdict import Refused

GOES = timedelta(hours=1)


def chosen(today: date) -> Mobility | None:
    """The first minor to leave, of whom the papers of the stay are all signed."""
    rows = Mobility.objects.filter(state="planned", direction="outgoing", planned_from__gt=today)
    rows = rows.exclude(destination=None).select_related("call", "sending", "destination", "person")
    minors = (stay for stay in rows.order_by("planned_from", "pk") if leaves_as_minor(stay))
    return next((stay for stay in minors if _all_signed(stay)), None)


def _all_signed(stay: Mobility) -> bool:
    found = set(places(stay).values_list("state", flat=True))
    return bool(found) and "asked" not in found


def ready(consortium: Consortium, today: date) -> None:
    """for one minor everything before leaving comes in order"""
    stay = chosen(today)
    school = next((each for each in consortium.schools if stay and each.organisation.pk == stay.sending_id), None)
    if stay is None or school is None:
        return
    at = datetime.combine(today - timedelta(days=1), time(17), tzinfo=UTC)
    _placed(consortium, stay, at)
    stay.refresh_from_db()
    agree(stay, school.actor, "signed", at + 3 * GOES)
    _hosts(consortium, stay, at + 4 * GOES)
    assert stay.planned_until is not None
    actions.see(
        stay, kind="identity", seen_by=str(school.contact.person), seen_on=at.date(),
        valid_until=stay.planned_until + timedelta(days=400), by=school.actor, at=at + 4 * GOES,
    )  # fmt: skip


def _placed(consortium: Consortium, stay: Mobility, at: datetime) -> None:
    """Everybody who was asked says yes, and the coordinator confirms it."""
    match = Match.objects.filter(mobility=stay, ended_at=None).exclude(state="confirmed").first()
    if match is None:
        return
    board = matching.board_of(stay.call, "outgoing", destination=stay.destination)
    Play(consortium, board, consortium.actor, at).finish(match)


def _hosts(consortium: Consortium, stay: Mobility, at: datetime) -> None:
    """Company and family sign what they commit to."""
    rows = Booking.objects.filter(mobility=stay, state="confirmed", released_at=None).select_related(
        "placement__company__organisation", "placement__company__keeper", "placement__company__contact",
        "room__home__keeper", "room__home__contact",
    )  # fmt: skip
    for host in map(hosts.host_of, rows.order_by("pk")):
        with suppress(Refused):  # asked already, or a house where nobody signs
            hosting.ask_commitment(host, by=consortium.actor, at=at)
        about = {"document__subject_kind": hosts.subject_of(host), "document__subject_pk": host.pk}
        for envelope in Envelope.objects.filter(state="open", **about).order_by("pk"):
            sign(envelope, at + timedelta(minutes=5))
