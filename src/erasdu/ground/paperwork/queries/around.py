"""What stands around papers on a signer's own page: days, and who to call. The steps that know it tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

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
class Stay:
    """What papers are about. `planned`: these days are set; otherwise it lies somewhere between them.

    `lacking`: for a parent, what must still be in order before leaving, and why; None when that is not said here.
    `asked`: what is asked of this parent besides papers, and by when.
    """

    learner: str
    title: str
    place: str
    first: date
    last: date
    planned: bool
    contacts: Sequence[Contact]
    lacking: Sequence[tuple[str, str]] | None = None
    asked: Sequence[tuple[str, date | None]] = ()


def stays_of(signers: Sequence[Signer], at: datetime) -> Sequence[Stay]:
    """Of the papers of one person, each stay once; nothing that they may not be told any more."""
    about = {
        (signer.envelope.document.subject_kind, signer.envelope.document.subject_pk, signer.role) for signer in signers
    }
    found: Sequence[Stay] = import_string(settings.PAPER_STAYS)(sorted(about), at)
    return found
