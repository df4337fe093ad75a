"""Gates are answered by the last step; without one bound, everything is refused."""

from datetime import date

import pytest

from erasdu.ground.journal import gates
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.verdict import YES
from tests.factories.organisations import SchoolFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def test_unbound_it_refuses(settings) -> None:
    settings.GATEKEEPER = ""
    verdict = gates.ask(HAND_IN, SchoolFactory(), ON)
    assert not verdict
    assert verdict.code == "gate_unbound"


def test_bound_it_asks_the_gatekeeper(settings) -> None:
    schools = SchoolFactory.create_batch(2)
    settings.GATEKEEPER = "tests.gatekeeper.answer"
    assert gates.ask_all(HAND_IN, schools, ON) == {school.pk: YES for school in schools}


def test_an_unknown_gate_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        gates.ask("nonsense", SchoolFactory(), ON)
