"""What the pages of getting ready need besides the tags of every page."""

from django import template
from django.utils.translation import get_language

from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.preparation import rules, words

register = template.Library()


@register.filter
def ready_stands(state: str) -> str:
    return str(words.STANDS.get(state, state))


@register.filter
def where_word(code: str) -> str:
    """A group of countries, or one."""
    group = words.GROUPS.get(code)
    return str(group) if group else country_name(code, "en" if get_language() == "en" else "nl")


@register.filter
def outcome_word(code: str) -> str:
    return str((words.RULED | words.TOO).get(code, code))


@register.filter
def is_too(code: str) -> bool:
    """A row about where a paper of another country serves too."""
    return code in words.TOO


@register.filter
def too_of(kind: str) -> str:
    """The code by which the coordinator says it of that paper."""
    return next(code for code, of in rules.TOO.items() if of == kind)


@register.filter
def paper_word(code: str) -> str:
    return str(words.PAPERS.get(code, code))
