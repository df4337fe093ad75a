"""Every personal link. The database holds hashes; tokens and codes are recomputed with the key."""

from django.db import models

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import SECURITY, TECHNICAL, declare


class Link(models.Model):
    """One person's way to one thing. It works only while the holder's role does (`role`, when given).

    `purpose` names a view by `settings.LINK_DOORS`; `subject_kind` and `subject_pk` say what it is about.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="links")
    purpose = models.CharField(max_length=40)
    audience = models.CharField(max_length=30, default="")  # which privacy notice, where no role says it
    channel = models.CharField(max_length=10, default="mail")  # how the code comes: rules.CHANNELS
    subject_kind = models.CharField(max_length=60)
    subject_pk = models.BigIntegerField()
    generation = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    privacy = declare(
        "person",
        (TECHNICAL, "id key person role purpose audience channel subject_kind subject_pk generation token_hash"),
        (SECURITY, "created_at expires_at revoked_at opened_at used_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "subject_kind", "subject_pk"],
                condition=models.Q(revoked_at=None),
                name="one_live_link_a_person_and_thing",
            )
        ]


class Code(models.Model):
    """A code for a link's holder: mailed, sent by text, or handed out by staff (`by`)."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="codes")
    salt = models.CharField(max_length=32)
    channel = models.CharField(max_length=10, default="mail")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    privacy = declare(
        "link.person", (TECHNICAL, "id link salt channel by"), (SECURITY, "sent_at expires_at tries used_at")
    )


class Device(models.Model):
    """A browser that a person proved a code on: remembered for 30 days. Colleagues may share one browser."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id person token_hash"), (SECURITY, "label since until revoked_at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token_hash"], name="device_once_a_person")]
