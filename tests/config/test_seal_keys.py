"""`erasdu seal-keys` makes what lacks, replaces nothing, and in production wants to know whose seal it is."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from erasdu.config.command import named
from erasdu.kernel.seal import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.SEAL_FOLDER = tmp_path / "seal"
    return settings.SEAL_FOLDER


def said(**options) -> str:
    out = StringIO()
    call_command("seal_keys", stdout=out, **options)
    return out.getvalue()


def test_a_key_for_development_is_made_once(folder):
    assert said().startswith("made: seal of ErasDu demo, valid until ")
    found = keys.load(folder)
    assert found.development
    assert said().splitlines() == [
        f"there already: seal of ErasDu demo, valid until {found.valid_until:%Y-%m-%d}",
        f"fingerprint {found.fingerprint}",
    ]
    assert keys.load(folder) == found


def test_a_key_of_an_organisation_is_no_key_for_development(folder, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="say whose seal it is"):
        said()
    assert not folder.exists()
    assert "seal of Scholen vzw" in said(organisation="Scholen vzw")
    assert not keys.load(folder).development


def test_a_key_that_does_not_open_is_one_line(folder, settings):
    said()
    (folder / "seal.p12").write_bytes(b"damaged")
    with pytest.raises(CommandError, match="no PKCS #12 file"):
        said()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["erasdu", "seal-keys", "--organisation", "a-b"], ["erasdu", "seal_keys", "--organisation", "a-b"]),
        (["erasdu", "--help"], ["erasdu", "--help"]),
        (["erasdu"], ["erasdu"]),
    ],
)
def test_a_command_may_be_written_with_hyphens(typed, meant):
    assert named(typed) == meant
