"""Who comes next when a place of a call is free: who was called up already, who waits, and the first reserves."""

from dataclasses import dataclass
from datetime import date, datetime

from erasdu.journey.admissions import rules
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.queries.seating import SchoolLine, live, next_of_school, seats, waiting
from erasdu.journey.admissions.states import FILE
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.periods import brussels_date


@dataclass(frozen=True, slots=True)
class Next:
    """`how`: granted (a reserve who must answer), called_up (the school must hand in), waiting (complete, can be
    granted), reserve (can be called up), standby (first in reserve, while nothing is free).

    `by`: the last day of who was asked already; `file`: of who has one.
    """

    candidacy: Candidacy
    how: str
    by: date | None = None
    file: CandidateFile | None = None

    @property
    def is_asked(self) -> bool:
        return self.how in ("granted", "called_up")


def next_in_line(call: Call, at: datetime) -> list[Next]:
    """For as many places as are free: first the reserves who were called up, then of each school who comes next."""
    asked = _called_up(call, brussels_date(at))
    of = seats(call)
    open_still = of.free - sum(each.how == "called_up" for each in asked)
    if open_still <= 0:
        return asked
    seen = {each.candidacy.pk for each in asked}
    found = [Next(file.candidacy, "waiting", file=file) for file in waiting(call)]
    for school in _schools(call):
        following = next_of_school(call, school, at=at) if of.room_at(school) else None
        if following is not None and following[1] not in [each.file for each in found if each.file]:
            found.append(Next(following[0], "reserve", file=following[1]))
    return [*asked, *[each for each in found if each.candidacy.pk not in seen][:open_still]]


def standing_by(call: Call) -> list[Next]:
    """The first of each school's reserve list who was not called up yet, whether a place is free or not."""
    found = []
    for school in _schools(call):
        line = SchoolLine(call, school)
        first = rules.next_reserve(line.reserves())
        if first is not None:
            found.append(Next(line.candidacies[first.id], "standby", file=line.files.get(first.id)))
    return found


def granted_since(call: Call, at: datetime) -> list[Next]:
    """Who got a place from then on and has still to answer: what came free went on by itself."""
    rows = live(call).filter(state="granted", granted_at__gte=at).order_by("granted_at", "pk")
    related = rows.select_related("candidacy__learner", "candidacy__school")
    return [Next(file.candidacy, "granted", file.answer_by, file) for file in related]


def _called_up(call: Call, on: date) -> list[Next]:
    """Who was called up from a reserve list: the school hands in, or the learner answers to the place."""
    rows = live(call).filter(called_up_at__isnull=False).select_related("candidacy__learner", "candidacy__school")
    rows = rows.order_by("called_up_at", "pk")
    granted = [Next(file.candidacy, "granted", file.answer_by, file) for file in rows.filter(state="granted")]
    coming = rows.filter(state__in=FILE.sources("hand_in"), grace_until__gte=on)
    return [*granted, *(Next(file.candidacy, "called_up", file.grace_until, file) for file in coming)]


def _schools(call: Call) -> list[int]:
    rows = Enrolment.objects.filter(call=call, withdrawn_at=None).order_by("at", "pk")
    return list(rows.values_list("school", flat=True))
