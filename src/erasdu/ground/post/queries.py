"""Reading the outbox: what was sent to whom, what came back, what waits."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.utils.module_loading import import_string

from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import address as address_of_link
from erasdu.ground.links.queries import code_text
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.queries import in_demo
from erasdu.ground.post.models import Letter
from erasdu.ground.prepared import THESE, Prepared
from erasdu.kernel.texting import Gateway, from_url

LOST = (Letter.State.BOUNCED, Letter.State.FAILED)
NOT_GONE = (Letter.State.QUEUED, Letter.State.CANCELLED)
LATE = timedelta(minutes=15)
LINK_PLACE = re.compile(r"\{link:([0-9a-zA-Z_-]{1,16})\}")
Words = tuple[str, str]
Wording = Callable[[str, str, Mapping[str, object]], Words | None]
"""Template, language and what is known → subject and text as they were worded here; None: as the letter ships."""
Check = Callable[[Letter, datetime], str | None]
"""The text as it must be now (mostly as it was), or None: nobody should get this any more."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A text that a mail carries as a file: "text/`kind`", with parameters of that kind."""

    name: str
    kind: str
    text: str
    params: Mapping[str, str] = field(default_factory=dict)


def waiting_too_long(at: datetime) -> int:
    """Letters that should have gone more than a quarter of an hour ago."""
    return Letter.objects.filter(done_at=None, failed_at=None, due__lt=at - LATE).count()


def kept_here() -> bool:
    """The demo without a mail server: letters stay in the mailbox page."""
    return not settings.EMAIL_CONFIGURED and in_demo()


def gateway() -> Gateway | None:
    """The way text messages go out; None: none is configured."""
    return from_url(settings.TEXT_URL)


def texts_go() -> bool:
    """Whether a text message arrives anywhere; else somebody must telephone."""
    return kept_here() or gateway() is not None


def about(subject: Model) -> QuerySet[Letter]:
    """The letters about one dossier, newest first."""
    found = Letter.objects.filter(about_kind=subject._meta.label_lower, about_pk=subject.pk)
    return found.select_related("person").order_by("-created_at", "-pk")


def in_trouble(persons: Iterable[int]) -> QuerySet[Letter]:
    """Letters to these persons that came back or failed."""
    return Letter.objects.filter(person__in=list(persons), state__in=LOST)


def lost_among(persons: Iterable[int]) -> set[int]:
    """Persons whose newest mail to the address that they still have came back or failed. One query, mostly."""
    some = {person for (person,) in LOST_ONCE.of(persons)}
    newest: dict[int, str] = {}
    for person, state in GONE.of(some):
        newest[person or 0] = state
    return {person for person, state in newest.items() if state in LOST}


def _gone() -> QuerySet[Letter]:
    gone = Letter.objects.filter(medium="mail", address__iexact=F("person__email"), person__in=THESE)
    return gone.exclude(state__in=NOT_GONE)


LOST_ONCE = Prepared(lambda: _gone().filter(state__in=LOST).values_list("person"))
GONE = Prepared(lambda: _gone().order_by("created_at", "pk").values_list("person", "state"))


def lost_before(letter: Letter) -> bool:
    """Whether the mail before this one did not arrive at the same address."""
    gone = Letter.objects.filter(person=letter.person_id, medium="mail", address__iexact=letter.address)
    before = gone.filter(pk__lt=letter.pk).exclude(state__in=NOT_GONE).order_by("-created_at", "-pk")
    return letter.person_id is not None and before.values_list("state", flat=True).first() in LOST


def filled(letter: Letter) -> str:
    """The text as the reader gets it: with the working link and code, which the database does not hold."""
    text = letter.text
    if letter.link is not None:
        text = text.replace("{link}", address_of_link(letter.link))
    if letter.code is not None:
        text = text.replace("{code}", code_text(letter.code))
    return _with_links(letter, text) if "{link:" in text else text


def place_of(link: Link, onwards: str = "") -> str:
    """What stands in a text for the address of one of several links of its reader. `onwards`: see `links.target`."""
    return f"{{link:{link.key}}}" + (f"?onwards={onwards}" if onwards else "")


def _with_links(letter: Letter, text: str) -> str:
    """Only the reader's own links, and only in what goes to them: any other stays an empty place."""
    own = Link.objects.filter(person=letter.person_id or 0, revoked_at=None, key__in=LINK_PLACE.findall(text))
    addresses = {link.key: address_of_link(link) for link in own}
    return LINK_PLACE.sub(lambda match: addresses.get(match[1], settings.SITE_URL), text)


def check_of(letter: Letter) -> Check | None:
    """The function of the step that is asked once more before such a letter goes; the longest name counts."""
    check: Check | None = _named(settings.LETTER_CHECKS, letter)
    return check


def worded(template: str, language: str, context: Mapping[str, object]) -> Words | None:
    """What a later step made of this letter, if it may be worded and was."""
    if not settings.LETTER_WORDING:
        return None
    asked: Wording = import_string(settings.LETTER_WORDING)
    return asked(template, language, context)


def enclosure_of(letter: Letter) -> Enclosure | None:
    """What the step puts in with such a letter, made at every try from what is so then."""
    make: Callable[[Letter], Enclosure | None] | None = _named(settings.LETTER_ENCLOSURES, letter)
    return make(letter) if make else None


def _named(functions: Mapping[str, str], letter: Letter) -> Any:
    names = [name for name in functions if letter.template.startswith(name)]
    return import_string(functions[max(names, key=len)]) if names else None


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
