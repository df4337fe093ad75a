"""The rows of the board as its page draws them: what each says, as text, and all of them drawn.

Hundreds of rows that a template looks through take longer than all that is read for them. Rows that show the same
things are drawn once by `parts/row.html`, with a mark where each says its own; then only that is put in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from erasdu.ground.look.figures import day_short
from erasdu.ground.look.templatetags.look import icon
from erasdu.journey.matching import queries
from erasdu.journey.matching.queries import Line, Match
from erasdu.journey.matching.templatetags.matching_words import (
    held_back_word,
    listed_reasons,
    loses_word,
    match_badge,
    occupation_word,
    reasons_word,
    way_out_word,
)
from erasdu.kernel.verdict import Verdict

Shown = Mapping[str, str | bool]
"""What a row says, by its name in `parts/row.html`: a text, "" for what is not there, or whether something is so."""
MARK = re.compile("\x02(.*?)\x03")
LIFTED = ("lift", "replace")  # what is done on the learner's own page, not on that of moving


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of stays beside their rows, and words that are the same for many, each made once.

    `decides`: who looks may move somebody. `scored`: points stand beside each, those of the latest proposal.
    """

    decides: bool
    apart: queries.Apart
    untold: Collection[int]
    doubtful: Collection[int]
    unsigned: Collection[int]
    held_back: Mapping[int, Verdict] = field(default_factory=dict)
    scored: bool = False
    badge: Callable[[str], SafeString] = field(default_factory=lambda: cache(match_badge))
    trade: Callable[[str], str] = field(default_factory=lambda: cache(occupation_word))
    day: Callable[[date], str] = field(default_factory=lambda: cache(day_short))
    holds: Callable[[Verdict], str] = field(default_factory=lambda: cache(held_back_word))
    lacks: Callable[[tuple[str, ...]], str] = field(default_factory=lambda: cache(lambda codes: reasons_word([*codes])))
    loses: Callable[[tuple[str, ...]], str] = field(default_factory=lambda: cache(loses_word))


def drawn(board: queries.Board, rows: Iterable[queries.Row], told: Told) -> SafeString:
    """All these rows, one after the other."""
    here, drawings, found = reverse("matching:board", args=[board.key]), dict[tuple[bool, ...], list[str]](), []
    for row in rows:
        said = {**_who(row, f"{here}{row.mobility.key}/", told), **_has(row, told)}
        same = tuple(map(bool, said.values()))
        if same not in drawings:
            drawings[same] = MARK.split(_marked(said))
        parts = drawings[same][:]
        parts[1::2] = [
            text if isinstance(text := said[name], SafeString) else escape(str(text)) for name in parts[1::2]
        ]
        found += parts
    return mark_safe("".join(found))  # noqa: S308 -- the template's own text, and what was escaped just above


def _marked(said: Shown) -> str:
    """The row with the name of each text where that would stand."""
    row = {name: mark_safe(f"\x02{name}\x03") if text and text is not True else text for name, text in said.items()}  # noqa: S308
    drawings = {"grip": icon("move"), "arrow": icon("arrow"), "lock": icon("lock")}
    return render_to_string("matching/parts/row.html", {"row": row, **drawings})


def _who(row: queries.Row, page: str, told: Told) -> Shown:
    stay, profile = row.mobility, row.mobility.profile
    return {
        "key": stay.key,
        "page": page,
        "name": str(stay.person),
        "sending": stay.sending.name,
        "occupation": told.trade(profile.occupation) if profile and profile.occupation else "",
        "untold": stay.pk in told.untold,
        "pinned": row.pin is not None,
        **(_against(row, page, told) if row.against else NOTHING_AGAINST),
        **(_held_back(row, page, told) if stay.pk in told.held_back else NOT_HELD_BACK),
    }


def _against(row: queries.Row, page: str, told: Told) -> Shown:
    way = row.way_out
    there = page if row.state == "confirmed" or way in LIFTED else f"{page}move/"
    return {
        "against": listed_reasons(row.against, row.knows),
        "way": there if told.decides else "",
        "way_out": way_out_word(way),
    }


def _held_back(row: queries.Row, page: str, told: Told) -> Shown:
    """Why it cannot be confirmed though all said yes, and where something is done about it."""
    verdict = told.held_back[row.mobility.pk]
    if verdict.code == "match_without_days":  # said with the days, and the way to them
        return NOT_HELD_BACK
    at_readiness = verdict.code == "not_ready"
    return {
        "held_back": told.holds(verdict),
        "holds": reverse("readiness:stay", args=[row.mobility.key]) if at_readiness else page,
    }


NOT_HELD_BACK: Shown = {"held_back": "", "holds": ""}
NOTHING_AGAINST: Shown = {"against": "", "way": "", "way_out": ""}


def _has(row: queries.Row, told: Told) -> Shown:
    match, days, state = row.match, row.other_days, row.state
    new = row.line if row.differs and not row.loses else None
    offered = new is not None and state == "none"
    dateless = state != "refused" and row.without_days
    return {
        "moves": told.decides and state != "confirmed",
        "place": _place(match, told),
        "bed": _bed(match, told),
        "minutes": _minutes(match),
        "scored": told.scored,
        "points": "" if row.points is None else str(row.points),
        "days": f"{told.day(days.start)} – {told.day(days.end)}" if days else "",
        "differs": new is not None,
        "new_place": _place(new, told) if new and not (match and match.placement_id == new.placement_id) else "",
        "new_bed": _bed(new, told) if new and not (match and match.room_id == new.room_id) else "",
        "new_minutes": _minutes(new),
        "taken": offered and row.taken,
        "loses": told.loses(tuple(row.line.reasons)) if row.loses and row.line else "",
        "badge": told.badge("offered" if offered else state),
        "dateless": reverse("mobilities:show", args=[row.mobility.key]) if dateless else "",
        "below": "" if dateless else format_html_join(BETWEEN, "{}", ((text,) for text in _below(row, state, told))),
    }


BETWEEN = mark_safe('</div><div class="muted">')


def _place(of: Match | Line | None, told: Told) -> str:
    placement = of.placement if of else None
    return told.apart.places.get(placement.pk, placement.company.organisation.name) if placement else ""


def _bed(of: Match | Line | None, told: Told) -> str:
    room = of.room if of else None
    return told.apart.homes.get(room.home_id, room.home.name) if room else ""


def _minutes(of: Match | Line | None) -> str:
    return "" if of is None or of.minutes is None else str(of.minutes)


def _below(row: queries.Row, state: str, told: Told) -> list[str]:
    """What is said under the state, of one whose days are planned."""
    stay, match, settled = row.mobility.pk, row.match, state == "confirmed"
    if state == "refused":
        return [f"{answer.get_party_display()}: {answer.reason}" for answer in row.noes]
    if match is not None and match.against and not settled:
        by_hand = _("by hand, against a rule:")
        return [f"{by_hand} {listed_reasons(match.against)} – {match.reason}"]
    if settled and not row.against and stay in told.doubtful:
        return [_("look again at the home: it may not receive this learner any more")]
    if settled and stay in told.unsigned:
        return [_("a host has not signed yet")]
    return [told.lacks(tuple(row.line.reasons))] if state == "none" and row.line and row.line.reasons else []
