"""A state machine as a table of steps; who may take a step and how it is written lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to something: from any of its sources to its target."""

    name: str
    sources: tuple[str, ...]
    target: str


class Lifecycle:
    """The states a thing can be in and the steps between them.

    Raises `ValueError` at construction when a step names an unknown state, a name is used twice,
    a step has no sources, or a state can never be reached from the initial one.
    """

    def __init__(self, name: str, initial: str, states: Iterable[str], steps: Iterable[Step]) -> None:
        self.name = name
        self.initial = initial
        self.states = frozenset(states)
        self.steps = tuple(steps)
        self._by_name = {step.name: step for step in self.steps}
        self._check()

    def step(self, name: str) -> Step:
        """The step of that name; `KeyError` when there is none."""
        return self._by_name[name]

    def sources(self, name: str) -> tuple[str, ...]:
        """The states from which the step may be taken."""
        return self.step(name).sources

    def target(self, name: str) -> str:
        """The state in which the step ends."""
        return self.step(name).target

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """The steps that may be taken from a state, in the order of the table."""
        return tuple(step for step in self.steps if state in step.sources)

    @property
    def final(self) -> frozenset[str]:
        """The states without a way out."""
        return self.states - {source for step in self.steps for source in step.sources}

    def mermaid(self) -> str:
        """The drawing as text for docs/states.md, the same each time."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {step.target}: {step.name}" for step in self.steps for source in step.sources]
        lines += [f"    {state} --> [*]" for state in sorted(self.final)]
        return "\n".join(lines) + "\n"

    def _check(self) -> None:
        if len(self._by_name) != len(self.steps):
            raise ValueError(f"{self.name}: two steps have the same name.")
        if homeless := [step.name for step in self.steps if not step.sources]:
            raise ValueError(f"{self.name}: steps without a source: {', '.join(homeless)}.")
        if unknown := self._named() - self.states:
            raise ValueError(f"{self.name}: unknown states: {', '.join(sorted(unknown))}.")
        if unreachable := self.states - self._reachable():
            raise ValueError(f"{self.name}: unreachable states: {', '.join(sorted(unreachable))}.")

    def _named(self) -> set[str]:
        sources = {source for step in self.steps for source in step.sources}
        return {self.initial} | sources | {step.target for step in self.steps}

    def _reachable(self) -> set[str]:
        reached, waiting = {self.initial}, [self.initial]
        while waiting:
            targets = {step.target for step in self.steps_from(waiting.pop())} - reached
            reached |= targets
            waiting += targets
        return reached
