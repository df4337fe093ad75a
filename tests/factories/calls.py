"""Calls and enrolments for tests, around the moment of `tests.conftest.AT` (Monday 23 November 2026)."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.journey.calls.models import Call, Criterion, Destination, Enrolment, Expected
from erasdu.kernel.keys import ALPHABET
from tests.factories.membership import GrantAgreementFactory, MembershipFactory
from tests.factories.organisations import SchoolFactory

CREATED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
CRITERIA = (
    ("MOTIVATION", "Motivatie", "Motivation", 40, []),
    ("MATURITY", "Maturiteit", "Maturity", 30, ["PERSONAL", "VOCATIONAL"]),
    ("LANGUAGE", "Basiskennis van de taal van het doelland", "Basic knowledge of the language", 15, []),
    ("PRACTICAL", "Akkoord met de praktische afspraken", "Agreement with the practical arrangements", 15, []),
)


class DestinationFactory(DjangoModelFactory):
    class Meta:
        model = Destination

    country = "ES"
    place = "Sevilla"
    starts_on = date(2027, 3, 7)
    ends_on = date(2027, 3, 20)
    places = 8


class CallFactory(DjangoModelFactory):
    """Published and open for candidate files; `draft`, `enrolling`, `preparing`, `closed`, `archived` say otherwise.

    It has the four standard criteria and two destinations.
    """

    class Meta:
        model = Call
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state="draft", published_at=None)
        published = factory.Trait(state="published")
        enrolling = factory.Trait(
            enrolment_deadline=date(2026, 12, 4), files_opening=date(2026, 12, 14), files_deadline=date(2027, 1, 13)
        )
        preparing = factory.Trait(
            enrolment_deadline=date(2026, 11, 13), files_opening=date(2026, 12, 1), files_deadline=date(2026, 12, 18)
        )
        closed = factory.Trait(
            enrolment_deadline=date(2026, 9, 18), files_opening=date(2026, 9, 21), files_deadline=date(2026, 11, 13)
        )
        archived = factory.Trait(state="archived", archived_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC))

    grant_agreement = factory.SubFactory(GrantAgreementFactory)
    state = "published"
    published_at = CREATED
    created_at = CREATED
    title_nl = factory.Sequence(lambda n: f"Voorjaar 2027 ({n})")
    title_en = factory.Sequence(lambda n: f"Spring 2027 ({n})")
    text_nl = "Twee weken stage in het buitenland."
    text_en = "Two weeks of internship abroad."
    enrolment_deadline = date(2026, 11, 6)
    files_opening = date(2026, 11, 16)
    files_deadline = date(2026, 12, 9)
    stay_from = date(2027, 3, 7)
    stay_until = date(2027, 3, 27)
    min_days = 10
    max_days = 19
    sectors = factory.LazyFunction(lambda: ["hospitality", "health_care", "retail"])
    seats = 20

    @factory.post_generation
    def with_criteria(self: Call, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            for position, (code, nl, en, weight, parts) in enumerate(CRITERIA):
                Criterion.objects.create(
                    call=self, code=code, name_nl=nl, name_en=en, weight=weight, parts=parts, position=position
                )

    @factory.post_generation
    def with_destinations(self: Call, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            DestinationFactory(call=self, country="ES", place="Sevilla", places=12, position=0)
            DestinationFactory(call=self, country="PT", place="Porto", places=8, position=1)


class EnrolmentFactory(DjangoModelFactory):
    """Of a school that is an active member under the call's grant agreement."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        withdrawn = factory.Trait(withdrawn_at=datetime(2026, 10, 1, 8, 0, tzinfo=UTC))

    call = factory.SubFactory(CallFactory)
    school = factory.SubFactory(SchoolFactory)
    at = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
    learner_deadline = date(2026, 11, 30)
    join_code = factory.Sequence(lambda n: _code(n))

    @factory.post_generation
    def with_membership(self: Enrolment, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            known = type(self).objects.filter(pk=self.pk, school__in=_members(self.call.grant_agreement_id)).exists()
            if not known:
                MembershipFactory(organisation=self.school, grant_agreement=self.call.grant_agreement)

    @factory.post_generation
    def with_expected(self: Enrolment, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            Expected.objects.create(enrolment=self, sector="hospitality", learners=3)


def _code(number: int) -> str:
    """Eight signs of the alphabet of join codes, another one for each number."""
    signs = ""
    for _ in range(8):
        number, rest = divmod(number, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return signs.upper()


def _members(grant_agreement: int) -> object:
    return MembershipFactory._meta.model.objects.filter(grant_agreement=grant_agreement).values("organisation")
