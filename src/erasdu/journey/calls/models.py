"""A call: one round with its deadlines, stay window, criteria, destinations, and the schools enrolled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.membership.models import GrantAgreement
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, PUBLIC, TECHNICAL, declare


class Call(models.Model):
    """Only draft, published and archived are stored; open and closed follow from the dates.

    A deadline is a day: it lasts until the end of that day in Europe/Brussels.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    class Arrival(models.TextChoices):
        TIE_BREAK = "tie_break", _("decides only between equal totals")
        RULE = "rule", _("decides the order: first come, first served")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    grant_agreement = models.ForeignKey(GrantAgreement, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title_nl = models.CharField(_("title in Dutch"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_nl = models.TextField(_("text in Dutch"), blank=True, max_length=8000)
    text_en = models.TextField(_("text in English"), blank=True, max_length=8000)
    outgoing = models.BooleanField(_("sends learners abroad"), default=True)
    incoming = models.BooleanField(_("receives foreign learners"), default=False)
    enrolment_deadline = models.DateField(_("deadline for the enrolment of schools"))
    files_opening = models.DateField(_("opening for candidate files"))
    files_deadline = models.DateField(_("deadline for candidate files"))
    stay_from = models.DateField(_("first day of the stay window"))
    stay_until = models.DateField(_("last day of the stay window"))
    min_days = models.PositiveSmallIntegerField(_("minimum number of days"), default=10)
    max_days = models.PositiveSmallIntegerField(_("maximum number of days"), default=89)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    arrival = models.CharField(_("order of arrival"), max_length=10, choices=Arrival.choices, default=Arrival.TIE_BREAK)
    priority_for_dual = models.BooleanField(_("dual learners go first"), default=True)
    teacher_input_required = models.BooleanField(_("input of a teacher is required"), default=True)
    counsellor_input_required = models.BooleanField(
        _("input of the trajectory counsellor is required where there is one"), default=True
    )
    scores_by_input = models.BooleanField(_("teachers and counsellors give scores as well"), default=False)
    permission_demanded = models.BooleanField(_("no minor leaves without a travel permission"), default=False)
    seats = models.PositiveSmallIntegerField(_("places in all"), default=0)
    seats_per_school = models.PositiveSmallIntegerField(_("places for each school"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("days to accept a granted place"), default=7)
    grace_days = models.PositiveSmallIntegerField(_("days to complete a returned file"), default=5)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "",
        (TECHNICAL, "id key grant_agreement state copied_from created_at published_at archived_at revision"),
        (
            PUBLIC,
            "title_nl title_en text_nl text_en outgoing incoming enrolment_deadline files_opening files_deadline "
            "stay_from stay_until min_days max_days sectors arrival priority_for_dual teacher_input_required "
            "counsellor_input_required scores_by_input permission_demanded seats seats_per_school answer_days "
            "grace_days",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stay_until__gte=models.F("stay_from")), name="stay_window_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(files_deadline__gte=models.F("files_opening")),
                name="files_window_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(outgoing=True) | models.Q(incoming=True), name="call_has_direction"
            ),
        ]

    def __str__(self) -> str:
        return self.title_nl


class Criterion(models.Model):
    """`code`: MOTIVATION, MATURITY, LANGUAGE, PRACTICAL or the call's own. `parts`: codes of sub-scores."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=30)
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("weight"))
    parts = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    privacy = declare("", (TECHNICAL, "id call code position"), (PUBLIC, "name_nl name_en weight parts"))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="criterion_once_a_call"),
            models.CheckConstraint(condition=models.Q(weight__lte=100), name="weight_at_most_100"),
        ]


class Destination(models.Model):
    """A country and place, in one period, with a number of places.

    `permission_demanded`: no minor leaves for it without a travel permission, whatever the call says.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="destinations")
    country = models.CharField(_("country"), max_length=2)
    place = models.CharField(_("town or region"), max_length=100)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    places = models.PositiveSmallIntegerField(_("places"))
    permission_demanded = models.BooleanField(_("no minor leaves for it without a travel permission"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = declare(
        "", (TECHNICAL, "id call position"), (PUBLIC, "country place starts_on ends_on places permission_demanded")
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="destination_period_in_order"
            )
        ]


class DeadlineChange(models.Model):
    """A deadline that was moved: from what to what, why, announced to every enrolled school."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="deadline_changes")
    which = models.CharField(max_length=30)
    old = models.DateField()
    new = models.DateField()
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = declare("by", (TECHNICAL, "id call by"), (PUBLIC, "which old new reason at"))


class Enrolment(models.Model):
    """A member's participation in one call. `join_code`: what learners use to apply to this school."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    learner_deadline = models.DateField(_("learners apply until"), null=True, blank=True)
    join_code = models.CharField(max_length=10, unique=True)
    remark = models.TextField(_("remark"), blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "contact",
        (TECHNICAL, "id key call school at withdrawn_at join_code revision"),
        (CONTACT, "contact"),
        (PUBLIC, "learner_deadline remark"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "school"], name="one_enrolment_a_school")]


class Expected(models.Model):
    """How many learners a school expects in a sector."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="expected")
    sector = models.CharField(max_length=30)
    learners = models.PositiveSmallIntegerField()

    privacy = declare("", (TECHNICAL, "id enrolment"), (PUBLIC, "sector learners"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "sector"], name="sector_once_an_enrolment")]
