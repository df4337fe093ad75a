"""Installing: once, with pip when uv does not work, and nothing half-made when it fails."""

from pathlib import Path
from typing import Any

import pytest

from tools import console, install
from tools.checkout import Stamp


class Steps:
    """Stands in for the programs: keeps their titles, and fails where told to."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.broken: set[str] = set()

    def __call__(self, title: str, command: list[Any], environment: object = None) -> None:
        self.titles.append(title)
        if "venv" in command:
            Path(command[-2] if command[-1] == "--clear" else command[-1]).mkdir()
        if any(title.startswith(start) for start in self.broken):
            raise console.Failed(title, None)


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    stand_in = Steps()
    venv, modules = tmp_path / ".venv", tmp_path / "node_modules"
    for lock in ("LOCK", "DEV_LOCK", "PACKAGE_LOCK", "PYPROJECT"):
        (tmp_path / lock).write_text("one==1\n")
        monkeypatch.setattr(install, lock, tmp_path / lock)
    for name, value in {
        "VENV": venv,
        "UV": venv / "uv",
        "NODE_MODULES": modules,
        "VENV_MARK": tmp_path / "venv.unfinished",
        "NODE_MARK": tmp_path / "node.unfinished",
        "USED": Stamp(venv / "installed"),
        "DEV": Stamp(venv / "installed-dev"),
        "NODE": Stamp(modules / ".installed"),
        "usable": venv.is_dir,
        "require_room": lambda: None,
        "install_node_modules": lambda *npm: modules.mkdir(),
    }.items():
        monkeypatch.setattr(install, name, value)
    monkeypatch.setattr(console, "run", stand_in)
    return stand_in


def test_a_second_time_installs_nothing(steps: Steps) -> None:
    install.install()
    assert steps.titles[0] == "Making a virtual environment"
    assert "Installing ErasDu itself" in steps.titles
    steps.titles.clear()
    install.install()
    assert steps.titles == []


def test_a_changed_lock_installs_again_into_the_same_environment(steps: Steps, tmp_path: Path) -> None:
    install.install()
    steps.titles.clear()
    (tmp_path / "LOCK").write_text("one==2\n")
    install.install()
    assert "Making a virtual environment" not in steps.titles
    assert "Installing 1 Python packages" in steps.titles


def test_what_tests_need_comes_on_top_and_serves_as_well(steps: Steps) -> None:
    install.install()
    install.install(dev=True)
    steps.titles.clear()
    install.install()
    install.install(dev=True)
    assert steps.titles == []


def test_without_uv_pip_does_the_work(steps: Steps) -> None:
    steps.broken = {"Getting the installer"}
    install.install()
    assert "Installing 1 Python packages with pip" in steps.titles
    assert install.USED.path.exists()


def test_a_failed_first_install_leaves_nothing(steps: Steps, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    steps.broken = {"Installing"}
    with pytest.raises(console.Failure):
        install.install()
    assert set(tmp_path.iterdir()) == before


def test_a_killed_first_install_is_done_again(steps: Steps, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / "venv.unfinished").touch()
    install.install()
    assert steps.titles[0] == "Making a virtual environment"


def test_an_environment_from_elsewhere_is_not_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    assert not install.usable()
    pip = tmp_path / ".venv" / "bin" / "pip"
    pip.parent.mkdir(parents=True)
    pip.write_text("#!/elsewhere/.venv/bin/python\n")
    assert not install.usable()
    pip.write_text(f"#!{tmp_path}/.venv/bin/python\n")
    assert install.usable()


def test_too_little_room_is_said_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "ROOM", 2**63)
    with pytest.raises(console.Failure, match="disk space"):
        install.require_room()
