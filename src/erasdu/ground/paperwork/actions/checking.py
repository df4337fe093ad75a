"""Checking all evidence now: asked on a page, done in the background, and the result stays."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.models import EvidenceCheck
from erasdu.kernel.actor import Actor

TOLD_EVERY = timedelta(seconds=1)  # how far it is


@transaction.atomic
def ask_check(*, by: Actor, at: datetime) -> EvidenceCheck:
    """One that goes on already is the one that is asked for."""
    access.may_check_anchors(by).require()
    if (running := queries.running_check(at)) is not None:
        return running
    check = EvidenceCheck.objects.create(by_id=by.person, asked_at=at)
    enqueue("paperwork.check", once=f"evidence-check:{check.key}", payload={"check": check.pk}, due=at)
    journal.record("evidence.check_asked", subjects=[check], by=by, at=at)
    return check


def check_job(job: Job) -> None:
    """Everything is computed again and compared; nothing but this row is changed by it."""
    check = EvidenceCheck.objects.filter(pk=job.payload["check"], done_at=None).first()
    if check is None:
        return
    anchors = queries.anchors()
    documents = len(queries.heads())
    rows = EvidenceCheck.objects.filter(pk=check.pk)
    rows.update(steps=0, total=documents + len(anchors), documents=documents, anchors=len(anchors))
    progress = _Progress(check.pk)
    found = queries.faults(anchors, on_step=progress.step)
    told = [{**asdict(each), "day": each.day.isoformat() if each.day else ""} for each in found]
    rows.update(steps=documents + len(anchors), done_at=clock.now(), found=told)


class _Progress:
    """Writes down how far it is, once a second: the page looks no oftener."""

    def __init__(self, check: int) -> None:
        self.check, self.steps, self.told = check, 0, clock.now()

    def step(self) -> None:
        self.steps += 1
        if (at := clock.now()) - self.told >= TOLD_EVERY:
            self.told = at
            EvidenceCheck.objects.filter(pk=self.check).update(steps=self.steps)
