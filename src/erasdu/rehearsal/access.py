"""Who rehearses a call: the coordinator."""

from django.db.models import QuerySet

from erasdu.ground.jobs.models import Job
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

KIND = "rehearsal.play"


def jobs_for(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(kind=KIND) if actor.is_coordinator else Job.objects.none()


def may_stop(actor: Actor, job: Job) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if job.done_at is None and job.failed_at is None else no("rehearsal_over"),
    )


def may_rehearse(actor: Actor, *, fits: bool) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if fits else no("rehearsal_dates"),
        no("rehearsal_runs") if jobs_for(actor).filter(done_at=None, failed_at=None).exists() else YES,
    )
