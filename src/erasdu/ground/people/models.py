"""A person, once; the account of those who sign in; and which privacy notice each was given."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CONTACT, NAME, SECURITY, TECHNICAL, declare


class Person(models.Model):
    """A human being. Many have no account: teachers, guardians, mentors act by personal link."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    privacy = declare(
        "self",
        (TECHNICAL, "id key created_at erased_at revision"),
        (NAME, "given_name family_name"),
        (CONTACT, "email phone language"),
    )

    class Meta:
        indexes = [models.Index(fields=["email"]), models.Index(fields=["family_name", "given_name"])]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class AccountManager(BaseUserManager["Account"]):
    """What sign-in needs to find an account."""


class Account(AbstractBaseUser):
    """The sign-in of a person: by code, passkey or the school's own sign-in; passwords are not used."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    privacy = declare(
        "person",
        # `password` is never one: it is the secret that every session is bound to, renewed to end them all.
        (TECHNICAL, "id person is_active created_at"),
        (CONTACT, "email"),
        (SECURITY, "password last_login"),
    )

    def __str__(self) -> str:
        return str(self.person)


class Session(models.Model):
    """A browser in which an account is signed in, for the list in its settings."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    since = models.DateTimeField()

    privacy = declare("account.person", (TECHNICAL, "id account session_key"), (SECURITY, "label since"))


class NoticeGiven(models.Model):
    """Which privacy notice a person was given, for which role, in which version, and how."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    audience = models.CharField(max_length=30)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    way = models.CharField(max_length=10)  # screen | mail
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id person audience version language way"), (SECURITY, "at read_at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "audience", "version"], name="notice_once_a_version")]
