"""One paper from sending to the sealed copy, by the real addresses."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from erasdu.config.management.commands.worker import drain
from erasdu.ground.look.words import event
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Document, Event
from erasdu.ground.people.models import Person
from erasdu.kernel import chain
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(clock):
    cache.clear()


@pytest.mark.requirement("R25", "R34")
def test_a_company_signs_on_its_phone_and_gets_a_sealed_copy(client: Client, at) -> None:
    envelope = scene.company_paper(at)
    signer = scene.signer_of(envelope)
    page = scene.come_in(client, signer)
    assert page.status_code == 200
    assert b"Toestemming" in page.content or b"leerbedrijf" in page.content
    page = scene.sign(client, signer, answer="yes")
    assert page.status_code == 200
    envelope.refresh_from_db()
    assert envelope.state == "signed"
    drain()
    envelope.refresh_from_db()
    assert envelope.state == "complete"
    final = queries.final_copy(envelope)
    assert final is not None
    assert queries.is_registered(queries.sha256(final))
    assert client.get(f"/papers/sign/{signer.key}/copy.pdf").content == final


def test_a_page_to_sign_is_not_dutch_for_who_reads_portuguese(client: Client, at) -> None:
    signer = scene.signer_of(scene.company_paper(at))
    Person.objects.filter(pk=signer.person_id).update(language="pt")
    page = scene.come_in(client, signer)
    assert "O seu nome" in page.content.decode()
    assert "Naam van wie tekent" not in page.content.decode()


def test_a_paper_that_is_out_stays_the_same_when_the_site_moves(at, settings) -> None:
    envelope = scene.company_paper(at)
    settings.SITE_URL = "https://elders.example"
    queries.printing._drawn.cache_clear()
    assert queries.sha256(queries.shown(envelope)) == envelope.shown_sha256


def test_who_does_not_tick_reads_what_else_there_is(client: Client, at) -> None:
    signer = scene.signer_of(scene.company_paper(at))
    scene.come_in(client, signer)
    page = client.post(f"/papers/sign/{signer.key}/", {"answer": "yes"}, headers={"Accept-Language": "en"})
    assert "Do you not agree? Then decline below." in page.content.decode()


def test_the_chain_of_a_paper_holds(client: Client, at) -> None:
    envelope = scene.company_paper(at)
    signer = scene.signer_of(envelope)
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    document = Document.objects.get(pk=envelope.document_id)
    rows = [
        chain.Event(event.seq, event.kind, event.at.isoformat(), event.body, event.hash)
        for event in Event.objects.filter(document=document).order_by("seq")
    ]
    assert [row.kind for row in rows] == ["sent", "asked", "opened", "signed"]
    assert chain.check(rows, head=document.head) is None


def test_what_happened_says_which_paper_and_whose_part_and_reads_no_row_for_it(django_assert_num_queries) -> None:
    told = {"kind": "agreements.learning", "role": "host"}
    with override("nl"), django_assert_num_queries(0):
        assert event("paper.signed", told).endswith(": Leerovereenkomst · voor de gastheer of het stagebedrijf")
        assert event("paper.complete", {"kind": "agreements.learning", "version": 1}).endswith(": Leerovereenkomst")
        assert event("paper.signed", {}) == "Er is een document getekend", "a line that does not say"
        assert event("paper.signed", {"kind": "mobilities.health", "role": "learner"}) == "Er is een document getekend"
    with override("en"):
        assert event("paper.signed", told) == "A paper was signed: Learning agreement · for the host"
