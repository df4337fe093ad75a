"""Secret addresses of a session's door and of a calendar: computed from a key, so that the database holds none."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=15)


def door_token(secret: str, key: str, sequence: int) -> str:
    """What the code on the screen of the room holds; another one when the session moves."""
    return _token(secret, f"door:{key}:{sequence}")


def door_is_open(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """From half an hour before a session until a quarter after it."""
    return starts_at - BEFORE <= at <= ends_at + AFTER


def feed_token(secret: str, key: str, generation: int) -> str:
    """The last part of a calendar's address."""
    return _token(secret, f"feed:{key}:{generation}")


def fingerprint(given: str) -> str:
    """What the database holds of a token."""
    return hashlib.sha256(given.encode()).hexdigest()


def same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _token(secret: str, text: str) -> str:
    mac = hmac.new(f"erasdu.meetings.{secret}".encode(), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac).rstrip(b"=").decode()
