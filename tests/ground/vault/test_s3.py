"""The same vault in a bucket, against a server that speaks S3."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from erasdu.config.installation import vault_storage
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.vault import actions, blobs, queries
from erasdu.ground.vault.tasks import sweep
from erasdu.kernel.verdict import Refused
from tests.factories.vault import AT, SECRET, prepared, stored
from tests.mailserver import free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    port = free_port()
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"127.0.0.1:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty one; the environment of the machine holds keys of something else."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of something else")
    monkeypatch.setenv("AWS_S3_SESSION_PROFILE", "of something else")
    name = f"vault-{os.getpid()}-{tmp_path.name.replace('_', '-')[:30]}".lower()
    vault = vault_storage(f"s3://key:a%2Fsecret@{server}/{name}?tls=0&region=eu-west-1", tmp_path)
    settings.STORAGES = {**settings.STORAGES, "vault": vault}
    blobs.storage().connection.create_bucket(  # type: ignore[attr-defined]
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return name


def test_kept_read_rotated_swept_and_deleted(bucket: str, settings, django_capture_on_commit_callbacks) -> None:
    file, orphan = stored(), prepared().blob
    assert sorted(blobs.names()) == sorted([file.blob, orphan])
    assert SECRET not in blobs.get(file.blob)
    assert queries.read(file) == SECRET
    settings.VAULT_KEYS = {2: b"2" * 32, **settings.VAULT_KEYS}
    call_command("vault", "rotate")
    assert queries.read(file) == SECRET
    file.refresh_from_db()
    really = blobs.changed_at(orphan)
    for late, left in ((timedelta(minutes=5), {file.blob, orphan}), (timedelta(minutes=65), {file.blob})):
        with the_clock.standing_at(really + late):
            file.__class__.objects.update(delete_after=None)
            sweep()
        assert set(blobs.names()) == left
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(file, by=actions.SYSTEM, at=AT)
    assert blobs.names() == []
    with pytest.raises(queries.Damaged):
        queries.read(file)


def test_a_blob_that_was_changed_there(bucket: str) -> None:
    file, other = stored(), stored()
    blobs.put(file.blob, blobs.get(other.blob))
    with pytest.raises(queries.Damaged):
        queries.read(file)


def test_it_is_probed(bucket: str) -> None:
    blobs.probe()
    assert blobs.names() == []


def test_a_bucket_that_is_not_there_and_a_server_that_is_not(
    server: str, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "clean", lambda data: prepared_cleaned())
    for url in (f"s3://key:secret@{server}/nothing?tls=0", f"s3://key:secret@127.0.0.1:{free_port()}/vault?tls=0"):
        settings.STORAGES = {**settings.STORAGES, "vault": vault_storage(url, tmp_path)}
        with pytest.raises((blobs.NotReached, blobs.Gone)):
            blobs.probe()
        with pytest.raises(Refused, match="vault_unreachable"):
            actions.prepare(b"x", name="x", by=actions.SYSTEM)


def prepared_cleaned() -> actions.Cleaned:
    return actions.Cleaned(b"x", "image/jpeg", 1, 1, 1)
