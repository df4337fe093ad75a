"""Whether somebody may still sleep where a bed is booked for good: a check may have fallen away since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from erasdu.journey.candidacies.rules import minor_days
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.queries.checks import home_facts
from erasdu.journey.hosting.queries.commitments import HOME, Certain, certain
from erasdu.journey.mobilities.models import Traveller
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict


def may_receive(home: rules.HomeFacts, born: date | None, days: Period) -> Verdict:
    """Whether the home may receive this traveller; of an unknown age one is treated as a minor."""
    minor = minor_days(born, days) if born else days
    return rules.proposable(home, minor.end if minor else days.end, minor=minor is not None)


def doubtful(booked: Mapping[int, Sequence[Certain]], born: Mapping[int, date | None]) -> set[int]:
    """Stays of which a bed holds no longer, as the checks of the home are now. A home that pauses keeps who is booked.

    Two queries, none where nobody sleeps.
    """
    beds = [one for several in booked.values() for one in several if one.subject[0] == HOME]
    facts = home_facts({one.subject[1] for one in beds}) if beds else {}
    return {
        one.mobility
        for one in beds
        if not may_receive(replace(facts[one.subject[1]], paused=False), born.get(one.mobility), one.days)
    }


def doubtful_now(stays: Sequence[int]) -> set[int]:
    """The same of some stays. Four queries at most, none when nobody is asked about."""
    if not stays:
        return set()
    born = Traveller.objects.filter(mobility__in=stays).values_list("mobility", "birth_date")
    return doubtful(certain(stays), dict(born))
