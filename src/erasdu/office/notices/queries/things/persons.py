"""Who acts for schools, in bulk, and how each person can be reached."""

from collections.abc import Collection, Iterable

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account, Person
from erasdu.ground.post.queries import lost_among, texts_go
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.memory import remembered
from erasdu.office.notices.rules import Reader

Acting = dict[int, tuple[int, ...]]


def acting_for(organisations: Collection[int]) -> Acting:
    """Organisation → its contact points, and those of its board and groups. Two queries."""
    return _acting_for(frozenset(organisations))


ABOVE = Prepared(lambda: Organisation.objects.filter(pk__in=THESE).values_list("pk", "board", "group", "board__group"))
CONTACT_POINTS = Prepared(
    lambda: (
        Role.objects.filter(organisation__in=THESE, kind=CONTACT_POINT, until=None, organisation__closed_at=None)
        .order_by("since", "pk")
        .values_list("organisation", "person")
    )
)


@remembered
def _acting_for(organisations: frozenset[int]) -> Acting:
    above = {pk: sorted({step for step in (pk, *steps) if step}) for pk, *steps in ABOVE.of(organisations)}
    at: dict[int, list[int]] = {}
    for organisation, person in CONTACT_POINTS.of(one for steps in above.values() for one in steps):
        at.setdefault(organisation, []).append(person)
    return {
        pk: tuple(dict.fromkeys(person for step in steps for person in at.get(step, ()))) for pk, steps in above.items()
    }


@remembered
def office() -> tuple[int, ...]:
    """The coordinators. One query."""
    rows = Role.objects.filter(kind=COORDINATOR, until=None, organisation__closed_at=None)
    return tuple(dict.fromkeys(rows.order_by("since", "pk").values_list("person", flat=True)))


def readers_of(persons: Iterable[int]) -> dict[int, Reader]:
    """How each can be reached; nobody whose data is gone, and nobody by text when no text goes out. Five queries, and
    one more where texts go."""
    people = list(Person.objects.filter(pk__in=set(persons), erased_at=None))
    addresses, others = addresses_of(people), seconds_of(people)
    roles = Role.objects.filter(person__in=people, until=None, kind__in=(CONTACT_POINT, COORDINATOR))
    staff = dict(roles.order_by("kind").values_list("person", "kind"))
    numbers = numbers_of(people)
    return {
        row.pk: Reader(
            row.pk,
            staff.get(row.pk, ""),
            bool(addresses[row.pk]),
            row.pk in numbers,
            others.get(row.pk, "") not in ("", addresses[row.pk]),
        )
        for row in people
    }


def addresses_of(people: Collection[Person]) -> dict[int, str]:
    """Where mail for each goes: after one came back, to the address with which they sign in, when that is another."""
    lost = lost_among([person.pk for person in people])
    accounts = Account.objects.filter(person__in=lost, is_active=True).values_list("person", "email")
    second = dict(accounts) if lost else {}
    return {person.pk: person.email if person.pk not in lost else _other(person, second) for person in people}


def numbers_of(people: Collection[Person]) -> dict[int, str]:
    """To which number a text message for each goes: of a learner that of the form. Nobody when no text goes out."""
    if not texts_go():
        return {}
    known = {person.pk: person.phone for person in people if person.phone}
    return readiness.mobiles(person.pk for person in people if not person.phone) | known


def seconds_of(people: Collection[Person]) -> dict[int, str]:
    """The address with which each signs in, of who has one and gets mail at another."""
    accounts = Account.objects.filter(person__in=people, is_active=True).values_list("person", "email")
    found = {person.pk: person for person in people}
    return {pk: email for pk, email in accounts if _other(found[pk], {pk: email})}


def _other(person: Person, second: dict[int, str]) -> str:
    found = second.get(person.pk, "")
    return found if found.lower() != person.email.lower() else ""
