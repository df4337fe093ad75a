"""What a host fills in on a phone: a place or beds, in under two minutes, with what is known filled in beforehand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    ManyField,
    NumberField,
    PhoneField,
    PlainForm,
)
from erasdu.ground.places.forms import TownField
from erasdu.journey.hosting.forms.parts import MOST_BREAK, TimeField, town_of_code
from erasdu.journey.hosting.models import Company
from erasdu.journey.hosting.rules import Offer
from erasdu.journey.hosting.rules.asking import MOST_WEEKS, joined, weeks
from erasdu.journey.hosting.rules.work import BREAK, minutes_between
from erasdu.journey.hosting.words.occupations import occupation_word, task_words
from erasdu.kernel.periods import Period

LANGUAGES = ("nl", "en", "fr", "de", "es", "pt", "it", "pl", "tr", "ar", "uk", "ro")
LEVELS = ("A1", "A2", "B1", "B2")
WHERE = ("street", "postal_code", "town")
HOURS = ("starts_at", "ends_at", "break_minutes")
USUAL = (1, 2, 3, 4, 5)
WEEK = [(str(day + 1), name) for day, name in WEEKDAYS.items()]


def language_choices() -> list[tuple[str, str]]:
    """The languages that are spoken most with learners, by their name in the reader's language."""
    return [(code, str(get_language_info(code)["name_translated"]).capitalize()) for code in LANGUAGES]


def week_choices(window: Period) -> list[tuple[str, str]]:
    return [
        (str(number), f"{figures.day_short(week.start)} – {figures.day_short(week.end)}")
        for number, week in enumerate(weeks(window))
    ]


def most_needed(languages: Mapping[str, str]) -> tuple[str, str]:
    """Of the languages that a place asks the one of the highest level: a host is asked one. A database keeps them in no
    order of its own."""
    return max(sorted(languages.items()), key=lambda one: one[1], default=("", "A2"))


Parts = tuple[tuple[Any, tuple[str, ...]], ...]  # heading, and the names of its fields


class FoldedForm(PlainForm):
    """What one needs to say yes is in sight; the rest, in which what is usual is filled in, is folded away."""

    FOLDED: ClassVar[Parts] = ()

    @property
    def parts(self) -> Parts:
        return self.FOLDED

    @property
    def folded(self) -> frozenset[str]:
        return frozenset(name for _head, names in self.parts for name in names)

    @property
    def in_sight(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.folded]

    @property
    def folds(self) -> list[tuple[Any, list[BoundField], bool]]:
        """Heading, fields, and whether something in it is wrong."""
        return [
            (head, [self[name] for name in names], bool(set(self.errors) & set(names))) for head, names in self.parts
        ]


class PlaceForm(FoldedForm):
    """A place for one occupation. `before`: one that was offered earlier, to begin with; `contact`: who answers.

    Where `company` lies is asked as long as its town is not one on the map: without it nobody knows the way to work.
    """

    weeks = ManyField(label=_("In which weeks?"))
    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))
    places = NumberField(label=_("How many learners at a time?"), min_value=1, max_value=50, initial=1)
    street = LineField(label=_("Street and number"), max_length=160, required=False)
    postal_code = LineField(label=_("Postal code"), max_length=12, required=False)
    town = TownField(required=False)
    starts_at = TimeField(
        label=_("Work starts at"),
        help_text=_("As long as no hours are told, 9:00 to 17:00 stands in the draft of the agreement."),
        required=False,
    )
    ends_at = TimeField(label=_("Work ends at"), required=False)
    break_minutes = NumberField(
        label=_("Break, in minutes"), min_value=0, max_value=MOST_BREAK, required=False, initial=BREAK
    )
    mentor_given = LineField(label=_("First name of the mentor"), help_text=_("Who guides the learner."), max_length=80)
    mentor_phone = PhoneField(
        label=_("Telephone of the mentor"), help_text=_("For the learner and the school, during the stay."),
        required=False,
    )  # fmt: skip
    days = ManyField(label=_("On which days?"), choices=WEEK, required=False)
    tasks = ManyField(
        label=_("What can a learner do at your company?"),
        help_text=_("Tick what fits. You can change it later."),
        required=False,
    )
    own_tasks = LineField(label=_("Something else"), max_length=500, required=False)
    mentor_family = LineField(label=_("Family name of the mentor"), max_length=80, required=False)
    mentor_languages = ManyField(label=_("Which languages does the mentor speak?"), required=False)
    language = ChoiceField(label=_("Which language must a learner speak a little?"), choices=[], required=False)
    level = ChoiceField(
        label=_("How well?"),
        help_text=_("A1: a few words. A2: short sentences. B1: a conversation. B2: fluently."),
        choices=[(level, level) for level in LEVELS],
        required=False,
        initial="A2",
    )
    min_age = NumberField(label=_("From which age?"), min_value=15, max_value=25, initial=16)

    FOLDED = (
        (_("What a learner can do there"), ("tasks", "own_tasks")),
        (_("On which days one works"), ("days",)),
        (_("Who can come: language and age"), ("language", "level", "min_age")),
        (_("More about the mentor"), ("mentor_family", "mentor_languages")),
    )

    def __init__(
        self, *args: Any, occupation: str, window: Period, company: Company, before: Any = None, **options: Any
    ) -> None:
        self.occupation, self.window, self.company = occupation, window, company
        self.contact: Any = company.contact
        firm = company.organisation
        where = {"street": firm.street, "postal_code": firm.postal_code, "town": ""}  # what was written is on no map
        options["initial"] = {**where, **self._known(self.contact, before), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.asks_where = company.town_id is None
        self.fields["town"].within(firm.country)  # type: ignore[attr-defined]
        for name in where:
            if self.asks_where:
                self.fields[name].widget.attrs["data-needed"] = ""
            else:
                del self.fields[name]
        for name in ("starts_at", "ends_at", "break_minutes", "mentor_phone"):  # asked, though it may come later
            self.fields[name].widget.attrs["data-needed"] = ""
        tasks = task_words(occupation)
        self.fields["tasks"].choices = list(tasks.items())  # type: ignore[attr-defined]
        spoken = language_choices()
        self.fields["mentor_languages"].choices = spoken  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", gettext("none in particular")), *spoken]  # type: ignore[attr-defined]
        self._ask_days(window)

    def _ask_days(self, window: Period) -> None:
        """Weeks to tick, all of them to begin with; of a long time its first and last day."""
        if window.days <= 7 * MOST_WEEKS:
            cut = week_choices(window)
            self.fields["weeks"].choices = cut  # type: ignore[attr-defined]
            self.initial.setdefault("weeks", [number for number, _word in cut])
            del self.fields["first"], self.fields["last"]
        else:
            del self.fields["weeks"]
            self._bound_days(window)

    def _bound_days(self, window: Period) -> None:
        for name in ("first", "last"):
            self.fields[name].earliest, self.fields[name].latest = window.start, window.end  # type: ignore[attr-defined]

    @staticmethod
    def _known(contact: Any, before: Any) -> dict[str, Any]:
        known = {
            "mentor_given": contact.given_name if contact else "",
            "mentor_family": contact.family_name if contact else "",
            "mentor_phone": contact.phone if contact else "",
            "mentor_languages": [contact.language] if contact else [],
            "days": [str(day) for day in USUAL],
        }
        if before is None:
            return known
        mentor = before.mentor
        if mentor is not None:
            known |= {
                "mentor_given": mentor.given_name, "mentor_family": mentor.family_name, "mentor_phone": mentor.phone,
            }  # fmt: skip
        needed = most_needed(before.languages)
        hours = {name: getattr(before, name) for name in HOURS if getattr(before, name) is not None}
        return (
            known
            | hours
            | {
                "days": [str(day) for day in before.days] or known["days"],
                "tasks": before.tasks,
                "own_tasks": before.own_tasks,
                "min_age": before.min_age,
                "mentor_languages": before.mentor_languages or known["mentor_languages"],
                "language": needed[0],
                "level": needed[1],
                "places": max((period.places for period in before.periods.all()), default=1),
            }
        )

    @property
    def title(self) -> str:
        return occupation_word(self.occupation)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.asks_where and (town := town_of_code(self, values, self.company.organisation.country)):
            values["town"] = town
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The last day comes before the first. Look at both."))
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if (starts is None) != (ends is None) and not {"starts_at", "ends_at"} & set(self.errors):
            self.add_error("ends_at" if ends is None else "starts_at", gettext("Write both: from when until when."))
        elif starts is not None and starts == ends:
            self.add_error("ends_at", gettext("Work ends when it begins. Write another hour."))
        elif minutes_between(starts, ends) <= (values.get("break_minutes") or 0) and starts is not None:
            self.add_error("break_minutes", gettext("The break is longer than the work. Look at the hours."))
        return values

    @property
    def for_action(self) -> dict[str, Any]:
        """`values`, `periods` and `mentor` for `offer_place`."""
        typed = self.cleaned_data
        needed = {typed["language"]: typed["level"] or "A2"} if typed.get("language") else {}
        values = {
            "occupation": self.occupation,
            "tasks": typed["tasks"],
            "own_tasks": typed["own_tasks"],
            "min_age": typed["min_age"],
            "days": [int(day) for day in typed["days"]],
            **self._hours(typed),
            "languages": needed,
            "mentor_languages": typed["mentor_languages"],
        }
        return {"values": values, "periods": self._periods(typed), "mentor": self._mentor(typed)}

    @property
    def where(self) -> dict[str, Any] | None:
        """Street, postal code and the town on the map; None when that was known or not told."""
        typed = self.cleaned_data
        return {name: typed[name] for name in WHERE} if self.asks_where and typed.get("town") else None

    @staticmethod
    def _hours(typed: dict[str, Any]) -> dict[str, Any]:
        """Hours that were told, with how many that is in a week; nothing of a break without them."""
        starts, ends, pause = (typed[name] for name in HOURS)
        if starts is None:
            return {}
        minutes = (minutes_between(starts, ends) - (pause or 0)) * (len(typed["days"]) or len(USUAL))
        week = (Decimal(minutes) / 60).quantize(Decimal("0.1"))
        return {"starts_at": starts, "ends_at": ends, "break_minutes": pause, "hours_a_week": week}

    def _periods(self, typed: dict[str, Any]) -> list[Offer]:
        if "weeks" not in self.fields:
            return [Offer(typed["first"], typed["last"], typed["places"])]
        cut = weeks(self.window)
        chosen = joined(cut[int(number)] for number in typed["weeks"])
        return [Offer(each.start, each.end, typed["places"]) for each in chosen]

    def _mentor(self, typed: dict[str, Any]) -> dict[str, str]:
        """The contact itself when the name is the same, so that nobody is kept twice.

        Codes go to the number of a contact: another number than the known one is that of a mentor apart.
        """
        given = {"given_name": typed["mentor_given"], "family_name": typed["mentor_family"]}
        contact, phone = self.contact, {"phone": typed["mentor_phone"]}
        same = contact is not None and all(getattr(contact, name) == value for name, value in given.items())
        if same and (not contact.phone or typed["mentor_phone"] in ("", contact.phone)):
            return {**given, **phone, "email": contact.email, "language": contact.language}
        return given | phone


class NoForm(PlainForm):
    """Why not: whoever likes may say it."""

    reason = LineField(label=_("Would you like to say why?"), max_length=300, required=False)
