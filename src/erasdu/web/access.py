"""Who sees the state of mail and of background work."""

from django.db.models import QuerySet

from erasdu.ground.jobs.models import Job
from erasdu.ground.post.models import Letter
from erasdu.ground.post.states import LETTER
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def letters_for(actor: Actor) -> QuerySet[Letter]:
    """The coordinator and the administrator; what an administrator sees of them is masked (`queries.office`)."""
    seen = actor.is_coordinator or actor.is_administrator
    return Letter.objects.select_related("person") if seen else Letter.objects.none()


def jobs_for(actor: Actor) -> QuerySet[Job]:
    return Job.objects.all() if actor.is_administrator else Job.objects.none()


def may_send_again(actor: Actor, letter: Letter) -> Verdict:
    return all_of(
        YES if actor.is_coordinator or actor.is_administrator else no("not_your_role"),
        YES if letter.state in LETTER.sources("try_again") else no("letter_not_stuck"),
    )


def may_try_again(actor: Actor, job: Job) -> Verdict:
    return all_of(
        YES if actor.is_administrator else no("not_your_role"),
        YES if job.failed_at is not None and job.done_at is None else no("job_not_failed"),
    )
