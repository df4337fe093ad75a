"""Asking for the papers of learners whom a school selected or put in reserve: of one, or of all in the background."""

from collections.abc import Iterable
from datetime import datetime

from erasdu.ground.jobs.actions import enqueue_all
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import access, queries
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import NOBODY, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.verdict import Refused

KIND = "admissions.papers"


def ask_papers(candidacy: Candidacy, *, by: Actor, at: datetime, again: bool = False) -> int:
    """Every approval of one learner that can be asked; how many went out."""
    access.may_ask_papers(by, candidacy).require()
    return candidacies.ask_papers(candidacy, by=by, at=at, again=again)


def remind_papers(candidacy: Candidacy, *, by: Actor, at: datetime) -> int:
    """Everybody who has a paper of this learner and did not answer; how many."""
    access.may_ask_papers(by, candidacy).require()
    return candidacies.remind_papers(candidacy, by=by, at=at)


def ask_all(enrolment: Enrolment, rows: Iterable[int], *, what: str, by: Actor, at: datetime) -> int:
    """One job for each learner (`what`: ask or remind), so that one that fails holds up no other; how many."""
    access.may_ask_for(by, enrolment).require()
    batch = f"{queries.batches_of(enrolment)}{new_key()}"
    who: dict[str, object] = {"person": by.person, "role": by.role, "organisation": by.organisation}
    payloads = {f"{batch}:{pk}": {"candidacy": pk, "what": what, **who} for pk in rows}
    return enqueue_all(KIND, payloads, due=at)


def papers_job(job: Job) -> None:
    """One learner of a batch; what keeps it back is kept with the job and shown on the page."""
    at, given = clock.now(), job.payload
    candidacy = Candidacy.objects.select_related("enrolment").get(pk=given["candidacy"])
    act = remind_papers if given["what"] == "remind" else ask_papers
    try:
        act(candidacy, by=_actor(job), at=at)
    except Refused as refused:
        Job.objects.filter(pk=job.pk).update(payload={**given, "refused": refused.verdict.code})


def _actor(job: Job) -> Actor:
    """Who asked, as they are now: whose role has ended asks for nothing any more."""
    given = job.payload
    roles = Role.objects.filter(person=given["person"], kind=given["role"], organisation=given["organisation"])
    role = roles.filter(until=None).select_related("organisation").first()
    return actor_of(role) if role else NOBODY
