"""What is taken: a place or a bed for a stay; and what those who received were found to be."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.hosting.models.companies import Company, Placement
from erasdu.journey.hosting.models.homes import Home, Room
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, ORGANISATION, TECHNICAL, declare


class Booking(models.Model):
    """A place or a bed, for one stay. Live until released; it counts only while its stay and its place or room live.

    Of a place both days are included; of a bed the last day is the morning of leaving. Held: proposed, not yet agreed.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        CONFIRMED = "confirmed", _("confirmed")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="bookings")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="bookings")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility placement room state at"),
        (EVIDENCE, "starts_on ends_on released_at reason"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(placement__isnull=False) ^ Q(room__isnull=False), name="booking_is_place_or_bed"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="booking_in_order"),
            models.UniqueConstraint(
                fields=["mobility", "placement"],
                condition=Q(released_at=None) & Q(placement__isnull=False),
                name="place_booked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["placement", "released_at", "starts_on"]),
            models.Index(fields=["room", "released_at", "starts_on"]),
            models.Index(fields=["mobility", "released_at"]),
        ]


class Evaluation(models.Model):
    """How it went there, in one mark from 1 to 5 and a line, for who places the next learner."""

    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="evaluations")
    home = models.ForeignKey(Home, models.CASCADE, null=True, related_name="evaluations")
    mark = models.PositiveSmallIntegerField(_("mark"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    line = models.CharField(_("in one line"), max_length=300, blank=True)
    on = models.DateField(_("on"))
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare("", (TECHNICAL, "id company home by"), (ORGANISATION, "mark line on"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False) ^ Q(home__isnull=False), name="evaluation_of_company_or_home"
            )
        ]
