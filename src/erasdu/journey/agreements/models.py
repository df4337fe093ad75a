"""One learning plan for each stay: what was planned, and beside it later what was achieved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.journey.hosting.models import Placement
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, TECHNICAL, declare

LEVELS = [
    ("watch", _("sees how it is done")),
    ("help", _("does it together with somebody")),
    ("guided", _("does it, somebody looks on")),
    ("alone", _("does it alone")),
]
REACHED = [
    ("full", _("achieved")),
    ("partly", _("partly achieved")),
    ("none", _("not achieved")),
]
QUALIFIED = [(str(level), str(level)) for level in range(1, 9)]
LANGUAGES = [
    ("nl", "Nederlands"), ("en", "English"), ("fr", "français"), ("es", "español"), ("pt", "português"),
    ("de", "Deutsch"),
]  # fmt: skip


class LearningPlan(models.Model):
    """What learner, sending side and host agree. Printed now as learning agreement, later with what was achieved.

    `placement`: where it was made for. `tasks`: codes of the occupation. `days`: [{on, kind, starts, ends}, …] with
    ISO dates and times. `insured_by`: kind of insurance → in whose name it is. `language`: in which it is signed;
    `beside`: the other that stands beside it. `learner_address`, `parents_reach`, `accompanying`: typed only where no
    dossier knows them. `mobility_code`: what the Commission's own system calls this stay, once it has a number there.
    """

    class Insured(models.TextChoices):
        LEARNER = "learner", _("the learner")
        SENDING = "sending", _("the sending organisation")
        HOST = "host", _("the host")
        COORDINATOR = "coordinator", _("the coordinator")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    mobility = models.OneToOneField(Mobility, models.PROTECT, related_name="plan")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    language = models.CharField(_("signed in"), max_length=2, choices=LANGUAGES[:2], default="en")
    beside = models.CharField(_("beside it in"), max_length=2, choices=LANGUAGES, default="nl")

    curriculum = models.CharField(_("how it fits the programme of study"), max_length=1000, blank=True)
    qualification = models.CharField(_("qualification that is worked towards"), max_length=200, blank=True)
    qualification_level = models.CharField(_("level (EQF and VKS)"), max_length=1, choices=QUALIFIED, blank=True)
    mobility_code = models.CharField(_("mobility ID"), max_length=40, blank=True)
    learner_address = models.CharField(_("address of the learner"), max_length=300, blank=True)
    parents_reach = models.CharField(_("parent or guardian: name, telephone, e-mail"), max_length=300, blank=True)
    accompanying = models.CharField(_("who goes along"), max_length=200, blank=True)
    school_name = models.CharField(_("contact at the sending organisation"), max_length=120, blank=True)
    school_function = models.CharField(_("function"), max_length=100, blank=True)
    school_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    school_mail = models.EmailField(_("e-mail"), blank=True)
    school_after_hours = models.CharField(_("telephone outside hours"), max_length=40, blank=True)
    guidance = models.CharField(_("how the school follows up"), max_length=1000, blank=True)
    evaluation = models.CharField(_("how it is evaluated"), max_length=1000, blank=True)
    recognition = models.CharField(_("how it is recognised"), max_length=1000, blank=True)
    reintegration = models.CharField(_("how one joins in at school again"), max_length=1000, blank=True)
    liability = models.CharField(_("more about liability"), max_length=1000, blank=True)
    insured_by = models.JSONField(_("insurance"), default=dict, blank=True)

    tasks = models.JSONField(_("tasks"), default=list, blank=True)
    own_tasks = models.CharField(_("other tasks"), max_length=1000, blank=True)
    days = models.JSONField(_("weekly programme"), default=list, blank=True)
    work_language = models.CharField(_("language of work"), max_length=60, blank=True)
    mentor_name = models.CharField(_("mentor"), max_length=120, blank=True)
    mentor_function = models.CharField(_("function"), max_length=100, blank=True)
    mentor_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    mentor_mail = models.EmailField(_("e-mail"), blank=True)
    mentor_after_hours = models.CharField(_("telephone outside hours"), max_length=40, blank=True)

    started_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "mobility.person",
        (TECHNICAL, "id key mobility placement language beside started_at revision"),
        (
            EVIDENCE,
            "curriculum qualification qualification_level mobility_code learner_address parents_reach accompanying "
            "school_name school_function school_phone school_mail school_after_hours guidance evaluation recognition "
            "reintegration liability insured_by tasks own_tasks days work_language mentor_name mentor_function "
            "mentor_phone mentor_mail mentor_after_hours",
        ),
    )


class Outcome(models.Model):
    """One thing to learn: how far it is planned, and, after the stay, whether it came so far, who found that and when.

    `remark`: what the host saw, or why it did not work out.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, blank=True)  # of the catalogue of the occupation
    text_nl = models.CharField(_("in Dutch"), max_length=300, blank=True)
    text_en = models.CharField(_("in English"), max_length=300, blank=True)
    planned = models.CharField(_("level"), max_length=10, choices=LEVELS, default="guided")
    achieved = models.CharField(_("achieved"), max_length=10, choices=REACHED, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    assessed_by = models.CharField(_("assessed by"), max_length=120, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)

    privacy = declare(
        "plan.mobility.person",
        (TECHNICAL, "id key plan number code"),
        (EVIDENCE, "text_nl text_en planned achieved remark assessed_by assessed_on"),
    )

    class Meta:
        ordering = ["number", "pk"]


class Edit(models.Model):
    """What one side changed at one moment: field → [before, after], so that the other side sees it before signing."""

    class Side(models.TextChoices):
        SCHOOL = "school", _("the sending organisation")
        HOST = "host", _("the host")

    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="edits")
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    changed = models.JSONField(default=dict)

    privacy = declare("plan.mobility.person", (TECHNICAL, "id plan side by"), (EVIDENCE, "changed at"))

    class Meta:
        ordering = ["-at", "-pk"]


class DaysAsked(models.Model):
    """Other days for a stay, asked of who may set them. `reopens`, `again`: what that would open, as who asked saw."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    plan = models.ForeignKey(LearningPlan, models.CASCADE, related_name="asked_days")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    why = models.CharField(_("why"), max_length=300, blank=True)
    reopens = models.JSONField(default=list)
    again = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices, blank=True)
    because = models.CharField(_("reason"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    privacy = declare(
        "plan.mobility.person",
        (TECHNICAL, "id key plan by reopens again"),
        (EVIDENCE, "first last why at answer because answered_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=models.Q(answer=""), name="days_asked_once"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="days_asked_in_order"),
        ]


class Assessment(models.Model):
    """What became of a plan, once for the whole stay: what the host found, and what the school makes of it.

    `first_day`, `last_day`: when the learner really was there. `component`: whether the days count as the working
    component, which the school decides.
    """

    class Component(models.TextChoices):
        FULL = "full", _("the working component counts as achieved")
        PARTLY = "partly", _("part of the working component counts as achieved")
        NONE = "none", _("the working component does not count as achieved")

    plan = models.OneToOneField(LearningPlan, models.CASCADE, related_name="assessment")
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    overall = models.CharField(_("overall"), max_length=1500, blank=True)
    found_by = models.CharField(_("assessed by"), max_length=120, blank=True)
    found_at = models.DateTimeField(null=True)
    component = models.CharField(_("working component"), max_length=10, choices=Component.choices, blank=True)
    judgement = models.CharField(_("what the school adds"), max_length=1500, blank=True)
    judged_by = models.CharField(_("assessed at school by"), max_length=120, blank=True)
    judged_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "plan.mobility.person",
        (TECHNICAL, "id plan revision"),
        (
            EVIDENCE,
            "first_day last_day overall found_by found_at component judgement judged_by judged_at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="assessed_days_in_order",
            )
        ]
