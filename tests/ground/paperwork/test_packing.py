"""The evidence of a paper that was signed here holds by its own script, also when personal details were erased."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from erasdu.config.management.commands.worker import drain
from erasdu.ground.paperwork.models import Envelope, Evidence
from erasdu.ground.paperwork.queries.packing import evidence_pack
from erasdu.kernel.seal import evidence_check
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(client: Client, clock, at) -> Envelope:
    cache.clear()
    envelope = scene.company_paper(at)
    signer = scene.signer_of(envelope)
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    drain()
    envelope.refresh_from_db()
    return envelope


def checked(pack: bytes, folder: Path) -> int:
    (folder / "pack.zip").write_bytes(pack)
    return evidence_check.main([str(folder / "pack.zip")])


def payloads(pack: bytes) -> list[dict[str, str]]:
    with zipfile.ZipFile(BytesIO(pack)) as files:
        return json.loads(files.read("payloads.json"))


@pytest.mark.requirement("R25", "R34")
def test_the_evidence_of_a_sealed_paper_holds(sealed, at, tmp_path, capsys):
    pack = evidence_pack(sealed, at=at)
    assert checked(pack, tmp_path) == 0
    said = capsys.readouterr().out
    assert "5 events hang together" in said
    assert "2 personal details" in said
    assert "audit.json is attached to final.pdf" in said
    assert "the seal on final.pdf is whole" in said
    assert "karel@bakkerij.example" in json.dumps(payloads(pack))


def test_erased_details_are_left_out_and_the_rest_holds(sealed, at, tmp_path):
    Evidence.objects.update(payload={}, erased_at=at)
    pack = evidence_pack(sealed, at=at)
    assert payloads(pack) == []
    assert checked(pack, tmp_path) == 0


def test_a_paper_on_its_way_has_evidence_too(clock, at, tmp_path, capsys):
    pack = evidence_pack(scene.company_paper(at), at=at)
    assert checked(pack, tmp_path) == 0
    assert "this paper was not completed" in capsys.readouterr().out


def test_details_that_were_changed_afterwards_are_found(sealed, at, tmp_path, capsys):
    row = Evidence.objects.latest("pk")
    Evidence.objects.filter(pk=row.pk).update(payload={**row.payload, "sent_to": "somebody@example.org"})
    assert checked(evidence_pack(sealed, at=at), tmp_path) == 1
    assert "is not what the chain holds" in capsys.readouterr().out
