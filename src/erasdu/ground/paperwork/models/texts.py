"""What the coordinator writes for papers: texts, a picture, and who confirmed an explanation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.kernel.privacy import CONTACT, ORGANISATION, TECHNICAL, declare


class Wording(models.Model):
    """A version of a kind's content that the coordinator wrote; the newest published one is used."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    text = models.TextField(_("text"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare("", (TECHNICAL, "id kind language version by at published_at revision"), (ORGANISATION, "text"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "version"], name="wording_version_once")]


class Logo(models.Model):
    """A picture that stands on papers beside the wordmark, as SVG text made from what was uploaded."""

    version = models.PositiveIntegerField(unique=True)
    svg = models.TextField()
    alt = models.CharField(_("what the picture says"), max_length=120)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = declare("", (TECHNICAL, "id version by at ended_at"), (ORGANISATION, "svg alt"))


class Confirmation(models.Model):
    """Somebody who knows the language read an explanation and says that it is right: of exactly this text."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("who read it"), max_length=160)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    privacy = declare("", (TECHNICAL, "id kind language sha256 by at"), (CONTACT, "name"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "sha256"], name="explanation_confirmed_once")
        ]
