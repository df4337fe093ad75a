"""A mail once more as HTML: the same words, its addresses to tap on, its points as a list. Nothing is fetched.

And the hours in which the platform writes by itself, as clocks in Brussels show them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from html import escape

from erasdu.kernel.periods import BRUSSELS

WAKES, SLEEPS = time(7), time(21)
JUST_NOW = timedelta(minutes=15)  # so long what somebody sends with a button at night still goes that night
ASKED_FOR = ("links/letters/", "people/letters/")  # letters about signing in, to who does so

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”]")
POINT = "- "
BODY = "margin:0;padding:24px;background:#fafaf7;color:#1b2733;font:16px/1.5 sans-serif"
PAGE = "max-width:36em;margin:0 auto"
ANCHOR = "color:#0b5563"


def as_html(subject: str, text: str, language: str) -> str:
    """A whole document; everything in it is escaped."""
    blocks = "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(subject)}</title></head>\n'
        f'<body style="{BODY}"><div style="{PAGE}">\n{blocks}\n</div></body></html>\n'
    )


def _block(block: str) -> str:
    """A paragraph; or a list, whose points go on over lines that are set in."""
    lines = block.split("\n")
    points_from = next((number for number, line in enumerate(lines) if line.startswith(POINT)), 0)
    if points_from:
        return _block("\n".join(lines[:points_from])) + _block("\n".join(lines[points_from:]))
    if not lines[0].startswith(POINT):
        return f"<p>{'<br>'.join(_line(line) for line in lines)}</p>"
    points: list[list[str]] = []
    for line in lines:
        if line.startswith(POINT):
            points.append([line.removeprefix(POINT)])
        else:
            points[-1].append(line.strip())
    items = "".join(f"<li>{'<br>'.join(_line(line) for line in point)}</li>" for point in points)
    return f"<ul>{items}</ul>"


def _line(line: str) -> str:
    found, end = [], 0
    for match in _ADDRESS.finditer(line):
        address = escape(match[0])
        found += [escape(line[end : match.start()]), f'<a href="{address}" style="{ANCHOR}">{address}</a>']
        end = match.end()
    return "".join([*found, escape(line[end:])])


def is_awake(at: datetime) -> bool:
    """Whether people may be disturbed at that moment."""
    return WAKES <= at.astimezone(BRUSSELS).time() < SLEEPS


def next_awake(at: datetime) -> datetime:
    """That moment when people are awake, else the next morning's first: also in a night of 23 or 25 hours."""
    if is_awake(at):
        return at
    here = at.astimezone(BRUSSELS)
    day = here.date() if here.time() < WAKES else here.date() + timedelta(days=1)
    return on_the_clock(day, WAKES)


def on_the_clock(day: date, hour: time) -> datetime:
    """The moment at which clocks in Brussels show that hour."""
    return datetime.combine(day, hour, BRUSSELS).astimezone(UTC)


def asked_for(template: str, confidential: bool) -> bool:
    """Whether the reader waits for such a letter: a code, or a link they asked for. Others can wait for the morning."""
    return confidential or template.startswith(ASKED_FOR)
