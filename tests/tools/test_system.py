"""What only the operating system has is asked of apt as root, and of the person otherwise."""

from pathlib import Path

import pytest

from tools import console, system

APT = """#!/bin/sh
echo "$@" >> {log}
for last in "$@"; do :; done
[ "$last" = update ] || echo > {folder}/xgettext
[ "$last" = update ] || {chmod} +x {folder}/xgettext
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with apt and without gettext."""
    folder = tmp_path / "bin"
    folder.mkdir()
    apt = folder / "apt-get"
    apt.write_text(APT.format(log=tmp_path / "asked", folder=folder, chmod="/bin/chmod"))
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(console, "ROOT", tmp_path)
    monkeypatch.setattr(console, "LOG", tmp_path / "install.log")
    return tmp_path


def test_root_gets_what_is_lacking_once(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    system.require("gettext")
    asked = (bare / "asked").read_text().splitlines()
    assert asked[0].endswith("update")
    assert asked[1].endswith("install --no-install-recommends gettext")
    system.require("gettext")
    assert (bare / "asked").read_text().splitlines() == asked


def test_others_are_told_what_to_install(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    with pytest.raises(console.Failure, match="sudo apt install chromium-headless-shell gettext"):
        system.require("gettext", "browser")
    assert not (bare / "asked").exists()


def test_without_apt_root_is_told_as_well(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "bin" / "apt-get").unlink()
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    with pytest.raises(console.Failure, match="the tests need chromium-headless-shell"):
        system.require("browser")


def test_another_browser_will_do_where_the_best_cannot_be_had(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = bare / "bin" / "google-chrome"
    browser.write_text("#!/bin/sh")
    browser.chmod(0o755)
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    system.require("browser")
    assert not (bare / "asked").exists()
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    (bare / "bin" / "apt-get").write_text("#!/bin/sh\nexit 100")
    system.require("browser")
    with pytest.raises(console.Failure):
        system.require("browser", "gettext")
    assert system.found("browser") == str(browser)
