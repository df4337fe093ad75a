"""How many days somebody needs to answer: as stated in `replies.toml`, corrected by what was observed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Days = Mapping[tuple[str, str], int]  # (role, channel) → days
ENOUGH = 20  # people who answered, before what was observed takes the place of what was stated
MOST_ANSWER = 0.8  # within the observed days so many of those who were asked answered
BY_MAIL, PHONE = "mail", "phone"
UNSTATED = 5


@dataclass(frozen=True, slots=True)
class Way:
    """How one requirement gets done: `steps`: role and channel, one after the other; `after`: codes that come first.

    `agreed`: the reason by which it waits for its own day only, on which it happens. `anew`: reason → steps that are
    all to come, whoever acts first.
    """

    steps: tuple[tuple[str, str], ...]
    after: tuple[str, ...] = ()
    agreed: str = ""
    anew: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


_data = tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
STATED: Days = {(role, channel): days for role, by in _data["days"].items() for channel, days in by.items()}


def _step(text: str) -> tuple[str, str]:
    role, _, channel = text.partition("/")
    return role, channel or BY_MAIL


WAYS: Mapping[str, Way] = {
    code: Way(
        tuple(map(_step, row["steps"])), tuple(row.get("after", ())), row.get("agreed", ""),
        {why: tuple(map(_step, steps)) for why, steps in row.get("anew", {}).items()},
    )
    for code, row in _data["requirements"].items()
}  # fmt: skip


def usual(observed: Sequence[int], silent: Sequence[int] = ()) -> int | None:
    """Within how many days most of those who were asked answered, never less than one; None as long as too few did.

    `silent`: for how many days who did not answer was waited for. Who was asked a day ago says nothing of two days.
    """
    if len(observed) < ENOUGH:
        return None
    for days in sorted(set(observed)):
        answered = sum(each <= days for each in observed)
        if answered >= MOST_ANSWER * (len(observed) + sum(each > days for each in silent)):
            return max(1, days)
    return None


def corrected(observed: Mapping[str, int]) -> Days:
    """The stated days, with those of answers by mail replaced by what was observed of that role."""
    return {**STATED, **{(role, BY_MAIL): days for role, days in observed.items()}}


def days_for(days: Days, role: str, channel: str = BY_MAIL) -> int:
    found = days.get((role, channel))
    return days.get((role, BY_MAIL), UNSTATED) if found is None else found
