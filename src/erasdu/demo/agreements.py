"""Learning agreements in the demo: signed by all, on their way, changed during the stay, and being filled in."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import translation

from erasdu.demo.consortium import Consortium
from erasdu.demo.hosting import placement_values
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.journey.agreements import actions, queries
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Company
from erasdu.journey.hosting.rules import Offer
from erasdu.journey.hosting.words.content import OUTCOMES
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, no

STAGES = ("signed", "changed", "open", "begun")
SCHOOL = {
    "school_after_hours": "+32470000199",
    "guidance": "Elke woensdag een videogesprek. De vliegende begeleider komt één keer langs.",
    "evaluation": "De mentor en de trajectbegeleider bespreken de leerresultaten op de laatste werkdag.",
    "reintegration": "De maandag na de reis bespreekt de klas de stage; lessen worden ingehaald met de klasleraar.",
    "qualification_level": "3",
    "recognition": "Europass Mobility, en de dagen tellen als component werken en leren.",
}
OUTCOME = {
    "key": "", "text_nl": "een opdracht in het Engels begrijpen en uitvoeren",
    "text_en": "understand and carry out an instruction in English", "planned": "guided",
}  # fmt: skip
OF_PARTNER = {
    "school_after_hours": "+351912345000",
    "guidance": "A video call every Wednesday; the receiving school visits once.",
    "evaluation": "Mentor and receiving school discuss the learning outcomes on the last working day.",
    "reintegration": "The class talks the stay over; lessons are caught up on with the class teacher.",
    "qualification": "Técnico de cozinha e pastelaria", "qualification_level": "4",
    "learner_address": "Rua do Sol 3, 4000-100 Porto, Portugal", "parents_reach": "Ana Fonseca, +351912345001",
    "recognition": "Europass Mobility.",
}  # fmt: skip
HOST = {"work_language": "Engels A2", "mentor_phone": "+351212345678", "mentor_after_hours": "+351912345678"}

CHANGES = timedelta(hours=3)  # after it was signed: still on that day, which is the one before today


def agreed(consortium: Consortium, today: date) -> None:
    """learners and hosts agree what is learned"""
    at = datetime.combine(today - timedelta(days=1), time(14), tzinfo=UTC)
    confirmed = Match.objects.filter(state="confirmed", ended_at=None).values("mobility")
    rows = Mobility.objects.filter(pk__in=confirmed, planned_from__isnull=False)
    stays = list(
        rows.select_related("call", "sending", "destination", "person", "traveller").order_by("direction", "pk")
    )
    schools = {school.organisation.pk: school for school in consortium.schools}
    for stay, stage in zip(stays, STAGES * len(stays), strict=False):
        school = schools.get(stay.sending_id)
        agree(stay, school.actor if school else consortium.actor, stage, at)


def agree(stay: Mobility, by: Actor, stage: str, at: datetime) -> None:
    with translation.override("nl"):
        plan = actions.start(stay, by=by, at=at)
        if stage == "begun":
            return
        own = OF_PARTNER if stay.direction == Mobility.Direction.INCOMING else SCHOOL
        values = {**own, **HOST, "school_phone": plan.school_phone or "+3290000018"}
        values["mentor_name"] = plan.mentor_name or str(queries.host_signer(plan))
        if "learner_address" in queries.asked_at_home(plan):
            values.setdefault("learner_address", "Kaai 12, 9000 Gent, België")
        values.setdefault("qualification", plan.qualification or "Assistent in opleiding")
        values["own_tasks"] = plan.own_tasks or "meewerken met het team"
        actions.save(plan, "school", values, outcomes=[*_known(plan), OUTCOME], revision=plan.revision, by=by, at=at)
        try:
            envelope = actions.send(plan, by=by, at=at)
        except Refused:  # no parent for whom the school vouched yet
            return
        if stage == "open":
            return
        sign(envelope, at)
        if stage == "changed":
            plan.refresh_from_db()
            change = {"mentor_name": "Beatriz Antunes", "mentor_phone": "+351913456789"}
            actions.amend(plan, change, revision=plan.revision, by=by, at=at + CHANGES)
            _asks_for_other_days(stay, by, at + CHANGES + timedelta(hours=1))


def _asks_for_other_days(stay: Mobility, by: Actor, at: datetime) -> None:
    """The first school of the demo that may not set them itself: the coordinator finds the question."""
    plan = queries.plan_of(stay)
    if plan is None or by.is_coordinator or DaysAsked.objects.exists():
        return
    assert stay.planned_from is not None
    assert stay.planned_until is not None
    dates = stay.planned_from, stay.planned_until - timedelta(days=1)
    try:
        ahead = actions.foresee(plan, {}, dates, revision=plan.revision, by=by, at=at)
    except Refused:  # shorter than the call allows
        return
    actions.ask_days(plan, dates, ahead, why="De trein van zondag rijdt niet.", by=by, at=at)


def _known(plan: LearningPlan) -> list[dict[str, str]]:
    return [
        {"key": row.key, "text_nl": row.text_nl, "text_en": row.text_en, "planned": row.planned}
        for row in plan.outcomes.all()
    ]


def sign(envelope: Envelope, at: datetime) -> None:
    """Everybody whose turn it is, and then whose turn comes."""
    for number in range(1, 8):
        rows = Signer.objects.filter(envelope=envelope, state="asked").order_by("turn", "pk")
        signer = rows.select_related("envelope__document", "person").first()
        if signer is None:
            return
        method = "account" if signer.role == "learner" else "link"
        paperwork.sign(
            signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit(method),
            by=Actor(signer.person_id, "holder", via=method), at=at + timedelta(minutes=9 * number),
        )  # fmt: skip


# -- a stay that is over ---------------------------------------------------------------------------

REACHED = (
    ("full", ""),
    ("full", "Werkt netjes."),
    ("partly", "Nog oefenen op tempo."),
    ("full", ""),
    ("none", "Kwam niet aan bod."),
)
LONG_AGO = timedelta(days=30)


def assessed(consortium: Consortium, today: date) -> None:
    """of two stays of the past it is said what was reached"""
    rows = Mobility.objects.filter(
        call__stay_until__lt=today, direction=Mobility.Direction.OUTGOING, destination__country="PT", cancelled_at=None
    ).select_related("call", "sending", "destination", "person", "profile", "traveller")
    schools = {school.organisation.pk: school for school in consortium.schools}
    [partner] = [role for role in consortium.partners if role.organisation.country == "PT"][:1]
    done = 0
    for stay in rows.order_by("pk"):
        school = schools.get(stay.sending_id)
        if school is None or done == 2 or stay.profile is None or not OUTCOMES.get(stay.profile.occupation):
            continue
        try:
            with transaction.atomic():
                plan = _agreed_then(stay, school.actor, consortium, actor_of(partner))
        except Refused:  # no parent for whom the school vouched, or too young for the place
            continue
        _reached(plan, school.actor, actor_of(partner), whole=done == 0)
        done += 1


def _agreed_then(stay: Mobility, school: Actor, consortium: Consortium, partner: Actor) -> LearningPlan:
    """A place, and an agreement that all signed, in the weeks before that stay."""
    first, last = stay.call.stay_from, stay.call.stay_until
    at = datetime.combine(first - LONG_AGO, time(9), tzinfo=UTC)
    mobilities.plan(stay, first=first, last=last, revision=stay.revision, by=consortium.actor, at=at)
    stay.refresh_from_db()
    assert stay.profile is not None
    rows = Company.objects.filter(keeper__in=partner.scope, withdrawn_at=None, paused_at=None)
    company = rows.filter(placements__occupation=stay.profile.occupation).order_by("-contact__email").first()
    if company is None:
        raise Refused(no("host_unknown"))
    values = placement_values(stay.profile.occupation, 0, "pt")
    offer = Offer(first - timedelta(days=6), last + timedelta(days=6), 1)
    place = hosting.offer_placement(company, values=values, periods=[offer], by=partner, at=at)
    booking = hosting.book_place(place, stay, first=first, last=last, by=consortium.actor, at=at)
    hosting.confirm(booking, by=consortium.actor, at=at + timedelta(hours=2))
    agree(stay, school, "signed", at + timedelta(days=1))
    plan = queries.plan_of(stay)
    assert plan is not None
    if queries.standing_of(stay, at + timedelta(days=2)) is None:
        raise Refused(no("school_signer_unknown"))
    return plan


def _reached(plan: LearningPlan, school: Actor, partner: Actor, *, whole: bool) -> None:
    """`whole`: the school assessed it too, and both signed; else it waits for the school."""
    first, last = plan.mobility.planned_from, plan.mobility.planned_until
    assert first is not None
    assert last is not None
    at = datetime.combine(last, time(10), tzinfo=UTC)
    results = {row.key: REACHED[number % len(REACHED)] for number, row in enumerate(plan.outcomes.all())}
    values = {
        "first_day": first, "last_day": last, "found_by": f"{plan.mentor_name}, mentor",
        "overall": "Begon stil, vroeg al snel zelf wat er nog te doen was. Kwam altijd op tijd.",
    }  # fmt: skip
    actions.assess(plan, results, values, revision=0, by=partner, at=at)
    if not whole:
        return
    judged = {
        "component": "full", "judgement": "Telt mee voor praktijk; de reisbrief telt voor Nederlands.",
        "judged_by": plan.school_name,
    }  # fmt: skip
    actions.judge(plan, judged, revision=1, by=school, at=at + timedelta(days=4))
    sign(actions.send_complement(plan, by=school, at=at + timedelta(days=4)), at + timedelta(days=5))
