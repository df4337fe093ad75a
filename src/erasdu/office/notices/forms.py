"""The forms of a decision about a planned mail, and of a text."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import ChoiceField, DateField, LineField, PlainForm, TextField
from erasdu.office.notices import rules
from erasdu.office.notices.queries.frames import PLACES

KINDS = [
    (rules.HOLD, _("Hold it until a later day")),
    (rules.CANCEL, _("Do not send it")),
    (rules.ADD, _("Add a sentence of your own")),
]


class DecisionForm(PlainForm):
    """`on`: the day on which the mail would go; `last`: the first last day of what is in it."""

    kind = ChoiceField(label=_("What happens with it"), choices=KINDS, radio=True)
    until = DateField(
        label=_("Hold it until"),
        required=False,
        help_text=_("Then it goes with what still waits on that day. Until then this person gets no mail of the day."),
    )
    note = TextField(
        label=_("Your sentence"), required=False, max_length=600, rows=3, help_text=_("It stands above the rest.")
    )

    def __init__(self, *given: Any, on: date, last: date | None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.on, self.last = on, last

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("kind") == rules.HOLD and "until" not in self.errors:
            self._check_until(typed.get("until"))
        if typed.get("kind") == rules.ADD and not typed.get("note") and "note" not in self.errors:
            self.add_error("note", gettext("Write what you want to add."))
        return typed

    def _check_until(self, until: date | None) -> None:
        if until is None or not self.on < until <= self.on + rules.LONGEST:
            self.add_error("until", gettext("Choose a day after the one on which it would go, at most 30 days later."))
        elif self.last is not None and until > self.last:
            said = gettext("The last day of something in it is %(day)s: hold it until then at the latest.")
            self.add_error("until", said % {"day": figures.day(self.last)})


def _check_places(form: PlainForm, typed: dict[str, Any], places: Collection[str], kept: Collection[str]) -> None:
    """What is wrong with the places of a subject and text stands at its field."""
    for name in ("subject", "body"):
        text = typed.get(name) or ""
        for place in rules.unknown(text, places):
            form.add_error(name, gettext("Nothing can be filled in for {%(name)s}.") % {"name": place})
        if rules.stray(text):
            form.add_error(name, gettext("Write a place to fill in as {name}, in small letters; no other braces."))
    for place in sorted(set(kept) - rules.places_in(typed.get("body") or "")):
        said = gettext("{%(name)s} must stand in it: without it nobody can do what the mail asks.")
        form.add_error("body", said % {"name": place})


class EditForm(PlainForm):
    """One mail in other words. `kept`: the places of what is in it, without which the reader would miss that."""

    subject = LineField(label=_("Subject"), max_length=150)
    body = TextField(
        label=_("Text"), max_length=4000, rows=12,
        help_text=_("{waits} becomes the list of what waits, {news} what is new, {name} the first name."),
    )  # fmt: skip

    def __init__(self, *given: Any, kept: Collection[str], **options: Any) -> None:
        super().__init__(*given, **options)
        self.kept = kept

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        _check_places(self, typed, PLACES, self.kept)
        return typed


class HoldForm(PlainForm):
    """Until when a letter that is written is held. `on`: today."""

    until = DateField(label=_("Hold it until"), help_text=_("It goes in the morning of that day."))

    def __init__(self, *given: Any, on: date, **options: Any) -> None:
        super().__init__(*given, **options)
        self.on = on

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.on < until <= self.on + rules.LONGEST:
            raise ValidationError(_("Choose a day after today, at most 30 days later."))
        return until


class StopForm(PlainForm):
    """For which call a row of the table tells nobody anything any more, and why."""

    for_call = ChoiceField(label=_("For which call"))
    because = TextField(
        label=_("Why"),
        max_length=300,
        rows=3,
        help_text=_("Who looks at it later reads this on the page of the table."),
    )

    def __init__(self, *given: Any, calls: Collection[tuple[str, str]], least: int, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["for_call"].choices = [("", "–"), *calls]  # type: ignore[attr-defined]
        self.least = least

    def clean_because(self) -> str:
        reason: str = self.cleaned_data["because"].strip()
        if len(reason) < self.least:
            raise ValidationError(_("Say why in at least %(least)s characters.") % {"least": self.least})
        return reason


class RewriteForm(PlainForm):
    """A letter that is written, in other words. `kept`: the places that are filled in when it goes."""

    subject = LineField(label=_("Subject"), max_length=150)
    body = TextField(label=_("Text"), max_length=4000, rows=12)

    def __init__(self, *given: Any, kept: Collection[str], **options: Any) -> None:
        super().__init__(*given, **options)
        self.kept = kept
        if kept:
            self.fields["body"].help_text = gettext("{link} becomes the personal link when the mail goes.")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        _check_places(self, typed, self.kept, self.kept)
        return typed


class WordingForm(PlainForm):
    """`places`: what can be filled in; `kept`: what must be. `subject`: a sentence of the day's mail has none."""

    subject = LineField(label=_("Subject"), max_length=150)
    body = TextField(label=_("Text"), max_length=4000, rows=12)

    def __init__(
        self, *given: Any, places: Collection[str], subject: bool, kept: Collection[str] = (), **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.places, self.kept = places, kept
        if not subject:
            del self.fields["subject"]
            self.fields["body"].widget.attrs["rows"] = 4

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        _check_places(self, typed, self.places, self.kept)
        return typed
