"""What a paper is made of, who signs it, and who signs again when it changes. Plain Python.

A step declares its kinds in `papers.KINDS`; their wording lies in `content/<name>.<language>.toml` of its folder,
and the explanations beside them in `explanations/<name>.<language>.toml`.
"""

from erasdu.ground.paperwork.rules.beside import Beside, side_by_side
from erasdu.ground.paperwork.rules.composing import Facts, apart, blocks, compose, holds, placeholders, places_in
from erasdu.ground.paperwork.rules.content import Clause, Content, ContentFaulty, Json, parse_content, write_content
from erasdu.ground.paperwork.rules.explaining import (
    Explanation,
    Phrases,
    direction,
    fill,
    parse_explanation,
    parse_phrases,
)
from erasdu.ground.paperwork.rules.kinds import Kind, Question
from erasdu.ground.paperwork.rules.names import same_name, same_person
from erasdu.ground.paperwork.rules.questions import answered, applies, asked, check, label_of, option_of
from erasdu.ground.paperwork.rules.versions import Change, changes, digest, minutes_to_sign, sign_again

__all__ = [
    "Beside",
    "Change",
    "Clause",
    "Content",
    "ContentFaulty",
    "Explanation",
    "Facts",
    "Json",
    "Kind",
    "Phrases",
    "Question",
    "answered",
    "apart",
    "applies",
    "asked",
    "blocks",
    "changes",
    "check",
    "compose",
    "digest",
    "direction",
    "fill",
    "holds",
    "label_of",
    "minutes_to_sign",
    "option_of",
    "parse_content",
    "parse_explanation",
    "parse_phrases",
    "placeholders",
    "places_in",
    "same_name",
    "same_person",
    "side_by_side",
    "sign_again",
    "write_content",
]
