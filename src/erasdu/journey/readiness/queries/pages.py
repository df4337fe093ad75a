"""One stay as its page shows it: all that is asked, why, who must act, by when, and what was let pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.ground.look.words import lacking_for_learner, place, reason, reason_not_asked, titled
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules.approvals import NOT_FOR_LEARNER
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import at_the_proof
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import Done, LetPass, OwnRequirement, Said
from erasdu.journey.readiness.queries import composing
from erasdu.journey.readiness.queries.passing import passed_of
from erasdu.journey.readiness.queries.standing import Stand, counted_from, derived, plans
from erasdu.journey.readiness.rules import Safe
from erasdu.journey.selection.models import Selection
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import CLOSING, CONFIRM, DEPART, HAND_IN, PAYMENT, Requirement

# Asked of whoever applies; the rest only of who was chosen.
OF_EVERYBODY = frozenset({"cv_complete", "learner_confirmed", "eligibility_confirmed", "guardians_known"})
SELECTION_LEAD = "selection_lead"
ROAD = (HAND_IN, CONFIRM, DEPART, PAYMENT, CLOSING)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing. `url`: the page of the thing itself; `own`: what the call added, with `done` once it is marked, and
    `said` while somebody must look whether it is.

    `gates`: what it holds up now and a coordinator could let pass, in the order in which one comes to them; `passed`:
    what was let pass, with its reason, and whether it still counts.
    """

    item: Requirement
    text: str
    why: str
    url: str
    mine: bool
    safe: Safe | None
    own: OwnRequirement | None
    done: Done | None
    said: Said | None
    gates: tuple[str, ...]
    passed: tuple[tuple[LetPass, bool], ...]

    @property
    def holds_up(self) -> list[str]:
        """The gates that it holds up, in the order in which one comes to them."""
        return [gate for gate in ROAD if gate in self.item.blocks]


@dataclass(frozen=True, slots=True)
class StayPage:
    """`waiting`: what must still be done, in order of harm, the reader's own first; for staff before all else that by
    which the departure is missed. `not_asked`: no concern here.

    `counted_from`: as long as the days are not set, the day from which all of it is counted back.
    """

    stand: Stand
    waiting: list[Asked]
    settled: list[Asked]
    not_asked: list[Asked]
    counted_from: date | None


@dataclass(frozen=True, slots=True)
class FilePage:
    """What handing in one file asks of whom."""

    waiting: list[Asked]
    settled: list[Asked]


def file_page(actor: Actor, candidacy: Candidacy, on: date) -> FilePage:
    """Derived at this moment, as the gate derives it; to a learner nothing of what they were not told yet."""
    items = composing.for_handing_in([candidacy.pk], on)[candidacy.pk]
    if actor.is_learner:
        items = _told(items, Selection.objects.filter(enrolment=candidacy.enrolment_id, state__in=KNOWN).exists())
    passed = passed_of(candidacy)
    keys = {"candidacy": candidacy.key, "mobility": "", "call": candidacy.call.key}
    lines = [_asked(item, actor, keys, None, None, {}, {}, passed) for item in items]
    return FilePage(
        [line for line in lines if not line.item.met],
        [line for line in lines if line.item.state == "met"],
    )


def _told(items: Sequence[Requirement], told: bool) -> list[Requirement]:
    """Without what the selection does, and what is asked of who was chosen only once they know it."""
    return [item for item in items if item.who != SELECTION_LEAD and (told or item.code in OF_EVERYBODY)]


def stay_page(actor: Actor, stay: Mobility, on: date) -> StayPage:
    """Derived at this moment, as the gate derives it."""
    stand = derived([stay], on)[stay.pk]
    safe = {each.item.code: each for each in plans([stay], on)[stay.pk]}
    candidacy = Candidacy.objects.filter(profile=stay.profile_id).first() if stay.profile_id else None
    keys = keys_of(stay, candidacy.key if candidacy else "")
    own = {rules.PREFIX + row.key: row for row in OwnRequirement.objects.filter(call=stay.call_id)}
    done = {
        row.own_id: row for row in Done.objects.filter(mobility=stay, undone_at=None).select_related("by", "said__by")
    }
    said = {
        row.own_id: row for row in Said.objects.filter(mobility=stay, undone_at=None, answer="").select_related("by")
    }
    passed = passed_of(stay)
    lines = [
        _asked(item, actor, keys, safe.get(item.code), own.get(item.code), done, said, passed)
        for item in rules.in_order(stand.items)
    ]
    return StayPage(
        stand,
        sorted(
            (line for line in lines if not line.item.met), key=lambda line: (not _presses(line, actor), not line.mine)
        ),
        [line for line in lines if line.item.state == "met"],
        [line for line in lines if line.item.state == "not_applicable"],
        counted_from(stay, on),
    )


def _presses(line: Asked, actor: Actor) -> bool:
    """Whether the departure is missed by it, for who looks after all of it: somebody telephones today."""
    return not actor.is_learner and line.safe is not None and line.safe.gone


def keys_of(stay: Mobility, candidacy: str) -> dict[str, str]:
    """What the address of a thing may need."""
    return {"mobility": stay.key, "candidacy": candidacy, "call": stay.call.key}


def _asked(
    item: Requirement,
    actor: Actor,
    keys: dict[str, str],
    safe: Safe | None,
    own: OwnRequirement | None,
    done: dict[int, Done],
    said: dict[int, Said],
    passed: list[LetPass],
) -> Asked:
    may_pass = actor.is_coordinator and item.code not in rules.NEVER
    return Asked(
        item=item,
        text=_text(item, actor),
        why=_why(item, actor),
        url=address(item, actor, keys),
        mine=item.who == actor.role,
        safe=safe,
        own=own,
        done=done.get(own.pk) if own else None,
        said=said.get(own.pk) if own and item.why in (rules.SAID, rules.CANNOT) else None,
        gates=tuple(gate for gate in ROAD if item.holds(gate)) if may_pass else (),
        passed=tuple((row, row.gate in item.let_pass) for row in passed if row.code == item.code),
    )


def _why(item: Requirement, actor: Actor) -> str:
    if actor.is_learner and item.why in NOT_FOR_LEARNER:
        return ""
    return reason_not_asked(item) if item.state == "not_applicable" else reason(item)


def _text(item: Requirement, actor: Actor) -> str:
    """To a learner in words that say nothing of why somebody else does not agree."""
    if not actor.is_learner or item.met:
        return titled(item)
    return lacking_for_learner(item) or titled(item)


def address(item: Requirement, actor: Actor, keys: dict[str, str]) -> str:
    """Where this reader looks at the thing itself; "" where there is nothing to do but wait."""
    if actor.is_learner:
        return place(item.code, ("learner",), keys) if item.who == "learner" else ""
    reader = "coordinator" if actor.is_coordinator else "contact_point"
    return at_the_proof(item, actor) or place(item.code, (reader, "staff"), keys)
