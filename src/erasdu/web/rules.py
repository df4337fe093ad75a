"""Where a candidacy stands on the road, what waits for whom, and in which order of harm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

# -- stage -----------------------------------------------------------------------------------------

ROAD = ("draft", "applied", "assessed", "selected", "handed_in", "complete", "granted", "accepted")
"""The line of steps, from an open form to an accepted place."""

OF_FILE = ("handed_in", "returned", "complete", "waiting", "granted", "accepted", "declined", "lapsed")
OFF_ROAD = ("withdrawn", "refused", "taken_back", "declined", "lapsed", "not_selected")
STAGES = (
    "unconfirmed", "draft", "applied", "assessed", "selected", "reserve", "not_selected", "handed_in", "returned",
    "complete", "waiting", "granted", "accepted", "declined", "lapsed", "taken_back", "withdrawn", "refused",
)  # fmt: skip
STEP_OF = {
    "unconfirmed": "draft", "reserve": "assessed", "not_selected": "assessed", "returned": "handed_in",
    "waiting": "complete", "declined": "granted", "lapsed": "granted", "taken_back": "selected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one candidacy. `outcome` "" while the school has not decided, `file` "" without a file."""

    state: str
    confirmed: bool = True
    assessed: bool = False
    outcome: str = ""
    file: str = ""


def stage(facts: Facts) -> str:
    """One of `STAGES`: the furthest thing that is true now."""
    if facts.state in ("withdrawn", "refused"):
        return facts.state
    if facts.file == "withdrawn":
        return "taken_back"
    if facts.file in OF_FILE:
        return facts.file
    if not facts.confirmed:
        return "unconfirmed"
    if facts.outcome:
        return facts.outcome
    if facts.state == "applied":
        return "assessed" if facts.assessed else "applied"
    return "draft"


def step(facts: Facts) -> str:
    """The step of the road at which a candidacy stands, or stopped."""
    now = stage(facts)
    if now in ("withdrawn", "refused"):
        return _before_stopping(facts)
    return STEP_OF.get(now, now)


def _before_stopping(facts: Facts) -> str:
    if facts.file in OF_FILE:
        return STEP_OF.get(facts.file, facts.file)
    if facts.outcome == "selected":
        return "selected"
    return "assessed" if facts.assessed else "draft"


def _boxes(code: str) -> frozenset[str]:
    if code in ("withdrawn", "refused", "taken_back", "unconfirmed"):
        return frozenset()
    if code == "draft":
        return frozenset({"draft"})
    return frozenset(ROAD[1 : ROAD.index(STEP_OF.get(code, code)) + 1])


BOXES = {code: _boxes(code) for code in STAGES}
"""Stage → the boxes of the funnel that count it: "draft" those now in draft, the others also who is past it.

Who stopped counts nowhere; who was not selected, or is in reserve, counts up to being assessed.
"""


# -- what is stuck, for who coordinates ------------------------------------------------------------

INPUT_DAYS = 7  # asked for longer ago than this, input is late
TELL_DAYS = 3
REPORT_DAYS = 3
NEAR_DAYS = 7  # a deadline this near makes what lacks urgent
DAYLESS_DAYS = 21  # what has no last day comes before what has longer than this
QUIET_DAYS = 7  # after enrolling, a school without any learner is quiet

Kind = Literal["blocking", "waiting", "info"]
HARM = (
    "departure_on_hold",
    "answer_overdue", "grace_over", "files_near", "files_missed", "report_missing", "answer_near", "file_to_check",
    "grace_running", "letter_bounced", "not_told", "not_decided", "not_started", "input_late", "unconfirmed",
    "nobody_applied", "follow_up",
)  # fmt: skip
"""Codes of what is stuck, what does the most harm first."""

LOUD = frozenset(
    {
        "departure_on_hold",
        "answer_overdue",
        "grace_over",
        "files_near",
        "files_missed",
        "report_missing",
        "letter_bounced",
    }
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """One thing that does not move: how many of it, at which school (its id, None for the whole call), by when."""

    code: str
    number: int = 1
    school: int | None = None
    by: date | None = None
    since: date | None = None
    key: str = ""  # of the one thing it is about, when it is one
    name: str = ""

    @property
    def kind(self) -> Kind:
        return "blocking" if self.code in LOUD else "waiting"


def in_order(items: Iterable[Stuck]) -> list[Stuck]:
    """By harm, then by the day by which something must happen, then the most first."""
    return sorted(items, key=lambda item: (HARM.index(item.code), item.by or date.max, -item.number, item.school or 0))


@dataclass(frozen=True, slots=True)
class School:
    """One enrolled school in a call, as the board counts it. `reached`: box of the funnel → number."""

    id: int
    enrolled_on: date
    expected: int
    reached: Mapping[str, int]
    unconfirmed: int = 0
    selection: str = ""  # state of its selection, "" when not started
    decided_on: date | None = None
    told_on: date | None = None
    preparing: int = 0  # selected, and their file not handed in yet
    input_late: int = 0
    input_since: date | None = None


def stuck_at(school: School, on: date, deadline: date) -> list[Stuck]:
    """What does not move at one school."""
    left = (deadline - on).days
    quiet = not any(school.reached.values()) and not school.unconfirmed and left >= 0
    waited = (on - school.enrolled_on).days >= QUIET_DAYS or left <= 2 * NEAR_DAYS
    found: list[Stuck] = []
    if quiet and waited:
        found.append(Stuck("nobody_applied", max(school.expected, 1), school.id, since=school.enrolled_on))
    if school.unconfirmed and left >= 0:
        found.append(Stuck("unconfirmed", school.unconfirmed, school.id))
    if school.selection == "" and school.reached.get("applied") and NEAR_DAYS < left <= 2 * NEAR_DAYS:
        found.append(Stuck("not_started", school.reached["applied"], school.id, by=deadline))
    if school.input_late and school.selection in ("open", "reopened", ""):
        found.append(Stuck("input_late", school.input_late, school.id, since=school.input_since))
    if school.selection == "decided" and _older(school.decided_on, on, TELL_DAYS if left > NEAR_DAYS else 0):
        found.append(Stuck("not_told", 1, school.id, since=school.decided_on))
    if school.selection == "told" and _older(school.told_on, on, REPORT_DAYS if left > NEAR_DAYS else 0):
        found.append(Stuck("report_missing", 1, school.id, by=deadline, since=school.told_on))
    return [*found, *_files(school, left, deadline)]


def _files(school: School, left: int, deadline: date) -> list[Stuck]:
    """Learners who lose their chance when the deadline comes, or came, before their file."""
    open_still = school.reached.get("applied", 0) if school.selection in ("", "open", "reopened") else 0
    if left < 0:
        return [Stuck("files_missed", school.preparing, school.id, by=deadline)] if school.preparing else []
    if left > NEAR_DAYS:
        return []
    found = [Stuck("files_near", school.preparing, school.id, by=deadline)] if school.preparing else []
    return [*found, *([Stuck("not_decided", open_still, school.id, by=deadline)] if open_still else [])]


def _older(since: date | None, on: date, days: int) -> bool:
    return since is None or (on - since).days >= days


# -- what waits, for who has a home page -----------------------------------------------------------

TO_DO = (
    "will_miss", "on_hold", "file_returned", "place_to_answer", "reserve_called_up", "answer_matches",
    "set_days", "find_places", "before_departure", "before_arrival", "fill_in_host_part", "collect_host_signature",
    "fetch_host_signature", "after_departure", "call_up_reserve", "give_free_place", "hand_in", "issue_report", "tell",
    "decide", "answer_complaint", "ask_papers", "send_lost_again", "fix_texts", "do_asked", "look_at_said",
    "look_at_scans", "renew_contacts",
    "letter_bounced", "letters_stuck", "move_on", "check_files", "sign_papers", "follow_up", "remind_input", "score",
    "start_selection", "confirm", "check_eligibility", "enrol", "activate_member", "publish_call", "invite",
    "accept_nominees", "complete_nominees", "nominate",
)  # fmt: skip
"""Codes of what waits for a contact point or the coordinator: of the same day what does the most harm first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of what a row asks: `who` is the role that acts now, `url` where the reader does it, "" to wait."""

    what: str
    who: str
    by: date | None
    url: str
    of: str = ""  # whose it is, when the row is of several
    unverified: bool = False  # the rule by which it is asked was not checked at its source


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: `title` names where (school, call or learner), `url` its one button.

    `what`: its own name, where the code says only of which kind it is; `things`: several of that kind by name.
    `late`: a departure is missed unless it is done today; `leaves`: the day of leaving, the first of several.
    `steps`: all that is lacking, also what others do.
    """

    code: str
    title: str
    url: str
    number: int = 1
    by: date | None = None
    urgent: bool = False
    post: bool = False  # its button acts at once instead of opening a page
    what: str = ""
    things: str = ""
    late: bool = False
    leaves: date | None = None
    steps: tuple[Step, ...] = ()
    unverified: bool = False  # as of a step


def sorted_by_harm(todos: Iterable[Todo], on: date) -> list[Todo]:
    """By day, then by kind; on top by which a departure is missed, whoever leaves first, then what is too late.

    What is urgent without a day counts for today, what has neither for three weeks from now. Of the same day and
    kind the order stays in which they were found.
    """
    return sorted(todos, key=lambda todo: (_too_late(todo, on), _counts_for(todo, on), TO_DO.index(todo.code)))


def _too_late(todo: Todo, on: date) -> int:
    """0 when a departure is missed by it, 1 when its last day passed, 2 while there is time."""
    if todo.late:
        return 0
    return 1 if todo.by is not None and todo.by < on else 2


def _counts_for(todo: Todo, on: date) -> date:
    if todo.late:
        return todo.leaves or todo.by or on
    return todo.by or (on if todo.urgent else on + timedelta(days=DAYLESS_DAYS))


@dataclass(frozen=True, slots=True)
class SchoolDesk:
    """One enrolment as the school's contact point has it on the desk; dates are last days.

    `stages`: stage → number. `late_input`: persons who were asked for input too long ago.
    """

    stages: Mapping[str, int]
    selection: str
    files_opening: date
    files_deadline: date
    learner_deadline: date
    to_check: int = 0
    late_input: int = 0


def school_todos(desk: SchoolDesk, on: date) -> list[tuple[str, int, date | None]]:
    """Code, number and last day of what a school has to do in one call, in no order."""
    return [*_before_selection(desk, on), *_in_selection(desk), *_after_selection(desk, on)]


def _before_selection(desk: SchoolDesk, on: date) -> list[tuple[str, int, date | None]]:
    found: list[tuple[str, int, date | None]] = []
    if on > desk.files_deadline:
        return found
    if unconfirmed := desk.stages.get("unconfirmed", 0):
        found.append(("confirm", unconfirmed, desk.files_deadline))
    if desk.to_check:
        found.append(("check_eligibility", desk.to_check, desk.files_deadline))
    if not desk.stages:
        found.append(("invite", 1, desk.learner_deadline))
    return found


def _in_selection(desk: SchoolDesk) -> list[tuple[str, int, date | None]]:
    waiting, ready = desk.stages.get("applied", 0), desk.stages.get("assessed", 0)
    by = desk.files_deadline
    if desk.selection == "decided":
        return [("tell", 1, by)]
    if desk.selection == "told":
        return [("issue_report", 1, by)]
    if desk.selection == "" and waiting + ready:
        return [("start_selection", waiting + ready, by)]
    if desk.selection not in ("open", "reopened"):
        return []
    found: list[tuple[str, int, date | None]] = [("remind_input", desk.late_input, by)] if desk.late_input else []
    if waiting:
        return [*found, ("score", waiting, by)]
    return [*found, ("decide", ready, by)] if ready else found


def _after_selection(desk: SchoolDesk, on: date) -> list[tuple[str, int, date | None]]:
    ready = desk.stages.get("selected", 0) if desk.selection == "closed" else 0
    open_now = desk.files_opening <= on <= desk.files_deadline
    return [("hand_in", ready, desk.files_deadline)] if ready and open_now else []


def urgent(by: date | None, on: date) -> bool:
    return by is not None and (by - on).days <= NEAR_DAYS


# -- what is next, for a learner -------------------------------------------------------------------

NEXT = {
    "unconfirmed": "fill_in", "draft": "fill_in", "applied": "school_selects", "assessed": "school_decides",
    "selected": "school_hands_in", "reserve": "on_reserve", "not_selected": "not_selected",
    "handed_in": "coordinator_checks", "returned": "school_completes", "complete": "coordinator_grants",
    "waiting": "on_waiting_list", "granted": "answer", "accepted": "prepare", "declined": "declined",
    "lapsed": "lapsed", "taken_back": "taken_back", "withdrawn": "withdrawn", "refused": "refused",
}  # fmt: skip


def next_for_learner(facts: Facts, *, told: bool) -> str:
    """What comes next; a decision that was not told yet is not shown."""
    return NEXT[stage(known_to_learner(facts, told=told))]


def known_to_learner(facts: Facts, *, told: bool) -> Facts:
    """The same facts as far as the learner may know them."""
    if told:
        return facts
    return Facts(facts.state, facts.confirmed, facts.assessed)
