"""What insurance asks before somebody leaves: each kind in order for every day, with the first gap as the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from erasdu.journey.insurance.rules import asked, covers, documents
from erasdu.journey.insurance.rules.asked import Asked, Row
from erasdu.journey.insurance.rules.covers import WORKPLACE_UNKNOWN, Cover, Gap, Need, Span
from erasdu.journey.insurance.rules.documents import Rule
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, STAY, Evidence, Requirement, pending

CODES = (
    "insured_mutual", "insured_health", "insured_accident", "insured_liability_work", "insured_liability",
    "insured_assistance", "insured_declared",
)  # fmt: skip
WHO = ("learner", "contact_point")  # and who makes the match, while the place to work is not known
GATES = frozenset({DEPART, STAY})  # a policy that ends halfway is missed that day
KIND_OF = {f"insured_{kind}": kind for kind in covers.KINDS}
YES, NOT_REQUIRED = DECLARED = ("yes", "not_required")
OTHER_DAYS = "other_days"  # declared, for days that are not those of the stay any more
BY_SCHOOL = (covers.ACCIDENT, covers.LIABILITY_WORK, covers.LIABILITY)  # asked of every learner
NOTHING = "gap_no_cover"
NO_PLACE = f"gap_{WORKPLACE_UNKNOWN}"  # waits for the match: nobody can do anything about the insurance itself
PAGE = "insurance:stay"
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one stay. `worked`: the days of the programme, once there is one; `closed`: the public holidays
    there. `key`: of the stay.

    `booked_on`: since when it is known where the learner will work; None: not yet. `decides`: who makes that match, or
    whose answer is awaited. `moved_on`: when the learner got another workplace than before, if that happened.

    `incoming`: who comes to us is insured at home, as the papers of the nomination show. `declared`: what the school
    said about declaring the internship, or `OTHER_DAYS`.
    `own`: rows of the coordinator about documents; `replaced`: about what is asked of every insurance.
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
    closed: frozenset[date] = frozenset()
    booked_on: date | None = None
    moved_on: date | None = None
    own: tuple[Rule, ...] = ()
    replaced: tuple[Row, ...] = ()
    decides: str = "coordinator"

    @property
    def spans(self) -> Sequence[Span]:
        return covers.spans_of(self.stay, self.worked, self.closed) if self.stay else ()

    @property
    def asked(self) -> Asked:
        """The rules of the first day of the stay; of a stay without days the newest."""
        return asked.rules_on(self.stay.start if self.stay else date.max, self.replaced)


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Each with its state on that day. Of who is no learner only what concerns health; of who comes to us none."""
    if facts.incoming:
        return []
    found = [_mutual(facts, on), _health(facts, on)]
    if facts.learner:
        found += [_kind(facts, kind, on) for kind in BY_SCHOOL]
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
    return document_on(facts, facts.stay.start) if facts.stay is not None else None


def document_on(facts: Facts, day: date) -> Rule | None:
    """The same for a stay that would begin on that day: what to ask for while its own days are not known."""
    if facts.incoming or not facts.country:
        return None
    return documents.rule_for(facts.country, facts.nationality, day, facts.own)


def needs_of(facts: Facts) -> list[Need]:
    """The kinds that have days, as far as they can be said: what the gap checker is asked."""
    if facts.incoming:
        return []
    rule, need = document_of(facts), facts.asked.need
    found = [need(covers.HEALTH, facts.country, documents.SERVES[rule.document])] if rule else []
    if facts.learner:
        found += [need(kind, facts.country) for kind in BY_SCHOOL]
    return [*found, need(covers.ASSISTANCE, facts.country)] if _needs_assistance(facts, rule) else found


def gaps_of(facts: Facts) -> dict[str, list[Gap]]:
    """Kind → the days that nothing covers, of the kinds that must be there."""
    held = counted(facts)
    return {need.kind: covers.gaps(facts.spans, held, need) for need in needs_of(facts)}


def counted(facts: Facts) -> list[Cover]:
    """The covers: a form of a treaty for no longer than it holds, a confirmation for the workplace that it names."""
    rule, named = document_of(facts), facts.asked.named
    held = [_of_workplace(cover, facts) if cover.kind in named else cover for cover in facts.covers]
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

    Only of kinds whose rule asks that it is named, such as accidents. Liability at the workplace holds wherever one
    works there: it counts before the match, and a school without such a policy hears of it at once.
    One for a whole school, from before this workplace was known, cannot name it; while it is not known none can.
    """
    if facts.booked_on is None:
        return replace(cover, names=cover.names - {covers.WORKPLACE} | {covers.NO_WORKPLACE})
    if cover.confirmed_on is None or covers.WORKPLACE not in cover.names:
        return cover
    if facts.moved_on and cover.confirmed_on < facts.moved_on:
        return replace(cover, names=cover.names - {covers.WORKPLACE} | {covers.OLD_WORKPLACE})
    if cover.shared and cover.confirmed_on < facts.booked_on:
        return replace(cover, names=cover.names - {covers.WORKPLACE} | {covers.LATER_WORKPLACE})
    return cover


# -- each one --------------------------------------------------------------------------------------


def _mutual(facts: Facts, on: date) -> Requirement:
    """A membership without an end, or one that lasts until the return."""
    ends = max((cover.days.end for cover in facts.covers if cover.kind == covers.MUTUAL), default=None)
    back = facts.stay.end if facts.stay else on
    if ends is None:
        return _item("insured_mutual", facts, False, on, "learner", "mutual_unseen")
    if ends >= back:
        return _item("insured_mutual", facts, True, on, "learner", "insurance_every_stay")
    params = (("day", ends.isoformat()), ("first", back.isoformat()), ("last", back.isoformat()))
    return _item("insured_mutual", facts, False, on, "learner", "gap_ends_before", params)


def _health(facts: Facts, on: date) -> Requirement:
    rule, rules = document_of(facts), facts.asked
    by = facts.stay.start - rules.card_takes if facts.stay else None
    if rule is None:
        return _item("insured_health", facts, False, on, "learner", _undecided(facts), by=by)
    need = rules.need(covers.HEALTH, facts.country, documents.SERVES[rule.document])
    who = "contact_point" if rule.document == documents.PRIVATE else "learner"
    found = covers.gaps(facts.spans, counted(facts), need)
    why, params = _told(found, f"document_{rule.document}", rule)
    if why == NOTHING:  # which card or form lacks, and who gives it
        why = f"unseen_{rule.document}"
    return _item("insured_health", facts, not found, on, who, why, params, by=by, unverified=not rule.verified)


def _kind(facts: Facts, kind: str, on: date) -> Requirement:
    code, rules = f"insured_{kind}", facts.asked
    if facts.stay is None or not facts.country:
        return _item(code, facts, False, on, "contact_point", _undecided(facts))
    found = covers.gaps(facts.spans, counted(facts), rules.need(kind, facts.country))
    why, params = _told(found, _applies(kind, rules))
    return _item(code, facts, not found, on, "contact_point", why, params)


def _applies(kind: str, rules: Asked) -> str:
    if kind == covers.ASSISTANCE:
        return "assistance_demanded" if rules.assistance_by_country else "assistance_always"
    return "insurance_by_sender" if rules.by_sender(kind) else "insurance_by_anybody"


def _assistance(facts: Facts, on: date) -> Requirement:
    """As the rules of the day say, or else where the document that is asked brings nobody home; open while that depends
    on the nationality."""
    rule, by_country = document_of(facts), facts.asked.assistance_by_country
    if rule is None and by_country and documents.may_need_assistance(facts.country, facts.stay, facts.own):
        return _item("insured_assistance", facts, False, on, "contact_point", _undecided(facts))
    if not _needs_assistance(facts, rule):
        where = _evidence(facts)
        return Requirement(
            "insured_assistance", "not_applicable", "contact_point", None, GATES, "assistance_not_asked", evidence=where
        )  # fmt: skip
    return _kind(facts, covers.ASSISTANCE, on)


def _needs_assistance(facts: Facts, rule: Rule | None) -> bool:
    return facts.asked.assistance(by_country=rule is not None and rule.assistance)


def _declared(facts: Facts, on: date) -> Requirement:
    """The school declared the internship where that is required, or says that it is not."""
    if not facts.asked.declared:
        where = _evidence(facts)
        return Requirement("insured_declared", "not_applicable", "contact_point", None, GATES, evidence=where)
    unverified = not facts.asked.rows[asked.DECLARED].verified
    done = facts.declared in DECLARED
    otherwise = "declared_small_statute" if done else "declared_unsaid"
    why = "declared_other_days" if facts.declared == OTHER_DAYS else otherwise
    return _item("insured_declared", facts, done, on, "contact_point", why, unverified=unverified)


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
    who = facts.decides if why == NO_PLACE else who
    return Requirement(code, pending(met, on, by), who, by, GATES, why, params, _evidence(facts), unverified)


def _evidence(facts: Facts) -> Evidence | None:
    return Evidence(PAGE, facts.key) if facts.key else None


def _told(found: Sequence[Gap], otherwise: str, rule: Rule | None = None) -> tuple[str, Params]:
    """The first gap as the reason, before those that wait for the workplace; without any, why it applies."""
    if not found:
        return otherwise, (("form", rule.form),) if rule and rule.form else ()
    gap = next((gap for gap in found if gap.why != WORKPLACE_UNKNOWN), found[0])
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
