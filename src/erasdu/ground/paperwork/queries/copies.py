"""Mails that say that everybody signed: what its reader still signs, and what one mail can say of several papers."""

from datetime import datetime

from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, SIGNED
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.states import LETTER


def signs_more(signer: Signer) -> bool:
    """Whether the same person has more to sign, or signed more of which the copy is being made."""
    rows = Signer.objects.filter(person=signer.person_id).exclude(pk=signer.pk)
    waits, made = rows.filter(state=ASKED, envelope__state=OPEN), rows.filter(state=DONE, envelope__state=SIGNED)
    return (waits | made).exists()


def held_copy(person: Person, template: str, at: datetime) -> Letter | None:
    """The mail to this person that waits for more; locked, so that of two who add to it neither is lost."""
    rows = Letter.objects.select_for_update().filter(person=person, template=template, due__gt=at)
    return rows.filter(state__in=LETTER.sources("send"), done_at=None, lease_until=None).order_by("-pk").first()


def completed_since(person: Person, at: datetime) -> list[Signer]:
    """What this person signed and of which the copy was made from that moment on, in that order."""
    rows = Signer.objects.filter(person=person, state=DONE, envelope__state=COMPLETE, envelope__sealed_at__gte=at)
    return list(rows.select_related("envelope__document").order_by("envelope__sealed_at", "pk"))


def about_of(envelope: Envelope) -> str:
    """The one first name that a mail about it may say."""
    return str(data_of(envelope).get("about", ""))
