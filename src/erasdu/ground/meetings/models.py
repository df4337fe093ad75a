"""Meetings, who is invited to them and why, and the private calendar of a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.links.models import Link
from erasdu.ground.meetings import words
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, ORGANISATION, SECURITY, TECHNICAL, declare


class Meeting(models.Model):
    """One session. `series`: meetings that say the same have it in common, and being at one of them is enough.

    `about_kind`, `about_pk`: what it is about, such as a call. `sequence` grows when it moves or is cancelled.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    series = models.CharField(max_length=16, default=new_key, editable=False)
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=60)
    about_pk = models.BigIntegerField()
    title_nl = models.CharField(_("title in Dutch"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    video = models.URLField(_("address of the video call"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(_("number of seats"), null=True, blank=True)
    required = models.BooleanField(_("who is invited must be there"), default=False)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "",
        (TECHNICAL, "id key series about_kind about_pk planned_at planned_by sequence revision"),
        (
            ORGANISATION,
            "organiser title_nl title_en starts_at ends_at place video capacity required cancelled_at",
        ),
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_in_order"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(video=""), name="meeting_is_somewhere"),
        ]
        indexes = [models.Index(fields=["about_kind", "about_pk"])]


class Invitation(models.Model):
    """One person at one meeting. `seat`: "seat" or "waiting", empty for who does not come or did not answer.

    `seen_how`: how it is known that they were there; empty while it is not.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(_("comes"), max_length=5, choices=list(words.ANSWERS.items()), blank=True)
    answered_at = models.DateTimeField(null=True)
    seat = models.CharField(max_length=7, blank=True)
    waits_since = models.DateTimeField(null=True)
    seen_how = models.CharField(_("was there"), max_length=10, choices=list(words.SEEN.items()), blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    privacy = declare(
        "person",
        (TECHNICAL, "id key meeting person link invited_at seen_by withdrawn_at"),
        (EVIDENCE, "answer answered_at seat waits_since seen_how seen_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invited_once"),
            models.CheckConstraint(condition=Q(seat="") | Q(answer="yes"), name="seat_for_who_comes"),
        ]


class Reason(models.Model):
    """Why somebody is invited: in which role, and for which dossier. A parent of two learners has two."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="reasons")
    role = models.CharField(max_length=20, choices=list(words.ROLES.items()))
    subject_kind = models.CharField(max_length=60)
    subject_pk = models.BigIntegerField()

    privacy = declare("invitation.person", (TECHNICAL, "id invitation role subject_kind subject_pk"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "subject_kind", "subject_pk"], name="reason_once")]
        indexes = [models.Index(fields=["subject_kind", "subject_pk"])]


class Feed(models.Model):
    """The private calendar of a person: an address that only they know. The database holds the hash of it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id key person generation token_hash"), (SECURITY, "made_at ended_at"))
