"""The rows of a board, made once for what many of them say: a board has thousands of cells."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erasdu.ground.look import figures
from erasdu.ground.look.words import called, duty
from erasdu.journey.mobilities.words import WHO
from erasdu.journey.readiness import queries
from erasdu.journey.readiness.words import LETTERS, STAGES, STATES_SAID, UNVERIFIED
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Evidence, Requirement

Rows = Callable[[queries.Row], SafeString]
KINDS = {"met": "met", "open": "waiting", "waiting": "waiting", "overdue": "blocking", "not_applicable": "na"}
SPOT = "0spot0"  # stands for a key in an address that is made once
SPOTS = {name: SPOT + name for name in ("mobility", "candidacy", "call", "evidence")}
NOTE = '<span class="ready-note">{}</span>'
NONE = "cell-none"  # the class of a cell of which nothing is known yet
UNSURE = "ready-unsure"  # that of the sign beside a letter, where the rule itself is not verified yet


def rows_of(actor: Actor, codes: Sequence[str]) -> Rows:
    """For one page, a row at a time: what two rows have in common is made once."""
    found, drawn = cache(partial(_address, actor)), dict[object, str]()
    unknown = format_html(
        '<td class="cell {}"><b aria-hidden="true">{}</b><span class="cell-said">{}</span></td>',
        NONE, LETTERS["unknown"], STATES_SAID["unknown"],
    )  # fmt: skip
    page, note, first = reverse("readiness:stay", args=[SPOT]), cache(_note), cache(_first)

    def row(of: queries.Row) -> SafeString:
        keys = queries.keys_of(of.stay, of.candidacy)
        cells = "".join(
            [
                _cell(item, bool(of.candidacy), code in of.missed, found, drawn) if item else unknown
                for code, item in ((code, of.items.get(code)) for code in codes)
            ]
        )
        for name, key in keys.items():
            cells = cells.replace(SPOTS[name], key)
        waiting = first(len(of.line.waiting), _who(of)) if of.line.waiting else ""
        head = format_html(
            '<th scope="row"><a href="{}"><bdi>{}</bdi></a>{}{}{}</th>', page.replace(SPOT, of.stay.key),
            of.stay.person, note(of.stand.gone, of.stand.stage, of.stay.planned_from, of.counted_from),
            _by_what(of), waiting,
        )  # fmt: skip
        return SafeString(head + cells)

    return row


def _note(gone: bool, stage: str, leaves: date | None, counted_from: date | None) -> SafeString:
    """`counted_from`: without days of the stay, from when all that must be done is counted back."""
    stands = format_html('<span class="ready-late">{}</span>', _("will miss the departure")) if gone else STAGES[stage]
    day = format_html(" · {}", figures.day_short(leaves)) if leaves else ""
    counted = _("no days yet: counted from %s, the last day on which one can leave")
    dayless = format_html(NOTE, counted % figures.day_short(counted_from)) if counted_from else ""
    return format_html('<span class="ready-note">{}{}</span>{}', stands, day, dayless)


def _by_what(of: queries.Row) -> SafeString:
    """By what the departure is missed, in the order of harm."""
    names = [duty(item) for item in of.line.waiting if item.code in of.missed]
    return format_html(NOTE, _("by: %s") % ", ".join(names)) if names else SafeString()


def _who(of: queries.Row) -> str:
    """Who must act first: by whom a departure is missed, if it is."""
    return next((item.who for item in of.line.waiting if item.code in of.missed), of.stand.who)


def _first(number: int, who: str) -> SafeString:
    """For who looks at it on a phone: how much there is to do, and who is first."""
    said = ngettext("%(n)s thing to do, now: %(who)s", "%(n)s things to do, now first: %(who)s", number)
    return format_html('<span class="ready-phone">{}</span>', said % {"n": number, "who": WHO.get(who, who)})


def _cell(
    item: Requirement,
    applied: bool,
    missed: bool,
    found: Callable[[str, str, bool, str], str],
    drawn: dict[object, str],
) -> str:
    """With spots for the keys that its row knows."""
    page = item.evidence.page if item.evidence else ""
    same = (item.code, item.state, item.who, item.by, item.let_pass, page, applied, missed, item.unverified)
    inside = drawn.get(same)
    if inside is None:
        inside = drawn[same] = _drawn(item, found(item.code, page, applied, item.who), missed)
    return inside.replace(SPOTS["evidence"], item.evidence.key) if item.evidence else inside


def _address(actor: Actor, code: str, page: str, applied: bool, who: str) -> str:
    """The address of the thing itself with spots for its keys; without one, the page of the stay."""
    evidence = Evidence(page, SPOTS["evidence"]) if page else None
    item = Requirement(code, "open", who, None, frozenset(), evidence=evidence)
    spots = SPOTS | {"candidacy": SPOTS["candidacy"] if applied else ""}
    return queries.address(item, actor, spots) or reverse("readiness:stay", args=[spots["mobility"]])


def _drawn(item: Requirement, url: str, missed: bool) -> SafeString:
    """A letter in a colour, with the whole in words for who hears it, and for who looks at it on a phone.

    `missed`: by this the departure is missed. That is said before how it stands, with a letter and a border of its own.
    A rule that nobody verified has a sign beside the letter, until what it asks is in order all the same.
    """
    passed = bool(item.blocks) and item.settled and not item.met
    state = "let_pass" if passed else item.state
    kind = "info" if passed else KINDS[item.state]
    said = [str(STATES_SAID["missed"])] if missed else []
    said.append(str(STATES_SAID[state]))
    if not item.settled:
        said.append(str(WHO.get(item.who, item.who)))
        if item.by:
            said.append(_("by %s") % figures.day_short(item.by))
    unsure = item.unverified and not item.met
    if unsure:
        said.append(str(UNVERIFIED))
    inside = format_html(
        '<b aria-hidden="true">{}{}</b><span class="cell-said">{}: ', LETTERS["missed" if missed else state],
        format_html('<i class="{}">?</i>', UNSURE) if unsure else "", called(item),
    )  # fmt: skip
    return format_html(
        '<td class="cell cell-{}"><a href="{}"{}>{}{}</span></a></td>', "missed" if missed else kind, url,
        format_html(' title="{}"', ", ".join(said)) if missed else "", inside, ", ".join(said),
    )  # fmt: skip
