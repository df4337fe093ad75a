"""What a home says to the unnamed needs of a learner, before anybody knows who it is."""

from __future__ import annotations

from dataclasses import dataclass

from erasdu.kernel.verdict import Verdict, no


@dataclass(frozen=True, slots=True)
class Need:
    """`allergies`: animals that the learner cannot live with, "any" for all. `smokes`: no, outside or inside."""

    age: int | None = None
    gender: str = ""
    diets: frozenset[str] = frozenset()
    allergies: frozenset[str] = frozenset()
    smokes: str = "no"
    smoke_harms: bool = False
    wheelchair: bool = False


@dataclass(frozen=True, slots=True)
class Welcome:
    """The side of the home. `smoking`: no, outside or inside."""

    gender: str = ""
    min_age: int | None = None
    max_age: int | None = None
    diets: frozenset[str] = frozenset()
    pets: frozenset[str] = frozenset()
    smoking: str = "no"
    smokers_welcome: bool = False
    accessible: bool = False


def refusals(home: Welcome, need: Need) -> list[Verdict]:
    """Every reason for which this learner cannot stay here; none when all needs are met."""
    found = []
    if home.gender and need.gender != home.gender:
        found.append(no("home_other_gender"))
    if need.age is not None and not (home.min_age or 0) <= need.age <= (home.max_age or 200):
        found.append(no("home_other_age", least=home.min_age or "–", most=home.max_age or "–"))
    if need.diets - home.diets:
        found.append(no("home_lacks_diet"))
    if home.pets if "any" in need.allergies else home.pets & need.allergies:
        found.append(no("home_has_pet"))
    if need.smoke_harms and home.smoking == "inside":
        found.append(no("home_smokes"))
    if need.smokes not in ("", "no") and not home.smokers_welcome:
        found.append(no("home_no_smokers"))
    if need.wheelchair and not home.accessible:
        found.append(no("home_not_accessible"))
    return found
