"""Checks an evidence pack of ErasDu, anywhere and offline: python verify_pack.py PACK.zip

Needs Python 3.9 or later and nothing else. Ends with 0 when all that was checked is right, otherwise with 1.
The seal itself is checked when pyHanko is installed (pip install pyhanko); without it the script says so, and
`python verify_pack.py PACK.zip --extract FOLDER` writes what another tool needs to check it.

What is in a pack (all text is UTF-8, all hashes are SHA-256 in hexadecimals):

    pack.json       {"format": "erasdu-evidence-1", "reference", "made_at", "shown_sha256", "final_sha256",
                    "head", "files": {name: hash of every other file}}
    shown.pdf       the paper as every signer saw it
    final.pdf       the sealed paper; absent when it was never completed
    record.pdf      what happened, sealed; only when signers signed in final.pdf with keys of their own
    audit.json      {"reference", "shown_sha256", "head", "events": [{"seq", "kind", "at", "body", "hash"}], and more};
                    exactly the file that is attached to record.pdf, or else to final.pdf, so the seal covers it
    later.json      {"events": […]} that came after the seal and continue the chain; absent when there are none
    payloads.json   [{"seq", "key", "salt", "value"}]: personal details of which the chain holds salted hashes only;
                    those that were erased are not there
    root.pem        the roots that the seal's certificate hangs from
    README.txt      these things in words
    verify_pack.py  this script

An event's hash is SHA-256 of the canonical JSON (RFC 8785) of
{"prev": the hash before it, "" for the first, "seq", "kind", "at", "body"}.
A salted hash is HMAC-SHA256 of the value with the salt's text as its key; it stands in the event's body under `key`.
"""

import hashlib
import hmac
import importlib
import importlib.util
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

FORMAT = "erasdu-evidence-1"
NEEDED = ("pack.json", "shown.pdf", "audit.json", "payloads.json", "root.pem", "README.txt", "verify_pack.py")
OPTIONAL = ("final.pdf", "later.json", "record.pdf")
LARGEST = 50 * 1024 * 1024
RANGE = re.compile(rb"/ByteRange ?\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
Json = dict[str, Any]
Events = list[Json]
Files = dict[str, bytes]
STREAM = re.compile(rb"stream\r?\n")


class Wrong(Exception):
    """Something in the pack is not as it should be."""


def main(arguments: list[str]) -> int:
    pack, folder = arguments[0] if arguments else "", ""
    if len(arguments) == 3 and arguments[1] == "--extract":
        folder = arguments[2]
    elif len(arguments) != 1:
        print("usage: python verify_pack.py PACK.zip [--extract FOLDER]", file=sys.stderr)
        return 1
    try:
        return check(Path(pack), folder)
    except Wrong as wrong:
        print(f"WRONG        {wrong}")
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print(f"WRONG        this is no evidence pack: {type(error).__name__}: {error}")
    print("This pack does not hold.")
    return 1


def check(pack: Path, folder: str) -> int:
    files = read(pack)
    manifest, audit = json.loads(files["pack.json"]), json.loads(files["audit.json"])
    later = json.loads(files["later.json"])["events"] if "later.json" in files else []
    check_files(manifest, files)
    check_chain(manifest, audit, later)
    check_payloads(audit["events"] + later, json.loads(files["payloads.json"]))
    check_papers(manifest, audit, later, files)
    if "final.pdf" in files:
        check_attached(files)
        check_seal("final.pdf", files, folder)
        if "record.pdf" in files:
            check_prefix(files)
            check_seal("record.pdf", files, f"{folder}/record" if folder else "")
    else:
        print("not there    final.pdf: this paper was not completed")
    print("All that was checked is right.")
    return 0


def read(pack: Path) -> Files:
    """The files by name; only names that belong there, each once and of a bearable size."""
    with zipfile.ZipFile(pack) as packed:
        names = [each.filename for each in packed.infolist()]
        for name in NEEDED:
            require(name in names, f"{name} is not in the pack")
        for each in packed.infolist():
            require(each.filename in NEEDED + OPTIONAL, f"{each.filename} does not belong in a pack")
            require(each.file_size <= LARGEST, f"{each.filename} is too large")
        require(len(names) == len(set(names)), "a name stands twice in the pack")
        return {name: packed.read(name) for name in names}


def check_files(manifest: Json, files: Files) -> None:
    require(manifest["format"] == FORMAT, f"format {manifest['format']!r} is not known")
    listed = dict(manifest["files"])
    for name in files:
        if name != "pack.json":
            require(listed.pop(name, "") == sha256(files[name]), f"{name} is not the file that pack.json lists")
    require(not listed, f"files are missing: {', '.join(listed)}")
    print(f"right        {len(files)} files are those that pack.json lists")


def check_chain(manifest: Json, audit: Json, later: Events) -> None:
    prev, events = "", audit["events"] + later
    for seq, event in enumerate(events, start=1):
        body = {"prev": prev, "seq": seq, "kind": event["kind"], "at": event["at"], "body": event["body"]}
        fits = event["seq"] == seq and event["hash"] == sha256(canonical(body).encode())
        fits = fits and event.get("prev", prev) == prev
        require(fits, f"the chain breaks at event {seq}")
        prev = event["hash"]
        if seq == len(audit["events"]):
            require(audit["head"] == prev, "audit.json names another head than its last event")
    require(events != [] and manifest["head"] == prev, "pack.json names another head than the last event")
    require(manifest["reference"] == audit["reference"], "audit.json is of another paper")
    print(f"right        {len(events)} events hang together, up to {prev[:16]}…")


def check_payloads(events: Events, payloads: Events) -> None:
    require(isinstance(payloads, list), "payloads.json holds no list")
    for each in payloads:
        seq, key = each["seq"], each["key"]
        told = events[seq - 1]["body"].get(key) if 0 < seq <= len(events) else None
        salted = hmac.new(each["salt"].encode(), each["value"].encode(), hashlib.sha256).hexdigest()
        require(told == salted, f"payload {key!r} of event {seq} is not what the chain holds")
    print(f"right        {len(payloads)} personal details are those of the chain")


def check_papers(manifest: Json, audit: Json, later: Events, files: Files) -> None:
    shown, final = sha256(files["shown.pdf"]), sha256(files["final.pdf"]) if "final.pdf" in files else ""
    require(manifest["shown_sha256"] == shown, "shown.pdf is another than pack.json says")
    require(audit["shown_sha256"] == shown, "shown.pdf is another than the signers saw by audit.json")
    require(manifest["final_sha256"] == final, "final.pdf is another than pack.json says")
    named = [event["body"]["final_sha256"] for event in later if "final_sha256" in event["body"]]
    require(final in named or not named, "final.pdf is another than the events after it say")
    print(f"right        shown.pdf {shown}")
    if final:
        print(f"right        final.pdf {final}")


def check_attached(files: Files) -> None:
    name = "record.pdf" if "record.pdf" in files else "final.pdf"
    require(files["audit.json"] in streams(files[name]), f"audit.json is not the one attached to {name}")
    print(f"right        audit.json is attached to {name}, so the seal covers the chain")


def check_prefix(files: Files) -> None:
    fits = files["final.pdf"].startswith(files["shown.pdf"])
    require(fits, "final.pdf does not begin with the paper that was shown")
    print("right        final.pdf begins with shown.pdf: the signers signed what they saw")


def streams(pdf: bytes) -> list[bytes]:
    """The streams of a PDF, as they stand and unpacked."""
    found = []
    for start in STREAM.finditer(pdf):
        raw = pdf[start.end() : pdf.find(b"endstream", start.end())]
        try:
            found.append(zlib.decompressobj().decompress(raw, LARGEST))
        except zlib.error:
            found.append(raw.rstrip(b"\r\n"))
    return found


def check_seal(name: str, files: Files, folder: str) -> None:
    pdf = files[name]
    first, second = signed_parts(pdf, name)
    if folder:
        extract(pdf, first, second, files["root.pem"], Path(folder))
    if importlib.util.find_spec("pyhanko") is None:
        print(f"NOT CHECKED  the seal itself: pyHanko is not installed. Check {name} with a PDF reader that shows")
        print("             signatures, or run this script with --extract FOLDER and do what it says.")
        return
    status, others = sealed(pdf, files["root.pem"])
    require(status.intact and status.valid, f"the seal on {name} is broken: the file was altered")
    require(status.trusted, f"the seal on {name} does not hang from root.pem")
    print(f"right        the seal on {name} is whole and hangs from root.pem")
    for who, whole in others:
        require(whole, f"the signature of {who} in {name} is broken")
        print(f"right        the signature of {who} in {name} is whole; who issued its certificate is not checked")
    print("             Compare the root's fingerprint with one that you have from elsewhere.")


def signed_parts(pdf: bytes, name: str = "final.pdf") -> tuple[int, int]:
    """Where the seal's own value begins and ends; all the rest of the file must be covered by it."""
    ranges = RANGE.findall(pdf)
    require(ranges != [], f"{name} bears no seal")
    first, second, length = map(int, ranges[-1])
    value = re.compile(rb"<(?:[0-9A-F]{2})+>").fullmatch(pdf, first, second)
    require(value is not None and second + length == len(pdf), f"the seal does not cover all of {name}")
    return first, second


def sealed(pdf: bytes, root: bytes) -> tuple[Any, list[tuple[str, bool]]]:
    """pyHanko's judgement on the last signature, at the moment that it names, and whether those before it are whole."""
    io = importlib.import_module("io")
    reader = importlib.import_module("pyhanko.pdf_utils.reader").PdfFileReader(io.BytesIO(pdf))
    *before, signature = reader.embedded_signatures
    pem = importlib.import_module("asn1crypto.pem")
    certificate = importlib.import_module("asn1crypto.x509").Certificate
    roots = [certificate.load(der) for _, _, der in pem.unarmor(root, multiple=True)]
    context = importlib.import_module("pyhanko_certvalidator").ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=signature.self_reported_timestamp
    )
    validation = importlib.import_module("pyhanko.sign.validation")
    others = []
    for each in before:
        own = importlib.import_module("pyhanko_certvalidator").ValidationContext(
            trust_roots=[each.signer_cert], allow_fetching=False, moment=each.self_reported_timestamp
        )
        found = validation.validate_pdf_signature(each, own)
        others.append((str(each.sig_object.get("/Name", "somebody")), bool(found.intact and found.valid)))
    return validation.validate_pdf_signature(signature, context), others


def extract(pdf: bytes, first: int, second: int, root: bytes, folder: Path) -> None:
    """What OpenSSL needs."""
    folder.mkdir(parents=True, exist_ok=True)
    value = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    (folder / "seal.der").write_bytes(value[: der_length(value)])
    (folder / "signed.bin").write_bytes(pdf[:first] + pdf[second:])
    (folder / "root.pem").write_bytes(root)
    print(f"written      to {folder}. Check the seal there with:")
    print("             openssl cms -verify -binary -inform DER -in seal.der -content signed.bin \\")
    print("                 -CAfile root.pem -purpose any -no_check_time -out /dev/null")


def der_length(value: bytes) -> int:
    """How long the first thing in DER is; zeros follow it."""
    if value[1] < 0x80:
        return 2 + value[1]
    size = value[1] & 0x7F
    return 2 + size + int.from_bytes(value[2 : 2 + size], "big")


def canonical(value: Any) -> str:
    """JSON by RFC 8785, for values without fractions."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    require(not isinstance(value, float), "a fraction in the chain")
    return json.dumps(value, ensure_ascii=False)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def require(fine: bool, otherwise: str) -> None:
    if not fine:
        raise Wrong(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
