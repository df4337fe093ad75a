"""What must be ready before somebody leaves: travel document, residence or visa, support, and the info sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from erasdu.journey.preparation.rules import arriving, attending, entry
from erasdu.journey.preparation.rules.facts import Facts, Seen
from erasdu.kernel.requirement import Requirement, State, because_of, pending

ANOTHER = ("document_ends", "document_passport_needed")  # what they have does not do
CODES = ("travel_document", "entry_permit", "support_arranged", *attending.CODES)
WHO = ("learner", "guardian", "contact_point", "coordinator", "partner")


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Each with its state on that day, in the order of `CODES`; of who comes here also those of `arriving`."""
    here = arriving.requirements(facts.arrival, facts.stay, facts.page, on) if facts.incoming else []
    return [
        _document(facts, on),
        _entry(facts, on),
        _support(facts, on),
        *attending.requirements(facts, on),
        *here,
    ]


def entry_of(facts: Facts) -> tuple[str, entry.Rule | None]:
    """What is needed to stay there: by the coordinator's decision for it, else by rule, else "unknown".

    A decision for fewer days there stands above the rule too, but must be made again.
    """
    if facts.ruling and facts.ruling.is_of(facts.nationality, facts.country):
        return (facts.ruling.outcome if facts.ruling.lasts(facts.stay) else entry.UNKNOWN), None
    rule = entry.rule_for(*_asked(facts))
    return (rule.outcome, rule) if rule else (entry.UNKNOWN, None)


def crossing_of(facts: Facts) -> entry.Rule | None:
    """The row that says with which document one crosses the border; None while that cannot be said."""
    return entry.crossing(*_asked(facts))


def _asked(facts: Facts) -> tuple[str, str, str, int, date, Sequence[entry.Rule]]:
    days, on = (facts.stay.days, facts.stay.start) if facts.stay else (1, date.max)
    return facts.nationality, facts.home, facts.country, days, on, facts.own


def _document(facts: Facts, on: date) -> Requirement:
    """A passport or identity card that somebody saw, valid until the day of return. A passport serves everywhere."""
    rule = crossing_of(facts)
    identity = rule is not None and rule.outcome == entry.IDENTITY
    seen = [paper for paper in facts.papers if paper.kind in (entry.DOCUMENTS if identity else (entry.PASSPORT,))]
    last, by = facts.stay.end if facts.stay else None, facts.leaving
    best = max((paper.until for paper in seen), default=None)
    met = best is not None and last is not None and best >= last
    unsure = rule is not None and identity and not rule.verified
    why = "document_days_unknown" if last is None else "document_valid" if met else "document_ends"
    why = why if best else _not_seen(facts, rule)
    item = facts.item("travel_document", pending(met, on, by), _asks_for(facts, why), by, unverified=unsure)
    if best is None or last is None:
        return because_of(item, why)
    return because_of(item, why, last=best.isoformat(), back=last.isoformat())


def _asks_for(facts: Facts, why: str) -> str:
    """A new one is asked for by who travels; their school only looks at it. Who comes here has no account."""
    return "learner" if why in ANOTHER and not facts.incoming else facts.sender


def _not_seen(facts: Facts, rule: entry.Rule | None) -> str:
    if not any(paper.kind in entry.DOCUMENTS for paper in facts.papers):
        return "document_not_seen_at_home" if facts.incoming else "document_not_seen"
    return "document_passport_needed" if rule or facts.nationality else "document_nationality_unknown"


def _entry(facts: Facts, on: date) -> Requirement:
    outcome, rule = entry_of(facts)
    by, unverified = facts.leaving, rule is not None and not rule.verified
    if outcome == entry.UNKNOWN:
        return _undecided(facts, on)
    if outcome == entry.NONE:
        item = facts.item("entry_permit", "not_applicable", facts.sender, by, unverified=unverified)
        return because_of(item, "entry_free")
    kinds = (entry.RESIDENCE, entry.VISA) if outcome == entry.RESIDENCE else (entry.VISA,)
    seen = [paper for paper in facts.papers if paper.kind in kinds]
    there = [(paper, row) for paper in seen for serves, row in [_serves(paper, facts)] if serves]
    serving = [(paper, row) for paper, row in there if not paper.refused(facts.stay)]
    best, by_row = max(serving, key=lambda each: (each[0].until, each[1] is None), default=(None, None))
    met = best is not None and facts.stay is not None and best.until >= facts.stay.end
    unverified |= by_row is not None and not by_row.verified
    item = facts.item("entry_permit", pending(met, on, by), facts.sender, by, unverified=unverified)
    if best is None and there:
        why, params = there[-1][0].refused(facts.stay) or ("entry_other_country", {})
        return because_of(item, why, **params)
    if best is None and seen:
        alone = any(paper.limited for paper in seen)
        return because_of(item, "entry_one_country" if alone else "entry_other_country")
    if best is not None and facts.stay is not None and not met:
        return because_of(item, "entry_ends", last=best.until.isoformat(), back=facts.stay.end.isoformat())
    return because_of(item, "entry_serves", days=by_row.days) if by_row else because_of(item, f"entry_{outcome}")


def _serves(paper: Seen, facts: Facts) -> tuple[bool, entry.Serving | None]:
    """A residence card of home where that is asked, a visa of where one goes; another one by the row that says so.

    Of which nobody wrote down who gave it: a card is of home, a visa is of where one was going when it was seen.
    One that is limited to its country serves nowhere else.
    """
    visa = paper.kind == entry.VISA
    given = paper.given or (paper.to if visa else facts.home)
    if given == (facts.country if visa else facts.home):
        return True, None
    if paper.limited:
        return False, None
    days, on = (facts.stay.days, facts.stay.start) if facts.stay else (1, date.max)
    row = entry.serving(paper.kind, given, facts.country, days, on, facts.own)
    return row is not None, row


def _undecided(facts: Facts, on: date) -> Requirement:
    """Without a nationality nobody can say; else the coordinator decides, again when it was for something else."""
    by, unknown = facts.leaving, not facts.nationality
    who = facts.sender if unknown else "coordinator"
    decided = "entry_decided_for_other" if facts.ruling else "entry_undecided"
    item = facts.item("entry_permit", pending(False, on, by), who, by)
    return because_of(item, "entry_nationality_unknown" if unknown else decided)


def _support(facts: Facts, on: date) -> Requirement:
    by = facts.leaving
    state: State = pending(facts.support_open == 0, on, by) if facts.support else "not_applicable"
    return because_of(facts.item("support_arranged", state, "contact_point", by), "support_agreed")
