"""Boards, what people locked on them, runs of the optimiser with their proposals, and matches with their answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.hosting.models import Home, Placement, Room
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, HEALTH, ORGANISATION, TECHNICAL, declare


class Board(models.Model):
    """Whom to match with what, in one call: of one destination, of one receiving school, or of a whole direction.

    `revision` grows with everything that is decided here; who decides says which they saw.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=Mobility.Direction.choices)
    destination = models.ForeignKey(Destination, models.PROTECT, null=True, related_name="+")
    receiving = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    privacy = declare("", (TECHNICAL, "id key call direction destination receiving revision"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "direction", "destination", "receiving"],
                nulls_distinct=False,
                name="one_board_for_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(destination=None) | Q(receiving=None), name="board_of_destination_or_school"
            ),
        ]


class Lock(models.Model):
    """What a person decided for one learner: this place or home and no other (pin), or never this one (forbid)."""

    class Kind(models.TextChoices):
        PIN = "pin", _("pinned")
        FORBID = "forbid", _("not this one")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    placement = models.ForeignKey(Placement, models.CASCADE, null=True, related_name="+")
    home = models.ForeignKey(Home, models.CASCADE, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility kind placement home by"),
        (EVIDENCE, "reason at lifted_at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(placement__isnull=False) | Q(home__isnull=False), name="lock_names_something"
            ),
            models.UniqueConstraint(
                fields=["mobility"], condition=Q(kind="pin") & Q(lifted_at=None), name="one_pin_a_learner"
            ),
        ]


class Pair(models.Model):
    """Two who had better be under one roof."""

    class Why(models.TextChoices):
        SIBLINGS = "siblings", _("brothers or sisters")
        WISH = "wish", _("they want to")
        SUPPORT = "support", _("one supports the other")

    one = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    other = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    at = models.DateTimeField()

    privacy = declare("one.person", (TECHNICAL, "id one other"), (EVIDENCE, "why at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="pair_in_order"),
        ]


class OwnPlace(models.Model):
    """A place that a learner found. It counts once the sending school said that the learner is mature enough."""

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="+")
    placement = models.OneToOneField(Placement, models.CASCADE, related_name="+")
    certified_by = models.CharField(_("who says that the learner is mature enough"), max_length=120, blank=True)
    certified_on = models.DateField(_("said on"), null=True, blank=True)
    at = models.DateTimeField()

    privacy = declare(
        "mobility.person", (TECHNICAL, "id mobility placement at"), (EVIDENCE, "certified_by certified_on")
    )


class Proofs(models.Model):
    """What was seen to be in order before a learner works somewhere, such as a vaccination: who saw it, and the day.

    What it is says something of health, so it is kept closed with the vault's keys; it goes a month after the return.
    """

    mobility = models.OneToOneField(Mobility, models.CASCADE, related_name="+")
    closed = models.BinaryField()
    at = models.DateTimeField()

    privacy = declare("mobility.person", (TECHNICAL, "id mobility"), (HEALTH, "closed at"))


class Minutes(models.Model):
    """The commute between a company and a home, as somebody knows it, against the formula."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="+")
    home = models.ForeignKey(Home, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes, one way"))
    reason = models.CharField(_("how you know"), max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    privacy = declare("", (TECHNICAL, "id placement home by at revision"), (ORGANISATION, "minutes reason"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "home"], name="minutes_once_a_way")]


class Run(models.Model):
    """One run of the optimiser in the background. `best`: cost of the best so far; stopped keeps it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        RUNNING = "running", _("is running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    seed = models.PositiveIntegerField(default=0)
    careful = models.BooleanField(default=False)  # a repair: moves nobody who need not move
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    best = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = declare(
        "",
        (
            TECHNICAL,
            "id key board state seed careful by asked_at started_at progress best bound stop_asked_at ended_at",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(state__in=["waiting", "running"]), name="one_run_at_a_time"
            )
        ]


class Proposal(models.Model):
    """What a run, a repair or a person proposed, kept whole so that two can be compared. `number` counts on its board.

    `problem`: what was solved, in the format of the solver; `prices`: those that the solver found, from which questions
    are answered. `radar`: what would help, each solved with it added; it is looked for afterwards (`radar_progress`).
    """

    class Made(models.TextChoices):
        RUN = "run", _("by the optimiser")
        REPAIR = "repair", _("repaired after somebody fell away")
        HAND = "hand", _("by hand")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="proposals")
    run = models.OneToOneField(Run, models.SET_NULL, null=True, related_name="proposal")
    number = models.PositiveIntegerField()
    made = models.CharField(max_length=10, choices=Made.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    cost = models.BigIntegerField()
    bound = models.BigIntegerField()
    gap = models.FloatField()
    optimal = models.BooleanField()
    seconds = models.FloatField()
    problem = models.JSONField(default=dict)
    prices = models.JSONField(default=dict)
    radar = models.JSONField(default=dict)  # found: [{kind, more, …}], tried, of: how many could have been tried
    radar_progress = models.PositiveSmallIntegerField(default=100)  # percent

    privacy = declare(
        "",
        (
            TECHNICAL,
            "id key board run number made by at cost bound gap optimal seconds problem prices radar radar_progress",
        ),
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="proposal_number_once")]


class Line(models.Model):
    """One learner in a proposal. `causes`: [[code, points, number], …]; `reasons`: codes, for who has no place."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    mobility = models.ForeignKey(Mobility, models.CASCADE, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    cost = models.IntegerField()
    causes = models.JSONField(default=list)
    reasons = models.JSONField(default=list)

    privacy = declare(
        "mobility.person", (TECHNICAL, "id proposal mobility placement room cost"), (EVIDENCE, "minutes causes reasons")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "mobility"], name="learner_once_a_proposal")]


class Match(models.Model):
    """A learner with a place, beds, or both. It counts only while it has not ended and all it joins still lives.

    `against`: rules that a person set aside for it, with why (`reason`). `set_days`, `set_receiving`: the days
    of the stay came with it, or the school that receives.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.ForeignKey(Mobility, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, default="proposed")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_code = models.CharField(max_length=40, blank=True)
    against = models.JSONField(default=list)
    reason = models.CharField(_("why all the same"), max_length=300, blank=True)
    set_days = models.BooleanField(default=False)
    set_receiving = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility placement room state by at set_days set_receiving revision"),
        (EVIDENCE, "starts_on ends_on minutes confirmed_at ended_at end_code against reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mobility"], condition=Q(ended_at=None), name="one_live_match_a_stay"),
            models.CheckConstraint(
                condition=Q(placement__isnull=False) | Q(room__isnull=False), name="match_names_something"
            ),
        ]
        indexes = [models.Index(fields=["placement", "ended_at"]), models.Index(fields=["room", "ended_at"])]


class Answer(models.Model):
    """The yes or no of one party to a match."""

    class Party(models.TextChoices):
        SCHOOL = "school", _("sending school")
        PARTNER = "partner", _("partner")
        COMPANY = "company", _("company")
        FAMILY = "family", _("family")
        RECEIVER = "receiver", _("receiving school")

    class What(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="answers")
    party = models.CharField(max_length=10, choices=Party.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    what = models.CharField(max_length=3, choices=What.choices, blank=True, default=What.NONE)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "match.mobility.person",
        (TECHNICAL, "id key match party organisation person asked_at what answered_at by"),
        (EVIDENCE, "reason"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "party"], name="answer_once_a_party")]
