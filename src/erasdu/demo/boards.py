"""Boards in the demo: of each destination and receiving school some learners by hand, asked, refused and confirmed.

For the rest the optimiser has made a proposal, which waits for somebody to take it over.
"""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from PIL import Image, ImageDraw

from erasdu.demo.consortium import Consortium, School
from erasdu.demo.stays import plan
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock, gates
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.matching.queries import Alternative
from erasdu.journey.matching.rules import Learner
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import actions as nominations
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.nominations.rules import required
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import CONFIRM
from erasdu.kernel.verdict import Refused

ABROAD = {"PT": (*["confirmed"] * 3, "waiting", "by hand"), "ES": (*["confirmed"] * 3, "waiting", "refused")}
HERE = ("confirmed", "waiting")
SPOKEN = (["language_too_low"], ["language_not_told"])
SPEAKS_DUTCH = "De mentor woonde tien jaar in Gent en spreekt Nederlands met de leerling."
NO_BED = "In die weken wordt onze bovenverdieping geschilderd."


def matched(consortium: Consortium, today: date) -> None:
    """learners get a place and a bed, by hand and by the optimiser"""
    at = datetime.combine(today - timedelta(days=1), time(9), tzinfo=UTC)
    for place in Destination.objects.filter(call__in=_calls("outgoing")).select_related("call").order_by("pk"):
        board = actions.board_of(place.call, "outgoing", destination=place)
        Play(consortium, board, consortium.actor, at).all(ABROAD[place.country])
    schools = {school.organisation.pk: school for school in consortium.schools}
    for stay in _received():
        assert stay.receiving is not None
        board = actions.board_of(stay.call, "incoming", receiving=stay.receiving)
        Play(consortium, board, schools[stay.receiving.pk].actor, at).all(HERE)


def a_page() -> bytes:
    """A photo of a page with writing that nobody can read."""
    file, page = io.BytesIO(), Image.new("RGB", (620, 877), "white")
    for line in range(12):
        ImageDraw.Draw(page).line(
            [(80, 120 + 40 * line), (540 - 90 * (line % 3), 120 + 40 * line)], fill="#777", width=3
        )
    page.save(file, "JPEG")
    return file.getvalue()


def _calls(direction: str) -> list[Call]:
    """Those of today with stays in that direction."""
    stays = Mobility.objects.filter(direction=direction, planned_from__isnull=False)
    return list(Call.objects.filter(pk__in=stays.values("call")))


def _received() -> Iterator[Mobility]:
    """One stay of each school that receives."""
    seen = set()
    rows = Mobility.objects.filter(direction="incoming", cancelled_at=None).exclude(receiving=None)
    for stay in rows.select_related("call", "receiving").order_by("pk"):
        if stay.receiving_id not in seen:
            seen.add(stay.receiving_id)
            yield stay


class Play:
    """One board, decided on by one person."""

    def __init__(self, consortium: Consortium, board: Board, by: Actor, at: datetime) -> None:
        self.board, self.by, self.at, self.office = board, by, at, consortium.actor
        self.contacts: dict[int, School] = {school.organisation.pk: school for school in consortium.schools}
        self.partners = {role.organisation_id: actor_of(role) for role in consortium.partners}

    def all(self, stages: tuple[str, ...]) -> None:
        """A learner for each stage, the earliest planned first, and a run for who is left."""
        self._describe()
        world = queries.world(self.board)
        waiting = sorted(world.learners, key=lambda one: (world.stays[one.pk].planned_from is None, one.pk))
        for stage in stages:
            world = queries.world(self.board)
            for learner in waiting:
                found = queries.suggestions(world, learner)
                if found and (stage != "confirmed" or self._may_be_promised(world.stays[learner.pk])):
                    waiting.remove(learner)
                    self._one(world.stays[learner.pk], _best_known(found), stage)
                    break
        if "by hand" in stages:
            self._all_the_same(waiting)
        self._run()

    def _all_the_same(self, waiting: list[Learner]) -> None:
        """For one a place that asks more of the language, with a reason."""
        world = queries.world(self.board)
        for learner in waiting:
            for place in world.places:
                if queries.why_not(world, learner, place=place) not in SPOKEN:
                    continue
                fits = [each for each in world.beds if queries.why_not(world, learner, place=place, bed=each) in SPOKEN]
                rooms = [room for each in fits for room in world.free_rooms(each, learner)]
                if rooms and queries.place_free(world, place, learner):
                    self._place(world.stays[learner.pk], place.pk, rooms[0], reason=SPEAKS_DUTCH)
                    return

    def _place(self, stay: Mobility, place: int, room: int, reason: str) -> None:
        self.at += timedelta(minutes=4)
        self.board.refresh_from_db()
        actions.place(
            self.board, stay, placement=Placement.objects.get(pk=place), room=Room.objects.get(pk=room), reason=reason,
            revision=self.board.revision, by=self.by, at=self.at,
        )  # fmt: skip

    def _describe(self) -> None:
        """The sending school filled in the gender of who leaves."""
        rows = queries.board_rows(self.board)
        for number, row in enumerate(rows):
            school = self.contacts.get(row.mobility.sending_id)
            if school is not None and not row.mobility.traveller.gender:
                mobilities.describe(
                    row.mobility, gender="fm"[number % 2], nationality="BE", revision=row.mobility.traveller.revision,
                    by=school.actor, at=self.at,
                )  # fmt: skip

    def _one(self, stay: Mobility, chosen: Alternative, stage: str) -> None:
        """Nobody is asked before the days are planned."""
        self.at += timedelta(minutes=4)
        if stage != "by hand" and stay.planned_from is None and stay.destination is not None:
            plan(stay, self.office, self.at)
        self.board.refresh_from_db()
        place = Placement.objects.get(pk=chosen.why.place.pk)
        room = Room.objects.get(pk=chosen.room)
        match = actions.place(
            self.board, stay, placement=place, room=room, minutes=chosen.why.way.minutes,
            revision=self.board.revision, by=self.by, at=self.at,
        )  # fmt: skip
        if stage == "by hand":
            return
        actions.ask(self.board, match, by=self.by, at=self.at)
        if stage != "confirmed":
            self._answers(match, stage)
            return
        self.finish(match)

    def finish(self, match: Match) -> None:
        """Who did not answer yet says yes, and then it is confirmed."""
        self._answers(match, "confirmed")
        self._consented(match.mobility, match.ends_on)
        match.refresh_from_db()
        actions.confirm(self.board, match, by=self.by, at=self.at + timedelta(hours=2))

    def _may_be_promised(self, stay: Mobility) -> bool:
        """Nothing holds up a confirmation; of who comes here the consent arrives in time."""
        return stay.direction == "incoming" or bool(gates.ask_all(CONFIRM, [stay], self.at.date())[stay.pk])

    def _consented(self, stay: Mobility, last: date) -> None:
        """Who comes here: the partner sent what was agreed at home, and the coordinator read it.

        The first of them has an insurance too, which ends two days before the return.
        """
        for row in Nomination.objects.filter(mobility=stay).select_related("partner", "mobility__person", "call"):
            sender = self.partners[row.partner_id]
            paper = nominations.send_paper(
                row, "consent", a_page(), name="consentimento.jpg", by=sender, at=self.at,
                valid_from=self.at.date(), valid_until=row.call.stay_until,
            )  # fmt: skip
            present = [clause.code for clause in required("consent", minor=True)]
            nominations.check_paper(paper, present=present, by=self.office, at=self.at)
            if not HomePaper.objects.filter(kind="accidents").exists():
                days = {"valid_from": self.at.date(), "valid_until": last - timedelta(days=2)}
                nominations.send_paper(row, "accidents", a_page(), name="seguro.jpg", **days, by=sender, at=self.at)

    def _answers(self, match: Match, stage: str) -> None:
        """Everybody by themselves; of who waits only the organisations did; a family says no in `refused`."""
        rows = match.answers.filter(what="").select_related("organisation", "person", "match__mobility")
        for number, row in enumerate(rows.order_by("pk"), 1):
            host = row.party in (Answer.Party.COMPANY, Answer.Party.FAMILY)
            if host and stage == "waiting":
                continue
            no = stage == "refused" and row.party == Answer.Party.FAMILY
            at = self.at + timedelta(minutes=17 * number)
            actions.answer(row, yes=not no, reason=NO_BED if no else "", by=self._who(row, match), at=at)

    def _who(self, row: Answer, match: Match) -> Actor:
        """A host by its own link when it has an address, else the school or partner whose network it is."""
        if row.person is not None and row.person.email:
            return Actor(row.person.pk, "holder", via="link")
        assert match.placement is not None
        assert match.room is not None
        pk = row.organisation_id
        if row.party == Answer.Party.COMPANY:
            pk = match.placement.company.keeper_id
        elif row.party == Answer.Party.FAMILY:
            pk = match.room.home.keeper_id
        assert pk is not None
        return self.partners[pk] if pk in self.partners else self.contacts[pk].actor

    def _run(self) -> None:
        """As the worker would have done."""
        with clock.standing_at(self.at + timedelta(hours=4)):
            try:
                run = actions.start(self.board, by=self.by, at=clock.now())
            except Refused:
                return
            job = Job.objects.get(once=f"matching.run:{run.key}")
            actions.run_job(job)
            Job.objects.filter(pk=job.pk).update(done_at=clock.now())


def _best_known(found: list[Alternative]) -> Alternative:
    """Of what costs the same, a company with an address: it answers and signs by its own link."""
    rows = Placement.objects.filter(pk__in=[each.why.place.pk for each in found]).exclude(company__contact=None)
    mails = set(rows.exclude(company__contact__email="").values_list("pk", flat=True))
    return min(found, key=lambda each: each.why.place.pk not in mails)
