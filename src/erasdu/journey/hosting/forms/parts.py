"""What several forms of hosting share: who somebody is, hours, and the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, EmailField, LineField, ManyField, PhoneField, PlainForm, TextField
from erasdu.ground.look.tongues import EVERYWHERE, in_belgium, of_country
from erasdu.ground.people.models import Person
from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import labels
from erasdu.journey.hosting.queries.towns import towns_of_code
from erasdu.journey.hosting.words.content import language_choices
from erasdu.journey.hosting.words.living import PETS

MOST_BREAK = 240  # minutes
NAMES = ("given_name", "family_name", "email", "phone", "language")


def reader() -> str:
    return (get_language() or "nl")[:2]


class TimeField(forms.TimeField):
    """An hour of the day."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%Hu%M"], **options)
        self.error_messages.update(required=_("Fill this in."), invalid=_("Write an hour, such as 18:30."))

    def to_python(self, value: Any) -> time | None:
        found: time | None = super().to_python(value)
        return found.replace(second=0, microsecond=0) if found else None


class AnimalsField(ManyField):
    """Which live there. None at all is an answer of its own, an empty list; None as long as nobody said."""

    NONE = "none"

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(self.NONE, _("no animals")), *PETS.items()], required=False, **options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if self.NONE in found and len(found) > 1:
            raise forms.ValidationError(_("Tick which animals there are, or that there are none."), code="both")
        return [each for each in found if each != self.NONE] if found else None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(data, initial) or None  # nothing ticked says nothing

    def prepare_value(self, value: Any) -> Any:
        return [self.NONE] if value == [] else value


def usual_language(country: str, postal_code: str = "") -> str:
    """In which somebody there is written to who did not choose: here Dutch, in Wallonia French or German; else the
    language of that country."""
    return in_belgium(postal_code.strip()) if country in ("", "BE") else of_country(country)


WALLONIA = _("Somebody in Wallonia? Choose French, or German around Eupen.")


def person_fields(prefix: str, *, required: bool, country: str = "", postal_code: str = "") -> dict[str, forms.Field]:
    """Name, address, number and language of somebody who lives in that country, each name behind a prefix.

    `postal_code`: where that is known beforehand.
    """
    return {
        f"{prefix}_given_name": LineField(label=_("First name"), max_length=80, required=required),
        f"{prefix}_family_name": LineField(label=_("Family name"), max_length=80, required=False),
        f"{prefix}_email": EmailField(label=_("E-mail address"), required=False),
        f"{prefix}_phone": PhoneField(label=_("Telephone"), required=False),
        f"{prefix}_language": ChoiceField(
            label=_("Language we write in"),
            choices=written_in,
            required=False,
            initial=usual_language(country, postal_code),
        ),
    }


def written_in() -> list[Any]:
    """The languages that pages and mails have; then the others, of which the form says what is written to who reads
    them."""
    known = dict(language_choices(reader()))
    others = [(code, name) for code, name in known.items() if code not in EVERYWHERE]
    return [*((code, known[code]) for code in EVERYWHERE), (gettext("These get English"), others)]


def person_values(values: Mapping[str, Any], prefix: str) -> dict[str, str] | None:
    """For `find_or_make_person`; None when nobody was named."""
    found = {name: str(values.get(f"{prefix}_{name}") or "") for name in NAMES}
    found["language"] = found["language"] or "nl"
    return found if found["given_name"] else None


def person_initial(person: Person | None, prefix: str) -> dict[str, str]:
    return {f"{prefix}_{name}": getattr(person, name) for name in NAMES} if person else {}


def without(values: Mapping[str, Any], *prefixes: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.startswith(prefixes)}


class SectionedForm(PlainForm):
    """Its fields in parts with a heading; `SECTIONS`: heading and names."""

    SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        parts = [(head, [self[name] for name in names if name in self.fields]) for head, names in self.SECTIONS]
        return [part for part in parts if part[1]]


class ReasonForm(PlainForm):
    """Why somebody withdraws or a booking is released."""

    reason = TextField(label=_("Reason"), max_length=300, rows=3)


def town_of_code(form: PlainForm, values: Mapping[str, Any], country: str) -> Town | None:
    """The town of a form in which only the postal code stands; of several a choice is asked at its field."""
    code = str(values.get("postal_code") or "")
    if values.get("town") or "town" in form.errors or not code:
        return None
    found = towns_of_code(code, country)
    if len(found) > 1:
        named = "; ".join(labels(found, country, reader()).values())
        form.add_error(
            "town", gettext("Several towns have this postal code: %(towns)s. Write which.") % {"towns": named}
        )
    return found[0] if len(found) == 1 else None


Row = tuple[forms.BoundField, ...]


def in_sight(rows: Sequence[Row], *, least: int) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows to show and those to fold away: empty ones at the end, beyond the least number."""
    filled = [number for number, row in enumerate(rows, 1) if any(_holds(bound) for bound in row)]
    shown = max(least, *filled) if filled else least
    return rows[:shown], rows[shown:]


def _holds(bound: forms.BoundField) -> bool:
    return bool(bound.errors) or (not isinstance(bound.field, forms.BooleanField) and bool(bound.value()))


def names_of(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{name}" for name in NAMES)


def in_error(form: PlainForm, code: str, sentence: str, places: Iterable[tuple[str, str]]) -> None:
    """Put what an action refused at the field that it is about; the first beginning that fits, else on the whole."""
    at = next((field for begin, field in places if code.startswith(begin) and field in form.fields), None)
    form.add_error(at, sentence)
