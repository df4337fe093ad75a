"""What a call asks beside the steps, what was said and marked as done, what was let pass, where every stay stands."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.rules import is_afterwards
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, ORGANISATION, TECHNICAL, declare


class OwnRequirement(models.Model):
    """One more thing that a call asks. What is empty asks nothing: it is then for everybody.

    `days_before`: how many days before leaving it must be in order, or after the return when it is `afterwards`.
    `gates`: codes of what it holds up.
    `word_enough`: when who must do it says that it is done, nobody looks at it any more.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="+")
    title_nl = models.CharField(_("name in Dutch"), max_length=120)
    title_en = models.CharField(_("name in English"), max_length=120)
    who = models.CharField(_("who must act"), max_length=30)
    days_before = models.PositiveSmallIntegerField(_("days before leaving"), validators=[MaxValueValidator(365)])
    gates = models.JSONField(default=list)
    minor = models.BooleanField(_("age on the day of leaving"), null=True)
    outside_eea = models.BooleanField(_("nationality"), null=True)
    destination = models.ForeignKey(Destination, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.CharField(_("sector"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=10, blank=True)
    word_enough = models.BooleanField(_("their word is enough"), default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    privacy = declare(
        "",
        (TECHNICAL, "id key call added_at added_by ended_at"),
        (
            ORGANISATION,
            "title_nl title_en who days_before gates minor outside_eea destination sector direction word_enough",
        ),
    )

    class Meta:
        ordering = ["added_at", "pk"]

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_nl if get_language() == "nl" else self.title_en

    @property
    def afterwards(self) -> bool:
        """Whether it is for when they are back."""
        return is_afterwards(self.gates)


class Said(models.Model):
    """Who must do a requirement says that it is done, or that it cannot be done. Taken back: `undone_at`.

    `answer`: of the school or coordinator that looked at it, "" as long as nobody did; with "not_yet" the `reason`.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    own = models.ForeignKey(OwnRequirement, models.CASCADE, related_name="said")
    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    role = models.CharField(max_length=30)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    cannot = models.BooleanField(_("it cannot be done"), default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key own mobility by answered_by"),
        (EVIDENCE, "role remark cannot at undone_at answer reason answered_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["own", "mobility"], condition=Q(undone_at=None, answer=""), name="own_said_once"
            )
        ]

    @property
    def title(self) -> str:
        return self.own.title


class Done(models.Model):
    """A requirement of a call that is in order for one stay: who says so, and on what. Taken back: `undone_at`.

    `said`: the word of who had to do it, that was looked at or is enough.
    """

    own = models.ForeignKey(OwnRequirement, models.CASCADE, related_name="done")
    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    evidence = models.CharField(_("on what"), max_length=300, blank=True)
    said = models.ForeignKey(Said, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    privacy = declare("mobility.person", (TECHNICAL, "id own mobility said by"), (EVIDENCE, "evidence at undone_at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["own", "mobility"], condition=Q(undone_at=None), name="own_done_once")
        ]


About = Candidacy | Mobility  # a file that is handed in, or a stay


class LetPass(models.Model):
    """A requirement that a coordinator let pass at one gate, with the reason. Taken back: `ended_at`.

    Of a stay; at handing in, when there is none yet, of the candidacy.

    `why`, `first`, `last`, `country`: what lacked, and the days and destination of the stay, at that moment: of
    something else it lets nothing pass.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.CASCADE, null=True, related_name="+")
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, null=True, related_name="+")
    code = models.CharField(_("what"), max_length=60)
    gate = models.CharField(_("at which gate"), max_length=20)
    reason = models.CharField(_("reason"), max_length=500)
    why = models.CharField(max_length=60, blank=True)
    params = models.JSONField(null=True)  # of the reason that it lacked: pairs of a name and what it was
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    country = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility candidacy code gate why params by"),
        (EVIDENCE, "reason first last country at ended_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mobility", "code", "gate"], condition=Q(ended_at=None), name="let_pass_once"
            ),
            models.UniqueConstraint(
                fields=["candidacy", "code", "gate"], condition=Q(ended_at=None), name="let_pass_file_once"
            ),
            models.CheckConstraint(
                condition=Q(mobility=None, candidacy__isnull=False) | Q(mobility__isnull=False, candidacy=None),
                name="let_pass_about_one",
            ),
        ]

    @staticmethod
    def about(one: About) -> dict[str, Any]:
        """The column that says of whom it is, with its value."""
        return {"candidacy" if isinstance(one, Candidacy) else "mobility": one}

    @property
    def subject(self) -> About:
        found = self.candidacy or self.mobility
        assert found is not None
        return found


class Standing(models.Model):
    """Where one stay stood on a day, for lists: derived, thrown away and made again at any time.

    `items`: every requirement as it stood; `holds`: how many of them hold up leaving. `start_by`: the day on which
    the first of them must begin at the latest. `gone`: it cannot be in time any more. `office`: something of it waits
    for the coordinator.
    """

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="+")
    on = models.DateField()
    stage = models.CharField(max_length=12)
    next_due = models.DateField(null=True)
    who = models.CharField(max_length=30, blank=True)
    holds = models.PositiveSmallIntegerField(default=0)
    start_by = models.DateField(null=True)
    gone = models.BooleanField(default=False)
    office = models.BooleanField(default=False)
    items = models.JSONField(default=list)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id mobility"),
        (EVIDENCE, "on stage next_due who holds start_by gone office items"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["stage", "next_due"], name="standing_by_stage"),
            models.Index(fields=["gone"], name="standing_gone"),
        ]


class ReplyDays(models.Model):
    """Within how many days most people of a role answered by mail, as it was observed over `answers` answers."""

    role = models.CharField(max_length=30, unique=True)
    days = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    on = models.DateField()

    privacy = declare("", (TECHNICAL, "id role days answers on"))
