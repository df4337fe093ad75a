"""One notice of a line to one reader: a letter of its own, or news for the next digest."""

from datetime import datetime

from erasdu.ground.inserting import insert_unless_there
from erasdu.ground.post.actions import language_of, write
from erasdu.office.notices.models import News
from erasdu.office.notices.queries import Reader, texts
from erasdu.office.notices.queries.catalogue import LETTERS
from erasdu.office.notices.rules import next_awake


def tell(text: str, reader: Reader, *, line: int, at: datetime) -> None:
    """At once, in the night on the next morning; the same line, text and reader give the same letter."""
    write(
        f"{LETTERS}/{reader.text(text)}",
        to=reader.person,
        once=f"{text}:{line}:{reader.person.pk}",
        at=at,
        due=next_awake(at),
        context=reader.context,
        about=reader.about,
        link=reader.link if reader.context.get("link") else None,
        languages=reader.languages,
    )


def keep_news(text: str, reader: Reader, *, line: int, at: datetime) -> None:
    """One sentence, the subject that its letter would have, until this person's next digest."""
    if not reader.person.email:
        return
    subject, _ = _words(text, reader)
    values = {
        "person": reader.person, "text": subject, "address": str(reader.context.get("site", "")), "at": at,
        "about_kind": reader.about._meta.label_lower, "about_pk": reader.about.pk,
    }  # fmt: skip
    insert_unless_there(News(once=f"{text}:{line}:{reader.person.pk}", **values))


def _words(text: str, reader: Reader) -> tuple[str, str]:
    return texts.letter(
        reader.text(text), language_of(reader.person, reader.languages), {"person": reader.person, **reader.context}
    )
