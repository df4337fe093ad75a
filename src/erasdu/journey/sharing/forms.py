"""What is typed about a copy for a host, and about the ground for a country without adequacy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, PlainForm, TextField


class CopyForm(PlainForm):
    copy_for = LineField(
        label=_("Name of the company or family"), max_length=120, help_text=_("It is printed on the copy.")
    )
    language = ChoiceField(label=_("Language"), choices=[("en", _("English")), ("nl", _("Dutch"))], initial="en")


class GroundForm(PlainForm):
    text = TextField(
        label=_("Ground"), max_length=500, rows=3,
        help_text=_("For example: standard contractual clauses, signed on 3 November 2026, with who looked at them."),
    )  # fmt: skip
    since = DateField(label=_("From"))
    until = DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("until") and values.get("since") and values["until"] < values["since"]:
            self.add_error("until", _("The last day comes before the first."))
        return values
