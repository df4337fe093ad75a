"""A school informs its network: who was asked for a place or a bed, and what each answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models.companies import Company
from erasdu.journey.hosting.models.homes import Home
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, ORGANISATION, TECHNICAL, declare


class Campaign(models.Model):
    """One message of a keeper to (a part of) its network, for one call."""

    class What(models.TextChoices):
        PLACE = "place", _("internship places")
        BED = "bed", _("beds")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    text = models.JSONField(default=dict)  # language → what the keeper wrote
    reply_by = models.DateField(_("answer by"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare("", (TECHNICAL, "id key keeper call what at by"), (ORGANISATION, "text reply_by"))


class Ask(models.Model):
    """One company or home that was asked. It answers by personal link, without an account."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        OFFERED = "offered", _("offered")
        DECLINED = "declined", _("not this time")
        LATER = "later", _("ask me next year")
        STOP = "stop", _("do not ask again")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="asks")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="asks")
    home = models.ForeignKey(Home, models.PROTECT, null=True, related_name="asks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "person",
        (TECHNICAL, "id key campaign company home person revision"),
        (CONTACT, "asked_at answer answered_at reason"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(company__isnull=False) ^ Q(home__isnull=False), name="ask_one_thing"),
            models.UniqueConstraint(fields=["campaign", "company"], name="company_asked_once_a_campaign"),
            models.UniqueConstraint(fields=["campaign", "home"], name="home_asked_once_a_campaign"),
        ]


class Interest(models.Model):
    """Somebody unknown who left a name at a keeper's open door. Confirmed, it becomes a company or home; the row goes.

    `person` is new, never somebody known: who types a name and address proves nothing. `town` is what was typed.
    """

    class What(models.TextChoices):
        PLACE = "place", _("an internship place")
        BED = "bed", _("a bed")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    what = models.CharField(_("what you offer"), max_length=10, choices=What.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    company = models.CharField(_("company"), max_length=160, blank=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100)
    text = models.CharField(_("what you can offer"), max_length=600, blank=True)
    at = models.DateTimeField()

    privacy = declare(
        "person",
        (TECHNICAL, "id key keeper what person at"),
        (CONTACT, "company street postal_code town text"),
    )

    class Meta:
        indexes = [models.Index(fields=["keeper", "at"])]


class ImportBatch(models.Model):
    """One import of a keeper's spreadsheet; undoing it removes what it made, as long as nothing was built on it."""

    class What(models.TextChoices):
        COMPANIES = "companies", _("companies")
        HOMES = "homes", _("families")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    companies = models.ManyToManyField(Company, related_name="+")
    homes = models.ManyToManyField(Home, related_name="+")

    privacy = declare("", (TECHNICAL, "id key keeper what by at undone_at companies homes"))
