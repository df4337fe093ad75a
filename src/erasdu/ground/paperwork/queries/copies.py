"""Mails about several papers: those that ask to sign, and those that say that everybody signed."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, SIGNED
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.rules import next_awake
from erasdu.ground.post.states import LETTER
from erasdu.ground.prepared import MOMENT, TEXT, THESE, Prepared


def signs_more(signer: Signer) -> bool:
    """Whether the same person has more to sign, or signed more of which the copy is being made."""
    return any(pk != signer.pk for (pk,) in MORE.of([signer.person_id]))


def _more() -> QuerySet[Signer, tuple[int]]:
    rows = Signer.objects.filter(person__in=THESE)
    waits, made = rows.filter(state=ASKED, envelope__state=OPEN), rows.filter(state=DONE, envelope__state=SIGNED)
    return (waits | made).values_list("pk")[:2]  # itself, and another one


MORE = Prepared(_more)


def waits_for_more(signer: Signer) -> bool:
    """Whether the same person has more to sign."""
    return any(pk != signer.pk for (pk,) in LEFT.of([signer.person_id]))


def _left() -> QuerySet[Signer, tuple[int]]:
    rows = Signer.objects.filter(person__in=THESE, state=ASKED, envelope__state=OPEN).exclude(link=None)
    return rows.values_list("pk")[:2]  # itself, and another one


LEFT = Prepared(_left)


def signed_since(person: Person, at: datetime) -> list[Signer]:
    """What this person signed from that moment on, of which a message goes to their telephone; in that order."""
    rows = Signer.objects.filter(person=person, state=DONE, answered_at__gte=at, channel="text")
    return list(rows.select_related("envelope__document").order_by("answered_at", "pk"))


def held_copy(person: Person, template: str, at: datetime) -> Letter | None:
    """The mail to this person that waits for more; locked, so that of two who add to it neither is lost."""
    return COPY.first([person.pk], texts=[template], moments=[at])


COPY = Prepared(
    lambda: _untouched(
        Letter.objects.select_for_update().filter(person__in=THESE, template=TEXT, due__gt=MOMENT)
    ).order_by("-pk")[:1]
)


def _untouched(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Nobody tried to send it yet: what may have arrived says the same when it goes once more."""
    return rows.filter(state__in=LETTER.sources("send"), done_at=None, failed_at=None, lease_until=None, tries=0)


def held_request(person: Person, templates: Sequence[str], at: datetime) -> Letter | None:
    """The mail that asks this person to sign and did not go yet, in its own time and words; locked, unless somebody
    else writes in it.
    """
    asked = _requests(tuple(templates))
    return asked.first([person.pk], texts=[person.email], moments=[next_awake(at)])


@cache
def _requests(templates: tuple[str, ...]) -> Prepared[Letter]:
    """Those with one of these templates."""

    def newest() -> QuerySet[Letter]:
        mails = Letter.objects.filter(person__in=THESE, template__in=templates, medium="mail", due__lte=MOMENT)
        rows = _untouched(mails).filter(address=TEXT)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        return rows.order_by("-pk")[:1]

    return Prepared(newest)


def asked_since(person: Person, at: datetime, *, open_still: bool = True) -> list[Signer]:
    """What this person was asked to sign by link from that moment on, in that order."""
    found = BY_LINK.of([person.pk], moments=[at])
    return [one for one in found if waits_for(one)] if open_still else found


BY_LINK = Prepared(
    lambda: (
        Signer.objects.filter(person__in=THESE, asked_at__gte=MOMENT, link__isnull=False)
        .select_related("envelope__document", "organisation", "person", "link")
        .order_by("asked_at", "pk")
    )
)


def waits_for(signer: Signer) -> bool:
    return signer.state == ASKED and signer.envelope.state == OPEN


def completed_since(person: Person, at: datetime) -> list[Signer]:
    """What this person signed and of which the copy was made from that moment on, in that order."""
    rows = Signer.objects.filter(person=person, state=DONE, envelope__state=COMPLETE, envelope__sealed_at__gte=at)
    return list(rows.select_related("envelope__document").order_by("envelope__sealed_at", "pk"))


def about_of(envelope: Envelope) -> str:
    """The one first name that a mail about it may say."""
    return str(data_of(envelope).get("about", ""))
