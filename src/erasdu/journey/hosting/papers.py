"""What a host company and a host family agree to. The host signs first, then who receives for the programme.

Facts, for both: `organisation` (the school or partner on the spot), `stay_from`, `stay_until`, `places`,
`contact_point`, `contact_phone`, `contact_mail`. For a company also `company`, `company_town`, `coordinator`, `hours`,
`mentor` and a list `tasks`; for a family `family`, `family_town`, `meals`, `paid` (yes or no) and `allowance`.
"""

from collections.abc import Sequence
from datetime import time
from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind
from erasdu.journey.candidacies.papers import listed
from erasdu.journey.hosting.rules import Schedule
from erasdu.kernel.typeset.formats import DAYS

FOLDER = Path(__file__).resolve().parent
SIGNERS = (("host",), ("contact_point",))
HOST = frozenset({"host"})
NOBODY: frozenset[str] = frozenset()

COMPANY, FAMILY = "hosting.company", "hosting.family"
CODES = (COMPANY, FAMILY)

KINDS = (
    Kind(
        code=COMPANY,
        folder=FOLDER,
        signers=SIGNERS,
        binds={"mentor": HOST, "insurance": HOST, "data": HOST, "contact": NOBODY},
        explained=HOST,
        gate="depart",
        valid_days=60,
    ),
    Kind(
        code=FAMILY,
        folder=FOLDER,
        signers=SIGNERS,
        binds={"insurance": HOST, "data": HOST, "contact": NOBODY},
        explained=HOST,
        gate="depart",
        valid_days=60,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)


# -- facts in words --------------------------------------------------------------------------------

MEALS = {"nl": "ontbijt en avondmaal", "en": "breakfast and dinner"}
DINNER = {"nl": "{meals}, aan tafel om {hour}\u00a0u.", "en": "{meals}, dinner at {hour}"}
AS_AGREED = {"nl": "de gewone uren, per leerling afgesproken", "en": "ordinary hours, agreed for each learner"}
HOURS = {"nl": "{days}, {first}–{last}\u00a0u.", "en": "{days}, {first}–{last}"}


def town(name: str, country: str, language: str) -> str:
    return ", ".join(filter(None, [name, listed([country], language)]))


def meals(dinner_at: time | None, language: str) -> str:
    usual = MEALS[language]
    return DINNER[language].format(meals=usual, hour=_clock(dinner_at, language)) if dinner_at else usual


def hours(schedules: Sequence[Schedule], language: str) -> str:
    """Days and times when they are the same at every place; else as agreed for each learner."""
    known = {(tuple(one.days), one.starts_at, one.ends_at) for one in schedules}
    days, first, last = next(iter(known)) if len(known) == 1 else ((), None, None)
    if not days or first is None or last is None:
        return AS_AGREED[language]
    return HOURS[language].format(
        days=_days(days, language), first=_clock(first, language), last=_clock(last, language)
    )


def _days(days: Sequence[int], language: str) -> str:
    """`ma–vr` for days in a row, else each of them."""
    names = [DAYS[language][day - 1] for day in sorted(days)]
    in_a_row = len(days) > 2 and max(days) - min(days) == len(days) - 1
    return f"{names[0]}–{names[-1]}" if in_a_row else ", ".join(names)


def _clock(at: time, language: str) -> str:
    return f"{at:%H.%M}" if language == "nl" else f"{at:%H:%M}"
