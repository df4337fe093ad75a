"""What the pages of insurance need besides the tags of every page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.look import figures
from erasdu.ground.look.words import STATE_LETTERS, reason
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.insurance import words
from erasdu.journey.insurance.rules import KIND_OF, Gap
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import Requirement

register = template.Library()


@register.filter
def kind_word(code: str) -> str:
    return str(words.KINDS.get(code, code))


@register.filter
def holder_word(code: str) -> str:
    return str(words.HOLDERS.get(code, code))


@register.filter
def document_word(code: str) -> str:
    return str(words.DOCUMENTS.get(code, code))


@register.filter
def nationalities_word(code: str) -> str:
    return str(words.NATIONALITIES.get(code, code))


@register.filter
def rule_note(code: str) -> str:
    """A remark of the list, or the coordinator's own."""
    return str(words.NOTES.get(code, code))


@register.filter
def span_word(code: str) -> str:
    return str(words.SPANS.get(code, code))


@register.filter
def short_word(code: str) -> str:
    return str(words.SHORT.get(code, code))


@register.filter
def stands(state: str) -> str:
    return str(words.STANDS.get(state, state))


@register.filter
def territory_word(codes: Iterable[str]) -> str:
    """Countries and groups by name."""
    return ", ".join(str(words.GROUPS.get(code) or country(code)) for code in codes)


@register.filter
def activity_words(codes: Iterable[str]) -> str:
    return ", ".join(str(text) for code, text in words.ACTIVITIES.items() if code in codes)


@register.filter
def country(code: str) -> str:
    return country_name(code, get_language() or "nl") if code else _("all other countries")


@register.filter
def when(days: Period) -> str:
    """One day, or from one to another."""
    first, last = figures.day_short(days.start), figures.day_short(days.end)
    return first if days.days == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


@register.filter
def gap_text(gap: Gap) -> str:
    """Why nothing covers it."""
    day = figures.day(gap.day) if gap.day else ""
    return str(words.GAPS[gap.why]) % {"day": day} if day else str(words.GAPS[gap.why])


@register.filter
def of(found: Mapping[str, Any], code: str) -> Any:
    return found.get(code)


@register.filter
def letter(state: str) -> str:
    """One letter for a state, so that it is not told by colour alone."""
    return str(STATE_LETTERS[state])


@register.filter
def anchor(code: str) -> str:
    """The part of a stay's page about this."""
    return KIND_OF.get(code, "declared")


@register.filter
def split_words(text: str) -> list[str]:
    return text.split()


@register.filter
def why(item: Requirement) -> str:
    return reason(item)
