"""Host companies, as one school or partner keeps them, and the internship places that they offer."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.places.models import Town
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, ORGANISATION, PUBLIC, TECHNICAL, declare


class Company(models.Model):
    """A company in the network of `keeper`: a school in Flanders, a partner abroad. Several may keep one organisation.

    `risk_seen_by`, `risk_seen_on`: who saw its risk analysis for learners, and when. `closed_on`: ISO days on which
    nobody works. Paused: it is not asked and its places do not count for now. Yes or no is empty while nobody asked.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    contact_function = models.CharField(_("function"), max_length=100, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.CharField(_("sector"), max_length=30, blank=True)
    clothing = models.CharField(_("work clothes and protection"), max_length=200, blank=True)
    meals = models.BooleanField(_("a meal during work"), null=True)
    accessible = models.BooleanField(_("accessible for a wheelchair"), null=True)
    closed_on = models.JSONField(_("closed on"), default=list, blank=True)
    risk_seen_by = models.CharField(_("who saw the risk analysis"), max_length=120, blank=True)
    risk_seen_on = models.DateField(_("seen on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    added_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "contact",
        (TECHNICAL, "id key organisation keeper contact added_at paused_at withdrawn_at revision"),
        (CONTACT, "contact_function risk_seen_by risk_seen_on"),
        (ORGANISATION, "town sector clothing meals accessible closed_on remark"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "keeper"], condition=Q(withdrawn_at=None), name="company_once_a_keeper"
            )
        ]
        indexes = [models.Index(fields=["keeper", "withdrawn_at"])]

    def __str__(self) -> str:
        return self.organisation.name


class Placement(models.Model):
    """An internship place for one occupation, with what is done and learned there. Its periods say when and how many.

    `tasks`: codes of the occupation; `outcomes`: codes of its catalogue; `languages`: language → level of the CEFR that
    is needed; `proofs`: codes of what must be in order beforehand, such as a vaccination; `days`: ISO weekdays (1
    Monday) on which a learner works; times are local. `break_minutes`, `shifts`: not told when empty.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        PAUSED = "paused", _("paused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="placements")
    occupation = models.CharField(_("occupation"), max_length=40)
    tasks = models.JSONField(_("tasks"), default=list, blank=True)
    own_tasks = models.CharField(_("other tasks"), max_length=500, blank=True)
    tools = models.CharField(_("machines and tools"), max_length=300, blank=True)
    outcomes = models.JSONField(_("what one learns"), default=list, blank=True)
    proofs = models.JSONField(_("what must be in order for this work"), default=list, blank=True)
    min_age = models.PositiveSmallIntegerField(
        _("minimum age"), default=16, validators=[MinValueValidator(15), MaxValueValidator(25)]
    )
    languages = models.JSONField(_("languages"), default=dict, blank=True)
    hours_a_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    starts_at = models.TimeField(_("work starts at"), null=True, blank=True)
    ends_at = models.TimeField(_("work ends at"), null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(_("break, in minutes"), null=True, blank=True)
    days = models.JSONField(_("working days"), default=list, blank=True)
    shifts = models.BooleanField(_("works in shifts"), null=True)
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    mentor_function = models.CharField(_("function of the mentor"), max_length=100, blank=True)
    mentor_languages = models.JSONField(_("languages of the mentor"), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    renewed_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mentor",
        (TECHNICAL, "id key company mentor state offered_at renewed_from revision"),
        (CONTACT, "mentor_function mentor_languages"),
        (
            PUBLIC,
            "occupation tasks own_tasks tools outcomes proofs min_age languages hours_a_week starts_at ends_at "
            "break_minutes days shifts",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["company", "state"]), models.Index(fields=["occupation", "state"])]


class PlacementPeriod(models.Model):
    """From its first to its last day, both included, so many learners at a time. Those of one place do not overlap."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="periods")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    places = models.PositiveSmallIntegerField(_("learners at a time"), default=1)

    privacy = declare("", (TECHNICAL, "id placement"), (PUBLIC, "starts_on ends_on places"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="placement_period_in_order"),
            models.CheckConstraint(condition=Q(places__gte=1), name="placement_has_a_place"),
        ]
