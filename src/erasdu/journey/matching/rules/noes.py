"""What a no is about, so that the same is not proposed to the same learner again.

- A **company** does not receive this learner: none of its places is left, whoever keeps them.
- A **family** does not: none of its rooms is left. Its place of work stands.
- A **partner abroad** answers for the place of work, and may have another; for a home that it keeps the family's own
  answer stands beside it.
- A **school**, sending or receiving, and a **partner that sends** look at the whole: the place, the home, and the way
  between. Which of them it is, is for a person to read in the reason and to rule out; what surely may not be again is
  these two at once. So the learner keeps one of the two where that helps.
"""

from __future__ import annotations

from typing import Literal

About = Literal["company", "place", "home", "both"]


def no_is_about(party: str, direction: str) -> About:
    """`party` and `direction` as an answer and a stay have them."""
    if party in ("company", "family"):
        return "company" if party == "company" else "home"
    return "place" if party == "partner" and direction == "outgoing" else "both"
