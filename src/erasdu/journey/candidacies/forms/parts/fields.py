"""The fields of each part of the CV form.

A field named `texts_en__motivation` is the value `texts_en.motivation`; `languages__es__reading` a level.
"""

from collections.abc import Callable

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, LineField, ManyField, PhoneField, RowField
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.forms.parts.choices import (
    Fields,
    asked_languages,
    destination_text,
    occupation_groups,
    starter,
    text_twice,
    ticked,
)
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.words.content import CAN_DO, SKILLS

YES_NO = (("yes", _("Yes")), ("no", _("No")))
NO_HEALTH = _("Write nothing about your health here. We ask that later, and only when you get a place.")


def _about_me(candidacy: Candidacy) -> Fields:
    return {
        "character": ticked("character"),
        "answers__good_at": starter("good_at"),
        "hobbies": ticked("hobbies"),
        "answers__free_time": starter("free_time"),
    }


def _contact(candidacy: Candidacy) -> Fields:
    def address(label: str | Promise, length: int, complete: str, **attrs: str) -> LineField:
        widget = forms.TextInput(attrs={"autocomplete": complete, **attrs})
        return LineField(label=label, max_length=length, widget=widget)

    return {
        "street": address(_("Street and number"), 160, "street-address"),
        "postal_code": address(_("Postal code"), 12, "postal-code", inputmode="text"),
        "town": address(_("Town"), 100, "address-level2"),
        "mobile": PhoneField(label=_("Your mobile number")),
        "emergency_name": LineField(
            label=_("Whom do we call when something happens to you?"),
            help_text=_("First name and family name of a parent or somebody you trust."),
            max_length=120,
        ),
        "emergency_phone": PhoneField(label=_("Their telephone number")),
    }


def _school(candidacy: Candidacy) -> Fields:
    return {
        "study_programme": LineField(
            label=_("What do you study?"), help_text=_("For example: Kapper duaal."), max_length=120
        ),
        "study_year": LineField(label=_("In which year are you?"), help_text=_("For example: 6."), max_length=30),
        "class_teacher": LineField(label=_("Your class teacher"), max_length=120, required=False),
        "workplace": LineField(label=_("Where do you work or train now?"), max_length=160, required=False),
    }


def _destination(candidacy: Candidacy) -> Fields:
    rows = Destination.objects.filter(call=candidacy.call_id)
    if not rows:
        return {}
    fields: Fields = {
        "first_choice": RowField(rows, label=_("Your first choice"), empty_label=None, widget=forms.RadioSelect),
        "second_choice": RowField(
            rows,
            label=_("Your second choice"),
            empty_label=_("No second choice"),
            blank=True,
            required=False,
            widget=forms.RadioSelect,
        ),
    }
    for field in fields.values():
        field.label_from_instance = destination_text  # type: ignore[attr-defined]
    return fields


def _occupation(candidacy: Candidacy) -> Fields:
    return {
        "occupation": ChoiceField(
            label=_("Which profession do you learn?"), choices=[("", _("Choose")), *occupation_groups(candidacy)]
        ),
        "complementary": ChoiceField(label=_("Is a job that lies close to it fine too?"), choices=YES_NO, radio=True),
        "tasks_can": ManyField(label=_("I can do this")),
        "tasks_want": ManyField(label=_("I want to learn this")),
    }


def _languages(candidacy: Candidacy) -> Fields:
    fields: Fields = {}
    for language in asked_languages(candidacy):
        for skill, name in SKILLS.items():
            levels = list(zip(rules.LEVELS, CAN_DO[skill], strict=True))
            fields[f"languages__{language}__{skill}"] = ChoiceField(
                label=name[1] if (get_language() or "").startswith("en") else name[0],
                choices=[(rules.NO_LEVEL, _("Not yet")), *levels],
                radio=True,
            )
    return fields


def _experience(candidacy: Candidacy) -> Fields:
    return {
        "answers__proud": starter("proud"),
        "answers__worked": starter("worked"),
        "been_abroad": ChoiceField(
            label=_("Have you stayed abroad without your parents before?"), choices=YES_NO, radio=True
        ),
        "digital": ticked("digital"),
        "transport": ticked("transport"),
    }


def _motivation(candidacy: Candidacy) -> Fields:
    return text_twice("motivation") | text_twice("later")


def _expectations(candidacy: Candidacy) -> Fields:
    sentences: Fields = {"answers__learn_work": starter("learn_work"), "answers__not_work": starter("not_work")}
    return {"expectations": ticked("expectations")} | sentences | text_twice("difficult")


def _housing(candidacy: Candidacy) -> Fields:
    return {
        "smokes": ChoiceField(
            label=_("Do you smoke or vape?"), choices=[("no", _("No")), ("yes", _("Yes"))], radio=True
        ),
        "pets": ChoiceField(
            label=_("May there be pets in the house?"),
            help_text=NO_HEALTH,
            choices=[("fine", _("Yes")), ("rather_not", _("Rather not")), ("no", _("No"))],
            radio=True,
        ),
        "shares_room": ChoiceField(
            label=_("Is it fine to share a room?"),
            choices=[("yes", _("Yes")), ("rather_not", _("Rather not")), ("no", _("No"))],
            radio=True,
        ),
        "share_with": LineField(label=_("With whom do you like to share?"), max_length=120, required=False),
        "clothes_size": LineField(label=_("Your size of work clothes"), max_length=10, required=False),
        "shoe_size": LineField(label=_("Your shoe size"), max_length=6, required=False),
    }


BUILDERS: dict[str, Callable[[Candidacy], Fields]] = {
    "about_me": _about_me,
    "contact": _contact,
    "school": _school,
    "destination": _destination,
    "occupation": _occupation,
    "languages": _languages,
    "experience": _experience,
    "motivation": _motivation,
    "expectations": _expectations,
    "housing": _housing,
}
