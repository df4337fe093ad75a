"""What signers see stays the same after an upgrade, and who coordinates is told when it cannot be shown any more."""

import pytest
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault.queries import by_key
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused
from erasdu.web.queries import todos
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch):
    """From now on papers are drawn otherwise, as by another template or font pack."""

    def upgrade() -> None:
        draw = papers.draw
        monkeypatch.setattr(papers, "draw", lambda *given, **named: draw(*given, **named) + b"%\n")
        monkeypatch.setattr(papers, "stamp_of", lambda kind: "99-other-abc")
        queries.printing._drawn.cache_clear()

    yield upgrade
    queries.printing._drawn.cache_clear()


def without_file(envelope: Envelope, at) -> None:
    stored = by_key(envelope.shown_file)
    assert stored is not None
    vault.delete(stored, by=SYSTEM, at=at)


def test_after_an_upgrade_a_signer_reads_and_signs_the_same_bytes(client: Client, at, upgraded) -> None:
    envelope = scene.company_paper(at)
    upgraded()
    signer = scene.signer_of(envelope)
    scene.come_in(client, signer)
    pdf = client.get(f"/papers/sign/{signer.key}/paper.pdf").content
    assert queries.sha256(pdf) == envelope.shown_sha256
    scene.sign(client, signer, answer="yes")
    envelope.refresh_from_db()
    assert envelope.state == "signed"
    assert actions.showing.check_shown(at=at) == 0


def test_a_damaged_file_is_drawn_again(at) -> None:
    envelope = scene.company_paper(at)
    without_file(envelope, at)
    assert queries.sha256(queries.shown(envelope)) == envelope.shown_sha256


def test_what_can_be_neither_read_nor_drawn_is_told_once_and_goes_when_it_is_back(at, upgraded) -> None:
    envelope = scene.company_paper(at)
    upgraded()
    without_file(envelope, at)
    with pytest.raises(Refused, match="paper_not_reproduced"):
        queries.shown(Envelope.objects.get(pk=envelope.pk))
    assert [actions.check_shown(at=at), actions.check_shown(at=at)] == [1, 1]
    assert Line.objects.filter(code="paper.lost").count() == 1
    assert [todo.code for todo in todos.lost_papers()] == ["send_lost_again"]
    stored = by_key(scene.company_paper(at).shown_file)  # of another paper: not these bytes
    assert stored is not None
    Envelope.objects.filter(pk=envelope.pk).update(shown_file=stored.key)
    assert actions.check_shown(at=at) == 1
    Envelope.objects.filter(pk=envelope.pk).update(shown_sha256=stored.sha256)
    assert actions.check_shown(at=at) == 0
    assert todos.lost_papers() == []
