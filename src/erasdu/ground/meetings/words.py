"""What the codes of meetings say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "meeting_not_yours": _("Who organises this meeting does this."),
    "meeting_cancelled": _("This meeting was cancelled."),
    "meeting_over": _("This meeting is over."),
    "meeting_not_begun": _("Nobody can be there yet: the meeting has not begun."),
    "invitation_not_yours": _("This invitation is for somebody else."),
    "not_invited": _("You are not invited to this meeting. Ask who organises it."),
    "seats_below": _("%(taken)s people have a seat already: give at least as many."),
    "not_seen_yet": _("This person was not noted as present."),
    "nobody_to_invite": _("There is nobody new to invite."),
    "door_closed": _("This code works only during the meeting."),
    "feed_ended": _("There is no calendar to stop."),
    "material_too_much": _("There are %(most)s files already."),
}

EVENTS = {
    "meeting.planned": _("A meeting was planned."),
    "meeting.edited": _("A meeting was changed."),
    "meeting.moved": _("A meeting was moved."),
    "meeting.cancelled": _("A meeting was cancelled."),
    "meeting.invited": _("People were invited to a meeting."),
    "meeting.withdrawn": _("An invitation to a meeting was taken back."),
    "meeting.answered": _("Somebody answered an invitation to a meeting."),
    "meeting.moved_up": _("Somebody on the waiting list got a seat at a meeting."),
    "meeting.attended": _("Somebody was at a meeting."),
    "meeting.not_attended": _("It was noted that somebody was not at a meeting after all."),
    "meeting.material": _("Something to read was put with a meeting."),
    "feed.made": _("A private calendar address was made."),
    "feed.ended": _("A private calendar address was stopped."),
}

ANSWERS = {"yes": _("yes"), "no": _("no"), "maybe": _("maybe")}

ROLES = {"learner": _("learner"), "guardian": _("parent")}

SEEN = {
    "list": _("on the list"),
    "own_code": _("by their own code"),
    "door": _("by the code in the room"),
    "caught_up": _("heard it later"),
}
