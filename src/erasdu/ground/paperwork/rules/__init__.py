"""What a paper is made of, who signs it, and who signs again when it changes. Plain Python.

A step declares its kinds in `papers.KINDS`; their wording lies in `content/<name>.<language>.toml` of its folder.
"""

from erasdu.ground.paperwork.rules.composing import Facts, blocks, compose, holds, placeholders
from erasdu.ground.paperwork.rules.content import Clause, Content, ContentFaulty, Json, parse_content
from erasdu.ground.paperwork.rules.kinds import Kind, Question
from erasdu.ground.paperwork.rules.questions import answered, asked, check
from erasdu.ground.paperwork.rules.versions import Change, changes, digest, sign_again

__all__ = [
    "Change",
    "Clause",
    "Content",
    "ContentFaulty",
    "Facts",
    "Json",
    "Kind",
    "Question",
    "answered",
    "asked",
    "blocks",
    "changes",
    "check",
    "compose",
    "digest",
    "holds",
    "parse_content",
    "placeholders",
    "sign_again",
]
