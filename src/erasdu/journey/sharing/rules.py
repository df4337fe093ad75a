"""What may be shared, with whom, and until when. The lists are data: `allowed.toml` and `transfers.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from erasdu.journey.candidacies.rules import age
from erasdu.kernel.verdict import YES, Verdict, no

FOLDER = Path(__file__).resolve().parent
Value = str | Sequence[str]
Snapshot = dict[str, "str | list[str]"]
AFTER_STAY = timedelta(days=30)
OPEN_LASTS = timedelta(minutes=30)  # an opened profile; after that opening it again is kept again
COPY_LASTS = timedelta(days=60)  # a printed profile says when it must be destroyed

FIELDS: dict[str, tuple[str, str]] = {
    code: (nl, en) for code, (nl, en) in tomllib.loads((FOLDER / "allowed.toml").read_text("utf-8"))["fields"].items()
}
COMPANY, FAMILY = "company", "family"
# Of what may leave only what that host needs: a company does not read who smokes, a family not what is done at work.
NEEDED: dict[str, tuple[str, ...]] = {
    COMPANY: (
        "given_name", "age_band", "occupation", "also_close", "tasks_can", "tasks_want", "languages", "expectations",
        "learn_work",
    ),
    FAMILY: (
        "given_name", "age_band", "languages", "character", "hobbies", "transport", "smokes", "pets", "shares_room",
    ),
}  # fmt: skip
_transfers = tomllib.loads((FOLDER / "transfers.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Adequacy:
    """A decision on one country; `until` is its last day, None when it has none."""

    country: str
    since: date
    until: date | None
    source: str

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


EEA: frozenset[str] = frozenset(_transfers["eea"]["countries"])
ADEQUATE = tuple(
    Adequacy(each["country"], each["since"], each.get("until"), each["source"]) for each in _transfers["adequate"]
)


def free_countries(on: date) -> frozenset[str]:
    """Where data may go on that day without a ground of its own."""
    return EEA | {each.country for each in ADEQUATE if each.holds(on)}


def snapshot(facts: Mapping[str, Value]) -> Snapshot:
    """Of what is known only what is allowed, and of that only what says something."""
    found: Snapshot = {}
    for code in FIELDS:
        value = facts.get(code)
        if value:
            found[code] = value if isinstance(value, str) else list(value)
    return found


def for_host(shared: Mapping[str, Value], host: str) -> Snapshot:
    """What a copy for that kind of host holds."""
    return {
        code: value if isinstance(value, str) else list(value) for code, value in shared.items() if code in NEEDED[host]
    }


def age_band(born: date, on: date) -> str:
    """No year, but what the rules on work of minors turn on: of age, 16 or 17, or younger."""
    years = age(born, on)
    return "18+" if years >= 18 else "16-17" if years >= 16 else "-16"


def needs_ground(country: str, on: date) -> bool:
    """Whether sending data there needs a ground of its own."""
    return country not in EEA and not any(one.country == country and one.holds(on) for one in ADEQUATE)


def may_transfer(country: str, on: date, *, ground: bool) -> Verdict:
    """Inside the EEA and to adequate countries; elsewhere only once a coordinator recorded on what ground."""
    return YES if ground or not needs_ground(country, on) else no("transfer_without_ground", country=country)


def expires(planned_until: date | None, window_end: date) -> date:
    """The last day of a share: a month after the stay."""
    return (planned_until or window_end) + AFTER_STAY
