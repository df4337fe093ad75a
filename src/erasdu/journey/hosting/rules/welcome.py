"""Whom and what a home receives, as the matching compares it with what a learner needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Welcome:
    """`smoking`: no, outside or inside, "" while nobody asked; so are `pets` and what is yes or no None."""

    gender: str = ""
    min_age: int | None = None
    max_age: int | None = None
    diets: frozenset[str] = frozenset()
    pets: frozenset[str] | None = None
    smoking: str = ""
    smokers_welcome: bool | None = None
    accessible: bool | None = None
