"""Rules of meetings, in plain Python."""

from erasdu.ground.meetings.rules.seats import ANSWERS, MAYBE, NO, SEAT, WAITING, YES, Seat, after_answer, moving_up
from erasdu.ground.meetings.rules.sessions import Owed, Session, is_asked, owed
from erasdu.ground.meetings.rules.tokens import door_is_open, door_token, feed_token, fingerprint, same

__all__ = [
    "ANSWERS", "MAYBE", "NO", "SEAT", "WAITING", "YES", "Owed", "Seat", "Session", "after_answer", "door_is_open",
    "door_token", "feed_token", "fingerprint", "is_asked", "moving_up", "owed", "same",
]  # fmt: skip
