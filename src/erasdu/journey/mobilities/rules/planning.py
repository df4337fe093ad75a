"""When a stay may be: inside the call's window, and not shorter or longer than the call allows."""

from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, no


def may_plan(stay: Period, window: Period, shortest: int, longest: int) -> Verdict:
    """`shortest` and `longest` in days, both ends of the stay included."""
    if stay.start < window.start or stay.end > window.end:
        return no("stay_outside_window", start=window.start.isoformat(), end=window.end.isoformat())
    if not shortest <= stay.days <= longest:
        return no("stay_length", days=stay.days, least=shortest, most=longest)
    return YES
