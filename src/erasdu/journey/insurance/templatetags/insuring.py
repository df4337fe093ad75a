"""What the pages of insurance need besides the tags of every page."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erasdu.ground.look import figures
from erasdu.ground.look.words import STATE_LETTERS
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.insurance import words
from erasdu.journey.insurance.models import Cover
from erasdu.journey.insurance.rules import KIND_OF, Asked, Gap, Row
from erasdu.journey.insurance.rules.asked import ALONE, BOUGHT, CARD_DAYS
from erasdu.journey.insurance.rules.covers import ANYBODY
from erasdu.kernel.periods import Period

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
def here_word(code: str) -> str:
    return str(words.HERE.get(code, code))


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
def question(code: str) -> str:
    """What a rule is about: of one kind of insurance the question alone, since it stands below that kind."""
    return str(words.ALONE.get(code) or words.ASPECTS[code.rpartition(".")[2]])


@register.filter
def about_kind(code: str) -> str:
    """The kind of insurance that a rule is about, if it is about one."""
    return str(words.KINDS.get(code.partition(".")[0], ""))


@register.filter
def answer(row: Row | Any) -> str:
    """What a rule says, of the list or of the coordinator."""
    code, values = row.code, list(row.values)
    if code == CARD_DAYS:
        days = int(values[0])
        return ngettext("%d day", "%d days", days) % days
    if code in ALONE:
        return ", ".join(str(words.SAID[each]) for each in values)
    return _answer(code.rpartition(".")[2], values)


def _answer(aspect: str, values: Iterable[str]) -> str:
    given = list(values)
    if aspect == "territory":
        return ", ".join(str(words.TERRITORIES[each]) for each in given)
    if aspect == "holders":
        everybody = len(given) == len(ANYBODY)
        return _("anybody's") if everybody else ", ".join(str(words.ANYBODY[each]) for each in given)
    if aspect == "confirmation":
        return ", ".join(str(words.CONFIRMED[each]) for each in given) or _("nothing")
    return activity_words(given)


@register.filter
def unchecked(rows: Iterable[Row]) -> int:
    """How many of them nobody checked at their source."""
    return sum(not row.verified for row in rows)


@register.filter
def meets(codes: Set[str], rows: Iterable[Row]) -> bool:
    """Whether one of these rules is among them."""
    return any(row.code in codes for row in rows)


@register.filter
def confirmations(asked: Asked) -> list[str]:
    """Of which kinds the insurer confirms what, in a few words."""
    of = {kind: asked.values(f"{kind}.confirmation") for kind in BOUGHT}
    return [f"{kind_word(kind)}: {_answer('confirmation', named)}" for kind, named in of.items() if named]


@register.filter
def unconfirmed(cover: Cover, asked: Asked) -> bool:
    """Whether a confirmation is needed that nobody entered."""
    return cover.kind in BOUGHT and bool(asked.names(cover.kind)) and cover.confirmed_on is None


@register.filter
def country(code: str) -> str:
    return country_name(code, get_language() or "nl") if code else _("all other countries")


@register.filter
def by_name(codes: Iterable[str]) -> list[str]:
    """Countries in the order of their names."""
    return sorted(country(code) for code in codes)


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
