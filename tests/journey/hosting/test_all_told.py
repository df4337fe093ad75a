"""What a company or a family tells is shown to who keeps it, and to the learner what one needs to live there."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from erasdu.journey.hosting.models import Home
from erasdu.journey.hosting.queries.learner import what_learner_sees
from erasdu.journey.hosting.queries.pages import untold
from erasdu.journey.hosting.words.content import OUTCOMES, Learned
from tests.factories.hosting import BookingFactory, CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def role() -> Any:
    return RoleFactory()


def read(client_as: Any, role: Any, page: str, key: str) -> str:
    text: str = client_as(role).get(reverse(page, args=[key])).content.decode()
    return text


def test_a_company_page_tells_hours_tools_and_codes(client_as: Any, role: Any) -> None:
    company = CompanyFactory(keeper=role.organisation)
    PlacementFactory(company=company, tools="combi steamer", days=[1, 2, 4], hours_a_week=Decimal("24.0"), shifts=True)
    page = read(client_as, role, "hosting:company", company.key)
    assert "combi steamer" in page
    assert "maandag, dinsdag, donderdag" in page
    assert "24 uur per week, werk in ploegen" in page
    learned = OUTCOMES["cook"]
    assert f"ISCED-F {learned.isced_f}" in page
    assert f'href="http://data.europa.eu/esco/occupation/{learned.esco}"' in page


def test_a_code_that_no_list_can_hold_is_refused() -> None:
    for wrong in ({"isced_f": "101"}, {"isco": "51 20"}, {"esco": "cook"}):
        with pytest.raises(ValueError, match="no code of"):
            Learned(**{"isced_f": "", "isco": "", "esco": "", "outcomes": {}, **wrong})


def test_a_home_page_tells_who_is_there(client_as: Any, role: Any) -> None:
    home = HomeFactory(keeper=role.organisation, occupation="verpleegkundige", lively=True, someone_home=False)
    page = read(client_as, role, "hosting:home", home.key)
    for word, said in (("Beroep", "verpleegkundige"), ("Gezin", "levendig"), ("Er is meestal iemand thuis", "nee")):
        assert f"<dt>{word}</dt><dd>{said}</dd>" in page
    assert "meestal iemand thuis" not in " ".join(untold(home))


def test_a_learner_reads_who_lives_there_in_the_words_of_the_household() -> None:
    home = HomeFactory(children="dois, 8 e 11", smoking=Home.Smoking.OUTSIDE, house_rules="Sapatos à porta")
    type(home.contact).objects.filter(pk=home.contact_id).update(language="pt")
    booking = BookingFactory(placement=None, room=RoomFactory(home=home), state="confirmed")
    for language, smoking in (("nl", "alleen buiten"), ("pt", "só lá fora"), ("en", "only outside")):
        with override(language):
            seen = what_learner_sees(booking.mobility)
            page = render_to_string("hosting/parts/seen.html", {"seen": seen, "own": True})
        assert '<dd lang="pt">dois, 8 e 11</dd>' in page
        assert '<dd lang="pt">Sapatos à porta</dd>' in page
        assert f"<dd>{smoking}</dd>" in page
