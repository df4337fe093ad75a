"""The process that reads one upload: `python -m erasdu.kernel.uploads.child KIND`, bytes in, a line and bytes out.

Its limits are set before anything is read, and before the libraries that read it are loaded. What breaks out of a
reader finds no network and starts no program.
"""

import ctypes
import importlib
import json
import resource
import sys

from erasdu.kernel.uploads.limits import CPU, KINDS, MEMORY, SVG, Cleaned
from erasdu.kernel.verdict import Refused, Verdict, no

READERS = dict(zip((*KINDS, SVG), ("pictures", "pictures", "pictures", "heic", "pages", "drawings"), strict=True))
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: CPU,
    resource.RLIMIT_FSIZE: 0,  # no file can be written
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 64,
}


NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET: Python knows their names from 3.12 on
CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")


def limit() -> None:
    leave_network()
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))
    sys.addaudithook(refuse)


def leave_network() -> bool:
    """Into a network of its own without any way out, where the system lets us; elsewhere `refuse` is what there is."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except (AttributeError, OSError):
        return False  # not on Linux
    return any(unshare(flags) == 0 for flags in (NEW_NETWORK, NEW_USER | NEW_NETWORK))


def refuse(event: str, _arguments: object) -> None:
    if event.startswith(CLOSED):
        raise PermissionError(f"the reader of an upload does no {event}")


def answer(kind: str, data: bytes) -> tuple[dict[str, object], bytes]:
    """What the line tells, and what follows it. Any trouble in reading is the upload's."""
    try:
        reader = importlib.import_module(f"erasdu.kernel.uploads.{READERS[kind]}")
        cleaned: Cleaned = reader.clean(data, kind)
    except Refused as refused:
        return told(refused.verdict), b""
    except MemoryError:
        return told(no("upload_too_heavy")), b""
    except Exception:
        return told(no("upload_unreadable")), b""
    about = {name: getattr(cleaned, name) for name in ("media_type", "pages", "width", "height")}
    return about, cleaned.data


def told(verdict: Verdict) -> dict[str, object]:
    return {"refused": verdict.code, "params": verdict.params}


def main() -> None:
    limit()
    about, data = answer(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + data)


if __name__ == "__main__":
    main()
