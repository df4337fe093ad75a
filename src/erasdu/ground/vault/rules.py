"""How many files, how long an address works, and the mark that makes an address somebody's own."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import date, datetime, timedelta

MOST_FILES = 20  # of one person about one thing
UPLOADS_AN_HOUR = 60  # of one person, the refused ones too
ADDRESS_LASTS = timedelta(minutes=5)
HALFWAY = timedelta(hours=1)  # a blob without a row that is older than this was left by a process that died


def until(at: datetime) -> int:
    """The second in which an address that is given now ends."""
    return int((at + ADDRESS_LASTS).timestamp())


def is_over(ends: int, at: datetime) -> bool:
    return at.timestamp() >= ends


def mark(secret: str, key: str, ends: int, person: int) -> str:
    """Only who knows the secret makes it; of another file, moment or person it is another one."""
    text = f"{key}:{ends}:{person}"
    made = hmac.new(f"erasdu.vault.{secret}".encode(), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def about(key: str) -> str:
    """What is bound into an encrypted file, so that it opens in no other row's place."""
    return f"vault.storedfile:{key}"


def is_due(delete_after: date | None, today: date) -> bool:
    """Kept through its last day."""
    return delete_after is not None and delete_after < today
