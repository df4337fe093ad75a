"""Languages beyond the site's own two: for who acts by personal link and for letters abroad.

Their catalogues (`locale/es` and so on) hold what such a page or letter says; what they lack is read in English.
"""

from collections.abc import Container, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, override, trans_real

OWN = ("nl", "en")
ABROAD = ("fr", "de", "es", "pt")
EVERYWHERE = (*OWN, *ABROAD)
NAMES = {
    "nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch", "es": "Español", "pt": "Português",
}  # fmt: skip

IN_COUNTRY = {"PT": "pt", "ES": "es", "FR": "fr", "LU": "fr", "DE": "de", "AT": "de", "NL": "nl"}


# Belgian postal codes, from and up to, where one does not read Dutch: the French and the German language area (law of
# 18 July 1966, articles 3 and 5). In Brussels, where one reads French or Dutch, it is Dutch until somebody chooses.
IN_BELGIUM = ((1300, 1499, "fr"), (4700, 4799, "de"), (4000, 7999, "fr"))


def in_belgium(postal_code: str) -> str:
    """The language of who lives there and did not choose one; Dutch where the code says nothing."""
    number = int(postal_code) if postal_code.isascii() and postal_code.isdigit() else 0
    return next((code for first, last, code in IN_BELGIUM if first <= number <= last), "nl")


def of_country(country: str) -> str:
    """Of who lives there and did not choose one: of ours the language that most read there, else English."""
    return IN_COUNTRY.get(country, "en")


def of_reader(language: str, country: str) -> str:
    """What somebody reads: their language; of who is abroad and has English, which is what nobody chose, the language
    of that country."""
    return of_country(country) if language == "en" else language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts in one of all languages; in English for any other."""
    spoken = language if language in EVERYWHERE else "en"
    if spoken in ABROAD:
        # The library would fill gaps with the language of the site, Dutch, which nobody abroad reads.
        trans_real.translation(spoken)._fallback = None  # type: ignore[attr-defined]
    with override(spoken):
        yield


def asked_by(request: HttpRequest) -> list[str]:
    """The languages that this browser asks for, the best first; none when it says nothing, or somebody chose here."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return []
    header = request.headers.get("Accept-Language", "").lower()
    return [code.partition("-")[0] for code, _weight in trans_real.parse_accept_lang_header(header)]


def of_browser(request: HttpRequest) -> str:
    """For a page in all languages that anybody opens: the first that the browser asks for, else that of the site."""
    return next((code for code in asked_by(request) if code in EVERYWHERE), (get_language() or "nl")[:2])


@contextmanager
def speaking_to(request: HttpRequest, language: str, known: Container[str] = EVERYWHERE) -> Iterator[None]:
    """A page for a person: in their language, in English when it is not `known` to the page; unless this browser
    chose one of the site's own, or asks for one and so does the person."""
    spoken = language if language in known else "en"
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    own = spoken in OWN and any(code in OWN for code in asked_by(request))
    if language not in EVERYWHERE or chosen or own:
        yield
        return
    with speaking(spoken):
        yield
