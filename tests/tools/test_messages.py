"""Translations are compiled without gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

import pytest

from tools import messages

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "deadline"
msgstr "uiterste datum"

msgid "%(n)s day left"
msgid_plural "%(n)s days left"
msgstr[0] "nog %(n)s dag"
msgstr[1] "nog %(n)s dagen"

#, fuzzy
msgid "place"
msgstr "plein"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "journey/calls/locale/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    file = folder / "django.po"
    file.write_text(PO)
    return file


def test_a_compiled_catalogue_translates_and_leaves_fuzzy_messages_alone(catalogue: Path) -> None:
    messages.compile_catalogue(catalogue)
    with catalogue.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("deadline") == "uiterste datum"
    assert dutch.ngettext("%(n)s day left", "%(n)s days left", 3) == "nog %(n)s dagen"
    assert dutch.gettext("place") == "place"


def test_only_what_changed_is_stale(catalogue: Path, tmp_path: Path) -> None:
    assert list(messages.stale(tmp_path)) == [catalogue]
    messages.compile_catalogue(catalogue)
    assert list(messages.stale(tmp_path)) == []
    os.utime(catalogue, (2**32, 2**32))
    assert list(messages.stale(tmp_path)) == [catalogue]


def test_a_broken_catalogue_leaves_nothing_half_made(catalogue: Path) -> None:
    catalogue.write_text('msgid "deadline"\nnonsense\n')
    with pytest.raises(OSError, match="Syntax error"):
        messages.compile_catalogue(catalogue)
    assert list(catalogue.parent.iterdir()) == [catalogue]
