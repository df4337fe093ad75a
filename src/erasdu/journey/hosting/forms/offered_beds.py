"""What a family fills in on a phone to offer a bed: what proposes one is in sight, the rest is folded away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    ManyField,
    NumberField,
    PhoneField,
    TextField,
    YesNoField,
)
from erasdu.ground.places.forms import TownField
from erasdu.journey.hosting.actions import RoomGiven
from erasdu.journey.hosting.forms.offers import WHERE, FoldedForm, Parts, language_choices
from erasdu.journey.hosting.forms.parts import AnimalsField, reader, town_of_code
from erasdu.journey.hosting.models import Home, Room
from erasdu.journey.hosting.words.content import language_name
from erasdu.journey.hosting.words.living import (
    CHORES,
    CHORES_HELP,
    DIETS,
    ELSEWHERE,
    ELSEWHERE_HELP,
    INSURANCE,
    INSURANCE_HELP,
    TRANSPORT,
    TRANSPORT_HELP,
)
from erasdu.kernel.periods import Period

GUESTS = (("", _("no preference")), ("f", _("girls")), ("m", _("boys")))
SMOKING = (("no", _("nobody smokes")), ("outside", _("only outside")), ("inside", _("also inside")))
OF_HOME = (
    "gender", "pets", "smoking", "diets", "languages", "gets_key", "someone_home", "house_rules", "chores", "transport",
    "insurance", "emergency_name", "emergency_phone", "bathrooms", "toilets", "hosts_age",
)  # fmt: skip


class BedForm(FoldedForm):
    """Rooms, nights, where, for whom and the rules. The rooms that are known come first, each with its beds.

    How it is at home is folded away: what a household leaves as it is there is not told yet, and is asked at the visit.
    An address that is known is not asked again: a home was visited there.
    """

    first = DateField(label=_("First night"))
    last = DateField(label=_("Last morning"))
    street = LineField(label=_("Street and number"), max_length=160, required=False)
    postal_code = LineField(label=_("Postal code"), max_length=12, required=False)
    town = TownField(required=False)
    gender = ChoiceField(label=_("For whom?"), choices=GUESTS, required=False, radio=True)
    smoking = ChoiceField(label=_("Does somebody smoke?"), choices=list(SMOKING), radio=True)
    house_rules = TextField(label=_("House rules"), max_length=500, rows=3, required=False)
    pets = AnimalsField(label=_("Which animals live with you?"))
    diets = ManyField(
        label=_("Which diets can you cook?"),
        help_text=_("Nothing ticked: you cook everything without a diet."),
        required=False,
        choices=list(DIETS.items()),
    )
    languages = ManyField(label=_("Which languages do you speak at home?"), required=False)
    gets_key = YesNoField(label=_("The guest gets a key"), unasked=Room.Bed.UNSAID.label)
    someone_home = YesNoField(label=_("Somebody is usually at home in the evening"), unasked=Room.Bed.UNSAID.label)
    chores = LineField(label=CHORES, help_text=CHORES_HELP, max_length=300, required=False)
    transport = LineField(label=TRANSPORT, help_text=TRANSPORT_HELP, max_length=200, required=False)
    bathrooms = NumberField(label=_("Bathrooms"), min_value=1, max_value=20, required=False)
    toilets = NumberField(label=_("Toilets"), min_value=1, max_value=20, required=False)
    hosts_age = ChoiceField(label=_("How old are you?"), choices=Home.Age.choices, required=False)
    insurance = LineField(label=INSURANCE, help_text=INSURANCE_HELP, max_length=120, required=False)
    emergency_name = LineField(label=ELSEWHERE, help_text=ELSEWHERE_HELP, max_length=120, required=False)
    emergency_phone = PhoneField(label=_("Their number"), required=False)

    FOLDED = (
        (_("Animals"), ("pets",)),
        (_("What you cook"), ("diets",)),
        (_("Languages at home"), ("languages",)),
        (_("In the house"), ("gets_key", "someone_home", "chores", "transport", "hosts_age")),
        (_("Insurance, and whom we can call"), ("insurance", "emergency_name", "emergency_phone")),
    )

    def __init__(
        self, *args: Any, home: Any, rooms: Sequence[Any], window: Period, now: Period, **options: Any
    ) -> None:
        """`now`: the nights to begin with, within the `window`."""
        self.rooms, self.home = list(rooms), home
        known = {name: getattr(home, name) for name in (*OF_HOME, *WHERE)} | {"first": now.start, "last": now.end}
        options["initial"] = {**known, "revision": home.revision, **options.get("initial", {})}
        super().__init__(*args, **options)
        spoken = language_choices()
        more = [(code, language_name(code, reader())) for code in home.languages if code not in dict(spoken)]
        self.fields["languages"].choices = spoken + more  # type: ignore[attr-defined]
        for name in ("first", "last"):
            self.fields[name].earliest, self.fields[name].latest = window.start, window.end  # type: ignore[attr-defined]
        if home.street and home.town_id:
            for name in WHERE:
                del self.fields[name]
        else:
            for name in WHERE:  # asked, though it may come later
                self.fields[name].widget.attrs["data-needed"] = ""
            self.fields["town"].within(home.keeper.country)  # type: ignore[attr-defined]
        self._add_rooms()

    def _add_rooms(self) -> None:
        own = {}
        for place, room in enumerate(self.rooms):
            said = gettext("Beds for guests in room %(name)s") % {"name": room.name}
            own[f"room_{place}"] = NumberField(label=said, min_value=0, max_value=20, initial=room.beds)
        new = len(self.rooms)
        said = gettext("Beds for guests in another room") if new else gettext("Beds for guests in the room")
        own[f"room_{new}"] = NumberField(label=said, min_value=0, max_value=20, initial=0 if new else 1)
        if not new:
            own["room_1"] = NumberField(
                label=gettext("Beds for guests in a second room"), min_value=0, max_value=20, initial=0
            )
        for place in range(len(own)):
            room = self.rooms[place] if place < new else None
            called = {"name": room.name if room else place + 1}
            self.fields[f"kind_{place}"] = ChoiceField(
                label=gettext("Kind of bed, room %(name)s") % called,
                choices=Room.Bed.choices,
                required=False,
                initial=room.bed_kind if room else "",
            )
            self.fields[f"own_bathroom_{place}"] = YesNoField(
                label=gettext("A bathroom that the family does not use, room %(name)s") % called,
                unasked=Room.Bed.UNSAID.label,
                widget=forms.Select,
                initial=None if room is None or room.shared_bathroom is None else not room.shared_bathroom,
            )
        self.fields = {name: self.fields[name] for name in ("revision", "first", "last")} | own | self.fields

    @property
    def parts(self) -> Parts:
        names = [name for name in self.fields if name.startswith(("kind_", "own_bathroom_"))]
        return ((gettext("Kind of bed, and the bathroom"), (*names, "bathrooms", "toilets")), *self.FOLDED)

    @property
    def room_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("room_")]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("first"), values.get("last")
        if first and last and last <= first:
            self.add_error("last", gettext("The last morning comes after the first night. Look at both."))
        if all(name in values for name in self.room_names) and not any(values[name] for name in self.room_names):
            self.add_error("room_0", gettext("Write how many beds there are: at least 1."))
        if "town" in self.fields and (town := town_of_code(self, values, self.home.keeper.country)):
            values["town"] = town
        return values

    @property
    def nights(self) -> Period:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        assert isinstance(first, date)
        return Period(first, last)

    @property
    def rooms_given(self) -> list[RoomGiven]:
        """Rooms with a bed; a new one is named after its number."""
        found: list[RoomGiven] = []
        for place, name in enumerate(self.room_names):
            beds = self.cleaned_data[name]
            if not beds:
                continue
            if place < len(self.rooms):
                room = self.rooms[place]
                known, called = room.pk, room.name
            else:
                known, called = None, _free_name(found, place + 1)
            kind, own = (self.cleaned_data[f"{what}_{place}"] for what in ("kind", "own_bathroom"))
            found.append(RoomGiven(known, called, beds, None if own is None else not own, kind))
        return found

    @property
    def of_home(self) -> dict[str, Any]:
        """What was told: all that was in sight, and of what is folded away only what differs from what is known."""
        names = [*OF_HOME, *(name for name in WHERE if name in self.fields)]
        told = {name: self.cleaned_data[name] for name in names}
        return {
            name: value for name, value in told.items() if name not in self.folded or value != getattr(self.home, name)
        }


def _free_name(rooms: Sequence[RoomGiven], number: int) -> str:
    taken = {room.name for room in rooms}
    while str(number) in taken:
        number += 1
    return str(number)
