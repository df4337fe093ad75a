"""What the pages of getting ready need besides the tags of every page."""

from django import template

from erasdu.ground.look.words import reason
from erasdu.journey.preparation import words
from erasdu.kernel.requirement import Requirement

register = template.Library()


@register.filter
def ready_stands(state: str) -> str:
    return str(words.STANDS.get(state, state))


@register.filter
def ready_why(item: Requirement) -> str:
    return reason(item)
