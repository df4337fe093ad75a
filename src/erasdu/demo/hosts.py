"""What hosts sign in the demo: of some both did, of others the host or nobody yet."""

from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo.consortium import Consortium
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.journey.hosting import actions, queries
from erasdu.journey.hosting.models import Booking
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused

STAGES: tuple[tuple[str, ...], ...] = (("host", "contact_point"), ("host",), ())


def hosts_sign(consortium: Consortium, today: date) -> None:
    """hosts sign for who certainly comes"""
    at = datetime.combine(today - timedelta(days=1), time(16), tzinfo=UTC)
    rows = Booking.objects.filter(state="confirmed", released_at=None).select_related(
        "placement__company__organisation", "placement__company__keeper", "placement__company__contact",
        "room__home__keeper", "room__home__contact",
    )  # fmt: skip
    hosts = list(
        {(queries.subject_of(host), host.pk): host for host in map(queries.host_of, rows.order_by("pk"))}.values()
    )
    for number, host in enumerate(one for one in hosts if queries.kind_for(one)):
        try:
            envelopes = actions.ask_commitment(host, by=consortium.actor, at=at + timedelta(minutes=3 * number))
        except Refused:  # nobody can sign for it yet
            continue
        for envelope in envelopes:
            _sign(envelope, STAGES[number % len(STAGES)], at + timedelta(hours=1, minutes=7 * number))


def _sign(envelope: Envelope, roles: tuple[str, ...], at: datetime) -> None:
    for number, role in enumerate(roles):
        signer = Signer.objects.select_related("envelope__document", "person").get(envelope=envelope, role=role)
        paperwork.sign(
            signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit("link"),
            by=Actor(signer.person_id, "holder", via="link"), at=at + timedelta(minutes=4 * number),
        )  # fmt: skip
