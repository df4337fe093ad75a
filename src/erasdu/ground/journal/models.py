"""The journal's lines, the dossiers they are about, and how far each follower has read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.kernel.privacy import SECURITY, TECHNICAL, declare


class Line(models.Model):
    """One thing that happened. Codes and ids only; names are looked up when it is read.

    `seq` and `hash` come from the one sealer, after commit: followers read `seq > bookmark`.
    """

    code = models.CharField(_("what"), max_length=60)
    at = models.DateTimeField(_("when"))
    person = models.BigIntegerField(_("by whom"), null=True)
    role = models.CharField(_("in which role"), max_length=30)
    organisation = models.BigIntegerField(_("for which organisation"), null=True)
    via = models.CharField(_("by which way"), max_length=10)
    data = models.JSONField(_("details"), default=dict)
    seq = models.BigIntegerField(_("number"), null=True, unique=True)
    hash = models.CharField(_("chained hash"), max_length=64, default="")

    privacy = declare("person", (TECHNICAL, "id code at data seq hash"), (SECURITY, "person role organisation via"))

    class Meta:
        indexes = [models.Index(fields=["code", "at"]), models.Index(fields=["person", "at"])]


class Subject(models.Model):
    """A dossier that a line touches: its kind ("candidacies.candidacy") and its row number."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=60)
    pk_of = models.BigIntegerField()

    privacy = declare("", (TECHNICAL, "id line kind pk_of"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "pk_of", "line"], name="subject_once_a_line")]


class Bookmark(models.Model):
    """How far one follower has read; moved in the transaction of its effect."""

    follower = models.CharField(max_length=60, unique=True)
    seq = models.BigIntegerField(default=0)

    privacy = declare("", (TECHNICAL, "id follower seq"))


class Receipt(models.Model):
    """The answer to a form that was sent: the same form sent twice gets the same answer."""

    form_key = models.CharField(max_length=64, unique=True)
    body = models.CharField(max_length=64)  # hash of what was sent, to tell the same form from a changed one
    location = models.CharField(max_length=2000, default="")
    at = models.DateTimeField()

    privacy = declare("", (TECHNICAL, "id form_key body location at"))

    class Meta:
        indexes = [models.Index(fields=["at"])]
