"""The wording in force, and the picture on papers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.db.models import QuerySet

from erasdu.ground.paperwork import papers, words
from erasdu.ground.paperwork.models import Envelope, Logo, Signer, Wording
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.queries.fitting import fault_of_text
from erasdu.ground.paperwork.rules import Content, Facts, Json, Kind, compose, parse_content
from erasdu.ground.prepared import ANOTHER_TEXT, TEXT, Prepared
from erasdu.kernel.memory import remembered


def wording(kind: Kind, language: str) -> tuple[Content, int]:
    """The content in force with its version; 0 is what ships with the code.

    A published text that no longer fits its kind is not used: the coordinator's page says so (`unfit_texts`).
    """
    return _wording(kind.code, language)


def _newest() -> QuerySet[Wording]:
    rows = Wording.objects.filter(kind=TEXT, language=ANOTHER_TEXT, published_at__isnull=False)
    return rows.order_by("-version")[:1]


WRITTEN = Prepared(_newest)


@remembered
def _wording(code: str, language: str) -> tuple[Content, int]:
    kind = papers.kind(code)
    newest = WRITTEN.first(texts=[kind.code, language])
    if newest is None or (newest.text and fault_of_text(kind, language, newest.text)):
        return papers.content_of(kind, language), 0
    # An empty one says: back to what ships.
    return _parsed(newest.text) if newest.text else papers.content_of(kind, language), newest.version


@lru_cache(maxsize=64)
def _parsed(text: str) -> Content:
    return parse_content(text)


@remembered
def logo() -> Logo | None:
    """The picture on papers now."""
    return Logo.objects.filter(ended_at=None).order_by("-version").first()


def composed(content: Content, facts: Facts, *, about: str) -> Json:
    """What is frozen: the paper, and with it the picture, the words that its signers agree to, and the address that
    stands in the codes on its pages."""
    picture = logo()
    return compose(content, facts) | {
        "short": content.short,
        "roles": dict(content.roles),
        "consent": dict(content.consent),
        "questions": dict(content.questions),
        "about": about,
        "site": settings.SITE_URL,
        "logo": {"svg": picture.svg, "alt": picture.alt} if picture else None,
    }


def kind_of(envelope: Envelope) -> Kind:
    return papers.kind(envelope.document.kind)


def frozen_content(data: Json) -> Content:
    """The labels and words that were frozen with a paper, whatever the wording is now."""
    roles, consent, questions = (
        cast(Mapping[str, str], data.get(name, {})) for name in ("roles", "consent", "questions")
    )
    return Content(str(data["title"]), str(data["short"]), "", (), roles, consent, cast(Mapping[str, Json], questions))


def roles_for(envelope: Envelope, language: str) -> Mapping[str, str]:
    """What each party is, in the reader's language when the kind has that one."""
    frozen, kind = frozen_content(data_of(envelope)).roles, kind_of(envelope)
    if language == envelope.language or language not in kind.languages:
        return frozen
    return {**frozen, **wording(kind, language)[0].roles}


def role_for(signer: Signer, language: str) -> str:
    """What a signer is, in the reader's language."""
    roles, kind = roles_for(signer.envelope, language), kind_of(signer.envelope)
    known = language == signer.envelope.language or language in kind.languages
    return roles.get(signer.role, signer.role) if known else str(words.ROLES.get(signer.role, ""))


def consent_said(signer: Signer, language: str) -> str:
    """What the sentence beside the box says in the reader's language, where the paper is in another."""
    envelope, kind = signer.envelope, kind_of(signer.envelope)
    if language == envelope.language:
        return ""
    if language in kind.languages:
        return wording(kind, language)[0].consent_of(signer.role)
    return papers.consent_abroad(kind, signer.role, language)


def short_for(envelope: Envelope, language: str) -> str:
    """What the kind is called, in the reader's language when it has that one, or when it is told what it is there."""
    kind = kind_of(envelope)
    if language not in kind.languages and (abroad := papers.title_abroad(kind, language)):
        return abroad
    known = next((one for one in (language, envelope.language) if one in kind.languages), kind.languages[0])
    return wording(kind, known)[0].short
