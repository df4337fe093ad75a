"""Which learners went to which school in one act, so that it can be undone; and what schools lend each other."""

from django.db import models
from django.db.models import F, Q

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.nominations.models.nominees import Nomination
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import TECHNICAL, declare


class Division(models.Model):
    """One act of the coordinator: some learners given to schools, or taken back."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    privacy = declare("", (TECHNICAL, "id key call by at undone_at"))

    class Meta:
        indexes = [models.Index(fields=["call", "at"])]


class DivisionLine(models.Model):
    """One learner in it: from which school to which; empty is none."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="+")
    before = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    privacy = declare("", (TECHNICAL, "id division nomination before after"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "nomination"], name="nomination_once_a_division")]


class Loan(models.Model):
    """A place or a home of one school's network that another school uses in a call. The keeper stays the keeper."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    home = models.ForeignKey(Home, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = declare("", (TECHNICAL, "id key call keeper to_school placement home by at ended_at"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(placement__isnull=False) ^ Q(home__isnull=False), name="loan_of_place_or_home"
            ),
            models.CheckConstraint(condition=~Q(keeper=F("to_school")), name="loan_to_another_school"),
            models.UniqueConstraint(
                fields=["call", "placement"], condition=Q(ended_at=None, placement__isnull=False),
                name="place_lent_once_a_call",
            ),
            models.UniqueConstraint(
                fields=["call", "home"], condition=Q(ended_at=None, home__isnull=False), name="home_lent_once_a_call"
            ),
        ]  # fmt: skip
