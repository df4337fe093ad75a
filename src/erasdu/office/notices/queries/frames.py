"""What stands around the things of a day: the mail that tells all of them, and the text message that tells the first.

Its texts are worded as those of the table. What ships is said once here, with places as somebody words it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from erasdu.office.notices.rules import SECOND

NAME, WAITS, NEWS, FIRST, NUMBER = PLACES = ("name", "waits", "news", "first_thing", "number")
MAIL, MESSAGE = FRAMES = ("day_mail", "day_message")
OF_WAY = {"digest": MAIL, SECOND: MAIL, "text": MESSAGE}
PLACES_OF: Mapping[str, tuple[str, ...]] = {MAIL: PLACES, MESSAGE: (NAME, FIRST)}
# Without these somebody would not hear what the message is for.
KEPT_IN: Mapping[str, frozenset[str]] = {MAIL: frozenset({WAITS, NEWS}), MESSAGE: frozenset({FIRST})}


def shipped(frame: str) -> tuple[str, str]:
    """Subject and text with places, in the language that is spoken; a message has no subject."""
    if frame == MESSAGE:
        return "", f"ErasDu: {{{FIRST}}}"
    return _("Still to do") + f": {{{FIRST}}}", _body(_("This still waits:"), _("This is new:"))


def body(*, waits: bool, news: bool) -> str:
    """Of the mail, with what it tells."""
    fresh = _("And this is new:") if waits else _("This is new:")
    return _body(_("This still waits:") if waits else "", fresh if news else "")


def _body(waiting: str, fresh: str) -> str:
    parts = [
        _("Hello %(name)s,") % {"name": f"{{{NAME}}}"},
        *([f"{waiting}\n{{{WAITS}}}"] if waiting else []),
        *([f"{fresh}\n{{{NEWS}}}"] if fresh else []),
        _("You get at most one mail like this a day, and none when nothing waits."),
        _("Greetings,") + "\nErasDu",
    ]
    return "\n\n".join(parts)
