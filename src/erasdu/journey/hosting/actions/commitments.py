"""Hosts sign before somebody comes: asked in the background once it is certain, and never twice a season."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from erasdu.ground.jobs.actions import enqueue_all
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.ground.paperwork.actions import Draft, Party, Reads
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.states import OPEN
from erasdu.ground.people.actions import owe_notice
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import access, queries, rules
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries.committing import Host
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, no

KIND = "hosting.commit"
LEAST_DAYS = 14  # to sign, for who comes soon
HOST = "host"  # the privacy notice of who receives


def ask_soon(booking: Booking, *, by: Actor, at: datetime) -> None:
    """A paper takes a while to draw, and a whole board is confirmed at once: so it is asked after this transaction."""
    if queries.kind_for(queries.host_of(booking)):
        payload: dict[str, object] = {"booking": booking.pk, "by": by.person}
        enqueue_all(KIND, {f"commit:{booking.key}": payload}, due=at)


def commit_job(job: Job) -> None:
    """Ask the host of one booking, if that still stands. Who cannot be asked yet is on the page of the host."""
    booking = queries.confirmed(int(str(job.payload["booking"])))
    if booking is None:
        return
    person = job.payload["by"]
    by = Actor(person if isinstance(person, int) else None, SYSTEM_ROLE, via="system")
    host = queries.host_of(booking)
    known = queries.agreed([host]).get((queries.subject_of(host), host.pk), [])
    at = clock.now()
    if rules.covering(queries.days_of(booking), known, brussels_date(at)) is not None:
        return  # signed, asked, or refused: a person decides whether to ask again
    try:
        ask(host, by=by, at=at)
    except Refused:
        return


def ask(host: Host, *, by: Actor, at: datetime) -> list[Envelope]:
    """One paper for each call in which somebody comes on days that the host did not sign for, and is not asked for."""
    access.may_ask_commitment(by, host).require()
    by_call: dict[Call, list[Booking]] = defaultdict(list)
    for booking in queries.uncovered(host, at):
        by_call[booking.mobility.call].append(booking)
    if not by_call:
        no("host_agreed").require()
    drafts = [_draft(host, call, rows, by, at) for call, rows in by_call.items()]
    signer = queries.signer_for(host)
    assert signer is not None, "a draft has somebody who signs"
    owe_notice(signer, HOST, at=at)
    return paperwork.send(drafts)


def _draft(host: Host, call: Call, bookings: Sequence[Booking], by: Actor, at: datetime) -> Draft:
    signer, receiver = queries.signer_for(host), queries.receiver_of(host.keeper, by)
    if signer is None:
        no("commitment_without_signer").require()
    if receiver is None:
        no("commitment_without_receiver").require()
    assert signer is not None
    assert receiver is not None
    on = brussels_date(at)
    due = max(min(row.starts_on for row in bookings), on + timedelta(days=LEAST_DAYS))
    coming = queries.coming_to(host).filter(mobility__call=call).select_related(None)
    window = queries.commitment_window(call, [*bookings, *coming])
    organisation, function = queries.acts_as(host)
    language = queries.language_of(host.keeper)
    other = queries.language_beside(host.keeper, [signer, receiver])
    return paperwork.draft(
        queries.kind_for(host), host,
        parties=[
            Party("host", signer, organisation=organisation, function=function,
                  channel="mail" if signer.email else "text"),
            Party("contact_point", receiver, organisation=host.keeper),
        ],
        by=by, at=at, facts=queries.facts_for(host, window, receiver, language, beside=bool(other)), language=language,
        beside=queries.beside_for(host, window, receiver, other),
        variant=call.key, whose=signer, readers=[Reads("receiver", organisation=host.keeper)],
        due_on=due, terms={"from": window.start.isoformat(), "until": window.end.isoformat()},
    )  # fmt: skip


def let_go(bookings: Iterable[Booking], *, by: Actor, at: datetime) -> None:
    """Take back what waits for a signature and is for nobody any more; what is signed stays, for who comes next."""
    for booking in bookings:
        if booking.state == CONFIRMED:
            _let_go(queries.host_of(booking), by, at)


def _let_go(host: Host, by: Actor, at: datetime) -> None:
    kind = queries.kind_for(host)
    if not kind:
        return
    coming = [queries.days_of(row) for row in queries.coming_to(host)]
    for document in paper_queries.about(queries.subject_of(host), [host.pk], [kind]):
        envelope = paper_queries.latest(document)
        if envelope is None or envelope.state != OPEN:
            continue
        days = queries.terms_of(envelope.data.get("terms"))
        if days and not any(days.start <= one.start and one.end <= days.end for one in coming):
            system = Actor(by.person, SYSTEM_ROLE, via="system")
            paperwork.withdraw(envelope, reason="", by=system, at=at)
