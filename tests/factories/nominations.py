"""Foreign learners whom a partner nominates, around `tests.conftest.AT` (23 November 2026).

`NominationFactory()` is nominated and adult; traits: `minor`, `accepted`, `withdrawn`.
"""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.journey.mobilities.models import Mobility, Party, Traveller
from erasdu.journey.nominations import queries, rules
from erasdu.journey.nominations.models import Guardian, HomePaper, Nomination
from tests.factories.calls import CallFactory
from tests.factories.candidacies import ProfileFactory
from tests.factories.organisations import PartnerFactory, PersonFactory

NOMINATED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HELD = {"valid_from": date(2026, 9, 1), "valid_until": date(2028, 8, 31)}  # longer than any stay


class IncomingFactory(DjangoModelFactory):
    """The stay of a foreign learner, with its parties and what is asked of who travels."""

    class Meta:
        model = Mobility
        skip_postgeneration_save = True

    call = factory.SubFactory(CallFactory, incoming=True)
    person = factory.SubFactory(PersonFactory, language="en")
    direction = "incoming"
    kind = "learner"
    sending = factory.SubFactory(PartnerFactory)
    profile = factory.SubFactory(ProfileFactory, person=factory.SelfAttribute("..person"))
    opened_at = NOMINATED
    born = date(2008, 1, 15)

    @factory.post_generation
    def with_parties(self: Mobility, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            Party.objects.create(mobility=self, person=self.person, role="learner", since=NOMINATED)
            Party.objects.create(mobility=self, organisation=self.sending, role="sending", since=NOMINATED)
            if self.receiving:
                Party.objects.create(mobility=self, organisation=self.receiving, role="receiving", since=NOMINATED)

    @classmethod
    def _create(cls, model_class: type[Mobility], *args: object, born: date, **kwargs: object) -> Mobility:
        made: Mobility = super()._create(model_class, *args, **kwargs)
        Traveller.objects.create(mobility=made, birth_date=born, gender="f", nationality="PT")
        return made


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination
        skip_postgeneration_save = True

    class Params:
        born = date(2008, 1, 15)
        minor = factory.Trait(
            born=date(2010, 6, 1), guardian=factory.RelatedFactory(
                "tests.factories.nominations.HomeGuardianFactory", factory_related_name="nomination"
            ),
        )  # fmt: skip
        accepted = factory.Trait(state="accepted", accepted_at=NOMINATED)
        withdrawn = factory.Trait(
            state="withdrawn", withdrawn_at=NOMINATED, mobility__state="cancelled", mobility__cancelled_at=NOMINATED
        )

    call = factory.SubFactory(CallFactory, incoming=True)
    partner = factory.SubFactory(PartnerFactory)
    mobility = factory.SubFactory(
        IncomingFactory, call=factory.SelfAttribute("..call"), sending=factory.SelfAttribute("..partner"),
        born=factory.SelfAttribute("..born"),
    )  # fmt: skip
    way = "form"
    nominated_at = NOMINATED


class HomeGuardianFactory(DjangoModelFactory):
    class Meta:
        model = Guardian

    nomination = factory.SubFactory(NominationFactory)
    person = factory.SubFactory(PersonFactory, family_name="Fonseca", phone="+351913000111", language="en")
    relation = "mother"
    position = 1


def consented(nomination: Nomination) -> None:
    """Learner and parents agreed at home, and that paper was accepted: a host may be promised."""
    accepted(nomination, "consent", **HELD)


def accepted(nomination: Nomination, kind: str, **holds: date) -> HomePaper:
    """A paper that somebody looked at, with all that must stand in it of a minor, for the days and place of now."""
    present = None if kind == rules.CARD else [clause.code for clause in rules.CLAUSES[kind]]
    agreed_for = queries.terms_now(nomination) if kind == rules.AGREEMENT else None
    given = {"present": present, "agreed_for": agreed_for, "sent_at": NOMINATED, **holds}
    return HomePaper.objects.create(nomination=nomination, kind=kind, state="accepted", **given)
