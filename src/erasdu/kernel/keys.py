"""Random public ids: what stands in addresses instead of row numbers."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 14  # 31^14 is about 2^69: not to be guessed, still to be read out over the telephone


def new_key() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
