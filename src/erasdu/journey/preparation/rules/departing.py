"""What must be ready before somebody leaves: travel document, residence or visa, support, and the info sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.ground.meetings.rules import Session, is_asked, owed
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.preparation.rules import arriving, entry
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, Evidence, Requirement, State, because_of, pending

CODES = ("travel_document", "entry_permit", "support_arranged", "session_learner", "session_guardian")
WHO = ("learner", "guardian", "contact_point", "coordinator", "partner")
GATES = frozenset({DEPART})
PAGE, INVITE = "preparation:stay", "preparation:invite"


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that somebody at school looked at; `until`: the last day that it is valid."""

    kind: str
    until: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one stay. `ruled`: what the coordinator decided about residence and visa for this stay.

    `own`: what the coordinator said about that for everybody. `arrival`: of who comes here.
    `uninvited`: in which roles nobody was invited to a session that is required of others like them.
    `unopened`: a required session to which nobody is invited yet, and the role that invites.
    `parents_told`: who is of age and keeps the parents informed.
    `support`, `support_open`: how many needs were agreed, and how many of them are not arranged yet.
    """

    key: str = ""
    stay: Period | None = None
    country: str = ""
    home: str = "BE"
    nationality: str = ""
    incoming: bool = False
    papers: Sequence[Seen] = ()
    ruled: str = ""
    support: int = 0
    support_open: int = 0
    sessions: Sequence[Session] = ()
    uninvited: frozenset[str] = frozenset()
    unopened: tuple[str, str] | None = None
    born: date | None = None
    parents_told: bool = False
    own: Sequence[entry.Rule] = ()
    arrival: arriving.Arrival = arriving.NOTHING


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Each with its state on that day, in the order of `CODES`; of who comes here also those of `arriving`."""
    where = Evidence(PAGE, facts.key) if facts.key else None
    here = arriving.requirements(facts.arrival, facts.stay, where, on) if facts.incoming else []
    return [
        _document(facts, on),
        _entry(facts, on),
        _support(facts, on),
        _session(facts, "session_learner", "learner", on),
        _session(facts, "session_guardian", "guardian", on),
        *here,
    ]


def _item(facts: Facts, code: str, state: State, who: str, by: date | None, *, unverified: bool = False) -> Requirement:
    where = Evidence(PAGE, facts.key) if facts.key else None
    return Requirement(code, state, who, by, GATES, evidence=where, unverified=unverified)


def entry_of(facts: Facts) -> tuple[str, entry.Rule | None]:
    """What is needed to stay there: by the coordinator's decision, else by rule, else "unknown"."""
    if facts.ruled:
        return facts.ruled, None
    days = facts.stay.days if facts.stay else 1
    on = facts.stay.start if facts.stay else date.max
    rule = entry.rule_for(facts.nationality, facts.home, facts.country, days, on, facts.own)
    return (rule.outcome, rule) if rule else (entry.UNKNOWN, None)


def _document(facts: Facts, on: date) -> Requirement:
    """A passport or identity card that somebody saw, valid until the day of return."""
    seen = [paper for paper in facts.papers if paper.kind in entry.documents_for(facts.nationality, facts.country)]
    last = facts.stay.end if facts.stay else None
    best = max((paper.until for paper in seen), default=None)
    met = best is not None and last is not None and best >= last
    item = _item(facts, "travel_document", pending(met, on, _leaving(facts)), _sender(facts), _leaving(facts))
    if best is None:
        other = any(paper.kind in entry.DOCUMENTS for paper in facts.papers)
        return because_of(item, "document_passport_needed" if other else "document_not_seen")
    if last is None:
        return because_of(item, "document_days_unknown")
    return because_of(item, "document_valid" if met else "document_ends", last=best.isoformat(), back=last.isoformat())


def _entry(facts: Facts, on: date) -> Requirement:
    outcome, rule = entry_of(facts)
    by, who = _leaving(facts), _sender(facts)
    if outcome == entry.UNKNOWN:
        unknown = not facts.nationality
        item = _item(facts, "entry_permit", pending(False, on, by), who if unknown else "coordinator", by)
        return because_of(item, "entry_nationality_unknown" if unknown else "entry_undecided")
    if outcome == entry.NONE:
        item = _item(facts, "entry_permit", "not_applicable", who, by, unverified=_unverified(rule))
        return because_of(item, "entry_free")
    serves = (entry.RESIDENCE, entry.VISA) if outcome == entry.RESIDENCE else (entry.VISA,)
    last = max((paper.until for paper in facts.papers if paper.kind in serves), default=None)
    met = last is not None and facts.stay is not None and last >= facts.stay.end
    item = _item(facts, "entry_permit", pending(met, on, by), who, by, unverified=_unverified(rule))
    if last is not None and facts.stay is not None and not met:
        return because_of(item, "entry_ends", last=last.isoformat(), back=facts.stay.end.isoformat())
    return because_of(item, f"entry_{outcome}")


def _unverified(rule: entry.Rule | None) -> bool:
    return rule is not None and not rule.verified


def _support(facts: Facts, on: date) -> Requirement:
    by = _leaving(facts)
    state: State = pending(facts.support_open == 0, on, by) if facts.support else "not_applicable"
    return because_of(_item(facts, "support_arranged", state, "contact_point", by), "support_agreed")


def _session(facts: Facts, code: str, role: str, on: date) -> Requirement:
    """All that this role had to be at; the worst of what lacks says who must act."""
    by = _leaving(facts)
    if facts.unopened and role == "learner":  # nobody knows yet for whom it will be
        session, who = facts.unopened
        item = Requirement(code, pending(False, on, by), who, by, GATES, evidence=Evidence(INVITE, session))
        return because_of(item, "session_nobody_invited")
    if _is_forgotten(facts, role, on):
        return because_of(_item(facts, code, pending(False, on, by), "coordinator", by), "session_not_invited")
    if not is_asked(facts.sessions, role):
        return because_of(_item(facts, code, "not_applicable", role, None), "session_none")
    lacking = owed(facts.sessions, role, on)
    if not lacking:
        return because_of(_item(facts, code, "met", role, None), "session_there")
    first = lacking[0]
    who = "coordinator" if first.why in ("cancelled", "missed", "said_no", "full") else role
    state = "overdue" if first.why == "missed" else pending(False, on, None, asked=first.why in ("comes", "to_answer"))
    by = by if first.why in ("cancelled", "missed") else first.by
    item = _item(facts, code, state, who, by)
    return because_of(item, f"session_{first.why}", day=first.by.isoformat())


def _is_forgotten(facts: Facts, role: str, on: date) -> bool:
    """Whether somebody who came later was invited to nothing; parents are invited of whom they are told of only."""
    told = role != "guardian" or facts.parents_told or facts.born is None or is_minor(facts.born, on)
    return role in facts.uninvited and told


def _leaving(facts: Facts) -> date | None:
    return facts.stay.start if facts.stay else None


def _sender(facts: Facts) -> str:
    """Who looks at documents: the school that sends, or the partner abroad."""
    return "partner" if facts.incoming else "contact_point"
