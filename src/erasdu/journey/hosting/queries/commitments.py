"""What hosts signed, and for whom it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Answers, ReadSigner, Standing
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, SIGNED, WAITING, WITHDRAWN
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting import access, papers, rules
from erasdu.journey.hosting.models import Booking, Company, Home
from erasdu.journey.hosting.queries.capacity import live
from erasdu.journey.hosting.queries.committing import Host, signer_for
from erasdu.journey.hosting.rules import Agreed, Received
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, brussels_date

AT_WORK = (
    "placement__company__organisation", "placement__company__keeper", "placement__company__contact",
    "placement__mentor",
)  # fmt: skip
AT_HOME = ("room__home__keeper", "room__home__contact", "room__home__town")
HOSTS = (*AT_WORK, *AT_HOME, "mobility__call")


BOOKED = (
    "mobility", "starts_on", "ends_on", "room__home", "room__home__kind", "placement__company",
    "placement__company__organisation", "placement__company__keeper", "placement__key",
)  # fmt: skip
COMPANY, HOME = Company._meta.label_lower, Home._meta.label_lower


def host_of(booking: Booking) -> Host:
    if booking.placement is not None:
        return booking.placement.company
    assert booking.room is not None, "a booking is of a place or of a room"
    return booking.room.home


def kind_for(host: Host) -> str:
    """The paper that this host signs; "" for a house that is no household, and for a partner that receives itself:
    its agreement with the coordinator says the same."""
    if isinstance(host, Home):
        return papers.FAMILY if rules.is_household(host.kind) else ""
    return "" if host.organisation_id == host.keeper_id else papers.COMPANY


def subject_of(host: Host) -> str:
    return host._meta.label_lower


# -- how it stands ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certain:
    """Where a stay is booked for good. `subject`: the host as its paper knows it; `signs`: whether it has one.

    `place`: the key of the place to work; "" of a bed.
    """

    mobility: int
    at_home: bool
    days: Period
    subject: tuple[str, int]
    signs: bool
    place: str = ""


def certain(stays: Iterable[int]) -> dict[int, list[Certain]]:
    """By stay. One query."""
    found: dict[int, list[Certain]] = {}
    for stay, first, last, home, kind, company, organisation, keeper, place in CERTAIN.of(stays):
        signs = rules.is_household(kind) if home else organisation != keeper
        subject = (HOME, home) if home else (COMPANY, company)
        found.setdefault(stay, []).append(Certain(stay, bool(home), Period(first, last), subject, signs, place or ""))
    return found


def workplaces_changed(stays: Iterable[int]) -> dict[int, date]:
    """Stay → since when it has another workplace than it had for good before. One query."""
    return {stay: brussels_date(max(at, freed)) for stay, at, freed in CHANGED.of(stays)}


def _changed() -> QuerySet[Booking, tuple[Any, ...]]:
    places = Booking.objects.filter(state=CONFIRMED, placement__isnull=False)
    before = places.filter(mobility=OuterRef("mobility"), released_at__isnull=False)
    other = before.exclude(placement__company=OuterRef("placement__company"))
    now = places.filter(Exists(other), mobility__in=THESE, released_at=None).order_by("at", "pk")
    left = Subquery(other.order_by("-released_at").values("released_at")[:1])
    return now.annotate(left=left).values_list("mobility", "at", "left")


def workplaces_since(stays: Iterable[int]) -> dict[int, date]:
    """Stay → since when it has the workplaces where it is booked for good, whatever the place there. One query."""
    return {stay: brussels_date(at) for stay, at in sorted(SINCE.of(stays))}


def _since() -> QuerySet[Booking, tuple[Any, ...]]:
    places = Booking.objects.filter(state=CONFIRMED, placement__isnull=False)
    same = places.filter(mobility=OuterRef("mobility"), placement__company=OuterRef("placement__company"))
    since = Subquery(same.order_by("at").values("at")[:1])
    now = places.filter(mobility__in=THESE, released_at=None).annotate(since=since)
    return now.values_list("mobility", "since")


CERTAIN = Prepared(lambda: live().filter(mobility__in=THESE, state=CONFIRMED).order_by("pk").values_list(*BOOKED))
CHANGED, SINCE = Prepared(_changed), Prepared(_since)


def risks_seen(stays: Iterable[int]) -> dict[int, date | None]:
    """Stay → when the risk analysis of the company where it works for good was seen; None: not yet. One query."""
    places = live().filter(mobility__in=list(stays), state=CONFIRMED, placement__isnull=False)
    return dict(places.order_by("pk").values_list("mobility", "placement__company__risk_seen_on"))


def received(
    stays: Iterable[int],
    booked: Mapping[int, Sequence[Certain]] | None = None,
    answers: Answers | None = None,
) -> dict[int, tuple[Received, ...]]:
    """By stay the papers of the hosts where it is booked for good. One query for each that is not given."""
    coming = certain(stays) if booked is None else booked
    hosts = {pk: [one for one in several if one.signs] for pk, several in coming.items()}
    known = _agreed_in(paperwork.answers_about(signing(coming), papers.CODES) if answers is None else answers)
    return {
        pk: tuple(Received(one.days, one.at_home, tuple(known.get(one.subject, ()))) for one in several)
        for pk, several in hosts.items()
        if several
    }


def unsigned(stays: Sequence[int], on: date) -> set[int]:
    """Stays of which a host has not signed. Two queries, none when nobody is asked about."""
    found = received(stays) if stays else {}
    lacking = {pk: rules.requirements(hosts, None, on) for pk, hosts in found.items()}
    return {pk for pk, items in lacking.items() if any(not item.met for item in items)}


def days_of(booking: Booking) -> Period:
    return Period(booking.starts_on, booking.ends_on)


def agreed(hosts: Iterable[Host]) -> dict[tuple[str, int], list[Agreed]]:
    """By host its papers, each in its newest version. At most one query."""
    wanted = _by_kind((subject_of(host), host.pk) for host in hosts if kind_for(host))
    return _agreed_in(paperwork.answers_about(wanted, papers.CODES)) if wanted else {}


def signing(booked: Mapping[int, Sequence[Certain]]) -> dict[str, set[int]]:
    """The hosts that have papers: ids by kind of subject."""
    return _by_kind(one.subject for several in booked.values() for one in several if one.signs)


def _by_kind(hosts: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for subject, pk in hosts:
        found.setdefault(subject, set()).add(pk)
    return found


def _agreed_in(answers: Answers) -> dict[tuple[str, int], list[Agreed]]:
    found: dict[tuple[str, int], list[Agreed]] = {}
    for signers in (*answers.newest(COMPANY, papers.CODES), *answers.newest(HOME, papers.CODES)):
        document = signers[0].envelope.document
        if (one := _agreed(signers)) is not None:
            found.setdefault((document.subject_kind, document.subject_pk), []).append(one)
    return found


def _agreed(signers: Sequence[ReadSigner]) -> Agreed | None:
    version = signers[0].envelope
    days = terms_of(version.terms)
    if days is None or version.state == WITHDRAWN:  # it was for nobody any more: as if it never was
        return None
    free = not paper_access.is_frozen(version.document)
    signed = free and version.state in (SIGNED, COMPLETE) and all(signer.state == DONE for signer in signers)
    turn = [signer.role for signer in signers if signer.state in (ASKED, WAITING)]
    return Agreed(days, signed, turn[0] if free and version.state == OPEN and turn else "", version.due_on)


def terms_of(terms: object) -> Period | None:
    """The days that a version is about."""
    if not isinstance(terms, Mapping) or not {"from", "until"} <= terms.keys():
        return None
    return Period(date.fromisoformat(terms["from"]), date.fromisoformat(terms["until"]))


@dataclass(frozen=True, slots=True)
class Signed:
    """One host of a stay and how it signed. `state`: met, asked or open; `key`: of its page, "" for who does not keep
    it."""

    name: str
    family: bool
    state: str
    key: str = ""


def signed_by_hosts(mobility: Mobility, actor: Actor, on: date) -> list[Signed]:
    """Of the hosts that are certain, in the order of their days."""
    rows = live().filter(mobility=mobility, state=CONFIRMED).select_related(*HOSTS).order_by("starts_on", "pk")
    bookings = [(booking, host_of(booking)) for booking in rows]
    known, found = agreed([host for _booking, host in bookings]), []
    for booking, host in bookings:
        if kind_for(host):
            paper = rules.covering(days_of(booking), known.get((subject_of(host), host.pk), []), on)
            state = "open" if paper is None or not paper.counts(on) else "met" if paper.signed else "asked"
            mine = access.may_ask_commitment(actor, host)
            found.append(Signed(str(host), isinstance(host, Home), state, host.key if mine else ""))
    return found


@dataclass(frozen=True, slots=True)
class Commitments:
    """What stands on the page of one host: its papers, and those who come on days that none of them covers."""

    papers: list[Standing]
    uncovered: list[Booking]
    signer: Person | None
    applies: bool = True


def commitments_of(host: Host, actor: Actor, at: datetime) -> Commitments:
    """With days of a paper that was declined or taken back among the uncovered: a person asks again."""
    if not kind_for(host):
        return Commitments([], [], None, applies=False)
    standings = paperwork.standings(subject_of(host), [host.pk], actor, at)[host.pk]
    return Commitments(standings, uncovered(host, at), signer_for(host))


def uncovered(host: Host, at: datetime) -> list[Booking]:
    """Who comes for good, now or later, on days for which the host signed nothing and was not asked."""
    known, on = agreed([host]).get((subject_of(host), host.pk), []), brussels_date(at)
    papers_of = [(row, rules.covering(days_of(row), known, on)) for row in coming_to(host).filter(ends_on__gte=on)]
    return [row for row, paper in papers_of if paper is None or not paper.counts(on)]


def confirmed(booking: int) -> Booking | None:
    """A booking that still stands for good, with what is at hand of its host."""
    found = CONFIRMED_AT_WORK.of([booking]) or CONFIRMED_AT_HOME.of([booking])
    return found[0] if found else None


def _confirmed(at_work: bool) -> QuerySet[Booking]:
    rows = live().filter(pk__in=THESE, state=CONFIRMED, placement__isnull=not at_work)
    return rows.select_related("mobility__call", *(AT_WORK if at_work else AT_HOME))


CONFIRMED_AT_WORK, CONFIRMED_AT_HOME = (
    Prepared(lambda: _confirmed(at_work=True)),
    Prepared(lambda: _confirmed(at_work=False)),
)


def coming_to(host: Host) -> QuerySet[Booking]:
    at_work = isinstance(host, Company)
    rows = live().filter(state=CONFIRMED, **{"placement__company" if at_work else "room__home": host})
    related = AT_WORK if at_work else AT_HOME
    return rows.select_related("mobility__person", "mobility__call", *related).order_by("starts_on", "pk")
