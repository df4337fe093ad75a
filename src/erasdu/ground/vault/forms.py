"""The field for an upload, on a telephone too; and what takes the place of a scan that we do not keep.

The field only looks at the size and the name. What is in the file the action finds out; a view puts its answer at the
field: `form.add_error("file", because(refused.verdict))`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import DateField, LineField, PlainForm
from erasdu.ground.look.words import because
from erasdu.kernel import registernumber
from erasdu.kernel.uploads.limits import KINDS, MAX_BYTES, MEGABYTE
from erasdu.kernel.verdict import no

ACCEPTED = ",".join([*KINDS, ".heic", ".heif"])  # some browsers know the ending and not the kind
CAMERA = "-camera"
HELP = _("A photo (JPEG, PNG, WebP or HEIC) or a PDF, at most 12 MB. We keep it encrypted.")


class UploadInput(forms.FileInput):
    """Two ways on a telephone: choose a file, or take a photo at once. The photo counts when both were used."""

    template_name = "vault/upload_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile[Any]], name: str) -> Any:
        return files.get(f"{name}{CAMERA}") or files.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}{CAMERA}" not in files


class UploadField(forms.FileField):
    """One photo or PDF; its value is what Django makes of a file: give `value.read()` and `value.name` to the vault."""

    widget = UploadInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Photo or PDF"))
        options.setdefault("help_text", HELP)
        super().__init__(max_length=200, **options)
        choose = _("Choose a file, or take a photo.")
        self.error_messages.update(required=choose, invalid=choose, missing=choose)
        self.error_messages["max_length"] = _("The name of this file is too long. Rename it and choose it again.")

    def to_python(self, data: Any) -> UploadedFile[Any] | None:
        if data is not None and getattr(data, "size", None) == 0:
            raise ValidationError(because(no("upload_empty")), code="upload_empty")
        file = super().to_python(data)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(because(no("upload_too_big", megabytes=MAX_BYTES // MEGABYTE)), code="upload_too_big")
        if registernumber.contains((file.name or "").replace("_", " ")):
            raise ValidationError(because(no("upload_register_number")), code="upload_register_number")
        return file


class UploadsInput(UploadInput):
    """The same for several at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile[Any]], name: str) -> Any:
        return [*files.getlist(name), *files.getlist(f"{name}{CAMERA}")]


class UploadsField(UploadField):
    """Several photos or PDFs, at most `most`; its value is a list."""

    widget = UploadsInput

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        options.setdefault("label", _("Photos or PDFs"))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if len(data or []) > self.most:
            raise ValidationError(because(no("uploads_too_many", most=self.most)), code="uploads_too_many")
        return [super(UploadsField, self).clean(one, initial) for one in data or [None]]


class UploadForm(PlainForm):
    """The usual form of one upload; shown by `vault/upload.html`."""

    file = UploadField()


class SeenForm(PlainForm):
    """Instead of a scan of an identity card, a health-insurance card or an extract from the criminal record.

    `on`: today; nobody has seen it later than that.
    """

    seen_by = LineField(label=_("Seen by"), help_text=_("Who looked at it: first name and name."), max_length=120)
    seen_on = DateField(label=_("Seen on"))
    valid_until = DateField(
        label=_("Valid until"), help_text=_("As it stands on the document. Empty: it does not say."), required=False
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        seen_on = self.fields["seen_on"]
        assert isinstance(seen_on, DateField)
        seen_on.latest = on
