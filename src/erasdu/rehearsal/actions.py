"""Ordering a rehearsal of a call, playing it in the background, and stopping it."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from erasdu.ground.jobs.actions import LEASE, enqueue, renew
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.rehearsal import access, rules, sandbox, ways
from erasdu.rehearsal.stage import SHOWN_DATES, Order, playbook

SEED = 1914
LEAST, MOST = 1, 120  # learners
BEFORE = timedelta(days=10)  # the call is published so long before schools must have enrolled
PAUSE = 1.0  # seconds between two looks at what else there is to do


class Stopped(Exception):
    """Somebody wants no more of it, or another worker has taken it over."""


def order_of(call: Call, learners: int) -> Order:
    """The call's own dates and destinations, and all that it and the consortium have of their own."""
    dates = {name: getattr(call, name) for name in SHOWN_DATES}
    rows = call.destinations.order_by("position", "pk").values_list("country", "place", "permission_demanded")
    return Order(learners, SEED, dates["enrolment_deadline"] - BEFORE, dates, list(rows), own=ways.of_call(call))


@transaction.atomic
def order(call: Call, learners: int, *, by: Actor, at: datetime) -> Job:
    """Play it in the background, one at a time; nothing of the call itself changes."""
    wanted = order_of(call, min(max(learners, LEAST), MOST))
    access.may_rehearse(by, fits=rules.fits(playbook(), wanted.dates)).require()
    payload: dict[str, object] = {"call": call.pk, "learners": wanted.learners}
    return enqueue(access.KIND, once=f"rehearsal:{call.pk}:{new_key()}", payload=payload, due=at)


@transaction.atomic
def stop(job: Job, *, by: Actor) -> None:
    """Play it no further; there is no report then."""
    access.may_stop(by, job).require()
    row = Job.objects.select_for_update().get(pk=job.pk)
    Job.objects.filter(pk=job.pk).update(payload={**row.payload, "stop": True})


def play_job(job: Job, *, meanwhile: Callable[[], None]) -> None:
    """The report is kept with the job. Played again after an interruption it says the same.

    It plays in a process of its own; `meanwhile` is what the worker does beside it.
    """
    call, watch = Call.objects.get(pk=job.payload["call"]), _Watch(job, meanwhile)
    try:
        watch.look(0, 0)
        found = sandbox.run(order_of(call, job.payload["learners"]), watch.look)
    except Stopped:
        return
    Job.objects.filter(pk=job.pk).update(payload={**job.payload, "report": found})


class _Watch:
    """Hears how far it is: keeps the job ours, and lets other work go on."""

    def __init__(self, job: Job, meanwhile: Callable[[], None]) -> None:
        self.job, self.meanwhile, self.last = job, meanwhile, time.monotonic()

    def look(self, day: int, days: int) -> None:
        if not renew(self.job, at=clock.now(), seconds=LEASE):
            raise Stopped
        Job.objects.filter(pk=self.job.pk).update(progress=day, total=days)
        if Job.objects.filter(pk=self.job.pk, payload__stop=True).exists():
            raise Stopped
        if time.monotonic() - self.last > PAUSE:
            self.meanwhile()
            self.last = time.monotonic()
