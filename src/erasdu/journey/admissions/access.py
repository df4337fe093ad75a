"""Who sees which candidate files, and who may hand in, check, grant and answer."""

from datetime import date, datetime

from django.db.models import QuerySet

from erasdu.ground.journal import gates
from erasdu.journey.admissions import rules
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.states import ANSWERABLE, FILE
from erasdu.journey.calls import rules as call_rules
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection import queries as selection
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.verdict import YES, Verdict, all_of, no

ADMISSIBLE = ("selected", "reserve")  # whose files go to the coordinator

# -- rows ------------------------------------------------------------------------------------------


def files_for(actor: Actor) -> QuerySet[CandidateFile]:
    """The coordinator sees all, a school and a learner their own."""
    rows = CandidateFile.objects.select_related(
        "candidacy__learner", "candidacy__enrolment", "candidacy__profile", "call", "school", "mobility__destination"
    )
    if actor.is_coordinator:
        return rows
    if actor.is_contact_point:
        return rows.filter(school__in=actor.scope)
    return rows.filter(candidacy__learner=actor.person) if actor.is_learner else rows.none()


# -- the school ------------------------------------------------------------------------------------


def may_ask_papers(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Approvals are asked for learners whom the school selected or put in reserve."""
    outcome = selection.outcome_of([candidacy.pk]).get(candidacy.pk)
    chosen = YES if outcome is not None and outcome.outcome in ADMISSIBLE else no("not_selected_yet")
    return all_of(candidacies.may_ask_papers(actor, candidacy), chosen)


def may_ask_for(actor: Actor, enrolment: Enrolment) -> Verdict:
    """The same for all learners of a school at once."""
    follows = actor.is_contact_point and enrolment.school_id in actor.scope
    return YES if follows or actor.is_coordinator else no("file_not_your_school")


def window(file: CandidateFile) -> rules.Window:
    """When this file may come in."""
    late = file.candidacy.late_allowed_at is not None
    return rules.Window(file.call.files_opening, file.call.files_deadline, file.grace_until, late)


def in_order(file: CandidateFile, *, at: datetime) -> Verdict:
    """The gate: whether everything that handing in asks is there, or what lacks."""
    return gates.ask(HAND_IN, file.candidacy, brussels_date(at))


def may_hand_in(actor: Actor, file: CandidateFile, *, at: datetime, ready: Verdict | None = None) -> Verdict:
    """The school hands in between opening and deadline, when everything is in order (the gate).

    `ready`: the gate's answer, for a list that asked it for all its rows at once.
    """
    return all_of(
        _school(actor, file.candidacy),
        _step(file, "hand_in"),
        _published(file.call),
        rules.in_time(window(file), at),
        in_order(file, at=at) if ready is None else ready,
    )


def may_complete_again(actor: Actor, file: CandidateFile, *, at: datetime, ready: Verdict | None = None) -> Verdict:
    """A returned file keeps its moment and order when it is completed within the days of grace."""
    over = file.grace_until is not None and call_rules.is_late(at, file.grace_until)
    return all_of(
        _school(actor, file.candidacy),
        _step(file, "complete_again"),
        no("grace_over", until=str(file.grace_until)) if over else YES,
        in_order(file, at=at) if ready is None else ready,
    )


def may_withdraw(actor: Actor, file: CandidateFile) -> Verdict:
    """School, learner or coordinator take a file back, also after the place was accepted."""
    own = actor.is_learner and file.candidacy.learner_id == actor.person
    school = actor.is_contact_point and file.school_id in actor.scope
    who = own or school or actor.is_coordinator or actor.role == SYSTEM_ROLE
    return all_of(YES if who else no("file_not_your_school"), _in(file, "withdraw"))


# -- the coordinator -------------------------------------------------------------------------------


def may_allow_late(actor: Actor, file: CandidateFile, *, at: datetime) -> Verdict:
    """The coordinator accepts one late file, with a reason, once the deadline has passed."""
    return all_of(
        _coordinator(actor),
        _step(file, "hand_in"),
        YES if call_rules.is_late(at, file.call.files_deadline) else no("deadline_not_passed"),
        no("late_already_allowed") if file.candidacy.late_allowed_at else YES,
    )


def may_precheck(actor: Actor, file: CandidateFile) -> Verdict:
    """The coordinator looks at a file before it is handed in."""
    return all_of(_coordinator(actor), _step(file, "hand_in"))


def may_divide(actor: Actor, call: Call) -> Verdict:
    """Seats per school are the coordinator's, in a published call."""
    return all_of(_coordinator(actor), _published(call))


def may_approve(actor: Actor, file: CandidateFile) -> Verdict:
    return all_of(_coordinator(actor), _step(file, "approve"))


def may_return(actor: Actor, file: CandidateFile) -> Verdict:
    return all_of(_coordinator(actor), _step(file, "return"))


def may_extend_grace(actor: Actor, file: CandidateFile, *, until: date | None = None) -> Verdict:
    """More days for a returned file, or for a reserve that was called up; `until`: the new last day."""
    running = file.grace_until is not None and file.state in {"returned", *FILE.sources("hand_in")}
    return all_of(
        _coordinator(actor),
        YES if running else no("no_grace_running"),
        no("grace_not_later", until=str(file.grace_until)) if not _later(file.grace_until, until) else YES,
    )


def may_put_on_waiting_list(actor: Actor, file: CandidateFile) -> Verdict:
    return all_of(_coordinator(actor), _step(file, "put_on_waiting_list"))


def may_grant(actor: Actor, file: CandidateFile, *, room: Verdict) -> Verdict:
    """A complete file gets a place while the school selects the learner and there is a place (`room`)."""
    return all_of(
        YES if actor.role == SYSTEM_ROLE else _coordinator(actor),
        YES if file.state in ANSWERABLE else no(f"file_{file.state}"),
        _still_candidate(file),
        room,
    )


def may_move_on(actor: Actor, *, free_in_call: int) -> Verdict:
    """Freed seats go to the waiting lists in one action."""
    return all_of(_coordinator(actor), YES if free_in_call > 0 else no("nothing_free"))


def may_call_up(actor: Actor, call: Call) -> Verdict:
    """Ask for the next of a school's reserve list, before a day does."""
    return all_of(_coordinator(actor), _published(call))


# -- the learner, and days that pass ---------------------------------------------------------------


def may_answer(actor: Actor, file: CandidateFile, *, at: datetime) -> Verdict:
    """The learner accepts or declines, until the end of the day by which to answer."""
    mine = actor.is_learner and file.candidacy.learner_id == actor.person
    return all_of(
        YES if mine else no("place_not_yours"),
        _step(file, "accept"),
        no("answer_too_late", until=str(file.answer_by)) if _passed(file.answer_by, at) else YES,
    )


def may_lapse(file: CandidateFile, *, at: datetime) -> Verdict:
    """A place that nobody answered lapses once the day to answer has ended."""
    return all_of(_in(file, "lapse"), YES if _passed(file.answer_by, at) else no("answer_still_possible"))


def may_pass_over(file: CandidateFile, *, at: datetime) -> Verdict:
    """A reserve that was called up and did not come is passed over once its last day has ended."""
    called = file.called_up_at is not None and file.state in FILE.sources("hand_in")
    return YES if called and _passed(file.grace_until, at) else no("no_grace_running")


# -- what these are made of ------------------------------------------------------------------------


def _school(actor: Actor, candidacy: Candidacy) -> Verdict:
    mine = actor.is_contact_point and candidacy.school_id in actor.scope
    return YES if mine else no("file_not_your_school")


def _coordinator(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator else no("coordinator_only")


def _published(call: Call) -> Verdict:
    return YES if call.state == Call.State.PUBLISHED else no("call_not_published")


def _still_candidate(file: CandidateFile) -> Verdict:
    return YES if file.candidacy.state in LIVE else no("no_candidate_any_more")


def _in(file: CandidateFile, step: str) -> Verdict:
    return YES if file.state in FILE.sources(step) else no(f"file_{file.state}")


def _step(file: CandidateFile, step: str) -> Verdict:
    return all_of(_still_candidate(file), _in(file, step))


def _passed(day: date | None, at: datetime) -> bool:
    return day is not None and call_rules.is_late(at, day)


def _later(running: date | None, until: date | None) -> bool:
    return until is None or running is None or until > running
