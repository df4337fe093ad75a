"""Of several at the same moment one wins, the others are told, and the chain keeps its numbers."""

import pytest
from django.db import connections

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.paperwork import actions
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.models import Document, Envelope, Event, Signature, Signer
from erasdu.kernel import chain
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.concurrency import shared_database, together
from tests.conftest import AT
from tests.ground.paperwork import scene

__all__ = ["shared_database"]
pytestmark = pytest.mark.django_db(transaction=True)


def deed(signer: int) -> str:
    with the_clock.standing_at(AT):
        row = Signer.objects.select_related("envelope__document", "person", "organisation", "link").get(pk=signer)
        by = Actor(row.person_id, "holder", via="link", link=row.link_id)
        try:
            actions.sign(
                row, shown_sha256=row.envelope.shown_sha256, typed_name=row.name, answers={"answer": "yes"},
                visit=Visit(), by=by, at=AT,
            )  # fmt: skip
        except Refused as refusal:
            return refusal.verdict.code
    return "signed"


def test_of_six_who_sign_at_once_one_does(shared_database: str) -> None:
    envelope = scene.company_paper(AT)
    signer = scene.signer_of(envelope).pk
    answers = together(*[lambda: deed(signer)] * 6)
    assert sorted(answers) == ["envelope_signed"] * 5 + ["signed"]
    assert Signature.objects.count() == 1


def test_signing_and_declining_at_once_leaves_one_of_the_two(shared_database: str) -> None:
    envelope = scene.company_paper(AT)
    signer = scene.signer_of(envelope).pk

    def no() -> str:
        row = Signer.objects.select_related("envelope__document", "person", "organisation", "link").get(pk=signer)
        by = Actor(row.person_id, "holder", via="link", link=row.link_id)
        try:
            actions.decline(row, reason="nee", by=by, at=AT)
        except Refused:
            return "refused"
        return "declined"

    answers = set(together(lambda: deed(signer), no))
    state = Envelope.objects.get(pk=envelope.pk).state
    assert (state == "signed") == ("signed" in answers)
    assert (state == "declined") == ("declined" in answers)
    assert len(answers & {"signed", "declined"}) == 1


def test_events_at_once_have_no_gap(shared_database: str) -> None:
    document = scene.company_paper(AT).document

    def event() -> None:
        from django.db import transaction

        for _ in range(5):
            with transaction.atomic():
                chained(Document.objects.get(pk=document.pk), "question", at=AT, role="company")
        connections.close_all()

    together(event, event, event)
    rows = list(Event.objects.filter(document=document).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, 18))
    document.refresh_from_db()
    events = [chain.Event(e.seq, e.kind, e.at.isoformat(), e.body, e.hash) for e in rows]
    assert chain.check(events, head=document.head) is None
