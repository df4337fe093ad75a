"""What a piece of work asks again and again is asked once: the wording in force, the name of the coordinator.

`@remembered` keeps the answers of a function while `remembering()` lasts, and asks every time outside it. For what the
work itself does not change; what it hands out is shared, so nobody changes it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """A memory of its own, inside another one too: work that lasts long lets other work go on in between."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(asked: Callable[P, T]) -> Callable[P, T]:
    """Of a function with plain values as arguments, in one way of calling it."""

    @wraps(asked)
    def ask(*given: P.args, **named: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return asked(*given, **named)
        key = (asked, given, tuple(named.items()))
        if key not in kept:
            kept[key] = asked(*given, **named)
        return kept[key]  # type: ignore[return-value]

    return ask
