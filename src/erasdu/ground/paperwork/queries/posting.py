"""A letter by post with a signer's code: what it says, in Dutch and in the reader's own language."""

from collections.abc import Sequence
from dataclasses import dataclass

from erasdu.ground.look.tongues import OWN
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.queries.beside import asker_of
from erasdu.ground.paperwork.queries.content import short_for
from erasdu.ground.paperwork.rules import fill


@dataclass(frozen=True, slots=True)
class Told:
    """The letter in one language: what comes before the code, and after it."""

    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """`sender`: the school, whose address stands above it. Where it goes is in the school's own records."""

    sender: Organisation | None
    name: str
    texts: Sequence[Told]


def posted_letter(signer: Signer) -> PostedLetter | None:
    """None for who gets the code by another way than by post."""
    if signer.channel != "post":
        return None
    asker, language = asker_of(signer.envelope), signer.person.language
    languages = [language] if language in OWN else [language, OWN[0]]
    return PostedLetter(asker, signer.name, [told for one in languages if (told := _told(signer, asker, one))])


def _told(signer: Signer, asker: Organisation | None, language: str) -> Told | None:
    phrases = papers.phrases(language)
    if phrases is None:
        return None
    short = short_for(signer.envelope, language)
    before = fill(phrases.letter_intro, asker=asker.name if asker else "ErasDu", short=short)
    return Told(language, before, phrases.letter_after)
