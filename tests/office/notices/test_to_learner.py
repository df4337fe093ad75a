"""What a learner who must act reads in the mail of the day: what to do, and an address that opens for them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from erasdu.journey.preparation.models import TravelPaper
from erasdu.office.notices.queries import digests
from erasdu.office.notices.queries.things import Thing, things
from tests.conftest import AT
from tests.factories.organisations import AccountFactory
from tests.journey.insurance.insuring import stay_abroad
from tests.journey.mobilities.staying import learner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.requirement("R34")
def test_the_mail_says_what_to_do_and_its_address_opens_for_the_learner(client_as: Callable[..., Client]) -> None:
    stay = stay_abroad()
    role, last = learner_of(stay), stay.planned_until
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    seen = {"entered_at": AT, "seen_on": AT.date(), "seen_by": "Els Maes"}
    TravelPaper.objects.create(mobility=stay, kind="identity", valid_until=last - timedelta(days=1), **seen)

    def told(on: date) -> tuple[Thing, str]:
        (thing,) = (one for one in things(on) if one.item.what == "travel_document")
        return thing, digests.words("digest", role.person, [thing], [], "", on)[1]

    thing, text = told(AT.date())
    assert thing.item.readers["self"] == (role.person_id,)
    assert "Toon je paspoort of identiteitskaart op school." in text
    assert role.person.given_name not in text.partition("\n")[2], "nobody reads their own name as of another"
    (address,) = re.findall(r"https?://\S+", text)
    assert client_as(role).get(urlsplit(address).path).status_code == 200

    _thing, away = told(stay.planned_from + timedelta(days=2))
    assert "De laatste dag was" not in away, "every day counts while somebody is away"
