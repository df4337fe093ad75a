"""./run refuses before it does anything, and --reset removes only the demo's data, after asking."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import console, run
from tools.checkout import held


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setattr(run, "make_folders", lambda: None)
    for name in ("ERASDU_DATABASE_URL", "ERASDU_PRODUCTION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("erasdu.sqlite3", "erasdu.sqlite3-wal", "secret"):
        (tmp_path / name).touch()
    (tmp_path / "vault" / "ab").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_one_clear_line(taken: int) -> None:
    with pytest.raises(console.Failure, match=f"port {taken} is taken by another program; .*ERASDU_PORT"):
        run.require_free(taken)


def test_a_port_of_which_only_the_newer_half_is_taken_is_taken() -> None:
    families = run.supervise.addresses()
    family, address = families[-1]
    with socket.create_server((address, 0), family=family) as server:
        port = server.getsockname()[1]
        with pytest.raises(console.Failure, match="is taken"):
            run.require_free(port)
    run.require_free(port)


@pytest.mark.parametrize("text", ["", "x", "0", "65536", "-1", "80 80", "²"])
def test_a_port_is_a_number_that_exists(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERASDU_PORT", text)
    with pytest.raises(console.Failure, match="must be a number"):
        run.wanted_port()


def test_the_port_is_8000_unless_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERASDU_PORT", raising=False)
    assert run.wanted_port() == 8000
    monkeypatch.setenv("ERASDU_PORT", "8123")
    assert run.wanted_port() == 8123


def test_reset_removes_database_and_vault_and_keeps_the_key(var: Path) -> None:
    run.reset(sure=True)
    assert {path.name for path in var.iterdir()} == {"secret", "serving.lock"}


@pytest.mark.parametrize(("answer", "removed"), [("yes", True), ("no", False), ("y", False), ("", False)])
def test_reset_asks(var: Path, answer: str, removed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: answer)
    if removed:
        run.reset(sure=False)
    else:
        with pytest.raises(console.Failure, match="nothing is removed"):
            run.reset(sure=False)
    assert (var / "erasdu.sqlite3").exists() is not removed


def test_reset_without_anybody_to_ask_removes_nothing(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(console.Failure, match="nothing is removed"):
        run.reset(sure=False)
    assert (var / "erasdu.sqlite3").exists()


@pytest.mark.parametrize(("name", "value"), [("ERASDU_DATABASE_URL", "postgres://a@b/c"), ("ERASDU_PRODUCTION", "1")])
def test_reset_never_touches_data_of_ones_own(
    var: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(console.Failure, match="database of your own"):
        run.reset(sure=True)
    assert (var / "erasdu.sqlite3").exists()


def test_reset_never_pulls_the_data_from_under_a_running_server(var: Path) -> None:
    with held(var / "serving.lock", shared=True), pytest.raises(console.Failure, match="running"):
        run.reset(sure=True)
    assert (var / "erasdu.sqlite3").exists()
