"""Getting ready in a rehearsal: agreements made and signed, cards and documents seen, everybody told what to do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from erasdu.ground.links.models import Link
from erasdu.ground.meetings import actions as meetings
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Signer
from erasdu.journey.agreements import access as agreeing
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.insurance.rules.documents import EHIC
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import actions as preparation
from erasdu.journey.preparation import queries as inviting
from erasdu.journey.preparation.actions import Shown
from erasdu.journey.preparation.rules import DOCUMENTS
from erasdu.journey.readiness import actions as readiness
from erasdu.journey.readiness.access.acting import by_link
from erasdu.journey.readiness.models import OwnRequirement, Said
from erasdu.journey.readiness.queries import requirements_of
from erasdu.journey.readiness.rules import PREFIX
from erasdu.kernel.actor import Actor
from erasdu.rehearsal.rules import Step
from erasdu.rehearsal.scene import Stage, learner_of

SCHOOL = {
    "school_after_hours": "+32470000199",
    "guidance": "Elke woensdag een videogesprek, en één bezoek ter plaatse.",
    "evaluation": "Mentor en school bespreken de leerresultaten op de laatste werkdag.",
    "qualification_level": "3",
    "reintegration": "Op de maandag na de reis bespreekt de klas de stage.",
    "recognition": "Europass Mobility; de dagen tellen als werkplekleren.",
}
HOST = {"mentor_after_hours": "+351912345678"}
FUND = "Gezondheidsfonds Noord"
EVENING = timedelta(days=10)  # after it was planned
LONG = timedelta(days=400)
SEEN = "Nagekeken op school"


def agreements_begun(stage: Stage, step: Step, at: datetime) -> None:
    """With one press for all learners of a school: what is the same for all, and the hosts get their link."""
    for number, (_plan, school, _enrolment) in enumerate(stage.schools()):
        agreements.begin_all(stage.round.call, SCHOOL, by=school.actor, at=at + timedelta(minutes=number))


def agreements_filled_in(stage: Stage, step: Step, at: datetime) -> None:
    """Each host opens its link and fills in what only it knows."""
    plans = {plan.pk: plan for plan in LearningPlan.objects.filter(mobility__call=stage.round.call)}
    rows = Link.objects.filter(purpose=agreeing.LINKS[agreeing.HOST], subject_pk__in=plans, revoked_at=None)
    for number, link in enumerate(rows.order_by("pk")):
        plan, by = plans[link.subject_pk], Actor(link.person_id, "host", via="link", link=link.pk)
        moment = at + timedelta(minutes=number % 100, seconds=number)
        agreements.save(plan, agreeing.HOST, HOST, revision=plan.revision, by=by, at=moment)


def agreements_sent(stage: Stage, step: Step, at: datetime) -> None:
    """One press sends all that are whole; the worker writes them."""
    for number, (_plan, school, _enrolment) in enumerate(stage.schools()):
        agreements.send_all(stage.round.call, by=school.actor, at=at + timedelta(minutes=number))


def agreements_signed(stage: Stage, step: Step, at: datetime) -> None:
    """Learner, then parents, then school and host: everybody whose turn it is by then."""
    mine = [stay.pk for stay in stage.stays(step)]
    for turn in range(3):
        rows = Signer.objects.filter(
            envelope__document__kind=KIND, envelope__document__subject_pk__in=mine, state="asked", link__isnull=False
        )
        for number, signer in enumerate(rows.select_related("envelope__document", "person").order_by("pk")):
            method = "account" if signer.role == "learner" else "link"
            moment = at + timedelta(minutes=100 * turn + number % 95, seconds=number % 60)
            paperwork.sign(
                signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers={},
                visit=Visit(method), by=Actor(signer.person_id, "holder", via=method), at=moment,
            )  # fmt: skip


def session_planned(stage: Stage, step: Step, at: datetime) -> None:
    """One evening for everybody; learners and parents are invited at once."""
    call, by = stage.round.call, stage.consortium.actor
    starts = datetime.combine(at.date() + EVENING, time(18, 30), tzinfo=UTC)
    values = {
        "title_nl": "Infoavond voor het vertrek", "title_en": "Before leaving", "starts_at": starts,
        "ends_at": starts + timedelta(minutes=90), "place": "Auditorium, Stationsplein 2", "video": "",
        "capacity": None, "required": True,
    }  # fmt: skip
    made = meetings.plan(stage.consortium.coordinator.organisation, values, about=call, by=by, at=at)
    group = inviting.Group(("learner", "guardian"))
    meetings.invite(made, inviting.guests_of(by, call, group, at.date()), by=by, at=at + timedelta(minutes=3))


def invitations_answered(stage: Stage, step: Step, at: datetime) -> None:
    for number, row in enumerate(_invited(stage)):
        by = Actor(row.person_id, "holder", via="link")
        meetings.answer(row, "yes", by=by, at=at + timedelta(minutes=number % 200, seconds=number % 60))


def attended(stage: Stage, step: Step, at: datetime) -> None:
    """The coordinator ticks who came from the list."""
    came = {stay.person_id for stay in stage.stays(step)}
    learners = {stay.person_id for stay in stage.stays(stage.everybody(step))}
    for number, row in enumerate(_invited(stage)):
        if row.person_id in came or row.person_id not in learners:
            meetings.attend(row, "list", by=stage.consortium.actor, at=at + timedelta(seconds=number))


def cards_seen(stage: Stage, step: Step, at: datetime) -> None:
    """Each school looks at the cards and documents of its learners in one go."""
    mine: dict[int, list[Shown]] = {}
    for stay in stage.stays(step):
        until = at.date() + LONG
        mine.setdefault(stay.sending_id, []).append(Shown(stay, FUND, EHIC, until, DOCUMENTS[0], until))
    for number, (pk, shown) in enumerate(mine.items()):
        school = stage.school(pk)
        preparation.see_many(
            shown, seen_by=str(school.contact.person), seen_on=at.date(), by=school.actor,
            at=at + timedelta(minutes=number),
        )  # fmt: skip


def cards_short(stage: Stage, step: Step, at: datetime) -> None:
    """A card that ends before the return: nobody asked for a new one."""
    for number, stay in enumerate(stage.stays(step)):
        assert stay.planned_until is not None
        school, until = stage.school(stay.sending_id), stay.planned_until - timedelta(days=1)
        shown = [Shown(stay, FUND, EHIC, until, DOCUMENTS[0], at.date() + LONG)]
        preparation.see_many(
            shown, seen_by=str(school.contact.person), seen_on=at.date(), by=school.actor,
            at=at + timedelta(minutes=number),
        )  # fmt: skip


def cards_without_document(stage: Stage, step: Step, at: datetime) -> None:
    """The card is there, the identity card is being renewed."""
    for number, stay in enumerate(stage.stays(step)):
        school = stage.school(stay.sending_id)
        preparation.see_many(
            [Shown(stay, FUND, EHIC, at.date() + LONG)], seen_by=str(school.contact.person), seen_on=at.date(),
            by=school.actor, at=at + timedelta(minutes=number),
        )  # fmt: skip


def own_met(stage: Stage, step: Step, at: datetime) -> None:
    """Each does what the call asks of them besides, the last time before its last day; the school looks at their word.

    Who answers for a stay without an account does so by a link of their own.
    """
    call = stage.round.call
    asked = {
        PREFIX + row.key: row for row in OwnRequirement.objects.filter(call=call, ended_at=None) if not row.afterwards
    }
    rows = stage.stays(step) if asked else []
    following = min((each.date() for each in stage.looks if each > at), default=call.stay_from)
    found = requirements_of(rows, at.date())
    due = [
        (asked[item.code], stay)
        for stay in rows
        for item in found[stay.pk]
        if item.code in asked and item.state in ("open", "overdue") and (item.by or at.date()) < following
    ]
    saying = by_link(rows, {own.who for own, _stay in due}, at.date())
    for number, (own, stay) in enumerate(due):
        moment = at + timedelta(seconds=20 * number)
        sayer = _sayer(stage, own.who, stay, saying)
        by = stage.consortium.actor if own.who == "coordinator" else stage.school(stay.sending_id).actor
        with stage.attempt():
            if sayer:
                readiness.say_done(own, stay, remark="", by=sayer, at=moment)
            else:
                readiness.mark_done(own, stay, evidence=SEEN, by=by, at=moment)
    waiting = Said.objects.filter(mobility__in=rows, undone_at=None, answer="", own__word_enough=False)
    for number, said in enumerate(waiting.select_related("own", "mobility__call").order_by("pk")):
        school = stage.school(said.mobility.sending_id)
        readiness.confirm(said, by=school.actor, at=at + timedelta(hours=2, seconds=20 * number))


def _sayer(stage: Stage, who: str, stay: Mobility, saying: Mapping[tuple[int, str], Sequence[int]]) -> Actor | None:
    """Who says it; nobody when the school or the coordinator marks it, also of who has nobody in that role."""
    if who == "learner":
        return learner_of(stay)
    if who == "partner":
        return stage.keeper(stay.receiving_id or 0)
    persons = saying.get((stay.pk, who), ())
    return Actor(persons[0], "holder", via="link") if persons else None


def _invited(stage: Stage) -> list[Invitation]:
    session = Meeting.objects.filter(about_pk=stage.round.call.pk).order_by("-pk").first()
    rows = Invitation.objects.filter(meeting=session, withdrawn_at=None)
    return list(rows.select_related("meeting", "person").order_by("pk"))
