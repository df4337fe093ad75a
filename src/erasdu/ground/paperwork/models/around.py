"""What lies around papers: scans of them, a signer on the way to a trust service, the anchors of their evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models.papers import Envelope, Signer
from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import EVIDENCE, SECURITY, TECHNICAL, declare


class Sheet(models.Model):
    """One page of an uploaded photo or scan: of which version and page it is, and what a person said of it.

    `state`: reading, ask (nobody looked yet), confirmed (its signatures were seen), refused, aside (nothing to do).
    Without `envelope` no paper was found: `why` says so, and a person says which it is. `batch`: what came together.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    batch = models.CharField(max_length=16, default=new_key, db_index=True)
    file = models.CharField(max_length=16)  # key of the stored file
    picture = models.CharField(max_length=16, default="", blank=True)  # key of the page as it is shown
    number = models.PositiveSmallIntegerField(default=0)  # page of the file, from 1
    turned = models.PositiveSmallIntegerField(default=0)  # degrees to turn it upright
    sha256 = models.CharField(max_length=64)
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="sheets")
    page = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, default="ask")
    why = models.CharField(max_length=30, default="", blank=True)
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, default="", blank=True)

    privacy = declare(
        "by",
        (
            TECHNICAL,
            "id key batch file picture number turned sha256 envelope page state why school by at answered_by "
            "answered_at",
        ),
        (EVIDENCE, "reason"),
    )

    class Meta:
        indexes = [models.Index(fields=["school", "state"])]


class RemoteSigning(models.Model):
    """A signer on the way to a trust service and back, for some minutes.

    `stage`: introduce (who they are) or agree (to one hash). `ticket_hash`: of what comes back with them, another for
    each way. `held`: encrypted; what goes on when they are back. `used_at`: somebody came back with it; `outcome` is
    "signed", or why nothing was.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    signer = models.ForeignKey(Signer, models.CASCADE, related_name="+")
    service = models.CharField(max_length=40)
    stage = models.CharField(max_length=10)
    ticket_hash = models.CharField(max_length=64, unique=True)
    held = models.BinaryField(default=b"")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, default="")

    privacy = declare(
        "signer.person",
        (TECHNICAL, "id key signer service stage ticket_hash outcome"),
        (SECURITY, "held started_at expires_at used_at"),
    )


class Anchor(models.Model):
    """The heads of all chains of a day, sealed and mailed to the coordinator: what a later change would contradict."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    documents = models.PositiveIntegerField()
    journal_seq = models.BigIntegerField()
    journal_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=16, default="", blank=True)  # key of the stored, sealed paper
    sha256 = models.CharField(max_length=64, default="", blank=True, db_index=True)  # of that paper, for the register

    privacy = declare("", (TECHNICAL, "id day at documents journal_seq journal_hash digest file sha256"))


class EvidenceCheck(models.Model):
    """Everything computed again and compared, in the background: who asked, how far it is, what was found.

    `found`: what does not fit, as `queries.anchoring.Fault`; empty when `done_at` is set: everything is as it was.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    anchors = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)

    privacy = declare("", (TECHNICAL, "id key by asked_at done_at steps total documents anchors found"))
