"""One person's stay, from the granted place to closing, and who is party to its dossier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.models import Profile
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, HEALTH, TECHNICAL, declare


class Mobility(models.Model):
    """Dates are days, both included. `ended_early_at`: it was stopped; it keeps its row as evidence.

    `travels_with`, `stays_with`: who goes along and with whom one lives there, as a travel permission says it.
    `guardians_told_at`: of age, the learner chose that the parents keep hearing about papers.
    """

    class Direction(models.TextChoices):
        OUTGOING = "outgoing", _("abroad")
        INCOMING = "incoming", _("to Flanders")

    class Kind(models.TextChoices):
        LEARNER = "learner", _("learner")
        COMPANION = "companion", _("companion")
        STAFF = "staff", _("staff")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sending = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiving = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    destination = models.ForeignKey(Destination, models.PROTECT, null=True, related_name="+")
    profile = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    planned_from = models.DateField(null=True)
    planned_until = models.DateField(null=True)
    travels_with = models.CharField(_("travels with"), max_length=200, blank=True)
    stays_with = models.CharField(_("lives there with"), max_length=200, blank=True)
    state = models.CharField(max_length=12, default="planned")
    opened_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    guardians_told_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "person",
        (TECHNICAL, "id key call person direction kind sending receiving profile state opened_at revision"),
        (
            EVIDENCE,
            "destination planned_from planned_until travels_with stays_with cancelled_at cancel_reason "
            "guardians_told_at",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person", "kind"],
                condition=models.Q(cancelled_at=None),
                name="one_live_mobility_a_call",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_until=None) | models.Q(planned_until__gte=models.F("planned_from")),
                name="planned_period_in_order",
            ),
        ]


class Traveller(models.Model):
    """What is asked of who travels only once there is a place: for rooms, insurance and travel documents.

    `nationality`: ISO code of a country, empty while unknown. `birth_date` comes from the candidacy or the nomination.
    """

    class Gender(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")
        OTHER = "x", _("other")

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="traveller")
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender.choices, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id mobility revision"),
        (EVIDENCE, "birth_date gender nationality"),
    )


class Needs(models.Model):
    """What a bed must meet, as the learner said with consent: codes of `rules.NEEDS`, closed with the vault's keys.

    A family hears them without a name; they go a month after the return.
    """

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="needs")
    closed = models.BinaryField()
    consent_at = models.DateTimeField()

    privacy = declare("mobility.person", (TECHNICAL, "id mobility"), (HEALTH, "closed consent_at"))


class Party(models.Model):
    """Who is on the dossier of a mobility: a person or an organisation, in one role, for a time."""

    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id mobility person organisation"), (EVIDENCE, "role since until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="party_is_person_or_organisation",
            )
        ]
        indexes = [models.Index(fields=["organisation", "until"]), models.Index(fields=["person", "until"])]
