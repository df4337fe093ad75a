"""Every 90 days the school looks up once more where parents are reached."""

from datetime import timedelta

import pytest
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Role
from erasdu.journey.candidacies.actions import vouch_again
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries import to_renew
from erasdu.journey.candidacies.rules.guardians import RENEW_AFTER
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused
from tests.journey.candidacies.approving import VOUCHED, contact_of, ready

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
LATER = VOUCHED + RENEW_AFTER + timedelta(days=1)


def test_what_was_looked_up_long_ago_is_asked_again_once(clock) -> None:
    row = ready(dual=False)
    ready(dual=False, minor=False, enrolment=row.enrolment)
    by, last = contact_of(row), brussels_date(LATER) - timedelta(days=1)
    assert not to_renew(by, last)
    with pytest.raises(Refused, match="^parents_looked_up$"):
        vouch_again(row, by=by, at=LATER - timedelta(days=1))
    assert list(to_renew(by, brussels_date(LATER))) == [row]
    assert not to_renew(contact_of(ready(dual=False)), brussels_date(LATER)).filter(pk=row.pk)
    vouch_again(Candidacy.objects.get(pk=row.pk), by=by, at=LATER)
    guardian = row.guardians.get()
    assert (guardian.attested_at, guardian.attested_by_id) == (LATER, by.person)
    assert guardian.attested_how == "pupil_record"
    assert not to_renew(by, brussels_date(LATER))
    assert Line.objects.filter(code="candidacy.guardians_still_right").count() == 1


def test_the_school_finds_them_on_its_page_and_answers_with_one_press(client: Client, clock) -> None:
    row = ready(dual=False)
    row.guardians.update(attested_at=clock - RENEW_AFTER - timedelta(days=1))
    client.force_login(Role.objects.get(organisation=row.school, kind="contact_point").person.account)
    assert "/candidacies/contacts/" in client.get("/").content.decode()
    shown = client.get("/candidacies/contacts/").content.decode()
    assert row.guardians.get().person.email in shown
    assert client.post(f"/candidacies/{row.key}/guardians/still-right/").status_code == 302
    assert "/candidacies/contacts/" not in client.get("/").content.decode()
