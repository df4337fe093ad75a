"""Mail that did not arrive, and letters that wait to go: a contact point sees those of its own people, and no others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from erasdu.ground.jobs.models import Job
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from erasdu.office.notices.queries import waiting
from erasdu.office.notices.queries.planned import AGAIN
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import PersonFactory, RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICE = Actor(1, "coordinator")
ABOUT = "candidacies.candidacy"


def letter(row: Candidacy, to: Any = None, **given: Any) -> Letter:
    person = to or row.learner
    values = {
        "person": person, "address": "x@home.example", "language": "nl", "template": "notices/letters/applied",
        "subject": f"Over {row.learner.given_name}", "text": "Tekst", "about_kind": ABOUT, "about_pk": row.pk,
        "created_at": AT - timedelta(days=1), "due": AT + timedelta(hours=9), "once": f"{person.pk}:{row.pk}:{given}",
    }  # fmt: skip
    return Letter.objects.create(**values | given)


def of(row: Candidacy) -> Actor:
    return Actor(PersonFactory().pk, "contact_point", scope=frozenset({row.school_id}))


@pytest.fixture
def two() -> tuple[Candidacy, Candidacy]:
    return CandidacyFactory(learner__given_name="Amina"), CandidacyFactory(learner__given_name="Bram")


@pytest.mark.parametrize("state", ["bounced", "failed"])
def test_what_came_back_is_seen_by_who_follows_the_learner(two, state: str) -> None:
    mine, other = two
    for row in two:
        letter(row, state=state)
    assert [one.person for one in waiting.lost(of(mine), AT)] == [mine.learner]
    assert {one.person for one in waiting.lost(OFFICE, AT)} == {mine.learner, other.learner}
    assert waiting.lost(Actor(mine.learner_id, "learner"), AT) == []
    assert waiting.lost(Actor(9, "contact_point", scope=frozenset({mine.school_id}), abroad=True), AT) == []
    assert [one.person for one in waiting.lost(OFFICE, AT, "bram")] == [other.learner]


@pytest.mark.parametrize(
    "given",
    [
        {"state": "sent"},
        {"state": "failed", "created_at": AT - timedelta(days=15)},
        {"state": "failed", "confidential": True},
    ],
)
def test_what_arrived_or_is_old_or_confidential_stands_in_no_list(two, given: dict[str, Any]) -> None:
    letter(two[0], **given)
    assert waiting.lost(OFFICE, AT) == []
    assert waiting.lost(of(two[0]), AT) == []


def test_a_mail_of_the_day_that_could_not_be_made(two, client_as) -> None:
    mine, other = two
    parent = GuardianFactory(candidacy=mine).person
    persons = sorted([mine.learner_id, other.learner_id, parent.pk])
    job = Job.objects.create(kind=AGAIN, once="x", payload={"on": "2026-11-23", "persons": persons}, due=AT)
    assert {one.person for one in waiting.lost(of(mine), AT)} == {mine.learner, parent}
    assert {one.person.pk for one in waiting.lost(OFFICE, AT)} == set(persons)
    assert all(one.again for one in waiting.lost(OFFICE, AT))
    Job.objects.filter(pk=job.pk).update(failed_at=AT)
    page = client_as(RoleFactory(organisation=mine.school)).get("/notices/").content.decode()
    assert "kon niet gemaakt worden: de beheerder moet ernaar kijken" in page
    assert "Amina" in page
    assert "Bram" not in page
    Job.objects.filter(pk=job.pk).update(done_at=AT)
    assert waiting.lost(OFFICE, AT) == []


def test_letters_that_wait_of_its_own_people(two, client_as) -> None:
    mine, other = two
    role = RoleFactory(organisation=mine.school)
    for row in two:
        letter(row)
    client = client_as(role)
    page = client.get("/notices/").content.decode()
    assert "Over Amina" in page
    assert "Over Bram" not in page
    key, theirs = (Letter.objects.get(person=row.learner).key for row in two)
    shown = client.get(f"/notices/letter/{key}/").content.decode()
    assert "Tekst" in shown
    assert "De coördinator kan ze uitstellen" in shown
    assert "Niet versturen" not in shown
    assert client.get(f"/notices/letter/{theirs}/").status_code == 404
    for path, data in (
        ("", {"until": "2026-11-25"}),
        ("stop/", {}),
        ("go/", {}),
        ("rewrite/", {"subject": "a", "body": "b"}),
    ):
        client.post(f"/notices/letter/{key}/{path}", data)
    row = Letter.objects.get(key=key)
    assert (row.state, row.text, row.due) == ("queued", "Tekst", AT + timedelta(hours=9))


def test_what_the_office_or_a_colleague_elsewhere_reads_stays_theirs(two) -> None:
    mine, other = two
    letter(mine, to=RoleFactory(coordinator=True).person, state="failed")
    letter(mine, to=RoleFactory(organisation=other.school).person, state="failed")
    colleague = letter(mine, to=RoleFactory(organisation=mine.school).person, state="failed")
    assert [one.letter for one in waiting.lost(of(mine), AT)] == [colleague]


def test_a_mail_of_the_day_tells_of_others_so_its_words_are_not_shown(two, client_as) -> None:
    """A parent of children at two schools."""
    mine, other = two
    parent = GuardianFactory(candidacy=mine).person
    GuardianFactory(candidacy=other, person=parent)
    given = {"template": "notices/letters/waiting", "about_kind": "", "about_pk": None, "subject": "Bram wacht"}
    row = letter(mine, to=parent, **given)
    client = client_as(RoleFactory(organisation=mine.school))
    page = client.get("/notices/").content.decode()
    assert str(parent) in page
    assert "Bram" not in page
    assert client.get(f"/notices/letter/{row.key}/").status_code in (403, 404, 409)
    assert client_as(RoleFactory(coordinator=True)).get(f"/notices/letter/{row.key}/").status_code == 200


def test_the_lists_take_as_many_queries_for_many(two, django_assert_max_num_queries) -> None:
    mine, _other = two
    actor = of(mine)

    def asked() -> int:
        with django_assert_max_num_queries(12) as counted:
            waiting.lost(actor, AT)
            waiting.shown(actor, AT)
        return len(counted)

    letter(mine, state="failed"), letter(mine)
    before = asked()
    for number in range(3):
        letter(mine, state="failed", once=f"f{number}"), letter(mine, once=f"q{number}")
    assert asked() == before
