"""The first scene: the consortium comes together."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from erasdu.demo.cast import CAST, address, phone
from erasdu.ground.organisations import actions as organisations
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.membership import actions as membership
from erasdu.journey.membership.models import GrantAgreement
from erasdu.kernel.actor import Actor

ON_PAPER = "Op papier ondertekend; het origineel ligt bij de coördinator."


@dataclass
class School:
    """A school with those who act for it."""

    organisation: Organisation
    sectors: list[str]
    contact: Role
    teachers: list[Role]
    counsellor: Role | None

    @property
    def actor(self) -> Actor:
        return actor_of(self.contact)


@dataclass
class Consortium:
    coordinator: Role
    schools: list[School] = field(default_factory=list)
    partners: list[Role] = field(default_factory=list)
    companies: dict[str, Organisation] = field(default_factory=dict)
    grants: dict[int, GrantAgreement] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return actor_of(self.coordinator)


def come_together(today: date, at: datetime) -> Consortium:
    """Coordinator, group, boards, schools with their people, partners, companies, grants and memberships."""
    first = CAST["people"][0]["name"]
    coordinator = organisations.found(
        CAST["coordinator"] | {"country": "BE", "enterprise_number": _enterprise(7), "phone": "+3293000000"},
        **_person(first),
        at=at,
    )
    all_of_it = Consortium(coordinator)
    by = all_of_it.actor
    second = CAST["people"][1]["name"]
    organisations.add_contact(coordinator.organisation, "administrator", **_person(second), by=by, at=at)
    groups = [_group(row, number, by, at) for number, row in enumerate(CAST["groups"])]
    boards = [_board(row, number, groups, by, at) for number, row in enumerate(CAST["boards"])]
    for number, row in enumerate(CAST["schools"]):
        all_of_it.schools.append(_school(row, number, boards, by, at + timedelta(minutes=5 * number)))
    for number, row in enumerate(CAST["partners"]):
        all_of_it.partners.append(_partner(row, number, by, at))
    for number, sector in enumerate(sorted({sector for school in all_of_it.schools for sector in school.sectors})):
        town = all_of_it.schools[number % len(all_of_it.schools)].organisation
        values = {
            "name": CAST["companies"][sector], "town": town.town,
            "postal_code": town.postal_code, "country": "BE", "sectors": [sector],
            "enterprise_number": _enterprise(300 + number),
        }  # fmt: skip
        all_of_it.companies[sector] = organisations.create("company", by=by, at=at, values=values)
    for year, code in (
        (2023, "2023-1-BE02-KA121-VET-000900123"),
        (today.year, f"{today.year}-1-BE02-KA121-VET-000900456"),
    ):
        all_of_it.grants[year] = _grant(year, code, all_of_it, at)
    return all_of_it


def _grant(year: int, code: str, all_of_it: Consortium, at: datetime) -> GrantAgreement:
    by, start = all_of_it.actor, date(year, 6, 1)
    grant = membership.create_grant_agreement(
        project_code=code,
        title=f"ErasDu {year}",
        call_year=year,
        starts_on=start,
        ends_on=date(year + 2, 5, 31),
        by=by,
        at=at,
    )
    # The last school has reported its interest only: somebody has to do something about it.
    for school in all_of_it.schools:
        taken = membership.take_in(school.organisation, grant, by=by, at=at)
        if year == 2023 or school is not all_of_it.schools[-1]:
            membership.activate(taken, reason=ON_PAPER, by=by, at=at)
    return grant


def _partner(row: dict[str, Any], number: int, by: Actor, at: datetime) -> Role:
    """The partner's contact point, who reads English."""
    values = {name: row[name] for name in ("name", "town", "country")}
    more = {"oid": f"E1091{number:04}", "sectors": ["hospitality", "retail", "health_care"]}
    made = organisations.create("partner", by=by, at=at, values=values | more)
    return organisations.add_contact(
        made, "contact_point", **_person(row["contact"]), language="en", phone=phone(number + 71), by=by, at=at
    )


def receive_in(all_of_it: Consortium, country: str, town: str, at: datetime) -> Role:
    """A partner where nobody of the cast receives."""
    number = len(all_of_it.partners)
    row = {"name": f"Aprendo {town}", "town": town, "country": country, "contact": ["Robin", f"Marel {number}"]}
    role = _partner(row, number, all_of_it.actor, at)
    all_of_it.partners.append(role)
    return role


def _group(row: dict[str, Any], number: int, by: Actor, at: datetime) -> Organisation:
    values = {name: row[name] for name in ("name", "town", "postal_code")}
    group = organisations.create(
        "group", by=by, at=at, values={**values, "country": "BE", "enterprise_number": _enterprise(40 + number)}
    )
    organisations.add_contact(group, "contact_point", **_person(row["contact"]), by=by, at=at)
    return group


def _board(row: dict[str, Any], number: int, groups: list[Organisation], by: Actor, at: datetime) -> Organisation:
    values = {name: row[name] for name in ("name", "street", "town", "postal_code")}
    numbers = {"country": "BE", "enterprise_number": _enterprise(70 + number), "oid": f"E1092{number:04}"}
    group = groups[row["group"]] if "group" in row else None
    return organisations.create("board", by=by, at=at, values={**values, **numbers, "group": group})


def _school(row: dict[str, Any], number: int, boards: list[Organisation], by: Actor, at: datetime) -> School:
    values = {name: row[name] for name in ("name", "street", "town", "postal_code", "sectors")}
    numbers = {"country": "BE", "institution_number": f"{990100 + number}", "oid": f"E1093{number:04}"}
    board = boards[row["board"]] if "board" in row else None
    kind = str(row.get("kind", "school"))
    made = organisations.create(
        kind, by=by, at=at, values={**values, **numbers, "board": board, "phone": "+3292000000"}
    )
    sectors = [str(sector) for sector in row["sectors"]]
    contact = organisations.add_contact(
        made, "contact_point", **_person(row["contact"]), phone=phone(number + 11), by=by, at=at
    )
    teachers = [organisations.add_contact(made, "teacher", **_person(name), by=by, at=at) for name in row["teachers"]]
    counsellor = row.get("counsellor")
    helper = organisations.add_contact(made, "counsellor", **_person(counsellor), by=by, at=at) if counsellor else None
    return School(made, sectors, contact, teachers, helper)


def _person(name: Any) -> dict[str, str]:
    """`name`: given and family name, as the cast has it."""
    given_name, family_name = str(name[0]), str(name[1])
    return {"given_name": given_name, "family_name": family_name, "email": address(given_name, family_name)}


def _enterprise(number: int) -> str:
    """A number with the right check digits, from a range that is not given out."""
    first = f"0999{number:04}"
    return f"{first}{97 - int(first) % 97:02}"
