"""Reading meetings: who comes, what somebody is invited to, and the private calendar."""

from erasdu.ground.meetings.queries.feeds import (
    by_token,
    entries_of,
    entry_of,
    feed_address,
    feed_of,
    subscription,
    token_of_feed,
)
from erasdu.ground.meetings.queries.mailed import calendar_of, said_of
from erasdu.ground.meetings.queries.meetings import (
    Guest,
    Tally,
    door_address,
    door_token,
    dossiers_of,
    guests,
    in_same_series,
    material_of,
    present_address,
    seats_of,
    sessions_about,
    tally,
    title_of,
)

__all__ = [
    "Guest", "Tally", "by_token", "calendar_of", "door_address", "door_token", "dossiers_of", "entries_of", "entry_of",
    "feed_address", "feed_of", "guests", "in_same_series", "material_of", "present_address", "said_of",
    "seats_of", "sessions_about", "subscription", "tally", "title_of", "token_of_feed",
]  # fmt: skip
