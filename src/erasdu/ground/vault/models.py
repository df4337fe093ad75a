"""One row for each file that is kept. Its bytes lie elsewhere, encrypted, under a name that says nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, TECHNICAL, declare


class StoredFile(models.Model):
    """`subject_kind` and `subject_pk` say what it belongs to, `purpose` what it is for: codes of its owner.

    `about`: the person whose data is in it; it goes when their data goes. `keep`: the code of a retention rule, which
    gave `delete_after`, the last day on which it is kept; None while that day is not known. `sha256` is of the plain
    bytes. A deleted file leaves its row, without what says anything of its content.
    """

    class State(models.TextChoices):
        QUARANTINE = "quarantine", _("waits for the antivirus")
        CLEAN = "clean", _("in order")
        INFECTED = "infected", _("infected")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    subject_kind = models.CharField(max_length=60)
    subject_pk = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    about = models.ForeignKey(Person, models.CASCADE, null=True, related_name="files")
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, default="")
    pages = models.PositiveSmallIntegerField(default=1)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    blob = models.CharField(max_length=40, unique=True)
    key_id = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUARANTINE)
    keep = models.CharField(max_length=40)
    delete_after = models.DateField(null=True)
    deleted_at = models.DateTimeField(null=True)
    damaged_at = models.DateTimeField(null=True)

    privacy = declare(
        "about",
        (
            TECHNICAL,
            "id key subject_kind subject_pk purpose about uploaded_by at media_type size pages width height key_id "
            "state keep delete_after deleted_at damaged_at",
        ),
        (CANDIDATE, "blob sha256"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_pk", "purpose"]),
            models.Index(fields=["deleted_at", "delete_after"]),
        ]
