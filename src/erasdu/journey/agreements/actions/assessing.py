"""After the stay: the host says what was reached, the school assesses it, and both sign the complement."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Reads
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.people.actions import owe_notice
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.journey.agreements import access, papers, queries
from erasdu.journey.agreements.actions.parties import host_party, school_party
from erasdu.journey.agreements.models import Assessment, LearningPlan
from erasdu.journey.agreements.papers import complement
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

HOST_NOTICE = "host"
LASTS = timedelta(days=90)  # after the last day of the stay
SIGNED_WITHIN = timedelta(days=30)


def assess(
    plan: LearningPlan,
    results: Mapping[str, tuple[str, str]],
    values: Mapping[str, Any],
    *,
    revision: int,
    by: Actor,
    at: datetime,
) -> bool:
    """What the host found: by outcome whether it was reached and a remark, and of the whole. Whether anything changed.

    `Stale` when somebody was first.
    """
    on = brussels_date(at)
    access.may_assess(by, plan, on).require()
    with transaction.atomic():
        row, _made = Assessment.objects.get_or_create(plan=plan)
        changed = _changed(row, values) or row.found_at is None or _others(plan, results)
        _write(row, {**values, "found_at": at}, revision, changed)
        if not changed:
            return False
        for outcome in plan.outcomes.all():
            if outcome.key in results:
                outcome.achieved, outcome.remark = results[outcome.key]
                outcome.assessed_by, outcome.assessed_on = values["found_by"], on
                outcome.save(update_fields=["achieved", "remark", "assessed_by", "assessed_on"])
        journal.record("plan.assessed", subjects=[plan, plan.mobility], by=by, at=at)
    return True


def _others(plan: LearningPlan, results: Mapping[str, tuple[str, str]]) -> bool:
    return any(
        results.get(each.key, (each.achieved, each.remark)) != (each.achieved, each.remark)
        for each in plan.outcomes.all()
    )


def judge(plan: LearningPlan, values: Mapping[str, Any], *, revision: int, by: Actor, at: datetime) -> bool:
    """What the sending organisation makes of it. Whether anything changed; `Stale` when somebody was first."""
    access.may_judge(by, plan, brussels_date(at)).require()
    with transaction.atomic():
        row = Assessment.objects.get(plan=plan)
        changed = _changed(row, values) or row.judged_at is None
        _write(row, {**values, "judged_at": at}, revision, changed)
        if changed:
            journal.record("plan.judged", subjects=[plan, plan.mobility], by=by, at=at)
    return changed


def _changed(row: Assessment, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _write(row: Assessment, values: Mapping[str, Any], revision: int, changed: bool) -> None:
    rows = Assessment.objects.filter(pk=row.pk, revision=revision)
    if not (rows.update(**values, revision=F("revision") + 1) if changed else rows.exists()):
        raise Stale


# -- the link ------------------------------------------------------------------------------------


@transaction.atomic
def ask_assessor(plan: LearningPlan, *, by: Actor, at: datetime) -> Link:
    """Mail the host the link by which it says what was reached; asked again, the same link in a new mail."""
    access.may_ask_assessor(by, plan, brussels_date(at)).require()
    link = ready_link(plan, at)
    if link is None:
        no("host_unreachable").require()
    assert link is not None
    write(
        "agreements/letters/assess",
        to=link.person,
        once=f"plan-assess:{link.key}:{at:%Y-%m-%dT%H:%M}",
        at=at,
        context={"learner": plan.mobility.person.given_name, "school": plan.mobility.sending.name},
        about=plan,
        link=link,
        languages=EVERYWHERE,
    )
    journal.record("plan.assessment_asked", subjects=[plan, plan.mobility], by=by, at=at)
    return link


def ready_link(plan: LearningPlan, at: datetime) -> Link | None:
    """The link of who assesses, kept ready for the mail some days before the end; nobody else's works any more."""
    person, stay = queries.assessor(plan), queries.stay_of(plan.mobility)
    if not isinstance(person, Person) or not person.email or stay is None:
        return None
    others = Link.objects.filter(
        purpose=access.ASSESS, subject_kind=access.SUBJECT, subject_pk=plan.pk, revoked_at=None
    ).exclude(person=person)
    others.update(revoked_at=at)
    owe_notice(person, HOST_NOTICE, at=at)
    days = max(1, (stay.end + LASTS - brussels_date(at)).days)
    return links.issue(person, access.ASSESS, subject=plan, audience=HOST_NOTICE, at=at, days=days)


# -- the complement ------------------------------------------------------------------------------


def send_complement(plan: LearningPlan, *, by: Actor, at: datetime) -> Envelope:
    """To host and school to sign; the learner reads it."""
    on = brussels_date(at)
    access.may_send_complement(by, plan, on).require()
    whole, found = queries.assessed(plan)
    other = complement.beside(whole, found, plan.language, plan.beside)
    mobility, assessment = plan.mobility, Assessment.objects.get(plan=plan)
    assert plan.placement is not None
    draft = paperwork.draft(
        papers.COMPLEMENT, mobility, parties=[host_party(plan, queries.assessor(plan)), school_party(mobility, by, at)],
        by=by, at=at, facts=complement.facts(whole, found, plan.language, beside=other is not None),
        language=plan.language, beside=other, about=mobility.person.given_name, whose=mobility.person,
        readers=[
            Reads("school", organisation=mobility.sending),
            Reads("receiver", organisation=plan.placement.company.keeper),
            Reads("learner", person=mobility.person),
        ],
        due_on=_due(on), terms={"revision": str(assessment.revision)},
    )  # fmt: skip
    with transaction.atomic():
        [envelope] = paperwork.send([draft])
        if draft.is_new:
            journal.record("plan.complement_sent", subjects=[plan, mobility], by=by, at=at, version=envelope.version)
    return envelope


def _due(on: date) -> date:
    return on + SIGNED_WITHIN
