"""The outbox: every mail is a row in the transaction of what caused it, sent afterwards by a worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.jobs.models import LEASE_COLUMNS, Leased
from erasdu.ground.links.models import Code, Link
from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import MAIL, TECHNICAL, declare


class Letter(Leased):
    """One mail or text message to one person; `address` is where it goes, a number for a text.

    The text may hold the placeholders `{link}` and `{code}`: they are filled in when it is sent, so the
    database never holds a working token. `once` makes the same letter for the same reason exist once.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        BOUNCED = "bounced", _("bounced")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    once = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="letters")
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=5)
    template = models.CharField(max_length=60)
    medium = models.CharField(max_length=5, default="mail")  # mail | text
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    confidential = models.BooleanField(default=False)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="+")
    code = models.ForeignKey(Code, models.SET_NULL, null=True, related_name="+")
    about_kind = models.CharField(max_length=60, default="")
    about_pk = models.BigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    not_now_since = models.DateTimeField(null=True)  # the other side says so, since then

    privacy = declare(
        "person",
        (
            TECHNICAL,
            "id key once person language template medium confidential link code about_kind about_pk state "
            + LEASE_COLUMNS,
        ),
        (MAIL, "address subject text created_at sent_at returned_at not_now_since"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["done_at", "failed_at", "due"]),
            models.Index(fields=["about_kind", "about_pk"]),
            models.Index(fields=["person", "created_at"]),
        ]
