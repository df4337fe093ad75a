"""Who acts in the tests of candidacies."""

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from tests.conftest import AT


def learner_role(candidacy: Candidacy) -> Role:
    """The learner's role, with the privacy notice read, so that pages open at once."""
    role = Role.objects.get(person=candidacy.learner_id, kind="learner", until=None)
    give_notice(role.person, "learner", "screen", at=AT)
    return role


def learner(candidacy: Candidacy) -> Actor:
    return actor_of(Role.objects.get(person=candidacy.learner_id, kind="learner", until=None))
