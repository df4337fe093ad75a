"""What a kind of paper declares: who signs, in which order, and what each of them answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Question:
    """Something a signer of `role` answers on the page, printed in the final paper.

    `kind`: text, long, yes_no, choice (one of `options`), dates (a period or several), phone.
    `only_when`: (code of another question, its answer) for which this one is asked.
    """

    code: str
    role: str
    kind: Literal["text", "long", "yes_no", "choice", "dates", "phone"]
    options: tuple[str, ...] = ()
    required: bool = True
    only_when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    `code`: `<app>.<name>`; `folder`: the owning app's folder, which has `content/<name>.<language>.toml`.
    `signers`: groups of roles; one group after the other, inside a group side by side.
    `binds`: clause → roles that sign again when it changes; a clause that is not named binds everybody.
    `second_channel`: roles whose code never comes by the mail that brought the link.
    `explained`: roles that get a plain explanation in their own language beside the paper.
    `gate`: the gate it guards, empty for none; `valid_days`: how long it may wait for signatures.
    `template`: a typst file of its own in `<folder>/typst`, else the shared one.
    `by_hand`: printed and signed on paper only, never electronically.
    `free`: a choice that holds nothing up, also when it is taken back.
    `restricted`: its data is encrypted and only its readers see it, also among staff.
    """

    code: str
    folder: Path
    signers: tuple[tuple[str, ...], ...]
    binds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    languages: tuple[str, ...] = ("nl", "en")
    second_channel: frozenset[str] = frozenset()
    explained: frozenset[str] = frozenset()
    gate: str = ""
    valid_days: int = 30
    template: str = ""
    template_version: int = 1
    by_hand: bool = False
    restricted: bool = False
    free: bool = False

    @property
    def name(self) -> str:
        return self.code.partition(".")[2]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for group in self.signers for role in group)

    def turn_of(self, role: str) -> int:
        """The number of the group in which a role signs, from 0."""
        return next(turn for turn, group in enumerate(self.signers) if role in group)

    def bound_by(self, clause: str) -> frozenset[str]:
        return self.binds.get(clause, frozenset(self.roles))

    def questions_to(self, role: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.role == role)
