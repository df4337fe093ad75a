"""What one fills in about an internship place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from erasdu.ground.journal import clock
from erasdu.ground.look.forms import (
    AmountField,
    ChoiceField,
    DateField,
    LineField,
    ManyField,
    NumberField,
    PlainForm,
    RowField,
    TextField,
    YesNoField,
)
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.forms.parts import (
    MOST_BREAK,
    SectionedForm,
    TimeField,
    in_sight,
    names_of,
    person_fields,
    person_initial,
    person_values,
    reader,
    without,
)
from erasdu.journey.hosting.models import Placement
from erasdu.journey.hosting.rules import Offer, Schedule
from erasdu.journey.hosting.words.content import (
    CEFR,
    OUTCOMES,
    PROOFS,
    choices,
    language_choices,
    language_of,
    occupation_choices,
    spoken_choices,
    tasks_for,
)
from erasdu.journey.hosting.words.living import UNASKED

LANGUAGES, PERIODS = 3, 4  # rows on the form
OF_AGE = 18

WEEK = (
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
)  # fmt: skip
OWN = (
    "tasks", "own_tasks", "tools", "outcomes", "proofs", "min_age", "hours_a_week", "starts_at", "ends_at",
    "break_minutes", "days", "shifts", "mentor_function", "mentor_languages",
)  # fmt: skip
AT_FIELD = (
    ("period", "first_1"), ("no_period", "first_1"), ("promised_to_younger", "min_age"), ("promised", "first_1"),
)  # fmt: skip


class OccupationForm(PlainForm):
    """The first question: for which occupation; tasks and outcomes follow from it."""

    occupation = ChoiceField(label=_("Occupation"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["occupation"] = ChoiceField(
            label=_("For which occupation?"), choices=[("", _("Choose")), *occupation_choices(reader())]
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form. All but the first fold away, until something in them is wrong."""

    code: str
    head: Any
    fields: list[BoundField]
    unfolded: bool


class PlacementForm(SectionedForm):
    """Tasks and outcomes of the occupation to tick, hours, languages, mentor and periods."""

    own_tasks = TextField(label=_("Other tasks"), max_length=500, rows=3, required=False)
    tools = LineField(label=_("Machines and tools"), max_length=300, required=False)
    min_age = NumberField(label=_("Minimum age"), min_value=15, max_value=25, initial=16)
    hours_a_week = AmountField(
        label=_("Hours a week"), max_digits=4, decimal_places=1, min_value=1, max_value=60, required=False
    )
    starts_at = TimeField(label=_("Work starts at"), required=False)
    ends_at = TimeField(label=_("Work ends at"), required=False)
    break_minutes = NumberField(label=_("Break, in minutes"), min_value=0, max_value=MOST_BREAK, required=False)
    days = ManyField(label=_("Working days"), choices=[(str(day), name) for day, name in WEEK], required=False)
    shifts = YesNoField(label=_("There is work in shifts"), unasked=UNASKED)
    mentor_function = LineField(label=_("Function of the mentor"), max_length=100, required=False)

    def __init__(
        self, occupation: str, *args: Any, placement: Placement | None = None, country: str = "", postal_code: str = "",
        **options: Any,
    ) -> None:  # fmt: skip
        """`country`, `postal_code`: of the company."""
        super().__init__(*args, **options)
        self.occupation = occupation
        tasks, learned = tasks_for(occupation), OUTCOMES[occupation].outcomes
        self.fields["tasks"] = ManyField(label=_("Tasks"), choices=choices(tasks, reader()), required=False)
        self.fields["outcomes"] = ManyField(
            label=_("What a learner can learn here"), choices=choices(learned, reader()), required=False,
            help_text=_("Tick what the company can truly teach in two weeks."),
        )  # fmt: skip
        self.fields["proofs"] = ManyField(
            label=_("What must be in order for this work"), choices=choices(PROOFS, reader()), required=False,
            help_text=_("Only what the law or the risk analysis asks. Nobody starts before it was seen."),
        )  # fmt: skip
        self._add_languages()
        self.fields.update(person_fields("mentor", required=False, country=country, postal_code=postal_code))
        stored = placement.mentor_languages if placement else []
        self.fields["mentor_languages"] = ManyField(
            label=_("Languages of the mentor"),
            choices=spoken_choices(reader(), language_of(country), *stored),
            required=False,
        )
        for number in range(1, PERIODS + 1):
            self.fields[f"first_{number}"] = DateField(label=_("First day"), required=number == 1)
            self.fields[f"last_{number}"] = DateField(label=_("Last day"), required=number == 1)
            self.fields[f"places_{number}"] = NumberField(
                label=_("Learners at a time"), min_value=1, max_value=200, required=False
            )
        if placement is not None:
            self.initial = {**self._stored(placement), **self.initial}

    def _add_languages(self) -> None:
        for number in range(1, LANGUAGES + 1):
            self.fields[f"language_{number}"] = ChoiceField(
                label=_("Language"), choices=[("", _("none")), *language_choices(reader())], required=False
            )
            self.fields[f"level_{number}"] = ChoiceField(
                label=_("Level needed"), choices=[("", _("Choose")), *((each, each) for each in CEFR)], required=False
            )

    def _stored(self, placement: Placement) -> dict[str, Any]:
        found: dict[str, Any] = {name: getattr(placement, name) for name in OWN}
        found |= {"days": [str(day) for day in placement.days], "revision": placement.revision}
        for number, (code, level) in enumerate(list(placement.languages.items())[:LANGUAGES], 1):
            found |= {f"language_{number}": code, f"level_{number}": level}
        for number, period in enumerate(list(placement.periods.all())[:PERIODS], 1):
            found |= {
                f"first_{number}": period.starts_on, f"last_{number}": period.ends_on,
                f"places_{number}": period.places,
            }  # fmt: skip
        return found | person_initial(placement.mentor, "mentor")

    @property
    def sections(self) -> Any:
        """Heading and fields of each part; rows of languages and periods are drawn apart."""
        parts = (
            ("work", _("What one does"), ("tasks", "own_tasks")),
            ("learn", _("What one learns, and with which tools"), ("outcomes", "tools")),
            ("hours", _("Hours"), ("days", "starts_at", "ends_at", "break_minutes", "hours_a_week", "shifts")),
            ("who", _("Who can come"), ("min_age", "proofs")),
            ("mentor", _("Mentor"), (*names_of("mentor"), "mentor_function", "mentor_languages")),
        )
        return [self._section(*part) for part in parts]

    def _section(self, code: str, head: Any, names: Sequence[str]) -> Section:
        rows = [f"{name}_{number}" for number in range(1, LANGUAGES + 1) for name in ("language", "level")]
        wrong = set(self.errors) & {*names, *(rows if code == "who" else ())}
        return Section(code, head, [self[name] for name in names], code == "work" or bool(wrong))

    @property
    def language_rows(self) -> Any:
        rows = [(self[f"language_{number}"], self[f"level_{number}"]) for number in range(1, LANGUAGES + 1)]
        return in_sight(rows, least=1)

    @property
    def period_rows(self) -> Any:
        """Those in sight, and those that unfold: beyond the first one, as long as they are empty."""
        names = ("first", "last", "places")
        rows = [tuple(self[f"{name}_{number}"] for name in names) for number in range(1, PERIODS + 1)]
        return in_sight(rows, least=1)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for number in range(1, LANGUAGES + 1):
            if found.get(f"language_{number}") and not found.get(f"level_{number}"):
                self.add_error(f"level_{number}", _("Choose the level that is needed."))
        for number in range(1, PERIODS + 1):
            self._check_period(found, number)
        return found

    def _check_period(self, found: dict[str, Any], number: int) -> None:
        first, last = found.get(f"first_{number}"), found.get(f"last_{number}")
        if first and last and last < first:
            self.add_error(f"last_{number}", _("A period ends on its first day or later."))
        wrong = {f"first_{number}", f"last_{number}"} & set(self.errors)
        known = {self.initial.get(f"last_{each}") for each in range(1, PERIODS + 1)}
        if last and not wrong and last < clock.today() and last not in known:
            self.add_error(f"last_{number}", _("This day is over. Look at the year."))
        if bool(first) != bool(last) and not wrong:
            self.add_error(f"first_{number}" if last else f"last_{number}", _("Fill in both days."))

    @property
    def periods(self) -> list[Offer]:
        values, found = self.values, []
        for number in range(1, PERIODS + 1):
            first, last = values.get(f"first_{number}"), values.get(f"last_{number}")
            if isinstance(first, date) and isinstance(last, date):
                found.append(Offer(first, last, values.get(f"places_{number}") or 1))
        return found

    @property
    def given(self) -> dict[str, Any]:
        """For `offer_placement` and `edit_placement`."""
        values = self.values
        own = {name: values[name] for name in OWN} | {"days": [int(day) for day in values["days"]]}
        rows = range(1, LANGUAGES + 1)
        languages = {
            values[f"language_{number}"]: values[f"level_{number}"] for number in rows if values[f"language_{number}"]
        }
        return {
            "values": own | {"languages": languages, "occupation": self.occupation},
            "periods": self.periods,
            "mentor": person_values(without(values, "mentor_function"), "mentor"),
        }


class HoursForm(PlainForm):
    """The hours of a place while they are typed: what cannot be read says nothing yet."""

    min_age = NumberField(required=False)
    hours_a_week = AmountField(max_digits=4, decimal_places=1, required=False)
    starts_at = TimeField(required=False)
    ends_at = TimeField(required=False)
    break_minutes = NumberField(min_value=0, max_value=MOST_BREAK, required=False)
    days = ManyField(choices=[(str(day), name) for day, name in WEEK], required=False)
    shifts = YesNoField(unasked=UNASKED)

    @property
    def schedule(self) -> Schedule:
        self.is_valid()
        found = self.cleaned_data
        return Schedule(
            days=tuple(int(day) for day in found.get("days") or ()),
            starts_at=found.get("starts_at"),
            ends_at=found.get("ends_at"),
            hours_a_week=found.get("hours_a_week"),
            shifts=bool(found.get("shifts")),
            pause=found.get("break_minutes"),
        )

    @property
    def for_minors(self) -> bool:
        """Whether somebody under 18 may come."""
        age = self.cleaned_data.get("min_age")
        return age is None or age < OF_AGE


class RenewForm(PlainForm):
    """For which call the same is offered again."""

    call = RowField(None, label=_("For which call?"), empty_label=_("choose"))

    def __init__(self, *args: Any, calls: list[Call], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Call.objects.filter(pk__in=[call.pk for call in calls]).order_by("stay_from", "pk")
        self.fields["call"] = RowField(rows, label=_("For which call?"), to_field_name="key", empty_label=_("choose"))
