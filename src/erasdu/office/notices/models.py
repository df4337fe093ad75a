"""What notices keep: news for the next digest, since when things wait, what went out, and what was decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Call
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import MAIL, ORGANISATION, TECHNICAL, declare


class Digest(models.Model):
    """What one person got on one day by one way; `keys`: what waited then, `letter`: the mail or text message."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on = models.DateField()
    way = models.CharField(max_length=6)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    keys = models.JSONField(default=list)
    note = models.TextField(_("added sentence"), blank=True)

    privacy = declare("person", (TECHNICAL, "id person on way letter keys"), (MAIL, "note"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on", "way"], name="one_digest_a_day")]


class News(models.Model):
    """A line of the journal as one sentence for one person, until a digest takes it along."""

    once = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=60, default="")
    about_pk = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="news")

    privacy = declare("person", (TECHNICAL, "id once person about_kind about_pk digest"), (MAIL, "text address at"))

    class Meta:
        indexes = [models.Index(fields=["digest", "person"])]


class Waiting(models.Model):
    """Since when something waits: a thing without a last day is counted from there."""

    what = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_pk = models.BigIntegerField()
    since = models.DateField()

    privacy = declare("", (TECHNICAL, "id what about_kind about_pk since"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "about_kind", "about_pk"], name="waits_once")]


class Planned(models.Model):
    """A day whose mails were written, for everybody."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    privacy = declare("", (TECHNICAL, "id on at"))


class Decision(models.Model):
    """What somebody decided about one person's mail of one day before it went: hold it, cancel it, add a sentence.

    `subject`, `body`: in place of what it would say, with places for what waits and what is new.
    """

    class Kind(models.TextChoices):
        HOLD = "hold", _("held")
        CANCEL = "cancel", _("cancelled")
        ADD = "add", _("with a sentence of your own")
        EDIT = "edit", _("with a text of your own")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    until = models.DateField(null=True)
    note = models.TextField(_("added sentence"), blank=True, max_length=600)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=4000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    privacy = declare("person", (TECHNICAL, "id key person on kind until by at revision"), (MAIL, "note subject body"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="decided_once_a_day")]


class Wording(models.Model):
    """A version of a text that the coordinator wrote; the newest published one is used, an empty one is what ships."""

    text = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    version = models.PositiveIntegerField()
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), blank=True, max_length=4000)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "", (TECHNICAL, "id text language version by at published_at revision"), (ORGANISATION, "subject body")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "language", "version"], name="notice_text_version_once")]


class Stop(models.Model):
    """A row of the table (`row`: its code) that tells nobody of one call any more, until it is started again."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="+")
    row = models.CharField(max_length=160)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = declare("", (TECHNICAL, "id key call row by at ended_at ended_by"), (ORGANISATION, "reason"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "row"], condition=models.Q(ended_at=None), name="stopped_once_for_a_call"
            )
        ]
