"""A foreign learner's own form, answered in English, part after part. What is typed must be right; it may stay empty.

A field named `answers__good_at` is the value `answers.good_at`; `languages__en__reading` a level; `tongue__pt` the same
level of Portuguese in every skill.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, LineField, ManyField, PhoneField, PlainForm, TextField
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.forms.parts.choices import in_own_words, starter, ticked
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.rules.form import NO_LEVEL
from erasdu.journey.candidacies.words.content import LANGUAGES, OCCUPATIONS, SKILLS, SPOKEN_IN, TEXTS, Pair, in_language
from erasdu.journey.nominations import rules
from erasdu.journey.nominations.forms.nominees import LATER, occupations_of
from erasdu.journey.nominations.words import ASKED_OF_ANOTHER, LEVELS, OWN_TONGUE, TONGUE_OF_ANOTHER
from erasdu.journey.sharing.queries import said

Fields = dict[str, forms.Field]
YES_NO = (("yes", _("Yes")), ("no", _("No")))
TONGUE = "tongue__"
NO_HEALTH = _("Write nothing about your health here. We ask that later, separately.")


def _text(code: str) -> forms.CharField:
    english = forms.Textarea(attrs={"rows": 4, "cols": 40, "lang": "en", "spellcheck": "true", "data-limit": 600})
    asked = in_own_words((TEXTS[code].nl, TEXTS[code].en))
    return TextField(label=asked, max_length=600, widget=english, help_text=_("In English."))


def _about(call: Call, profile: Profile) -> Fields:
    return {
        "mobile": PhoneField(label=_("Your mobile number"), help_text=_("With the country: +351 912 345 678.")),
        "emergency_name": LineField(label=_("Whom do we call at home when something happens?"), max_length=120),
        "emergency_phone": PhoneField(label=_("Their telephone number")),
        "character": ticked("character"),
        "answers__good_at": starter("good_at"),
        "hobbies": ticked("hobbies"),
        "answers__free_time": starter("free_time"),
    }


def _work(call: Call, profile: Profile) -> Fields:
    return {
        "occupation": ChoiceField(label=_("Which occupation do you learn?"), choices=[LATER, *occupations_of(call)]),
        "complementary": ChoiceField(label=_("Is a job that lies close to it fine too?"), choices=YES_NO, radio=True),
        "study_programme": LineField(label=_("What do you study?"), max_length=120),
        "answers__proud": starter("proud"),
        "answers__worked": starter("worked"),
        "been_abroad": ChoiceField(
            label=_("Have you stayed abroad without your parents before?"), choices=YES_NO, radio=True
        ),
        "digital": ticked("digital"),
        "transport": ticked("transport"),
    }


def _tasks(call: Call, profile: Profile) -> Fields:
    """Those of the occupation that was chosen in the part before."""
    occupation = OCCUPATIONS.get(profile.occupation)
    choices = [(code, _task(pair)) for code, pair in occupation.tasks.items()] if occupation else []
    return {
        "tasks_can": ManyField(label=_("I can do this"), choices=choices),
        "tasks_want": ManyField(label=_("I want to learn this"), choices=choices),
    }


def _task(pair: Pair) -> str:
    """In the reader's language, with the English that a company here reads."""
    own = said(pair[1])
    return pair[1] if own == pair[1] else f"{own} – {pair[1]}"


def _languages(call: Call, profile: Profile) -> Fields:
    return {
        f"languages__{code}__{skill}": ChoiceField(
            label=f"{_language(code)}: {in_language(pair, (get_language() or 'nl')[:2])}",
            choices=[LATER, *LEVELS.items()],
        )
        for code in rules.LANGUAGES
        for skill, pair in SKILLS.items()
    }


def _tongues(profile: Profile, own: str) -> Fields:
    """What they speak besides English and Dutch, one level for all skills: `own`, most spoken where they come from, in
    sight and taken for their own until they say otherwise; the others may stay empty."""
    wanted = dict.fromkeys((own, *rules.OTHER_LANGUAGES) if own else rules.OTHER_LANGUAGES)
    return {
        f"{TONGUE}{code}": ChoiceField(
            label=_language(code), choices=[LATER, *LEVELS.items()], required=False,
            help_text=OWN_TONGUE if code == own else "",
        )
        for code in wanted
        if code not in rules.LANGUAGES
    }  # fmt: skip


def _speak_of(name: str, fields: Fields) -> None:
    """What speaks to the learner speaks of them instead."""
    for code, field in fields.items():
        if code in ASKED_OF_ANOTHER:
            field.label = ASKED_OF_ANOTHER[code] % {"name": name}
        if field.help_text == OWN_TONGUE:
            field.help_text = TONGUE_OF_ANOTHER % {"name": name}


def _language(code: str) -> str:
    name = said(LANGUAGES[code][1])
    return name[:1].upper() + name[1:]


def _expectations(call: Call, profile: Profile) -> Fields:
    return {
        "expectations": ticked("expectations"),
        "answers__learn_work": starter("learn_work"),
        "answers__not_work": starter("not_work"),
        "texts_en__motivation": _text("motivation"),
        "texts_en__difficult": _text("difficult"),
    }


def _home(call: Call, profile: Profile) -> Fields:
    rather = [("rather_not", _("Rather not")), ("no", _("No"))]
    return {
        "smokes": ChoiceField(
            label=_("Do you smoke or vape?"), choices=[("no", _("No")), ("yes", _("Yes"))], radio=True
        ),
        "pets": ChoiceField(
            label=_("May there be pets in the house?"), help_text=NO_HEALTH, choices=[("fine", _("Yes")), *rather],
            radio=True,
        ),
        "shares_room": ChoiceField(
            label=_("Is it fine to share a room?"), choices=[("yes", _("Yes")), *rather], radio=True
        ),
        "share_with": LineField(label=_("With whom do you like to share?"), max_length=120),
        "clothes_size": LineField(label=_("Your size of work clothes"), max_length=10),
        "shoe_size": LineField(label=_("Your shoe size"), max_length=6),
    }  # fmt: skip


BUILDERS: dict[str, Callable[[Call, Profile], Fields]] = {
    "about": _about, "work": _work, "tasks": _tasks, "languages": _languages, "expectations": _expectations,
    "home": _home,
}  # fmt: skip


class PartForm(PlainForm):
    """One part; `to_save` under the names of `actions.save_profile`. `country`: where who fills it in comes from.
    `of`: the first name of whom it is, when a parent fills it in, who reads it so; "" for the learner."""

    def __init__(
        self, call: Call, profile: Profile, part: str, data: Any = None, *, country: str = "", of: str = ""
    ) -> None:
        fields, self.own = BUILDERS[part](call, profile), SPOKEN_IN.get(country, "")
        if part == "languages":
            fields |= _tongues(profile, self.own)
        if of:
            _speak_of(of, fields)
        self.stored = {name: _stored(profile, name) for name in fields}
        super().__init__(data, initial={**self.stored, **self._taken_for(profile), "revision": profile.revision})
        needed = {name.replace(".", "__") for name in rules.FIELDS[part]}
        for name, field in fields.items():
            field.required = name in needed or name.startswith("languages__")
        self.fields.update(fields)

    def _taken_for(self, profile: Profile) -> dict[str, str]:
        """Of who did not say anything of languages yet: those of where they come from as their own."""
        names = (f"{TONGUE}{self.own}", *(f"languages__{self.own}__{skill}" for skill in SKILLS))
        return {} if profile.languages or not self.own else {name: "C2" for name in names if name in self.stored}

    @property
    def in_sight(self) -> list[forms.BoundField]:
        """With the hidden ones; what few will need is `folded`."""
        return [bound for bound in self if bound not in self.folded]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [
            self[name] for name in self.fields if name.startswith(TONGUE) and name != f"{TONGUE}{self.own}"
        ]  # fmt: skip

    @property
    def unfolds(self) -> bool:
        """Something was said there before, or is wrong."""
        return any(bound.value() or bound.errors for bound in self.folded)

    def full_clean(self) -> None:
        """What is needed says so, but may be saved empty: the form is filled in bit by bit."""
        super().full_clean()
        for name, errors in list(self.errors.items()) if self.is_bound else []:
            if name in self.fields and all(error.code == "required" for error in errors.as_data()):
                del self.errors[name]
                self.cleaned_data[name] = self.fields[name].to_python(None)

    @property
    def to_save(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in self.values.items():
            column, _sep, inner = name.partition("__")
            if column == "tongue":
                if value or self.stored[name]:
                    values[f"languages.{inner}"] = dict.fromkeys(SKILLS, value or NO_LEVEL)
            elif column == "languages":
                language, _sep, skill = inner.partition("__")
                if value:
                    values.setdefault(f"languages.{language}", {})[skill] = value
            else:
                values[f"{column}.{inner}" if inner else column] = value
        if occupation := OCCUPATIONS.get(str(values.get("occupation") or "")):
            values["sector"] = occupation.sector
        return values


def _stored(profile: Profile, name: str) -> Any:
    column, _sep, inner = name.partition("__")
    if column == "tongue":
        return profile.languages.get(inner, {}).get("conversation", "")
    held = getattr(profile, column)
    for key in inner.split("__") if inner else ():
        held = (held or {}).get(key, "")
    return held
