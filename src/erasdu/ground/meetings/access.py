"""Who plans meetings, who is invited, and who says that somebody was there."""

from datetime import datetime

from django.db.models import QuerySet

from erasdu.ground.meetings import rules
from erasdu.ground.meetings.models import Feed, Invitation, Meeting
from erasdu.ground.organisations.models import Organisation
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def meetings_for(actor: Actor) -> QuerySet[Meeting]:
    """What one organises: the coordinator all, a contact point those of its own organisations."""
    rows = Meeting.objects.select_related("organiser")
    if actor.is_coordinator:
        return rows
    return rows.filter(organiser__in=actor.scope) if actor.is_contact_point else rows.none()


def invitations_for(actor: Actor) -> QuerySet[Invitation]:
    """One's own, by account or by link."""
    if actor.person is None:
        return Invitation.objects.none()
    return _whole(Invitation.objects.filter(person=actor.person))


def guests_for(actor: Actor) -> QuerySet[Invitation]:
    """Who is invited to what one organises."""
    return _whole(Invitation.objects.filter(meeting__in=meetings_for(actor)))


def _whole(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return rows.filter(withdrawn_at=None, person__erased_at=None).select_related("meeting__organiser", "person")


def may_plan(actor: Actor, organiser: Organisation) -> Verdict:
    own = actor.is_coordinator or (actor.is_contact_point and organiser.pk in actor.scope)
    return all_of(
        YES if own else no("meeting_not_yours"),
        YES if organiser.closed_at is None else no("organisation_closed"),
    )


def may_change(actor: Actor, meeting: Meeting) -> Verdict:
    """Move, cancel, invite: until it is cancelled."""
    return all_of(_organises(actor, meeting), YES if meeting.cancelled_at is None else no("meeting_cancelled"))


def may_invite(actor: Actor, meeting: Meeting, *, at: datetime) -> Verdict:
    return all_of(may_change(actor, meeting), YES if at < meeting.ends_at else no("meeting_over"))


def may_note(actor: Actor, meeting: Meeting, *, at: datetime) -> Verdict:
    """Say who was there: from when the door opens, and as long afterwards as it takes."""
    begun = at >= meeting.starts_at - rules.tokens.BEFORE
    return all_of(may_change(actor, meeting), YES if begun else no("meeting_not_begun"))


def may_answer(actor: Actor, invitation: Invitation, *, at: datetime) -> Verdict:
    meeting = invitation.meeting
    own = actor.person is not None and actor.person == invitation.person_id
    return all_of(
        YES if own else no("invitation_not_yours"),
        YES if invitation.withdrawn_at is None else no("not_invited"),
        YES if meeting.cancelled_at is None else no("meeting_cancelled"),
        YES if at < meeting.ends_at else no("meeting_over"),
    )


def may_enter(invitation: Invitation, *, at: datetime) -> Verdict:
    """Say by the code in the room that one is there."""
    meeting = invitation.meeting
    return all_of(
        YES if meeting.cancelled_at is None else no("meeting_cancelled"),
        YES if rules.door_is_open(meeting.starts_at, meeting.ends_at, at) else no("door_closed"),
    )


def at_door(key: str) -> Meeting | None:
    """The meeting of a door; what is shown there decides the token, and who is in front of it."""
    return Meeting.objects.filter(key=key).select_related("organiser").first()


def feeds() -> QuerySet[Feed]:
    """Calendars whose address works."""
    return Feed.objects.filter(ended_at=None, person__erased_at=None).select_related("person")


def _organises(actor: Actor, meeting: Meeting) -> Verdict:
    own = actor.is_coordinator or (actor.is_contact_point and meeting.organiser_id in actor.scope)
    return YES if own else no("meeting_not_yours")
