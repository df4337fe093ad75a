"""Giving letters and background work that failed another chance."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.jobs import actions as jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.post import actions as post
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no
from erasdu.web import access


@transaction.atomic
def send_again(letter: Letter, *, by: Actor, at: datetime) -> None:
    """A mail that came back or failed goes once more, to the same address."""
    access.may_send_again(by, letter).require()
    if not post.try_again(letter, at=at):
        no("changed_meanwhile").require()
    journal.record("office.letter_sent_again", subjects=[letter], by=by, at=at)


@transaction.atomic
def try_again(job: Job, *, by: Actor, at: datetime) -> None:
    """A job that failed for good runs once more."""
    access.may_try_again(by, job).require()
    jobs.try_again(job, at=at)
    journal.record("office.job_tried_again", subjects=[job], by=by, at=at, kind=job.kind)
