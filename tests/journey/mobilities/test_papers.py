"""The papers of who has a place: asked once, seen by who may, health never by others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Party, issue
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.papers import specimen_facts
from erasdu.journey.mobilities import access, actions, queries
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(clock):
    return CandidateFileFactory(granted=True).mobility


@pytest.mark.requirement("R25")
def test_the_school_asks_three_papers_of_an_adult_once(stay) -> None:
    school = actor_of(RoleFactory(organisation=stay.sending))
    candidacy, _ = access.dossier_of("mobilities.mobility", stay.pk)
    type(candidacy).objects.filter(pk=candidacy.pk).update(birth_date=AT.date().replace(year=2006))
    for _ in range(2):
        assert actions.ask_papers(stay, by=school, at=AT) == 3
    asked = Signer.objects.filter(envelope__document__subject_kind="mobilities.mobility")
    assert set(asked.values_list("role", "person")) == {("learner", stay.person_id)}
    assert asked.count() == 3
    office = actor_of(RoleFactory(coordinator=True))
    opens = {line.standing.document.kind: line.may_open for line in queries.papers_of(stay, office, AT)}
    assert opens == {
        "candidacies.emergency_contact": True, "candidacies.publicity": True, "mobilities.health": False,
    }  # fmt: skip
    assert all(line.may_open for line in queries.papers_of(stay, school, AT))


def test_of_a_minor_the_school_first_vouches_for_a_parent(stay) -> None:
    candidacy, _ = access.dossier_of("mobilities.mobility", stay.pk)
    type(candidacy).objects.filter(pk=candidacy.pk).update(birth_date=AT.date().replace(year=2010))
    candidacy.guardians.all().delete()
    with pytest.raises(Refused, match="guardian_to_vouch_for"):
        actions.ask_papers(stay, by=actor_of(RoleFactory(organisation=stay.sending)), at=AT)


def test_the_page_of_the_stay_asks_and_another_school_cannot(client, stay) -> None:
    assert access.may_ask_papers(actor_of(RoleFactory()), stay).code == "papers_not_yours"
    assert client.post(reverse("mobilities:ask_papers", args=[stay.key])).status_code in (302, 403, 404)
    assert not Signer.objects.filter(envelope__document__subject_kind="mobilities.mobility").exists()


@pytest.mark.requirement("R25")
def test_what_waits_for_a_parent_is_asked_of_the_adult_alone(stay, clock) -> None:
    """A story: the learner signed as a minor, and turns 18 before the parent answers."""
    learner, parent = (
        Party("learner", stay.person),
        Party("guardian_1", PersonFactory(), channel="text", attested_how="records"),
    )
    candidacy, _ = access.dossier_of("mobilities.mobility", stay.pk)
    rows = type(candidacy).objects.filter(pk=candidacy.pk)
    rows.update(birth_date=AT.date().replace(year=2010))
    facts = specimen_facts("candidacies.guardian_approval", "nl")
    paper = issue("candidacies.guardian_approval", candidacy, parties=[parent], facts=facts, by=SYSTEM, at=AT)
    mixed = issue(
        "mobilities.health", stay, parties=[learner, parent], facts=specimen_facts("mobilities.health", "nl"),
        by=SYSTEM, at=AT,
    )  # fmt: skip
    assert actions.let_adults_decide(at=AT) == 0
    rows.update(birth_date=AT.date().replace(year=AT.year - 18))
    assert actions.let_adults_decide(at=AT) == 2
    for envelope in (paper, mixed):
        envelope.refresh_from_db()
    assert (paper.state, mixed.state) == ("withdrawn", "superseded")
    now = Signer.objects.filter(envelope__document=mixed.document, envelope__state="open")
    assert [one.role for one in now] == ["learner"]


@pytest.mark.requirement("R25")
@pytest.mark.parametrize(
    ("mode", "health", "publicity"),
    [
        ("one", {"guardian_1"}, {"guardian_1", "guardian_2"}),
        ("both", {"guardian_1", "guardian_2"}, {"guardian_1", "guardian_2"}),
        ("one_by_court", {"guardian_2"}, {"guardian_2"}),
        ("legal_guardian", {"guardian_2"}, {"guardian_2"}),
    ],
)
def test_only_who_decides_is_asked_and_where_both_decide_both(mode, health, publicity, clock, monkeypatch) -> None:
    stay = stay_of_minor(parents=2)
    rows = type(candidacy_of(stay)).objects.filter(profile=stay.profile_id)
    rows.update(guardian_mode=mode, sole_guardian=2 if mode.startswith(("one_", "legal")) else None)
    drafted = {}
    monkeypatch.setattr(paperwork, "draft", lambda kind, *_, parties, **__: drafted.setdefault(kind, parties))
    monkeypatch.setattr(paperwork, "send", lambda drafts: list(drafts))
    school = actor_of(contact_of(stay))
    actions.ask_papers(stay, by=school, at=AT)
    asked = {kind: {party.role for party in parties} - {"learner"} for kind, parties in drafted.items()}
    assert asked == {
        "candidacies.emergency_contact": health, "candidacies.publicity": publicity, "mobilities.health": health,
    }  # fmt: skip
    rows.get().guardians.filter(position=2).update(attested_how="")
    if mode != "one":
        with pytest.raises(Refused, match="guardian_to_vouch_for"):
            actions.ask_papers(stay, by=school, at=AT)


def test_what_is_needed_before_leaving_is_signed_by_then(stay) -> None:
    first = AT.date() + timedelta(days=9)
    type(stay).objects.filter(pk=stay.pk).update(planned_from=first, planned_until=first + timedelta(days=13))
    stay.refresh_from_db()
    candidacy, _ = access.dossier_of("mobilities.mobility", stay.pk)
    type(candidacy).objects.filter(pk=candidacy.pk).update(birth_date=AT.date().replace(year=2006))
    actions.ask_papers(stay, by=actor_of(RoleFactory(organisation=stay.sending)), at=AT)
    due = dict(Envelope.objects.values_list("document__kind", "due_on"))
    assert due["candidacies.emergency_contact"] == due["mobilities.health"] == first
    assert due["candidacies.publicity"] > first, "whether a picture may be shown holds up nothing"
