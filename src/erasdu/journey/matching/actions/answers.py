"""Asking everybody whom a match concerns for their yes, and what follows from their answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import gates
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries import live
from erasdu.journey.matching import access, queries
from erasdu.journey.matching.actions import joining, telling
from erasdu.journey.matching.actions.making import by_board
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.states import MATCH
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import actions as sharing
from erasdu.kernel.actor import Actor
from erasdu.kernel.memory import remembering
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import CONFIRM
from erasdu.kernel.verdict import Refused, Verdict, no

Left = list[tuple[Match, Verdict]]  # each with why
LINK_DAYS = 30
BY_LINK = (Answer.Party.COMPANY, Answer.Party.FAMILY)


@transaction.atomic
def ask(board: Board, match: Match, *, by: Actor, at: datetime, now: World | None = None) -> list[Answer]:
    """Ask school, partner, company and family at once. Who asks has said yes for the own organisation.

    `now`: the board as it is, for who asks about several at once.
    """
    access.may_ask(by, board, match).require()
    if match.placement is None or match.room is None:
        no("match_incomplete").require()
    _check_open(match)
    _check_holds(match, now or queries.world(board, paused=True))
    rows = Match.objects.filter(pk=match.pk, state__in=MATCH.sources("ask"), ended_at=None, revision=match.revision)
    if not rows.update(state=MATCH.target("ask"), revision=F("revision") + 1):
        no("changed_meanwhile").require()
    match.refresh_from_db(fields=["state", "revision"])
    _show(match, by, at)
    made = [_asked(match, party, organisation, person, by, at) for party, organisation, person in _parties(match)]
    journal.record("match.asked", subjects=[match.mobility, board], by=by, at=at, match=match.pk)
    return made


def _lock(match: int) -> None:
    """A last no and the confirmation wait for each other."""
    list(Match.objects.select_for_update().filter(pk=match).values_list("pk"))


def _check_open(match: Match) -> None:
    """Who pauses is asked nothing now; what they said yes to before stands."""
    columns = ("placement__company__paused_at", "placement__state", "room__home__paused_at")
    company, place, home = Match.objects.values_list(*columns).get(pk=match.pk)
    if company or place == "paused":
        no("company_paused" if company else "placement_not_offered").require()
    if home:
        no("home_paused").require()


WHERE = Prepared(lambda: Match.objects.filter(pk__in=THESE).select_related("placement__company", "room__home"))


BOOKED = Prepared(lambda: live().filter(mobility__in=THESE).select_related("mobility", "placement", "room__home"))


def _check_holds(match: Match, now: World) -> None:
    """Refused when place or bed was withdrawn or given back, or any rule is against it as things are now.

    And when the stay has other days by now: what was asked, and booked, is for those from before.
    """
    row = WHERE.one(match.pk)
    if queries.fell([row]):
        no("match_fell_away").require()
    if queries.other_days(match):
        no("match_for_other_days").require()
    for booking in BOOKED.of([match.mobility_id]):
        hosting.still_holds(booking).require()
    if queries.no_longer_fits(now, row):
        no("match_no_longer_fits").require()


def _show(match: Match, by: Actor, at: datetime) -> None:
    """The partners of both hosts abroad get the agreed part of the profile; refused where no data may go."""
    assert match.placement is not None
    assert match.room is not None
    if match.mobility.direction == Mobility.Direction.OUTGOING:
        keepers = {each.pk: each for each in (match.placement.company.keeper, match.room.home.keeper)}
        for keeper in keepers.values():
            sharing.share(match.mobility, keeper, by=by, at=at)


@remembering()
def ask_all(board: Board, matches: Iterable[Match], *, by: Actor, at: datetime) -> tuple[int, Left]:
    """Each in its own transaction: how many were asked, and those that could not be, with why."""
    done, left, now = 0, Left(), queries.world(board, paused=True)
    for match in matches:
        try:
            ask(board, match, by=by, at=at, now=now)
            done += 1
        except Refused as refused:
            left.append((match, refused.verdict))
    return done, left


def _parties(match: Match) -> list[tuple[str, Organisation | None, Person | None]]:
    """Who must say yes: who sends, who receives for the programme, and both hosts."""
    assert match.placement is not None
    assert match.room is not None
    stay, company, home = match.mobility, match.placement.company, match.room.home
    found: list[tuple[str, Organisation | None, Person | None]] = []
    if stay.direction == Mobility.Direction.OUTGOING:
        found.append((Answer.Party.SCHOOL, stay.sending, None))
        found.append((Answer.Party.PARTNER, company.keeper, None))
    else:
        found.append((Answer.Party.PARTNER, stay.sending, None))
        found.append((Answer.Party.RECEIVER, stay.receiving or company.keeper, None))
    found.append((Answer.Party.COMPANY, None, company.contact or match.placement.mentor))
    found.append((Answer.Party.FAMILY, None, home.contact))
    return found


def _asked(
    match: Match, party: str, organisation: Organisation | None, person: Person | None, by: Actor, at: datetime
) -> Answer:
    row = Answer.objects.create(match=match, party=party, organisation=organisation, person=person, asked_at=at)
    if organisation is not None and organisation.pk in by.scope and by.is_contact_point:
        row.what, row.answered_at, row.by_id = Answer.What.YES, at, by.person
        row.save(update_fields=["what", "answered_at", "by"])
    elif person is not None and person.email:  # organisations hear it in the mail of the day
        link = links.issue(
            person, "matching.answer", subject=row, audience="host", at=at, days=LINK_DAYS, is_first=True
        )
        letter = "asked_company" if party == Answer.Party.COMPANY else "asked_family"
        context = {"stay": match.mobility, "match": match}
        write(
            f"matching/letters/{letter}",
            to=person,
            once=f"match:{row.key}",
            at=at,
            link=link,
            about=row,
            context=context,
            languages=EVERYWHERE,
        )
    return row


@transaction.atomic
def answer(row: Answer, *, yes: bool, reason: str = "", by: Actor, at: datetime) -> None:
    """Yes, or no with a reason. A partner or school may answer for a host that it keeps: the row says who did."""
    access.may_answer(by, row).require()
    if not yes and not reason.strip():
        no("no_without_reason").require()
    _lock(row.match_id)
    what = Answer.What.YES if yes else Answer.What.NO
    rows = Answer.objects.filter(pk=row.pk, match__state="asked", match__ended_at=None).exclude(what=what)
    if not rows.update(what=what, reason="" if yes else reason.strip()[:300], answered_at=at, by_id=by.person):
        no("answered_already").require()
    code = "match.agreed" if yes else "match.refused"
    journal.record(code, subjects=[row.match.mobility], by=by, at=at, party=row.party)


@remembering()
def answer_all(rows: Iterable[Answer], *, by: Actor, at: datetime) -> tuple[int, list[Answer]]:
    """Yes to each, in its own transaction: how many were kept, and those that could not be."""
    done, left = 0, []
    for row in rows:
        try:
            answer(row, yes=True, by=by, at=at)
            done += 1
        except Refused:
            left.append(row)
    return done, left


@transaction.atomic
def read_for_family(row: Answer, *, by: Actor, at: datetime) -> None:
    """A partner reads what a family that it keeps must know: each time is kept."""
    journal.record("match.family_read", subjects=[row.match.mobility], by=by, at=at)


@transaction.atomic
def confirm(
    board: Board, match: Match, *, by: Actor, at: datetime, ready: Verdict | None = None, now: World | None = None
) -> None:
    """Everybody said yes: the bookings are firm, and those who receive come into the dossier.

    `ready`: see `access.may_confirm`; `now`: as in `ask`.
    """
    _lock(match.pk)
    access.may_confirm(by, board, match, brussels_date(at), ready).require()
    _check_holds(match, now or queries.world(board, paused=True))
    if queries.taken_back(match, at):
        no("match_not_shared").require()
    rows = Match.objects.filter(pk=match.pk, state__in=MATCH.sources("confirm"), ended_at=None, revision=match.revision)
    if not rows.update(state=MATCH.target("confirm"), confirmed_at=at, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    for booking in Booking.objects.filter(mobility=match.mobility_id, released_at=None, state="held").order_by("pk"):
        hosting.confirm(booking, by=by_board(by), at=at)
    joining.join(match, by_board(by), at)
    match.refresh_from_db(fields=["state", "confirmed_at", "revision"])
    telling.agreed(match, at=at)
    journal.record("match.confirmed", subjects=[match.mobility, board], by=by, at=at, match=match.pk)


@remembering()
def confirm_all(board: Board, matches: Iterable[Match], *, by: Actor, at: datetime) -> tuple[int, Left]:
    """Each in its own transaction: how many were confirmed, and those that could not be, with why."""
    done, left, rows = 0, Left(), list(matches)
    ready = gates.ask_all(CONFIRM, [match.mobility for match in rows], brussels_date(at))
    now = queries.world(board, paused=True)
    for match in rows:
        try:
            confirm(board, match, by=by, at=at, ready=ready[match.mobility_id], now=now)
            done += 1
        except Refused as refused:
            left.append((match, refused.verdict))
        except Stale:
            left.append((match, no("changed_meanwhile")))
    return done, left
