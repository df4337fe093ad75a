"""The texts of notices in one language: the coordinator's own when there is one in force, else the one that ships."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.db.models import QuerySet
from django.template import Context, Engine

from erasdu.ground.look.figures import day
from erasdu.ground.look.tongues import speaking
from erasdu.ground.post.actions import compose
from erasdu.ground.prepared import ANOTHER_TEXT, TEXT, Prepared
from erasdu.kernel.memory import remembered
from erasdu.kernel.text import clean_line
from erasdu.office.notices import rules
from erasdu.office.notices.models import Wording
from erasdu.office.notices.queries.catalogue import LETTERS, LINES, kept_in, letters, presses, template_of
from erasdu.office.notices.queries.places import values_of

Values = Mapping[str, object]


def letter(text: str, language: str, context: Values) -> tuple[str, str]:
    """Subject and text of a letter of the table."""
    return compose(f"{LETTERS}/{text}", language, context)


def own_words(template: str, language: str, context: Values) -> tuple[str, str] | None:
    """What the coordinator made of a letter, for the outbox; None for what ships, and for letters about signing in.

    Also where what must stand in it would be lost with its paragraph: then what ships says more.
    """
    text = text_of(template)
    own = in_force(text, language) if text else None
    if own is None or not own.body:
        return None
    with speaking(language):
        notice = template.startswith(f"{LETTERS}/")
        values = said(context) if notice else values_of(template, context)
        subject, body = clean_line(rules.filled(own.subject, values))[:200], rules.filled(own.body, values)
        if not body or any(values.get(name) and values[name] not in body for name in kept_in(text)):
            return None
        return subject, (f"{body}\n\n{_close(context)}" if notice else body).strip() + "\n"


def text_of(template: str) -> str:
    """Its name in the table; "" for a letter that has no row there."""
    return _texts().get(template, "")


@cache
def _texts() -> dict[str, str]:
    return {template_of(text): text for text in (*letters(), *presses())}


def _close(context: Values) -> str:
    close = "close" if "link" not in context else "by_link" if context["link"] else "close_plain"
    return _template(f"{LETTERS}/parts/{close}.txt", context)


def line(text: str, language: str, context: Values) -> str:
    """One sentence of a digest."""
    own = in_force(text, language)
    with speaking(language):
        if own is not None and own.body:
            return clean_line(rules.filled(own.body, said(context)))
        return clean_line(_template(f"{LINES}/{text}.txt", context))


@remembered
def in_force(text: str, language: str) -> Wording | None:
    """The newest published version; its body is empty when the text that ships was taken back."""
    return IN_FORCE.first(texts=[text, language])


def _newest() -> QuerySet[Wording]:
    rows = Wording.objects.filter(text=TEXT, language=ANOTHER_TEXT, published_at__isnull=False)
    return rows.order_by("-version")[:1]


IN_FORCE = Prepared(_newest)


def said(context: Values) -> dict[str, str]:
    """What each place becomes, as it is written in the language that is spoken."""
    found = {name: _written(value) for name, value in context.items()}
    person = context.get("person")
    return found | ({"name": getattr(person, "given_name", "")} if person is not None else {})


def _written(value: object) -> str:
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and value is not True else ""


def part(name: str, language: str, context: Values) -> str:
    """A piece of a letter by itself."""
    with speaking(language):
        return _template(f"{LETTERS}/parts/{name}.txt", context)


def _template(name: str, context: Values) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False)).strip()
