"""`clean(data)`: the upload as it may be kept, or `Refused` with a code. The work is done by a child process.

A picture or a PDF can be made to break the program that reads it, or to keep it busy for ever. The child has little
memory, little time, no files to write and nothing of ours in its environment; it gets the bytes by a pipe and answers
by a pipe. Nothing touches the disk.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from erasdu.kernel.uploads.limits import MAX_DRAWING, MEGABYTE, SVG, WALL, Cleaned, kind_of
from erasdu.kernel.verdict import Refused, Verdict, no

log = logging.getLogger(__name__)
CHILD = "erasdu.kernel.uploads.child"
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment: where programs and their parts are
AT_ONCE = threading.BoundedSemaphore(2)  # children of one process of the server
PATIENCE = 30  # seconds to wait for a place among them


def clean(data: bytes) -> Cleaned:
    """Raises `Refused`: the code says what is wrong with the upload."""
    kind = kind_of(data)
    with _place():
        answer = _ask_child(kind, data)
    return _read(answer)


def clean_drawing(data: bytes) -> Cleaned:
    """The same for an SVG, which no other upload may be."""
    if len(data) > MAX_DRAWING:
        raise Refused(no("drawing_too_big", megabytes=MAX_DRAWING // MEGABYTE))
    with _place():
        answer = _ask_child(SVG, data)
    return _read(answer)


@contextmanager
def _place() -> Iterator[None]:
    """Many uploads at once wait for each other: each may take a gigabyte."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Refused(no("upload_busy"))
    try:
        yield
    finally:
        AT_ONCE.release()


def command_and_environment(kind: str) -> tuple[list[str], dict[str, str]]:
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return [sys.executable, "-I", "-m", CHILD, kind], environment


def _ask_child(kind: str, data: bytes) -> bytes:
    """It is killed when it takes too long."""
    command, environment = command_and_environment(kind)
    try:
        child = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(no("upload_too_heavy")) from late
    if child.returncode:
        log.warning("an upload of kind %s ended its reader with %s", kind, child.returncode)
        raise Refused(no("upload_too_heavy") if child.returncode < 0 else no("upload_unreadable"))
    return child.stdout


def _read(answer: bytes) -> Cleaned:
    """One line that tells, then the bytes."""
    line, _, data = answer.partition(b"\n")
    told = json.loads(line)
    if refused := told.get("refused"):
        raise Refused(Verdict(False, refused, tuple((name, text) for name, text in told["params"])))
    return Cleaned(data, told["media_type"], told["pages"], told["width"], told["height"])
