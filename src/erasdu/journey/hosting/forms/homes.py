"""What one fills in about a home, one subject at a time, and about its rooms and checks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    EmailField,
    LineField,
    ManyField,
    NumberField,
    PhoneField,
    PlainForm,
    TextField,
    YesNoField,
)
from erasdu.ground.places.forms import TownField
from erasdu.journey.hosting.actions import RoomGiven
from erasdu.journey.hosting.forms.parts import (
    WALLONIA,
    AnimalsField,
    TimeField,
    in_sight,
    person_fields,
    person_initial,
    person_values,
    reader,
    town_of_code,
    without,
)
from erasdu.journey.hosting.models import Home, Room
from erasdu.journey.hosting.rules import Nights
from erasdu.journey.hosting.words.content import DIETS, HOBBIES, choices, language_of, spoken_choices
from erasdu.journey.hosting.words.living import (
    CHORES,
    CHORES_HELP,
    ELSEWHERE,
    ELSEWHERE_HELP,
    INSURANCE,
    INSURANCE_HELP,
    TRANSPORT,
    TRANSPORT_HELP,
    UNASKED,
)

NIGHTS, SPARE, MOST_ROOMS = 4, 2, 12
AT_FIELD = (
    ("room", "name_1"), ("period", "first_1"), ("promised_in_night", "first_1"), ("home_known", "contact_given_name"),
    ("checks", "valid_until"), ("day_to_come", "visited_on"), ("extract", "issued_on"),
)  # fmt: skip


class _OfAHome(PlainForm):
    """A part of what is told of a home; `OWN`: the columns that it writes."""

    OWN: tuple[str, ...] = ()

    def __init__(self, *args: Any, home: Home | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if home is not None:
            stored = {name: getattr(home, name) for name in self.OWN}
            self.initial = {**stored, "revision": home.revision, **self.initial}

    @property
    def given(self) -> dict[str, Any]:
        """For `edit_home`."""
        return {"values": {name: self.values[name] for name in self.OWN}}


class WhoForm(_OfAHome):
    """The first part, with which a home is added: who, and where."""

    OWN = ("kind", "name", "second_phone", "street", "postal_code", "town")

    kind = ChoiceField(label=_("Kind"), choices=Home.Kind.choices, initial="family", radio=True)
    name = LineField(label=_("Name"), max_length=120, help_text=_("For example: Lindemans family."))
    second_phone = PhoneField(label=_("Second telephone"), required=False)
    street = LineField(label=_("Street and number"), max_length=160, required=False)
    postal_code = LineField(label=_("Postal code"), max_length=12, required=False)
    town = TownField(required=False)

    def __init__(self, *args: Any, home: Home | None = None, country: str = "", **options: Any) -> None:
        super().__init__(*args, home=home, **options)
        self.country = country
        self.fields.update(person_fields("contact", required=True, country=country))
        if home is None and country == "BE":
            self.fields["contact_language"].help_text = WALLONIA
        town = self.fields["town"]
        if isinstance(town, TownField):
            town.within(country)
        if home is not None:
            self.initial = {**person_initial(home.contact, "contact"), **self.initial}
        contact = [name for name in self.fields if name.startswith("contact_")]
        self.order_fields(["revision", "kind", "name", *contact, "second_phone", "street", "postal_code", "town"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not found.get("contact_email") and not found.get("contact_phone"):
            self.add_error("contact_email", _("Give an e-mail address or a telephone number."))
        if town := town_of_code(self, found, self.country):
            found["town"] = town
        return found

    @property
    def given(self) -> dict[str, Any]:
        values = self.values
        return {
            "values": {name: value for name, value in without(values, "contact_").items() if name in self.OWN},
            "contact": person_values(values, "contact"),
        }


class HouseForm(_OfAHome):
    """Who lives there, and how."""

    OWN = (
        "children", "languages", "occupation", "hobbies", "lively", "smoking", "pets", "accessible", "someone_home",
        "dwelling", "years_here", "bathrooms", "toilets", "hosts_age", "neighbourhood", "transport",
        "minutes_to_centre", "insurance", "emergency_name", "emergency_phone", "experience", "references",
    )  # fmt: skip

    children = LineField(
        label=_("Children, with their ages"), max_length=120, required=False, help_text=_("For example: two, 8 and 11.")
    )
    occupation = LineField(label=_("Occupation"), max_length=120, required=False)
    lively = YesNoField(label=_("It is a lively household"), unasked=UNASKED)
    smoking = ChoiceField(label=_("Smoking"), choices=Home.Smoking.choices, required=False, radio=True)
    pets = AnimalsField(label=_("Animals"))
    accessible = YesNoField(label=_("Accessible for a wheelchair"), unasked=UNASKED)
    someone_home = YesNoField(label=_("Somebody is usually at home"), unasked=UNASKED)
    dwelling = ChoiceField(label=_("Dwelling"), choices=Home.Dwelling.choices, required=False)
    years_here = NumberField(label=_("Years at this address"), min_value=0, max_value=99, required=False)
    bathrooms = NumberField(label=_("Bathrooms"), min_value=1, max_value=20, required=False)
    toilets = NumberField(label=_("Toilets"), min_value=1, max_value=20, required=False)
    hosts_age = ChoiceField(label=_("Age of the hosts"), choices=Home.Age.choices, required=False)
    neighbourhood = LineField(
        label=_("Neighbourhood"), max_length=200, required=False, help_text=_("For example: quiet, near a park.")
    )
    transport = LineField(label=TRANSPORT, help_text=TRANSPORT_HELP, max_length=200, required=False)
    minutes_to_centre = NumberField(label=_("Minutes to the centre"), min_value=0, max_value=240, required=False)
    insurance = LineField(label=INSURANCE, help_text=INSURANCE_HELP, max_length=120, required=False)
    emergency_name = LineField(label=ELSEWHERE, help_text=ELSEWHERE_HELP, max_length=120, required=False)
    emergency_phone = PhoneField(label=_("Their number"), required=False)
    experience = LineField(label=_("Guests before"), max_length=200, required=False)
    references = LineField(label=_("References"), max_length=300, required=False)

    def __init__(self, *args: Any, home: Home, **options: Any) -> None:
        super().__init__(*args, home=home, **options)
        spoken = (language_of(home.keeper.country), *home.languages)
        for name, label, given in (
            ("languages", _("Languages at home"), spoken_choices(reader(), *spoken)),
            ("hobbies", _("Hobbies"), choices(HOBBIES, reader())),
        ):
            self.fields[name] = ManyField(label=label, choices=given, required=False)
        self.order_fields(["revision", *self.OWN])

    @property
    def given(self) -> dict[str, Any]:
        return {"values": {name: self.values[name] for name in self.OWN}}


class GuestsForm(_OfAHome):
    """Who is welcome, and what is agreed in the house."""

    OWN = (
        "gender", "min_age", "max_age", "smokers_welcome", "diets", "dinner_at", "curfew", "gets_key", "chores",
        "house_rules", "remark",
    )  # fmt: skip

    gender = ChoiceField(label=_("Prefers"), choices=Home.Gender.choices, required=False, radio=True)
    min_age = NumberField(label=_("From age"), min_value=14, max_value=99, required=False)
    max_age = NumberField(label=_("To age"), min_value=14, max_value=99, required=False)
    smokers_welcome = YesNoField(label=_("A guest may smoke outside"), unasked=UNASKED)
    dinner_at = TimeField(label=_("Dinner at"), required=False)
    curfew = TimeField(label=_("Home at the latest, for a minor"), required=False)
    gets_key = YesNoField(label=_("The guest gets a key"), unasked=UNASKED)
    chores = LineField(label=CHORES, help_text=CHORES_HELP, max_length=300, required=False)
    house_rules = TextField(label=_("House rules"), max_length=500, rows=3, required=False)
    remark = TextField(
        label=_("Remark"), max_length=500, rows=3, required=False, help_text=_("Only your network reads this.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["diets"] = ManyField(
            label=_("What can be cooked"), choices=choices(DIETS, reader()), required=False,
            help_text=_("Besides what the household eats itself."),
        )  # fmt: skip
        self.order_fields(["revision", *self.OWN])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        least, most = found.get("min_age"), found.get("max_age")
        if least and most and most < least:
            self.add_error("max_age", _("Make this at least the age from which guests are welcome."))
        return found


class RoomsForm(PlainForm):
    """All rooms with their beds, and the nights on which guests are welcome."""

    def __init__(self, *args: Any, home: Home, rooms: list[Room], nights: list[Nights], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = rooms
        self.number = min(len(rooms) + SPARE, max(MOST_ROOMS, len(rooms)))
        self.periods = max(NIGHTS, len(nights) + 1)
        self.initial = {"revision": home.revision, **self.initial}
        for number in range(1, self.number + 1):
            self._add_room(number, rooms[number - 1] if number <= len(rooms) else None)
        for number in range(1, self.periods + 1):
            stored = nights[number - 1] if number <= len(nights) else None
            self.fields[f"first_{number}"] = DateField(
                label=_("First night"), required=False, initial=stored.first if stored else None
            )
            self.fields[f"last_{number}"] = DateField(
                label=_("Last morning"), required=False, initial=stored.last if stored else None
            )

    def _add_room(self, number: int, room: Room | None) -> None:
        self.fields[f"name_{number}"] = LineField(
            label=_("Room"), max_length=60, required=False, initial=room.name if room else ""
        )
        self.fields[f"beds_{number}"] = NumberField(
            label=_("Beds"), min_value=0, max_value=60, required=False, initial=room.beds if room else None
        )
        self.fields[f"kind_{number}"] = ChoiceField(
            label=_("Kind of bed"), choices=Room.Bed.choices, required=False, initial=room.bed_kind if room else ""
        )
        self.fields[f"bathroom_{number}"] = YesNoField(
            label=_("Shares the bathroom with the family"), unasked=UNASKED, widget=forms.Select,
            initial=room.shared_bathroom if room else None,
        )  # fmt: skip

    @property
    def room_rows(self) -> Any:
        names = ("name", "beds", "kind", "bathroom")
        rows = [tuple(self[f"{name}_{number}"] for name in names) for number in range(1, self.number + 1)]
        return in_sight(rows, least=1)

    @property
    def night_rows(self) -> Any:
        rows = [(self[f"first_{number}"], self[f"last_{number}"]) for number in range(1, self.periods + 1)]
        return in_sight(rows, least=1)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for number in range(1, self.number + 1):
            if found.get(f"beds_{number}") and not found.get(f"name_{number}"):
                self.add_error(f"name_{number}", _("Give the room a name, such as: attic room."))
            if found.get(f"name_{number}") and found.get(f"beds_{number}") is None:
                self.add_error(f"beds_{number}", _("Write how many beds there are."))
        for number in range(1, self.periods + 1):
            first, last = found.get(f"first_{number}"), found.get(f"last_{number}")
            wrong = {f"first_{number}", f"last_{number}"} & set(self.errors)
            if bool(first) != bool(last) and not wrong:
                self.add_error(f"first_{number}" if last else f"last_{number}", _("Fill in both days."))
            if first and last and last <= first:
                self.add_error(f"last_{number}", _("The last morning comes after the first night."))
        return found

    @property
    def given(self) -> dict[str, Any]:
        """For `set_rooms_and_nights`. A room whose name is emptied is taken away."""
        values, rooms, nights = self.values, [], []
        for number in range(1, self.number + 1):
            if name := values[f"name_{number}"]:
                known = self.rooms[number - 1].pk if number <= len(self.rooms) else None
                told = [values[f"{what}_{number}"] for what in ("beds", "bathroom", "kind")]
                rooms.append(RoomGiven(known, name, *told))
        for number in range(1, self.periods + 1):
            first, last = values[f"first_{number}"], values[f"last_{number}"]
            if isinstance(first, date) and isinstance(last, date):
                nights.append(Nights(first, last))
        return {"rooms": rooms, "nights": nights}


class ChecksForm(_OfAHome):
    """Visit and interview."""

    OWN = ("visited_by", "visited_on", "interviewed_by", "interviewed_on", "valid_until")

    visited_by = LineField(label=_("Visited by"), max_length=120, required=False)
    visited_on = DateField(label=_("Visited on"), required=False)
    interviewed_by = LineField(label=_("Interview by"), max_length=120, required=False)
    interviewed_on = DateField(label=_("Interview on"), required=False)
    valid_until = DateField(
        label=_("Both count until"), required=False, help_text=_("At most two years after the first of them.")
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for what in ("visited", "interviewed"):
            who, on = found.get(f"{what}_by"), found.get(f"{what}_on")
            if bool(who) != bool(on) and f"{what}_on" not in self.errors:
                self.add_error(f"{what}_on" if who else f"{what}_by", _("Write both: who did it, and on which day."))
        return found


class AdultForm(PlainForm):
    """Somebody of age in the household."""

    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    email = EmailField(label=_("E-mail address"), required=False, help_text=_("The privacy notice goes there."))


class ExtractForm(PlainForm):
    """That an extract in order was seen: nothing else of it is kept."""

    seen_by = LineField(label=_("Who saw it"), max_length=120)
    seen_on = DateField(label=_("Seen on"))
    issued_on = DateField(
        label=_("Date on the extract"),
        help_text=_("At most a month before it was seen. Do not keep a copy, also not of one that is not in order."),
    )
