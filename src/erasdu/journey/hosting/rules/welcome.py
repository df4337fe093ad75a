"""Whom and what a home receives, as the matching compares it with what a learner needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Welcome:
    """`smoking`: no, outside or inside. What is yes or no is None while nobody asked."""

    gender: str = ""
    min_age: int | None = None
    max_age: int | None = None
    diets: frozenset[str] = frozenset()
    pets: frozenset[str] = frozenset()
    smoking: str = "no"
    smokers_welcome: bool | None = None
    accessible: bool | None = None
