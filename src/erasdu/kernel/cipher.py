"""Encryption at rest: AES-256-GCM with the id of the key in front, and what the bytes are about bound in.

`about` says table, column and row: bytes that were put elsewhere are refused, as are bytes that were changed.
"""

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes
KEY = 32


class NotOpened(Exception):
    """Changed, moved, or closed with a key that is not here. The message says which, never what."""


class Keyring:
    """Keys by id (0 to 255). The newest closes, every one opens. ValueError for a key of another size."""

    def __init__(self, keys: Mapping[int, bytes], newest: int) -> None:
        if newest not in keys or any(len(key) != KEY or not 0 <= number <= 255 for number, key in keys.items()):
            raise ValueError("a keyring holds keys of 32 bytes, the newest among them")
        self._keys = {number: AESGCM(key) for number, key in keys.items()}
        self.newest = newest

    def close(self, plain: bytes, about: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return bytes([self.newest]) + nonce + self._keys[self.newest].encrypt(nonce, plain, about.encode())

    def open(self, closed: bytes, about: str) -> bytes:
        key = self._keys.get(closed[0]) if closed else None
        if key is None:
            raise NotOpened("closed with an unknown key")
        try:
            return key.decrypt(closed[1 : 1 + NONCE], closed[1 + NONCE :], about.encode())
        except (InvalidTag, ValueError):
            raise NotOpened("changed or moved") from None

    def key_of(self, closed: bytes) -> int:
        """Which key closed it, to find what is still under an old one."""
        return closed[0]

    def close_json(self, value: object, about: str) -> bytes:
        return self.close(json.dumps(value, ensure_ascii=False, sort_keys=True).encode(), about)

    def open_json(self, closed: bytes, about: str) -> object:
        return json.loads(self.open(closed, about))
