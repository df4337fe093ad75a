"""What the database refuses about candidacies."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.candidacies import CandidacyFactory, GuardianFactory

pytestmark = pytest.mark.django_db


def test_a_learner_has_one_candidacy_in_a_call() -> None:
    first = CandidacyFactory(applied=True, eligible=True, dual=True, counselled=True)
    with transaction.atomic(), pytest.raises(IntegrityError):
        CandidacyFactory(enrolment=first.enrolment, learner=first.learner, role=False)


def test_a_minor_has_at_most_two_guardians() -> None:
    one = GuardianFactory()
    GuardianFactory(candidacy=one.candidacy, position=2, relation="father")
    with transaction.atomic(), pytest.raises(IntegrityError):
        GuardianFactory(candidacy=one.candidacy, position=3)
