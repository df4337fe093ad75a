"""The papers with which an organisation joins: agreement, mandate, and what a partner abroad agrees to.

Facts. Cooperation: `board`, `board_address`, `board_number`, `board_contact`, the same four of `coordinator`, a list
`schools`, `valid_from`, `valid_until`, `privacy_contact`. Mandate: `form` (mandate or accession), `member`,
`member_oid`, `member_number`, `coordinator`, `coordinator_oid`, `grant_agreement`, `grant_from`, `grant_until`,
`call_year`. Partner: `role` (hosting or supporting), `outside` (yes: no adequacy decision), `partner`, `partner_town`,
`partner_country`, `partner_contact`, `coordinator`, `coordinator_contact`, a list `tasks`, `valid_from`, `valid_until`.
All: `authority_board` (or `authority_partner`) and `authority_coordinator`, pairs of who signs and on what that rests.
"""

from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind

FOLDER = Path(__file__).resolve().parent
# A board may need two people to bind it; both sign before the coordinator does.
BOARD_FIRST = (("board", "board_second"), ("coordinator",))
COORDINATOR = frozenset({"coordinator"})
# Who represents a party, and on what that rests, touches that party alone; whom one calls touches nobody.
OF_MEMBER = {"authority_board": frozenset(BOARD_FIRST[0]), "authority_coordinator": COORDINATOR}
OF_PARTNER = {"authority_partner": frozenset({"partner"}), "authority_coordinator": COORDINATOR}
NOBODY: frozenset[str] = frozenset()
COOPERATION, MANDATE, PARTNER = "membership.cooperation", "membership.mandate", "membership.partner"

KINDS = (
    Kind(
        code=COOPERATION,
        folder=FOLDER,
        signers=BOARD_FIRST,
        binds={**OF_MEMBER, "contact": NOBODY},
        gate="join",
        valid_days=60,
    ),
    Kind(code=MANDATE, folder=FOLDER, signers=BOARD_FIRST, binds=OF_MEMBER, gate="join", valid_days=60),
    Kind(
        code=PARTNER,
        folder=FOLDER,
        signers=(("partner",), ("coordinator",)),
        binds={**OF_PARTNER, "contact": NOBODY},
        gate="join",
        valid_days=60,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)
