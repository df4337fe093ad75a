"""Papers of the partner's own: sent, checked against a list of clauses, accepted or returned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.nominations.models.nominees import Nomination
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, TECHNICAL, declare


class HomePaper(models.Model):
    """One kind of paper of one learner; a newer one takes its place. `file`: key in the vault.

    Of a health card only who saw it, when, and until when it holds; of the others the days that they say. `lacks`:
    clauses that were not found in it.
    """

    class Kind(models.TextChoices):
        EHIC = "ehic", _("European health insurance card")
        ACCIDENTS = "accidents", _("insurance against accidents at work")
        LIABILITY = "liability", _("liability insurance")
        CONSENT = "consent", _("consent of learner and parents")
        LEARNING_AGREEMENT = "learning_agreement", _("learning agreement of their own")

    class State(models.TextChoices):
        SENT = "sent", _("to be checked")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    file = models.CharField(max_length=16, blank=True)
    seen_by = models.CharField(_("seen by"), max_length=120, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    lacks = models.JSONField(default=list)
    present = models.JSONField(null=True, default=None)  # clauses that were found in it; None: nobody wrote them down
    agreed_for = models.JSONField(null=True, default=None)  # days and place of the stay when an agreement was accepted
    note = models.CharField(_("note"), max_length=300, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "nomination.mobility.person",
        (TECHNICAL, "id key nomination kind state file lacks present agreed_for sent_at sent_by checked_at checked_by"),
        (CANDIDATE, "seen_by seen_on valid_from valid_until note"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "kind"], name="home_paper_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(valid_from=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="home_paper_days_in_order",
            ),
        ]
