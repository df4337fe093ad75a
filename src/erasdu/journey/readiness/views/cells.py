"""The cells of a board, made once for what many of them say: a board has thousands."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erasdu.ground.look import figures
from erasdu.ground.look.words import called
from erasdu.journey.mobilities.words import WHO
from erasdu.journey.readiness import queries
from erasdu.journey.readiness.words import LETTERS, STATES_SAID
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Evidence, Requirement

Cells = Callable[[queries.Row, Sequence[str]], list[SafeString]]
KINDS = {"met": "met", "open": "waiting", "waiting": "waiting", "overdue": "blocking", "not_applicable": "na"}
SPOT = "0spot0"  # stands for a key in an address that is made once
SPOTS = {name: SPOT + name for name in ("mobility", "candidacy", "call", "evidence")}
NOTHING = SafeString('<td class="cell cell-none"></td>')


def cells_of(actor: Actor) -> Cells:
    """For one page, a row at a time: what two cells have in common is made once."""
    found = cache(partial(_address, actor))
    drawn: dict[object, str] = {}

    def cells(row: queries.Row, codes: Sequence[str]) -> list[SafeString]:
        keys = [(SPOTS[name], key) for name, key in queries.keys_of(row.stay, row.candidacy).items()]
        return [_cell(row.items.get(code), keys, bool(row.candidacy), found, drawn) for code in codes]

    return cells


def _cell(
    item: Requirement | None,
    keys: Sequence[tuple[str, str]],
    applied: bool,
    found: Callable[[str, str, bool], str],
    drawn: dict[object, str],
) -> SafeString:
    if item is None:
        return NOTHING
    url = found(item.code, item.evidence.page if item.evidence else "", applied)
    if item.evidence:
        url = url.replace(SPOTS["evidence"], item.evidence.key)
    for spot, key in keys:
        url = url.replace(spot, key)
    same = (item.code, item.state, item.who, item.by, item.let_pass)
    inside = drawn.get(same)
    if inside is None:
        inside = drawn[same] = _drawn(item)
    return SafeString(inside.replace(SPOT, url))


def _address(actor: Actor, code: str, page: str, applied: bool) -> str:
    """The address of the thing itself with spots for its keys; without one, the page of the stay."""
    evidence = Evidence(page, SPOTS["evidence"]) if page else None
    item = Requirement(code, "open", "", None, frozenset(), evidence=evidence)
    spots = SPOTS | {"candidacy": SPOTS["candidacy"] if applied else ""}
    return queries.address(item, actor, spots) or reverse("readiness:stay", args=[spots["mobility"]])


def _drawn(item: Requirement) -> SafeString:
    """A letter in a colour, with the whole in words for who hears it, and for who looks at it on a phone."""
    passed = bool(item.blocks) and item.settled and not item.met
    state = "let_pass" if passed else item.state
    kind = "info" if passed else KINDS[item.state]
    said = [str(STATES_SAID[state])]
    if not item.settled:
        said.append(str(WHO.get(item.who, item.who)))
        if item.by:
            said.append(_("by %s") % figures.day_short(item.by))
    inside = format_html('<b aria-hidden="true">{}</b><span class="cell-said">{}: ', LETTERS[state], called(item))
    whole = '<td class="cell cell-{}"><a href="{}">{}{}</span></a></td>'
    return format_html(whole, kind, SPOT, inside, ", ".join(said))
