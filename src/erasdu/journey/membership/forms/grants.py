"""What one fills in about grant agreements and memberships."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import DateField, LineField, NumberField, PlainForm, TextField


class GrantAgreementForm(PlainForm):
    title = LineField(label=_("Title"), max_length=160, help_text=_("As people call it, for example ErasDu 2026."))
    project_code = LineField(
        label=_("Project code"),
        max_length=40,
        register_numbers=True,
        help_text=_("As it stands on the agreement, for example 2026-1-BE02-KA121-VET-000123456."),
        validators=[
            RegexValidator(
                r"^\d{4}-\d-[A-Z]{2}\d{2}-KA\d{3}-[A-Z]{3}-\d{9}$",
                _("Write it like 2026-1-BE02-KA121-VET-000123456."),
            )
        ],
    )
    call_year = NumberField(
        label=_("Year of the European call"),
        min_value=2021,
        max_value=2040,
        help_text=_("The year that the amounts are taken from, also for stays in a later year."),
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The last day comes after the first."))
        return found


class ActivateForm(PlainForm):
    reason = TextField(
        label=_("Why is it active without signed papers?"),
        max_length=300,
        rows=3,
        help_text=_("For example: signed on paper on 3 September, the original is in the archive."),
    )


class EndForm(PlainForm):
    reason = TextField(
        label=_("Why does this membership end?"), max_length=300, rows=3, help_text=_("The school reads this too.")
    )
