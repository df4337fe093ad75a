"""The kinds of papers of every step, their wording, and how they are drawn.

A step's `papers` has `KINDS`, and `specimen(name, language)`: invented facts for a kind of its own.
"""

from erasdu.ground.paperwork.papers.catalogue import (
    UnknownKind,
    consent_abroad,
    content_of,
    content_text,
    kind,
    kinds,
    specimen_facts,
    title_abroad,
)
from erasdu.ground.paperwork.papers.drawing import PaperFaulty, draw, printed_values, stamp_of, worded_texts
from erasdu.ground.paperwork.papers.explanations import (
    explained_languages,
    explanation_of,
    phrased_languages,
    phrases,
)
from erasdu.ground.paperwork.papers.logos import logo_svg
from erasdu.ground.paperwork.papers.specimens import specimen, specimen_of

__all__ = [
    "PaperFaulty",
    "UnknownKind",
    "consent_abroad",
    "content_of",
    "content_text",
    "draw",
    "explained_languages",
    "explanation_of",
    "kind",
    "kinds",
    "logo_svg",
    "phrased_languages",
    "phrases",
    "printed_values",
    "specimen",
    "specimen_facts",
    "specimen_of",
    "stamp_of",
    "title_abroad",
    "worded_texts",
]
