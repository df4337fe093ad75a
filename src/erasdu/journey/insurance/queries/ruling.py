"""What is asked of insurance, as the coordinator sees and replaces it, and whom another rule touches."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.insurance.queries.facts import asked_of, card_from, facts, rule_of, worked_days
from erasdu.journey.insurance.rules.asked import ASPECTS, BOUGHT
from erasdu.journey.insurance.rules.documents import DOCUMENT
from erasdu.journey.mobilities import queries as mobilities
from erasdu.kernel.actor import Actor

Cards = tuple[rules.Card, ...]
LATER = datetime.max.replace(tzinfo=UTC)  # of what is not saved yet: after everything that was ever told
INSIDE, OUTSIDE = "BE", "-"  # a nationality of each of the two groups


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list of documents: for which countries it says so."""

    countries: Sequence[str]
    rule: rules.Rule


@dataclass(frozen=True, slots=True)
class Group:
    """All rows of one document; `number`: of how many countries by name, `unchecked`: how many rows nobody checked."""

    document: str
    rows: Sequence[Listed]

    @property
    def number(self) -> int:
        return len({code for each in self.rows for code in each.countries if code})

    @property
    def unchecked(self) -> int:
        return sum(not each.rule.verified for each in self.rows)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`own`: the coordinator's rows, those that were taken back last. `kinds`: the list of what is asked of each kind
    of insurance, `alone`: other rules of it, `replaced`: which of them stand above it, `listed`: that of documents, by
    document, `here`: that of who comes here, by the country of home."""

    own: Sequence[DocumentRule]
    kinds: Sequence[tuple[str, Sequence[rules.Row]]]
    alone: Sequence[rules.Row]
    replaced: Set[str]
    listed: Sequence[Group]
    here: Sequence[rules.Card] = rules.CARDS


def rules_page(actor: Actor) -> RulesPage:
    own = sorted(
        access.rules_for(actor).order_by("ended_at", "code", "country", "-since", "-pk"),
        key=lambda row: row.ended_at is not None,
    )
    of = {row.code: row for row in rules.ROWS}
    kinds = [(kind, [of.pop(f"{kind}.{aspect}") for aspect in ASPECTS]) for kind in BOUGHT]
    replaced = {row.code for row in own if row.ended_at is None}
    return RulesPage(own, kinds, list(of.values()), replaced, _listed(rules.RULES))


def _listed(found: Iterable[rules.Rule]) -> list[Group]:
    grouped = groupby(found, key=lambda rule: replace(rule, country=""))
    rows = [Listed([each.country for each in group], rule) for rule, group in grouped]
    of = {code: [each for each in rows if each.rule.document == code] for code in rules.DOCUMENTS}
    return [Group(code, each) for code, each in of.items() if each]


def asked_in(country: str, on: date) -> list[rules.Rule]:
    """What one country asks on a day: of everybody the same, or apart of who is of the EEA and of others. One query."""
    own = tuple(rule_of(row) for row in DocumentRule.objects.filter(code=DOCUMENT, ended_at=None))
    found = [rules.rule_for(country, nationality, on, own) for nationality in (INSIDE, OUTSIDE)]
    return list(dict.fromkeys(rule for rule in found if rule is not None))


# -- whom it touches -------------------------------------------------------------------------------


def draft_rule(values: Mapping[str, Any]) -> DocumentRule:
    """A rule as it is typed, not saved."""
    return DocumentRule(**values)


def turned(
    actor: Actor, on: date, *, draft: DocumentRule | None = None, without: DocumentRule | None = None
) -> mobilities.Turns:
    """What a rule that is added or taken back would change for the stays that are not over."""
    if (row := draft or without) is not None and row.is_home:
        card = card_from(row)
        other = _with_card(card) if draft else _without_card(card)
        found: mobilities.Turns = import_string(settings.HOME_CARD_TURNS)(actor, on, other)
        return found
    return mobilities.turned(
        access.stays_for(actor).filter(state="planned").exclude(planned_until__lt=on),
        lambda stays: facts(stays, worked_days(stays)),
        lambda known: rules.requirements(known, on),
        lambda known: with_rule(without_rule(known, without) if without else known, draft),
    )


def _with_card(card: rules.Card) -> Callable[[Cards], Cards]:
    """What is said of who comes here, were this said from now on."""
    return lambda cards: (*cards, replace(card, entered=LATER))


def _without_card(card: rules.Card) -> Callable[[Cards], Cards]:
    """The same, were this taken back now: when a card was seen before, it was said."""
    return lambda cards: tuple(replace(each, ended=LATER) if each.row == card.row else each for each in cards)


def with_rule(known: rules.Facts, draft: DocumentRule | None) -> rules.Facts:
    """The same stay, had the coordinator said this."""
    if draft is None:
        return known
    if draft.is_document:
        return replace(known, own=(*known.own, rule_of(draft)))
    return replace(known, replaced=(*known.replaced, asked_of(draft)))


def without_rule(known: rules.Facts, row: DocumentRule) -> rules.Facts:
    """The same stay, had the coordinator not said this."""
    own = tuple(rule for rule in known.own if rule.row != row.pk)
    return replace(known, own=own, replaced=tuple(rule for rule in known.replaced if rule.row != row.pk))
