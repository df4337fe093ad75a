"""Documents, their versions on the way to signers, signatures with their evidence, and what hangs them together.

The engine knows parties and a subject, never a learner. What identifies a visitor (address, browser) lies in
`Evidence`, which can be emptied; the chain of events holds salted hashes of it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erasdu.ground.links.models import Link
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.states import LIVE
from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import CANDIDATE, EVIDENCE, HEALTH, SECURITY, TECHNICAL, declare


class Document(models.Model):
    """One paper through all its versions. `variant` tells papers of one kind and subject apart; `person`: whose data it
    holds, with whose data it goes.

    `frozen_at`: somebody said that something is wrong; nothing goes on until staff lifts it. `head` and `length`:
    the end of the chain of its events.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_pk = models.BigIntegerField()
    variant = models.CharField(max_length=40, default="", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    frozen_code = models.CharField(max_length=30, default="", blank=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(_("why it goes on"), max_length=500, blank=True)
    head = models.CharField(max_length=64, default="")
    length = models.PositiveIntegerField(default=0)

    privacy = declare(
        "person",
        (
            TECHNICAL,
            "id key kind subject_kind subject_pk variant person opened_at frozen_at frozen_code lifted_at head length",
        ),
        (EVIDENCE, "lift_reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_pk", "variant"], name="one_document_a_subject"
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_pk"])]


class Envelope(models.Model):
    """One version of a document on its way to its signers.

    `data`: the composed value that is drawn, shown and compared; of a restricted kind it is in `secret`, encrypted.
    `shown_sha256`: of the bytes that every signer sees; `final_sha256`: of the sealed copy, the register.
    `shown_file`: those bytes, kept, because another template, font or version of the typesetter would not make them
    again; `lost_at`: since when they can neither be read nor made, which the coordinator is told.
    `code` stands in the codes on each page. Who signs with a key of their own signs in the file itself: `signed_file`
    is the paper with those signatures so far; then the final copy is that file, sealed, and the evidence pages are a
    second sealed paper, the record (`record_file`, `record_sha256`).
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    code = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="envelopes")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default="open")
    language = models.CharField(max_length=5)
    data = models.JSONField(default=dict)
    secret = models.BinaryField(default=b"")
    content_version = models.PositiveIntegerField(default=0)
    stamp = models.CharField(max_length=60)
    pages = models.PositiveSmallIntegerField(default=0)
    shown_sha256 = models.CharField(max_length=64)
    shown_file = models.CharField(max_length=16, default="", blank=True)  # key of the stored file
    lost_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField()
    due_on = models.DateField(_("sign by"))
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    final_sha256 = models.CharField(max_length=64, default="", blank=True)
    final_file = models.CharField(max_length=16, default="", blank=True)  # key of the stored file
    signed_file = models.CharField(max_length=16, default="", blank=True)
    record_file = models.CharField(max_length=16, default="", blank=True)
    record_sha256 = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("reason"), max_length=500, blank=True)
    undrawn = models.CharField(max_length=60, default="", blank=True)  # characters that it shows as "?"

    privacy = declare(
        "document.person",
        (
            TECHNICAL,
            "id key code document version state language content_version stamp pages shown_sha256 shown_file "
            "lost_at issued_at due_on issued_by signed_at sealed_at final_sha256 final_file signed_file record_file "
            "record_sha256 ended_at",
        ),
        (CANDIDATE, "data end_reason undrawn"),
        (HEALTH, "secret"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="version_once_a_document"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state__in=LIVE), name="one_live_version_a_document"
            ),
            models.UniqueConstraint(
                fields=["final_sha256"], condition=~models.Q(final_sha256=""), name="sealed_copy_registered_once"
            ),
            models.UniqueConstraint(
                fields=["record_sha256"], condition=~models.Q(record_sha256=""), name="sealed_record_registered_once"
            ),
        ]


class Signer(models.Model):
    """A party that signs one version. `turn`: who has a lower one signs first.

    `channel`: how the code comes (mail, text, post, hand, portal). `attested_by`, `attested_how`: who at the sending
    side vouches that this is the right person's address, and on what.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="signers")
    role = models.CharField(max_length=30)
    turn = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    function = models.CharField(_("function"), max_length=100, blank=True)
    channel = models.CharField(_("how the code comes"), max_length=10, default="mail")
    attested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    attested_how = models.CharField(_("how the school knows them"), max_length=30, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    privacy = declare(
        "person",
        (
            TECHNICAL,
            "id key envelope role turn person organisation channel attested_by attested_at attested_how state link",
        ),
        (EVIDENCE, "name function asked_at reminded_at reminders opened_at answered_at reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "role"],
                condition=~models.Q(state="passed_on"),
                name="one_signer_a_role",
            )
        ]
        indexes = [models.Index(fields=["person", "state"]), models.Index(fields=["state", "asked_at"])]


class Signature(models.Model):
    """What one signer agreed to: the bytes, the words beside the tick box, the answers.

    `method`: link, account, paper or remote; `assurance`: what the way says about who it was.
    `carried_from`: signed in an earlier version whose clauses for this party did not change. `lacks`: codes of what
    kept it from being this person's consent when it was given, as the step that owns the kind judged then; null when
    nobody judges that kind.
    """

    signer = models.OneToOneField(Signer, models.PROTECT, related_name="signature")
    method = models.CharField(max_length=10)
    assurance = models.CharField(max_length=20)
    at = models.DateTimeField()
    typed_name = models.CharField(max_length=160)
    shown_sha256 = models.CharField(max_length=64)
    consent = models.TextField()
    consent_language = models.CharField(max_length=5)
    explanation = models.CharField(max_length=80, default="", blank=True)  # language and hash of what stood beside it
    answers = models.JSONField(default=dict)
    secret_answers = models.BinaryField(default=b"")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    lacks = models.JSONField(null=True)

    privacy = declare(
        "signer.person",
        (TECHNICAL, "id signer method assurance shown_sha256 consent consent_language explanation carried_from lacks"),
        (EVIDENCE, "at typed_name answers revoked_at"),
        (HEALTH, "secret_answers"),
    )


class Evidence(models.Model):
    """What shows who it was: erasable. `payload`: address of the visitor, browser, channel and where the code went."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    signer = models.ForeignKey(Signer, models.CASCADE, related_name="evidence")
    payload = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    privacy = declare("signer.person", (TECHNICAL, "id key signer salt erased_at"), (SECURITY, "payload at"))


class Event(models.Model):
    """One thing that happened to a document, chained to the one before. Never changed: the database refuses it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="events")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    privacy = declare("", (TECHNICAL, "id document envelope seq kind at body prev hash"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "seq"], name="event_number_once")]


class Reader(models.Model):
    """Who may see a document: a person or an organisation, in one role, for a time."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    privacy = declare("person", (TECHNICAL, "id document person organisation role since until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(organisation__isnull=False),
                name="reader_is_person_or_organisation",
            )
        ]
        indexes = [models.Index(fields=["organisation", "until"]), models.Index(fields=["person", "until"])]
