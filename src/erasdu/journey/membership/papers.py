"""The papers with which an organisation joins: agreement, mandate, and what a partner abroad agrees to.

Facts. Cooperation: `board`, `board_address`, `board_number`, `board_contact`, the same four of `coordinator`, a list
`schools`, `valid_from`, `valid_until`, `privacy_contact`. Mandate: `form` (mandate or accession), `member`,
`member_oid`, `member_number`, `coordinator`, `coordinator_oid`, `grant_agreement`, `grant_from`, `grant_until`,
`call_year`. Partner: `role` (hosting or supporting), `outside` (yes: no adequacy decision), `partner`, `partner_town`,
`partner_country`, `partner_contact`, `coordinator`, `coordinator_contact`, a list `tasks`, `valid_from`, `valid_until`.
"""

from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind

FOLDER = Path(__file__).resolve().parent
# A board may need two people to bind it; both sign before the coordinator does.
BOARD_FIRST = (("board", "board_second"), ("coordinator",))
NOBODY: frozenset[str] = frozenset()

KINDS = (
    Kind(
        code="membership.cooperation",
        folder=FOLDER,
        signers=BOARD_FIRST,
        binds={"contact": NOBODY},
        gate="join",
        valid_days=60,
    ),
    Kind(code="membership.mandate", folder=FOLDER, signers=BOARD_FIRST, gate="join", valid_days=60),
    Kind(
        code="membership.partner",
        folder=FOLDER,
        signers=(("partner",), ("coordinator",)),
        binds={"contact": NOBODY},
        gate="join",
        valid_days=60,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)
