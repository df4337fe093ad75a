"""Who of a network may be asked, how far an answer is, and whom to telephone. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, no

PLACE, BED = "place", "bed"
NONE, OFFERED, DECLINED, LATER, STOP = "", "offered", "declined", "later", "stop"
AT_ONCE = 20  # letters; more go in the background
NEXT_YEAR = timedelta(days=300)  # who said so in October is asked again in September
REMIND_AFTER = timedelta(days=3)
NOT_OPENED = timedelta(days=4)
NOT_ANSWERED = timedelta(days=7)
LINK_DAYS = 180  # long enough to change or withdraw what was offered
YEAR, SEASON = timedelta(days=365), timedelta(days=60)
MOST_WEEKS = 16  # shown as weeks to tick; of a longer window two days are filled in
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a company or home of a network is asked. `answers`: its own, the last first."""

    withdrawn: bool = False
    paused_on: date | None = None
    known: bool = True  # somebody there is known to us
    answers: tuple[str, ...] = ()


def may_be_asked(of: Standing, on: date) -> Verdict:
    """Never who withdrew, said to stop, or is paused; who said "next year" is asked again when that has come."""
    if of.withdrawn:
        return no("contact_withdrawn")
    last = of.answers[0] if of.answers else NONE
    if last == STOP:
        return no("contact_said_stop")
    if not of.known:
        return no("contact_nobody_known")
    if of.paused_on is not None and not (last == LATER and of.paused_on + NEXT_YEAR <= on):
        return no("contact_paused", day=of.paused_on.isoformat())
    return YES


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was asked, as the outbox and the links tell it. `letter`: its state, "" for none (no address)."""

    asked_on: date
    answer: str = NONE
    letter: str = ""
    opened: bool = False
    reply_by: date | None = None


STAGES = ("answered", "opened", "asked", "waiting", "returned", "unreachable")


def stage(of: Asked) -> str:
    """Where it stands: the last thing that is known."""
    if of.answer != NONE:
        return "answered"
    if of.opened:
        return "opened"
    if not of.letter:
        return "unreachable"
    if of.letter == "queued":
        return "waiting"
    return "returned" if of.letter in ("bounced", "failed", "cancelled") else "asked"


def to_telephone(of: Asked, on: date) -> bool:
    """Whose mail cannot come or came back, who did not look after some days, and who looked and said nothing."""
    now = stage(of)
    if now in ("answered", "unreachable", "returned"):
        return now != "answered"
    waits = on - of.asked_on
    late = of.reply_by is not None and on > of.reply_by
    return late or waits >= (NOT_ANSWERED if now == "opened" else NOT_OPENED)


def may_remind(of: Asked, on: date, *, reminded: bool) -> Verdict:
    """Once, and not on the heels of the first letter."""
    if of.answer != NONE:
        return no("ask_answered")
    if reminded:
        return no("ask_reminded")
    if stage(of) in ("unreachable", "returned"):
        return no("ask_not_by_mail")
    return YES if on - of.asked_on >= REMIND_AFTER else no("ask_too_fresh")


def text_for(texts: Mapping[str, str], language: str) -> str:
    """In the reader's language, else in English, else in the first one that was written."""
    written = {code: text for code, text in texts.items() if text.strip()}
    for code in (language, "en"):
        if code in written:
            return written[code]
    return next(iter(written.values()), "")


def weeks(window: Period) -> list[Period]:
    """The window cut at Mondays; a Sunday on which it begins goes with the week after it."""
    found: list[Period] = []
    first = window.start
    while first <= window.end:
        alone = first.weekday() == 6
        last = min(first + timedelta(days=7 if alone else 6 - first.weekday()), window.end)
        found.append(Period(first, last))
        first = last + timedelta(days=1)
    return found


def joined(chosen: Iterable[Period]) -> list[Period]:
    """Weeks that follow on each other as one period."""
    found: list[Period] = []
    for each in sorted(chosen):
        if found and found[-1].end + timedelta(days=1) >= each.start:
            found[-1] = Period(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(each)
    return found


def a_year_before(day: date, now: date) -> bool:
    """Whether it was in the same season of the year before."""
    return abs((now - day) - YEAR) <= SEASON


def without(nights: Sequence[Span], first: date, last: date) -> list[Span]:
    """Nights (first night, last morning) less those of a window; what lies before and after it stays."""
    before = [(start, min(end, first)) for start, end in nights if start < first]
    after = [(max(start, last), end) for start, end in nights if end > last]
    return sorted(before + after)


def added(nights: Sequence[Span], first: date, last: date) -> list[Span]:
    """Nights with one more period; what it touches or overlaps becomes one with it."""
    apart = [(start, end) for start, end in nights if end < first or start > last]
    touched = [(start, end) for start, end in nights if end >= first and start <= last]
    return sorted([*apart, (min([first, *(s for s, _ in touched)]), max([last, *(e for _, e in touched)]))])
