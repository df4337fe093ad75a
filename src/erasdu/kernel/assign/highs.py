"""HiGHS that says nothing and gives the same answer each time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import highspy


def quiet() -> highspy.Highs:
    """A new solver, on one thread."""
    _greeted()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    return solver


def asked_now_and_then(solver: highspy.Highs, go_on: Callable[[], bool]) -> Callable[[], None]:
    """Its branching ends when it is not to go on.

    What is given is to be called afterwards: an error cannot pass through HiGHS, so it is raised there.
    """
    failed: list[Exception] = []

    def ask(event: Any) -> None:
        try:
            stop = bool(failed) or not go_on()
        except Exception as error:
            failed.append(error)
            stop = True
        if stop:
            event.interrupt()

    def raised() -> None:
        if failed:
            raise failed[0]

    solver.cbMipInterrupt.subscribe(ask)
    return raised


@cache
def _greeted() -> None:
    """The first solver of a process writes who made it on standard output before it can be told not to."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        return  # there is nobody to read it
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
