"""Which approvals a candidacy needs on a day, and who must act for each.

They are asked of learners whom the school selects or puts in reserve; of others nothing applies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from erasdu.journey.candidacies.rules import company, guardians
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.candidacies.rules.company import Agreement, Answer
from erasdu.journey.candidacies.rules.guardians import Authority, GuardianStanding, Said
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, HAND_IN, Requirement, State, because_of, pending
from erasdu.kernel.verdict import YES, Verdict, no

WHO = ("learner", "contact_point", "training_company", "guardian")
HELD = {"guardian_withdrew": "consent_taken_back"}
NOT_FOR_LEARNER = ("consent_taken_back", "consent_refused")  # what a parent decided is told by people
CODES = (
    "cv_signed",
    "company_approval",
    "participant_approval",
    "guardian_approval",
)
# Nobody promises a place abroad for who may not go: what is asked at handing in must still hold then.
GATES = frozenset({HAND_IN, CONFIRM, DEPART})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of which one signature counts: the version that holds today. `asked`: it is on its way."""

    asked: bool = False
    signed_on: date | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """What is known of the approvals of one candidacy.

    `by`: the last day of the school's candidate files; `window`: of the call; `stay`: the final dates, once known.
    `chosen`: selected by the school or in reserve. `agreement`: empty as long as the school did not say.
    `agreement_until`, `company_closed_on`: the last day of that agreement, and when the company stopped, where known.
    `answer`: the training company's latest; `company_asked`: a question to it is on its way.
    """

    by: date
    window: Period
    chosen: bool = False
    birth_date: date | None = None
    agreement: Agreement = ""
    company: str = ""
    answer: Answer | None = None
    company_asked: bool = False
    cv: Paper = Paper()
    participant: Paper = Paper()
    authority: Authority = field(default_factory=Authority)
    said: tuple[Said, ...] = ()
    guardians_asked: bool = False
    stay: Period | None = None
    agreement_until: date | None = None
    company_closed_on: date | None = None


def requirements(facts: ApprovalFacts, on: date) -> list[Requirement]:
    """Each approval with its state on that day, in the order in which people meet them."""
    return [
        _cv(facts, on),
        _company(facts, on),
        _participant(facts, on),
        _guardians(facts, on),
    ]


def running(facts: ApprovalFacts, on: date) -> Requirement:
    """The agreement with the training company keeps running until the return; of who has none nothing applies."""
    verdict = company.keeps_running(facts.agreement_until, facts.company_closed_on, facts.stay or facts.window)
    applies = facts.chosen and facts.agreement in company.WITH_COMPANY
    by = facts.stay.start if facts.stay else None
    state: State = pending(bool(verdict), on, by) if applies else "not_applicable"
    item = Requirement("agreement_runs", state, "contact_point", by, frozenset({DEPART}))
    return because_of(item, verdict.code or "works_at_company", **dict(verdict.params))


def check_company(facts: ApprovalFacts) -> Verdict:
    """Yes when the training company approved what stands today, or when no company needs to."""
    if facts.agreement == "none":
        return YES
    return company.check(facts.answer, facts.company, facts.agreement, facts.window, facts.stay)


def check_participant(facts: ApprovalFacts, on: date) -> Verdict:
    """Whether the learner agreed; who agreed as a minor is asked again on coming of age."""
    if facts.participant.declined:
        return no("participant_declined")
    signed = facts.participant.signed_on
    if signed is None or signed > on:
        return no("participant_has_not_signed")
    born = facts.birth_date
    grew_up = born is not None and is_minor(born, signed) and not is_minor(born, on)
    return no("participant_signed_as_minor") if grew_up else YES


def guardian_standing(facts: ApprovalFacts, on: date) -> GuardianStanding:
    """Who gave permission for other days than the final ones has not given it for these."""
    said = (one for one in facts.said if one.days is None or facts.stay is None or one.days.contains(facts.stay))
    return guardians.standing(said, facts.authority, facts.birth_date, on)


# -- each one --------------------------------------------------------------------------------------


def _cv(facts: ApprovalFacts, on: date) -> Requirement:
    signed = facts.cv.signed_on is not None and facts.cv.signed_on <= on and not facts.cv.declined
    state = _state(facts, signed, on, asked=facts.cv.asked and not facts.cv.declined)
    return because_of(Requirement("cv_signed", state, "learner", facts.by, frozenset({HAND_IN})), "form_is_signed")


def _company(facts: ApprovalFacts, on: date) -> Requirement:
    asked = facts.company_asked and bool(facts.company) and facts.agreement in company.WITH_COMPANY
    state = _state(facts, bool(check_company(facts)), on, asked=asked, applies=facts.agreement != "none")
    who = "training_company" if asked else "contact_point"
    return because_of(Requirement("company_approval", state, who, facts.by, GATES), "works_at_company")


def _participant(facts: ApprovalFacts, on: date) -> Requirement:
    verdict = check_participant(facts, on)
    state = _state(facts, bool(verdict), on, asked=facts.participant.asked and not facts.participant.declined)
    who = "contact_point" if facts.participant.declined else "learner"
    return because_of(Requirement("participant_approval", state, who, facts.by, GATES), "everybody_agrees")


def _guardians(facts: ApprovalFacts, on: date) -> Requirement:
    found = guardian_standing(facts, on)
    at_guardian = found.state == "waiting" and found.codes[0] == "guardian_signature_lacking" and facts.guardians_asked
    applies = found.state != "not_applicable"
    state = _state(facts, found.state == "met", on, asked=at_guardian, applies=applies)
    who = "guardian" if at_guardian else "contact_point"
    why = HELD.get(found.codes[0], "consent_refused") if found.state == "frozen" else "minor"
    return because_of(Requirement("guardian_approval", state, who, facts.by, GATES), why)


def _state(facts: ApprovalFacts, met: bool, on: date, *, asked: bool, applies: bool = True) -> State:
    return pending(met, on, facts.by, asked=asked) if facts.chosen and applies else "not_applicable"
