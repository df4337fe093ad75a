"""The personal link by which a host, or the school, fills in its part of the plan."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.actions import owe_notice
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.kernel.actor import CONTACT_POINT, Actor
from erasdu.kernel.verdict import no

HOST_NOTICE = "host"
DAYS = 60


@transaction.atomic
def invite(plan: LearningPlan, side: str, *, by: Actor, at: datetime) -> Link:
    """Mail the link to this side's part; asked again, the same link in a new mail."""
    access.may_invite(by, plan, side).require()
    link = _to_host(plan, at) if side == access.HOST else _to_school(plan, at)
    write(
        f"agreements/letters/{side}",
        to=link.person,
        once=f"plan-{side}:{link.key}:{at:%Y-%m-%dT%H:%M}",
        at=at,
        context={"learner": plan.mobility.person.given_name, "school": plan.mobility.sending.name},
        about=plan,
        link=link,
        languages=EVERYWHERE if side == access.HOST else OWN,
    )
    journal.record("plan.invited", subjects=[plan, plan.mobility], by=by, at=at, side=side)
    return link


@transaction.atomic
def ask_keeper(plan: LearningPlan, *, by: Actor, at: datetime) -> Organisation:
    """Of a host without e-mail address who keeps it is asked by mail to fill in the host's part."""
    access.may_invite(by, plan, access.HOST).require()
    keeper = queries.keeper_to_ask(by, plan)
    if keeper is None:
        no("host_unreachable").require()
    assert keeper is not None
    journal.record("plan.keeper_asked", subjects=[plan, plan.mobility], by=by, at=at)
    return keeper


def _to_host(plan: LearningPlan, at: datetime) -> Link:
    person = queries.host_signer(plan)
    if person is None or not person.email:
        no("host_unreachable").require()
    assert isinstance(person, Person)
    close_links(plan, at)
    owe_notice(person, HOST_NOTICE, at=at)
    return links.issue(person, access.LINKS[access.HOST], subject=plan, audience=HOST_NOTICE, at=at, days=DAYS)


def close_links(plan: LearningPlan, at: datetime) -> None:
    """Of whoever was the host before: only who is it now fills in, or says what was reached."""
    about = {"subject_kind": access.SUBJECT, "subject_pk": plan.pk, "revoked_at": None}
    live = Link.objects.filter(purpose=access.LINKS[access.HOST], **about).exclude(person=queries.host_signer(plan))
    live |= Link.objects.filter(purpose=access.ASSESS, **about).exclude(person=queries.assessor(plan))
    live.update(revoked_at=at)


def _to_school(plan: LearningPlan, at: datetime) -> Link:
    roles = Role.objects.filter(organisation=plan.mobility.sending, kind=CONTACT_POINT, until=None)
    role = roles.select_related("person").order_by("since", "pk").first()
    if role is None:
        no("school_signer_unknown").require()
    assert role is not None
    return links.issue(role.person, access.LINKS[access.SCHOOL], subject=plan, role=role, at=at, days=DAYS)
