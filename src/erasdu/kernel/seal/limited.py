"""Examining a file in a child process that may use only so much memory and time.

Only a file that one of our keys signed gets there: the others are told by their bytes. The file goes in by standard
input, the finding comes out as JSON. The child has no database: whether the file is registered is asked before.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from erasdu.kernel.seal.verifying import Finding, Status, by_its_bytes, examine

SOURCE = Path(__file__).resolve().parents[3]
TIMEOUT = 20  # seconds
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 10


def examine_in_child(
    pdf: bytes, *, trusted: Collection[str], is_registered: Callable[[str], bool], timeout: float = TIMEOUT
) -> Finding:
    """As `examine`; a file that asks too much is unreadable, `too_heavy`."""
    digest = sha256(pdf).hexdigest()
    if finding := by_its_bytes(pdf, digest, trusted):
        return finding
    asked = {"trusted": sorted(trusted), "registered": is_registered(digest), "memory": MEMORY}
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=json.dumps(asked).encode() + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            timeout=timeout,
            check=True,
        )
        return _from_json(child.stdout)
    except (subprocess.SubprocessError, ValueError, KeyError):
        return Finding(Status.UNREADABLE, digest, ("too_heavy",))


def main() -> None:
    given = json.loads(sys.stdin.buffer.readline())
    _limit(given["memory"])
    pdf = sys.stdin.buffer.read()
    finding = examine(pdf, trusted=given["trusted"], is_registered=lambda _: bool(given["registered"]))
    print(json.dumps(asdict(finding), default=datetime.isoformat))


def _limit(memory: int) -> None:
    """Not every system knows all of these."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _from_json(text: bytes) -> Finding:
    found = json.loads(text)
    times = {name: datetime.fromisoformat(found[name]) if found[name] else None for name in ("sealed_at", "stamped_at")}
    return Finding(
        Status(found["status"]), found["sha256"], tuple(found["codes"]), **times, fingerprint=found["fingerprint"]
    )


if __name__ == "__main__":
    main()
