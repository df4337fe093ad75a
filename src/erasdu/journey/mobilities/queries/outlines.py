"""What each step asks of a stay itself, read once for all of them and for many stays at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period

HOME = "BE"
COLUMNS = (
    "pk", "key", "person", "call", "kind", "direction", "planned_from", "planned_until", "guardians_told_at",
    "sending", "receiving", "sending__country", "sending__board", "sending__group", "call__permission_demanded",
    "receiving__board", "receiving__group",
    "destination", "destination__country", "destination__permission_demanded",
    "traveller__birth_date", "traveller__nationality", "profile__sector", "profile__candidacy",
    "profile__candidacy__birth_date", "profile__emergency_name", "profile__emergency_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outline:
    """One stay in a few facts. `candidacy`: the row that came before it, if any, whose date of birth is `applied_born`.

    `country`: where one goes abroad, "" while unknown; `home`: where one comes from. `senders`: the school that sends,
    with its board and group. `receiving`: the school in Flanders that receives, of who comes here; `receivers`: with
    its board and group. `parents_told`: who is of age and keeps the parents informed. `to_call`: the profile names whom
    to call in an emergency, and a number.
    """

    pk: int
    key: str
    person: int
    call: int
    learner: bool
    direction: str
    first: date | None
    stay: Period | None
    home: str
    senders: tuple[int, ...]
    demanded: bool
    destination: int | None
    country: str
    nationality: str
    sector: str
    candidacy: int | None
    applied_born: date | None
    traveller_born: date | None
    receiving: int | None = None
    receivers: tuple[int, ...] = ()
    parents_told: bool = False
    to_call: bool = False

    @property
    def incoming(self) -> bool:
        return self.direction == Mobility.Direction.INCOMING

    @property
    def birth_date(self) -> date | None:
        """What the school confirmed, for who applied."""
        return self.applied_born if self.candidacy else self.traveller_born


Outlines = Mapping[int, Outline]


def outlines(stays: Iterable[int]) -> dict[int, Outline]:
    """By stay. One query."""
    return {row["pk"]: _outline(row) for row in COLUMNS_OF.of(stays)}


COLUMNS_OF: Prepared[dict[str, Any]] = Prepared(lambda: Mobility.objects.filter(pk__in=THESE).values(*COLUMNS))


def _outline(row: Mapping[str, Any]) -> Outline:
    first, last = row["planned_from"], row["planned_until"]
    here = row["direction"] == Mobility.Direction.INCOMING
    return Outline(
        pk=row["pk"],
        key=row["key"],
        person=row["person"],
        call=row["call"],
        learner=row["kind"] == Mobility.Kind.LEARNER,
        direction=row["direction"],
        first=first,
        stay=Period(first, last) if first and last else None,
        home=row["sending__country"] or HOME,
        senders=_schools(row, "sending"),
        demanded=bool(row["call__permission_demanded"] or row["destination__permission_demanded"]),
        destination=row["destination"],
        country=row["destination__country"] or "",
        nationality=row["traveller__nationality"] or "",
        sector=row["profile__sector"] or "",
        candidacy=row["profile__candidacy"],
        applied_born=row["profile__candidacy__birth_date"],
        traveller_born=row["traveller__birth_date"],
        receiving=row["receiving"] if here else None,
        receivers=_schools(row, "receiving") if here else (),
        parents_told=row["guardians_told_at"] is not None,
        to_call=bool(row["profile__emergency_name"] and row["profile__emergency_phone"]),
    )


def _schools(row: Mapping[str, Any], which: str) -> tuple[int, ...]:
    """The school, its board and its group, as far as there are."""
    return tuple(pk for pk in (row[which], row[f"{which}__board"], row[f"{which}__group"]) if pk)
