"""Nothing changes or takes out what happened to a paper, and personal details can be erased without breaking it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.models import Document, Event, Evidence
from erasdu.kernel import chain
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TRIGGER paperwork_event_kept BEFORE DELETE ON paperwork_event "
                "BEGIN SELECT RAISE(ABORT, 'an event of a paper is never changed'); END"
            )


@pytest.mark.parametrize("deed", ["UPDATE paperwork_event SET kind = 'x'", "DELETE FROM paperwork_event"])
def test_the_database_refuses_to_touch_an_event(deed: str, at) -> None:
    scene.company_paper(at)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
    assert Event.objects.count() == 2


def test_a_copy_that_is_behind_goes_on_from_where_the_chain_is(at, django_assert_num_queries) -> None:
    document = scene.company_paper(at).document
    behind, ahead = (Document.objects.get(pk=document.pk) for _ in range(2))
    with django_assert_num_queries(2):
        chained(ahead, "reminded", at=at, role="company")
    with django_assert_num_queries(4):  # it was not where it thought: looked up, locked
        chained(behind, "question", at=at, role="company")
    rows = list(Event.objects.filter(document=document).order_by("seq"))
    assert [row.kind for row in rows] == ["sent", "asked", "reminded", "question"]
    document.refresh_from_db()
    assert (document.head, document.length) == (behind.head, behind.length) == (rows[-1].hash, 4)
    plain = [chain.Event(row.seq, row.kind, row.at.isoformat(), row.body, row.hash) for row in rows]
    assert chain.check(plain, head=document.head) is None


def test_what_is_undone_leaves_no_gap(at) -> None:
    document = scene.company_paper(at).document
    document.refresh_from_db()
    with transaction.atomic():
        chained(document, "reminded", at=at, role="company")
        transaction.set_rollback(True)
    chained(document, "question", at=at, role="company")
    assert list(Event.objects.order_by("seq").values_list("seq", "kind"))[2:] == [(3, "question")]


def test_erasing_who_it_was_leaves_the_chain_whole(client: Client, at) -> None:
    signer = scene.signer_of(scene.company_paper(at))
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    row = Evidence.objects.filter(signer=signer).latest("pk")
    assert row.payload["sent_to"] == signer.person.email
    signed = Event.objects.get(kind="signed")
    text = json.dumps(row.payload, sort_keys=True, ensure_ascii=False)
    assert signed.body["evidence_sha256"] == chain.salted(text, row.salt)
    assert signer.person.email not in json.dumps([event.body for event in Event.objects.all()])
    Evidence.objects.update(payload={}, erased_at=at)
    document = Document.objects.get()
    rows = [chain.Event(e.seq, e.kind, e.at.isoformat(), e.body, e.hash) for e in Event.objects.order_by("seq")]
    assert chain.check(rows, head=document.head) is None
