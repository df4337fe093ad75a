"""How towns are named on the screen."""

import gettext
from functools import cache

import pycountry
from django.utils.translation import gettext as _
from django.utils.translation import override


@cache
def _countries(language: str) -> dict[str, str]:
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    return {each.alpha_2: names.gettext(getattr(each, "common_name", each.name)) for each in pycountry.countries}


def in_country(name: str, country: str, language: str) -> str:
    """ "Porto, Portugal"."""
    return f"{name}, {_countries(language[:2]).get(country, country)}"


def near(name: str, larger: str, language: str) -> str:
    """ "Beveren (near Roeselare)"."""
    with override(language):
        return _("%(town)s (near %(larger)s)") % {"town": name, "larger": larger}
