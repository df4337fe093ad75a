"""What a host company and a host family agree to. The host signs first, then who receives for the programme.

Facts, for both: `organisation` (the school or partner on the spot), `stay_from`, `stay_until`, `places`,
`contact_point`, `contact_phone`, `contact_mail`, and `beside` (yes when another language stands beside it). For a
company also `company`, `company_town`, `coordinator`, `hours`, `mentor` and a list `tasks`; for a family `family`,
`family_town`, `meals`, `paid` (yes or no) and `allowance`.
"""

from collections.abc import Sequence
from datetime import time
from functools import cache
from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Content, Facts, Kind, parse_content
from erasdu.journey.candidacies.words.content import country_name
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
        binds={"mentor": HOST, "insurance": HOST, "data": HOST, "contact": NOBODY, "reading": NOBODY},
        explained=HOST,
        gate="depart",
        valid_days=60,
    ),
    Kind(
        code=FAMILY,
        folder=FOLDER,
        signers=SIGNERS,
        binds={"insurance": HOST, "data": HOST, "contact": NOBODY, "reading": NOBODY},
        explained=HOST,
        gate="depart",
        valid_days=60,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)


@cache
def wording_beside(name: str, language: str) -> Content:
    """One of the papers in a language in which it stands beside the one that is signed."""
    return parse_content((FOLDER / "content" / f"{name}.{language}.toml").read_text(encoding="utf-8"))


# -- facts in words --------------------------------------------------------------------------------

MEALS = {
    "nl": "ontbijt en avondmaal", "en": "breakfast and dinner", "fr": "petit-déjeuner et repas du soir",
    "de": "Frühstück und Abendessen", "es": "desayuno y cena", "pt": "pequeno-almoço e jantar",
}  # fmt: skip
DINNER = {
    "nl": "{meals}, aan tafel om {hour}\u00a0u.", "en": "{meals}, dinner at {hour}", "fr": "{meals}, à table à {hour}",
    "de": "{meals}, Abendessen um {hour}", "es": "{meals}, cena a las {hour}", "pt": "{meals}, jantar às {hour}",
}  # fmt: skip
AS_AGREED = {
    "nl": "de gewone uren, per leerling afgesproken", "en": "ordinary hours, agreed for each learner",
    "fr": "heures habituelles, convenues pour chaque élève", "de": "übliche Zeiten, für jede Person vereinbart",
    "es": "horario habitual, acordado para cada persona", "pt": "horário habitual, combinado para cada pessoa",
}  # fmt: skip
HOURS = {"nl": "{days}, {first}–{last}\u00a0u."}
HOURS_ELSEWHERE = "{days}, {first}–{last}"


def town(name: str, country: str, language: str) -> str:
    return ", ".join(filter(None, [name, country_name(country, language) if country else ""]))


def meals(dinner_at: time | None, language: str) -> str:
    usual = MEALS[language]
    return DINNER[language].format(meals=usual, hour=_clock(dinner_at, language)) if dinner_at else usual


def hours(schedules: Sequence[Schedule], language: str) -> str:
    """Days and times when they are the same at every place; else as agreed for each learner."""
    known = {(tuple(one.days), one.starts_at, one.ends_at) for one in schedules}
    days, first, last = next(iter(known)) if len(known) == 1 else ((), None, None)
    if not days or first is None or last is None:
        return AS_AGREED[language]
    return HOURS.get(language, HOURS_ELSEWHERE).format(
        days=_days(days, language), first=_clock(first, language), last=_clock(last, language)
    )


def _days(days: Sequence[int], language: str) -> str:
    """`ma–vr` for days in a row, else each of them."""
    names = [DAYS[language][day - 1] for day in sorted(days)]
    in_a_row = len(days) > 2 and max(days) - min(days) == len(days) - 1
    return f"{names[0]}–{names[-1]}" if in_a_row else ", ".join(names)


def _clock(at: time, language: str) -> str:
    return f"{at:%H.%M}" if language == "nl" else f"{at:%H:%M}"
