"""The evidence pack of one paper: a ZIP that anybody can check offline. Its layout stands in `evidence_check`."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from erasdu.kernel.chain import Event

FORMAT = "erasdu-evidence-1"
CHECKER = Path(__file__).with_name("evidence_check.py")
README = Path(__file__).with_name("evidence_readme.txt")
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in the ZIP: the same evidence gives the same bytes


class Payload(NamedTuple):
    """A personal detail of which event `seq` holds the salted hash, in its body under `key`."""

    seq: int
    key: str
    salt: str
    value: str


def write_pack(
    *,
    made_at: datetime,
    shown: bytes,
    final: bytes | None,
    record: bytes | None = None,
    audit: str,
    roots: str,
    later: Sequence[Event] = (),
    payloads: Iterable[Payload] = (),
) -> bytes:
    """The ZIP. `audit`: the text that is attached to `record`, or else to `final`, as it stands; `later`: the events
    after those in it.

    `final` is None for a paper that was never completed. `record`: of a paper in which signers signed with keys of
    their own, what happened, sealed apart.
    """
    about = json.loads(audit)
    files = {
        "shown.pdf": shown,
        "audit.json": audit.encode(),
        "payloads.json": _json([each._asdict() for each in payloads]).encode(),
        "root.pem": roots.encode(),
        "README.txt": README.read_bytes(),
        "verify_pack.py": CHECKER.read_bytes(),
    }
    if final is not None:
        files["final.pdf"] = final
    if record is not None:
        files["record.pdf"] = record
    if later:
        files["later.json"] = _json({"events": _told(later)}).encode()
    manifest = {
        "format": FORMAT,
        "reference": about["reference"],
        "made_at": made_at.astimezone(UTC).isoformat(),
        "shown_sha256": _hash(shown),
        "final_sha256": _hash(final) if final is not None else "",
        "head": later[-1].hash if later else about["head"],
        "files": {name: _hash(files[name]) for name in sorted(files)},
    }
    return _zipped({"pack.json": _json(manifest).encode(), **files})


def _told(events: Iterable[Event]) -> list[dict[str, object]]:
    return [event._asdict() for event in events]


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as pack:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, content)
    return packed.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
