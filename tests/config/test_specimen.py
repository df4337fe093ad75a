"""`erasdu specimen`: no database (none is allowed here), no server, and a clear line for what is not there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from erasdu.ground.paperwork.papers import kinds
from erasdu.kernel.seal import keys
from erasdu.kernel.seal.verifying import Status, examine
from erasdu.kernel.typeset import page_texts, structure


def test_the_list_names_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("specimen", "--list")
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()] == list(kinds())


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Toestemming van ouder of voogd"), ("en", "Permission of parent")]
)
def test_a_specimen_is_a_conforming_paper_that_says_it_is_one(tmp_path: Path, language: str, title: str) -> None:
    file = tmp_path / "paper.pdf"
    call_command("specimen", "candidacies.guardian_approval", "--language", language, "--out", str(file))
    text = "".join(page_texts(file.read_bytes()))
    assert title in text
    assert "SPECIMEN" in text
    assert structure(file.read_bytes()) == []


def test_a_kind_in_one_language_needs_no_choice(tmp_path: Path) -> None:
    call_command("specimen", "candidacies.cv", "--out", str(tmp_path / "cv.pdf"))
    assert (tmp_path / "cv.pdf").exists()


@pytest.mark.requirement("R25")
def test_a_sealed_specimen_shows_signatures_and_bears_a_genuine_seal_that_is_not_registered(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.SEAL_FOLDER = tmp_path / "seal"
    own = keys.make(
        settings.SEAL_FOLDER, organisation="Werkbrug vzw", at=datetime.now(UTC), password="", development=True
    )
    file = tmp_path / "paper.pdf"
    call_command("specimen", "candidacies.publicity", "--language", "nl", "--sealed", "--out", str(file))
    pdf = file.read_bytes()
    text = " ".join("".join(page_texts(pdf)).split())
    for shown in ("Ondertekend", "Bewijs van ondertekening", "eenvoudige elektronische handtekeningen", "audit.json"):
        assert shown in text
    assert structure(pdf) == []
    found = examine(pdf, trusted=keys.trusted(settings.SEAL_FOLDER), is_registered=lambda digest: False)
    assert (found.status, found.fingerprint) == (Status.GENUINE_SEAL, own.fingerprint)


@pytest.mark.parametrize(
    ("code", "told"), [("hosting.family", "no seal key"), ("candidacies.travel_permission", "signed by hand")]
)
def test_what_cannot_be_sealed_is_said_and_not_written(
    code: str, told: str, tmp_path: Path, settings: LazySettings
) -> None:
    settings.SEAL_FOLDER = tmp_path / "seal"
    with pytest.raises(CommandError, match=told):
        call_command("specimen", code, "--sealed", "--out", str(tmp_path / "paper.pdf"))
    assert not (tmp_path / "paper.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say which kind"),
        (("hosting.family",), "say which kind"),
        (("hosting.castle", "--out", "x.pdf"), "there is no kind 'hosting.castle'"),
        (("candidacies.cv", "--language", "nl", "--out", "x.pdf"), "candidacies.cv exists in en, not in 'nl'"),
        (("hosting.family", "--language", "tlh", "--out", "x.pdf"), "exists in nl and en, not in 'tlh'"),
        (("hosting.family", "--out", "nowhere/x.pdf"), "cannot write nowhere/x.pdf: No such file"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="^[^\n]*$") as caught:
        call_command("specimen", *arguments)
    assert told in str(caught.value)
    assert list(tmp_path.iterdir()) == []
