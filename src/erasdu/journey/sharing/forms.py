"""What is typed about a copy for a host, and about the ground for a country without adequacy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, PlainForm, TextField
from erasdu.ground.look.tongues import EVERYWHERE, NAMES
from erasdu.journey.candidacies.words.content import SPOKEN_IN
from erasdu.journey.sharing.rules import COMPANY, FAMILY


class CopyForm(PlainForm):
    copy_for = LineField(
        label=_("Name of the company or family"), max_length=120, help_text=_("It is printed on the copy.")
    )
    host = ChoiceField(
        label=_("For whom is it?"),
        help_text=_("A company reads what it is about at work, a family what it is about at home."),
        choices=[(COMPANY, _("a company")), (FAMILY, _("a family"))],
        radio=True,
        required=False,
        initial=COMPANY,
    )
    language = ChoiceField(label=_("Language of the host"), choices=list(NAMES.items()))

    def __init__(self, *args: Any, country: str = "", **options: Any) -> None:
        """`country`: where the host is; its language is filled in when the copy is there in it."""
        super().__init__(*args, **options)
        spoken = SPOKEN_IN.get(country, "")
        self.fields["language"].initial = spoken if spoken in EVERYWHERE else "en"

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        return found | {"host": found["host"] or COMPANY}


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
