"""Documents that were seen, what the coordinator decided about residence and visa, and support that was agreed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import words
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, HEALTH, ORGANISATION, TECHNICAL, declare


class Entered(models.Model):
    """What somebody wrote down, and takes back when it was a mistake or is true no longer: then it stays as history."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class TravelPaper(Entered):
    """A passport, card or visa that somebody looked at: until when it is valid, and neither scan nor number.

    `country`: where somebody was going when it was seen. `given`: the country that gave a residence card or visa;
    empty: home, or where somebody was going. `limited`: it says itself that it serves in that country alone.
    `first_day`, `longest`: of a visa for certain days, the first of them, and how many at most; 0: no limit.
    """

    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="travel_papers")
    kind = models.CharField(_("document"), max_length=10, choices=list(words.PAPERS.items()))
    seen_by = models.CharField(_("seen by"), max_length=120)
    seen_on = models.DateField(_("seen on"))
    valid_until = models.DateField(_("valid until"))
    country = models.CharField(_("for"), max_length=2, blank=True)
    given = models.CharField(_("given by"), max_length=2, blank=True)
    limited = models.BooleanField(_("for that country alone"), default=False)
    first_day = models.DateField(_("valid from"), null=True)
    longest = models.PositiveSmallIntegerField(_("for at most so many days"), default=0)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility entered_at entered_by ended_at"),
        (EVIDENCE, "kind seen_by seen_on valid_until country given limited first_day longest"),
    )

    class Meta:
        ordering = ["-valid_until", "pk"]
        indexes = [models.Index(fields=["mobility", "ended_at"])]


class ArrivalCheck(Entered):
    """What the receiving school looked at for who comes here: that it is in order, by whom and when, nothing else."""

    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="arrival_checks")
    kind = models.CharField(_("what"), max_length=20, choices=list(words.CHECKS.items()))
    seen_by = models.CharField(_("who did it"), max_length=120)
    seen_on = models.DateField(_("on"))

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility entered_at entered_by ended_at"),
        (EVIDENCE, "kind seen_by seen_on"),
    )

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mobility", "kind"], condition=Q(ended_at=None), name="arrival_check_once")
        ]


class EntryDecision(models.Model):
    """What the coordinator found out for one stay, where no rule says what is needed.

    `country`, `nationality`, `days` and `until` (the last day): of the stay as it was then; it holds for no other.
    """

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="entry_decision")
    outcome = models.CharField(_("needed"), max_length=10, choices=list(words.OUTCOMES.items()))
    source = models.CharField(_("source"), max_length=300)
    country = models.CharField(_("goes to"), max_length=2, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    days = models.PositiveSmallIntegerField(_("for at most so many days"), default=0)
    until = models.DateField(_("until"), null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    on = models.DateField(_("on"))

    privacy = declare(
        "mobility.person", (TECHNICAL, "id mobility by"), (EVIDENCE, "outcome source country nationality days until on")
    )


class EntryRule(Entered):
    """What the coordinator says is needed to stay somewhere or to cross its border, from a day on, above the list.

    Taken back, it stays as history. `nationals`, `home`, `to`: a group of the list, or one country.
    """

    nationals = models.CharField(_("nationality"), max_length=10)
    home = models.CharField(_("lives in"), max_length=10)
    to = models.CharField(_("goes to"), max_length=10)
    days = models.PositiveSmallIntegerField(_("for at most so many days"), default=0)
    outcome = models.CharField(_("needed"), max_length=10, choices=list((words.RULED | words.TOO).items()))
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("checked at its source"), default=False)
    since = models.DateField(_("from"))

    privacy = declare(
        "",
        (TECHNICAL, "id key entered_at entered_by ended_at"),
        (ORGANISATION, "nationals home to days outcome source verified since"),
    )

    class Meta:
        ordering = ["-since", "-pk"]


class Support(models.Model):
    """One thing that was agreed with a learner. What it is may say something of health, so it is kept closed."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="supports")
    closed = models.BinaryField()
    arranged_by = models.CharField(_("arranged by"), max_length=120, blank=True)
    arranged_on = models.DateField(_("arranged on"), null=True, blank=True)
    agreed_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility entered_by"),
        (HEALTH, "closed arranged_by arranged_on agreed_at"),
    )

    class Meta:
        ordering = ["agreed_at", "pk"]
