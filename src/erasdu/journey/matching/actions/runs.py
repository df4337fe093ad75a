"""Running the optimiser in the background: asked, shown while it works, stopped with the best so far, kept."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.journey.matching import access, queries
from erasdu.journey.matching.models import Board, Line, Proposal, Run
from erasdu.journey.matching.queries.world import World
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.assign import explain, reading
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.solution import Solution
from erasdu.kernel.assign.solve import solve
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import no

KIND = "matching.run"
RADAR_UP_TO = 150  # learners: with more it takes too long to solve so many times
SHOWN_EVERY = 0.5  # seconds between two looks at the database while the solver works


@transaction.atomic
def start(board: Board, *, seed: int = 0, careful: bool = False, by: Actor, at: datetime) -> Run:
    """Ask for a run; one at a time on a board. `careful`: only for who has nothing (any more), nobody else moves."""
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


def run_job(job: Job) -> None:
    """The run itself; a worker that died leaves it to the next, which begins again with the same seed."""
    run = Run.objects.select_related("board__call", "board__destination", "board__receiving").get(pk=job.payload["run"])
    if run.ended_at is not None:
        return
    at = clock.now()
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=at)
    try:
        found = queries.world(run.board, still=run.careful)
        problem = found.problem()
        parsed, watch = reading.parse(json.dumps(problem)), Watch(run)
        solution = solve(parsed, seed=run.seed, on_progress=watch.progress, should_stop=watch.should_stop)
        keep(run, found, problem, solution, at=clock.now(), radar=_radar(parsed, solution))
    except Exception:
        if job.tries >= 3:
            Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, ended_at=clock.now())
        raise


class Watch:
    """Between the solver and the row: writes how far it is, and reads whether somebody wants it to stop."""

    def __init__(self, run: Run) -> None:
        self.run, self.last, self.stopped = run, 0.0, False

    def progress(self, share: float, best: int | None = None, bound: int | None = None) -> None:
        """`share` from 0 to 1."""
        if time.monotonic() - self.last < SHOWN_EVERY:
            return
        self.last = time.monotonic()
        Run.objects.filter(pk=self.run.pk).update(progress=round(share * 100), best=best, bound=bound)
        self.stopped = Run.objects.filter(pk=self.run.pk).exclude(stop_asked_at=None).exists()

    def should_stop(self) -> bool:
        return self.stopped


@transaction.atomic
def keep(
    run: Run,
    world: World,
    problem: dict[str, object],
    solution: Solution,
    *,
    at: datetime,
    radar: Sequence[tuple[str, int, int]] = (),
) -> Proposal:
    """Write the proposal with a line for each learner, also for those who have no place, with the reason."""
    number = (Proposal.objects.filter(board=run.board).aggregate(last=Max("number"))["last"] or 0) + 1
    proposal = Proposal.objects.create(
        board=run.board,
        run=run,
        number=number,
        made=Proposal.Made.REPAIR if run.careful else Proposal.Made.RUN,
        by_id=run.by_id,
        at=at,
        cost=solution.cost,
        bound=solution.bound,
        gap=solution.gap,
        optimal=solution.optimal,
        seconds=solution.seconds,
        problem=problem,
        radar=[list(each) for each in radar],
    )
    Line.objects.bulk_create(_lines(proposal, world, solution))
    stopped = Run.objects.filter(pk=run.pk).exclude(stop_asked_at=None).exists()
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.STOPPED if stopped else Run.State.DONE, progress=100, best=solution.cost, ended_at=at
    )
    journal.record("match.proposal_made", subjects=[run.board], by=SYSTEM, at=at, number=number)
    return proposal


def _radar(problem: Problem, solution: Solution) -> list[tuple[str, int, int]]:
    """What one more place or bed at a company or home that is full would bring, each solved again with it added."""
    if not solution.unassigned or len(problem.learners) > RADAR_UP_TO:
        return []
    gains = [each for each in explain.radar(problem, solution) if each.more_assigned > 0]
    return [(each.kind, int(each.id[1:].partition(".")[0]), each.more_assigned) for each in gains]


def _lines(proposal: Proposal, world: World, solution: Solution) -> list[Line]:
    lines = []
    given: dict[int, list[Period]] = {}
    for each in solution.assignments:
        learner = world.learner[int(each.learner[1:])]
        place, bed = world.place[int(each.placement[1:])], world.bed[each.host[1:]]
        why = queries.why(world, learner, place, bed)
        lines.append(
            Line(
                proposal=proposal,
                mobility_id=learner.pk,
                placement_id=place.pk,
                room_id=_room(world, bed.key, learner.stay, given),
                minutes=why.way.minutes,
                cost=why.cost,
                causes=[[cause.code, cause.points, cause.number] for cause in why.causes],
            )
        )
    for name in solution.unassigned:
        learner = world.learner[int(name[1:])]
        reasons = queries.unplaced(world, learner)
        lines.append(Line(proposal=proposal, mobility_id=learner.pk, cost=0, reasons=reasons))
    return lines


def _room(world: World, key: str, stay: Period, given: dict[int, list[Period]]) -> int:
    """A room of the unit that is free all along: those of a match that may move count as free.

    Who comes first in the solver's order gets the first room; as every night has a bed for each, one that is free all
    along exists for stays of one period, and otherwise the booking says so.
    """
    bed, unit = world.bed[key], world.units[key]
    beds = {room.id: room.beds for room in unit.rooms}
    for room in bed.rooms:
        others = [*given.get(room, []), *world.taken_of(room)]
        if sum(other.start < stay.end and stay.start < other.end for other in others) < beds[room]:
            given.setdefault(room, []).append(stay)
            return room
    given.setdefault(bed.rooms[0], []).append(stay)
    return bed.rooms[0]
