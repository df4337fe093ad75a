"""Fields that clean what people type, and say at the field what is wrong and how it becomes right."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erasdu.ground.look import figures
from erasdu.kernel import registernumber
from erasdu.kernel.periods import BRUSSELS
from erasdu.kernel.text import clean_line, clean_text

REQUIRED = _("Fill this in.")
CHOOSE = _("Choose one of the list.")
NO_REGISTER_NUMBER = _("This holds a national register number. We may not keep it: take it out and save again.")
TOO_LONG = ngettext_lazy(
    "Make this at most %(limit_value)d character long; it has %(show_value)d now.",
    "Make this at most %(limit_value)d characters long; it has %(show_value)d now.",
    "limit_value",
)
BIGGEST = 2**31 - 1
TWO_YEARS, ELEVEN_YEARS = timedelta(days=2 * 366), timedelta(days=11 * 366)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class LineField(forms.CharField):
    """One line, without control and bidi signs. `register_numbers=True` for a field that asks for numbers."""

    clean_up = staticmethod(clean_line)

    def __init__(self, *, max_length: int = 200, register_numbers: bool = False, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.register_numbers = register_numbers
        self.error_messages["required"] = _own(options, REQUIRED)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = TOO_LONG

    def to_python(self, value: Any) -> str:
        return self.clean_up(str(super().to_python(value) or ""))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not self.register_numbers and registernumber.contains(value):
            raise ValidationError(NO_REGISTER_NUMBER, code="register_number")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Too much text is told at the field, with what was typed kept; a browser would cut it silently."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class TextField(LineField):
    """Several lines."""

    clean_up = staticmethod(clean_text)
    widget = forms.Textarea

    def __init__(self, *, max_length: int = 2000, rows: int = 4, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": 40, "data-limit": max_length}))
        super().__init__(max_length=max_length, **options)


class EmailField(forms.EmailField):
    """An address as it is typed, without the space around it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 254)
        super().__init__(**options)
        self.error_messages["required"] = _own(options, REQUIRED)
        self.widget.attrs.setdefault("autocomplete", "email")
        for validator in self.validators:
            validator.message = (  # type: ignore[attr-defined]
                TOO_LONG
                if isinstance(validator, MaxLengthValidator)
                else _("Write an e-mail address, such as name@school.be.")
            )

    def to_python(self, value: Any) -> str:
        return clean_line(str(super().to_python(value) or ""))


class PhoneField(LineField):
    """A telephone number; without country it is Belgian. Cleaned to "+32470123456"."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(max_length=40, register_numbers=True, **options)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "BE")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(
                _("Write a telephone number that exists, such as 0470 12 34 56 or +31 6 12345678."), code="phone"
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class UrlField(forms.URLField):
    """An address on the web; "https://" is put before it when it lacks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=options.pop("max_length", 200), assume_scheme="https", **options)
        wrong = _("Write a web address, such as www.school.be.")
        self.error_messages.update(required=REQUIRED, invalid=wrong)
        for validator in self.validators:
            message = TOO_LONG if isinstance(validator, MaxLengthValidator) else wrong
            validator.message = message  # type: ignore[attr-defined]


class DateField(forms.DateField):
    """A day between `earliest` and `latest`, both included."""

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest
        self.error_messages.update(required=REQUIRED, invalid=_("Write a day that exists, such as 03/11/2026."))

    def of_late(self, today: date) -> None:
        """Only what was seen or done in the last two years, and is not to come."""
        self.earliest, self.latest = today - TWO_YEARS, today

    def printed_on_a_card(self, today: date) -> None:
        """The last day of something with a validity: no card or document is given for longer than ten years."""
        self.earliest, self.latest = today - TWO_YEARS, today + ELEVEN_YEARS

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not self.earliest <= value <= self.latest:
            days = {"earliest": figures.day(self.earliest), "latest": figures.day(self.latest)}
            raise ValidationError(_("Choose a day from %(earliest)s to %(latest)s."), code="range", params=days)


class MomentField(forms.DateTimeField):
    """A day and an hour in Brussels, as an aware moment."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**options)
        self.error_messages.update(required=REQUIRED, invalid=_("Write a day and an hour, such as 03/11/2026 14:30."))

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except ValidationError as error:  # also an hour that the change of the clock skips or repeats
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if moment is not None and not EARLIEST < moment.astimezone(BRUSSELS).date() < LATEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class NumberField(forms.IntegerField):
    """A whole number that fits a column."""

    def __init__(self, *, min_value: int = -BIGGEST, max_value: int = BIGGEST, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)
        self.error_messages.update(required=REQUIRED, invalid=_("Write a whole number, such as 12."))
        self.widget.attrs.setdefault("inputmode", "numeric")
        _say_bounds(self)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if abs(value) != BIGGEST}


class AmountField(forms.DecimalField):
    """A number with decimals, a comma or a point before them."""

    def __init__(self, *, max_digits: int = 10, decimal_places: int = 2, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **options)
        self.error_messages.update(required=REQUIRED, invalid=_("Write a number, such as 7.5."))
        _say_bounds(self)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def run_validators(self, value: Any) -> None:
        """One fault is enough: a number beyond its bounds has too many digits for its column as well."""
        try:
            super().run_validators(value)
        except ValidationError as faults:
            raise ValidationError(faults.error_list[:1]) from faults


def _own(options: dict[str, Any], otherwise: Any) -> Any:
    """What the form says itself when something lacks."""
    return options.get("error_messages", {}).get("required", otherwise)


def _say_bounds(field: forms.IntegerField | forms.DecimalField) -> None:
    for validator in field.validators:
        if getattr(validator, "code", "") == "min_value":
            validator.message = _("Make this %(limit_value)s or more.")  # type: ignore[attr-defined]
        if isinstance(validator, DecimalValidator):
            messages: dict[str, Any] = dict.fromkeys(validator.messages, field.error_messages["invalid"])
            messages["max_decimal_places"] = ngettext_lazy(
                "Write at most %(max)s decimal.", "Write at most %(max)s decimals.", "max"
            )
            validator.messages = messages
        if getattr(validator, "code", "") == "max_value":
            validator.message = _("Make this %(limit_value)s or less.")  # type: ignore[attr-defined]


class ChoiceField(forms.ChoiceField):
    """One of a list. With `radio=True` all choices are in sight."""

    def __init__(self, *, choices: Any = (), radio: bool = False, **options: Any) -> None:
        if radio:
            options.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=choices, **options)
        self.error_messages.update(required=CHOOSE, invalid_choice=CHOOSE)


class ManyField(forms.MultipleChoiceField):
    """Any number of a list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages.update(required=_("Tick at least one."), invalid_choice=CHOOSE)


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the rows that access gives."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        super().__init__(queryset, **options)
        self.error_messages.update(required=CHOOSE, invalid_choice=CHOOSE)

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of the rows that access gives."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **options: Any) -> None:
        super().__init__(queryset, **options)
        self.error_messages.update(
            required=_("Tick at least one."), invalid_choice=CHOOSE, invalid_pk_value=CHOOSE, invalid_list=CHOOSE
        )

    def clean(self, value: Any) -> Any:
        sent = value if isinstance(value, list | tuple) else []
        return super().clean([clean_line(each) if isinstance(each, str) else each for each in sent])


class TickField(forms.BooleanField):
    """A box to tick; not required unless asked."""

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **options)
        self.error_messages["required"] = _own(options, _("Tick this to go on."))


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand: True, False, or None when it may stay open.

    `unasked`: the words of the third answer, that nobody said it yet; it is the one chosen as long as that is so.
    """

    def __init__(self, *, unasked: Any = None, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect)
        if unasked is not None:
            options["required"] = False
        super().__init__(
            choices=[*([("", unasked)] if unasked is not None else []), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value in {"yes", True},
            empty_value=None,
            **options,
        )
        self.error_messages.update(required=_("Choose yes or no."), invalid_choice=_("Choose yes or no."))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class FileField(forms.FileField):
    """A file with one of the `endings` (".csv"), of at most `megabytes`."""

    def __init__(self, *, endings: Iterable[str], megabytes: int = 4, **options: Any) -> None:
        self.endings, self.megabytes = tuple(endings), megabytes
        options.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(self.endings)}))
        super().__init__(max_length=200, **options)
        self.error_messages.update(
            required=_("Choose a file."),
            invalid=_("Choose a file."),
            missing=_("Choose a file."),
            empty=_("This file is empty. Choose another."),
            max_length=_("The name of this file is too long. Rename it and choose it again."),
        )

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if PurePath(file.name or "").suffix.lower() not in self.endings:
            raise ValidationError(
                _("Choose a file of the kind %(endings)s."), code="kind", params={"endings": ", ".join(self.endings)}
            )
        if (file.size or 0) > self.megabytes * 1024 * 1024:
            raise ValidationError(
                _("Choose a file of at most %(limit)d MB."), code="size", params={"limit": self.megabytes}
            )
        return file
