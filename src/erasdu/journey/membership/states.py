"""The life of a membership: from interest over signing to active.

What is stored is what people decided. A membership whose papers are out is *signing* in the database; whether its
agreement and mandate are in force is read from the papers, so "complete" and "lapse" are never written.
"""

from erasdu.kernel.lifecycle import Lifecycle, Step

INTEREST, SIGNING, ACTIVE, ENDED = "interest", "signing", "active", "ended"

MEMBERSHIP = Lifecycle(
    "membership",
    initial=INTEREST,
    states=(INTEREST, SIGNING, ACTIVE, ENDED),
    steps=(
        Step("send", (INTEREST, SIGNING, ENDED), SIGNING),
        Step("complete", (SIGNING,), ACTIVE),
        Step("lapse", (ACTIVE,), SIGNING),
        Step("activate", (INTEREST, SIGNING, ENDED), ACTIVE),
        Step("end", (INTEREST, SIGNING, ACTIVE), ENDED),
    ),
)


def standing(stored: str, *, agreed: bool, mandated: bool, closed: bool) -> str:
    """What a membership is, from what was decided and how its papers are; `access.standing_on` says it in SQL.

    By hand it is active whatever the papers are; by its papers only as long as both are in force.
    """
    if closed:
        return stored if stored == INTEREST else ENDED
    if stored == SIGNING and agreed and mandated:
        return ACTIVE
    return stored
