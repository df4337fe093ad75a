"""The days of a stay as a strip: stretches of the same kind, measured in days from the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from erasdu.journey.insurance import rules
from erasdu.journey.insurance.rules.covers import DOES
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Part:
    """`x` and `width` in days; `what`: a span, or "covered", "gap" or "unneeded"."""

    what: str
    x: int
    width: int
    days: Period


def days_of(facts: rules.Facts) -> list[Part]:
    """What is done on which days; of a day of the journey that is worked too, the journey."""
    if facts.stay is None:
        return []
    kinds = {day: span.kind for span in reversed(facts.spans) for day in _days(span.days)}
    kinds |= {day: span.kind for span in facts.spans if span.kind.startswith("travel") for day in _days(span.days)}
    return _parts(facts.stay, kinds)


def drawn(facts: rules.Facts, kind: str, gaps: Iterable[rules.Gap]) -> list[Part]:
    """Which days of one kind are covered, which are not, and on which it is not needed."""
    if facts.stay is None:
        return []
    activities = facts.asked.activities(kind)
    needed = {day for span in facts.spans if activities & set(DOES[span.kind]) for day in _days(span.days)}
    bare = {day for gap in gaps for day in _days(gap.days)}
    states = {day: "gap" if day in bare else "covered" if day in needed else "unneeded" for day in _days(facts.stay)}
    return _parts(facts.stay, states)


def _parts(stay: Period, states: dict[date, str]) -> list[Part]:
    found = []
    for what, group in groupby(_days(stay), key=states.__getitem__):
        days = list(group)
        found.append(Part(what, (days[0] - stay.start).days, len(days), Period(days[0], days[-1])))
    return found


def _days(period: Period) -> Sequence[date]:
    return [period.start + timedelta(days=number) for number in range(period.days)]
