"""What schools hand in to the coordinator, the seats, and the places granted."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, PROFILE, PUBLIC, TECHNICAL, declare


class Allotment(models.Model):
    """How many seats of a call the coordinator gives to a school."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("places"))
    revision = models.PositiveIntegerField(default=0)

    privacy = declare("", (TECHNICAL, "id call school revision"), (PUBLIC, "seats"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "school"], name="one_allotment_a_school")]


class CandidateFile(models.Model):
    """What the school hands in for one learner. `handed_in_at` is the legally relevant moment and order.

    `cv` and `extract`: the CV form and the learner's part of the selection report (by language), frozen when the
    file is handed in. `called_up_at`: a place came free for this reserve. `grace_until`: the last day to complete
    a returned file, or to hand in one that was called up.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    candidacy = models.OneToOneField(Candidacy, models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, default="preparing")
    prechecked_at = models.DateTimeField(null=True)
    precheck_note = models.TextField(_("remarks of the pre-check"), blank=True, max_length=2000)
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField(_("order of arrival"), null=True)
    cv = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    extract = models.JSONField(default=dict)
    called_up_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("what is missing"), blank=True, max_length=2000)
    returned_at = models.DateTimeField(null=True)
    grace_until = models.DateField(_("complete it by"), null=True)
    checked_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(null=True)
    answer_by = models.DateField(_("answer by"), null=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    mobility = models.ForeignKey(Mobility, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id key candidacy call school state handed_in_by mobility revision"),
        (
            EVIDENCE,
            "prechecked_at precheck_note handed_in_at order extract return_reason returned_at "
            "grace_until called_up_at checked_at granted_at answer_by answered_at decline_reason",
        ),
        (PROFILE, "cv"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "order"], condition=models.Q(order__isnull=False), name="order_once_a_call"
            )
        ]
        indexes = [models.Index(fields=["call", "school", "state"])]
