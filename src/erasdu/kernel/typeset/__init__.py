"""Papers as PDF: typst in, archivable and accessible bytes out."""

from erasdu.kernel.typeset.checks import page_texts, self_check, structure
from erasdu.kernel.typeset.clean import safe_text, undrawable
from erasdu.kernel.typeset.engine import Attachment, NotTypeset, render, stamp
from erasdu.kernel.typeset.fonts import FontsMissing, font_pack, fonts_folder
from erasdu.kernel.typeset.formats import day_text, moment_text, number_text
from erasdu.kernel.typeset.pages import page_png, pages_of

__all__ = [
    "Attachment",
    "FontsMissing",
    "NotTypeset",
    "day_text",
    "font_pack",
    "fonts_folder",
    "moment_text",
    "number_text",
    "page_png",
    "page_texts",
    "pages_of",
    "render",
    "safe_text",
    "self_check",
    "stamp",
    "structure",
    "undrawable",
]
