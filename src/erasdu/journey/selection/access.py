"""Who sees and does what in a selection. Assessors get candidates from here alone, as a read model."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.ground.organisations.models import Role
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import APPLIED
from erasdu.journey.selection.models import Assessment, Complaint, Input, Panellist, Report, Selection
from erasdu.journey.selection.states import DECIDED, KNOWN, SELECTION, WORKING
from erasdu.kernel.actor import LINK_ROLES, Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

PANEL_KINDS = ("contact_point", "teacher", "counsellor", "interviewer")
INPUT_KINDS = ("teacher", "counsellor")

# -- rows ------------------------------------------------------------------------------------------


def enrolments_for(actor: Actor) -> QuerySet[Enrolment]:
    """The enrolments in which the actor may start or follow a selection."""
    rows = Enrolment.objects.filter(withdrawn_at=None).select_related("call", "school")
    if actor.is_coordinator:
        return rows
    return rows.filter(school__in=actor.scope) if actor.is_contact_point else rows.none()


def selections_for(actor: Actor) -> QuerySet[Selection]:
    """The coordinator all, a contact point their schools', by link: what one leads or assesses in."""
    rows = Selection.objects.select_related("enrolment__call", "enrolment__school", "lead")
    if actor.is_coordinator:
        return rows
    if actor.is_contact_point:
        return rows.filter(enrolment__school__in=actor.scope)
    if actor.role not in LINK_ROLES:
        return rows.none()
    seat = Panellist.objects.filter(selection=OuterRef("pk"), assesses=True, until=None, **_their_role(actor))
    return rows.filter(Q(lead=actor.person) | Exists(seat), enrolment__school__in=actor.scope)


def candidacies_for(actor: Actor) -> QuerySet[Candidacy]:
    """Rows to act on, with nothing but ids loaded: what is shown of a candidate comes from `candidates_in`."""
    mine = selections_for(actor).values("enrolment")
    return taking_part().filter(enrolment__in=mine).only("id", "key", "enrolment", "call", "school", "learner")


def taking_part() -> QuerySet[Candidacy]:
    """Who handed the form to the school and still wants to go; by link only when the school confirmed it."""
    rows = Candidacy.objects.filter(state=APPLIED)
    return rows.filter(applied_at__isnull=False, confirmed_at__isnull=False, withdrawn_at=None)


def own_candidacies(actor: Actor) -> QuerySet[Candidacy]:
    """A learner's own candidacies that take part in a selection."""
    rows = taking_part().select_related("call", "school")
    return rows.filter(learner=actor.person) if actor.is_learner else rows.none()


def inputs_for(actor: Actor) -> QuerySet[Input]:
    """Input that was asked and not withdrawn: one's own, the school's, or all."""
    rows = Input.objects.filter(withdrawn_at=None).select_related("candidacy", "role__person")
    if actor.is_coordinator:
        return rows
    if actor.is_contact_point:
        return rows.filter(candidacy__school__in=actor.scope)
    if actor.role in LINK_ROLES:
        return rows.filter(candidacy__school__in=actor.scope, candidacy__in=taking_part(), **_their_role(actor))
    return rows.none()


def assessments_for(actor: Actor) -> QuerySet[Assessment]:
    return Assessment.objects.filter(candidacy__in=candidacies_for(actor)).select_related("candidacy", "role__person")


def complaints_for(actor: Actor) -> QuerySet[Complaint]:
    """For who leads and for the coordinator; not for assessors."""
    rows = Complaint.objects.select_related("candidacy")
    if actor.is_coordinator:
        return rows
    mine = selections_for(actor)
    if not actor.is_contact_point:
        mine = mine.filter(lead=actor.person)
    return rows.filter(candidacy__enrolment__in=mine.values("enrolment"))


def reports_for(actor: Actor) -> QuerySet[Report]:
    """For the lead, contact points and the coordinator."""
    mine = selections_for(actor)
    if not (actor.is_coordinator or actor.is_contact_point):
        mine = mine.filter(lead=actor.person)
    return Report.objects.filter(selection__in=mine).select_related("selection__enrolment__school")


def roles_for_panel(selection: Selection) -> QuerySet[Role]:
    """Who may be asked: contact points (also of a board or group), teachers, counsellors, interviewers."""
    school = selection.enrolment.school
    at = [pk for pk in (school.pk, school.board_id, school.group_id) if pk]
    own = Q(organisation=school, kind__in=PANEL_KINDS) | Q(organisation__in=at, kind="contact_point")
    return Role.objects.filter(own, until=None).select_related("person").order_by("person__family_name", "pk")


def role_of(actor: Actor) -> Role | None:
    """The live role in which somebody acts."""
    rows = Role.objects.filter(person=actor.person, kind=actor.role, until=None, organisation__closed_at=None)
    return rows.filter(organisation=actor.organisation).select_related("person").first()


def _their_role(actor: Actor) -> dict[str, Any]:
    return {
        "role__person": actor.person,
        "role__kind": actor.role,
        "role__organisation": actor.organisation,
        "role__until": None,
    }


# -- the read model --------------------------------------------------------------------------------

# Everything of a candidate that anybody in a selection sees. No birth date, contact data, guardians,
# flags, housing or agreement: what is not in this list is not read.
CV_COLUMNS = (
    "study_year", "sector", "occupation", "tasks_can", "tasks_want", "languages",
    "digital", "hobbies", "character", "expectations", "answers", "texts_nl", "texts_en",
)  # fmt: skip
ALLOWED = (
    "id", "key", "applied_at", "learner__given_name", "learner__family_name", "profile__study_programme",
    "first_choice__place", "first_choice__country", *(f"profile__{name}" for name in CV_COLUMNS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate as a selection sees one. `cv`: column of the CV form → value."""

    id: int
    key: str
    given_name: str
    family_name: str
    study_programme: str
    destination: str
    country: str
    applied_at: datetime
    cv: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def candidates_in(actor: Actor, selection: Selection) -> list[Candidate]:
    """The candidates of one selection, in order of arrival; empty for who may not see it. One query."""
    rows = candidacies_for(actor).filter(enrolment=selection.enrolment_id).order_by("applied_at", "id")
    return [_candidate(row) for row in rows.values(*ALLOWED)]


def next_candidate(actor: Actor, selection: Selection, key: str) -> str | None:
    """The key of who follows in order of arrival, or None after the last."""
    keys = [item.key for item in candidates_in(actor, selection)]
    after = keys[keys.index(key) + 1 :] if key in keys else []
    return after[0] if after else None


def candidates_asked(actor: Actor, ids: Iterable[int]) -> list[Candidate]:
    """The candidates about whom the actor was asked for input."""
    asked = inputs_for(actor).filter(candidacy__in=list(ids)).values("candidacy")
    rows = taking_part().filter(pk__in=asked).order_by("learner__family_name", "learner__given_name", "id")
    return [_candidate(row) for row in rows.values(*ALLOWED)]


def _candidate(row: dict[str, Any]) -> Candidate:
    return Candidate(
        id=row["id"],
        key=row["key"],
        given_name=row["learner__given_name"],
        family_name=row["learner__family_name"],
        study_programme=row["profile__study_programme"],
        destination=row["first_choice__place"] or "",
        country=row["first_choice__country"] or "",
        applied_at=row["applied_at"],
        cv={name: row[f"profile__{name}"] for name in CV_COLUMNS},
    )


# -- verbs -----------------------------------------------------------------------------------------


def may_lead(actor: Actor, selection: Selection) -> Verdict:
    """A contact point of the school, or the person set as selection lead."""
    school = selection.enrolment.school_id
    if actor.is_contact_point and school in actor.scope:
        return YES
    if actor.role in LINK_ROLES and school in actor.scope and selection.lead_id == actor.person:
        return YES
    return no("selection_is_the_schools") if actor.is_coordinator else no("not_your_role")


def may_start(actor: Actor, enrolment: Enrolment) -> Verdict:
    if not (actor.is_contact_point and enrolment.school_id in actor.scope):
        return no("selection_is_the_schools")
    return no("school_takes_no_part") if enrolment.withdrawn_at else YES


def may_change_panel(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _working(selection))


def may_assess_too(actor: Actor, selection: Selection, role: Role) -> Verdict:
    """Somebody with an account who could have seen others' final scores cannot become an assessor."""
    final = Assessment.objects.filter(candidacy__enrolment=selection.enrolment_id, final_at__isnull=False)
    saw = role.kind == "contact_point" and final.exclude(role=role).exists()
    return all_of(may_change_panel(actor, selection), no("scores_shown_already") if saw else YES)


def may_ask_input(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _working(selection))


def may_give_input(actor: Actor, asked: Input, selection: Selection) -> Verdict:
    role = asked.role
    mine = (role.person_id, role.kind, role.organisation_id) == (actor.person, actor.role, actor.organisation)
    if not mine or role.until:
        return no("not_your_role")
    return all_of(no("input_withdrawn") if asked.withdrawn_at else YES, _working(selection))


def may_record_interview(actor: Actor, selection: Selection) -> Verdict:
    """The lead, and everybody who assesses: the conversation is often held together."""
    here = YES if may_lead(actor, selection) or assesses(actor, selection) else may_lead(actor, selection)
    return all_of(here, _working(selection))


def may_record_practical(actor: Actor, candidacy: Candidacy, selection: Selection) -> Verdict:
    """The learner, or who holds the interview."""
    if _own(actor, candidacy):
        return _working(selection)
    return may_record_interview(actor, selection)


def may_record_publicity(actor: Actor, candidacy: Candidacy, selection: Selection) -> Verdict:
    """The learner at any time; the lead writes down what was said. Others neither see nor set it."""
    return YES if _own(actor, candidacy) else may_lead(actor, selection)


def may_assess(actor: Actor, selection: Selection) -> Verdict:
    return all_of(YES if assesses(actor, selection) else no("not_an_assessor"), _working(selection))


def may_reopen_assessment(actor: Actor, assessment: Assessment, selection: Selection) -> Verdict:
    """One's own, or any for the lead; only final ones."""
    own = assessment.role.person_id == actor.person and bool(assesses(actor, selection))
    here = YES if own else may_lead(actor, selection)
    return all_of(here, _working(selection), YES if assessment.final_at else no("assessment_not_final"))


def may_draw_lots(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _working(selection))


def may_decide(actor: Actor, selection: Selection) -> Verdict:
    """Who, and in which state; whether anything is missing is for `rules.may_decide`."""
    return all_of(may_lead(actor, selection), _step(selection, "decide"))


def may_change_decision(actor: Actor, selection: Selection) -> Verdict:
    before_told = selection.state in (*WORKING, DECIDED)
    return all_of(may_lead(actor, selection), YES if before_told else no("candidates_told_already"))


def may_tell(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _step(selection, "tell"))


def may_close(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _step(selection, "close"))


def may_issue_again(actor: Actor, selection: Selection) -> Verdict:
    """A late file that was accepted after the last version must show in the report; scores stay frozen."""
    newer = Candidacy.objects.filter(enrolment=selection.enrolment_id, late_allowed_at__isnull=False)
    if last := Report.objects.filter(selection=selection).order_by("-version").values_list("at", flat=True).first():
        newer = newer.filter(late_allowed_at__gt=last)
    return all_of(
        may_lead(actor, selection),
        _step(selection, "issue_again"),
        YES if newer.exists() else no("report_up_to_date"),
    )


def may_reopen(actor: Actor, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), _step(selection, "reopen"))


def may_complain(actor: Actor, candidacy: Candidacy, selection: Selection, *, on: date) -> Verdict:
    """The candidate until the last day; the school writes down what reached it otherwise, also later."""
    told = YES if selection.state in KNOWN else no("not_told_yet")
    if not _own(actor, candidacy):
        return all_of(may_lead(actor, selection), told)
    late = selection.complaint_by is not None and on > selection.complaint_by
    return all_of(told, no("complaint_too_late", day=selection.complaint_by) if late else YES)


def may_answer_complaint(actor: Actor, complaint: Complaint, selection: Selection) -> Verdict:
    return all_of(may_lead(actor, selection), no("complaint_answered") if complaint.answered_at else YES)


def may_ask_scores(actor: Actor, candidacy: Candidacy, selection: Selection) -> Verdict:
    """The candidate, once told."""
    return all_of(
        YES if _own(actor, candidacy) else no("not_your_role"),
        YES if selection.state in KNOWN else no("not_told_yet"),
    )


def assesses(actor: Actor, selection: Selection) -> bool:
    """Whether the actor sits on the panel, giving scores, in the role in which they act."""
    if actor.person is None or selection.enrolment.school_id not in actor.scope:
        return False
    return Panellist.objects.filter(selection=selection, assesses=True, until=None, **_their_role(actor)).exists()


def _own(actor: Actor, candidacy: Candidacy) -> bool:
    return actor.is_learner and candidacy.learner_id == actor.person


def _working(selection: Selection) -> Verdict:
    return YES if selection.state in WORKING else no("selection_not_open")


def _step(selection: Selection, name: str) -> Verdict:
    if selection.state in SELECTION.sources(name):
        return YES
    return no({"decide": "decided_already", "tell": "not_to_tell_now", "close": "not_to_close_now"}.get(
        name, "nothing_to_reopen"
    ))  # fmt: skip
