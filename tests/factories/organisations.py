"""Organisations, persons, accounts and roles for tests; each trait is named after what it makes true."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account, Person

SINCE = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory):
    """Without an account."""

    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Noor{n}")
    family_name = "Peeters"
    email = factory.Sequence(lambda n: f"noor{n}@example.org")
    created_at = SINCE


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = Account
        django_get_or_create = ("person",)

    person = factory.SubFactory(PersonFactory)
    email = factory.SelfAttribute("person.email")
    created_at = SINCE
    password = "!"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        closed = factory.Trait(closed_at=SINCE)

    kind = "school"
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    street = "Kerkstraat 1"
    postal_code = "2800"
    town = "Mechelen"
    created_at = SINCE


class SchoolFactory(OrganisationFactory):
    name = factory.Sequence(lambda n: f"Atheneum De Brug {n}")
    institution_number = factory.Sequence(lambda n: f"{30000 + n:06d}")
    sectors = factory.LazyFunction(lambda: ["hospitality", "health_care"])


class TrainingCentreFactory(SchoolFactory):
    kind = "training_centre"
    name = factory.Sequence(lambda n: f"Centrum Leren en Werken {n}")


class BoardFactory(OrganisationFactory):
    kind = "board"
    name = factory.Sequence(lambda n: f"Schoolbestuur De Linde {n}")


class GroupFactory(OrganisationFactory):
    kind = "group"
    name = factory.Sequence(lambda n: f"Scholengemeenschap Netevallei {n}")


class CompanyFactory(OrganisationFactory):
    kind = "company"
    name = factory.Sequence(lambda n: f"Bakkerij Het Witte Brood {n}")


class PartnerFactory(OrganisationFactory):
    kind = "partner"
    name = factory.Sequence(lambda n: f"Formación Sur {n}")
    town = "Sevilla"
    postal_code = "41001"
    country = "ES"


class CoordinatorOrganisationFactory(OrganisationFactory):
    kind = "coordinator"
    name = factory.Sequence(lambda n: f"Coördinatie vzw {n}")


class RoleFactory(DjangoModelFactory):
    """A contact point of a new school, with an account; `RoleFactory(teacher=True, organisation=school)` has none."""

    class Meta:
        model = Role
        skip_postgeneration_save = True

    class Params:
        contact_point = factory.Trait(kind="contact_point")
        teacher = factory.Trait(kind="teacher")
        counsellor = factory.Trait(kind="counsellor")
        interviewer = factory.Trait(kind="interviewer")
        learner = factory.Trait(kind="learner")
        coordinator = factory.Trait(kind="coordinator", organisation=factory.SubFactory(CoordinatorOrganisationFactory))
        administrator = factory.Trait(
            kind="administrator", organisation=factory.SubFactory(CoordinatorOrganisationFactory)
        )
        ended = factory.Trait(until=datetime(2026, 10, 1, 7, 0, tzinfo=UTC))

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(SchoolFactory)
    kind = "contact_point"
    since = SINCE

    @factory.post_generation
    def account(self: Role, create: bool, extracted: object, **kwargs: object) -> None:
        """An account for roles that sign in; `account=False` makes none."""
        if (
            create
            and extracted is not False
            and self.kind in {"contact_point", "coordinator", "administrator", "learner"}
        ):
            AccountFactory(person=self.person)
