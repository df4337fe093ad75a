"""A parent's no: the school and the coordinator hear it at once, the learner only that the school contacts them."""

from typing import Any

import pytest
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions, queries
from erasdu.ground.paperwork.models import Signature, Signer
from erasdu.ground.post.models import Letter
from erasdu.journey.mobilities.queries import events_of, papers_of
from erasdu.kernel.actor import Actor
from erasdu.office.notices.followers import take
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.factories.paperwork import paper

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
SAYS = {
    "decline": lambda signer, by, at: actions.decline(signer, reason="Nee", by=by, at=at),
    "revoke": lambda signer, by, at: actions.revoke(signer, reason="Toch niet", by=by, at=at),
    "not_me": lambda signer, by, at: actions.not_me(signer, by=by, at=at),
}


@pytest.fixture
def stay(clock: Any) -> Any:
    made = CandidateFileFactory(granted=True).mobility
    RoleFactory(organisation=made.sending)
    RoleFactory(coordinator=True)
    return made


def both(stay: Any, says: str) -> tuple[Signer, Signer]:
    """One paper that learner and parent sign."""
    envelope = paper(stay, "candidacies.emergency_contact", "learner", person=stay.person, reader=stay.sending)
    parent = Signer.objects.create(
        envelope=envelope, role="guardian_1", person=PersonFactory(given_name="Halima"), name="Halima Y",
        state="signed" if says == "revoke" else "asked", channel="text", attested_how="records",
    )  # fmt: skip
    if says == "revoke":
        Signature.objects.create(
            signer=parent, method="link", assurance="text_code", at=envelope.issued_at, typed_name="H", consent="",
            shown_sha256="0" * 64, consent_language="nl",
        )  # fmt: skip
    return envelope.signers.get(role="learner"), parent


@pytest.mark.parametrize("says", SAYS)
def test_the_school_and_the_coordinator_get_a_mail_and_the_learner_does_not(stay, at, says: str) -> None:
    _learner, parent = both(stay, says)
    SAYS[says](parent, Actor(parent.person_id, "holder", via="link"), at)
    for line in Line.objects.filter(code__startswith="paper."):
        take(line)
    told = set(Letter.objects.filter(template__startswith="notices/").values_list("person__roles__kind", flat=True))
    assert told == {"contact_point", "coordinator"}


@pytest.mark.parametrize("says", SAYS)
def test_the_learner_reads_only_that_the_school_contacts_them(client: Client, stay, at, says: str) -> None:
    learner, parent = both(stay, says)
    SAYS[says](parent, Actor(parent.person_id, "holder", via="link"), at)
    client.force_login(stay.person.account)
    pages = [client.get(f"/papers/sign/{learner.key}/"), client.get(f"/mobilities/{stay.key}/")]
    for page in pages:
        text = page.content.decode()
        assert "school" in text
        for word in ("geweigerd", "Geweigerd", "ingetrokken", "teruggenomen", "niet van mij", "declined", "Nee"):
            assert word not in text, (page.request["PATH_INFO"], word)
    mine = actor_of(stay.person.roles.get(kind="learner"))
    assert not {line.code for line in events_of(stay, mine)} & {"paper.declined", "paper.revoked", "paper.not_me"}
    assert [line.kept for line in papers_of(stay, mine, at)] == [True]


def test_staff_still_reads_who_it_was(stay, at) -> None:
    _learner, parent = both(stay, "decline")
    SAYS["decline"](parent, Actor(parent.person_id, "holder", via="link"), at)
    school = actor_of(stay.sending.roles.get(kind="contact_point"))
    assert "paper.declined" in {line.code for line in events_of(stay, school)}
    assert [line.kept for line in papers_of(stay, school, at)] == [False]


def test_between_others_a_no_is_told(stay, at) -> None:
    learner, parent = both(stay, "decline")
    actions.decline(learner, reason="Nee", by=Actor(learner.person_id, "learner"), at=at)
    assert [other.state for other in queries.others_of(Signer.objects.get(pk=parent.pk))] == ["declined"]
