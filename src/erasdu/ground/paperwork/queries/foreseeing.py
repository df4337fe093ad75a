"""What sending a paper would do, before it is sent: the diff, who signs again, whose signature goes along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Document, Envelope
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.queries.content import composed, wording
from erasdu.ground.paperwork.queries.printing import signers_now
from erasdu.ground.paperwork.rules import Change, Facts, changes, sign_again
from erasdu.ground.paperwork.states import DONE, LIVE


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`before`: the version there is, None when this is the first. `asks` and `keeps`: role on the paper and name."""

    short: str
    before: Envelope | None
    changed: Sequence[Change]
    asks: Sequence[tuple[str, str]]
    keeps: Sequence[tuple[str, str]]
    same: bool  # nothing would be sent


def newest(code: str, subject: Model, variant: str = "") -> Envelope | None:
    """The last version of a paper about the subject, whatever became of it."""
    found = Document.objects.filter(
        kind=code, subject_kind=subject._meta.label_lower, subject_pk=subject.pk, variant=variant
    )
    rows = Envelope.objects.filter(document__in=found).select_related("document")
    return rows.order_by("-version").first()


def foreseen(
    code: str,
    subject: Model,
    *,
    parties: Mapping[str, tuple[str, str]],
    facts: Facts,
    language: str,
    variant: str = "",
    about: str = "",
) -> Foreseen:
    """As `actions.issue` with the same would do it. `parties`: role → name and address of who signs."""
    kind = papers.kind(code)
    content, _ = wording(kind, language)
    data = composed(content, facts, about=about)
    before = newest(code, subject, variant)
    named = [(role, str(content.roles.get(role, role)), name) for role, (name, _mail) in parties.items()]
    if before is None:
        return Foreseen(content.short, None, (), [(role, name) for _, role, name in named], (), same=False)
    there = {signer.role: signer for signer in signers_now(before)}
    moved = {
        role
        for role, (name, mail) in parties.items()
        if role not in there or not _same(there[role].name, name) or not _same(there[role].person.email, mail)
    }
    changed = changes(data_of(before), data)
    again = sign_again(kind, changed, moved=moved)
    signed = {role for role, signer in there.items() if signer.state == DONE}
    return Foreseen(
        short=content.short,
        before=before,
        changed=changed,
        asks=[(role, name) for code, role, name in named if code in again or code not in signed],
        keeps=[(role, name) for code, role, name in named if code not in again and code in signed],
        same=before.state in LIVE and not changed and not moved and there.keys() == parties.keys(),
    )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
