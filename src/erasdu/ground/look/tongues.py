"""Languages beyond the site's own two: for who acts by personal link and for letters abroad.

Their catalogues (`locale/es` and so on) hold what such a page or letter says; what they lack is read in English.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override, trans_real

OWN = ("nl", "en")
ABROAD = ("fr", "de", "es", "pt")
EVERYWHERE = (*OWN, *ABROAD)
NAMES = {
    "nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch", "es": "Español", "pt": "Português",
}  # fmt: skip


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts in one of all languages; in English for any other."""
    spoken = language if language in EVERYWHERE else "en"
    if spoken in ABROAD:
        # The library would fill gaps with the language of the site, Dutch, which nobody abroad reads.
        trans_real.translation(spoken)._fallback = None  # type: ignore[attr-defined]
    with override(spoken):
        yield


@contextmanager
def speaking_to(request: HttpRequest, language: str) -> Iterator[None]:
    """A page for a person: in their language, unless this browser chose one of the site's own."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if language not in ABROAD or chosen:
        yield
        return
    with speaking(language):
        yield
