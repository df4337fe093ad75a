"""A vault of its own for each test."""

from pathlib import Path

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def folder(db: None, settings, tmp_path: Path, clock: object) -> Path:
    """Where the encrypted bytes of this test lie."""
    cache.clear()
    lies = tmp_path / "vault"
    settings.STORAGES = {
        **settings.STORAGES,
        "vault": {"BACKEND": "erasdu.ground.vault.blobs.Folder", "OPTIONS": {"location": lies}},
    }
    settings.VAULT_KEYS, settings.CLAMD = {1: b"1" * 32}, ""
    return lies
