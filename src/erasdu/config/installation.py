"""What is an installation's own: its secrets, where its uploads lie, how its schools sign in."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def kept(file: Path, made: str) -> str:
    """A secret that is made once, whole or not at all, and readable by its user alone."""
    if not file.exists():
        unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(made)
        try:
            file.hardlink_to(unfinished)
        except FileExistsError:  # another process was first
            pass
        except OSError:  # a disk that knows no second names
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return file.read_text()


def vault_keys(given: str, var: Path) -> dict[int, bytes]:
    """Keys of uploads by id, the newest first: `[{"id": 2, "key": base64}, …]`, or the one that is made here."""
    if given:
        return {int(each["id"]): b64decode(each["key"], validate=True) for each in json.loads(given)}
    return {1: b64decode(kept(var / "vault.key", b64encode(secrets.token_bytes(32)).decode()))}


def vault_storage(url: str, var: Path) -> dict[str, Any]:
    """A folder, or the bucket of `s3://key:secret@host:port/bucket?tls=0&region=…`; a slash in a secret is %2F."""
    if not url:
        return {"BACKEND": "erasdu.ground.vault.blobs.Folder", "OPTIONS": {"location": var / "vault"}}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options = {
        "endpoint_url": f"{'http' if asked.get('tls') == '0' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "bucket_name": parts.path.strip("/"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": asked.get("region", "us-east-1"),
    }
    return {"BACKEND": "erasdu.ground.vault.s3.Bucket", "OPTIONS": options}


def school_sign_ins(given: str) -> list[dict[str, Any]]:
    """A JSON list: `[{"id": …, "name": …, "client_id": …, "secret": …, "domains": [mail domains], …}]`."""
    own = ("id", "name", "client_id", "secret")
    return [
        {
            "provider_id": each["id"],
            "name": each["name"],
            "client_id": each["client_id"],
            "secret": each["secret"],
            "settings": {key: value for key, value in each.items() if key not in own},
        }
        for each in json.loads(given or "[]")
    ]


def sign_in_origins(providers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Where a sign-in form may lead on to: a browser checks where a form that was sent is redirected."""
    named = [app["settings"] for found in providers.values() for app in found["APPS"]]
    urls = [
        str(given.get("authorize_url") or given.get("server_url") or "https://oauth.smartschool.be") for given in named
    ]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls)})


SIGN_LEVELS = ("advanced", "qualified")
DEMO_SERVICE: dict[str, dict[str, Any]] = {
    "voorbeeld": {"name": "Voorbeeld-app", "level": "", "make": "erasdu.demo.identity.DemoService", "options": {}}
}


def sign_services(given: str, site_url: str, *, demo: bool) -> dict[str, dict[str, Any]]:
    """A JSON list: `[{"id": …, "name": …, "level": "advanced", "url": …, "client_id": …, "secret": …, …}]`.

    `level`: what a signature of that service is by contract and law. Where the demo has none, it gets a pretended one.
    """
    found = {}
    for each in json.loads(given or "[]"):
        if each.get("level") not in SIGN_LEVELS:
            raise ValueError(f"ERASDU_SIGN_SERVICES: the level of {each['id']} is one of {', '.join(SIGN_LEVELS)}")
        options = {"url": each["url"].rstrip("/"), "client": each["client_id"], "secret": each["secret"]}
        options |= {name: each[name] for name in ("oauth", "credential") if each.get(name)}
        options["redirect"] = f"{site_url}/papers/signed-at/{each['id']}/"
        make = "erasdu.kernel.seal.csc.CscService"
        found[each["id"]] = {"name": each["name"], "level": each["level"], "make": make, "options": options}
    return found or (DEMO_SERVICE if demo else {})


def sign_origins(services: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Where a signer is sent after a form: the pages of these services."""
    urls = [str(each["options"].get("oauth") or each["options"].get("url") or "") for each in services.values()]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls) if parts.netloc})
