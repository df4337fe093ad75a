"""The texts of notices in one language: the coordinator's own when there is one in force, else the one that ships."""

from collections.abc import Mapping
from datetime import date

from django.template import Context, Engine

from erasdu.ground.look.figures import day
from erasdu.ground.look.tongues import speaking
from erasdu.ground.post.actions import compose
from erasdu.kernel.memory import remembered
from erasdu.kernel.text import clean_line
from erasdu.office.notices import rules
from erasdu.office.notices.models import Wording

LETTERS, LINES = "notices/letters", "notices/lines"
Values = Mapping[str, object]


def letter(text: str, language: str, context: Values) -> tuple[str, str]:
    """Subject and text of a letter of the table."""
    own = in_force(text, language)
    if own is None or not own.body:
        return compose(f"{LETTERS}/{text}", language, context)
    with speaking(language):
        places = said(context)
        close = "close" if "link" not in context else "by_link" if context["link"] else "close_plain"
        body = rules.filled(own.body, places) + "\n\n" + _template(f"{LETTERS}/parts/{close}.txt", context)
        return clean_line(rules.filled(own.subject, places))[:200], body.strip() + "\n"


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
    rows = Wording.objects.filter(text=text, language=language).exclude(published_at=None)
    return rows.order_by("-version").first()


def said(context: Values) -> dict[str, str]:
    """What each place becomes, as it is written in the language that is spoken."""
    found = {name: _written(value) for name, value in context.items()}
    person = context.get("person")
    return found | ({"name": getattr(person, "given_name", "")} if person is not None else {})


def _written(value: object) -> str:
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and value is not True else ""


def _template(name: str, context: Values) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False)).strip()
