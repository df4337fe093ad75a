"""Cleans what people type or paste, without harming names in any script, emoji or line breaks."""

from __future__ import annotations

import re
import unicodedata

# Invisible signs that reorder or hide what stands beside them. The joiners U+200C and U+200D stay:
# Persian words and many emoji are written with them; so do emoji tags and variation selectors.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_ONLY_JOINERS = re.compile("[\\s\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]*")
_LINE_BREAK = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_line(typed: str) -> str:
    """One line: in composed form, without control and bidi signs, each stretch of white space one space."""
    return " ".join(_visible(typed).split())


def clean_text(typed: str) -> str:
    """The same, line by line, with the line breaks kept as `\\n` (at most one empty line in a row)."""
    lines = (" ".join(line.split()) for line in _visible(typed).split("\n"))
    return _MANY_EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _visible(typed: str) -> str:
    text = _HIDDEN.sub("", _LINE_BREAK.sub("\n", typed))
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "" if _ONLY_JOINERS.fullmatch(text) else unicodedata.normalize("NFC", text)
