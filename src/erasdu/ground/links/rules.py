"""Tokens and codes of personal links: computed from a key, so that the database holds none."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta

CODE_LASTS = timedelta(minutes=10)
TRIES_A_CODE = 5
TRIES_AN_HOUR = 10
CODES_A_WHILE = 5
WHILE = timedelta(minutes=15)
NEW_LINKS_AN_HOUR = 3
DEVICE_LASTS = timedelta(days=30)
VISIT_LASTS = timedelta(hours=12)
STRICT_VISIT_LASTS = timedelta(minutes=30)  # of a link that always asks for a code
CHANNELS = ("mail", "text", "hand", "post", "portal")
BY_STAFF = {"hand": timedelta(days=2), "portal": timedelta(days=7), "post": timedelta(days=21)}
"""Channels whose code a person at the school hands out, with how long such a code works."""


def token(secret: str, key: str, generation: int) -> str:
    """43 signs of base64url that stand for 256 bits."""
    return urlsafe_b64encode(_mac(secret, f"link:{key}:{generation}")).rstrip(b"=").decode()


def code(secret: str, salt: str) -> str:
    """Six digits. Of 2^64 numbers the remainder by a million is even enough."""
    number = int.from_bytes(_mac(secret, f"code:{salt}")[:8], "big")
    return f"{number % 1_000_000:06d}"


def same(given: str, expected: str) -> bool:
    """Compared without telling by the time it takes; spaces and dashes that people type do not count."""
    typed = "".join(sign for sign in given if sign.isalnum())
    return hmac.compare_digest(typed.encode(), expected.encode())


def fingerprint(given: str) -> str:
    """What the database holds of a token."""
    return hashlib.sha256(given.encode()).hexdigest()


def _mac(secret: str, text: str) -> bytes:
    return hmac.new(f"erasdu.links.{secret}".encode(), text.encode(), hashlib.sha256).digest()
