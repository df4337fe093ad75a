"""The weekly programme against its rules, what days count as, and what must be signed before leaving. Plain Python."""

from erasdu.journey.agreements.rules.assessing import Assessing, can_begin
from erasdu.journey.agreements.rules.days import COUNTED, KINDS, Count, Day, counted, first_draft, weeks
from erasdu.journey.agreements.rules.law import Fault
from erasdu.journey.agreements.rules.programme import faults
from erasdu.journey.agreements.rules.signing import Facts, by_side, lacking, requirements
from erasdu.journey.agreements.rules.sources import Source, source_of

__all__ = [
    "COUNTED", "KINDS", "Assessing", "Count", "Day", "Facts", "Fault", "Source", "by_side", "can_begin", "counted",
    "faults", "first_draft", "lacking", "requirements", "source_of", "weeks",
]  # fmt: skip
