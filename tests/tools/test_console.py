"""A step says what it does; what goes wrong is one line and an exit code, and the rest is in the log."""

import sys
from pathlib import Path

import pytest

from tools import console


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(console, "ROOT", tmp_path)
    monkeypatch.setattr(console, "LOG", tmp_path / "install.log")
    return tmp_path / "install.log"


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("OSError: [Errno 28] No space left on device", "there is no disk space left"),
        ("npm error code ENOSPC", "there is no disk space left"),
        ("NewConnectionError('Temporary failure in name resolution')", "the network or the package registry"),
        ("npm error code EAI_AGAIN", "the network or the package registry"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "a downloaded file is not the one"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "the registry's certificate"),
    ],
)
def test_a_known_cause_is_named(output: str, cause: str) -> None:
    found = console.cause_in(output)
    assert found
    assert found.startswith(cause)


def test_an_unknown_cause_stays_unknown() -> None:
    assert console.cause_in("Traceback: something else") is None


def test_a_program_speaks_to_the_log(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    console.run("Saying hello", [sys.executable, "-c", "print('hello')"])
    assert "hello\n" in log.read_text()
    assert capsys.readouterr().out == "✓ Saying hello (0 s)\n"


def test_a_failed_program_names_its_cause_and_the_log(log: Path) -> None:
    log.write_text("No space left on device, last week\n")
    command = [sys.executable, "-c", "import sys; sys.exit('Network is unreachable')"]
    with pytest.raises(console.Failed) as failed:
        console.run("Getting it", command)
    assert failed.value.cause == "the network or the package registry cannot be reached"
    assert str(failed.value).startswith("Getting it: the network or the package registry cannot be reached")
    assert "install.log" in str(failed.value)


def test_an_error_inside_a_step_is_in_the_log(log: Path) -> None:
    with pytest.raises(console.Failed, match="Counting: this did not work"), console.step("Counting"):
        raise ZeroDivisionError("the reason")
    assert "ZeroDivisionError: the reason" in log.read_text()


def fail() -> int:
    raise console.Failure("this is why.")


def interrupt() -> int:
    raise KeyboardInterrupt


def denied() -> int:
    raise PermissionError(13, "Permission denied", "/somewhere")


@pytest.mark.parametrize(
    ("main", "code"),
    [
        (lambda: 0, 0),
        (lambda: 3, 3),
        (interrupt, 130),
        (fail, "erasdu: this is why."),
        (denied, "erasdu: Permission denied: /somewhere"),
    ],
)
def test_a_command_ends_with_one_line_and_a_code(
    main: console.Callable[[], int], code: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "INTERRUPTIONS", ())
    with pytest.raises(SystemExit) as ended:
        console.exit_with(main)
    assert ended.value.code == code
