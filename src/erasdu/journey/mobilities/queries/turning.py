"""What turns open or comes in order, for whom, were a rule of some step another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet

from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.requirement import Requirement

AT_ONCE = 500  # stays; so that neither the memory nor one query grows without end
Facts = TypeVar("Facts")


@dataclass(slots=True)
class Turns:
    """Stays of which something opens by a rule, or comes in order, each with what; `of`: how many were looked at."""

    opens: list[tuple[Mobility, Requirement]] = field(default_factory=list)
    closes: list[tuple[Mobility, Requirement]] = field(default_factory=list)
    of: int = 0


def turned(
    rows: QuerySet[Mobility],
    read: Callable[[list[int]], Mapping[int, Facts]],
    ask: Callable[[Facts], Iterable[Requirement]],
    other: Callable[[Facts], Facts],
) -> Turns:
    """Of these stays. `read`: the facts of some, `other`: the same facts under the other rule. As many queries for five
    hundred as for one.
    """
    stays = list(rows.order_by("planned_from", "sending__name", "person__family_name", "person__given_name", "pk"))
    found = Turns(of=len(stays))
    for start in range(0, len(stays), AT_ONCE):
        part = stays[start : start + AT_ONCE]
        known = read([row.pk for row in part])
        for row in part:
            before = {item.code: item.met for item in ask(known[row.pk])}
            for item in ask(other(known[row.pk])):
                if before[item.code] != item.met:
                    (found.closes if item.met else found.opens).append((row, item))
    return found
