"""A visa for one country or for certain days is typed as such, and the coordinator says where papers serve too."""

from datetime import timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import actions, queries
from erasdu.journey.preparation.models import EntryRule, TravelPaper
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import FIRST, LAST, stay_abroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEEN = {"kind": "visa", "seen_by": "An Claes", "seen_on": AT.date().isoformat(), "valid_until": LAST.isoformat()}


@pytest.fixture
def role():
    return RoleFactory(coordinator=True)


def going(role, country: str = "PT") -> Mobility:
    """For whom a visa is needed there."""
    stay = stay_abroad(country=country)
    said = {"outcome": "visa", "source": "Ambassade", "on": AT.date()}
    actions.decide_entry(stay, **said, by=actor_of(role), at=AT)
    return stay


def why(role, stay: Mobility) -> str:
    return queries.page(actor_of(role), stay, AT.date()).items["entry_permit"].why


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"given": "ES"}, "entry_serves"),
        ({"given": "ES", "limited": "on"}, "entry_one_country"),
        ({"given": "PT", "limited": "on"}, "entry_visa"),
        ({"given": "PT", "longest": "2"}, "entry_too_few_days"),
        ({"given": "PT", "longest": "90"}, "entry_visa"),
        ({"given": "PT", "first_day": (FIRST + timedelta(days=1)).isoformat()}, "entry_begins_later"),
        ({"given": "PT", "first_day": FIRST.isoformat()}, "entry_visa"),
    ],
)
def test_what_is_typed_is_judged(role, client_as, typed: dict[str, str], reason: str) -> None:
    stay = going(role)
    client = client_as(role)
    assert client.post(f"/preparation/stay/{stay.key}/seen/", SEEN | typed).status_code == 302
    assert why(role, stay) == reason
    page = client.get(f"/preparation/stay/{stay.key}/").content.decode()
    assert ("alleen voor dat land" in page.split('id="seen"')[0]) == ("limited" in typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "passport", "longest": "90"}, "Dit wordt alleen van een visum gevraagd"),
        ({"kind": "residence", "limited": "on"}, "Dit wordt alleen van een visum gevraagd"),
        ({"first_day": (LAST + timedelta(days=1)).isoformat()}, "Dit is na de dag tot wanneer het geldig is"),
        ({"longest": "0"}, 'aria-invalid="true"'),
        ({"longest": "veel"}, 'aria-invalid="true"'),
    ],
)
def test_what_cannot_be_says_so_at_its_field(role, client_as, typed: dict[str, str], says: str) -> None:
    stay = going(role)
    answer = client_as(role).post(f"/preparation/stay/{stay.key}/seen/", SEEN | typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not TravelPaper.objects.exists()


def test_the_coordinator_sees_and_replaces_where_a_visa_serves_too(role, client_as) -> None:
    stay = going(role)
    client = client_as(role)
    client.post(f"/preparation/stay/{stay.key}/seen/", SEEN | {"given": "ES"})
    assert why(role, stay) == "entry_serves"
    page = client.get("/preparation/countries/").content.decode()
    assert "?too=visa_too&amp;home=schengen&amp;to=schengen&amp;days=90#replace" in page
    typed = {
        "too": "visa_too", "home": "schengen", "to": "PT", "days": "0", "since": AT.date().isoformat(),
        "source": "SEF, telefoon", "verified": "on",
    }  # fmt: skip
    looked = client.post("/preparation/countries/add/", typed).content.decode()
    assert str(stay.person) in looked, "whom it touches, beforehand"
    assert not EntryRule.objects.exists()
    assert client.post("/preparation/countries/add/", typed | {"seen": "1"}).status_code == 302
    assert why(role, stay) == "entry_other_country"
    row = EntryRule.objects.get()
    assert "daar dient het niet" in client.get("/preparation/countries/").content.decode()
    looked = client.post(f"/preparation/countries/{row.key}/end/").content.decode()
    assert str(stay.person) in looked
    client.post(f"/preparation/countries/{row.key}/end/", {"seen": "1"})
    assert why(role, stay) == "entry_serves"


@pytest.mark.parametrize("wrong", [{"days": ""}, {"days": "-1"}, {"home": "XX"}, {"too": "visa"}, {"source": ""}])
def test_a_row_that_says_nothing_is_not_kept(role, client_as, wrong: dict[str, str]) -> None:
    typed = {
        "too": "visa_too",
        "home": "ES",
        "to": "PT",
        "days": "9",
        "since": "2026-11-26",
        "source": "x",
        "seen": "1",
    }
    assert client_as(role).post("/preparation/countries/add/", typed | wrong).status_code == 422
    assert not EntryRule.objects.exists()
