"""What one fills in about calls and enrolments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    ManyField,
    NumberField,
    PlainForm,
    RowField,
    TextField,
    TickField,
)
from erasdu.ground.organisations import words as organisations
from erasdu.journey.calls import words
from erasdu.journey.calls.models import Call

MOST_ROWS = 60
ARRIVAL = [
    (Call.Arrival.TIE_BREAK.value, _("Only decides between equal totals")),
    (Call.Arrival.RULE.value, _("Decides the order: first come, first served")),
]


class CallForm(PlainForm):
    """One form in sections; `loose`: the names that a published call may still change."""

    SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("texts", _("Title and text"), ("title_nl", "title_en", "text_nl", "text_en")),
        ("grant", _("Grant agreement and direction"), ("grant_agreement", "outgoing", "incoming")),
        ("dates", _("Dates"), ("enrolment_deadline", "files_opening", "files_deadline")),
        ("stay", _("The stay"), ("stay_from", "stay_until", "min_days", "max_days")),
        ("sectors", _("Sectors"), ("sectors",)),
        (
            "selection",
            _("Selection"),
            ("teacher_input_required", "counsellor_input_required", "scores_by_input", "priority_for_dual", "arrival"),
        ),
        ("places", _("Places and answers"), ("seats", "seats_per_school", "answer_days", "grace_days")),
        ("minors", _("Minors"), ("permission_demanded",)),
    )

    title_nl = LineField(label=_("Title in Dutch"), max_length=120, help_text=_("For example: Voorjaar 2027."))
    title_en = LineField(label=_("Title in English"), max_length=120)
    text_nl = TextField(label=_("Text in Dutch"), max_length=8000, rows=8, required=False)
    text_en = TextField(label=_("Text in English"), max_length=8000, rows=8, required=False)
    grant_agreement = RowField(None, label=_("Grant agreement"), empty_label=_("choose"))
    outgoing = TickField(label=_("Sends learners abroad"), initial=True)
    incoming = TickField(label=_("Receives foreign learners"))
    enrolment_deadline = DateField(
        label=_("Schools enrol until"), help_text=_("This day still counts, until midnight in Brussels.")
    )
    files_opening = DateField(
        label=_("Candidate files open on"), help_text=_("A file before this day does not count as handed in.")
    )
    files_deadline = DateField(
        label=_("Candidate files until"), help_text=_("This day still counts, until midnight in Brussels.")
    )
    stay_from = DateField(label=_("First day of the stay window"))
    stay_until = DateField(label=_("Last day of the stay window"))
    min_days = NumberField(label=_("Minimum number of days"), min_value=10, max_value=89, initial=10)
    max_days = NumberField(label=_("Maximum number of days"), min_value=10, max_value=89, initial=15)
    sectors = ManyField(label=_("For which sectors"), choices=organisations.sector_choices, required=False)
    teacher_input_required = TickField(label=_("The input of a teacher is required"), initial=True)
    counsellor_input_required = TickField(
        label=_("The input of the trajectory counsellor is required, where there is one"), initial=True
    )
    scores_by_input = TickField(label=_("Teachers and counsellors also give scores"))
    priority_for_dual = TickField(label=_("Dual learners go first, and this is published"), initial=True)
    arrival = ChoiceField(label=_("Order of arrival"), choices=ARRIVAL, radio=True, initial="tie_break")
    seats = NumberField(label=_("Places in all"), min_value=0, max_value=2000, initial=0)
    seats_per_school = NumberField(
        label=_("Places for each school"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("At most so many for each school. Empty: no limit."),
    )
    permission_demanded = TickField(
        label=_("No minor leaves without a travel permission"),
        help_text=_("A paper that a parent signs at the municipality. We always recommend it; with this it is needed."),
    )
    answer_days = NumberField(label=_("Days to accept a granted place"), min_value=1, max_value=60, initial=7)
    grace_days = NumberField(label=_("Days to complete a returned file"), min_value=1, max_value=60, initial=5)

    def __init__(self, *args: Any, grants: Any, loose: frozenset[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["grant_agreement"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = grants
        if loose is not None:
            for name in set(self.fields) - loose - {"revision"}:
                del self.fields[name]

    @property
    def sections(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """Code, heading and fields of each part that has any."""
        parts = [(code, head, [self[n] for n in names if n in self.fields]) for code, head, names in self.SECTIONS]
        return [part for part in parts if part[2]]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        self._in_order(found, "files_opening", "files_deadline", _("Choose the opening day or a later one."))
        self._in_order(
            found, "enrolment_deadline", "files_deadline", _("Files cannot be due before schools have enrolled.")
        )
        self._in_order(found, "stay_from", "stay_until", _("Choose the first day or a later one."))
        self._in_order(found, "min_days", "max_days", _("Make this at least the minimum."))
        if "outgoing" in self.fields and not (found.get("outgoing") or found.get("incoming")):
            self.add_error("outgoing", _("Tick at least one direction."))
        return found

    def _in_order(self, found: Mapping[str, Any], first: str, second: str, what: Any) -> None:
        if found.get(first) is not None and found.get(second) is not None and found[second] < found[first]:
            self.add_error(second, what)


class DestinationForm(PlainForm):
    """One row; `id` is that of a destination that exists."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    country = ChoiceField(label=_("Country"), choices=organisations.country_choices)
    place = LineField(label=_("Town or region"), max_length=100)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    places = NumberField(label=_("Places"), min_value=0, max_value=500)
    permission_demanded = TickField(label=_("A minor needs a travel permission"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", _("Choose the first day or a later one."))
        return found


class CriterionForm(PlainForm):
    """One row; `code` is that of a criterion that exists, empty for the call's own new one."""

    code = forms.RegexField(r"^[A-Z0-9_]{1,30}$", required=False, widget=forms.HiddenInput)
    name_nl = LineField(label=_("Criterion in Dutch"), max_length=120)
    name_en = LineField(label=_("Criterion in English"), max_length=120)
    weight = NumberField(label=_("Weight"), min_value=1, max_value=100)


class Rows:
    """Rows of one kind in a form: each has a number, sent under the kind's name, and its own prefix.

    A row is added or dropped by a button of the same form, named `add` or `drop`, so it works without scripts.
    """

    def __init__(
        self, name: str, form: type[PlainForm], data: QueryDict | None, initial: Sequence[Mapping[str, Any]]
    ) -> None:
        self.name = name
        if data is None:
            self.forms = [form(prefix=f"{name}-{i}", initial=dict(row)) for i, row in enumerate(initial)]
            self.numbers = list(range(len(self.forms)))
            return
        asked = [int(n) for n in data.getlist(name) if n.isascii() and n.isdigit() and len(n) < 4][:MOST_ROWS]
        self.numbers = [n for n in dict.fromkeys(asked) if data.get("drop") != f"{name}-{n}"]
        self.forms = [form(data, prefix=f"{name}-{n}") for n in self.numbers]
        if data.get("add") == name and len(self.numbers) < MOST_ROWS:
            number = max([*asked, -1]) + 1
            self.numbers.append(number)
            self.forms.append(form(prefix=f"{name}-{number}"))

    @property
    def lines(self) -> list[tuple[int, PlainForm]]:
        return list(zip(self.numbers, self.forms, strict=True))

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]  # each, so that each says what is wrong
        return all(answers)

    @property
    def values(self) -> list[dict[str, Any]]:
        return [form.values for form in self.forms]

    def hush(self) -> None:
        """Shows what was typed without saying what is wrong with it: a row was added, nothing was sent."""
        for form in self.forms:
            hush(form)


def hush(form: forms.BaseForm) -> None:
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.cleaned_data = {}


class CallField(RowField):
    """A call, by its title in the reader's language."""

    def label_from_instance(self, obj: Call) -> str:
        return obj.title_en if get_language() == "en" else obj.title_nl


class CopyForm(PlainForm):
    """A new call from an earlier one: its name and when its stays begin; the other dates follow."""

    earlier = CallField(None, label=_("From which call"), empty_label=None)
    title_nl = LineField(label=_("Title in Dutch"), max_length=120, help_text=_("For example: Najaar 2027."))
    title_en = LineField(label=_("Title in English"), max_length=120)
    stay_from = DateField(
        label=_("First day of the new stay window"),
        help_text=_("All dates move by the same number of whole weeks, so a Wednesday stays a Wednesday."),
    )

    def __init__(self, *args: Any, calls: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["earlier"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = calls


class MoveForm(PlainForm):
    which = ChoiceField(label=_("Which date"), choices=list(words.DEADLINES.items()), radio=True)
    new = DateField(label=_("New day"), help_text=_("This day still counts, until midnight in Brussels."))
    reason = TextField(
        label=_("Reason"),
        max_length=500,
        rows=3,
        help_text=_("Every enrolled school reads this in a mail and on the page."),
    )


class EnrolForm(PlainForm):
    """One school in one call: how many learners it expects in each sector.

    `own`: the sectors of the school, which come first; `choose`: with a box to tick.
    """

    def __init__(
        self, *args: Any, sectors: Sequence[str], own: Sequence[str] = (), choose: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.sectors = sorted(sectors, key=lambda code: str(organisations.sector_words([code])[0]))
        self.own = [code for code in self.sectors if code in own] or self.sectors
        if choose:
            self.fields["take"] = TickField(label=_("Enrol this school"))
        for code in self.sectors:
            self.fields[f"sector_{code}"] = NumberField(
                label=organisations.sector_words([code])[0], min_value=0, max_value=500, required=False
            )
        self.fields["learner_deadline"] = DateField(
            label=_("Learners apply to us until"),
            required=False,
            help_text=_("Your own earlier date, so that you can select before the files are due."),
        )
        self.fields["remark"] = TextField(
            label=_("Remark for the coordinator"), required=False, rows=2, max_length=2000
        )

    @property
    def taken(self) -> bool:
        """Whether this school is to be enrolled."""
        return "take" not in self.fields or bool(self.data.get(self.add_prefix("take")))

    @property
    def expected(self) -> dict[str, int]:
        numbers = {code: self.cleaned_data.get(f"sector_{code}") or 0 for code in self.sectors}
        return {code: number for code, number in numbers.items() if number}

    @property
    def sector_fields(self) -> list[forms.BoundField]:
        return [self[f"sector_{code}"] for code in self.own]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[f"sector_{code}"] for code in self.sectors if code not in self.own]

    @property
    def others_used(self) -> bool:
        """Whether they must be seen at once: filled in, or wrong."""
        return any(field.value() or field.errors for field in self.other_fields)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not any(found.get(f"sector_{code}") for code in self.sectors) and not self.errors:
            self.add_error(None, str(words.REFUSALS["nothing_expected"]))
        return found


class LearnerDeadlineForm(PlainForm):
    day = DateField(
        label=_("Learners apply to us until"),
        required=False,
        help_text=_("Empty: until the deadline for candidate files."),
    )


def shift_in_weeks(earlier: date, new: date) -> int:
    """Whole weeks from one first day to the other, the nearest."""
    return round((new - earlier).days / 7)
