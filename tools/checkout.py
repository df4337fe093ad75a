"""Where things lie in this checkout, and how we know that a thing is made and still fresh."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "erasdu"
LOCAL = ROOT / "var"  # what belongs to this checkout, ours alone: log, locks and marks of installing
LOG = LOCAL / "install.log"
VAR = Path(os.environ.get("ERASDU_VAR", LOCAL)).resolve()  # what belongs to this installation: its data
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
PACKAGE_LOCK = ROOT / "package-lock.json"
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "tools" / "locks" / "dev.lock"
INSTALLER_LOCK = ROOT / "tools" / "locks" / "installer.lock"
NODE_LOCK = ROOT / "tools" / "locks" / "node.lock"


@dataclass(frozen=True)
class Stamp:
    """A file that says from which inputs something was made; it lies in what was made."""

    path: Path

    def holds(self, value: str) -> bool:
        return self.path.is_file() and self.path.read_text() == value

    def write(self, value: str) -> None:
        self.path.write_text(value)

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)


def contents(*files: Path) -> str:
    """One hash of what is in these files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def listing(files: Iterable[Path]) -> str:
    """One hash of the names, sizes and times of these files: quick, for many of them."""
    digest = hashlib.sha256()
    for file in sorted(files):
        stat = file.stat()
        digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def remove(path: Path) -> None:
    """Removes a file or a whole folder; one that is not there is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make_folders() -> None:
    for folder in (LOCAL, VAR):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def whole(mark: Path, *parts: Path) -> Iterator[None]:
    """All or nothing: when the block fails `parts` are removed; when it is killed, `discard` can do so."""
    discard(mark, *parts)
    mark.touch()
    try:
        yield
    except BaseException:
        discard(mark, *parts)
        raise
    mark.unlink()


def discard(mark: Path, *parts: Path) -> None:
    """Removes `parts` when the attempt to make them was killed, which its `mark` shows."""
    if mark.exists():
        for part in parts:
            remove(part)
        mark.unlink()


@contextmanager
def held(lock: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Holds a lock between processes; gives False when it is taken and `wait` is off."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with lock.open("w") as file:
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
