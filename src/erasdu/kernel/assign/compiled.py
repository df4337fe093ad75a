"""Loops that numpy cannot express, compiled by numba and kept on disk: `./run --prepare` fills that store.

numba is loaded when the first of them is called, so programs that solve nothing start as fast as before. It looks
only at the file of a function to see whether what it kept is still good, not at those of the functions that it calls:
so the store has the fingerprint of all of them in its name.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")

HERE = Path(__file__).parent
SOURCES = ("division", "rounds", "scanning")


class Compiled(Generic[Inputs, Output]):
    """A function that becomes machine code, with all others, when the first of them is called."""

    known: list[Compiled[..., Any]] = []

    def __init__(self, function: Callable[Inputs, Output]) -> None:
        self.function = function
        self.made: Callable[Inputs, Output] | None = None
        self.known.append(self)

    def __call__(self, *args: Inputs.args, **kwargs: Inputs.kwargs) -> Output:
        if self.made is None:
            self.make_all()
        return self.made(*args, **kwargs)  # type: ignore[misc]

    @classmethod
    def make_all(cls) -> None:
        """Also of each other: what one calls must be machine code as well."""
        for each in cls.known:
            each.made = each.made or machine_code(each.function)
        for each in cls.known:
            names = each.function.__globals__
            names.update({name: value.made for name, value in names.items() if isinstance(value, Compiled)})


def compiled(function: Callable[Inputs, Output]) -> Compiled[Inputs, Output]:
    return Compiled(function)


def machine_code(function: Callable[..., Any]) -> Callable[..., Any]:
    """Kept on disk; where that cannot be, it is made anew in each process."""
    numba: Any = importlib.import_module("numba")
    elsewhere, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(store())
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return numba.njit(nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]
    finally:
        numba.config.CACHE_DIR = elsewhere


def store() -> Path:
    """Beside Python's own compiled files."""
    texts = b"".join((HERE / f"{name}.py").read_bytes() for name in SOURCES)
    return HERE / "__pycache__" / f"compiled-{hashlib.sha256(texts).hexdigest()[:12]}"
