"""What a line of the journal about a booking says of itself."""

from collections.abc import Mapping

from erasdu.journey.hosting import words


def line_said(data: Mapping[str, object], language: str) -> str:
    """Which of the two was booked, the place or the bed; "" for a line from before that was written down."""
    return str(words.BOOKED.get(str(data.get("what", "")), ""))
