"""What a host company and a host family agree to. The host signs first, then who receives for the programme.

Facts, for both: `organisation` (the school or partner on the spot), `stay_from`, `stay_until`, `places`,
`contact_point`, `contact_phone`, `contact_mail`. For a company also `company`, `company_town`, `coordinator`, `hours`,
`mentor` and a list `tasks`; for a family `family`, `family_town`, `meals`, `paid` (yes or no) and `allowance`.
"""

from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind

FOLDER = Path(__file__).resolve().parent
SIGNERS = (("host",), ("contact_point",))
HOST = frozenset({"host"})
NOBODY: frozenset[str] = frozenset()

KINDS = (
    Kind(
        code="hosting.company",
        folder=FOLDER,
        signers=SIGNERS,
        binds={"mentor": HOST, "insurance": HOST, "data": HOST, "contact": NOBODY},
        explained=HOST,
        valid_days=60,
    ),
    Kind(
        code="hosting.family",
        folder=FOLDER,
        signers=SIGNERS,
        binds={"insurance": HOST, "data": HOST, "contact": NOBODY},
        explained=HOST,
        valid_days=60,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)
