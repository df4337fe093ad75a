"""Reading the outbox: what was sent to whom, what came back, what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet

from erasdu.ground.links.queries import address as address_of_link
from erasdu.ground.links.queries import code_text
from erasdu.ground.organisations.models import Role
from erasdu.ground.post.models import Letter

LATE = timedelta(minutes=15)


def waiting_too_long(at: datetime) -> int:
    """Letters that should have gone more than a quarter of an hour ago."""
    return Letter.objects.filter(done_at=None, failed_at=None, due__lt=at - LATE).count()


def about(subject: Model) -> QuerySet[Letter]:
    """The letters about one dossier, newest first."""
    found = Letter.objects.filter(about_kind=subject._meta.label_lower, about_pk=subject.pk)
    return found.select_related("person").order_by("-created_at", "-pk")


def in_trouble(persons: Iterable[int]) -> QuerySet[Letter]:
    """Letters to these persons that came back or failed."""
    return Letter.objects.filter(person__in=list(persons), state__in=[Letter.State.BOUNCED, Letter.State.FAILED])


def filled(letter: Letter) -> str:
    """The text as the reader gets it: with the working link and code, which the database does not hold."""
    text = letter.text
    if letter.link is not None:
        text = text.replace("{link}", address_of_link(letter.link))
    if letter.code is not None:
        text = text.replace("{code}", code_text(letter.code))
    return text


def message_id(letter: Letter) -> str:
    """Of the mail: the same at every try, and how a mail that came back is known again."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "erasdu"
    return f"<{letter.key}@{domain}>"


def by_message_id(given: str) -> Letter | None:
    """The letter of a Message-ID, with or without its brackets and domain."""
    key = given.strip().strip("<>").partition("@")[0]
    return Letter.objects.filter(key=key).first() if key else None


def to_role(letters: QuerySet[Letter], kind: str) -> QuerySet[Letter]:
    """Those to persons who have the role."""
    return letters.filter(Exists(Role.objects.filter(person=OuterRef("person"), kind=kind, until=None)))
