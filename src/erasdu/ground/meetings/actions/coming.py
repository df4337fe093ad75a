"""Answering an invitation, the waiting list, and who was there."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.meetings import access, queries, rules
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import no

LIST, OWN_CODE, DOOR, CAUGHT_UP = ("list", "own_code", "door", "caught_up")


@transaction.atomic
def answer(invitation: Invitation, said: str, *, by: Actor, at: datetime) -> str:
    """Yes, no or maybe; where one stands now: "seat", "waiting" or "". A seat that comes free goes to who waits."""
    access.may_answer(by, invitation, at=at).require()
    meeting = _locked(invitation.meeting)
    row = Invitation.objects.get(pk=invitation.pk)
    row.meeting = meeting
    access.may_answer(by, row, at=at).require()  # once more: somebody may have withdrawn or cancelled it meanwhile
    seat = rules.after_answer(said, row.seat, queries.seats_of(meeting, without=row.pk), meeting.capacity)
    row.answer, row.answered_at = said, at
    row.waits_since = row.waits_since if seat == row.seat else at
    row.seat = seat
    row.save(update_fields=["answer", "answered_at", "seat", "waits_since"])
    settle(meeting, at=at)
    journal.record("meeting.answered", subjects=[meeting, *queries.dossiers_of([row])], by=by, at=at, answer=said)
    return seat


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Invited by mistake: the seat comes free, and nothing is asked of them any more."""
    access.may_change(by, invitation.meeting).require()
    meeting = _locked(invitation.meeting)
    live = Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None)
    if not live.update(withdrawn_at=at, seat="", answer="", waits_since=None):
        no("not_invited").require()
    settle(meeting, at=at)
    about = [meeting, *queries.dossiers_of([invitation])]
    journal.record("meeting.withdrawn", subjects=about, by=by, at=at, invitation=invitation.pk)


def settle(meeting: Meeting, *, at: datetime) -> None:
    """Give the seats that are free to who waits longest. Inside a transaction that holds the meeting."""
    if meeting.cancelled_at is not None or at >= meeting.ends_at:
        return
    for pk in rules.moving_up(queries.seats_of(meeting), meeting.capacity):
        row = Invitation.objects.get(pk=pk)
        row.seat, row.waits_since = rules.SEAT, at
        row.save(update_fields=["seat", "waits_since"])
        about = [meeting, *queries.dossiers_of([row])]
        journal.record("meeting.moved_up", subjects=about, by=SYSTEM, at=at, invitation=row.pk)


@transaction.atomic
def attend(invitation: Invitation, how: str, *, by: Actor, at: datetime) -> None:
    """Who organises the meeting says that they were there, or heard it later. A second time changes nothing."""
    access.may_note(by, invitation.meeting, at=at).require()
    _seen(invitation, how, by, at)


@transaction.atomic
def enter(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """They say it themselves, with the code that hangs in the room."""
    access.may_enter(invitation, at=at).require()
    _seen(invitation, DOOR, by, at)


@transaction.atomic
def not_attended(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """They were not there after all."""
    access.may_change(by, invitation.meeting).require()
    seen = Invitation.objects.filter(pk=invitation.pk).exclude(seen_how="")
    if not seen.update(seen_how="", seen_at=None, seen_by=None):
        no("not_seen_yet").require()
    about = [invitation.meeting, *queries.dossiers_of([invitation])]
    journal.record("meeting.not_attended", subjects=about, by=by, at=at)


def _seen(invitation: Invitation, how: str, by: Actor, at: datetime) -> None:
    fresh = Invitation.objects.filter(pk=invitation.pk, seen_how="", withdrawn_at=None)
    if fresh.update(seen_how=how, seen_at=at, seen_by_id=by.person):
        about = [invitation.meeting, *queries.dossiers_of([invitation])]
        journal.record("meeting.attended", subjects=about, by=by, at=at, how=how)


def _locked(meeting: Meeting) -> Meeting:
    """Two answers at once are counted one after the other."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)
