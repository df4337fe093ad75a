"""`erasdu verify` ends with the number that its answer has, in one clear line, and without a running server."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from erasdu.config.management.commands import verify
from erasdu.config.management.commands.worker import drain
from erasdu.ground.paperwork import queries
from erasdu.kernel.seal.sealing import seal
from erasdu.kernel.seal.verifying import LARGEST, Status
from tests.ground.paperwork import scene
from tests.kernel.seal import tampering
from tests.sealing import AT, impostor, paper, seal_keys, sealed_paper


@pytest.fixture
def registered(monkeypatch) -> None:
    """The sealed paper of these tests is registered, and nothing else."""
    monkeypatch.setattr(queries, "is_registered", lambda digest: digest == sealed_paper().sha256)
    monkeypatch.setattr(queries, "registered_copy", lambda digest, language: None)


def verified(content: bytes | None, folder: Path) -> tuple[int, str]:
    """Exit code and what was said of a file with that content; None: of a file that is not there."""
    file, out = folder / "paper.pdf", StringIO()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("verify", str(file), stdout=out)
    return ended.value.code, out.getvalue()


@pytest.mark.requirement("R25")
@pytest.mark.usefixtures("registered")
class TestAnswers:
    def test_an_exact_copy(self, tmp_path):
        code, said = verified(bytes(sealed_paper()), tmp_path)
        assert code == 0
        assert said.splitlines() == [
            "exact copy: these are the bytes of a registered paper",
            f"SHA-256      {sealed_paper().sha256}",
            "sealed       2026-11-23 09:00:00 UTC by our own clock",
            f"certificate  {seal_keys().fingerprint}",
        ]

    def test_another_copy_with_our_seal(self, tmp_path):
        code, said = verified(seal(paper(), seal_keys(), at=AT), tmp_path)
        assert code == 3
        assert said.startswith("genuine seal, but not the registered copy (no paper with this SHA-256")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda pdf: tampering.flipped(pdf, 8 * 3000), "not what was sealed"),
            (lambda pdf: pdf + b" ", "does not cover the whole file"),
            (tampering.hidden_and_replaced, "does not cover the whole file"),
            (lambda pdf: seal(paper(), impostor(seal_keys()), at=AT), "another than our organisation"),
            (lambda pdf: paper(), "bears no seal"),
        ],
    )
    def test_what_is_not_ours_or_altered(self, change, said, tmp_path):
        code, answer = verified(change(bytes(sealed_paper())), tmp_path)
        assert code == 4
        assert answer.startswith("not ours, or altered (")
        assert said in answer
        assert "certificate" not in answer.partition("\n")[2]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "No such file"),
            (b"", "no PDF"),
            (b"GIF89a", "no PDF"),
            (b"%PDF-1.7\n" + bytes(LARGEST), "larger than 20 MB"),
        ],
    )
    def test_what_cannot_be_read(self, content, said, tmp_path):
        code, answer = verified(content, tmp_path)
        assert code == 2
        assert answer.startswith("unreadable")
        assert said in answer

    def test_a_folder(self, tmp_path):
        (tmp_path / "paper.pdf").mkdir()
        code, answer = verified(None, tmp_path)
        assert (code, answer) == (2, "unreadable: Is a directory\n")

    def test_a_register_that_does_not_answer_is_no_answer(self, tmp_path, monkeypatch):
        def away(digest: str) -> bool:
            raise DatabaseError("no such table\nand more")

        monkeypatch.setattr(queries, "is_registered", away)
        (tmp_path / "paper.pdf").write_bytes(sealed_paper())
        with pytest.raises(CommandError, match=r"^this cannot be told now: no such table$"):
            call_command("verify", str(tmp_path / "paper.pdf"))
        assert verified(paper(), tmp_path)[0] == 4, "what is not ours needs no register"


@pytest.mark.requirement("R25", "R34")
@pytest.mark.django_db
def test_a_paper_that_was_signed_and_sealed_here(client, at, clock, tmp_path):
    envelope = scene.company_paper(at)
    signer = scene.signer_of(envelope)
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    drain()
    envelope.refresh_from_db()
    final = queries.final_copy(envelope)
    code, said = verified(final, tmp_path)
    assert code == 0
    assert "paper        Approval of the training company" in said
    assert f"reference    {queries.reference(envelope)}" in said
    assert f"complete     {at:%Y-%m-%d}" in said
    assert "Wouters" not in said, "anybody may ask"
    assert verified(tampering.flipped(final, 8 * 5000), tmp_path)[0] == 4


def test_every_code_has_words():
    """The codes are those that the finding's own text names."""
    from erasdu.kernel.seal.verifying import Finding

    assert all(code in Finding.__doc__ for code in verify.WHY)
    assert set(verify.SAYS) == set(verify.ENDS_WITH) == set(Status)
