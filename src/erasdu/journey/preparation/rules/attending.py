"""Whether learner and parents were at the info sessions at which they had to be, and who acts when they were not."""

from __future__ import annotations

from datetime import date

from erasdu.ground.meetings.rules import Owed, is_asked, owed
from erasdu.journey.preparation.rules.facts import GATES, Facts
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Evidence, Requirement, because_of, pending

LEARNER, GUARDIAN = CODES = ("session_learner", "session_guardian")
ROLES = {LEARNER: "learner", GUARDIAN: "guardian"}
OFFICE, SCHOOL = ORGANISERS = ("coordinator", "contact_point")
FOR_ORGANISER = ("cancelled", "missed", "said_no", "full")
NO_PARENT, UNCONFIRMED = ("none", "unconfirmed")  # why no parent can be invited
INVITE = "preparation:invite"
WHY_NOT = {NO_PARENT: "session_no_parent", UNCONFIRMED: "session_parent_unconfirmed"}


def organiser(kind: str) -> str:
    """Who acts for it: the coordinator for its own sessions, a school's contact point for those of the school."""
    return OFFICE if kind in ("", OFFICE) else SCHOOL


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Of both roles, in the order of `CODES`."""
    return [_session(facts, code, on) for code in CODES]


def _session(facts: Facts, code: str, on: date) -> Requirement:
    """All that this role had to be at. Once of age, a learner needs no parent there who is told nothing any more."""
    role, told = ROLES[code], code != GUARDIAN or facts.tells_parents(on)
    if facts.unopened and role == "learner":  # nobody knows yet for whom it will be
        return _unopened(facts, code, facts.unopened, on)
    lacking = owed(facts.sessions, role, on)
    missed = [each for each in lacking if each.why == "missed"]
    if told and role in facts.uninvited and not missed:
        return _forgotten(facts, code, on)
    if not is_asked(facts.sessions, role):
        return because_of(facts.item(code, "not_applicable", role, None), "session_none")
    if not lacking:
        return because_of(facts.item(code, "met", role, None), "session_there")
    if not told:
        return because_of(facts.item(code, "not_applicable", role, None), "session_of_age")
    return _lacking(facts, code, (missed if role in facts.uninvited else lacking)[0], on)


def _lacking(facts: Facts, code: str, first: Owed, on: date) -> Requirement:
    """The worst of what lacks says who must act; a session after leaving is one for the organiser as well.

    One that was missed can be made good until the day of leaving: it is too late only after that.
    """
    asked = first.why in ("comes", "to_answer")
    if asked and facts.leaving is not None and first.by > facts.leaving:
        item = facts.item(code, pending(False, on, facts.leaving), organiser(first.meeting.organiser), facts.leaving)
        return because_of(item, "session_too_late", day=first.by.isoformat())
    who = organiser(first.meeting.organiser) if first.why in FOR_ORGANISER else ROLES[code]
    by = facts.leaving if first.why in ("cancelled", "missed") else first.by
    state = pending(False, on, by if first.why == "missed" else None, asked=asked)
    return because_of(facts.item(code, state, who, by), f"session_{first.why}", day=first.by.isoformat())


def _unopened(facts: Facts, code: str, unopened: tuple[str, str], on: date) -> Requirement:
    (session, who), by = unopened, facts.leaving
    item = Requirement(code, pending(False, on, by), who, by, GATES, evidence=Evidence(INVITE, session))
    return because_of(item, "session_nobody_invited")


def _forgotten(facts: Facts, code: str, on: date) -> Requirement:
    """Nobody was invited: who organises it does that, unless there is no parent whom one can invite.

    To a session that is over nobody can be: another moment of it is planned.
    """
    role, by = ROLES[code], facts.leaving
    if code == GUARDIAN and facts.parents:
        return because_of(facts.item(code, pending(False, on, by), facts.sender, by), WHY_NOT[facts.parents])
    to = facts.uninvited[role]
    item = Requirement(code, pending(False, on, by), to.who, by, GATES, evidence=Evidence(INVITE, to.session))
    if to.day < on:
        return because_of(item, "session_over", day=to.day.isoformat())
    were = [brussels_date(each.starts_at) for each in facts.sessions if each.role == role and each.there]
    if not were:
        return because_of(item, "session_not_invited", day=to.day.isoformat())
    return because_of(item, "session_one_more", day=to.day.isoformat(), there=max(were).isoformat())
