"""A school's selection in a call: interviews, input, assessments, decisions, the report, complaints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import ASSESSMENT, CONSENT, EVIDENCE, TECHNICAL, declare


class Selection(models.Model):
    """One school's selection in one call. `closed_at`: scores are frozen and the report is issued."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="open")
    held_on = models.DateField(_("date of the selection"), null=True)
    places = models.PositiveSmallIntegerField(_("places for this school"), null=True)
    complaint_by = models.DateField(_("complaints until"), null=True)
    complaint_how = models.CharField(_("how to complain"), max_length=500, blank=True)
    told_on = models.DateField(_("candidates told on"), null=True)
    closed_at = models.DateTimeField(null=True)
    correction = models.CharField(_("why it was reopened"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "lead",
        (TECHNICAL, "id key enrolment lead state revision closed_at"),
        (EVIDENCE, "held_on places complaint_by complaint_how told_on correction"),
    )


class Panellist(models.Model):
    """Somebody who assesses or gives input in a selection, in one role."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="panel")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    assesses = models.BooleanField(_("gives scores"), default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    privacy = declare("role.person", (TECHNICAL, "id selection role assesses"), (EVIDENCE, "since until"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "role"], condition=models.Q(until=None), name="panellist_once")
        ]


class Interview(models.Model):
    """The record of the conversation with the learner."""

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="+")
    held_on = models.DateField(_("date of the conversation"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    notes = models.TextField(_("what was said"), max_length=6000)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare("candidacy.learner", (TECHNICAL, "id candidacy by revision"), (ASSESSMENT, "held_on notes"))


class Input(models.Model):
    """What a teacher or trajectory counsellor says about a learner: three statements and a line.

    `statements`: code → agree | partly | disagree | unknown. `given_at` empty: asked, not yet given.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    statements = models.JSONField(default=dict)
    line = models.CharField(_("one line"), max_length=400, blank=True)
    given_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id key candidacy role asked_at asked_by reminded_at given_at withdrawn_at revision"),
        (ASSESSMENT, "statements line"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "role"],
                condition=models.Q(withdrawn_at=None),
                name="input_once_a_person",
            )
        ]


class Practical(models.Model):
    """The learner's agreement to the practical arrangements: scored. Says nothing of publicity."""

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="+")
    programme = models.BooleanField(default=False)
    house_rules = models.BooleanField(default=False)
    report = models.BooleanField(default=False)
    survey = models.BooleanField(default=False)
    evaluation = models.BooleanField(default=False)
    sharing = models.BooleanField(default=False)
    sharing_form = models.CharField(_("how you want to share your experience"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id candidacy at by revision"),
        (ASSESSMENT, "programme house_rules report survey evaluation sharing sharing_form"),
    )


class Publicity(models.Model):
    """Consent to publish, per purpose: apart from every score, refusable and revocable."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)  # photo | name | blog
    given = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    privacy = declare("candidacy.learner", (TECHNICAL, "id candidacy by"), (CONSENT, "purpose given at revoked_at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "purpose"], name="publicity_once_a_purpose")]


class Assessment(models.Model):
    """One assessor's scores on a candidacy. Others see it only when their own is final."""

    class Conflict(models.TextChoices):
        UNDECLARED = "", _("not declared")
        NONE = "none", _("no private tie")
        PRIVATE_TIE = "private_tie", _("a private tie")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    conflict = models.CharField(_("private tie"), max_length=12, choices=Conflict.choices, default="", blank=True)
    conflict_note = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id key candidacy role final_at revision"),
        (ASSESSMENT, "conflict conflict_note declared_at"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "role"], name="assessment_once_an_assessor")]


class Score(models.Model):
    """0 to 10 for one criterion, or one part of it (`part`), with one argument per criterion."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=30)
    part = models.CharField(max_length=30, blank=True)
    value = models.PositiveSmallIntegerField(null=True)
    argument = models.CharField(max_length=600, blank=True)

    privacy = declare(
        "assessment.candidacy.learner",
        (TECHNICAL, "id assessment criterion part"),
        (ASSESSMENT, "value argument"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion", "part"], name="score_once"),
            models.CheckConstraint(condition=models.Q(value=None) | models.Q(value__lte=10), name="score_at_most_10"),
        ]


class Reopened(models.Model):
    """A final assessment that was opened again: why, and what its scores were until then."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=500)
    scores = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "assessment.candidacy.learner",
        (TECHNICAL, "id assessment at by"),
        (ASSESSMENT, "reason scores"),
    )


class Lot(models.Model):
    """The number drawn for a candidate whose tie nothing else ends; the lower one goes first."""

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="+")
    selection = models.ForeignKey(Selection, models.CASCADE, related_name="lots")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare("candidacy.learner", (TECHNICAL, "id candidacy selection at by"), (EVIDENCE, "number"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "number"], name="lot_number_once")]


class Decision(models.Model):
    """The school's decision on one candidacy. The total is kept exact, as a fraction."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", _("selected by the school")
        RESERVE = "reserve", _("on the reserve list")
        NOT_SELECTED = "not_selected", _("not selected")

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="+")
    selection = models.ForeignKey(Selection, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    reserve_rank = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=600)
    total_numerator = models.BigIntegerField()
    total_denominator = models.BigIntegerField()
    rank = models.PositiveIntegerField()
    lot = models.PositiveIntegerField(null=True)
    told_outcome = models.CharField(max_length=14, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id candidacy selection told_outcome at by"),
        (EVIDENCE, "outcome reserve_rank reason total_numerator total_denominator rank lot"),
    )

    class Meta:
        indexes = [models.Index(fields=["selection", "outcome"])]


class Report(models.Model):
    """One version of the selection report: what renders the same bytes again, and their hash."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    selection = models.ForeignKey(Selection, models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    correction = models.CharField(_("what was corrected"), max_length=500, blank=True)
    data = models.JSONField()
    template_version = models.CharField(max_length=20)
    sha256_nl = models.CharField(max_length=64)
    sha256_en = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = declare(
        "by",
        (TECHNICAL, "id key selection version template_version sha256_nl sha256_en at by"),
        (EVIDENCE, "correction data"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "version"], name="report_version_once")]


class Complaint(models.Model):
    """A complaint against a decision, and the answer."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="+")
    text = models.TextField(_("complaint"), max_length=4000)
    received_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare(
        "candidacy.learner",
        (TECHNICAL, "id key candidacy received_at recorded_by answered_at answered_by"),
        (EVIDENCE, "text answer"),
    )


class ScoresRequest(models.Model):
    """A candidate asked for their own scores; `given_at` when the school let them see."""

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    privacy = declare("candidacy.learner", (TECHNICAL, "id candidacy"), (EVIDENCE, "asked_at given_at"))
