"""Roles of a person, and the scope of organisations that each covers."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from erasdu.ground.organisations import rules
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.kernel.actor import ACCOUNT_ROLES, COORDINATOR, Actor
from erasdu.kernel.memory import remembered

SCHOOLS = (Organisation.Kind.SCHOOL, Organisation.Kind.TRAINING_CENTRE)


def live_roles(person: int) -> QuerySet[Role]:
    """Roles that have not ended, at organisations that have not closed; those of an account first."""
    roles = Role.objects.filter(person_id=person, until=None, organisation__closed_at=None)
    return roles.select_related("organisation").order_by("since", "pk")


def account_roles(person: int) -> list[Role]:
    """The roles in which a person signs in, the widest first."""
    found = [role for role in live_roles(person) if role.kind in ACCOUNT_ROLES]
    return sorted(found, key=lambda role: (ACCOUNT_ROLES.index(role.kind), role.pk))


def scope_of(organisation: Organisation) -> frozenset[int]:
    """The organisation itself and every school that it acts for: a board or group for its schools."""
    if organisation.kind == Organisation.Kind.BOARD:
        below = Q(board=organisation)
    elif organisation.kind == Organisation.Kind.GROUP:
        below = Q(group=organisation) | Q(board__group=organisation)
    else:
        return frozenset({organisation.pk})
    schools = Organisation.objects.filter(below, closed_at=None).values_list("pk", flat=True)
    return frozenset({organisation.pk, *schools})


def actor_of(role: Role, *, via: str = "account", link: int | None = None) -> Actor:
    """The actor that a live role makes. A coordinator's scope is everything: rows ask `is_coordinator`."""
    scope = frozenset() if role.kind == COORDINATOR else scope_of(role.organisation)
    abroad = rules.is_abroad(role.organisation.kind)
    return Actor(role.person_id, role.kind, role.organisation_id, scope, via, link, abroad)


def with_counts(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Each row with `contacts` (live contact points) and its board and group."""
    live = Count("roles", filter=Q(roles__until=None, roles__kind=Role.Kind.CONTACT_POINT), distinct=True)
    return organisations.select_related("board", "group").annotate(contacts=live)


def people_of(organisation: Organisation, *, ended: bool = False) -> list[Role]:
    """Who acts (or, `ended`, acted) for the organisation, contact points first; learners are no part of it."""
    roles = organisation.roles.exclude(kind=Role.Kind.LEARNER).filter(until__isnull=not ended)
    found = roles.select_related("person", "person__account", "organisation").order_by("-until", "since", "pk")
    order = [kind.value for kind in Role.Kind]
    return sorted(found, key=lambda role: order.index(role.kind))


def below(organisation: Organisation) -> QuerySet[Organisation]:
    """Open schools of a board, or schools and boards of a group."""
    rows = Organisation.objects.filter(Q(board=organisation) | Q(group=organisation), closed_at=None)
    return rows.order_by("name", "pk")


def schools_in(scope: frozenset[int]) -> QuerySet[Organisation]:
    """The open schools and training centres among the organisations of a scope."""
    return Organisation.objects.filter(pk__in=scope, kind__in=SCHOOLS, closed_at=None).order_by("name", "pk")


def open_schools() -> QuerySet[Organisation]:
    """Every open school and training centre."""
    return Organisation.objects.filter(kind__in=SCHOOLS, closed_at=None).order_by("name", "pk")


def contact_points(organisations: Iterable[int]) -> dict[int, list[Person]]:
    """Organisation → its own live contact points, in one query."""
    return {pk: list(people) for pk, people in _contact_points(tuple(organisations)).items()}


CONTACT_POINTS = Prepared(
    lambda: (
        Role.objects.filter(organisation__in=THESE, kind=Role.Kind.CONTACT_POINT, until=None)
        .select_related("person")
        .order_by("since", "pk")
    )
)


@remembered
def _contact_points(organisations: tuple[int, ...]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {}
    for role in CONTACT_POINTS.of(organisations):
        found.setdefault(role.organisation_id, []).append(role.person)
    return found


def who_acts_for(school: Organisation) -> list[Person]:
    """The contact points of a school: its own, and those of its board and its groups; each person once."""
    above = {school.pk, school.board_id, school.group_id, school.board.group_id if school.board else None} - {None}
    return list(_acting_for(tuple(sorted(filter(None, above)))))


LIVE_CONTACT_POINTS = Prepared(
    lambda: (
        Role.objects.filter(
            organisation__in=THESE, kind=Role.Kind.CONTACT_POINT, until=None, organisation__closed_at=None
        )
        .select_related("person")
        .order_by("since", "pk")
    )
)


@remembered
def _acting_for(above: tuple[int, ...]) -> list[Person]:
    live = LIVE_CONTACT_POINTS.of(above)
    return list({role.person_id: role.person for role in live}.values())


def coordinators() -> list[Person]:
    """The people of the coordinator, each once."""
    roles = Role.objects.filter(kind=Role.Kind.COORDINATOR, until=None, organisation__closed_at=None)
    people = {role.person_id: role.person for role in roles.select_related("person").order_by("since", "pk")}
    return list(people.values())


def towns(organisations: QuerySet[Organisation]) -> list[str]:
    """The towns among them, by name."""
    return sorted(set(organisations.exclude(town="").order_by().values_list("town", flat=True)))


def same_person(given_name: str, family_name: str, email: str) -> Person | None:
    """Who of those with a role has this address and this name; the address alone a family may share."""
    if not email:
        return None
    same = Person.objects.filter(given_name__iexact=given_name, family_name__iexact=family_name, erased_at=None)
    acting = Role.objects.filter(person=OuterRef("pk")).exclude(kind=Role.Kind.LEARNER)
    return same.filter(Exists(acting), email__iexact=email).order_by("pk").first()


def in_sector(organisations: QuerySet[Organisation], sector: str) -> QuerySet[Organisation]:
    """Those that have the sector; SQLite knows no `contains` of JSON, so its text is read."""
    written = organisations.annotate(sectors_text=Cast("sectors", TextField()))
    return written.filter(sectors_text__contains=f'"{sector}"')


def numbers_taken() -> dict[tuple[str, str], str]:
    """("institution_number" or "oid", number) → the name of who has it."""
    rows = Organisation.objects.values_list("name", "institution_number", "oid")
    taken = [(("institution_number", number), name) for name, number, _oid in rows if number]
    return dict(taken + [(("oid", oid), name) for name, _number, oid in rows if oid])


def names_taken(kind: str) -> set[tuple[str, str]]:
    """Name and town, in lower case, of the organisations of a kind (of schools: training centres too)."""
    kinds = SCHOOLS if kind in SCHOOLS else (kind,)
    rows = Organisation.objects.filter(kind__in=kinds, closed_at=None).values_list("name", "town")
    return {(name.casefold(), town.casefold()) for name, town in rows}


def by_name(kind: str) -> dict[str, Organisation]:
    """Name in lower case → the open organisation of that kind."""
    return {each.name.casefold(): each for each in Organisation.objects.filter(kind=kind, closed_at=None)}


def by_name_or_number() -> dict[str, Organisation]:
    """Name in lower case, or institution number → the open organisation; of two with one name neither."""
    rows = list(Organisation.objects.filter(closed_at=None))
    names = Counter(each.name.casefold() for each in rows)
    found = {each.name.casefold(): each for each in rows if names[each.name.casefold()] == 1}
    return found | {each.institution_number: each for each in rows if each.institution_number}


def same_company(values: Mapping[str, object]) -> Organisation | None:
    """The open company that somebody means: by its number, else by name, town and country."""
    companies = Organisation.objects.filter(kind=Organisation.Kind.COMPANY, closed_at=None).order_by("pk")
    if number := values.get("enterprise_number"):
        return companies.filter(enterprise_number=number).first()
    if number := values.get("registration_number"):
        same = {"registration_number": number, "country": values.get("country", "")}
        if known := companies.filter(**same).first():
            return known
    given = {name: str(values.get(name, "")) for name in ("name", "town")}
    here = companies.filter(country=values.get("country", "BE"), town__iexact=given["town"])
    return here.filter(name__iexact=given["name"]).first() if given["town"] else None


def acts_already(organisation: Organisation, kind: str, email: str) -> bool:
    """Whether somebody with this address has this role there."""
    return organisation.roles.filter(kind=kind, until=None, person__email__iexact=email).exists()
