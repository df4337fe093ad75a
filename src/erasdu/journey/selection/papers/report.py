"""The data of the selection report, and the paper made of it.

`ReportData.as_json(language)` is what the template `typst/selection_report.typ` gets, perhaps with `worded` (titles
and sentences that the coordinator wrote): every text in it is printed as it stands, except values under keys that end
in `_code`, for which the template has words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from erasdu.ground.paperwork.papers import PaperFaulty, worded_texts
from erasdu.kernel.typeset import day_text, moment_text, number_text, render, safe_text, self_check, stamp

FOLDER = Path(__file__).resolve().parent.parent
TEMPLATES = FOLDER / "typst"
TEMPLATE = "selection_report.typ"
# Part of what a stored report is reproduced from: raise it with every change to template or house style.
TEMPLATE_VERSION = 2

Json = dict[str, object]


class PanelRole(StrEnum):
    """What somebody did in the panel."""

    LEAD = "lead"
    TEACHER = "teacher"
    COUNSELLOR = "counsellor"
    INTERVIEWER = "interviewer"


class Outcome(StrEnum):
    """What the school decided on a candidate."""

    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"


class Order(StrEnum):
    """What the ranking follows: the total, or who handed in first."""

    TOTAL = "total"
    ARRIVAL = "arrival"


class TieBreak(StrEnum):
    """What settled an equal total."""

    MOTIVATION = "motivation"
    MATURITY = "maturity"
    ARRIVAL = "arrival"
    LOT = "lot"


class Channel(StrEnum):
    """How candidates were told."""

    MAIL = "mail"
    TALK = "talk"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Call:
    """The call: stay window inclusive, `opening` None when files may come in from the publication on."""

    title: str
    deadline: datetime
    opening: datetime | None
    stay_from: date
    stay_until: date
    seats: int


@dataclass(frozen=True, slots=True)
class School:
    """The sending school; `institution_number` six digits, or empty for one without."""

    name: str
    institution_number: str
    town: str


@dataclass(frozen=True, slots=True)
class Panelist:
    """A member of the panel; `declared`: made a statement on private ties, perhaps excluding some names."""

    name: str
    role: PanelRole
    declared: bool
    declared_on: date | None = None
    excluded_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its weight out of 100; `parts` names what its score is the mean of."""

    title: str
    weight: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 10, exact, with the argument for it; `parts` as in its criterion."""

    value: Fraction
    argument: str
    parts: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate; `scores` in the order of the criteria, `total` out of 100, exact.

    `reserve` is the place on the reserve list, `late_reason` why a late file was accepted.
    """

    name: str
    rank: int
    scores: tuple[Score, ...]
    total: Fraction
    outcome: Outcome
    arrived_at: datetime
    reserve: int = 0
    reason: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates with one total, in the order they got; `lot` is the record of a draw."""

    names: tuple[str, ...]
    settled_by: TieBreak
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """When the candidates got their answer, a day or a moment, and how if that was recorded."""

    at: date
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint, without the name of who made it; `answered_on` None while it is open."""

    received_on: date
    subject: str = ""
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """A selection with frozen scores; candidates in the order of their rank.

    `fewer_opportunities` is a count over all candidates, None when not recorded. `correction` says
    """

    reference: str
    version: int
    call: Call
    school: School
    selected_on: date
    frozen_at: datetime
    lead: str
    panel: tuple[Panelist, ...]
    criteria: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    complain_how: str
    complain_until: date
    order: Order = Order.TOTAL
    ties: tuple[Tie, ...] = ()
    told: tuple[Told, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    fewer_opportunities: int | None = None
    correction: str = ""
    extract_of: int = 0

    def extract(self, rank: int) -> "ReportData":
        """What goes with one candidate's file: the report without any word on the others."""
        (own,) = (candidate for candidate in self.candidates if candidate.rank == rank)
        return replace(
            self,
            candidates=(own,),
            panel=tuple(_towards(person, own.name) for person in self.panel),
            ties=tuple(replace(tie, names=(own.name,), lot="") for tie in self.ties if own.name in tie.names),
            complaints=(),
            fewer_opportunities=None,
            correction="",
            extract_of=len(self.candidates),
        )

    def as_json(self, language: str) -> Json:
        """What the template prints, in that language."""
        return _Writer(language).report(self)


def _towards(person: Panelist, name: str) -> Panelist:
    return replace(person, excluded_for=tuple(other for other in person.excluded_for if other == name))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns dates and numbers into the words of one language."""

    language: str

    def report(self, report: ReportData) -> Json:
        return {
            "reference": report.reference,
            "version": str(report.version),
            "correction": report.correction,
            "extract_of": str(report.extract_of) if report.extract_of else "",
            "call": self.call(report.call),
            "school": self.school(report.school),
            "selected_on": self.day(report.selected_on),
            "frozen_at": self.moment(report.frozen_at),
            "timestamp": int(report.frozen_at.timestamp()),
            "lead": report.lead,
            "panel": [self.panelist(person) for person in report.panel],
            "criteria": [self.criterion(criterion) for criterion in report.criteria],
            "candidates": [self.candidate(candidate) for candidate in report.candidates],
            "counts": {str(outcome): self.count(report, outcome) for outcome in Outcome},
            "order_code": report.order,
            "ties": [self.tie(tie) for tie in report.ties],
            "told": [{"at": self.when(told.at), "channel_code": told.channel or ""} for told in report.told],
            "complain_how": report.complain_how,
            "complain_until": self.day(report.complain_until),
            "complaints": [self.complaint(complaint) for complaint in report.complaints],
            "fewer_opportunities": fewer_to_print(report),
        }

    def day(self, day: date) -> str:
        return day_text(day, self.language)

    def moment(self, moment: datetime) -> str:
        return moment_text(moment, self.language)

    def when(self, at: date) -> str:
        return self.moment(at) if isinstance(at, datetime) else self.day(at)

    def score(self, value: Fraction) -> str:
        return number_text(value, self.language, places=2, trim=True)

    def count(self, report: ReportData, outcome: Outcome) -> int:
        return sum(candidate.outcome == outcome for candidate in report.candidates)

    def call(self, call: Call) -> Json:
        return {
            "title": call.title,
            "opening": self.moment(call.opening) if call.opening else "",
            "deadline": self.moment(call.deadline),
            "stay_from": self.day(call.stay_from),
            "stay_until": self.day(call.stay_until),
            "seats": str(call.seats),
        }

    def school(self, school: School) -> Json:
        return {"name": school.name, "number": school.institution_number, "town": school.town}

    def panelist(self, person: Panelist) -> Json:
        return {
            "name": person.name,
            "role_code": person.role,
            "declared": person.declared,
            "declared_on": self.day(person.declared_on) if person.declared_on else "",
            "excluded_for": list(person.excluded_for),
        }

    def criterion(self, criterion: Criterion) -> Json:
        return {"title": criterion.title, "weight": str(criterion.weight), "parts": list(criterion.parts)}

    def candidate(self, candidate: Candidate) -> Json:
        return {
            "name": candidate.name,
            "rank": str(candidate.rank),
            "scores": [self.scored(score) for score in candidate.scores],
            "total": number_text(candidate.total, self.language, places=2),
            "outcome_code": candidate.outcome,
            "reserve": str(candidate.reserve) if candidate.outcome == Outcome.RESERVE else "",
            "reason": candidate.reason,
            "arrived_at": self.moment(candidate.arrived_at),
            "late_reason": candidate.late_reason,
        }

    def scored(self, score: Score) -> Json:
        return {
            "value": self.score(score.value),
            "parts": [self.score(part) for part in score.parts],
            "argument": score.argument,
        }

    def tie(self, tie: Tie) -> Json:
        return {"names": list(tie.names), "settled_code": tie.settled_by, "lot": tie.lot}

    def complaint(self, complaint: Complaint) -> Json:
        return {
            "received_on": self.day(complaint.received_on),
            "subject": complaint.subject,
            "answered_on": self.day(complaint.answered_on) if complaint.answered_on else "",
            "answer": complaint.answer,
        }


def fewer_to_print(report: ReportData) -> str | None:
    """The count as text; empty when it would tell of each candidate, None when it was not recorded."""
    count = report.fewer_opportunities
    if count is None:
        return None
    return "" if 0 < count == len(report.candidates) else str(count)


def printed_texts(value: object) -> Iterator[str]:
    """Every text of a report's JSON that its paper must show."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not key.endswith("_code"):
                yield from printed_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from printed_texts(item)


def selection_report(report: ReportData, *, language: str = "nl") -> bytes:
    """The report as PDF/A-2a and PDF/UA-1; from the same data the same bytes."""
    return selection_report_from(report.as_json(language), language=language)


def selection_report_from(data: Mapping[str, object], *, language: str) -> bytes:
    """The same from the stored JSON of a version, made with `as_json` for that language.

    Raises PaperFaulty when a printed value cannot be read back from the result.
    """
    timestamp = datetime.fromtimestamp(int(str(data["timestamp"])), UTC)
    pdf = render(TEMPLATES, TEMPLATE, data, timestamp=timestamp, language=language)
    own = {name: value for name, value in data.items() if name != "worded"}
    expected = [safe_text(text)[0] for text in (*printed_texts(own), *worded_texts(data)) if text]
    if lost := self_check(pdf, expected):
        raise PaperFaulty(f"{len(lost)} texts are not in the PDF, the first: {lost[0][:80]!r}")
    return pdf


def template_version() -> str:
    """What, with the data, decides every byte: template, typesetter and fonts; at most 20 characters."""
    return stamp(TEMPLATE_VERSION)
