"""Grant agreements and the organisations that are in the consortium under them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models import Envelope
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import ORGANISATION, TECHNICAL, declare


class GrantAgreement(models.Model):
    """The Erasmus+ contract that pays for a set of mobilities; `call_year` fixes the rates."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    project_code = models.CharField(_("project code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    call_year = models.PositiveSmallIntegerField(_("call year"))
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "", (TECHNICAL, "id key revision"), (ORGANISATION, "project_code title call_year starts_on ends_on")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="grant_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """An organisation's place in the consortium under one grant agreement.

    `state` is what was decided; whether signed papers make it active is read (`access.standing_on`). `activated_at`
    and `activation_reason`: by hand. `signing_since`: its papers were sent. `mandate_form`: mandate or accession.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grant_agreement = models.ForeignKey(GrantAgreement, models.PROTECT, related_name="memberships")
    state = models.CharField(_("state"), max_length=12, default="interest")
    since = models.DateTimeField()
    signing_since = models.DateTimeField(null=True)
    mandate_form = models.CharField(max_length=10, default="mandate")
    activated_at = models.DateTimeField(null=True)
    activation_reason = models.CharField(_("why by hand"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    privacy = declare(
        "",
        (
            TECHNICAL,
            "id key organisation grant_agreement state since signing_since mandate_form activated_at ended_at",
        ),
        (ORGANISATION, "activation_reason end_reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "grant_agreement"], name="one_membership_a_grant")
        ]


class Cover(models.Model):
    """A school for which one version of a cooperation agreement is made, and until when that is valid."""

    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="covers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    valid_until = models.DateField()

    privacy = declare("", (TECHNICAL, "id envelope organisation valid_until"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "organisation"], name="covered_once_a_version")]
