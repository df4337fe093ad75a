"""Ordering a rehearsal of a call, and playing it in the background."""

from datetime import datetime, timedelta

from django.db import transaction

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Job
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.rehearsal import access, rules, sandbox
from erasdu.rehearsal.stage import SHOWN_DATES, Order, playbook

SEED = 1914
LEAST, MOST = 1, 120  # learners
BEFORE = timedelta(days=10)  # the call is published so long before schools must have enrolled


def order_of(call: Call, learners: int) -> Order:
    """The call's own dates."""
    dates = {name: getattr(call, name) for name in SHOWN_DATES}
    return Order(learners, SEED, dates["enrolment_deadline"] - BEFORE, dates)


@transaction.atomic
def order(call: Call, learners: int, *, by: Actor, at: datetime) -> Job:
    """Play it in the background, one at a time; nothing of the call itself changes."""
    wanted = order_of(call, min(max(learners, LEAST), MOST))
    access.may_rehearse(by, fits=rules.fits(playbook(), wanted.dates)).require()
    payload: dict[str, object] = {"call": call.pk, "learners": wanted.learners}
    return enqueue(access.KIND, once=f"rehearsal:{call.pk}:{new_key()}", payload=payload, due=at)


def play_job(job: Job) -> None:
    """The report is kept with the job. Played again after an interruption it says the same."""
    call = Call.objects.get(pk=job.payload["call"])
    found = sandbox.run(order_of(call, job.payload["learners"]), lambda day, days: _played(job, day, days))
    Job.objects.filter(pk=job.pk).update(payload={**job.payload, "report": found})


def _played(job: Job, day: int, days: int) -> None:
    Job.objects.filter(pk=job.pk).update(progress=day, total=days)
