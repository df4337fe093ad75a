"""What people do in a rehearsal, each step by the real actions. The playbook says which, when and of whom."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import translation

from erasdu.demo import approvals, insurance, stays
from erasdu.demo.consortium import Consortium, School
from erasdu.demo.round import Plan, Round, apply_one, decide, enrol, files_of, inputs, scores
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions import actions as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.insurance import actions as covers
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import PERMISSION
from erasdu.journey.selection import actions as selection
from erasdu.journey.selection.models import Selection
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.kernel.verdict import Refused
from erasdu.rehearsal.rules import Step

TOWN_CLERK = "Els Maes"
PARENTS = ("guardian_1", "guardian_2")


@dataclass
class Stage:
    """The call while it is played. `parts`: for each learner a place between 0 and 1, in the order of coming."""

    consortium: Consortium
    round: Round
    plans: list[Plan]
    parts: list[float]
    part_of: dict[int, float] = field(default_factory=dict)
    enrolments: dict[int, Enrolment] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Something for one learner: when the platform says no, the others go on, and the report says why."""
        try:
            yield
        except Refused as refusal:
            self.refused[refusal.verdict.code] += 1

    def schools(self) -> Iterator[tuple[Plan, School, Enrolment]]:
        for plan in self.plans:
            yield plan, self.consortium.schools[plan.school], self.enrolments[plan.school]

    def takes(self, step: Step, candidacy: int) -> bool:
        first, last = step.part
        return first <= self.part_of[candidacy] < last

    def school(self, organisation: int) -> School:
        return next(one for one in self.consortium.schools if one.organisation.pk == organisation)

    def stays(self, step: Step) -> list[Mobility]:
        """Those of the learners of this step, in the order in which they applied."""
        candidacies = {row.profile.pk: row.pk for row in self.candidacies() if hasattr(row, "profile")}
        rows = Mobility.objects.filter(call=self.round.call, cancelled_at=None).order_by("pk")
        found = rows.select_related("call", "sending", "destination", "person", "traveller")
        return [stay for stay in found if stay.profile_id and self.takes(step, candidacies[stay.profile_id])]

    def candidacies(self) -> list[Candidacy]:
        rows = Candidacy.objects.filter(call=self.round.call)
        return list(rows.select_related("profile", "learner", "call", "school", "enrolment").order_by("pk"))


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
            if step.part[0] <= part < step.part[1]:
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


def assessed(stage: Stage, step: Step, at: datetime) -> None:
    for _plan, school, enrolment in stage.schools():
        chosen = Selection.objects.get(enrolment=enrolment)
        rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").select_related("call"))
        scores(stage.round, school, chosen, sorted(rows, key=lambda row: row.pk), at)


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
    for number, file in enumerate(files.order_by("order")):
        moment = at + timedelta(minutes=30 + 2 * number)
        admissions.approve(file, by=by, at=moment)
        admissions.grant(file, by=by, at=moment + timedelta(minutes=1))


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
        if stay.destination is not None:
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


def cards_seen(stage: Stage, step: Step, at: datetime) -> None:
    for number, stay in enumerate(stage.stays(step)):
        if stay.planned_until is not None:
            moment = at + timedelta(minutes=4 * number)
            insurance.seen(stay, stage.school(stay.sending_id), moment, short=False, declared=False)


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
    "assess": assessed,
    "decide": decided,
    "ask_approvals": approvals_asked,
    "bounce": bounced,
    "sign_approvals": approvals_signed,
    "hand_in": handed_in,
    "check": checked,
    "accept": accepted,
    "plan": planned,
    "ask_stay_papers": stay_papers_asked,
    "sign_stay_papers": stay_papers_signed,
    "insure": insured,
    "see_cards": cards_seen,
    "see_permission": permission_seen,
    "declare": declared,
}


def perform(stage: Stage, step: Step, at: datetime) -> None:
    with translation.override("nl"):
        STEPS[step.what](stage, step, at)
