"""A learner's application to their school in a call, the profile that belongs to it, and imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Destination, Enrolment
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, EVIDENCE, GUARDIAN, HOUSING, PROFILE, TECHNICAL, declare


class Profile(models.Model):
    """CV and expectations, in English, as a mobility may have one later. Empty means: not filled in yet.

    Holds no document or EHIC number, nationality, gender, religion, health or criminal record.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    emergency_name = models.CharField(_("whom to call in an emergency"), max_length=120, blank=True)
    emergency_phone = models.CharField(_("their number"), max_length=20, blank=True)
    study_programme = models.CharField(_("study programme"), max_length=120, blank=True)
    study_year = models.CharField(_("year"), max_length=30, blank=True)
    class_teacher = models.CharField(_("class teacher"), max_length=120, blank=True)
    workplace = models.CharField(_("where you work or train now"), max_length=160, blank=True)
    sector = models.CharField(_("sector"), max_length=30, blank=True)
    occupation = models.CharField(_("occupation"), max_length=40, blank=True)
    complementary = models.CharField(_("a job that lies close to it is fine too"), max_length=3, blank=True)
    tasks_can = models.JSONField(default=list)  # codes of the occupation's tasks
    tasks_want = models.JSONField(default=list)
    languages = models.JSONField(default=dict)  # language → skill → level of the CEFR, or "none"
    digital = models.JSONField(default=list)
    hobbies = models.JSONField(default=list)
    character = models.JSONField(default=list)
    expectations = models.JSONField(default=list)
    answers = models.JSONField(default=dict)  # sentence starters, code → English words
    texts_nl = models.JSONField(default=dict)  # the three short free texts, in Dutch
    texts_en = models.JSONField(default=dict)  # the same in English
    been_abroad = models.CharField(_("have you been abroad before"), max_length=3, blank=True)
    transport = models.JSONField(default=list)
    clothes_size = models.CharField(_("size of work clothes"), max_length=10, blank=True)
    shoe_size = models.CharField(_("shoe size"), max_length=6, blank=True)
    smokes = models.CharField(_("do you smoke"), max_length=10, blank=True)
    pets = models.CharField(_("pets in the house"), max_length=10, blank=True)
    shares_room = models.CharField(_("share a room"), max_length=10, blank=True)
    share_with = models.CharField(_("with whom"), max_length=120, blank=True)
    saved_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "person",
        (TECHNICAL, "id key person saved_at revision"),
        (CANDIDATE, "street postal_code town mobile emergency_name emergency_phone class_teacher workplace"),
        (
            PROFILE,
            "study_programme study_year sector occupation complementary tasks_can tasks_want languages "
            "digital hobbies character expectations answers texts_nl texts_en been_abroad transport clothes_size "
            "shoe_size",
        ),
        (HOUSING, "smokes pets shares_room share_with"),
    )


class Candidacy(models.Model):
    """One learner's application to one school in one call.

    `way`: link, school or import. What came in by link counts only after `confirmed_at`.
    `applied_at`: when the complete form was handed to the school; the order of arrival at the school.
    `withdrawn_at`, `withdrawal_reason`: when and why it ended, withdrawn or refused by the school.
    `guardian_mode`: whose signature a minor needs; `sole_guardian`: the position of who decides alone. The decision of
    a court is seen, never kept.
    """

    class Way(models.TextChoices):
        LINK = "link", _("by the school's link")
        SCHOOL = "school", _("entered by the school")
        IMPORT = "import", _("imported by the school")

    class Agreement(models.TextChoices):
        OAO = "oao", _("OAO: agreement for alternating training")
        SAO = "sao", _("SAO: traineeship agreement for alternating training")
        PART_TIME = "part_time", _("part-time employment contract")
        NONE = "none", _("no agreement")

    class GuardianMode(models.TextChoices):
        ONE = "one", _("one of them suffices")
        BOTH = "both", _("both must sign")
        COURT = "one_by_court", _("one decides alone, by a decision of a court")
        LEGAL = "legal_guardian", _("a legal guardian or foster parent decides")

    class Track(models.TextChoices):
        THIRD_GRADE = "third_grade", _("third grade")
        SEVENTH_YEAR = "seventh_year", _("seventh year")
        LEARNING_WORKING = "learning_working", _("learning and working")
        SPECIAL = "special", _("special secondary education")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    learner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    profile = models.OneToOneField(Profile, models.PROTECT, related_name="candidacy")
    way = models.CharField(max_length=10, choices=Way.choices)
    state = models.CharField(max_length=12, default="draft")
    birth_date = models.DateField(_("date of birth"), null=True)
    first_choice = models.ForeignKey(Destination, models.SET_NULL, null=True, blank=True, related_name="+")
    second_choice = models.ForeignKey(Destination, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)
    eligible_at = models.DateTimeField(null=True)
    track = models.CharField(_("year or track"), max_length=20, choices=Track.choices, blank=True)
    enrolled_at_school = models.BooleanField(_("is enrolled at this school"), default=False)
    agreement = models.CharField(_("agreement with a company"), max_length=10, choices=Agreement.choices, blank=True)
    training_company = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    agreement_until = models.DateField(_("last day of the agreement"), null=True, blank=True)
    has_counsellor = models.BooleanField(_("has a trajectory counsellor"), default=False)
    fewer_opportunities = models.BooleanField(_("fewer opportunities"), default=False)
    guardian_mode = models.CharField(
        _("whose signature is needed"), max_length=20, choices=GuardianMode.choices, default=GuardianMode.ONE
    )
    sole_guardian = models.PositiveSmallIntegerField(_("who decides alone"), null=True, blank=True)
    decision_seen_by = models.CharField(_("who saw the decision of the court"), max_length=120, blank=True)
    decision_seen_on = models.DateField(_("seen on"), null=True, blank=True)
    late_allowed_at = models.DateTimeField(null=True)
    late_reason = models.CharField(_("why a late file is accepted"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "learner",
        (
            TECHNICAL,
            "id key call enrolment school learner profile way state created_at confirmed_at applied_at "
            "withdrawn_at eligible_at revision",
        ),
        (
            CANDIDATE,
            "birth_date first_choice second_choice withdrawal_reason track enrolled_at_school agreement "
            "training_company agreement_until has_counsellor fewer_opportunities late_allowed_at late_reason",
        ),
        (GUARDIAN, "guardian_mode sole_guardian decision_seen_by decision_seen_on"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "learner"], name="one_candidacy_a_call")]
        indexes = [
            models.Index(fields=["call", "school", "state"]),
            models.Index(fields=["call", "applied_at"]),
            models.Index(fields=["learner"]),
        ]


class Known(models.TextChoices):
    """How the school knows that contact data are somebody's: the codes of `rules.trust`."""

    RECORD = "pupil_record", _("from our own records")
    CALLED = "called", _("called back on a number that we knew")
    PERSON = "known_in_person", _("we know this person")
    SEEN = "identity_seen", _("met, and saw an identity card")


class Guardian(models.Model):
    """A holder of authority over a minor, as the school knows them from its own records.

    `attested_how`: how the school knows that this very address and number (`attested_mail`, `attested_phone`) are
    theirs; empty when it did not say so, or they changed since. `channel`: how the code of a paper reaches them.
    `reason`: why contact data are right although something speaks against them. `changed_by`: who changed address or
    number after a paper had been sent to the guardians; until somebody else said that it is right (`confirmed_by`),
    nothing is sent to them.
    """

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        GUARDIAN = "guardian", _("guardian")
        OTHER = "other", _("another relation")

    class Channel(models.TextChoices):
        TEXT = "text", _("text message to this number")
        POST = "post", _("letter by post")
        HAND = "hand", _("we hand it over ourselves")
        PORTAL = "portal", _("the parents' account of our learning platform")

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="guardians")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(_("how the code comes"), max_length=10, choices=Channel.choices, blank=True)
    attested_how = models.CharField(_("how you know"), max_length=20, choices=Known.choices, blank=True)
    attested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    attested_mail = models.CharField(max_length=254, blank=True)
    attested_phone = models.CharField(max_length=20, blank=True)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why this is right"), max_length=300, blank=True)

    privacy = declare(
        "person",
        (TECHNICAL, "id candidacy person position attested_by changed_by confirmed_by"),
        (GUARDIAN, "relation channel attested_how attested_at attested_mail attested_phone changed_at reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "position"], name="guardian_position_once"),
            models.CheckConstraint(condition=models.Q(position__in=[1, 2]), name="at_most_two_guardians"),
        ]

    @property
    def to_confirm(self) -> bool:
        return self.changed_at is not None and self.confirmed_by_id is None


class Remark(models.Model):
    """What the school recorded of a guardian: that they object, or why what they held up may go on."""

    class What(models.TextChoices):
        OBJECTS = "objects", _("objects")
        LIFTED = "lifted", _("goes on")

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="remarks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    privacy = declare("person", (TECHNICAL, "id candidacy person by"), (GUARDIAN, "what reason at"))

    class Meta:
        indexes = [models.Index(fields=["candidacy", "at"])]


class CompanySigner(models.Model):
    """Who may sign for the training company of a learner, as the school knows; of another company it is out of date."""

    candidacy = models.OneToOneField(Candidacy, models.CASCADE, related_name="company_signer")
    company = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    function = models.CharField(_("function"), max_length=100, blank=True)
    attested_how = models.CharField(_("how you know"), max_length=20, choices=Known.choices)
    attested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    attested_at = models.DateTimeField()
    reason = models.CharField(_("why this is right"), max_length=300, blank=True)

    privacy = declare(
        "person",
        (TECHNICAL, "id candidacy company person attested_by"),
        (EVIDENCE, "function attested_how attested_at reason"),
    )


class Correction(models.Model):
    """A teacher's better English for one text; the learner approves or refuses each."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.TextField()
    after = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, default="")  # "" | approved | refused
    answered_at = models.DateTimeField(null=True)

    privacy = declare(
        "profile.person",
        (TECHNICAL, "id key profile field by at answer answered_at"),
        (PROFILE, "before after"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "field"], condition=models.Q(answer=""), name="one_open_correction_a_text"
            )
        ]


class ImportBatch(models.Model):
    """One import of a table; undoing it removes what it made, as long as nothing was built on it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    candidacies = models.ManyToManyField(Candidacy, related_name="+")

    privacy = declare("", (TECHNICAL, "id key enrolment by at undone_at candidacies"))
