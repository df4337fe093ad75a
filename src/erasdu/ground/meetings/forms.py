"""What is typed about meetings."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.journal import clock
from erasdu.ground.look.forms import ChoiceField, LineField, MomentField, NumberField, PlainForm, TickField, UrlField
from erasdu.ground.meetings import words
from erasdu.ground.meetings.models import Meeting
from erasdu.ground.vault.forms import UploadField

LONGEST = timedelta(hours=24)


class MeetingForm(PlainForm):
    """When, where, for how many, and whether one must be there."""

    title_nl = LineField(label=_("Title in Dutch"), max_length=120)
    title_en = LineField(label=_("Title in English"), max_length=120, required=False)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    place = LineField(label=_("Where?"), max_length=200, required=False, help_text=_("Street, number and town."))
    video = UrlField(label=_("Or by video call: the address"), max_length=500, required=False)
    capacity = NumberField(
        label=_("Number of seats"), min_value=1, max_value=5000, required=False,
        help_text=_("Empty: as many as come. Who is too late comes on a waiting list."),
    )  # fmt: skip
    required = TickField(label=_("Who is invited must have been there before leaving"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts, ends = typed.get("starts_at"), typed.get("ends_at")
        if starts and "starts_at" in self.changed_data and starts < clock.now():
            self.add_error("starts_at", _("This moment is past. Nobody can be invited any more."))
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))
        elif starts and ends and ends - starts > LONGEST:
            self.add_error("ends_at", _("This would take longer than a day. Is the date right?"))
        if not (typed.get("place") or typed.get("video") or "place" in self.errors or "video" in self.errors):
            self.add_error("place", _("Write where it is, or the address of the video call."))
        return typed

    @classmethod
    def stored(cls, row: Meeting) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}


class AnswerForm(PlainForm):
    answer = ChoiceField(label=_("Do you come?"), radio=True, choices=list(words.ANSWERS.items()))


class MaterialForm(PlainForm):
    file = UploadField(label=_("Slides or a leaflet (PDF or photo)"))
