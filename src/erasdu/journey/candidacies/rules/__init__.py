"""The rules of applying: the form, age, approvals, guardians, whose contact data these are, and handing in."""

from erasdu.journey.candidacies.rules.age import (
    ADULT,
    OLDEST,
    YOUNGEST,
    age,
    check_birth_date,
    comes_of_age,
    is_minor,
    minor_days,
)
from erasdu.journey.candidacies.rules.approvals import running
from erasdu.journey.candidacies.rules.form import (
    FIELDS,
    LEVELS,
    NO_LEVEL,
    SHORTEST_TEXT,
    SKILLS,
    Part,
    check_complete,
    level,
    parts,
    progress,
)
from erasdu.journey.candidacies.rules.handing_in import Facts, requirements

__all__ = [
    "ADULT",
    "FIELDS",
    "LEVELS",
    "NO_LEVEL",
    "OLDEST",
    "SHORTEST_TEXT",
    "SKILLS",
    "YOUNGEST",
    "Facts",
    "Part",
    "age",
    "check_birth_date",
    "check_complete",
    "comes_of_age",
    "is_minor",
    "level",
    "minor_days",
    "parts",
    "progress",
    "requirements",
    "running",
]
