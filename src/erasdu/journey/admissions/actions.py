"""Handing in, checking, granting, answering: one function for each thing a person does."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.admissions import access, queries, rules
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.admissions.states import FILE
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import actions as mobilities
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import no


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


@transaction.atomic
def hand_in(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """The legally relevant moment: its time and its place in the order of the call are kept."""
    access.may_hand_in(by, file, at=at).require()
    call = Call.objects.select_for_update().get(pk=file.call_id)
    last = CandidateFile.objects.filter(call=call).aggregate(last=Max("order"))["last"] or 0
    extract = queries.extract(file.candidacy)
    _step(file, "hand_in", handed_in_at=at, handed_in_by_id=by.person, order=last + 1, extract=extract)
    journal.record("file.handed_in", subjects=[file.candidacy], by=by, at=at, order=last + 1)


@transaction.atomic
def complete_again(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """What was missing is there: the file goes back to the coordinator with its first moment and order."""
    access.may_complete_again(by, file, at=at).require()
    _step(file, "complete_again", grace_until=None, extract=queries.extract(file.candidacy))
    journal.record("file.completed_again", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def allow_late(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """Accept this one file after the deadline; it ranks after those on time and the report says why."""
    access.may_allow_late(by, file, at=at).require()
    Candidacy.objects.filter(pk=file.candidacy_id).update(late_allowed_at=at, late_reason=reason)
    journal.record("file.late_allowed", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def precheck(file: CandidateFile, *, note: str, by: Actor, at: datetime) -> None:
    """Tell the school what will be missing, before it hands in."""
    access.may_precheck(by, file).require()
    CandidateFile.objects.filter(pk=file.pk).update(prechecked_at=at, precheck_note=note, revision=F("revision") + 1)
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
def put_on_waiting_list(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """Complete, but without a seat: on the programme's waiting list."""
    access.may_put_on_waiting_list(by, file).require()
    _step(file, "put_on_waiting_list")
    journal.record("place.waiting", subjects=[file.candidacy], by=by, at=at)


@transaction.atomic
def allot(call: Call, school: Organisation, *, seats: int, revision: int, by: Actor, at: datetime) -> None:
    """Give a school its seats in a call. `revision`: of the allotment that was seen, 0 when there was none."""
    access.may_allot(by, call, school).require()
    rows = Allotment.objects.filter(call=call, school=school, revision=revision)
    if not rows.update(seats=seats, revision=F("revision") + 1):
        try:
            with transaction.atomic():
                Allotment.objects.create(call=call, school=school, seats=seats, revision=1)
        except IntegrityError:
            no("changed_meanwhile").require()
    journal.record("seats.allotted", subjects=[call, school], by=by, at=at, seats=seats)


@transaction.atomic
def grant(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """Grant the place: a stay is opened and the learner has some days to accept or decline."""
    call = Call.objects.select_for_update().get(pk=file.call_id)
    access.may_grant(by, file, room=queries.seats(call).room_at(file.school_id)).require()
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
    answer_by = rules.answer_by(at, call.answer_days)
    _step(file, "grant", granted_at=at, answer_by=answer_by, answered_at=None, mobility=mobility)
    journal.record("place.granted", subjects=[candidacy, mobility], by=by, at=at, answer_by=answer_by.isoformat())


@transaction.atomic
def accept(file: CandidateFile, *, by: Actor, at: datetime) -> None:
    """The learner takes the place."""
    access.may_answer(by, file, at=at).require()
    _step(file, "accept", answered_at=at)
    journal.record("place.accepted", subjects=[file.candidacy, file.mobility], by=by, at=at)


@transaction.atomic
def decline(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """The learner does not take the place: the next reserve of the school is called up."""
    access.may_answer(by, file, at=at).require()
    _step(file, "decline", answered_at=at, decline_reason=reason[:300])
    journal.record("place.declined", subjects=[file.candidacy, file.mobility], by=by, at=at)
    _free(file, "declined", at=at)


@transaction.atomic
def lapse(file: CandidateFile, *, at: datetime) -> None:
    """Nobody answered by the day: the place goes to the next."""
    _step(file, "lapse", answered_at=at)
    journal.record("place.lapsed", subjects=[file.candidacy, file.mobility], by=SYSTEM, at=at)
    _free(file, "lapsed", at=at)


@transaction.atomic
def withdraw(file: CandidateFile, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a file back; a place that it had is free for the next."""
    access.may_withdraw(by, file).require()
    had_place = file.mobility_id is not None
    _step(file, "withdraw", decline_reason=reason[:300])
    journal.record("file.withdrawn", subjects=[file.candidacy], by=by, at=at)
    if had_place:
        _free(file, "withdrawn", at=at)


def _free(file: CandidateFile, why: str, *, at: datetime) -> None:
    """End the stay of a place that is not taken, and call up the next reserve of the same school."""
    if file.mobility is not None and file.mobility.state == "planned":
        mobilities.cancel(file.mobility, reason=why, by=SYSTEM, at=at)
    following = queries.next_reserve(file.call, file.school_id)
    if following is None:
        return
    candidacy, theirs = following
    if theirs is None or theirs.state == FILE.initial:
        journal.record("reserve.wanted", subjects=[candidacy], by=SYSTEM, at=at)
    elif queries.seats(file.call).room_at(file.school_id):
        grant(theirs, by=SYSTEM, at=at)


@transaction.atomic
def move_on(call: Call, *, by: Actor, at: datetime) -> int:
    """Give every free seat to the waiting lists: first to each school's own, then, when schools leave
    seats unused, to the programme's. How many places were granted.
    """
    access.may_move_on(by, free_in_call=queries.seats(call).free).require()
    given = 0
    for file in queries.waiting(call):
        seats = queries.seats(call)
        if not seats.room_at(file.school_id):
            giver = queries.giver(call, seats)
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
