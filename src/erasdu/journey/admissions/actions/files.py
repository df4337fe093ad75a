"""Handing in, checking, granting, answering: one function for each thing a person does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.admissions import access, queries, rules
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.admissions.states import ANSWERABLE, FILE
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import actions as mobilities
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import no

# What a file that is handed in anew no longer has.
ANEW: dict[str, Any] = {
    "return_reason": "", "returned_at": None, "checked_at": None, "granted_at": None, "answer_by": None,
    "answered_at": None, "decline_reason": "", "grace_until": None, "mobility": None,
}  # fmt: skip


def open_file(candidacy: Candidacy) -> CandidateFile:
    """The candidate file of a candidacy, made when it is first needed."""
    values = {"call": candidacy.call, "school": candidacy.school, "state": FILE.initial}
    return CandidateFile.objects.get_or_create(candidacy=candidacy, defaults=values)[0]


def _step(file: CandidateFile, step: str, **values: Any) -> None:
    """One conditional UPDATE: of two people at once one wins, the other is told."""
    rows = CandidateFile.objects.filter(pk=file.pk, state__in=FILE.sources(step))
    if not rows.update(state=FILE.target(step), revision=F("revision") + 1, **values):
        no("changed_meanwhile").require()
    file.refresh_from_db()


def _locked(file: CandidateFile) -> Call:
    """One at a time in a call where order and places are given out; the file is read again as it is now."""
    call = Call.objects.select_for_update(no_key=True).get(pk=file.call_id)
    file.refresh_from_db()
    file.call = call
    return call


# -- the school ------------------------------------------------------------------------------------


@transaction.atomic
def hand_in(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """The legally relevant moment: its time and its place in the order of the call are kept."""
    call = _locked(file)
    access.may_hand_in(by, file, at=at).require()
    number, latest = queries.last_arrival(call)
    # Of two at once, who came second in the order did not come earlier in time.
    moment = max(at, latest or at)
    frozen = queries.frozen(file.candidacy)
    _step(file, "hand_in", handed_in_at=moment, handed_in_by_id=by.person, order=number + 1, **ANEW | frozen)
    journal.record("file.handed_in", subjects=[file.candidacy], by=by, at=moment, order=number + 1)


@transaction.atomic
def complete_again(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """What was missing is there: the file goes back to the coordinator with its first moment and order."""
    access.may_complete_again(by, file, at=at).require()
    _step(file, "complete_again", grace_until=None, **queries.frozen(file.candidacy))
    journal.record("file.completed_again", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def withdraw(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a file back; a place that it had is free for the next."""
    call = _locked(file)
    access.may_withdraw(by, file).require()
    leaves_room = file.mobility_id is not None or file.called_up_at is not None
    _step(file, "withdraw", decline_reason=reason, grace_until=None, called_up_at=None)
    journal.record("file.withdrawn", subjects=[file.candidacy], by=by, at=at)
    if leaves_room:
        _free(call, file, "withdrawn", at=at)


# -- the coordinator -------------------------------------------------------------------------------


@transaction.atomic
def allow_late(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """Accept this one file after the deadline; it ranks after those on time and the report says why."""
    access.may_allow_late(by, file, at=at).require()
    rows = Candidacy.objects.filter(pk=file.candidacy_id, late_allowed_at=None)
    if not rows.update(late_allowed_at=at, late_reason=reason):
        no("changed_meanwhile").require()
    journal.record("file.late_allowed", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def precheck(file: CandidateFile, *, note: str, revision: int, by: Actor, at: datetime) -> None:
    """Tell the school what will be missing, before it hands in. `Stale` when somebody wrote meanwhile."""
    access.may_precheck(by, file).require()
    rows = CandidateFile.objects.filter(pk=file.pk, revision=revision)
    if not rows.update(prechecked_at=at, precheck_note=note, revision=F("revision") + 1):
        raise Stale
    journal.record("file.prechecked", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def approve(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """The coordinator finds the file complete."""
    access.may_approve(by, file).require()
    _step(file, "approve", checked_at=at)
    journal.record("file.complete", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def give_back(file: CandidateFile, *, reason: str, days: int, by: Actor, at: datetime) -> None:
    """Return a file with what is missing and the days of grace to complete it."""
    access.may_return(by, file).require()
    until = rules.grace_until(at, days)
    _step(file, "return", return_reason=reason, returned_at=at, grace_until=until)
    journal.record("file.returned", subjects=[file.candidacy], by=by, at=at, until=until.isoformat())


@transaction.atomic
def extend_grace(file: CandidateFile, *, until: date, by: Actor, at: datetime) -> None:
    """Give more days to a returned file, or to a reserve that was called up."""
    access.may_extend_grace(by, file, until=until).require()
    rows = CandidateFile.objects.filter(pk=file.pk, state=file.state, grace_until=file.grace_until)
    if not rows.update(grace_until=until, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    file.refresh_from_db()
    journal.record("file.grace_extended", subjects=[file.candidacy], by=by, at=at, until=until.isoformat())


@transaction.atomic
def put_on_waiting_list(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """Complete, but without a seat: on the programme's waiting list."""
    access.may_put_on_waiting_list(by, file).require()
    _step(file, "put_on_waiting_list")
    journal.record("place.waiting", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def grant(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """Grant the place: a stay is opened and the learner has some days to accept or decline."""
    call = _locked(file)
    access.may_grant(by, file, room=queries.room_for(file)).require()
    candidacy = file.candidacy
    mobility = mobilities.open_for_learner(
        call,
        candidacy.learner,
        file.school,
        profile=candidacy.profile,
        destination=candidacy.first_choice,
        by=by,
        at=at,
    )
    until = rules.answer_by(at, call.answer_days)
    _step(file, "grant", granted_at=at, answer_by=until, answered_at=None, grace_until=None, mobility=mobility)
    journal.record("place.granted", subjects=[candidacy, mobility], by=by, at=at, answer_by=until.isoformat())


# -- seats -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """What a school gets; `revision`: of the allotment that was seen, 0 when there was none."""

    school: Organisation
    seats: int
    revision: int


@transaction.atomic
def divide(call: Call, shares: Sequence[Share], *, by: Actor, at: datetime) -> int:
    """Divide the seats of a call; how many schools got another number. `Stale` when somebody was first."""
    access.may_divide(by, call).require()
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    seats = queries.seats(call)
    changed = [share for share in shares if share.seats != seats.of(share.school.pk)]
    wanted = seats.allotted | {share.school.pk: share.seats for share in changed}
    taken = {share.school.pk: seats.taken.get(share.school.pk, 0) for share in changed}
    if changed:
        rules.check_allotments(call.seats, wanted, taken).require()
    for share in changed:
        _allot(call, share)
        journal.record("seats.allotted", subjects=[call, share.school], by=by, at=at, seats=share.seats)
    return len(changed)


def allot(call: Call, school: Organisation, *, seats: int, revision: int, by: Actor, at: datetime) -> None:
    """Give one school its seats in a call."""
    divide(call, [Share(school, seats, revision)], by=by, at=at)


def _allot(call: Call, share: Share) -> None:
    rows = Allotment.objects.filter(call=call, school=share.school)
    if rows.filter(revision=share.revision).update(seats=share.seats, revision=F("revision") + 1):
        return
    try:
        with transaction.atomic():
            Allotment.objects.create(call=call, school=share.school, seats=share.seats, revision=1)
    except IntegrityError:
        raise Stale from None


@transaction.atomic
def move_on(call: Call, *, by: Actor, at: datetime) -> int:
    """Give every free seat to the waiting list, in its order: a school's own seat first, else one that its
    school has nobody left for. How many places were granted.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    access.may_move_on(by, free_in_call=queries.seats(call).free).require()
    given = 0
    for file in queries.waiting(call):
        seats = queries.seats(call)
        if not seats.room_at(file.school_id):
            giver = queries.giver(call, seats, at=at)
            if seats.free < 1 or giver is None:
                continue
            _lend_seat(call, seats, giver, file.school, by=by, at=at)
        grant(file, by=by, at=at)
        given += 1
    return given


def _lend_seat(call: Call, seats: queries.Seats, giver: int, school: Organisation, *, by: Actor, at: datetime) -> None:
    """Move one seat from a school that has nobody left for it to one that has."""
    for organisation, change in ((giver, -1), (school.pk, 1)):
        Allotment.objects.get_or_create(call=call, school_id=organisation, defaults={"seats": seats.of(organisation)})
        rows = Allotment.objects.filter(call=call, school=organisation)
        rows.update(seats=F("seats") + change, revision=F("revision") + 1)
    journal.record("seats.moved", subjects=[call, school], by=by, at=at, giver=giver)


@transaction.atomic
def call_up(call: Call, school: Organisation, *, by: Actor, at: datetime) -> None:
    """A free place of a school goes to its next, as when a place frees by itself."""
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    access.may_call_up(by, call).require()
    queries.seats(call).room_at(school.pk).require()
    if queries.next_of_school(call, school.pk, at=at) is None:
        no("nobody_in_reserve").require()
    _call_up(call, school.pk, at=at)


# -- the learner, and days that pass ---------------------------------------------------------------


@transaction.atomic
def accept(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """The learner takes the place."""
    access.may_answer(by, file, at=at).require()
    _step(file, "accept", answered_at=at)
    journal.record("place.accepted", subjects=_dossiers(file), by=by, at=at)


@transaction.atomic
def decline(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """The learner does not take the place: the school's next is called up."""
    call = _locked(file)
    access.may_answer(by, file, at=at).require()
    _step(file, "decline", answered_at=at, decline_reason=reason)
    journal.record("place.declined", subjects=_dossiers(file), by=by, at=at)
    _free(call, file, "declined", at=at)


@transaction.atomic
def lapse(file: CandidateFile, *, at: datetime) -> None:
    """Nobody answered by the day: the place goes to the next."""
    call = _locked(file)
    access.may_lapse(file, at=at).require()
    _step(file, "lapse", answered_at=None)
    journal.record("place.lapsed", subjects=_dossiers(file), by=SYSTEM, at=at)
    _free(call, file, "lapsed", at=at)


@transaction.atomic
def pass_over(file: CandidateFile, *, at: datetime) -> None:
    """A reserve that was called up did not come by the day: the next is called up."""
    call = _locked(file)
    access.may_pass_over(file, at=at).require()
    CandidateFile.objects.filter(pk=file.pk).update(grace_until=None, revision=F("revision") + 1)
    journal.record("reserve.passed_over", subjects=[file.candidacy], by=SYSTEM, at=at)
    _call_up(call, file.school_id, at=at)


def _dossiers(file: CandidateFile) -> list[Any]:
    return [one for one in (file.candidacy, file.mobility) if one is not None]


def _free(call: Call, file: CandidateFile, why: str, *, at: datetime) -> None:
    """End the stay of a place that is not taken, and call up the school's next."""
    if file.mobility is not None and file.mobility.state == "planned":
        mobilities.cancel(file.mobility, reason=why, by=SYSTEM, at=at)
    _call_up(call, file.school_id, at=at)


def _call_up(call: Call, school: int, *, at: datetime) -> None:
    """A free place of a school: its next gets it at once when that file is complete, and is asked for otherwise."""
    following = queries.next_of_school(call, school, at=at)
    if following is None or not queries.seats(call).room_at(school):
        return
    candidacy, theirs = following
    if theirs is not None and theirs.state in ANSWERABLE:
        grant(theirs, by=SYSTEM, at=at)
        return
    file = theirs or open_file(candidacy)
    until = rules.grace_until(at, call.grace_days)
    waits_for_school = file.state in FILE.sources("hand_in")
    days = {"grace_until": until} if waits_for_school else {}
    CandidateFile.objects.filter(pk=file.pk).update(called_up_at=at, revision=F("revision") + 1, **days)
    data = {"until": until.isoformat()} if waits_for_school else {}
    journal.record("reserve.wanted", subjects=[candidacy], by=SYSTEM, at=at, **data)
