"""Numbers, words and the bar of a selection."""

from collections.abc import Iterable
from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from erasdu.journey.calls.models import Call, Criterion
from erasdu.journey.selection import words
from erasdu.journey.selection.queries import Line
from erasdu.kernel.typeset import number_text

register = template.Library()


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


@register.filter
def shown(value: Fraction | None) -> str:
    """Two decimals: "72,35"."""
    return "" if value is None else number_text(value, _language(), places=2)


@register.filter
def score_text(value: Fraction | int | None) -> str:
    """As few decimals as needed, at most two: "7,5"."""
    return "" if value is None else number_text(Fraction(value), _language(), places=2, trim=True)


@register.filter
def word(code: str, kind: str) -> str:
    """What a code says, from one of the tables in `words`."""
    return str(getattr(words, kind).get(code, code))


@register.filter
def title_of(criterion: Criterion) -> str:
    """The criterion's name in the reader's language."""
    return (criterion.name_en if _language() == "en" else criterion.name_nl) or criterion.name_nl


@register.filter
def call_title(call: Call) -> str:
    """The call's title in the reader's language."""
    return (call.title_en if _language() == "en" else call.title_nl) or call.title_nl


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """One value of a mapping, or nothing."""
    return mapping.get(key)


@register.simple_tag
def bar(lines: Iterable[Line]) -> SafeString:
    """What each criterion adds to the total, as one bar of 100."""
    pieces, start = [], Fraction(0)
    for place, line in enumerate(lines, 1):
        name = f"{title_of(line.criterion)}: {shown(line.contribution)}"
        pieces.append((f"{float(start):.3f}", f"{float(line.contribution):.3f}", f"bar-{(place - 1) % 6 + 1}", name))
        start += line.contribution
    drawn = format_html_join("", '<rect x="{}" y="0" width="{}" height="8" class="{}"><title>{}</title></rect>', pieces)
    return format_html(
        '<svg class="score-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect x="0" y="0" width="100" height="8" class="bar-rest"></rect>{}</svg>',
        "; ".join(piece[3] for piece in pieces),
        drawn,
    )


@register.filter
def state_word(code: str) -> str:
    """Where a selection stands."""
    return str(words.STATES.get(f"selection.{code}", code))
