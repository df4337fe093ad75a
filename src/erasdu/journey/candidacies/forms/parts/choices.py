"""Questions of the CV form in the learner's own words: what is ticked, completed or written."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import LineField, ManyField, TextField
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.words import SECTORS
from erasdu.journey.candidacies.words.content import (
    LANGUAGES,
    OCCUPATIONS,
    STARTERS,
    TEXTS,
    TICKS,
    Pair,
    country_name,
    in_language,
    languages_of,
)

Fields = dict[str, forms.Field]


def in_own_words(pair: Pair) -> str:
    """As the learner reads it: in their language with the English behind it; for who reads English that alone."""
    own, english = in_language(pair, (get_language() or "nl")[:2]), pair[1]
    return english if own == english else f"{own} – {english}"


def ticked(name: str) -> ManyField:
    labels: dict[str, str | Promise] = {
        "character": _("What are you like? Tick what fits you."),
        "hobbies": _("What do you like to do?"),
        "digital": _("What can you do with a computer or a phone?"),
        "transport": _("How do you travel?"),
        "expectations": _("What do you want to get out of it?"),
    }
    return ManyField(label=labels[name], choices=[(code, in_own_words(pair)) for code, pair in TICKS[name].items()])


def starter(code: str) -> LineField:
    asked = STARTERS[code]
    own = in_language((asked.nl, asked.en), (get_language() or "nl")[:2])
    example = gettext("For example: %(example)s") % {"example": asked.example}
    return LineField(
        label=asked.en,
        max_length=160,
        help_text=example if own == asked.en else f"{own} {example}",
        widget=forms.TextInput(attrs={"lang": "en", "autocapitalize": "none", "spellcheck": "true"}),
    )


def text_twice(code: str) -> Fields:
    """The question twice: Dutch to think in, English for the CV."""
    text = TEXTS[code]
    english = forms.Textarea(attrs={"rows": 4, "cols": 40, "lang": "en", "spellcheck": "true", "data-limit": 600})
    in_dutch = gettext("in Dutch")
    help_en = gettext("In English. Start for example with: %(start)s") % {"start": text.example}
    return {
        f"texts_nl__{code}": TextField(
            label=f"{text.nl} ({in_dutch})",
            help_text=_("First in Dutch if that is easier. Only you and your school see this."),
            max_length=600,
            rows=3,
            required=False,
        ),
        f"texts_en__{code}": TextField(label=text.en, help_text=help_en, max_length=600, widget=english),
    }


def asked_languages(candidacy: Candidacy) -> list[str]:
    chosen = [choice for choice in (candidacy.first_choice, candidacy.second_choice) if choice]
    return languages_of([choice.country for choice in chosen])


def language_name(code: str) -> str:
    nl, en = LANGUAGES[code]
    return en if (get_language() or "nl").startswith("en") else nl


def occupation_groups(candidacy: Candidacy) -> list[tuple[str, list[tuple[str, str]]]]:
    """By sector: those of the call, or all when the call names none that has an occupation."""
    dutch = not (get_language() or "nl").startswith("en")
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in OCCUPATIONS.values():
        label = f"{each.nl} – {each.en}" if dutch else each.en
        groups.setdefault(each.sector, []).append((each.code, label))
    wanted = [sector for sector in groups if sector in candidacy.call.sectors] or list(groups)
    held = OCCUPATIONS.get(candidacy.profile.occupation)
    if held and held.sector not in wanted:
        wanted.append(held.sector)
    named = [(str(SECTORS.get(sector, sector)), groups[sector]) for sector in wanted]
    return sorted(named)


def destination_text(row: Destination) -> str:
    """`Sevilla, Spanje (zo 7 maart 2027 – za 20 maart 2027)`."""
    country = country_name(row.country, (get_language() or "nl")[:2])
    return f"{row.place}, {country} ({figures.day(row.starts_on)} – {figures.day(row.ends_on)})"
