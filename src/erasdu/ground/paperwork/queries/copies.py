"""Mails about several papers: those that ask to sign, and those that say that everybody signed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, SIGNED
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.rules import next_awake
from erasdu.ground.post.states import LETTER


def signs_more(signer: Signer) -> bool:
    """Whether the same person has more to sign, or signed more of which the copy is being made."""
    rows = Signer.objects.filter(person=signer.person_id).exclude(pk=signer.pk)
    waits, made = rows.filter(state=ASKED, envelope__state=OPEN), rows.filter(state=DONE, envelope__state=SIGNED)
    return (waits | made).exists()


def waits_for_more(signer: Signer) -> bool:
    """Whether the same person has more to sign."""
    rows = Signer.objects.filter(person=signer.person_id, state=ASKED, envelope__state=OPEN)
    return rows.exclude(pk=signer.pk).exclude(link=None).exists()


def signed_since(person: Person, at: datetime) -> list[Signer]:
    """What this person signed from that moment on, of which a message goes to their telephone; in that order."""
    rows = Signer.objects.filter(person=person, state=DONE, answered_at__gte=at, channel="text")
    return list(rows.select_related("envelope__document").order_by("answered_at", "pk"))


def held_copy(person: Person, template: str, at: datetime) -> Letter | None:
    """The mail to this person that waits for more; locked, so that of two who add to it neither is lost."""
    rows = Letter.objects.select_for_update().filter(person=person, template=template, due__gt=at)
    return _untouched(rows).order_by("-pk").first()


def _untouched(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Nobody tried to send it yet: what may have arrived says the same when it goes once more."""
    return rows.filter(state__in=LETTER.sources("send"), done_at=None, failed_at=None, lease_until=None, tries=0)


def held_request(person: Person, templates: Sequence[str], at: datetime) -> Letter | None:
    """The mail that asks this person to sign and did not go yet, in its own time and words; locked, unless somebody
    else writes in it.
    """
    rows = _untouched(
        Letter.objects.filter(person=person, template__in=templates, medium="mail", due__lte=next_awake(at))
    )
    rows = rows.filter(address=person.email)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.order_by("-pk").first()


def asked_since(person: Person, at: datetime, *, open_still: bool = True) -> list[Signer]:
    """What this person was asked to sign by link from that moment on, in that order."""
    rows = Signer.objects.filter(person=person, asked_at__gte=at).exclude(link=None)
    if open_still:
        rows = rows.filter(state=ASKED, envelope__state=OPEN)
    return list(rows.select_related("envelope__document", "organisation", "person", "link").order_by("asked_at", "pk"))


def waits_for(signer: Signer) -> bool:
    return signer.state == ASKED and signer.envelope.state == OPEN


def completed_since(person: Person, at: datetime) -> list[Signer]:
    """What this person signed and of which the copy was made from that moment on, in that order."""
    rows = Signer.objects.filter(person=person, state=DONE, envelope__state=COMPLETE, envelope__sealed_at__gte=at)
    return list(rows.select_related("envelope__document").order_by("envelope__sealed_at", "pk"))


def about_of(envelope: Envelope) -> str:
    """The one first name that a mail about it may say."""
    return str(data_of(envelope).get("about", ""))
