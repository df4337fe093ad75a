"""Whatever somebody types into these forms: a message at the field or a page, never an error, never lost typing."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls import queries
from erasdu.journey.calls.models import Call
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import RoleFactory
from tests.naughty import NAUGHTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PARTS = [NAUGHTY[start::4] for start in range(4)]


@pytest.mark.parametrize("part", PARTS, ids=range(4))
def test_naughty_strings_as_names_of_organisations_and_in_searches(client_as, part: list[str]) -> None:
    client: Client = client_as(RoleFactory(coordinator=True))
    for number, text in enumerate(part):
        answer = client.post(
            reverse("organisations:create", args=["company"]), {"name": text, "country": "BE", "town": text[:90]}
        )
        assert answer.status_code in {200, 302}
        if number % 4:
            continue
        assert answer.status_code == 200 or client.get(answer.url).status_code == 200
        found = client.get(reverse("organisations:index"), {"q": text, "kind": text, "page": text, "sort": text})
        assert found.status_code == 200
    assert Organisation.objects.filter(kind="company").exists()


@pytest.mark.parametrize("part", [NAUGHTY[start::20] for start in range(3)], ids=range(3))
def test_naughty_strings_in_a_call_and_an_enrolment(client_as, part: list[str]) -> None:
    client: Client = client_as(RoleFactory(coordinator=True))
    call = CallFactory(enrolling=True)
    contact = client_as(RoleFactory(organisation=MembershipFactory(grant_agreement=call.grant_agreement).organisation))
    for text in part:
        fields = ["title_nl", "files_deadline", "min_days", "sectors", "destination", "criterion", "destination-0-country",
                  "criterion-0-weight", "criterion-0-code", "revision", "grant_agreement", "add", "drop"]  # fmt: skip
        data = dict.fromkeys(fields, text) | {"destination": ["0", text], "criterion": ["0", text]}
        answer = client.post(reverse("calls:create"), data)
        assert answer.status_code == 200
        for name in ("publish", "move_deadline"):
            answer = client.post(
                reverse(f"calls:{name}", args=[call.key]),
                {"which": text, "new": text, "reason": text, "revision": text},
            )
            assert answer.status_code in {200, 302, 409}
        enrol = contact.post(reverse("calls:enrol", args=[call.key]), {"take": text, "remark": text})
        assert enrol.status_code == 200
        shown = contact.get(reverse("calls:index"), {"q": text, "stage": text})
        assert shown.status_code == 200
    assert Call.objects.count() == 1


def test_the_poster_leads_to_the_page_where_learners_apply() -> None:
    enrolment = EnrolmentFactory()
    path = queries.join_address(enrolment).removeprefix(settings.SITE_URL)
    assert path == reverse("candidacies:join", args=[enrolment.join_code])
