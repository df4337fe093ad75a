"""What the two commands say: each step with its progress and time, and one line when it cannot be done."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tools.checkout import LOG, ROOT, make_folders

CAUSES = {
    "there is no disk space left": r"No space left on device|ENOSPC|Disk quota exceeded",
    "the registry's certificate is not trusted by this machine": (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UnknownIssuer"
    ),
    "the network or the package registry cannot be reached": (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|Read timed out|name resolution"
        r"|Network is unreachable|Connection refused|ProxyError|dns error|error sending request"
        r"|tcp connect error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|Could not resolve"
    ),
    "a downloaded file is not the one that was expected": r"DO NOT MATCH THE HASHES|Hash mismatch|EINTEGRITY",
}

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(Exception):
    """The one line that says what is wrong; it ends the command."""


class Failed(Failure):
    """A step went wrong; `cause` is one of CAUSES, or None when only the log can tell."""

    def __init__(self, title: str, cause: str | None) -> None:
        self.cause = cause
        reason = cause or "this did not work"
        super().__init__(f"{title}: {reason} (details in {LOG.relative_to(ROOT)}).")


def say(line: str = "") -> None:
    print(line, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Shows `title` with the seconds it takes; what goes wrong inside goes to the log, as a Failure."""
    make_folders()
    before = LOG.stat().st_size if LOG.exists() else 0
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, done), daemon=True)
    begin = time.monotonic()
    ticker.start()
    try:
        yield
    except Failure:
        raise
    except Exception as error:
        with LOG.open("a") as log:
            traceback.print_exc(file=log)
        raise Failed(title, cause_in(_written_since(before))) from error
    finally:
        done.set()
        ticker.join()
    say(f"{_start_of_line()}✓ {title} ({time.monotonic() - begin:.0f} s)")


def run(title: str, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
    """One step that is one program; its output goes to the log."""
    with step(title), LOG.open("a") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=True,
        )


def pass_on(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Runs a program that speaks for itself; when we are interrupted it may clean up before we go on."""
    with subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
    ) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise


def cause_in(output: str) -> str | None:
    """Why a step failed, as far as its output shows."""
    return next((cause for cause, signs in CAUSES.items() if re.search(signs, output)), None)


def exit_with(main: Callable[[], int]) -> NoReturn:
    """Runs a command: a failure is one line on stderr, an interruption is quiet, both give an exit code."""
    for number in INTERRUPTIONS:
        signal.signal(number, _interrupt)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no ✓ shows something else
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"{_start_of_line()}erasdu: {failure}")
    except KeyboardInterrupt:
        print(_start_of_line(), end="", flush=True)
        sys.exit(130)
    except OSError as error:
        sys.exit(f"{_start_of_line()}erasdu: {error.strerror or error}: {error.filename or ROOT}")


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once is enough: cleaning up is not interrupted."""
    for each in INTERRUPTIONS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _written_since(offset: int) -> str:
    with LOG.open("rb") as log:
        log.seek(offset)
        return log.read().decode(errors="replace")


def _start_of_line() -> str:
    """Wipes the line with the running seconds, on a terminal."""
    return "\r\x1b[K" if sys.stdout.isatty() else ""


def _tick(title: str, done: threading.Event) -> None:
    """On a terminal the seconds run; elsewhere a line now and then, so that nobody thinks it hangs."""
    terminal = sys.stdout.isatty()
    begin = time.monotonic()
    if not terminal and not done.wait(1):
        say(f"… {title}")
    while not done.wait(0.2 if terminal else 15):
        seconds = f"{time.monotonic() - begin:.0f} s"
        if terminal:
            print(f"{_start_of_line()}… {title}, {seconds}", end="", flush=True)
        else:
            say(f"… {title}, {seconds}")
