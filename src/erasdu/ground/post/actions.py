"""Writing letters into the outbox, and what becomes of them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.template import Context, Engine

from erasdu.ground.inserting import insert_unless_there
from erasdu.ground.journal import actions as journal
from erasdu.ground.links.models import Code, Link
from erasdu.ground.look.tongues import OWN, speaking
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import worded
from erasdu.ground.post.states import LETTER
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.text import clean_line


def write(
    template: str,
    *,
    to: Person,
    once: str,
    at: datetime,
    context: Mapping[str, object] | None = None,
    about: Model | None = None,
    link: Link | None = None,
    code: Code | None = None,
    confidential: bool = False,
    address: str = "",
    medium: str = "mail",
    due: datetime | None = None,
    languages: Collection[str] = OWN,
    words: tuple[str, str] | None = None,
) -> Letter | None:
    """Put one mail in the outbox, in the current transaction.

    `template`: path without `.txt`; its first line is `Subject: …`. `once`: the reason; the same reason
    twice gives the same letter. `address`: another one than the person's stored address (a change of
    address). `medium` "text" goes to the person's telephone. `languages`: in which the letter exists; English
    for who reads none of them. `words`: subject and text, composed before in that language. None when the person has
    no address.
    """
    if not (where := address or (to.phone if medium == "text" else to.email)):
        return None
    language = language_of(to, languages)
    subject, text = words or compose(template, language, {"person": to, **(context or {})})
    values = {
        "person": to, "address": where, "language": language, "template": template, "medium": medium,
        "subject": subject, "text": text,
        "confidential": confidential, "link": link, "code": code, "created_at": at, "due": due or at,
        "about_kind": about._meta.label_lower if about else "", "about_pk": about.pk if about else None,
    }  # fmt: skip
    return _once(once, values)


def hasten(once: str, *, at: datetime) -> bool:
    """A letter that waits for its day goes now; whether there was one."""
    rows = Letter.objects.filter(once=once, state__in=LETTER.sources("send"), due__gt=at)
    return bool(rows.update(due=at))


def language_of(person: Person, languages: Collection[str] = OWN) -> str:
    """Theirs, when the letter exists in it; else English."""
    return person.language if person.language in languages else "en"


def _once(once: str, values: dict[str, object]) -> Letter:
    made = Letter(once=once, **values)
    return made if insert_unless_there(made) else Letter.objects.get(once=once)


def compose(template: str, language: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text of a letter in one language: as it was worded here, else as it ships."""
    return worded(template, language, context) or as_shipped(template, language, context)


def as_shipped(template: str, language: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text of the letter that comes with the program."""
    with speaking(language):
        # A mail is plain text: nothing is escaped, or a school's apostrophe would read as "&#x27;".
        whole = Engine.get_default().get_template(f"{template}.txt").render(Context(context, autoescape=False)).strip()
    first, _, rest = whole.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"{template}: the first line must be 'Subject: …'")
    return clean_line(first.removeprefix("Subject: "))[:200], rest.strip() + "\n"


def cancel(letter: Letter, *, at: datetime) -> bool:
    """Take a letter back that has not gone yet and is not on its way."""
    return _waiting(letter).update(state=LETTER.target("cancel"), failed_at=at) == 1


def put_off(letter: Letter, *, due: datetime) -> bool:
    """It goes from that moment on; False when it went already, or is on its way."""
    return _waiting(letter).update(due=due) == 1


def rewrite(letter: Letter, *, subject: str, text: str) -> bool:
    """Other words in a letter that waits; False when it went already, or is on its way."""
    return _waiting(letter).update(subject=clean_line(subject)[:200], text=text.strip() + "\n") == 1


def enlarge(letter: Letter, *, template: str, link: Link, subject: str, text: str) -> bool:
    """A letter that nobody tried to send says more, and leads elsewhere; False when it went, or may have."""
    fresh = {"template": template, "link": link, "subject": clean_line(subject)[:200], "text": text.strip() + "\n"}
    return _waiting(letter).filter(tries=0).update(**fresh) == 1


def _waiting(letter: Letter) -> QuerySet[Letter]:
    queued = Letter.objects.filter(pk=letter.pk, state__in=LETTER.sources("cancel"))
    return queued.filter(done_at=None, failed_at=None, lease_until=None)


def try_again(letter: Letter, *, at: datetime) -> bool:
    """Send a letter that failed or came back once more, with the same Message-ID; not to somebody who was erased."""
    stuck = Letter.objects.filter(pk=letter.pk, state__in=LETTER.sources("try_again"), person__erased_at=None)
    fresh = {"failed_at": None, "done_at": None, "returned_at": None, "tries": 0, "due": at, "last_error": ""}
    fresh["not_now_since"] = None
    return stuck.update(state=LETTER.target("try_again"), lease_until=None, **fresh) == 1


@transaction.atomic
def came_back(letter: Letter, *, at: datetime, why: str) -> bool:
    """Record that the other side returned the letter; False when it was not on its way or is known already."""
    gone = Letter.objects.filter(pk=letter.pk, state__in=LETTER.sources("come_back"))
    if not gone.update(state=LETTER.target("come_back"), returned_at=at, last_error=clean_line(why)[:300]):
        return False
    journal.record("letter.came_back", subjects=[letter], by=SYSTEM, at=at)
    return True
