"""The forms of a message and of a telephone note."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, PlainForm, TextField
from erasdu.office.outreach import rules
from erasdu.office.outreach.words import ROLES


class MessageForm(PlainForm):
    """`english`: somebody among them reads English, so the message can be written in it as well."""

    role = ChoiceField(label=_("To whom"), choices=list(ROLES.items()), radio=True)
    subject = LineField(label=_("Subject"), max_length=150)
    text = TextField(
        label=_("Message"),
        max_length=4000,
        rows=9,
        help_text=_("{first_name} becomes the first name of who gets it; also {candidate}, {school} and {call}."),
    )
    subject_en = LineField(
        label=_("Subject in English"),
        max_length=150,
        required=False,
        help_text=_("For who reads English. Leave it empty and everybody gets the text above."),
    )
    text_en = TextField(label=_("Message in English"), max_length=4000, rows=6, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("subject", "text", "subject_en", "text_en"):
            for mark in rules.unknown(found.get(name) or ""):
                wrong = gettext("{%(mark)s} is not known. Use {first_name}, {candidate}, {school} or {call}.")
                self.add_error(name, wrong % {"mark": mark[:40]})
        if found.get("subject_en") and not found.get("text_en"):
            self.add_error("text_en", gettext("Write the message in English too, or take its subject out."))
        return found


class NoteForm(PlainForm):
    """`today`: a day to come back lies in the future, or today."""

    text = TextField(label=_("What was said"), max_length=2000, rows=3)
    follow_up_on = DateField(
        label=_("Come back to it on"), required=False, help_text=_("It then shows on your home page.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_follow_up_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("follow_up_on")
        if day is not None and day < self.today:
            self.add_error("follow_up_on", gettext("Choose today or a later day."))
        return day
