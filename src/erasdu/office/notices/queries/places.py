"""The places of a letter that a step writes: what its template puts in, by name, as the template itself writes it."""

from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.template import Context, Engine, Node
from django.template.base import (
    FilterExpression,
    Parser,
    Template,
    TokenType,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.templatetags.i18n import BlockTranslateNode

from erasdu.office.notices import rules

Value = Callable[[Context], str]
PLAIN = Parser([])  # a name alone needs none of a template's libraries


def nowhere() -> str:
    """What stands for a personal link where a letter is shown to somebody else."""
    return f"{settings.SITE_URL}/l/…"


@cache
def places_of(template: str) -> Mapping[str, Value]:
    """Place → what stands there for who reads it. `{link}` and what else the outbox fills in stays a place."""
    compiled = template_of(template)
    found: dict[str, Value] = {name: _as_it_is(name) for name in rules.places_in(compiled.source)}
    for node in _nodes(compiled, BlockTranslateNode):
        assert isinstance(node, BlockTranslateNode)
        for token in [*node.singular, *(node.plural or [])]:
            if token.token_type == TokenType.VAR:
                given = node.extra_context.get(token.contents) or FilterExpression(token.contents, PLAIN)
                found[token.contents] = _resolved(given)
    for node in _nodes(compiled, VariableNode):
        assert isinstance(node, VariableNode)
        if isinstance(node.filter_expression.var, Variable):
            name = str(node.filter_expression.var.var).rpartition(".")[2]
            found.setdefault(name, _resolved(node.filter_expression))
    return found


def values_of(template: str, given: Mapping[str, object]) -> dict[str, str]:
    """What each place becomes, in the language that is spoken; "" for what is not known."""
    context = Context(dict(given), autoescape=False)
    return {name: value(context) for name, value in places_of(template).items()}


def template_of(template: str) -> Template:
    return Engine.get_default().get_template(f"{template}.txt")


def _nodes(compiled: Template, kind: type[Node]) -> list[Node]:
    return list(compiled.nodelist.get_nodes_by_type(kind))


def _as_it_is(name: str) -> Value:
    return lambda _context: f"{{{name}}}"


def _resolved(given: FilterExpression) -> Value:
    """A place says nothing where the template would not either: of a value that is not there, or an empty one."""

    def value(context: Context) -> str:
        found = given.resolve(context, ignore_failures=True)
        return "" if found is None else str(render_value_in_context(found, context)).strip()

    return value
