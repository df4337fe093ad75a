"""What is kept is harmless, encrypted and whole; what is refused leaves nothing."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from erasdu.ground.journal.models import Line, Subject
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.vault import actions, blobs, queries
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import NOBODY, SYSTEM
from erasdu.kernel.uploads.limits import Cleaned
from erasdu.kernel.verdict import Refused
from tests.concurrency import shared_database, together
from tests.factories.organisations import RoleFactory
from tests.factories.vault import AT, SECRET, prepared, stored
from tests.kernel.uploads import corpus

__all__ = ["shared_database"]


def store(upload: bytes, *, role: Any = None, name: str = "photo.jpg", **changes: Any) -> StoredFile:
    role = role or RoleFactory()
    given: dict[str, Any] = {"subject": role.organisation, "purpose": "test.scan", "keep": "candidate"}
    given |= {"delete_after": None, "by": actor_of(role), "at": AT, **changes}
    return actions.store(upload, name=name, **given)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.verdict.code


@pytest.fixture
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads are not read, so that a test that is about something else is quick."""
    monkeypatch.setattr(actions, "clean", lambda data: Cleaned(data, "image/jpeg", 1, 10, 10))


def blobs_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


class TestStore:
    def test_a_photo_is_kept_without_its_place_on_earth(self, folder: Path) -> None:
        role = RoleFactory()
        file = store(corpus.photo((120, 80), 6), role=role, name="Foto van Noor.HEIC", delete_after=date(2027, 1, 31))
        assert (file.media_type, file.width, file.height, file.pages) == ("image/jpeg", 80, 120, 1)
        assert (file.state, file.keep, file.delete_after, file.key_id) == ("clean", "candidate", date(2027, 1, 31), 1)
        assert (file.uploaded_by, file.subject_kind) == (role.person, "organisations.organisation")
        plain = queries.read(file)
        assert len(plain) == file.size
        assert not Image.open(io.BytesIO(plain)).getexif()
        line = Line.objects.get(code="vault.stored")
        assert line.data == {"purpose": "test.scan"}
        about = set(Subject.objects.filter(line=line).values_list("kind", "pk_of"))
        assert about == {("vault.storedfile", file.pk), ("organisations.organisation", role.organisation_id)}

    def test_on_the_disk_lies_nothing_that_can_be_read(self, folder: Path) -> None:
        file = stored()
        (blob,) = blobs_in(folder)
        assert blob.name == file.blob
        assert SECRET not in blob.read_bytes()
        assert blob.stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700
        assert file.key not in blob.name

    def test_the_same_bytes_are_never_the_same_blob(self, folder: Path) -> None:
        stored()
        stored()
        one, other = (blob.read_bytes() for blob in blobs_in(folder))
        assert one[13:] != other[13:]

    @pytest.mark.parametrize(
        ("upload", "name", "code"),
        [
            (b"", "photo.jpg", "upload_empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg", "upload_kind"),
            (corpus.jpeg()[:900], "photo.jpg", "upload_unreadable"),
            (corpus.jpeg(), "kaart 85.07.30-033.28.jpg", "upload_register_number"),
            (corpus.jpeg(), "85073003328.jpg", "upload_register_number"),
            (corpus.jpeg(), "scan_85_07_30_033_28.jpg", "upload_register_number"),
        ],
    )
    def test_what_is_refused_leaves_nothing(self, folder: Path, upload: bytes, name: str, code: str) -> None:
        with pytest.raises(Refused) as refused:
            store(upload, name=name)
        assert code_of(refused) == code
        assert not blobs_in(folder)
        assert not StoredFile.objects.exists()
        assert not Line.objects.exists()

    @pytest.mark.usefixtures("as_it_is")
    def test_names_that_cameras_give_are_taken(self) -> None:
        for name in (
            "IMG_20261125_101112345.jpg",
            "20261125_101112.jpg",
            "IMG-20261125-WA0001.jpg",
            "scan 0470123456.pdf",
        ):
            store(name.encode(), name=name)

    @pytest.mark.usefixtures("as_it_is")
    def test_nobody_sends_nothing(self) -> None:
        with pytest.raises(Refused) as refused:
            store(b"x", by=NOBODY)
        assert code_of(refused) == "vault_nobody"

    @pytest.mark.usefixtures("as_it_is")
    def test_a_storage_that_does_not_answer_is_said(self, settings, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("not a folder")
        vault = {"BACKEND": "erasdu.ground.vault.blobs.Folder", "OPTIONS": {"location": tmp_path / "file" / "vault"}}
        settings.STORAGES = {**settings.STORAGES, "vault": vault}
        with pytest.raises(Refused) as refused:
            store(b"x")
        assert code_of(refused) == "vault_unreachable"
        assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("as_it_is")
class TestQuota:
    def test_20_files_a_person_and_thing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        role = RoleFactory()
        files = [store(bytes([number]), role=role) for number in range(20)]
        monkeypatch.setattr(actions, "clean", lambda data: pytest.fail("it is refused before it is read"))
        with pytest.raises(Refused) as refused:
            store(b"one too many", role=role)
        assert code_of(refused) == "vault_full"
        colleague, elsewhere = RoleFactory(organisation=role.organisation), RoleFactory()
        assert stored(colleague)
        assert stored(role, subject=elsewhere.organisation)
        actions.delete(files[3], by=actor_of(role), at=AT)
        assert stored(role)

    def test_the_background_work_has_no_limit(self) -> None:
        role = RoleFactory()
        for number in range(21):
            store(bytes([number]), role=role, by=SYSTEM)
        assert StoredFile.objects.filter(uploaded_by=None).count() == 21

    def test_the_same_photo_twice_is_one_file(self, folder: Path, django_capture_on_commit_callbacks) -> None:
        role = RoleFactory()
        first = store(b"photo", role=role)
        with django_capture_on_commit_callbacks(execute=True):
            assert store(b"photo", role=role) == first
        assert [blob.name for blob in blobs_in(folder)] == [first.blob]
        assert Line.objects.filter(code="vault.stored").count() == 1
        assert store(b"photo", role=role, purpose="test.other") != first
        assert store(b"photo") != first

    def test_who_sends_and_sends_must_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "UPLOADS", actions.Limit("vault-test", 3, 3600))
        role = RoleFactory()
        for _ in range(3):
            store(b"x", role=role)
        with pytest.raises(Refused) as refused:
            store(b"x", role=role)
        assert code_of(refused) == "upload_too_often"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_pass_the_limit(shared_database: str) -> None:
    role = RoleFactory()
    for number in range(19):
        stored(role, bytes([number]))
    answers = together(*[lambda part=part: attempt(role, part) for part in (b"one", b"two", b"three")])
    assert sorted(answers) == ["kept", "vault_full", "vault_full"]


def attempt(role: Any, data: bytes) -> str:
    try:
        stored(role, data)
    except Refused as refused:
        return refused.verdict.code
    return "kept"


class TestRead:
    def test_a_changed_bit_is_refused(self, folder: Path) -> None:
        file = stored()
        (blob,) = blobs_in(folder)
        whole = blob.read_bytes()
        for place in (0, 1, 13, len(whole) // 2, len(whole) - 1):
            blob.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(queries.Damaged):
                queries.read(file)
        for cut in (b"", whole[:5], whole[:-1], whole + b"x"):
            blob.write_bytes(cut)
            with pytest.raises(queries.Damaged):
                queries.read(file)
        blob.write_bytes(whole)
        assert queries.read(file) == SECRET

    def test_two_blobs_that_changed_places_are_refused(self, folder: Path) -> None:
        one, other = stored(data=b"of one person"), stored(data=b"of another")
        StoredFile.objects.filter(pk=one.pk).update(blob="aside")
        StoredFile.objects.filter(pk=other.pk).update(blob=one.blob)
        StoredFile.objects.filter(pk=one.pk).update(blob=other.blob)
        for file in StoredFile.objects.all():
            with pytest.raises(queries.Damaged):
                queries.read(file)

    def test_a_blob_that_is_gone(self, folder: Path) -> None:
        file = stored()
        blobs.remove(file.blob)
        with pytest.raises(queries.Damaged):
            queries.read(file)

    def test_a_key_that_is_not_here_is_no_damage(self, settings) -> None:
        file = stored()
        settings.VAULT_KEYS = {2: b"2" * 32}
        with pytest.raises(blobs.NotReached):
            queries.read(file)
        assert queries.troubles(AT).unreadable == 1

    def test_damage_is_told_once(self, caplog: pytest.LogCaptureFixture) -> None:
        file = stored()
        actions.report_damage(file, at=AT)
        actions.report_damage(file, at=AT)
        assert Line.objects.filter(code="vault.damaged").count() == 1
        assert queries.troubles(AT).damaged == 1
        assert [record.message for record in caplog.records] == [f"the file {file.key} is not what was kept"]

    def test_files_of_a_thing(self) -> None:
        role = RoleFactory()
        first, second = stored(role, b"1"), stored(role, b"2", purpose="test.other")
        actions.delete(stored(role, b"3"), by=SYSTEM, at=AT)
        assert queries.files_of(role.organisation) == [first, second]
        assert queries.files_of(role.organisation, "test.other") == [second]
        assert queries.files_of(role.person) == []


class TestDelete:
    def test_the_bytes_go_and_the_row_says_that_there_was_one(
        self, folder: Path, django_capture_on_commit_callbacks
    ) -> None:
        role = RoleFactory()
        file = stored(role)
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete(file, by=actor_of(role), at=AT)
            actions.delete(file, by=actor_of(role), at=AT)
        assert not blobs_in(folder)
        file.refresh_from_db()
        assert (file.deleted_at, file.sha256) == (AT, "")
        line = Line.objects.get(code="vault.deleted")
        assert line.person == role.person_id

    def test_what_is_undone_is_not_deleted(self, folder: Path, django_capture_on_commit_callbacks) -> None:
        file = stored()
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            actions.delete(file, by=SYSTEM, at=AT)
            transaction.set_rollback(True)
        assert queries.read(file) == SECRET

    def test_a_storage_that_does_not_answer_leaves_it_to_the_sweep(
        self, folder: Path, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = stored()

        def fails(name: str) -> None:
            raise blobs.NotReached("away")

        monkeypatch.setattr(blobs, "remove", fails)
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete(file, by=SYSTEM, at=AT)
        file.refresh_from_db()
        assert file.deleted_at == AT
        assert len(blobs_in(folder)) == 1

    def test_the_last_day_is_set_when_it_is_known(self) -> None:
        file = stored(delete_after=None)
        actions.keep_until(file, delete_after=date(2027, 2, 1), by=SYSTEM, at=AT)
        file.refresh_from_db()
        assert file.delete_after == date(2027, 2, 1)
        assert Line.objects.get(code="vault.kept_until").data == {"until": "2027-02-01"}


def test_a_prepared_upload_is_attached_in_the_transaction_of_its_owner(folder: Path) -> None:
    """An action that fails after the upload keeps no row; the blob is swept."""
    role, ready = RoleFactory(), prepared()
    with transaction.atomic():
        actions.attach(
            ready, subject=role.organisation, purpose="x", keep="candidate", delete_after=None, by=actor_of(role), at=AT
        )
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert len(blobs_in(folder)) == 1
