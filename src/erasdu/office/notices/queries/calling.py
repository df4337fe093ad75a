"""Whom to telephone today: the one list, of what the table says, of mail that does not arrive or would be too slow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.urls import reverse

from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call as MobilityCall
from erasdu.journey.hosting import access as hosting
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness import rules as readiness_rules
from erasdu.journey.readiness.queries import Reach
from erasdu.kernel.actor import Actor
from erasdu.office.notices import rules
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.pages import Text, what
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing

Row = TypeVar("Row")
SEEN = 3  # things to say in one call, and names of one thing; of more the others are folded
OPEN = 5  # people who stand open; of the others a line each until it is opened
# Where a school writes down the number of who acts at home.
AT_HOME = "who"  # the part of a home's form with who answers for it
FORMS = {"guardian": "candidacies:guardians", "training_company": "candidacies:company_signer"}


def _first(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Those that are seen at once, and the others, unless it is only one."""
    seen = SEEN if len(rows) > SEEN + 1 else len(rows)
    return rows[:seen], rows[seen:]


@dataclass(slots=True)
class Reason:
    """One thing to telephone about, of all learners of whom it is the same. `since`: when they were asked to sign, if
    they were. `lost`: whose mail came back, to ask for another address.
    """

    what: Text
    things: list[Thing]
    since: date | None = None
    lost: Sequence[Reach] = ()

    @property
    def thing(self) -> Thing:
        """What it is about: of several the first, whose days are those of all."""
        return self.things[0]

    @property
    def named(self) -> Sequence[Thing]:
        return _first(self.things)[0]

    @property
    def folded(self) -> Sequence[Thing]:
        return _first(self.things)[1]

    @property
    def gone(self) -> bool:
        """As fast as people answer by mail, the learner will miss the departure."""
        return self.thing.safe is not None and self.thing.safe.gone

    @property
    def order(self) -> tuple[bool, date, date]:
        """What makes somebody miss the departure first, then who leaves the soonest, then what had to begin first."""
        stay, safe = self.thing.stay, self.thing.safe
        leaves = stay.planned_from if stay else None
        begin = safe.start_by if safe else None
        return (not self.gone, leaves or date.max, begin or self.thing.item.by or date.max)

    def is_alike(self, other: Reason) -> bool:
        one, two = self.thing, other.thing
        days = [(it.item.by, it.safe and (it.safe.start_by, it.safe.ready_on, it.safe.gone)) for it in (one, two)]
        leaves = [it.stay and it.stay.planned_from for it in (one, two)]
        alike = str(self.what) == str(other.what) and days[0] == days[1] and leaves[0] == leaves[1]
        return alike and bool(one.name) and self.since == other.since and not self.lost and not other.lost


@dataclass(slots=True)
class Call:
    """Somebody to telephone, with everything to say in one call; of a school each of those who act for it.

    `ask`: who knows the number, when nobody wrote one down, and in which role; `fill`: the page where it is written
    down. `role`: who it is, when nobody is known. `mine`: it is the reader's own turn. `unreachable`: mail does not
    arrive; `no_address`: there is none to write to.
    """

    people: Sequence[Reach]
    role: str
    mine: bool
    unreachable: bool
    no_address: bool
    reasons: list[Reason] = field(default_factory=list)
    ask: tuple[str, Sequence[Reach]] = ("", ())
    fill: str = ""

    def say(self, reason: Reason) -> None:
        """What is the same of several learners once, with their names."""
        same = next((one for one in self.reasons if one.is_alike(reason)), None)
        if same is None:
            self.reasons.append(reason)
        else:
            same.things += reason.things

    @property
    def first_reasons(self) -> Sequence[Reason]:
        return _first(self.reasons)[0]

    @property
    def more_reasons(self) -> Sequence[Reason]:
        return _first(self.reasons)[1]

    @property
    def first(self) -> Thing:
        return self.reasons[0].thing

    @property
    def order(self) -> tuple[bool, date, date]:
        return self.reasons[0].order

    @property
    def has_number(self) -> bool:
        return any(one.phone for one in self.people)

    @property
    def gone(self) -> bool:
        return any(reason.gone for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Calls:
    """`others`: who comes first, open; `rest`: the others, folded. `of`: the calls for mobility about which somebody
    must be telephoned, to choose one.
    """

    mine: Sequence[Call]
    others: Sequence[Call]
    rest: Sequence[Call]
    of: Sequence[MobilityCall]


def calls(actor: Actor, on: date, call: str = "") -> Calls:
    """Everybody once: by whom a departure is missed first, then who leaves the soonest. `call`: key of the only one."""
    found = planned.world(on)
    rows = rules.to_call(table(), found.items, found.readers, on)
    rows = [row for row in rows if actor.is_coordinator or actor.person in row.callers]
    about = {thing.call.pk: thing.call for row in rows if (thing := found.things[row.item.key]).call}
    if call:
        rows = [row for row in rows if (of := found.things[row.item.key].call) and of.key == call]
    roles = {pk: reader.role for pk, reader in found.readers.items()}
    shown = _together(actor, rows, found.things, roles)
    for each in shown:
        each.reasons.sort(key=lambda reason: reason.order)
    shown.sort(key=lambda each: each.order)
    others = [each for each in shown if not each.mine]
    return Calls(
        [each for each in shown if each.mine], others[:OPEN], others[OPEN:],
        sorted(about.values(), key=lambda each: (each.stay_from, each.pk)),
    )  # fmt: skip


def _together(
    actor: Actor, rows: Iterable[rules.Call], things: Mapping[str, Thing], roles: Mapping[int, str]
) -> list[Call]:
    """What is said to the same people in one call, in the given order. `roles`: of the people who are known."""
    rows = list(rows)
    stays = {thing.stay.pk: thing.stay for row in rows if (thing := things[row.item.key]).stay}
    acts, since = (readiness.who_acts(stays), readiness.asked_since(stays)) if stays else ({}, {})
    persons = Person.objects.in_bulk({row.person for row in rows if row.person})
    # A learner writes a mobile number in the form; somebody else's stands with the person.
    mobiles = readiness.mobiles(pk for pk, one in persons.items() if not one.phone)
    shown: dict[object, Call] = {}
    for row in rows:
        thing = things[row.item.key]
        need, stay = thing.requirement, thing.stay
        one = persons.get(row.person)
        if row.person:
            people = [Reach(str(one), one.phone or mobiles.get(one.pk, ""), one.pk)] if one else []
            role, reason = "", Reason(what(row.item.what, thing), [thing])
        else:
            assert need is not None
            assert stay is not None
            people, role = acts.get((stay.pk, need.who), []), need.who
            lost = need.why.removeprefix(readiness_rules.LOST) if need.why.startswith(readiness_rules.LOST) else ""
            said, asked = what(row.item.what, thing), since.get((stay.pk, need.who))
            reason = Reason(said, [thing], asked, acts.get((stay.pk, lost), []))
        mine = actor.person in {each.person for each in people}
        key = tuple(each.person or each.name for each in people) or (role, stay and stay.pk)
        nowhere = row.unreachable and one is not None and not one.email
        there = shown.setdefault(key, Call(people, role, mine, row.unreachable and not nowhere, nowhere))
        if not there.reasons and not there.has_number and stay is not None:
            asked_role = role or roles.get(row.person, "") or (need.who if need else "")
            to = rules.to_ask(asked_role, actor.role, incoming=stay.direction == stay.Direction.INCOMING)
            there.ask, there.fill = (to, acts.get((stay.pk, to), [])), _fill(asked_role, thing, actor)
        there.say(reason)
    found = list(shown.values())
    with_host_pages(actor, [each for each in found if each.fill])
    return found


def with_host_pages(actor: Actor, lacking: Sequence[Call]) -> None:
    """The number of who answers for a company or home is written down on its own page. Two queries, or none."""
    persons = {one.person for each in lacking for one in each.people if one.person}
    if not persons:
        return
    homes = hosting.homes_for(actor).filter(contact__in=persons, withdrawn_at=None)
    pages = {
        row.contact_id: reverse("hosting:edit_home", args=[row.key, AT_HOME])
        for row in homes
        if hosting.may_edit_home(actor, row)
    }
    companies = hosting.companies_for(actor).filter(contact__in=persons, withdrawn_at=None)
    pages |= {
        row.contact_id or 0: reverse("hosting:edit_company", args=[row.key])
        for row in companies
        if hosting.may_edit_company(actor, row)
    }
    for each in lacking:
        each.fill = next((pages[one.person] for one in each.people if one.person in pages), each.fill)


def _fill(role: str, thing: Thing, actor: Actor) -> str:
    """Where the number of who acts in that role for this stay is written down."""
    stay = thing.stay
    assert stay is not None
    if role in FORMS and thing.dossier and actor.is_contact_point:
        return reverse(FORMS[role], args=[thing.dossier])
    here, abroad = stay.sending, stay.receiving
    if stay.direction == stay.Direction.INCOMING:
        here, abroad = stay.receiving or stay.sending, stay.sending
    if role == "contact_point":
        return reverse("organisations:show", args=[here.key])
    if role == "partner" and abroad is not None:
        return reverse("organisations:show", args=[abroad.key])
    return reverse("mobilities:show", args=[stay.key])
