"""Persons and accounts for tests; each trait is named after what it makes true."""

from datetime import UTC, datetime

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from erasdu.ground.people.models import Account, Person

SINCE = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory):
    """Without an account; `english=True` reads English, `unreachable=True` has no address."""

    class Meta:
        model = Person

    class Params:
        english = factory.Trait(language="en")
        unreachable = factory.Trait(email="")
        erased = factory.Trait(erased_at=SINCE)

    given_name = factory.Sequence(lambda n: f"Amina{n}")
    family_name = "Janssens"
    email = factory.Sequence(lambda n: f"amina{n}@school.example")
    created_at = SINCE


class AccountFactory(DjangoModelFactory):
    """With a verified address; `second_factor=True` has a passkey, so that nothing more is asked."""

    class Meta:
        model = Account
        django_get_or_create = ("person",)
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    email = factory.SelfAttribute("person.email")
    created_at = SINCE
    password = "!"

    @factory.post_generation
    def address(self: Account, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            EmailAddress.objects.get_or_create(
                user=self, email=self.email, defaults={"verified": True, "primary": True}
            )

    @factory.post_generation
    def second_factor(self: Account, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted:
            Authenticator.objects.create(user=self, type=Authenticator.Type.WEBAUTHN, data={})
