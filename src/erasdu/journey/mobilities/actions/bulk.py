"""Asking for the papers of many stays at once: a job for each, so that one that fails holds up no other."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime

from erasdu.ground.jobs.actions import enqueue_all
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.actions.papers import ASKABLE, ask_papers
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.bulk import batches_of
from erasdu.journey.mobilities.queries.departing import PERMISSION
from erasdu.kernel.actor import NOBODY, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import YES, Refused

KIND = "mobilities.papers"


def ask_all(call: Call, stays: Iterable[int], *, kinds: Collection[str], by: Actor, at: datetime) -> int:
    """These kinds of papers for each of these stays, in the background; how many stays."""
    access.may_ask_for(by, call).require()
    wanted = [kind for kind in ASKABLE if kind in kinds]
    batch = f"{batches_of(call, by)}{new_key()}"
    who: dict[str, object] = {"person": by.person, "role": by.role, "organisation": by.organisation}
    payloads = {f"{batch}:{pk}": {"mobility": pk, "kinds": wanted, **who} for pk in stays} if wanted else {}
    return enqueue_all(KIND, payloads, due=at)


def papers_job(job: Job) -> None:
    """One stay of a batch, all kinds or else each by itself; what keeps one back is kept and shown on the page."""
    at, given, by = clock.now(), job.payload, _actor(job)
    mobility = Mobility.objects.select_related("call", "sending", "destination", "person").get(pk=given["mobility"])
    refused, left = {}, given["kinds"]
    permitted = access.may_ask_permission(by, mobility, on=brussels_date(at)) if PERMISSION in left else YES
    if not permitted:  # of an adult: the others go together all the same
        refused, left = {PERMISSION: permitted.code}, [kind for kind in left if kind != PERMISSION]
    with suppress(Refused):
        ask_papers(mobility, by=by, at=at, kinds=left)
        left = []
    for kind in left:
        try:
            ask_papers(mobility, by=by, at=at, kinds=[kind])
        except Refused as refusal:
            refused[kind] = refusal.verdict.code
    if refused:
        Job.objects.filter(pk=job.pk).update(payload={**given, "refused": refused})


def _actor(job: Job) -> Actor:
    """Who asked, as they are now: whose role has ended asks for nothing any more."""
    given = job.payload
    roles = Role.objects.filter(person=given["person"], kind=given["role"], organisation=given["organisation"])
    role = roles.filter(until=None).select_related("organisation").first()
    return actor_of(role) if role else NOBODY
