"""A mail on a page of whom it is not for."""

from django import template
from django.template.defaultfilters import urlize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from erasdu.office.notices.queries.places import nowhere

register = template.Library()


@register.filter
def linked(text: str) -> SafeString:
    """With its addresses to press, but for what stands for a personal link: that one opens nothing here."""
    parts = ((urlize(part),) for part in text.split(nowhere()))
    return format_html_join(nowhere(), "{}", parts)
