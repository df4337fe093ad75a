"""Messages to a selection of people, and notes of telephone calls, both on the dossier's timeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, MAIL, TECHNICAL, declare


class Message(models.Model):
    """One message, written once, sent to the chosen role of each dossier selected.

    `subject_en`, `text_en`: the same for who reads English; empty when it was written in one language.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    role = models.CharField(_("to whom"), max_length=20)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=4000)
    subject_en = models.CharField(_("subject in English"), max_length=150, blank=True)
    text_en = models.TextField(_("message in English"), max_length=4000, blank=True)
    candidacies = models.ManyToManyField(Candidacy, related_name="+")
    recipients = models.PositiveIntegerField(default=0)

    privacy = declare(
        "by", (TECHNICAL, "id key by at role candidacies recipients"), (MAIL, "subject text subject_en text_en")
    )


class Note(models.Model):
    """A note of a telephone call, with a date to come back to it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("what was said"), max_length=2000)
    follow_up_on = models.DateField(_("come back to it on"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)

    privacy = declare(
        "candidacy.learner", (TECHNICAL, "id key candidacy by at done_at"), (CANDIDATE, "text follow_up_on")
    )

    class Meta:
        indexes = [models.Index(fields=["follow_up_on", "done_at"])]
