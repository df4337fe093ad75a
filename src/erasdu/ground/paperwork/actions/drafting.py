"""Making a paper ready to send: composed, with its signers, drawn. Nothing is written yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Model

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.models import Role as OrganisationRole
from erasdu.ground.paperwork import access, papers, queries
from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
from erasdu.ground.paperwork.rules import Beside, Facts, Json, Kind, changes, compose, side_by_side
from erasdu.ground.paperwork.states import LIVE, OPEN, REVOKED
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import ANOTHER_TEXT, TEXT, THESE, THIRD_TEXT, Prepared
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import pages_of, undrawable

MOST_UNDRAWN = 60


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs in which role. `attested_how`: on what the sending side knows that this is the right person.

    `link_role`: the link works only while this role goes on.
    """

    role: str
    person: Person
    organisation: Organisation | None = None
    name: str = ""
    function: str = ""
    channel: str = "mail"
    attested_by: int | None = None
    attested_how: str = ""
    link_role: OrganisationRole | None = None

    @property
    def printed_name(self) -> str:
        return self.name or str(self.person)


@dataclass(frozen=True, slots=True)
class Reads:
    """An organisation or a person that may see the paper, in which role."""

    role: str
    organisation: Organisation | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is not sent yet; without signers it is the one that was sent before, and stays.

    Drawing takes a while, and an open transaction holds SQLite's only lock: so it comes first, and whoever asks for
    several papers sends all of them, or none.
    """

    envelope: Envelope
    kind: Kind
    subject: Model
    by: Actor
    at: datetime
    signers: Sequence[Signer] = ()
    parties: Sequence[Party] = ()
    before: Envelope | None = None
    readers: Sequence[Reads] = ()
    pdf: bytes = b""

    @property
    def is_new(self) -> bool:
        return bool(self.signers)


THERE = Prepared(
    lambda: Document.objects.filter(
        kind=TEXT, subject_kind=ANOTHER_TEXT, subject_pk__in=THESE, variant=THIRD_TEXT
    ).order_by("pk")
)


def draft(
    code: str,
    subject: Model,
    *,
    parties: Sequence[Party],
    by: Actor,
    at: datetime,
    facts: Facts,
    language: str = "nl",
    variant: str = "",
    about: str = "",
    readers: Sequence[Reads] = (),
    whose: Person | None = None,
    due_on: date | None = None,
    terms: Mapping[str, str] | None = None,
    beside: Beside | None = None,
    asked_on: date | None = None,
) -> Draft:
    """A paper of this kind about the subject, drawn and ready to send; the step that asks has asked its own access.

    `facts` fill the content (`drawn`: what a template of its own draws). `about`: the one first name that a mail may
    say; `whose`: the person whose data it holds, with whose data it goes. A paper that was sent before gets a new
    version: who is bound by nothing that changed keeps their signature. The same content and parties again: the
    version that is there, unless it is too late to sign it, was taken back, or a signature on it is no consent.
    `terms`: what the sending step reads back from a version, such as the days that it was about. `beside`: the same
    in another language, in a column of its own. `asked_on`: by when signers are asked, before the last day on which
    they can.
    """
    kind = papers.kind(code)
    content, wording_version = queries.wording(kind, language)
    data = queries.composed(content, facts, about=about) | {"terms": dict(terms or {})}
    if asked_on is not None:
        data |= {"asked_on": asked_on.isoformat()}
    if beside is not None:
        data = side_by_side(data, compose(beside.content, beside.facts), beside.names)
    document = THERE.first([subject.pk], texts=[code, subject._meta.label_lower, variant])
    before = document.envelopes.order_by("-version").first() if document else None
    if before is not None and before.state in LIVE and _same(before, data, parties, at):
        return Draft(before, kind, subject, by, at)
    made = Envelope(
        key=new_key(), code=new_key(), version=before.version + 1 if before else 1, language=language,
        content_version=wording_version, issued_at=at, issued_by_id=by.person,
        due_on=due_on or brussels_date(at) + timedelta(days=kind.valid_days), stamp=papers.stamp_of(kind),
    )  # fmt: skip
    made.document = document or Document(
        kind=code,
        subject_kind=subject._meta.label_lower,
        subject_pk=subject.pk,
        variant=variant,
        person=whose,
        opened_at=at,
    )
    _keep_data(made, kind, data)
    signers = [_signer(kind, made, party, at) for party in parties]
    pdf = drawn(made, kind, signers)
    return Draft(made, kind, subject, by, at, signers, parties, before, readers, pdf)


def _same(before: Envelope, data: Json, parties: Sequence[Party], at: datetime) -> bool:
    there = {signer.role: (signer.person_id, signer.name) for signer in queries.signers_now(before)}
    wanted = {party.role: (party.person.pk, party.printed_name) for party in parties}
    held = queries.data_of(before)
    over = before.state == OPEN and access.overdue(before, at)
    taken_back = before.signers.filter(state=REVOKED).exists()
    no_consent = any(row.lacks for row in Signature.objects.filter(signer__envelope=before))
    as_agreed = held.get("terms", {}) == data["terms"] and not changes(held, data)
    return there == wanted and as_agreed and not (over or taken_back or no_consent)


def _keep_data(envelope: Envelope, kind: Kind, data: Json) -> None:
    if kind.restricted:
        envelope.secret = queries.close_data(envelope, data)
    else:
        envelope.data = data


def _signer(kind: Kind, envelope: Envelope, party: Party, at: datetime) -> Signer:
    return Signer(
        key=new_key(), envelope=envelope, role=party.role, turn=kind.turn_of(party.role), person=party.person,
        organisation=party.organisation, name=party.printed_name, function=party.function, channel=party.channel,
        attested_by_id=party.attested_by, attested_at=at if party.attested_how else None,
        attested_how=party.attested_how,
    )  # fmt: skip


def drawn(envelope: Envelope, kind: Kind, signers: Sequence[Signer]) -> bytes:
    """Outside any transaction: what is shown, and its hash; staff is told what our fonts cannot draw.

    In a rehearsal nobody looks at a paper: it is asked, signed and counted, and not drawn.
    """
    if settings.REHEARSAL:
        blank = f"%PDF-1.7 {envelope.key}".encode()
        envelope.pages, envelope.shown_sha256 = 1, queries.sha256(blank)
        return blank
    data = queries.printed(envelope, signers)
    envelope.undrawn = "".join(sorted(undrawable(data)))[:MOST_UNDRAWN]
    codes = queries.page_codes(envelope.code, 0)
    pdf = papers.draw(kind, envelope.language, data, at=envelope.issued_at, page_codes=codes)
    envelope.pages = pages_of(pdf)
    if envelope.pages > len(codes):
        codes = queries.page_codes(envelope.code, envelope.pages)
        pdf = papers.draw(kind, envelope.language, data, at=envelope.issued_at, page_codes=codes)
    envelope.shown_sha256 = queries.sha256(pdf)
    return pdf
