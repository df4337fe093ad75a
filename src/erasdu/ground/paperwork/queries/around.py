"""What stands around papers on a signer's own page: days, and who to call. The steps that know it tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import opens_too, target
from erasdu.ground.paperwork.models import Signer


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call; `role`: a code of `words.CONTACTS`."""

    role: str
    name: str
    organisation: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """What must still be done before leaving, and why, in words. `by`: the last day; `mine`: it is for the reader."""

    what: str
    why: str
    who: str
    by: date | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """What papers are about. `planned`: these days are set; otherwise it lies somewhere between them.

    `lacking`: for a parent, what must still be done before leaving; None when that is not said here.
    """

    learner: str
    title: str
    place: str
    first: date
    last: date
    planned: bool
    contacts: Sequence[Contact]
    lacking: Sequence[Lacking] | None = None


@dataclass(frozen=True, slots=True)
class Besides:
    """What is asked of somebody besides papers, for whom and by when. `said`: they said that it is done.

    `link`: behind which of their links it is done; None: on the page of what a call asks. `onwards`: on which page
    there.
    """

    title: str
    name: str
    by: date | None
    said: bool
    link: Link | None = None
    onwards: str = ""

    @property
    def url(self) -> str:
        return target(self.link, self.onwards) if self.link else ""


def asked_besides(link: Link, at: datetime) -> Sequence[Besides]:
    """For the holder of this personal link; the step that asks it tells it.

    Without what lies behind a door that asks for more than this one did.
    """
    if not settings.ASKED_BESIDES:
        return ()
    found: Sequence[Besides] = import_string(settings.ASKED_BESIDES)(link.person_id, at)
    return [one for one in found if one.link is None or opens_too(link, one.link)]


def stays_of(signers: Sequence[Signer], at: datetime) -> Sequence[Stay]:
    """Of the papers of one person, each stay once; nothing that they may not be told any more."""
    about = {
        (signer.envelope.document.subject_kind, signer.envelope.document.subject_pk, signer.role) for signer in signers
    }
    found: Sequence[Stay] = import_string(settings.PAPER_STAYS)(sorted(about), at)
    return found
