"""Whether a learner can come: age, days and who answers for a minor; until when a partner nominates; what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from erasdu.journey.calls.rules import is_late
from erasdu.journey.candidacies.rules import check_birth_date, is_minor
from erasdu.journey.mobilities.rules import may_plan
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, all_of, no


@dataclass(frozen=True, slots=True)
class Nominee:
    """What is known of who is nominated. `guardians`: how many can be reached."""

    born: date
    first: date | None = None
    last: date | None = None
    guardians: int = 0


def is_open(
    *, published: bool, incoming: bool, at: datetime, deadline: date, window: Period, coordinator: bool
) -> Verdict:
    """Partners nominate until the end of the day by which files are due; the coordinator until the stays begin."""
    last = window.start if coordinator else deadline
    return all_of(
        YES if published else no("call_not_published"),
        YES if incoming else no("call_receives_nobody"),
        no("nominations_closed", deadline=last.isoformat()) if is_late(at, last) else YES,
    )


def faults(who: Nominee, window: Period, shortest: int, longest: int) -> Iterator[tuple[str, Verdict]]:
    """Field and reason of what keeps this learner from being nominated."""
    if not (fits := check_birth_date(who.born, window)):
        yield "birth_date", fits
    if (who.first is None) != (who.last is None):
        yield ("wished_until" if who.last is None else "wished_from"), no("wished_half")
    elif who.first and who.last:
        if who.last < who.first:
            yield "wished_until", no("wished_turned")
        elif not (stays := may_plan(Period(who.first, who.last), window, shortest, longest)):
            yield "wished_from", stays
    if is_minor(who.born, who.first or window.start) and not who.guardians:
        yield "guardian_given_name", no("home_guardian_missing")


def own_contacts(values: Mapping[str, object]) -> Iterator[tuple[str, Verdict]]:
    """Fields by which a learner would answer as their own parent: what is sent there must reach somebody else."""
    for name in ("email", "phone"):
        own = str(values.get(name) or "").casefold()
        if own and own == str(values.get(f"guardian_{name}") or "").casefold():
            yield f"guardian_{name}", no(f"guardian_{name}_own")


ASKED = ("gender", "nationality", "occupation", "emergency_name", "emergency_phone")


def lacking(known: Mapping[str, object], *, minor: bool, guardians: int) -> tuple[str, ...]:
    """What the partner still has to say of a learner, in the order of the form."""
    open_ones = [name for name in ASKED if not known.get(name)]
    return (*open_ones, *(["guardian"] if minor and not guardians else []))
