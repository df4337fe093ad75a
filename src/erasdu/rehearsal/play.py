"""What people do in a rehearsal, each step by the real actions. The playbook says which, when and of whom."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import translation

from erasdu.demo import approvals, insurance, stays
from erasdu.demo.round import agree, apply_one, decide, enrol, files_of, inputs, scores
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions import actions as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.insurance import actions as covers
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.queries.departing import PERMISSION
from erasdu.journey.selection import actions as selection
from erasdu.journey.selection.models import Selection
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.rehearsal import placing, readying
from erasdu.rehearsal.rules import Step
from erasdu.rehearsal.scene import Stage

TOWN_CLERK = "Els Maes"
PARENTS = ("guardian_1", "guardian_2")


def enrolled(stage: Stage, step: Step, at: datetime) -> None:
    for number, plan in enumerate(stage.plans):
        school = stage.consortium.schools[plan.school]
        stage.enrolments[plan.school] = enrol(stage.round, school, plan, at + timedelta(minutes=number))


def applied(stage: Stage, step: Step, at: datetime) -> None:
    """Learners join or are entered, fill in their form and apply; the school says what it knows."""
    before = 0
    for plan, school, enrolment in stage.schools():
        for number in range(plan.learners):
            part = stage.parts[before + number]
            if step.takes(part):
                who = stage.round.learners.one(school.sectors, stage.round.call.stay_from)
                moment = at + timedelta(minutes=7 * (before + number) % 180, seconds=before + number)
                row = apply_one(stage.round, school, enrolment, who, plan, number, moment)
                stage.part_of[row.pk] = part
        before += plan.learners


def selection_started(stage: Stage, step: Step, at: datetime) -> None:
    for _plan, school, enrolment in stage.schools():
        rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").order_by("pk"))
        chosen = selection.start(enrolment, by=school.actor, at=at)
        selection.ask_input(chosen, rows, school.teachers[:1], by=school.actor, at=at + timedelta(minutes=2))
        counselled = [row for row in rows if row.has_counsellor]
        if school.counsellor and counselled:
            moment = at + timedelta(minutes=4)
            selection.ask_input(chosen, counselled, [school.counsellor], by=school.actor, at=moment)


def input_given(stage: Stage, step: Step, at: datetime) -> None:
    for chosen in Selection.objects.filter(enrolment__call=stage.round.call).order_by("pk"):
        inputs(chosen, at)


def agreed(stage: Stage, step: Step, at: datetime) -> None:
    """On their own page learners say what is practical, and what may be shown of them."""
    for number, row in enumerate(stage.candidacies()):
        scope = frozenset({row.school_id})
        learner = Actor(row.learner_id, LEARNER, row.school_id, scope)
        agree(row, number, learner, at + timedelta(minutes=2 * number % 170, seconds=number % 60))


def assessed(stage: Stage, step: Step, at: datetime) -> None:
    for _plan, school, enrolment in stage.schools():
        chosen = Selection.objects.get(enrolment=enrolment)
        rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").select_related("call"))
        scores(stage.round, school, chosen, sorted(rows, key=lambda row: row.pk), at, agreed=True)


def decided(stage: Stage, step: Step, at: datetime) -> None:
    for plan, school, enrolment in stage.schools():
        chosen = Selection.objects.get(enrolment=enrolment)
        rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").order_by("pk"))
        decide(stage.round, school, chosen, rows, plan, {"tell": at.date()})


def approvals_asked(stage: Stage, step: Step, at: datetime) -> None:
    """The companies are telephoned one by one; one press asks the papers of all."""
    for _plan, school, enrolment in stage.schools():
        rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").order_by("pk"))
        for number, row in enumerate(rows):
            approvals.company_known(row, by=school.actor, at=at + timedelta(minutes=3 * number))
        moment = at + timedelta(hours=2)
        admissions.ask_all(enrolment, [row.pk for row in rows], what="ask", by=school.actor, at=moment)


def bounced(stage: Stage, step: Step, at: datetime) -> None:
    """The first mail to a parent comes back: the address was written down wrongly."""
    for row in stage.candidacies():
        if not stage.takes(step, row.pk):
            continue
        parents = Guardian.objects.filter(candidacy=row).values("person")
        letter = Letter.objects.filter(person__in=parents, state="sent").order_by("pk").first()
        if letter is not None:
            came_back(letter, at=at, why="550 5.1.1 no such user")


def approvals_signed(stage: Stage, step: Step, at: datetime) -> None:
    for number, row in enumerate(one for one in stage.candidacies() if stage.takes(step, one.pk)):
        grown = row.birth_date is not None and not is_minor(row.birth_date, at.date())
        with stage.attempt():  # who is of age decides alone
            approvals.sign(row, at + timedelta(seconds=number), but=PARENTS if grown else ())


def agreed_once_more(stage: Stage, step: Step, at: datetime) -> None:
    """Who came of age since was asked by the platform, and signs once more as an adult."""
    asked = approvals.asked_now()
    for number, row in enumerate(stage.candidacies()):
        if row.pk in asked:
            with stage.attempt():
                approvals.sign(row, at + timedelta(seconds=number), but=PARENTS)


def handed_in(stage: Stage, step: Step, at: datetime) -> None:
    """One press hands in all files of a school that are in order."""
    days = {"hand_in": at.date()}
    for number, (_plan, school, enrolment) in enumerate(stage.schools()):
        for _moment, row, contact in files_of(stage.round, school, enrolment, days, number):
            with stage.attempt():
                admissions.hand_in(admissions.open_file(row), by=contact, at=at + timedelta(minutes=number))


def checked(stage: Stage, step: Step, at: datetime) -> None:
    """The coordinator gives each school its places, looks at every file and grants."""
    call, by = stage.round.call, stage.consortium.actor
    for number, (plan, school, _enrolment) in enumerate(stage.schools()):
        moment = at + timedelta(minutes=number)
        admissions.allot(call, school.organisation, seats=plan.seats, revision=0, by=by, at=moment)
    files = CandidateFile.objects.filter(call=call, state="handed_in").select_related("candidacy", "call", "school")
    rows = list(files.order_by("order"))
    for act, minutes in ((admissions.approve, 90), (admissions.grant, 100)):
        for file in rows:  # ticked together
            act(file, by=by, at=at + timedelta(minutes=minutes))


def accepted(stage: Stage, step: Step, at: datetime) -> None:
    files = CandidateFile.objects.filter(call=stage.round.call, state="granted").select_related("candidacy", "call")
    for number, file in enumerate(files.order_by("order")):
        if stage.takes(step, file.candidacy_id):
            school = file.school_id
            learner = Actor(file.candidacy.learner_id, LEARNER, school, frozenset({school}))
            with stage.attempt():
                admissions.accept(file, by=learner, at=at + timedelta(minutes=number % 60, seconds=number))


def planned(stage: Stage, step: Step, at: datetime) -> None:
    for number, stay in enumerate(stage.stays(step)):
        if stay.destination is not None and stay.planned_from is None:
            stays.plan(stay, stage.consortium.actor, at + timedelta(minutes=number))


def stay_papers_asked(stage: Stage, step: Step, at: datetime) -> None:
    """Of a minor the school says with whom it travels; one press asks the papers of all, the worker writes them."""
    mine: dict[int, list[int]] = {}
    for number, stay in enumerate(stage.stays(step)):
        mine.setdefault(stay.sending_id, []).append(stay.pk)
        if stays.leaves_as_minor(stay):
            by, moment = stage.school(stay.sending_id).actor, at + timedelta(minutes=number)
            with stage.attempt():
                mobilities.set_companions(stay, **stays.COMPANIONS, by=by, at=moment)
    moment = at + timedelta(hours=3)
    for pk, rows in mine.items():
        by = stage.school(pk).actor
        mobilities.ask_all(stage.round.call, rows, kinds=mobilities.ASKABLE, by=by, at=moment)


def stay_papers_signed(stage: Stage, step: Step, at: datetime) -> None:
    for number, stay in enumerate(stage.stays(step)):
        with stage.attempt():
            stays.sign(stay, at + timedelta(seconds=number))


def insured(stage: Stage, step: Step, at: datetime) -> None:
    for _plan, school, _enrolment in stage.schools():
        insurance.policies(school, stage.round.call, at, 0)


def declared(stage: Stage, step: Step, at: datetime) -> None:
    """One press for all learners of a school."""
    for number, (_plan, school, _enrolment) in enumerate(stage.schools()):
        moment = at + timedelta(minutes=number)
        covers.declare_all(stage.round.call, on=at.date(), by=school.actor, at=moment)


def permission_seen(stage: Stage, step: Step, at: datetime) -> None:
    """The town hall confirmed the signatures of the parents; the school saw the paper of each."""
    for number, stay in enumerate(stage.stays(step)):
        by = stage.school(stay.sending_id).actor
        for place, sheet in enumerate(stays.places(stay).filter(envelope__document__kind=PERMISSION, state="asked")):
            moment = at + timedelta(minutes=2 * number, seconds=20 * place)
            with stage.attempt():
                paperwork.see_by_hand(
                    sheet, seen_by=TOWN_CLERK, seen_on=at.date(), legalised_at="Mechelen", by=by, at=moment
                )


STEPS: dict[str, Callable[[Stage, Step, datetime], None]] = {
    "enrol": enrolled,
    "apply": applied,
    "start_selection": selection_started,
    "give_input": input_given,
    "agree": agreed,
    "assess": assessed,
    "decide": decided,
    "ask_approvals": approvals_asked,
    "bounce": bounced,
    "sign_approvals": approvals_signed,
    "hand_in": handed_in,
    "agree_once_more": agreed_once_more,
    "check": checked,
    "accept": accepted,
    "describe": placing.described,
    "plan": planned,
    "find_hosts": placing.hosts_found,
    "ask_for_proposal": placing.run_asked,
    "take_over": placing.taken_over,
    "hosts_agree": placing.hosts_agreed,
    "schools_agree": placing.schools_agreed,
    "confirm": placing.matches_confirmed,
    "hosts_sign": placing.hosts_signed,
    "begin_agreements": readying.agreements_begun,
    "fill_in_agreements": readying.agreements_filled_in,
    "send_agreements": readying.agreements_sent,
    "sign_agreements": readying.agreements_signed,
    "plan_session": readying.session_planned,
    "answer_invitations": readying.invitations_answered,
    "attend": readying.attended,
    "meet_own": readying.own_met,
    "ask_stay_papers": stay_papers_asked,
    "sign_stay_papers": stay_papers_signed,
    "insure": insured,
    "see_cards": readying.cards_seen,
    "see_short_card": readying.cards_short,
    "see_no_document": readying.cards_without_document,
    "see_permission": permission_seen,
    "declare": declared,
}


def perform(stage: Stage, step: Step, at: datetime) -> None:
    with translation.override("nl"):
        STEPS[step.what](stage, step, at)
