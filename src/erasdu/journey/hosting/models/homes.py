"""Host families, hostels and hotels: where learners sleep, and what makes that safe."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.places.models import Town
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, PUBLIC, TECHNICAL, declare


class Home(models.Model):
    """A household or house in the network of `keeper`. `contact` is who answers for it.

    Whether it may receive a minor follows from the visit, the interview and the adults (`rules`), never from a column.
    `emergency_name`: of somebody who does not live there, for when nobody of the household answers.
    `smoking`: no, outside or inside; `pets`, `diets`, `languages`, `hobbies`: codes. `gender`: whom it prefers, or "".
    What is yes or no is empty as long as nobody asked, and so are `smoking` and `pets`: a list without any says none.
    """

    class Kind(models.TextChoices):
        FAMILY = "family", _("host family")
        HOSTEL = "hostel", _("hostel")
        HOTEL = "hotel", _("hotel")
        OTHER = "other", _("other accommodation")

    class Smoking(models.TextChoices):
        UNASKED = "", _("not asked yet")
        NO = "no", _("nobody smokes")
        OUTSIDE = "outside", _("only outside")
        INSIDE = "inside", _("also inside")

    class Dwelling(models.TextChoices):
        UNSAID = "", _("not said")
        HOUSE = "house", _("house")
        FLAT = "flat", _("flat")
        FARM = "farm", _("farm")

    class Age(models.TextChoices):
        UNSAID = "", _("not said")
        UNDER_35 = "to_34", _("under 35")
        TO_49 = "35_49", _("35 to 49")
        TO_64 = "50_64", _("50 to 64")
        FROM_65 = "from_65", _("65 or older")

    class Gender(models.TextChoices):
        ANY = "", _("no preference")
        FEMALE = "f", _("girls")
        MALE = "m", _("boys")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FAMILY)
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    contact = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second_phone = models.CharField(_("second telephone"), max_length=20, blank=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    dwelling = models.CharField(
        _("dwelling"), max_length=10, choices=Dwelling.choices, blank=True, default=Dwelling.UNSAID
    )
    years_here = models.PositiveSmallIntegerField(_("years at this address"), null=True, blank=True)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=200, blank=True)
    transport = models.CharField(_("fastest way to the centre"), max_length=200, blank=True)
    minutes_to_centre = models.PositiveSmallIntegerField(_("minutes to the centre"), null=True, blank=True)
    bathrooms = models.PositiveSmallIntegerField(_("bathrooms"), null=True, blank=True)
    toilets = models.PositiveSmallIntegerField(_("toilets"), null=True, blank=True)
    hosts_age = models.CharField(
        _("age of the hosts"), max_length=10, choices=Age.choices, blank=True, default=Age.UNSAID
    )
    insurance = models.CharField(_("insurance of the home and of the family"), max_length=120, blank=True)
    emergency_name = models.CharField(_("whom to call who lives elsewhere"), max_length=120, blank=True)
    emergency_phone = models.CharField(_("their number"), max_length=20, blank=True)
    children = models.CharField(_("children, with their ages"), max_length=120, blank=True)
    languages = models.JSONField(_("languages at home"), default=list, blank=True)
    occupation = models.CharField(_("occupation"), max_length=120, blank=True)
    hobbies = models.JSONField(_("hobbies"), default=list, blank=True)
    lively = models.BooleanField(_("a lively household"), null=True)
    smoking = models.CharField(
        _("smoking"), max_length=10, choices=Smoking.choices, blank=True, default=Smoking.UNASKED
    )
    smokers_welcome = models.BooleanField(_("a guest may smoke outside"), null=True)
    pets = models.JSONField(_("pets"), null=True, blank=True)
    diets = models.JSONField(_("diets that can be cooked"), default=list, blank=True)
    dinner_at = models.TimeField(_("dinner at"), null=True, blank=True)
    chores = models.CharField(_("what a guest helps with"), max_length=300, blank=True)
    house_rules = models.CharField(_("house rules"), max_length=500, blank=True)
    curfew = models.TimeField(_("home at the latest, for a minor"), null=True, blank=True)
    gets_key = models.BooleanField(_("the guest gets a key"), null=True)
    someone_home = models.BooleanField(_("somebody is usually at home"), null=True)
    accessible = models.BooleanField(_("accessible for a wheelchair"), null=True)
    gender = models.CharField(_("prefers"), max_length=1, choices=Gender.choices, blank=True, default=Gender.ANY)
    min_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    experience = models.CharField(_("guests before"), max_length=200, blank=True)
    references = models.CharField(_("references"), max_length=300, blank=True)
    visited_by = models.CharField(_("visited by"), max_length=120, blank=True)
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    interviewed_by = models.CharField(_("interviewed by"), max_length=120, blank=True)
    interviewed_on = models.DateField(_("interviewed on"), null=True, blank=True)
    valid_until = models.DateField(_("checks valid until"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    added_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "contact",
        (TECHNICAL, "id key kind keeper contact added_at paused_at withdrawn_at revision"),
        (
            CONTACT,
            "name second_phone street postal_code town dwelling years_here neighbourhood transport minutes_to_centre "
            "bathrooms toilets hosts_age insurance emergency_name emergency_phone chores children languages occupation "
            "hobbies lively smoking smokers_welcome pets diets dinner_at house_rules curfew gets_key someone_home "
            "accessible gender min_age max_age experience references visited_by visited_on interviewed_by "
            "interviewed_on valid_until remark",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["keeper", "withdrawn_at"])]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room for guests. Two beds or more: one gender at a time, and only those who agreed to share."""

    class Bed(models.TextChoices):
        UNSAID = "", _("not said")
        SINGLE = "single", _("single bed")
        DOUBLE = "double", _("double bed")
        BUNK = "bunk", _("bunk bed")
        SOFA = "sofa", _("sofa bed")

    home = models.ForeignKey(Home, models.CASCADE, related_name="rooms")
    name = models.CharField(_("room"), max_length=60)
    beds = models.PositiveSmallIntegerField(_("beds"), default=1)
    bed_kind = models.CharField(_("kind of bed"), max_length=10, choices=Bed.choices, blank=True, default=Bed.UNSAID)
    shared_bathroom = models.BooleanField(_("shares the bathroom with the family"), null=True)

    privacy = declare("", (TECHNICAL, "id home"), (PUBLIC, "name beds bed_kind shared_bathroom"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(beds__gte=1), name="room_has_a_bed")]


class HomePeriod(models.Model):
    """The nights on which guests are welcome: from the first day to the morning of the last. They do not overlap."""

    home = models.ForeignKey(Home, models.CASCADE, related_name="periods")
    starts_on = models.DateField(_("first night"))
    ends_on = models.DateField(_("last morning"))

    privacy = declare("", (TECHNICAL, "id home"), (PUBLIC, "starts_on ends_on"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="home_period_has_a_night")]


class Adult(models.Model):
    """Somebody of age in the household. Of the extract of the criminal record only this: in order, who saw it, when,
    and its date. Empty means not proposable, whatever the reason: a negative one is never written down."""

    home = models.ForeignKey(Home, models.CASCADE, related_name="adults")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seen_by = models.CharField(_("extract in order, seen by"), max_length=120, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)

    privacy = declare("person", (TECHNICAL, "id home person"), (CONTACT, "seen_by seen_on issued_on"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["home", "person"], name="adult_once_a_home")]
