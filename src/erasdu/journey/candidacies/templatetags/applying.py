"""What the pages of applying need besides the tags of every page."""

from django import template
from django.utils.translation import get_language

from erasdu.journey.calls.models import Call

register = template.Library()


@register.filter
def call_title(call: Call) -> str:
    """The call's title in the reader's language."""
    english = (get_language() or "nl").startswith("en")
    return call.title_en if english and call.title_en else call.title_nl
