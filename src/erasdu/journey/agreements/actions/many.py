"""The agreements of all learners of a school in one call: begun with what is the same for all, and sent."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from erasdu.ground.jobs.actions import enqueue_all
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.actions.inviting import invite
from erasdu.journey.agreements.actions.planning import AGAIN, save, start, take_over_place
from erasdu.journey.agreements.actions.sending import send
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import NOBODY, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.memory import remembering
from erasdu.kernel.verdict import Refused

KIND = "agreements.send"


@remembering()
def begin_all(call: Call, values: Mapping[str, str], *, by: Actor, at: datetime) -> tuple[int, list[Mobility]]:
    """Of every own learner who has a place and no paper yet: how many, and those who could not be begun.

    What a plan says already stays; each host gets its link to fill in the rest.
    """
    done, left = 0, []
    for stay in queries.to_begin(by, call):
        try:
            _begin(stay, values, by, at)
            done += 1
        except (Refused, Stale):
            left.append(stay)
    return done, left


@transaction.atomic
def _begin(stay: Mobility, values: Mapping[str, str], by: Actor, at: datetime) -> None:
    plan = start(stay, by=by, at=at)
    if plan.placement_id is None:
        plan = take_over_place(plan, by=by, at=at)
    new = {name: value for name, value in values.items() if value and not getattr(plan, name)}
    if new:
        save(plan, access.SCHOOL, new, revision=plan.revision, by=by, at=at)
    host = queries.host_signer(plan)
    if host is not None and host.email and not queries.is_invited(plan):
        invite(plan, access.HOST, by=by, at=at)


@remembering()
def send_all(call: Call, *, by: Actor, at: datetime) -> int:
    """Every own plan in which nothing lacks and that was not sent, in the background; how many. None twice at once."""
    batch, before = f"{queries.batches_of(call, by)}{new_key()}", queries.latest_batch(by, call)
    waiting = before.waiting if before else frozenset()
    who: dict[str, object] = {"person": by.person, "role": by.role, "organisation": by.organisation}
    ready = [plan.pk for plan in queries.to_send(by, call) if plan.pk not in waiting and access.may_send(by, plan)]
    return enqueue_all(KIND, {f"{batch}:{pk}": {"plan": pk, **who} for pk in ready}, due=at)


def send_job(job: Job) -> None:
    """One of them; what keeps it back since is told with the round, and on its page."""
    plan = AGAIN.one(job.payload["plan"])
    try:
        send(plan, by=_actor(job), at=clock.now())
    except Refused as refused:
        told = {"refused": refused.verdict.code, "about": dict(refused.verdict.params)}
        Job.objects.filter(pk=job.pk).update(payload={**job.payload, **told})


def _actor(job: Job) -> Actor:
    """Who asked, as they are now: whose role has ended asks for nothing any more."""
    given = job.payload
    roles = Role.objects.filter(person=given["person"], kind=given["role"], organisation=given["organisation"])
    role = roles.filter(until=None).select_related("organisation").first()
    return actor_of(role) if role else NOBODY
