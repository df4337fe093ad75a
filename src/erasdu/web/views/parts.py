"""What pages that span steps are put together from: words and addresses for what the queries found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from erasdu.web import rules, words
from erasdu.web.queries.board import Board, Deadline, SchoolRow


@dataclass(frozen=True, slots=True)
class Box:
    """One count on top of a board. `value`: of the filter that it sets."""

    label: object
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is stuck, with where one click leads. `note`: how many, until or since when."""

    label: str
    url: str
    item: rules.Stuck


@dataclass(frozen=True, slots=True)
class Group:
    """All that is stuck for the same reason."""

    code: str
    title: object
    why: object
    kind: str
    number: int
    things: list[Thing] = field(default_factory=list)


def title_column() -> str:
    """The column of a call's title in the reader's language."""
    return "title_en" if (get_language() or "nl").startswith("en") else "title_nl"


def candidates_url(call_key: str, **filters: str) -> str:
    chosen = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse('candidates', args=[call_key])}?{chosen}"


def boxes(of: dict[str, int], call_key: str) -> list[Box]:
    """The funnel, each count leading to the candidates that it counts."""
    return [Box(words.ROAD[code], of.get(code, 0), candidates_url(call_key, box=code)) for code in rules.ROAD]


def arrivals(of: dict[str, int], call_key: str) -> list[Box]:
    """How far foreign learners are, each count leading to where one goes on with them."""
    nominees, boards = reverse("nominations:index", args=[call_key]), reverse("matching:index", args=[call_key])
    division = reverse("nominations:board", args=[call_key])
    where = {"nominated": nominees, "taken": nominees, "divided": division, "placed": boards}
    return [Box(label, of.get(code, 0), where[code]) for code, label in words.ARRIVALS.items()]


def deadlines(found: Iterable[Deadline]) -> list[dict[str, object]]:
    """Each with its words."""
    return [{"label": words.LAST_DAYS[each.code], "on": each.on, "days": each.days} for each in found]


def stuck_groups(board: Board) -> list[Group]:
    """In order of harm, one group for each reason."""
    schools = {row.school.pk: row for row in board.schools}
    found = []
    for code, items in groupby(board.stuck, key=lambda item: item.code):
        things = [_thing(item, board, schools.get(item.school or 0)) for item in items]
        title, why = words.STUCK[code]
        found.append(Group(code, title, why, things[0].item.kind, sum(t.item.number for t in things), things))
    return found


def _thing(item: rules.Stuck, board: Board, row: SchoolRow | None) -> Thing:
    label = item.name or (row.school.name if row else getattr(board.call, title_column()))
    return Thing(label, _address(item, board, row), item)


STAGE_OF = {
    "answer_overdue": "granted", "answer_near": "granted", "grace_over": "returned", "grace_running": "returned",
    "files_near": "selected", "files_missed": "selected", "not_decided": "assessed", "not_started": "applied",
}  # fmt: skip


def _address(item: rules.Stuck, board: Board, row: SchoolRow | None) -> str:
    """Where one click leads: the thing itself where it is one, else the list that holds it."""
    call = board.call.key
    if item.code == "follow_up":
        return reverse("dossier", args=[item.key])
    if item.code == "letter_bounced":
        return f"{reverse('mail')}?{urlencode({'group': 'stuck', 'call': call})}"
    if item.code == "file_to_check":
        chosen = {"state": "handed_in", "school": str(item.school or "")}
        return f"{reverse('admissions:files', args=[call])}?{urlencode(chosen)}"
    if row is None:
        return candidates_url(call)
    return _at_school(item, call, row)


def _at_school(item: rules.Stuck, call: str, row: SchoolRow) -> str:
    if item.code == "nobody_applied":
        return reverse("calls:enrolment", args=[row.enrolment.key])
    if item.code == "unconfirmed":
        return reverse("candidacies:candidates", args=[row.enrolment.key])
    if item.code in ("report_missing", "not_told", "input_late", "not_decided") and row.selection_key:
        return reverse("selection:board", args=[row.selection_key])
    return candidates_url(call, stage=STAGE_OF.get(item.code, ""), school=row.school.key)


def shown(todos: Iterable[rules.Todo]) -> list[dict[str, object]]:
    """What waits, with the words of its sentence and button."""
    return [{"todo": todo, "text": words.WAITS[todo.code], "button": words.BUTTON[todo.code]} for todo in todos]
