"""Reading links: the address to mail, the link that a token or key belongs to."""

from datetime import datetime

from django.conf import settings
from django.db.models import Model, QuerySet, Sum
from django.urls import reverse

from erasdu.ground.links import access, rules
from erasdu.ground.links.models import Code, Device, Link
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import ANOTHER_TEXT, TEXT, THESE, THOSE, Prepared


def token_of(link: Link) -> str:
    return rules.token(settings.SECRET_KEY, link.key, link.generation)


def address(link: Link) -> str:
    """The absolute address to put in a mail. The host is the installation's, never the request's."""
    return f"{settings.SITE_URL}{reverse('links:door', args=[token_of(link)])}"


def code_text(code: Code) -> str:
    """The six digits to put in a mail."""
    return rules.code(settings.SECRET_KEY, code.salt)


def working(token: str, at: datetime) -> Link | None:
    """The link that works with this token; None for an unknown, expired or revoked one alike."""
    return access.working_links(at).filter(token_hash=rules.fingerprint(token)).first()


def working_key(key: str, at: datetime) -> Link | None:
    return access.working_links(at).filter(key=key).first()


def renewable(token: str, at: datetime) -> Link | None:
    """The link whose holder may get a new one, when only its time ran out."""
    return access.renewable_links(at).filter(token_hash=rules.fingerprint(token)).first()


def renewable_key(key: str, at: datetime) -> Link | None:
    return access.renewable_links(at).filter(key=key).first()


def target(link: Link, onwards: str = "") -> str:
    """Where the link leads: an address without its token. `onwards`: to a page behind that one, of `LINK_PAGES`."""
    page = settings.LINK_PAGES.get((link.purpose, onwards), settings.LINK_DOORS[link.purpose])
    return reverse(page, args=[link.key])


def opens_too(link: Link, other: Link) -> bool:
    """Whether who came in by a link need not come in again by another: it is theirs, and asks for no more than that."""
    strict = other.purpose in settings.STRICT_DOORS
    return link.person_id == other.person_id and not strict and other.channel in (link.channel, "mail")


def live_of(person: Person, purpose: str) -> Link | None:
    """The person's newest link to this door that was not taken back."""
    return LIVE.first([person.pk], texts=[purpose])


LIVE = Prepared(lambda: Link.objects.filter(person__in=THESE, purpose=TEXT, revoked_at=None).order_by("-pk")[:1])


def live_about(person: Person, purpose: str, subject: Model) -> Link | None:
    """The person's link to this door about that subject, which was not taken back."""
    return ABOUT.first([person.pk], [subject.pk], texts=[purpose, subject._meta.label_lower])


ABOUT = Prepared(
    lambda: Link.objects.filter(
        person__in=THESE, subject_pk__in=THOSE, purpose=TEXT, subject_kind=ANOTHER_TEXT, revoked_at=None
    ).order_by("pk")[:1]
)


def latest_code(link: Link, at: datetime) -> Code | None:
    codes = Code.objects.filter(link=link, used_at=None, expires_at__gt=at)
    return codes.order_by("-sent_at", "-pk").first()


def codes_since(link: Link, since: datetime) -> QuerySet[Code]:
    return Code.objects.filter(link=link, sent_at__gt=since)


def tries_since(link: Link, since: datetime) -> int:
    return int(codes_since(link, since).aggregate(tries=Sum("tries"))["tries"] or 0)


def is_remembered(person: int, cookie: str, at: datetime) -> bool:
    """Whether this browser proved a code for this person in the last 30 days."""
    if not cookie:
        return False
    return access.devices_for(person, at).filter(token_hash=rules.fingerprint(cookie)).exists()


def devices(person: int | None, at: datetime) -> list[Device]:
    return list(access.devices_for(person, at))
