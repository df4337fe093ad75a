"""What a contact point fills in to inform its network, and what somebody leaves at its open door."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language_info, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import ChoiceField, DateField, EmailField, LineField, PhoneField, PlainForm, TextField
from erasdu.ground.look.tongues import ABROAD, EVERYWHERE, NAMES, speaking
from erasdu.ground.organisations import words as organisations
from erasdu.ground.places.queries import name_of
from erasdu.journey.hosting.forms.parts import reader, town_of_code
from erasdu.journey.hosting.queries.asking import Contact
from erasdu.journey.hosting.rules.asking import BED, PLACE
from erasdu.journey.hosting.words.occupations import occupation_word

START = {
    PLACE: gettext_noop(
        "Young people from another country are coming to learn for some weeks with companies near %(school)s. They are "
        "insured and guided by the school; it costs you nothing.\n\n"
        "Do you have a place for one of them? You say what a learner can do at your company and in which weeks. You "
        "decide again when you read about a learner."
    ),
    BED: gettext_noop(
        "Young people from another country are coming to learn for some weeks with companies near %(school)s. In that "
        "time they stay with families.\n\n"
        "Do you have a bed for one of them? We visit you first, and somebody of the school can always be reached. You "
        "decide again when you hear about a learner."
    ),
}


def start_text(what: str, language: str, school: str) -> str:
    """What the contact point begins with, in each language of its contacts."""
    with speaking(language):
        return gettext(START[what]) % {"school": school}


class InformForm(PlainForm):
    """`contacts`: everybody of the network; the languages of those who can be asked each get a text."""

    call = ChoiceField(label=_("For which call?"), choices=[])
    sector = ChoiceField(label=_("Only in the sector"), choices=[], required=False)
    occupation = ChoiceField(label=_("Only for the occupation"), choices=[], required=False)
    reply_by = DateField(label=_("Answer by"), required=False)

    def __init__(
        self,
        *args: Any,
        what: str,
        school: str,
        contacts: Sequence[Contact],
        calls: Sequence[tuple[str, str]],
        stays: Mapping[str, date],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.contacts = contacts
        self.languages = languages_of(contacts)
        self.fields["call"].choices = calls  # type: ignore[attr-defined]
        self.stays = stays
        self.fields["reply_by"].earliest = today  # type: ignore[attr-defined]
        if stays:
            self.fields["reply_by"].latest = max(max(stays.values()) - timedelta(days=1), today)  # type: ignore[attr-defined]
        sectors = sorted({code for each in contacts for code in each.sectors})
        occupations = sorted({code for each in contacts for code in each.occupations})
        everybody = ("", gettext("everybody"))
        words = [(code, organisations.SECTORS.get(code, code)) for code in sectors]
        self.fields["sector"].choices = [everybody, *words]  # type: ignore[attr-defined]
        self.fields["occupation"].choices = [  # type: ignore[attr-defined]
            everybody,
            *[(code, occupation_word(code)) for code in occupations],
        ]
        for name, choices in (("sector", sectors), ("occupation", occupations)):
            if not choices:
                del self.fields[name]
        for language in self.languages:
            self.fields[f"text_{language}"] = TextField(
                label=gettext("Message in %(language)s") % {"language": get_language_info(language)["name_translated"]},
                max_length=3000,
                rows=8,
                required=False,
                initial=start_text(what, language, school),
            )

    @property
    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in self.languages}

    @property
    def narrowed(self) -> list[Contact]:
        """Those in the sector and occupation that were chosen."""
        sector, occupation = self.cleaned_data.get("sector"), self.cleaned_data.get("occupation")
        return [
            each
            for each in self.contacts
            if (not sector or sector in each.sectors) and (not occupation or occupation in each.occupations)
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begins, reply_by = self.stays.get(values.get("call", "")), values.get("reply_by")
        if begins and reply_by and reply_by >= begins:
            said = gettext("The stays begin on %(day)s: choose an earlier day, or leave it empty.")
            self.add_error("reply_by", said % {"day": figures.day(begins)})
        written = [values.get(f"text_{language}", "").strip() for language in self.languages]
        if not any(written) and not any(f"text_{language}" in self.errors for language in self.languages):
            self.add_error(f"text_{self.languages[0]}", gettext("Write the message in at least one language."))
        return values


def languages_of(contacts: Iterable[Contact]) -> list[str]:
    """The languages in which those who can be asked read, Dutch first; who reads another one gets English."""
    spoken = {each.person.language for each in contacts if each.person is not None and each.verdict}
    read = {language if language in EVERYWHERE else "en" for language in spoken}
    return [language for language in EVERYWHERE if language in read or language == "nl"]


class WelcomeForm(PlainForm):
    """At the open door: who one is, how to be reached, and what one can offer."""

    what = ChoiceField(
        label=_("What can you offer?"),
        choices=[(PLACE, _("a place to learn in my company")), (BED, _("a bed in my home"))],
        radio=True,
    )
    company = LineField(label=_("Name of the company"), max_length=160, required=False)
    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    email = EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    street = LineField(label=_("Street and number"), max_length=160)
    postal_code = LineField(label=_("Postal code"), max_length=12)
    town = LineField(label=_("Town"), max_length=100, required=False)
    text = TextField(
        label=_("What would you like to say about it?"),
        help_text=_("Such as: the occupation, how many learners, when, how many beds."),
        max_length=600,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        """`country`: of who keeps the network."""
        super().__init__(*args, **options)
        self.country = country
        for name in ("email", "phone", "company", "town"):
            # one of the first two, the name with a place, and the town unless its postal code tells it
            self.fields[name].widget.attrs["data-needed"] = ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("what") == PLACE and not values.get("company") and "company" not in self.errors:
            self.add_error("company", gettext("Write the name of the company where the learner would work."))
        if not values.get("town") and "town" not in self.errors:
            if town := town_of_code(self, values, self.country):
                values["town"] = name_of(town, reader())
            elif "town" not in self.errors:
                self.add_error("town", gettext("Write the town too."))
        reach = {"email", "phone"}
        if not any(values.get(name) for name in reach) and not reach & set(self.errors):
            self.add_error(
                "email", gettext("Write an e-mail address or a telephone number, so that we can answer you.")
            )
        return values


def door_languages(chosen: str) -> list[tuple[str, str]]:
    """The other languages in which the door can be read."""
    return [(code, NAMES[code]) for code in (*EVERYWHERE[:2], *ABROAD) if code != chosen]
