"""Demo mode: on by setting, never in production, and never beside real accounts."""

from django.conf import settings

from erasdu.ground.people.queries import real_accounts
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def may_demo() -> Verdict:
    """Whether the demo may be loaded and its doors may be used."""
    return all_of(
        no("demo_in_production") if settings.PRODUCTION else YES,
        YES if settings.DEMO else no("demo_off"),
        no("demo_real_accounts") if real_accounts() else YES,
    )
