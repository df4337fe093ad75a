"""What the guardians of a minor said together: enough, not enough, or a freeze that only the school lifts.

Guardians are keys here: rules know no names. Both count alike, whoever comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.kernel.periods import Period, brussels_date
from erasdu.kernel.verdict import YES, Verdict, no

Mode = Literal["one", "both", "one_by_court", "legal_guardian"]
What = Literal["signed", "declined", "not_me", "withdrew", "objects", "lifted"]
State = Literal["met", "waiting", "frozen", "not_applicable"]

MODES: tuple[Mode, ...] = ("one", "both", "one_by_court", "legal_guardian")
FREEZES: dict[str, str] = {
    "declined": "guardian_declined",
    "not_me": "guardian_says_not_me",
    "withdrew": "guardian_withdrew",
    "objects": "guardian_objects",
}
"""What freezes, with its code; "objects" is what the school knows and records."""
RENEW_AFTER = timedelta(days=90)
"""How long the school's word for an address and a number lasts before it is asked again: people move."""

WAITS = (
    "no_guardian_known",
    "second_guardian_unknown",
    "sole_guardian_unknown",
    "decision_not_seen",
    "guardian_signature_lacking",
    "guardian_signature_invalid",
)
CODES = (*FREEZES.values(), *WAITS, "learner_of_age_decides")


@dataclass(frozen=True, slots=True)
class Authority:
    """Who must sign, as the school set it.

    `guardians`: those whom the school knows. `sole`: who decides alone, by a decision of a court that somebody at
    the school saw (`seen_by`, `seen_on`; the decision itself is never kept), or as legal guardian or foster parent.
    """

    guardians: tuple[str, ...] = ()
    mode: Mode = "one"
    sole: str = ""
    seen_by: str = ""
    seen_on: date | None = None

    @property
    def deciders(self) -> tuple[str, ...]:
        """Whose word counts: who decides alone, else all that the school knows."""
        if self.mode in ("one", "both"):
            return tuple(dict.fromkeys(self.guardians))
        return (self.sole,) if self.sole in self.guardians else ()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a guardian did, or the school recorded of that guardian.

    `valid`: of a signature, whether it is a valid consent (`trust.is_valid_consent`); `days`: those it was given for.
    "lifted" is the school's, with its `reason`, and ends what that guardian froze before it.
    """

    what: What
    who: str
    at: datetime
    valid: bool = True
    reason: str = ""
    days: Period | None = None


@dataclass(frozen=True, slots=True)
class GuardianStanding:
    """Where the guardians stand on one day.

    `codes` say why not met; `lacking` whose signature may still come (of mode "one": any of them).
    `frozen_by`: what holds now. `past`: everything said up to that day, which stays whatever comes.
    """

    state: State
    codes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    frozen_by: tuple[Said, ...] = ()
    past: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days on which the guardians stand the same."""

    period: Period
    standing: GuardianStanding


def standing(said: Iterable[Said], authority: Authority, born: date | None, on: date) -> GuardianStanding:
    """Where the guardians stand on a day, by what was said up to the end of it.

    From the eighteenth birthday they no longer decide: a freeze of theirs ends, and what they said is history.
    An unknown date of birth counts as a minor's.
    """
    past = tuple(sorted((one for one in said if brussels_date(one.at) <= on), key=_order))
    if born is not None and not is_minor(born, on):
        return GuardianStanding("not_applicable", ("learner_of_age_decides",), past=past)
    lacking = _lacking(past, authority)
    if frozen_by := _freezes(past):
        codes = tuple(dict.fromkeys(FREEZES[one.what] for one in frozen_by))
        return GuardianStanding("frozen", codes, lacking, frozen_by, past)
    codes = _unclear(authority, on) or _unsigned(past, lacking)
    return GuardianStanding("waiting" if codes else "met", codes, lacking, past=past)


def through(said: Sequence[Said], authority: Authority, born: date | None, stay: Period) -> tuple[Stretch, ...]:
    """The same for every day abroad: who turns 18 in between has two stretches."""
    days = [stay.start + timedelta(days=number) for number in range(stay.days)]
    each = [(day, standing(said, authority, born, day)) for day in days]
    stretches = ([day for day, _ in group] for _, group in groupby(each, key=lambda pair: _same(pair[1])))
    at = dict(each)
    return tuple(Stretch(Period(group[0], group[-1]), at[group[0]]) for group in stretches)


def for_learner(found: GuardianStanding) -> str:
    """What the learner reads: of a freeze no more than that the school will contact them."""
    return "school_contacts_you" if found.state == "frozen" else f"guardians_{found.state}"


def may_tell_guardian(born: date | None, on: date, *, learner_agrees: bool) -> Verdict:
    """Whether a guardian may get something new: of an adult learner only when the learner agrees."""
    adult = born is not None and not is_minor(born, on)
    return no("learner_of_age_decides") if adult and not learner_agrees else YES


def may_lift(found: GuardianStanding, reason: str) -> Verdict:
    """Whether the school may end a freeze: there is one, and it says why."""
    if found.state != "frozen":
        return no("nothing_frozen")
    return YES if reason.strip() else no("reason_to_lift_lacking")


# -- signatures and freezes ------------------------------------------------------------------------


def _order(one: Said) -> tuple[datetime, bool, str, str]:
    """By moment; at the same moment what freezes comes after what lifts, so that a doubt holds the learner here."""
    return one.at, one.what in FREEZES, one.who, one.what


def _freezes(past: Sequence[Said]) -> tuple[Said, ...]:
    """What froze and was not lifted after it; without a reason nothing is lifted."""
    return tuple(one for place, one in enumerate(past) if one.what in FREEZES and not _lifted(one, past[place:]))


def _lifted(freeze: Said, later: Sequence[Said]) -> datetime | None:
    """When the school ended that freeze; None when it did not."""
    lifts = (one.at for one in later if one.what == "lifted" and one.who == freeze.who and one.reason.strip())
    return next(lifts, None)


def _counts(signature: Said, past: Sequence[Said]) -> bool:
    """A valid signature that the same guardian did not take back afterwards.

    After "this was not me" only what is signed once the school has looked into it counts.
    """
    for place, one in enumerate(past):
        if one.what not in FREEZES or one.who != signature.who:
            continue
        lifted = _lifted(one, past[place:])
        ends = lifted if one.what == "not_me" else one.at
        if ends is None or signature.at <= ends:
            return False
    return signature.valid


def _lacking(past: Sequence[Said], authority: Authority) -> tuple[str, ...]:
    """Whose signature is still needed; with mode "one" nobody's as soon as there is one."""
    signed = {one.who for one in past if one.what == "signed" and _counts(one, past)}
    deciders = authority.deciders
    if authority.mode == "one" and signed & set(deciders):
        return ()
    return tuple(who for who in deciders if who not in signed)


def _unclear(authority: Authority, on: date) -> tuple[str, ...]:
    """What the school must settle before signatures can be enough."""
    if not authority.guardians:
        return ("no_guardian_known",)
    if authority.mode == "both" and len(set(authority.guardians)) < 2:
        return ("second_guardian_unknown",)
    if authority.mode in ("one_by_court", "legal_guardian") and not authority.deciders:
        return ("sole_guardian_unknown",)
    seen = authority.seen_by.strip() and authority.seen_on is not None and authority.seen_on <= on
    return ("decision_not_seen",) if authority.mode == "one_by_court" and not seen else ()


def _unsigned(past: Sequence[Said], lacking: Sequence[str]) -> tuple[str, ...]:
    if not lacking:
        return ()
    invalid = any(one.what == "signed" and not one.valid and one.who in lacking for one in past)
    return ("guardian_signature_lacking", *(("guardian_signature_invalid",) if invalid else ()))


def _same(found: GuardianStanding) -> tuple[object, ...]:
    return found.state, found.codes, found.lacking, found.frozen_by


def to_renew(attested: date | None, on: date) -> bool:
    """Whether the school says once more that it is still right."""
    return attested is not None and on - attested > RENEW_AFTER
