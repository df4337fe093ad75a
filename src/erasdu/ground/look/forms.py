"""The base of every form, and its fields. A form only parses; actions and constraints decide."""

from typing import Any

from django import forms

from erasdu.ground.look.fields import (
    NO_REGISTER_NUMBER,
    AmountField,
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    LineField,
    ManyField,
    MomentField,
    NumberField,
    PhoneField,
    RowField,
    RowsField,
    TextField,
    TickField,
    UrlField,
    YesNoField,
)
from erasdu.kernel import registernumber

__all__ = [
    "AmountField", "ChoiceField", "DateField", "EmailField", "FileField", "LineField", "ManyField", "MomentField",
    "NumberField", "PhoneField", "PlainForm", "RowField", "RowsField", "TextField", "TickField", "UrlField",
    "YesNoField",
]  # fmt: skip


class PlainForm(forms.Form):
    """`revision`: what the person saw (`initial={"revision": row.revision}`), None for something new."""

    revision = NumberField(required=False, min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False  # the browser's own bubbles speak its language, not the reader's

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, without the revision: for `action(**form.values)`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def revision_seen(self) -> int:
        """-1, which no row has, when it was not sent."""
        seen = self.cleaned_data.get("revision")
        return -1 if seen is None else int(seen)

    def _clean_fields(self) -> None:
        """Also a field that is not one of ours refuses a national register number."""
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            field = self.fields[name]
            free = isinstance(field, forms.CharField) and not getattr(field, "register_numbers", False)
            if free and isinstance(value, str) and registernumber.contains(value):
                self.add_error(name, NO_REGISTER_NUMBER)
