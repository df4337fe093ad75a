"""Candidacies, profiles and guardians for tests, around `tests.conftest.AT` (23 November 2026).

`CandidacyFactory()` is a confirmed draft with an empty form; traits say what else is true:
`unconfirmed` (came by link), `complete` (form filled in, not handed to the school), `applied`, `withdrawn`,
`refused`, `eligible`, `minor`, `dual`, `counselled`.
"""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies.models import Candidacy, Guardian, Profile
from tests.factories.calls import EnrolmentFactory
from tests.factories.organisations import AccountFactory, CompanyFactory, PersonFactory, RoleFactory

CREATED = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
APPLIED = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
COMPLETE = {
    "street": "Kerkstraat 12",
    "postal_code": "2800",
    "town": "Mechelen",
    "mobile": "+32470123456",
    "emergency_name": "Fatima El Amrani",
    "emergency_phone": "+32471123456",
    "study_programme": "Grootkeuken en restaurant duaal",
    "study_year": "6",
    "sector": "hospitality",
    "occupation": "cook",
    "complementary": "yes",
    "tasks_can": ["wash_cut", "measure", "clean_kitchen", "plate"],
    "tasks_want": ["sauces", "desserts"],
    "languages": {
        "en": {"listening": "A2", "reading": "A2", "conversation": "A2", "speaking": "A1", "writing": "A1"},
        "es": {"listening": "none", "reading": "none", "conversation": "none", "speaking": "none", "writing": "none"},
        "pt": {"listening": "none", "reading": "none", "conversation": "none", "speaking": "none", "writing": "none"},
    },
    "character": ["punctual", "calm", "helpful"],
    "answers": {"good_at": "working in a team", "learn_work": "the local kitchen", "proud": "my first menu"},
    "texts_nl": {
        "motivation": "Ik wil graag leren hoe een keuken in een ander land werkt.",
        "difficult": "Dan vraag ik hulp aan mijn begeleider.",
        "later": "Ik wil later een eigen zaak.",
    },
    "texts_en": {
        "motivation": "I want to learn how a kitchen works in another country.",
        "difficult": "Then I ask my mentor for help.",
        "later": "I want my own restaurant later.",
    },
    "smokes": "no",
    "pets": "fine",
    "shares_room": "yes",
}


class ProfileFactory(DjangoModelFactory):
    """Empty; `complete` fills in all that a form needs before it goes to the school."""

    class Meta:
        model = Profile

    class Params:
        complete = factory.Trait(**COMPLETE)

    person = factory.SubFactory(PersonFactory)


class CandidacyFactory(DjangoModelFactory):
    """Its learner has an account and a role at the school, unless `role=False`."""

    class Meta:
        model = Candidacy
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state="draft")
        unconfirmed = factory.Trait(way="link", confirmed_at=None)
        confirmed = factory.Trait(confirmed_at=CREATED)
        complete = factory.Trait(
            profile=factory.SubFactory(ProfileFactory, complete=True, person=factory.SelfAttribute("..learner")),
            first_choice=factory.LazyAttribute(lambda row: _destination(row.call.pk, 0)),
            second_choice=factory.LazyAttribute(lambda row: _destination(row.call.pk, 1)),
        )
        applied = factory.Trait(complete=True, state="applied", applied_at=APPLIED)
        withdrawn = factory.Trait(
            state="withdrawn", withdrawn_at=APPLIED, withdrawal_reason="Kiest voor een werkstage."
        )
        refused = factory.Trait(state="refused", way="link", confirmed_at=None, withdrawn_at=APPLIED)
        eligible = factory.Trait(eligible_at=APPLIED, track="third_grade", enrolled_at_school=True, agreement="none")
        minor = factory.Trait(birth_date=date(2009, 6, 14))
        dual = factory.Trait(agreement="oao", training_company=factory.SubFactory(CompanyFactory))
        counselled = factory.Trait(has_counsellor=True)

    enrolment = factory.SubFactory(EnrolmentFactory)
    call = factory.SelfAttribute("enrolment.call")
    school = factory.SelfAttribute("enrolment.school")
    learner = factory.SubFactory(PersonFactory)
    profile = factory.SubFactory(ProfileFactory, person=factory.SelfAttribute("..learner"))
    way = "school"
    state = "draft"
    birth_date = date(2008, 3, 2)
    created_at = CREATED
    confirmed_at = CREATED

    @factory.post_generation
    def role(self: Candidacy, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            RoleFactory(person=self.learner, organisation=self.school, kind="learner")
            AccountFactory(person=self.learner)


class GuardianFactory(DjangoModelFactory):
    class Meta:
        model = Guardian

    candidacy = factory.SubFactory(CandidacyFactory, minor=True)
    person = factory.SubFactory(PersonFactory, given_name="Fatima", family_name="El Amrani")
    relation = "mother"
    position = 1


def _destination(call: int, position: int) -> Destination | None:
    return Destination.objects.filter(call=call, position=position).first()
