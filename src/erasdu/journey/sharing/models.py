"""Snapshots that were shared, who looked at them, and on what ground data goes to a country without adequacy."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import rules
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, ORGANISATION, PROFILE, TECHNICAL, declare


class Share(models.Model):
    """What one partner sees of one learner. Live until it is taken back, or a month after the stay as it is now.

    `snapshot`: field of `allowed.toml` → English text, or a list of texts. A newer one takes the place of an older.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    snapshot = models.JSONField(default=dict)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility partner shared_at shared_by revoked_at revoked_by"),
        (PROFILE, "snapshot"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mobility", "partner"], condition=Q(revoked_at=None), name="one_live_share_a_partner"
            )
        ]
        indexes = [models.Index(fields=["partner", "revoked_at"])]

    @property
    def until(self) -> date:
        """The last day on which it is seen."""
        return rules.expires(self.mobility.planned_until, self.mobility.call.stay_until)


class View(models.Model):
    """Somebody looked, or printed a copy for a host."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="views")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    copy_for = models.CharField(_("copy for"), max_length=120, blank=True)

    privacy = declare("person", (TECHNICAL, "id share person"), (CONTACT, "at copy_for"))

    class Meta:
        indexes = [models.Index(fields=["share", "at"])]


class Ground(models.Model):
    """On what ground data goes to a partner outside the EEA without an adequacy decision: recorded, dated, ended."""

    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.CharField(_("ground"), max_length=500)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare("", (TECHNICAL, "id partner recorded_at recorded_by"), (ORGANISATION, "text since until"))

    class Meta:
        ordering = ["-recorded_at"]
