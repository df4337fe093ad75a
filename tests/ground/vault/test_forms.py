"""The field for an upload: two ways to send on a telephone, and a sentence at its place when it cannot be."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client, RequestFactory
from django.utils.translation import override

from erasdu.ground.vault import handlers
from erasdu.ground.vault.forms import HELP, SeenForm, UploadForm
from erasdu.kernel.uploads.limits import MAX_BYTES, MEGABYTE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.vault.page")]


@pytest.fixture
def _page(settings) -> None:
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [Path(__file__).parent]}]


def sent(content: bytes = b"photo", name: str = "photo.jpg", at: str = "file") -> UploadForm:
    return UploadForm({}, {at: SimpleUploadedFile(name, content)})


def wrong(form: UploadForm) -> str:
    assert not form.is_valid()
    return str(form.errors["file"][0])


class TestField:
    def test_a_file_and_a_photo_of_the_camera_are_one_field(self) -> None:
        for at in ("file", "file-camera"):
            form = sent(at=at)
            assert form.is_valid()
            assert form.cleaned_data["file"].read() == b"photo"
        both = {"file": SimpleUploadedFile("a.jpg", b"1"), "file-camera": SimpleUploadedFile("b.jpg", b"2")}
        form = UploadForm({}, both)
        assert form.is_valid()
        assert form.cleaned_data["file"].read() == b"2"

    def test_what_is_wrong_is_said_at_the_field(self) -> None:
        with override("en"):
            assert wrong(UploadForm({}, {})) == "Choose a file, or take a photo."
            assert wrong(sent(b"")) == "This file is empty. Choose another."
            assert wrong(sent(bytes(MAX_BYTES + 1))).startswith("This file is too big: at most 12 MB.")
            assert wrong(sent(name="kaart 85.07.30-033.28.jpg")).startswith("The name of this file holds a national")
            assert wrong(sent(name="x" * 201 + ".jpg")).startswith("The name of this file is too long.")
        with override("nl"):
            assert wrong(sent(b"")) == "Dit bestand is leeg. Kies een ander."

    def test_the_help_says_the_real_limit(self) -> None:
        assert f"{MAX_BYTES // MEGABYTE} MB" in str(HELP)

    @pytest.mark.usefixtures("_page")
    def test_the_page_offers_a_camera_and_says_what_we_do_not_keep(self) -> None:
        text = Client().get("/test/form/").content.decode()
        assert 'accept="image/jpeg,image/png,image/webp,image/heic,application/pdf,.heic,.heif"' in text
        assert 'name="file-camera" accept="image/*" capture="environment"' in text
        assert 'for="id_file_camera"' in text
        assert "identiteitskaart" in text
        assert "strafregister" in text
        assert "wie het zag" in text

    def test_seen_instead_of_a_scan(self) -> None:
        given = {"seen_by": "An Peeters", "seen_on": "2026-11-23", "valid_until": "2027-05-01"}
        form = SeenForm(given, on=date(2026, 11, 23))
        assert form.is_valid()
        assert form.values["valid_until"] == date(2027, 5, 1)
        assert "seen_on" in SeenForm({**given, "seen_on": "2026-11-24"}, on=date(2026, 11, 23)).errors
        assert SeenForm({**given, "valid_until": ""}, on=date(2026, 11, 23)).is_valid()
        assert SeenForm(given, on=date(2026, 11, 24)).fields["seen_on"].latest == date(2026, 11, 24)  # type: ignore[attr-defined]


class TestTakingIn:
    def parsed(self, *files: bytes) -> Any:
        data = {f"file{number}": SimpleUploadedFile(f"{number}.jpg", file) for number, file in enumerate(files)}
        return RequestFactory().post("/", data).FILES

    def test_it_stays_in_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *_, **__: pytest.fail("written to the disk"))
        content = bytes(range(256)) * 40_000
        file = self.parsed(content)["file0"]
        assert file.read() == content
        assert not hasattr(file, "temporary_file_path")

    def test_of_one_that_is_too_large_only_its_size_is_kept(self) -> None:
        file = self.parsed(bytes(MAX_BYTES + 5))["file0"]
        assert (file.size, file.read()) == (MAX_BYTES + 5, b"")
        with override("en"):
            assert wrong(UploadForm({}, {"file": file})).startswith("This file is too big")

    def test_all_of_a_request_together_is_limited(self) -> None:
        files = self.parsed(*[bytes(11 * MEGABYTE)] * 3, bytes(9 * MEGABYTE))
        assert [len(files[f"file{number}"].read()) for number in range(4)] == [*[11 * MEGABYTE] * 3, 0]
        with override("en"):
            assert wrong(UploadForm({}, {"file": files["file3"]})).startswith("This file is too big")

    def test_at_some_point_we_hang_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handlers, "ENOUGH", 1000)
        handler = handlers.InMemory()
        with pytest.raises(handlers.StopFutureHandlers):
            handler.new_file("file", "x.jpg", "image/jpeg", 5000)
        handler.receive_data_chunk(bytes(900), 0)
        with pytest.raises(StopUpload) as stopped:
            handler.receive_data_chunk(bytes(200), 900)
        assert stopped.value.connection_reset

    def test_more_files_than_anybody_sends(self, client: Client) -> None:
        data = {f"file{number}": SimpleUploadedFile("x.jpg", b"x") for number in range(31)}
        assert client.post("/test/form/", data).status_code == 400

    @pytest.mark.usefixtures("_page")
    def test_the_whole_way(self, client: Client) -> None:
        assert client.post("/test/form/", {"file": SimpleUploadedFile("a.jpg", b"12345")}).content == b"a.jpg 5 5"
        refused = client.post("/test/form/", {"file": SimpleUploadedFile("a.jpg", bytes(MAX_BYTES + 1))})
        assert "Dit bestand is te groot" in refused.content.decode()
