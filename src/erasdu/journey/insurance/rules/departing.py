"""What insurance asks before somebody leaves: each kind in order for every day, with the first gap as the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from erasdu.journey.insurance.rules import covers, documents
from erasdu.journey.insurance.rules.covers import Cover, Gap, Need, Span
from erasdu.journey.insurance.rules.documents import Rule
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, STAY, Evidence, Requirement, pending

CODES = (
    "insured_mutual", "insured_health", "insured_accident", "insured_liability_work", "insured_liability",
    "insured_assistance", "insured_declared",
)  # fmt: skip
WHO = ("learner", "contact_point")
GATES = frozenset({DEPART, STAY})  # a policy that ends halfway is missed that day
KIND_OF = {f"insured_{kind}": kind for kind in covers.KINDS}
YES, NOT_REQUIRED = DECLARED = ("yes", "not_required")
OTHER_DAYS = "other_days"  # declared, for days that are not those of the stay any more
CARD_TAKES = timedelta(days=10)  # a European card is ordered at least ten days ahead
PAGE = "insurance:stay"
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one stay. `worked`: the days of the programme, once there is one. `key`: of the stay.

    `booked_on`: since when it is known where the learner will work. `moved_on`: when the learner got another workplace
    than before, if that happened.

    `incoming`: who comes to us is insured at home, as the papers of the nomination show. `declared`: what the school
    said about declaring the internship, or `OTHER_DAYS`.
    `own`: rows of the coordinator about documents.
    """

    key: str = ""
    stay: Period | None = None
    country: str = ""
    nationality: str = ""
    incoming: bool = False
    learner: bool = True
    covers: tuple[Cover, ...] = ()
    declared: str = ""
    worked: frozenset[date] | None = None
    booked_on: date | None = None
    moved_on: date | None = None
    own: tuple[Rule, ...] = ()

    @property
    def spans(self) -> Sequence[Span]:
        return covers.spans_of(self.stay, self.worked) if self.stay else ()


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Each with its state on that day. Of who is no learner only what concerns health; of who comes to us none."""
    if facts.incoming:
        return []
    found = [_mutual(facts, on), _health(facts, on)]
    if facts.learner:
        kinds = (covers.ACCIDENT, covers.LIABILITY_WORK, covers.LIABILITY)
        found += [_kind(facts, Need(kind, facts.country), on) for kind in kinds]
    found.append(_assistance(facts, on))
    if facts.learner:
        found.append(_declared(facts, on))
    return found


def reopened(before: Facts, after: Facts, on: date) -> list[Requirement]:
    """What was in order and is no longer, for example because the days moved."""
    met = {item.code for item in requirements(before, on) if item.met}
    return [item for item in requirements(after, on) if item.code in met and not item.met]


def document_of(facts: Facts) -> Rule | None:
    """With what the learner gets medical care there; None while that cannot be said."""
    if facts.incoming or not facts.country or facts.stay is None:
        return None
    return documents.rule_for(facts.country, facts.nationality, facts.stay.start, facts.own)


def needs_of(facts: Facts) -> list[Need]:
    """The kinds that have days, as far as they can be said: what the gap checker is asked."""
    if facts.incoming:
        return []
    rule = document_of(facts)
    found = [Need(covers.HEALTH, facts.country, documents.SERVES[rule.document])] if rule else []
    if facts.learner:
        found += [Need(kind, facts.country) for kind in sorted(covers.BY_SENDING, key=covers.KINDS.index)]
    return [*found, Need(covers.ASSISTANCE, facts.country)] if rule and rule.assistance else found


def gaps_of(facts: Facts) -> dict[str, list[Gap]]:
    """Kind → the days that nothing covers, of the kinds that must be there."""
    held = counted(facts)
    return {need.kind: covers.gaps(facts.spans, held, need) for need in needs_of(facts)}


def counted(facts: Facts) -> list[Cover]:
    """The covers: a form of a treaty for no longer than it holds, a confirmation for the workplace that it names."""
    rule, held = document_of(facts), [_of_workplace(cover, facts) for cover in facts.covers]
    if rule is None or not rule.days or facts.stay is None:
        return held
    last = facts.stay.start + timedelta(days=rule.days - 1)
    return [
        _until(cover, last) if cover.document == documents.TREATY else cover
        for cover in held
        if cover.document != documents.TREATY or cover.days.start <= last
    ]


def _of_workplace(cover: Cover, facts: Facts) -> Cover:
    """A confirmation from before another workplace names the one from before.

    One for a whole school, from before this workplace was known, cannot name it.
    """
    if cover.confirmed_on is None or covers.WORKPLACE not in cover.names:
        return cover
    if facts.moved_on and cover.confirmed_on < facts.moved_on:
        return replace(cover, names=cover.names - {covers.WORKPLACE} | {covers.OLD_WORKPLACE})
    if cover.shared and facts.booked_on and cover.confirmed_on < facts.booked_on:
        return replace(cover, names=cover.names - {covers.WORKPLACE} | {covers.LATER_WORKPLACE})
    return cover


# -- each one --------------------------------------------------------------------------------------


def _mutual(facts: Facts, on: date) -> Requirement:
    """A membership without an end, or one that lasts until the return."""
    ends = max((cover.days.end for cover in facts.covers if cover.kind == covers.MUTUAL), default=None)
    back = facts.stay.end if facts.stay else on
    if ends is None or ends >= back:
        return _item("insured_mutual", facts, ends is not None, on, "learner", "insurance_every_stay")
    params = (("day", ends.isoformat()), ("first", back.isoformat()), ("last", back.isoformat()))
    return _item("insured_mutual", facts, False, on, "learner", "gap_ends_before", params)


def _health(facts: Facts, on: date) -> Requirement:
    rule = document_of(facts)
    by = facts.stay.start - CARD_TAKES if facts.stay else None
    if rule is None:
        return _item("insured_health", facts, False, on, "learner", _undecided(facts), by=by)
    need = Need(covers.HEALTH, facts.country, documents.SERVES[rule.document])
    who = "contact_point" if rule.document == documents.PRIVATE else "learner"
    found = covers.gaps(facts.spans, counted(facts), need)
    why, params = _told(found, f"document_{rule.document}", rule)
    return _item("insured_health", facts, not found, on, who, why, params, by=by, unverified=not rule.verified)


def _kind(facts: Facts, need: Need, on: date, otherwise: str = "insurance_by_sender") -> Requirement:
    code = f"insured_{need.kind}"
    if facts.stay is None or not facts.country:
        return _item(code, facts, False, on, "contact_point", _undecided(facts))
    found = covers.gaps(facts.spans, counted(facts), need)
    return _item(code, facts, not found, on, "contact_point", *_told(found, otherwise))


def _assistance(facts: Facts, on: date) -> Requirement:
    """Only where the document that is asked brings nobody home; open while that depends on the nationality."""
    rule = document_of(facts)
    if rule is None and documents.may_need_assistance(facts.country, facts.stay, facts.own):
        return _item("insured_assistance", facts, False, on, "contact_point", _undecided(facts))
    if rule is None or not rule.assistance:
        where = _evidence(facts)
        return Requirement("insured_assistance", "not_applicable", "contact_point", None, GATES, evidence=where)
    return _kind(facts, Need(covers.ASSISTANCE, facts.country), on, "assistance_demanded")


def _declared(facts: Facts, on: date) -> Requirement:
    """The school declared the internship where that is required, or says that it is not."""
    why = "declared_other_days" if facts.declared == OTHER_DAYS else "declared_small_statute"
    return _item("insured_declared", facts, facts.declared in DECLARED, on, "contact_point", why, unverified=True)


def _item(
    code: str,
    facts: Facts,
    met: bool,
    on: date,
    who: str,
    why: str,
    params: Params = (),
    *,
    by: date | None = None,
    unverified: bool = False,
) -> Requirement:
    by = by or (facts.stay.start if facts.stay else None)
    return Requirement(code, pending(met, on, by), who, by, GATES, why, params, _evidence(facts), unverified)


def _evidence(facts: Facts) -> Evidence | None:
    return Evidence(PAGE, facts.key) if facts.key else None


def _told(found: Sequence[Gap], otherwise: str, rule: Rule | None = None) -> tuple[str, Params]:
    """The first gap as the reason; without any, why it applies."""
    if not found:
        return otherwise, (("form", rule.form),) if rule and rule.form else ()
    gap = found[0]
    days = (("first", gap.days.start.isoformat()), ("last", gap.days.end.isoformat()))
    return f"gap_{gap.why}", (*((("day", gap.day.isoformat()),) if gap.day else ()), *days)


def _undecided(facts: Facts) -> str:
    if facts.stay is None:
        return "insurance_days_unknown"
    return "insurance_nationality_unknown" if facts.country else "insurance_country_unknown"


def _until(cover: Cover, last: date) -> Cover:
    if cover.days.end <= last:
        return cover
    return replace(cover, days=Period(cover.days.start, last))
