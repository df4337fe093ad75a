"""What each side types of a plan: all optional while it is being made, for only sending asks for the whole."""

from collections.abc import Iterator, Mapping
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
    FileField,
    LineField,
    ManyField,
    NumberField,
    PhoneField,
    PlainForm,
    TextField,
)
from erasdu.ground.look.tongues import ABROAD
from erasdu.journey.agreements import queries
from erasdu.journey.agreements.models import LANGUAGES, LEVELS, QUALIFIED, LearningPlan
from erasdu.journey.agreements.papers import INSURANCE, work_language
from erasdu.journey.agreements.rules import KINDS, Day
from erasdu.journey.agreements.rules.days import DAY, FREE, IDLE, WORK
from erasdu.journey.agreements.words import DAY_KINDS
from erasdu.journey.agreements.words import INSURANCE as INSURANCE_WORDS
from erasdu.journey.hosting.words.occupations import task_words

REACH = ("phone", "mail", "after_hours")
LEAST_OUTCOMES, MORE, MOST_OUTCOMES = 3, 2, 12
AT_HOME = ("learner_address", "parents_reach", "accompanying")
NEEDED = {
    "qualification", "qualification_level", "learner_address", "parents_reach", "school_name", "school_phone",
    "school_after_hours", "evaluation", "recognition", "reintegration", "work_language", "mentor_name", "mentor_phone",
    "mentor_after_hours",
}  # fmt: skip
"""Nobody signs without these: they may come later, and are not called optional."""
HOST_MORE = ("own_tasks", "mentor_function", "mentor_mail")
CLOCK, SAME = ("starts", "ends"), ("starts", "ends", "pause")
MOST_BREAK = 240  # minutes
LONGEST_NIGHT = 12 * 60  # minutes of a shift that ends on the next day
LONG = {"max_length": 1000, "required": False, "rows": 3}


class PartForm(PlainForm):
    """The part of one side, with the learning outcomes, which both sides may fill in."""

    side = ""

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        self.plan, self.numbers = plan, range(1, self._how_many(plan) + 1)
        super().__init__(data, initial=self.stored() | {"revision": plan.revision}, **more)
        for name in NEEDED & set(self.fields):
            self.fields[name].widget.attrs["data-needed"] = ""
        for number in self.numbers:
            self.fields[f"outcome_{number}_nl"] = LineField(label=_("In Dutch"), max_length=300, required=False)
            self.fields[f"outcome_{number}_en"] = LineField(label=_("In English"), max_length=300, required=False)
            self.fields[f"outcome_{number}_level"] = ChoiceField(label=_("How far"), choices=LEVELS, required=False)

    @staticmethod
    def _how_many(plan: LearningPlan) -> int:
        return min(MOST_OUTCOMES, max(LEAST_OUTCOMES, plan.outcomes.count() + MORE))

    def stored(self) -> dict[str, Any]:
        """What is saved now, by the names of the fields."""
        found: dict[str, Any] = {}
        rows = list(self.plan.outcomes.all())
        for number in self.numbers:
            row = rows[number - 1] if number <= len(rows) else None
            found[f"outcome_{number}_nl"] = row.text_nl if row else ""
            found[f"outcome_{number}_en"] = row.text_en if row else ""
            found[f"outcome_{number}_level"] = row.planned if row else "guided"
        return found

    @property
    def outcome_rows(self) -> Iterator[tuple[int, str, BoundField, BoundField, BoundField]]:
        """The number, what is written now as a reader abroad reads it, and the three fields."""
        rows, reader = list(self.plan.outcomes.all()), get_language() or "nl"
        for number in self.numbers:
            told = queries.outcome_said(rows[number - 1], reader) if reader in ABROAD and number <= len(rows) else ""
            fields = (self[f"outcome_{number}_{part}"] for part in ("nl", "en", "level"))
            yield (number, told, *fields)  # type: ignore[misc]

    @property
    def outcomes_wrong(self) -> bool:
        return any(name.startswith("outcome_") for name in self.errors)

    @property
    def asks_again(self) -> bool:
        """Whether another outcome means that host and school say again what was reached."""
        row = queries.assessment_of(self.plan)
        return row is not None and row.found_at is not None

    @property
    def outcomes(self) -> list[dict[str, str]]:
        """Those that say something; a row that stands where one stood before is still that one."""
        rows = [row.key for row in self.plan.outcomes.all()]
        found = []
        for number in self.numbers:
            dutch, english = (self.cleaned_data.get(f"outcome_{number}_{language}", "") for language in ("nl", "en"))
            if dutch or english:
                key = rows[number - 1] if number <= len(rows) else ""
                level = self.cleaned_data.get(f"outcome_{number}_level") or "guided"
                found.append({"key": key, "text_nl": dutch, "text_en": english, "planned": level})
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if not name.startswith("outcome_")}


class SchoolForm(PartForm):
    """What the sending organisation says."""

    side = "school"
    language = ChoiceField(label=_("Everybody signs it in"), choices=LANGUAGES[:2])
    beside = ChoiceField(label=_("Beside it in"), choices=LANGUAGES)
    qualification = LineField(label=_("Qualification that the learner works towards"), max_length=200, required=False)
    qualification_level = ChoiceField(
        label=_("Its level (EQF and VKS)"), choices=[("", "–"), *QUALIFIED], required=False
    )
    curriculum = TextField(label=_("How it fits the programme of study"), **LONG)
    learner_address = LineField(label=_("Address of the learner"), max_length=300, required=False)
    parents_reach = LineField(
        label=_("Parent or guardian"), help_text=_("Name, telephone and e-mail."), max_length=300, required=False
    )
    accompanying = LineField(
        label=_("Who goes along"),
        help_text=_("Name and function. Leave it empty when nobody does."),
        max_length=200,
        required=False,
    )
    mobility_code = LineField(
        label=_("Mobility ID"),
        help_text=_("As the Commission’s own system calls it. Leave it empty until there is one."),
        max_length=40,
        required=False,
    )
    school_name = LineField(label=_("Contact at the sending organisation"), max_length=120, required=False)
    school_function = LineField(label=_("Function"), max_length=100, required=False)
    school_phone = PhoneField(label=_("Telephone"), required=False)
    school_mail = EmailField(label=_("E-mail"), required=False)
    school_after_hours = PhoneField(label=_("Telephone outside hours"), required=False)
    guidance = TextField(
        label=_("How the school follows up"),
        help_text=_("How often, and how: a visit, a video call, a message."),
        **LONG,
    )
    evaluation = TextField(
        label=_("How it is evaluated"), help_text=_("Who does it, when and how, and what one looks at."), **LONG
    )
    recognition = TextField(
        label=_("How it is recognised"),
        help_text=_("For example: Europass Mobility, and marks for these subjects."),
        **LONG,
    )
    reintegration = TextField(
        label=_("How the learner joins in at school again"),
        help_text=_("For example: which lessons are caught up on, and with whom the stay is talked over."),
        **LONG,
    )
    liability = TextField(label=_("More about liability"), **LONG)

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        super().__init__(plan, data, **more)
        for name in set(AT_HOME) - queries.asked_at_home(plan):
            del self.fields[name]
        for kind in INSURANCE:
            self.fields[f"insured_{kind}"] = ChoiceField(
                label=INSURANCE_WORDS[kind], choices=[("", "–"), *LearningPlan.Insured.choices], required=False
            )

    def stored(self) -> dict[str, Any]:
        own = {name: getattr(self.plan, name) for name in self.base_fields if name != "revision"}
        return super().stored() | own | {f"insured_{kind}": self.plan.insured_by.get(kind, "") for kind in INSURANCE}

    @property
    def insurance_fields(self) -> list[BoundField]:
        return [self[f"insured_{kind}"] for kind in INSURANCE]

    @property
    def home_fields(self) -> list[BoundField]:
        """What no dossier knows of the learner."""
        return [self[name] for name in AT_HOME if name in self.fields]

    @property
    def own_fields(self) -> list[BoundField]:
        apart = ("revision", "language", "beside", *AT_HOME)
        return [self[name] for name in self.base_fields if name not in apart]

    @property
    def values(self) -> dict[str, Any]:
        given = super().values
        insured = {kind: given.pop(f"insured_{kind}") for kind in INSURANCE}
        return given | {"insured_by": insured}


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


def offer_tasks(form: PlainForm, plan: LearningPlan) -> None:
    """Those of the occupation, in the reader's language; without any there is nothing to tick."""
    known = task_words(plan.placement.occupation) if plan.placement else {}
    form.fields["tasks"].choices = list(known.items())  # type: ignore[attr-defined]
    if not known:
        del form.fields["tasks"]


class SignedForm(PlainForm):
    """Pages that were signed by hand."""

    photo = FileField(
        label=_("Photo or scan of the signed pages"),
        endings=(".jpg", ".jpeg", ".png", ".webp", ".heic", ".pdf"),
        megabytes=12,
    )


FORMS: dict[str, type[PartForm]] = {"school": SchoolForm, "host": HostForm}
