"""Organisations of every kind, and the roles in which persons act for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, ORGANISATION, TECHNICAL, declare


class Organisation(models.Model):
    """`board`: the legal person behind a school; `group`: acts for its schools and their boards.

    `enterprise_number`: in Belgium; `registration_number`: of a company abroad, in the register or for VAT there.
    """

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        SCHOOL = "school", _("school")
        TRAINING_CENTRE = "training_centre", _("training centre")
        BOARD = "board", _("school board")
        GROUP = "group", _("school group")
        COMPANY = "company", _("company")
        PARTNER = "partner", _("foreign partner")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=160)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="BE")
    institution_number = models.CharField(_("institution number"), max_length=6, blank=True)
    enterprise_number = models.CharField(_("enterprise number"), max_length=10, blank=True)
    registration_number = models.CharField(_("number in a register abroad"), max_length=24, blank=True)
    oid = models.CharField(_("OID"), max_length=9, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    board = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="schools_of_board")
    group = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members_of_group")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "",
        (TECHNICAL, "id key created_at closed_at revision"),
        (
            ORGANISATION,
            "kind name street postal_code town country institution_number enterprise_number registration_number oid "
            "website email phone sectors board group",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_number"],
                condition=~models.Q(institution_number=""),
                name="institution_number_once",
            ),
            models.UniqueConstraint(fields=["oid"], condition=~models.Q(oid=""), name="oid_once"),
            models.UniqueConstraint(
                fields=["enterprise_number", "kind"],
                condition=~models.Q(enterprise_number="") & models.Q(kind__in=["board", "company", "coordinator"]),
                name="enterprise_number_once_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_school(self) -> bool:
        return self.kind in {self.Kind.SCHOOL, self.Kind.TRAINING_CENTRE}


class Role(models.Model):
    """One person acting for one organisation in one way, from `since` until `until`."""

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", _("administrator")
        COORDINATOR = "coordinator", _("coordinator")
        CONTACT_POINT = "contact_point", _("local contact point")
        TEACHER = "teacher", _("teacher")
        COUNSELLOR = "counsellor", _("trajectory counsellor")
        INTERVIEWER = "interviewer", _("interviewer")
        LEARNER = "learner", _("learner")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind.choices)
    function = models.CharField(_("function"), max_length=100, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id key person organisation"), (CONTACT, "kind function since until"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=models.Q(until=None),
                name="role_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind", "until"])]


class ImportBatch(models.Model):
    """One import of a list. Undoing it removes what it made, as long as nothing was built on it, and ends its roles."""

    class What(models.TextChoices):
        SCHOOLS = "schools", _("schools")
        CONTACTS = "contacts", _("contacts")
        PARTNERS = "partners", _("partners")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    organisations = models.ManyToManyField(Organisation, related_name="+")
    roles = models.ManyToManyField(Role, related_name="+")

    privacy = declare("", (TECHNICAL, "id key what by at undone_at organisations roles"))
