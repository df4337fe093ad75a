"""Running the optimiser in the background: asked, shown while it works, stopped with the best so far, kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from erasdu.ground.jobs.actions import LEASE, enqueue, renew
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.journey.matching import access, queries
from erasdu.journey.matching.models import Board, Line, Match, Proposal, Run
from erasdu.journey.matching.queries.world import World
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.assign.solution import Assignment
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import no

KIND = "matching.run"
RADAR = "matching.radar"
MOST_TRIES = 3
SHOWN_EVERY = 0.5  # seconds between two looks at the database while the solver works


@transaction.atomic
def start(board: Board, *, seed: int = 0, careful: bool = False, by: Actor, at: datetime) -> Run:
    """Ask for a run; one at a time on a board. `careful`: a repair, in which nobody moves who need not."""
    access.may_decide(by, board).require()
    try:
        with transaction.atomic():
            run = Run.objects.create(board=board, seed=seed, careful=careful, by_id=by.person, asked_at=at)
    except IntegrityError:
        no("run_goes_already").require()
        raise
    enqueue(KIND, once=f"{KIND}:{run.key}", payload={"run": run.pk}, due=at)
    journal.record("match.run_asked", subjects=[board], by=by, at=at)
    return run


@transaction.atomic
def stop(run: Run, *, by: Actor, at: datetime) -> None:
    """Stop it soon; the best so far becomes the proposal."""
    access.may_decide(by, run.board).require()
    Run.objects.filter(pk=run.pk, ended_at=None, stop_asked_at=None).update(stop_asked_at=at)


def nothing() -> None:
    """Nobody waits for this process to do anything else."""


def run_job(job: Job, *, meanwhile: Callable[[], None] = nothing) -> None:
    """The run itself; a worker that died leaves it to the next, which begins again with the same seed.

    It may take long: `meanwhile` is what the worker does beside it.
    """
    run = Run.objects.select_related("board__call", "board__destination", "board__receiving").get(pk=job.payload["run"])
    if run.ended_at is not None and not _runs_again(run, job):
        return
    if job.tries > MOST_TRIES:  # each of them took down its worker
        _fail(run)
        return
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=clock.now())
    watch = Watch(run, job, meanwhile)
    try:
        if run.careful:
            found = queries.mended(run.board, on_progress=watch.progress, should_stop=watch.should_stop)
        else:
            found = queries.solved(run.board, seed=run.seed, on_progress=watch.progress, should_stop=watch.should_stop)
        if watch.still_ours():
            keep(run, found, at=clock.now())
    except Exception:
        if job.tries >= MOST_TRIES:
            _fail(run)
        raise


def _runs_again(run: Run, job: Job) -> bool:
    """Whether a run that failed has a new life, because somebody tries its job again.

    Not while another one works on its board: that one looks at the same.
    """
    if run.state != Run.State.FAILED or job.tries > MOST_TRIES:
        return False
    afresh = {"state": Run.State.WAITING, "progress": 0, "best": None, "bound": None, "stop_asked_at": None}
    try:
        with transaction.atomic():
            Run.objects.filter(pk=run.pk, state=Run.State.FAILED).update(**afresh, ended_at=None)
    except IntegrityError:
        return False
    run.refresh_from_db(fields=[*afresh, "ended_at"])
    return run.ended_at is None


def _fail(run: Run) -> None:
    """The board waits for it no longer: another may be asked."""
    Run.objects.filter(pk=run.pk, ended_at=None).update(state=Run.State.FAILED, ended_at=clock.now())


def radar_job(job: Job, *, meanwhile: Callable[[], None] = nothing) -> None:
    """Looks for what would help, after the proposal is there; only while it is still the latest."""
    proposal = Proposal.objects.select_related("board__call", "board__destination", "board__receiving").get(
        pk=job.payload["proposal"]
    )
    rows = Proposal.objects.filter(pk=proposal.pk)
    if proposal.radar_progress == 100:
        return
    if job.tries > MOST_TRIES:
        rows.update(radar_progress=100)
        return

    def tell(percent: int) -> bool:
        if not renew(job, at=clock.now(), seconds=LEASE):
            return False
        meanwhile()
        rows.update(radar_progress=min(percent, 99))
        return not proposal.board.proposals.filter(number__gt=proposal.number).exists()

    try:
        found = queries.radar(queries.standing(queries.world(proposal.board)), tell)
    except Exception:
        if job.tries >= MOST_TRIES:  # the page waits no longer; the proposal stands without it
            rows.update(radar_progress=100)
        raise
    if renew(job, at=clock.now(), seconds=LEASE):
        rows.update(radar=found, radar_progress=100)


class Watch:
    """Between the solver and the row: writes how far it is, and reads whether somebody wants it to stop.

    Keeps the job ours as long as it goes on, and lets other work go on beside it; once another worker has taken it
    over it stops, and what was found counts for nothing.
    """

    def __init__(self, run: Run, job: Job, meanwhile: Callable[[], None]) -> None:
        self.run, self.job, self.meanwhile = run, job, meanwhile
        self.last, self.stopped = 0.0, False

    def progress(self, share: float, best: int | None = None, bound: int | None = None) -> None:
        """`share` from 0 to 1."""
        if time.monotonic() - self.last < SHOWN_EVERY:
            return
        if not self.still_ours():
            self.stopped = True
            return
        Run.objects.filter(pk=self.run.pk).update(progress=round(share * 100), best=best, bound=bound)
        self.stopped = Run.objects.filter(pk=self.run.pk).exclude(stop_asked_at=None).exists()
        self.meanwhile()
        self.last = time.monotonic()

    def still_ours(self) -> bool:
        return renew(self.job, at=clock.now(), seconds=LEASE)

    def should_stop(self) -> bool:
        return self.stopped


@transaction.atomic
def keep(run: Run, found: queries.Solved, *, at: datetime) -> Proposal | None:
    """Write the proposal with a line for each learner, also for those who have no place, with the reason.

    None when the run has ended already: of two workers one proposal.
    """
    stopped = Run.objects.filter(pk=run.pk).exclude(stop_asked_at=None).exists()
    state = Run.State.STOPPED if stopped else Run.State.DONE
    ours = Run.objects.filter(pk=run.pk, ended_at=None)
    if not ours.update(state=state, progress=100, best=found.cost, ended_at=at):
        return None
    number = (Proposal.objects.filter(board=run.board).aggregate(last=Max("number"))["last"] or 0) + 1
    solution, lacking = found.solution, bool(found.solution.unassigned)
    proposal = Proposal.objects.create(
        board=run.board,
        run=run,
        number=number,
        made=Proposal.Made.REPAIR if run.careful else Proposal.Made.RUN,
        by_id=run.by_id,
        at=at,
        cost=found.cost,
        bound=found.bound,
        gap=found.gap,
        optimal=found.cost <= found.bound,
        seconds=solution.seconds,
        problem=found.problem,
        prices=queries.as_rows(found.parsed, solution.prices),
        radar_progress=0 if lacking else 100,
    )
    Line.objects.bulk_create(_lines(proposal, found))
    if lacking:
        enqueue(RADAR, once=f"{RADAR}:{proposal.key}", payload={"proposal": proposal.pk}, due=at)
    journal.record("match.proposal_made", subjects=[run.board], by=SYSTEM, at=at, number=number)
    return proposal


def _lines(proposal: Proposal, found: queries.Solved) -> list[Line]:
    """Of a repair only those who lost something or would move."""
    lines, world = [], found.world
    given: dict[int, list[Period]] = {}
    mine = dict(Match.objects.filter(mobility__in=world.learner, ended_at=None).values_list("mobility", "room"))
    for each in sorted(found.solution.assignments, key=lambda each: not _stays(world, each, mine)):
        learner = world.learner[int(each.learner[1:])]
        place, bed = world.place[int(each.placement[1:])], world.bed[each.host[1:]]
        room = _room(world, bed.key, learner.staying(place).stay, given, mine.get(learner.pk))
        if found.only is not None and learner.pk not in found.only:
            continue
        why, groups = queries.why(world, learner, place, bed), found.groups.get(learner.pk, [])
        lines.append(
            Line(
                proposal=proposal,
                mobility_id=learner.pk,
                placement_id=place.pk,
                room_id=room,
                minutes=why.way.minutes,
                cost=why.cost + sum(cause.points for cause in groups),
                causes=[[cause.code, cause.points, cause.number] for cause in (*why.causes, *groups)],
            )
        )
    for name in found.solution.unassigned:
        learner = world.learner[int(name[1:])]
        reasons = queries.unplaced(world, learner)
        lines.append(Line(proposal=proposal, mobility_id=learner.pk, cost=0, reasons=reasons))
    return lines


def _stays(world: World, each: Assignment, mine: Mapping[int, int | None]) -> bool:
    """Whether somebody's room now is in the home where they would be: they keep it, so they come first."""
    return mine.get(int(each.learner[1:])) in world.bed[each.host[1:]].rooms


def _room(world: World, key: str, stay: Period, given: dict[int, list[Period]], mine: int | None) -> int:
    """A room of the unit that is free all along, one's own first: those of a match that may move count as free.

    Who comes first in the solver's order gets the first room; as every night has a bed for each, one that is free all
    along exists for stays of one period, and otherwise the booking says so.
    """
    bed, unit = world.bed[key], world.units[key]
    beds = {room.id: room.beds for room in unit.rooms}
    for room in sorted(bed.rooms, key=lambda room: (room != mine, room)):
        others = [*given.get(room, []), *world.taken_of(room)]
        if sum(other.start < stay.end and stay.start < other.end for other in others) < beds[room]:
            given.setdefault(room, []).append(stay)
            return room
    given.setdefault(bed.rooms[0], []).append(stay)
    return bed.rooms[0]
