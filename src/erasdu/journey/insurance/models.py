"""Covers of a school or of one stay, what a school declared, and the coordinator's own rules about insurance."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.insurance import words
from erasdu.journey.insurance.rules import covers
from erasdu.journey.insurance.rules.documents import DOCUMENT
from erasdu.journey.insurance.rules.home import HOME
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, ORGANISATION, TECHNICAL, declare


class Cover(models.Model):
    """One insurance: of an organisation, for all who go with it, or of one stay. Live until `ended_at`.

    `territory`: codes of countries and groups. `activities`: codes of `rules.ACTIVITIES`. `document`: of health, which.
    `confirmed_*`: who confirmed it, when and on what; of a card who saw it. A card has no number here: only until when.
    `confirms_*` and `names_*`: what the insurer's written confirmation names, which accidents at work need.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    mobility = models.ForeignKey(Mobility, models.PROTECT, null=True, related_name="covers")
    kind = models.CharField(_("what it insures"), max_length=20, choices=list(words.KINDS.items()))
    document = models.CharField(_("with what"), max_length=10, choices=list(words.DOCUMENTS.items()), blank=True)
    holder = models.CharField(
        _("in whose name"), max_length=12, choices=list(words.HOLDERS.items()), default=covers.SENDING
    )
    insurer = models.CharField(_("insurer"), max_length=100, blank=True)
    policy = models.CharField(_("policy number"), max_length=60, blank=True)
    phone = models.CharField(_("telephone, day and night"), max_length=20, blank=True)
    territory = models.JSONField(_("where it holds"), default=list)
    activities = models.JSONField(_("for what"), default=list)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=120, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_how = models.CharField(_("on what"), max_length=200, blank=True)
    confirms_from = models.DateField(_("from"), null=True, blank=True)
    confirms_until = models.DateField(_("until"), null=True, blank=True)
    names_workplace = models.BooleanField(_("names the workplace abroad"), default=False)
    names_way = models.BooleanField(_("names the way to work"), default=False)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key organisation mobility entered_at entered_by ended_at revision"),
        (
            EVIDENCE,
            "kind document holder insurer policy phone territory activities starts_on ends_on confirmed_by "
            "confirmed_on confirmed_how confirms_from confirms_until names_workplace names_way",
        ),
    )

    class Meta:
        ordering = ["kind", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) ^ Q(mobility__isnull=False), name="cover_of_one_or_of_all"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")), name="cover_in_order"
            ),
            models.CheckConstraint(
                condition=Q(confirms_until=None) | Q(confirms_from=None) | Q(confirms_until__gte=F("confirms_from")),
                name="confirmed_days_in_order",
            ),
            # The number on a Belgian card is a national register number.
            models.CheckConstraint(
                condition=~(Q(document="ehic") | Q(kind="mutual")) | Q(policy=""), name="card_without_number"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "ended_at"]),
            models.Index(fields=["mobility", "ended_at"]),
        ]


class Declaration(models.Model):
    """Whether the school declared the internship, where that is required (Dimona): who said so, when, of which days."""

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="declaration")
    answer = models.CharField(_("declared"), max_length=12, choices=list(words.DECLARED.items()))
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    on = models.DateField(_("on"))
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    privacy = declare("mobility.person", (TECHNICAL, "id mobility by"), (EVIDENCE, "answer on first last"))


class DocumentRule(models.Model):
    """What the coordinator says, from a day on, above the lists. Taken back, it stays as history.

    `code`: about the document of a country ("" for all that have no row), there or of who comes from it, or a rule of
    `asked.toml` with its `values`.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    code = models.CharField(max_length=40, default=DOCUMENT)
    values = models.JSONField(default=list)
    country = models.CharField(_("country"), max_length=2, blank=True)
    nationalities = models.CharField(
        _("for whom"), max_length=10, choices=list(words.NATIONALITIES.items()), blank=True
    )
    document = models.CharField(_("with what"), max_length=10, choices=list(words.DOCUMENTS.items()), blank=True)
    form = models.CharField(_("name of the form"), max_length=40, blank=True)
    days = models.PositiveSmallIntegerField(_("for at most so many days"), default=0)
    assistance = models.BooleanField(_("assistance and journey home must be insured too"), default=False)
    verified = models.BooleanField(_("checked at its source"), default=False)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    since = models.DateField(_("from"))
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    privacy = declare(
        "",
        (TECHNICAL, "id key entered_at entered_by ended_at"),
        (
            ORGANISATION,
            "code values country nationalities document form days assistance verified source note since",
        ),
    )

    class Meta:
        ordering = ["country", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code=DOCUMENT) | (~Q(document="") & ~Q(nationalities="")), name="document_said_for_whom"
            ),
        ]

    @property
    def is_document(self) -> bool:
        return self.code == DOCUMENT

    @property
    def is_home(self) -> bool:
        """With what who comes from that country gets medical care here."""
        return self.code == HOME
