"""What was told about health goes thirty days after the return, and not before."""

from datetime import timedelta

import pytest

from erasdu.ground.paperwork.models import Document, Signature
from erasdu.journey.mobilities import actions as mobilities
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention import actions
from tests.factories.candidacies import CandidacyFactory
from tests.factories.paperwork import paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["mobilities.health", "candidacies.emergency_contact"])
@pytest.mark.parametrize(("days", "left"), [(29, True), (30, False), (200, False)])
def test_a_month_after_the_return_the_answers_are_gone(at, kind: str, days: int, left: bool) -> None:
    candidacy = CandidacyFactory(applied=True)
    stay = mobilities.open_for_learner(
        candidacy.call,
        candidacy.learner,
        candidacy.school,
        profile=candidacy.profile,
        destination=None,
        by=SYSTEM,
        at=at,
    )
    back = at.date()
    type(stay).objects.filter(pk=stay.pk).update(planned_from=back - timedelta(days=12), planned_until=back)
    paper(stay, kind, "learner", person=candidacy.learner, signed=True, answers={"diet": "kanarie"})
    actions.run(dry=True, by=SYSTEM, at=at + timedelta(days=days))
    assert Signature.objects.get().answers
    actions.run(dry=False, by=SYSTEM, at=at + timedelta(days=days))
    assert bool(Signature.objects.get().answers) == left
    assert Document.objects.count() == 1
