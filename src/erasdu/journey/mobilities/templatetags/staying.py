"""What the pages of stays need besides the tags of every page."""

from collections.abc import Iterable, Mapping

from django import template
from django.urls import resolve
from django.utils.translation import get_language

from erasdu.ground.look.words import because
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.queries import Standing
from erasdu.ground.paperwork.rules import label_of
from erasdu.journey.mobilities.actions.papers import PUBLICITY
from erasdu.journey.mobilities.words import PARTIES, STANDS, WHO
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.kernel.verdict import no

register = template.Library()
SHOWN_AT_SCHOOL = frozenset({"insurance:stay", "preparation:stay"})  # a card or document: somebody there looks at it


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


@register.filter
def who_acts(role: str) -> str:
    return str(WHO.get(role, role))


@register.filter
def read_only(url: str) -> bool:
    """Whether a learner only reads there what to bring, and shows the thing itself at school."""
    return bool(url) and resolve(url.partition("#")[0]).view_name in SHOWN_AT_SCHOOL


@register.filter
def hold_leaving(items: Iterable[Requirement]) -> bool:
    """Whether one of them holds up leaving as long as it is not in order."""
    return any(DEPART in item.blocks - item.let_pass for item in items)


@register.filter
def only_met(item: Requirement) -> list[Requirement]:
    """It alone when it is in order: what opens when that by which it is so is taken away."""
    return [item] if item.met else []


@register.filter
def party_word(role: str) -> str:
    return str(PARTIES.get(role, role))


@register.filter
def stands_word(state: str) -> str:
    return str(STANDS.get(state, state))


@register.filter
def purpose_word(purpose: str) -> str:
    """The question to which somebody said yes or no."""
    return label_of(papers.content_of(papers.kind(PUBLICITY), _language()), purpose)


@register.filter
def of_kind(found: Mapping[str, list[Standing]], code: str) -> list[Standing]:
    return found.get(code, [])


@register.filter
def code_name(code: str) -> str:
    """What a kind of paper is called."""
    return papers.content_of(papers.kind(code), _language()).short


@register.filter
def code_because(code: str) -> str:
    return because(no(code))
