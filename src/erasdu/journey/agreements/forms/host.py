"""What the host types of a plan: tasks, mentor, and the days of the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import (
    ChoiceField,
    EmailField,
    LineField,
    ManyField,
    NumberField,
    PhoneField,
    TextField,
)
from erasdu.journey.agreements import queries
from erasdu.journey.agreements.forms.parts import LONG, PartForm, offer_tasks
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.papers import work_language
from erasdu.journey.agreements.rules import KINDS, Day
from erasdu.journey.agreements.rules.days import DAY, FREE, IDLE, WORK
from erasdu.journey.agreements.words import DAY_KINDS

CLOCK, SAME = ("starts", "ends"), ("starts", "ends", "pause")
HOST_MORE = ("own_tasks", "mentor_function", "mentor_mail")
MOST_BREAK = 240  # minutes
LONGEST_NIGHT = 12 * 60  # minutes of a shift that ends on the next day


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the programme with its three fields."""

    day: Day
    kind: BoundField
    starts: BoundField
    ends: BoundField

    @property
    def faulty(self) -> bool:
        return bool(self.kind.errors or self.starts.errors or self.ends.errors)


class ClockField(forms.TimeField):
    """Hours and minutes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "300"})
        super().__init__(widget=widget, required=False, **options)
        self.error_messages["invalid"] = _("Write a time, such as 9:00.")


class HostForm(PartForm):
    """What the host says: tasks, days, mentor."""

    side = "host"
    tasks = ManyField(label=_("Tasks"), required=False)
    own_tasks = TextField(label=_("Other tasks, one on a line"), **LONG)
    work_language = LineField(
        label=_("Language of work, and how well"),
        help_text=_("A1: single words. A2: simple sentences. B1: an everyday conversation. B2: a fluent conversation."),
        max_length=60,
        required=False,
    )
    mentor_name = LineField(label=_("Mentor"), max_length=120, required=False)
    mentor_function = LineField(label=_("Function"), max_length=100, required=False)
    mentor_phone = PhoneField(label=_("Telephone"), required=False)
    mentor_mail = EmailField(label=_("E-mail"), required=False)
    mentor_after_hours = PhoneField(label=_("Telephone outside hours"), required=False)

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        self.days = queries.days_of(plan)
        super().__init__(plan, data, **more)
        offer_tasks(self, plan)
        for part, label in (("starts", _("Every day of work from")), ("ends", _("Every day of work until"))):
            self.fields[f"same_{part}"] = ClockField(label=label)
        self.fields["same_pause"] = NumberField(
            label=_("Break, in minutes"),
            help_text=_("Left empty: half an hour on a day of more than four and a half hours."),
            min_value=0,
            max_value=MOST_BREAK,
            required=False,
        )
        for day in self.days:
            name = day_name(day)
            kinds = [(kind, DAY_KINDS[kind]) for kind in KINDS]
            self.fields[f"{name}_kind"] = ChoiceField(label=_("What"), choices=kinds)
            self.fields[f"{name}_starts"] = ClockField(label=_("From"))
            self.fields[f"{name}_ends"] = ClockField(label=_("Until"))

    def stored(self) -> dict[str, Any]:
        own = {name: getattr(self.plan, name) for name in self.base_fields if name != "revision"}
        own["work_language"] = self._work_language
        for day in self.days:
            name = day_name(day)
            own |= {f"{name}_kind": day.kind, f"{name}_starts": day.starts, f"{name}_ends": day.ends}
        return super().stored() | own | {f"same_{part}": value for part, value in self._usual().items()}

    @property
    def _work_language(self) -> str:
        """In words what a place asks, which is kept as codes."""
        return work_language(self.plan.work_language, get_language() or "nl", brief=True)

    def _usual(self) -> dict[str, Any]:
        """The hours and the break that every day of work has now; empty where they differ."""
        work = [day for day in self.days if day.kind == WORK]
        found = {part: {getattr(day, part) for day in work} for part in SAME}
        return {part: values.pop() if len(values) == 1 else None for part, values in found.items()}

    @property
    def own_fields(self) -> list[BoundField]:
        apart = ("revision", *HOST_MORE)
        return [self[name] for name in self.base_fields if name not in apart and name in self.fields]

    @property
    def more_fields(self) -> list[BoundField]:
        """What may stay as it is, and folds away."""
        return [self[name] for name in HOST_MORE]

    @property
    def more_wrong(self) -> bool:
        return any(bound.errors for bound in self.more_fields)

    @property
    def days_wrong(self) -> bool:
        return any(row.faulty for row in self.day_rows)

    @property
    def day_rows(self) -> list[DayRow]:
        made = [(day, day_name(day)) for day in self.days]
        return [DayRow(day, self[f"{name}_kind"], self[f"{name}_starts"], self[f"{name}_ends"]) for day, name in made]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        same = {part: typed.get(f"same_{part}") for part in CLOCK}
        if (same["starts"] is None) != (same["ends"] is None):
            self.add_error("same_starts" if same["starts"] is None else "same_ends", _("From when until when?"))
        for day in self.days:
            name = day_name(day)
            if typed.get(f"{name}_kind") == WORK and None not in same.values():
                self._same_hours(typed, name, same)
            hours = typed.get(f"{name}_starts"), typed.get(f"{name}_ends")
            if typed.get(f"{name}_kind", FREE) in IDLE:
                continue
            if None in hours and not self.errors.get(f"{name}_starts"):
                asked = _("From when until when?")
                self.add_error(f"{name}_starts", f"{figures.day(day.on)}: {asked}")
            elif None not in hours and hours[0] == hours[1]:
                self.add_error(f"{name}_ends", _("This ends when it begins: fill in another hour."))
            elif None not in hours and list(hours) != list(same.values()):
                self._not_all_night(f"{name}_ends", Day(day.on, WORK, *hours))
        if None not in same.values():
            self._not_all_night("same_ends", Day(date.min, WORK, same["starts"], same["ends"]))
        return typed

    def _not_all_night(self, name: str, day: Day) -> None:
        """An end before the start is on the next day: so long a night is mostly a slip of the pen."""
        if day.last > DAY and day.last - day.first > LONGEST_NIGHT:
            told = {"starts": f"{day.starts:%H:%M}", "ends": f"{day.ends:%H:%M}", "hours": (day.last - day.first) // 60}
            asked = _("From %(starts)s to %(ends)s the next day is %(hours)s hours. Fill in another hour.")
            self.add_error(name, str(asked) % told)

    def _same_hours(self, typed: dict[str, Any], name: str, same: Mapping[str, Any]) -> None:
        """An hour that was changed for every day goes over each; one that stood there fills a day that has none."""
        empty = not any(self.data.get(f"{name}_{part}") for part in CLOCK)
        usual = self._usual()
        typed |= {f"{name}_{part}": hour for part, hour in same.items() if empty or hour != usual[part]}

    @property
    def typed_days(self) -> list[Day]:
        given: Mapping[str, Any] = self.cleaned_data
        pause, usual = given.get("same_pause"), self._usual()["pause"]
        found = []
        for day in self.days:
            name = day_name(day)
            kind, starts, ends = (given[f"{name}_{part}"] for part in ("kind", *CLOCK))
            own = pause if pause != usual or day.kind != WORK else day.pause
            found.append(Day(day.on, kind, starts, ends, own if kind == WORK else None))
        return found

    @property
    def values(self) -> dict[str, Any]:
        given = {name: value for name, value in super().values.items() if not name.startswith(("day_", "same_"))}
        if given.get("work_language") == self._work_language:  # nobody changed it: the codes go into every language
            given["work_language"] = self.plan.work_language
        return given


def day_name(day: Day) -> str:
    return f"day_{day.on:%Y%m%d}"
