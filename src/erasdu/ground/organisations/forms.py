"""What one fills in about organisations and who acts for them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    EmailField,
    LineField,
    ManyField,
    PhoneField,
    PlainForm,
    RowField,
    UrlField,
)
from erasdu.ground.organisations import rules, words
from erasdu.ground.organisations.models import Organisation
from erasdu.kernel import identifiers

ABROAD = _("Company number abroad")
TAKEN = {f"{field}_taken": field for field in ("institution_number", "enterprise_number", "oid")}


class IdentifierField(LineField):
    """A number that `parse` (of `kernel.identifiers`) makes into its stored form."""

    def __init__(self, parse: Callable[[str], str], **options: Any) -> None:
        super().__init__(max_length=40, register_numbers=True, required=False, **options)
        self.parse = parse

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return self.parse(typed) if typed else ""
        except identifiers.Unusable as fault:
            raise ValidationError(str(words.REFUSALS[fault.code]), code=fault.code) from None

    def prepare_value(self, value: Any) -> Any:
        stored = self.parse is identifiers.enterprise_number and isinstance(value, str) and len(value) == 10
        return identifiers.shown_enterprise_number(value) if stored and value.isdigit() else value


def _above(kind: str) -> Any:
    return Organisation.objects.filter(kind=kind, closed_at=None).order_by("name")


def _fields(kind: str) -> dict[str, forms.Field]:
    """Each column of an organisation as a field of the form."""
    return {
        "name": LineField(label=_("Name"), max_length=160),
        "institution_number": IdentifierField(
            identifiers.institution_number, label=_("Institution number"), help_text=_("6 digits, from the ministry.")
        ),
        "enterprise_number": IdentifierField(
            identifiers.enterprise_number,
            label=_("Enterprise number"),
            help_text=_("10 digits, from the register of enterprises (KBO)."),
        ),
        "registration_number": IdentifierField(
            identifiers.registration_number, label=ABROAD, help_text=_("Of the register of companies, or for VAT.")
        ),
        "oid": IdentifierField(identifiers.oid, label=_("OID"), help_text=_("The letter E and 8 digits.")),
        "sectors": ManyField(label=_("Sectors"), choices=words.sector_choices, required=False),
        "board": RowField(
            _above(rules.BOARD), label=_("School board"), required=False, empty_label=_("none, or not known")
        ),
        "group": RowField(_above(rules.GROUP), label=_("School group"), required=False, empty_label=_("none")),
        "street": LineField(label=_("Street and number"), max_length=160, required=False),
        "postal_code": LineField(label=_("Postal code"), max_length=12, required=False),
        "town": LineField(label=_("Town"), max_length=100, required=False),
        "country": ChoiceField(
            label=_("Country"), choices=words.country_choices, initial="" if rules.is_abroad(kind) else "BE"
        ),
        "website": UrlField(label=_("Website"), required=False),
        "email": EmailField(label=_("General e-mail address"), required=False),
        "phone": PhoneField(label=_("Telephone"), required=False),
    }


class OrganisationForm(PlainForm):
    """Only the fields that fit the kind; without board and group for who does not choose them."""

    def __init__(self, *args: Any, kind: str, above: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        made = _fields(kind)
        for name in rules.fields_of(kind):
            if above or name not in {"board", "group"}:
                self.fields[name] = made[name]


class ContactForm(PlainForm):
    """Somebody who acts for the organisation. `needs_address`: a role with an account cannot do without."""

    role = ChoiceField(label=_("Role"))
    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    email = EmailField(label=_("E-mail address"), help_text=_("Their own address: codes and links go there."))
    phone = PhoneField(label=_("Telephone"), required=False)
    function = LineField(
        label=_("Function"),
        max_length=100,
        required=False,
        help_text=_("For example: coordinator of learning and working."),
    )
    language = ChoiceField(
        label=_("Language of mails"), choices=[("nl", _("Dutch")), ("en", _("English"))], initial="nl"
    )

    def __init__(self, *args: Any, roles: list[tuple[str, Any]] | None = None, **options: Any) -> None:
        """`roles`: the ones to choose from; none when the role stands already."""
        super().__init__(*args, **options)
        field = self.fields["role"]
        if roles is None:
            del self.fields["role"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = roles
            if len(roles) == 1:
                field.initial = roles[0][0]
