"""What each column holds about a person: class, legal basis, how long, and whether it may be shared.

A model says it once, beside its columns::

    privacy = declare("learner", (TECHNICAL, "id key revision"), (CANDIDATE, "birth_date"))

`person` is the path from the row to the person it is about ("self" for the person's own row, "" for
none). docs/privacy.md is generated from these declarations and a check refuses a column without one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Privacy:
    """`basis`: article of the GDPR. `keep`: code of a retention rule in office/retention."""

    code: str
    personal: bool
    basis: str
    keep: str
    shareable: bool


TECHNICAL = Privacy("technical", False, "none", "row", False)
PUBLIC = Privacy("public", False, "none", "programme", True)
ORGANISATION = Privacy("organisation", False, "6(1)(f)", "programme", True)
CONTACT = Privacy("contact", True, "6(1)(f)", "role_end_6_months", False)
NAME = Privacy("name", True, "6(1)(b)", "candidate", True)
CANDIDATE = Privacy("candidate", True, "6(1)(b)", "candidate", False)
PROFILE = Privacy("profile", True, "6(1)(b)", "candidate", True)
HOUSING = Privacy("housing", True, "6(1)(b)", "candidate", True)
GUARDIAN = Privacy("guardian", True, "6(1)(e)", "candidate", False)
ASSESSMENT = Privacy("assessment", True, "6(1)(e)", "scores_12_months", False)
EVIDENCE = Privacy("evidence", True, "6(1)(c)", "grant_file", False)
CONSENT = Privacy("consent", True, "6(1)(a)", "candidate", False)
SECURITY = Privacy("security", True, "6(1)(f)", "security_12_months", False)
MAIL = Privacy("mail", True, "6(1)(e)", "mail_12_months", False)
HEALTH = Privacy("health", True, "9(2)(a)", "return_30_days", False)

CLASSES = (
    TECHNICAL, PUBLIC, ORGANISATION, CONTACT, NAME, CANDIDATE, PROFILE, HOUSING,
    GUARDIAN, ASSESSMENT, EVIDENCE, CONSENT, SECURITY, MAIL, HEALTH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    person: str
    columns: dict[str, Privacy]


def declare(person: str, *groups: tuple[Privacy, str]) -> Declaration:
    """`person`: path to the person; each group: a class and the columns (space between) that have it."""
    columns: dict[str, Privacy] = {}
    for privacy, names in groups:
        for name in names.split():
            if name in columns:
                raise ValueError(f"column declared twice: {name}")
            columns[name] = privacy
    return Declaration(person, columns)
