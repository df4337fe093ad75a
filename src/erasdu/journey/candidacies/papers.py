"""The CV and expectations as a paper: in English, because it goes abroad.

The second part, with address and emergency contact, is for the school and the coordinator; partners get a
snapshot of their own later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from erasdu.kernel.typeset import render

TEMPLATES = Path(__file__).resolve().parent / "typst"
TEMPLATE = "cv.typ"
KIND = "candidacies.cv"
TEMPLATE_VERSION = 1

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cv:
    """Every text as it is printed; an empty list or text leaves its heading out. `levels`: one for each skill."""

    name: str
    reference: str
    status: str
    draft: bool
    facts: Pairs
    contact: Pairs
    choices: list[str]
    sentences: list[str]
    character: list[str]
    hobbies: list[str]
    tasks_can: list[str]
    tasks_want: list[str]
    experience: list[str]
    digital: list[str]
    transport: list[str]
    expectations: list[str]
    texts: Pairs
    skills: list[str]
    languages: list[tuple[str, list[str]]]
    housing: Pairs


def pdf(cv: Cv, *, at: datetime) -> bytes:
    """PDF/A and PDF/UA; the same CV at the same moment gives the same bytes."""
    return render(TEMPLATES, TEMPLATE, asdict(cv), timestamp=at, language="en")
