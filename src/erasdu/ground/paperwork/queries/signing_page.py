"""What the page of signing shows to who opened its link."""

from collections.abc import Sequence
from dataclasses import dataclass

from erasdu.ground.look.tongues import OWN
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries.beside import asker_of, confirmed_by
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.queries.content import consent_said, frozen_content, kind_of, role_for, short_for
from erasdu.ground.paperwork.queries.printing import consent_of, reference
from erasdu.ground.paperwork.rules import (
    Change,
    Content,
    Explanation,
    Json,
    Kind,
    Phrases,
    Question,
    changes,
    minutes_to_sign,
)


@dataclass(frozen=True, slots=True)
class SignPage:
    """`explained_in`: language of the explanation beside the paper, "" for none; `pages`: pictures to show;
    `minutes`: to read and sign it; `role`: what this signer is, and `consent_said`: what the sentence to tick says,
    both in the reader's language.
    """

    data: Json
    kind: Kind
    content: Content
    short: str
    role: str
    reference: str
    questions: Sequence[Question]
    consent: str
    consent_said: str
    explanation: Explanation | None
    explained_in: str
    confirmed_by: str
    phrases: Phrases | None
    languages: Sequence[str]
    pages: Sequence[int]
    minutes: int
    asker: Organisation | None
    changed: Sequence[Change]


def signer_at_door(key: str) -> Signer | None:
    """Whoever's it is: the door decides who comes in."""
    return Signer.objects.select_related("link", "envelope__document").filter(key=key).first()


def sign_page(signer: Signer, explain: str, language: str) -> SignPage:
    envelope = signer.envelope
    kind, data = kind_of(envelope), data_of(envelope)
    content = frozen_content(data)
    languages = papers.explained_languages(kind) if signer.role in kind.explained else []
    wanted = next((one for one in (explain, signer.person.language, language) if one in languages), "")
    explanation = papers.explanation_of(kind, wanted) if wanted else None
    return SignPage(
        data=data,
        kind=kind,
        content=content,
        short=short_for(envelope, language),
        role=role_for(signer, language),
        reference=reference(envelope),
        questions=kind.questions_to(signer.role),
        consent=consent_of(envelope, signer.role),
        consent_said=consent_said(signer, language),
        explanation=explanation.about(str(data.get("about", ""))) if explanation else None,
        explained_in=wanted,
        confirmed_by=confirmed_by(signer, kind, wanted),
        phrases=papers.phrases(wanted) if wanted not in ("", *OWN, language) else None,
        languages=languages,
        minutes=minutes_to_sign(envelope.pages),
        pages=range(1, envelope.pages + 1) if "drawn" in data else (),
        asker=asker_of(envelope),
        changed=changed_since_before(envelope),
    )


def changed_since_before(envelope: Envelope) -> list[Change]:
    """What differs from the version before this one, for the diff that both can read."""
    before = Envelope.objects.filter(document=envelope.document_id, version=envelope.version - 1).first()
    return changes(data_of(before), data_of(envelope)) if before else []


def newer_for(signer: Signer) -> Signer | None:
    """The same person's place in the version that replaced this one."""
    newer = Signer.objects.filter(envelope__document=signer.envelope.document_id, person=signer.person_id)
    newer = newer.filter(envelope__version__gt=signer.envelope.version).exclude(state="passed_on")
    return newer.select_related("link", "envelope__document").order_by("-envelope__version").first()
