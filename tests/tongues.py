"""What is asked of a language abroad and is not in its catalogues."""

from typing import Any

import pytest
from django.utils.translation.trans_real import DjangoTranslation

NOT_TRANSLATED = frozenset(
    {"ErasDu", "A1", "A2", "B1", "B2", "Norwegian Bokmal"}
)  # the same in every language, and one of the framework's own


def recorded(monkeypatch: pytest.MonkeyPatch, *languages: str) -> set[str]:
    """The texts that are asked for from now on and that the catalogues of these languages do not have."""
    lacking: set[str] = set()
    single, several = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: Any, message: str) -> Any:
        if self.language() in languages and message and message not in self._catalog:
            lacking.add(message)
        return single(self, message)

    def ngettext(self: Any, one: str, many: str, number: int) -> Any:
        found = several(self, one, many, number)
        if self.language() in languages and found in (one, many):
            lacking.add(one)
        return found

    monkeypatch.setattr(DjangoTranslation, "gettext", gettext)
    monkeypatch.setattr(DjangoTranslation, "ngettext", ngettext)
    return lacking
