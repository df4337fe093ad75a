"""Who is nominated by which partner in which call, who answers for a minor at home, and imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, GUARDIAN, TECHNICAL, declare


class Nomination(models.Model):
    """What only a nomination knows; the learner, the dates and the receiving school are the stay's, the occupation and
    whom to call at home the profile's. Nothing is scored.

    `wished_from`, `wished_until`: the days that the partner asks for, both included.
    """

    class Way(models.TextChoices):
        FORM = "form", _("by form")
        IMPORT = "import", _("from a table")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    mobility = models.OneToOneField(Mobility, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    state = models.CharField(max_length=12, default="nominated")
    wished_from = models.DateField(_("first day wished"), null=True, blank=True)
    wished_until = models.DateField(_("last day wished"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mobility.person",
        (
            TECHNICAL,
            "id key call partner mobility way state nominated_at nominated_by accepted_at accepted_by withdrawn_at "
            "revision",
        ),
        (CANDIDATE, "wished_from wished_until remark withdrawal_reason"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wished_until=None) | models.Q(wished_until__gte=models.F("wished_from")),
                name="wished_period_in_order",
            )
        ]
        indexes = [models.Index(fields=["call", "partner", "state"])]


class Guardian(models.Model):
    """A holder of authority over a minor abroad, as the partner names them."""

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        GUARDIAN = "guardian", _("guardian")
        OTHER = "other", _("another relation")

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="guardians")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices, blank=True)
    position = models.PositiveSmallIntegerField()

    privacy = declare("person", (TECHNICAL, "id nomination person position"), (GUARDIAN, "relation"))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "position"], name="home_guardian_position_once"),
            models.CheckConstraint(condition=models.Q(position__in=[1, 2]), name="at_most_two_home_guardians"),
        ]


class ImportBatch(models.Model):
    """One import of a partner's table; undoing it removes what it made, as long as nothing was built on it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    nominations = models.ManyToManyField(Nomination, related_name="+")

    privacy = declare("", (TECHNICAL, "id key call partner by at undone_at nominations"))
