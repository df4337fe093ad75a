"""What one fills in about a company, and about how it was there."""

from datetime import date
from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.journal import clock
from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    NumberField,
    PlainForm,
    TextField,
    TickField,
    YesNoField,
)
from erasdu.ground.organisations import words as organisations
from erasdu.ground.organisations.forms import ABROAD, IdentifierField
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.queries import alike, name_of
from erasdu.ground.places.rules import postal_middle
from erasdu.journey.hosting.forms.parts import (
    WALLONIA,
    SectionedForm,
    names_of,
    person_fields,
    person_initial,
    person_values,
    without,
)
from erasdu.journey.hosting.models import Company
from erasdu.journey.hosting.queries.hosts import company_alike
from erasdu.journey.hosting.queries.towns import towns_called
from erasdu.journey.hosting.words.living import UNASKED
from erasdu.kernel import identifiers
from erasdu.kernel.text import clean_line

DOUBTS = ("another", "town_as_written")  # ticked only by whom we ask
FIRM = ("name", "street", "postal_code", "town", "country", "enterprise_number", "registration_number", "oid")
MOST_CLOSED = 40
AT_FIELD = (
    ("company_known", "name"), ("enterprise_number_taken", "enterprise_number"), ("company_kept", "name"),
    ("oid_taken", "oid"),
)  # fmt: skip


class DaysField(TextField):
    """Days, one a line or with a comma between; kept as ISO days in order."""

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        one = DateField()
        parts = [clean_line(part) for line in typed.splitlines() for part in line.split(",")]
        found = {one.clean(part).isoformat() for part in parts[: MOST_CLOSED + 1] if part}
        return sorted(found)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(date.fromisoformat(each).strftime("%d/%m/%Y") for each in value)


class CompanyForm(SectionedForm):
    """Name and address, the contact, what a learner finds there, and who saw the risk analysis."""

    name = LineField(label=_("Name of the company"), max_length=160)
    street = LineField(label=_("Street and number"), max_length=160, required=False)
    postal_code = LineField(label=_("Postal code"), max_length=12, required=False)
    town = LineField(
        label=_("Town"),
        max_length=100,
        required=False,
        help_text=_("Not known yet? Then an e-mail address or a telephone number of the contact is enough."),
    )
    country = ChoiceField(label=_("Country"), choices=organisations.country_choices)
    enterprise_number = IdentifierField(
        identifiers.enterprise_number, label=_("Enterprise number"), help_text=_("Only in Belgium: 10 digits (KBO).")
    )
    registration_number = IdentifierField(
        identifiers.registration_number, label=ABROAD, help_text=_("Of the register of companies there, or for VAT.")
    )
    oid = IdentifierField(
        identifiers.oid, label=_("OID"), help_text=_("The letter E and 8 digits, if the company has one.")
    )
    another = TickField(label=_("It is another company"))
    town_as_written = TickField(label=_("Keep the town as it is written"))
    sector = ChoiceField(
        label=_("Sector"), choices=lambda: [("", _("Choose")), *organisations.sector_choices()], required=False
    )
    contact_function = LineField(label=_("Function"), max_length=100, required=False)
    clothing = LineField(
        label=_("Work clothes and protection"),
        max_length=200,
        required=False,
        help_text=_("What the learner brings along, and what the company gives."),
    )
    meals = YesNoField(label=_("The learner gets a meal during work"), unasked=UNASKED)
    accessible = YesNoField(label=_("Accessible for a wheelchair"), unasked=UNASKED)
    closed_on = DaysField(
        label=_("Days on which nobody works"), required=False, rows=3, help_text=_("One a line, such as 08/12/2026.")
    )
    risk_seen_by = LineField(
        label=_("Who saw the risk analysis for learners"), max_length=120, required=False,
        help_text=_("The company makes it; somebody of the school or partner looks at it before the first day."),
    )  # fmt: skip
    risk_seen_on = DateField(label=_("On which day"), required=False)
    remark = TextField(label=_("Remark"), max_length=500, rows=3, required=False)

    SECTIONS = (
        (
            _("The company"),
            (
                "name",
                "another",
                "street",
                "postal_code",
                "town",
                "town_as_written",
                "country",
                "enterprise_number",
                "registration_number",
                "oid",
                "sector",
            ),
        ),
        (_("Contact"), (*names_of("contact"), "contact_function")),
        (_("What the learner finds there"), ("clothing", "meals", "accessible", "closed_on")),
        (_("Safety and remark"), ("risk_seen_by", "risk_seen_on", "remark")),
    )

    def __init__(
        self, *args: Any, keeper: Organisation, company: Company | None = None, country: str = "BE", **options: Any
    ) -> None:
        """`keeper`: in whose network; a company that is there already is not added twice."""
        super().__init__(*args, **options)
        self.keeper, self.company = keeper, company
        self.asked = {name for name in DOUBTS if self.data.get(name)}
        self.fields.update(person_fields("contact", required=False, country=country))
        self.fields["country"].initial = country
        if company is None and country == "BE":
            self.fields["contact_language"].help_text = WALLONIA
        if company is not None:
            firm = {name: getattr(company.organisation, name) for name in FIRM}
            own = {name: getattr(company, name) for name in self.fields if hasattr(company, name) and name not in firm}
            self.initial = {
                **own, **firm, **person_initial(company.contact, "contact"), "revision": company.revision,
                **self.initial,
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("risk_seen_by")) != bool(found.get("risk_seen_on")) and not self.errors:
            empty = "risk_seen_on" if found.get("risk_seen_by") else "risk_seen_by"
            self.add_error(empty, _("Write both: who saw it, and on which day."))
        if (seen := found.get("risk_seen_on")) and seen > clock.today():
            self.add_error("risk_seen_on", _("This day is still to come. Write when it was seen."))
        code = str(found.get("postal_code") or "").replace(" ", "")
        if code and found.get("country") == "BE" and not (code.isdigit() and len(code) == 4):
            self.add_error("postal_code", _("A Belgian postal code has 4 digits, such as 9000."))
        elif code and found.get("country") == "BE" and postal_middle("BE", code) is None:
            self.add_error("postal_code", _("No Belgian postal code begins so. Look at it once more."))
        reach = found.get("contact_email") or found.get("contact_phone")
        if not found.get("town") and not reach and not {"town", "contact_email", "contact_phone"} & set(self.errors):
            self.add_error("town", _("Write the town, or an e-mail address or telephone number below."))
        self._ask_about_town(found, code)
        self._ask_about_name(found)
        if reach and not found.get("contact_given_name") and "contact_given_name" not in self.errors:
            found["contact_given_name"] = str(found.get("name") or "")[:80]  # nobody there is known yet: the company is
        return found

    @property
    def sections(self) -> list[tuple[Any, list[BoundField]]]:
        """What is asked only in doubt is there once there is one."""
        parts = super().sections
        return [(head, [one for one in own if one.name not in DOUBTS or one.name in self.asked]) for head, own in parts]

    def _ask_about_town(self, found: dict[str, Any], code: str) -> None:
        """A town that is not on our map has no way to work: said once, and kept as it is for who says so."""
        town, country = str(found.get("town") or ""), str(found.get("country") or "")
        firm = self.company.organisation if self.company else None
        kept = firm is not None and (firm.town, firm.country, firm.postal_code) == (town, country, code)
        if not town or not country or kept or found.get("town_as_written"):
            return
        called = towns_called(town, country, code)
        if called is None or len(called) == 1:
            return
        self.asked.add("town_as_written")
        if called:
            said = gettext("Several towns are called “%(town)s”. Write the postal code, or the name with what is near.")
            self.add_error("town", said % {"town": town})
            return
        close = ", ".join(name_of(each, get_language() or "nl") for each in alike(town, country, 4))
        said = gettext("We know no town “%(town)s” there: it is not on the map, and the way to work stays unknown.")
        near = " " + gettext("Do you mean: %(towns)s?") % {"towns": close} if close else ""
        self.add_error("town", said % {"town": town} + near)

    def _ask_about_name(self, found: dict[str, Any]) -> None:
        """With the way to the company that is there already; one of the same name elsewhere may be another."""
        if not found.get("name"):
            return
        there = company_alike(
            self.keeper,
            name=found["name"],
            town=str(found.get("town") or ""),
            number=str(found.get("enterprise_number") or ""),
            apart_from=self.company.pk if self.company else 0,
        )
        if there is None or (found.get("another") and not there.same):
            return
        if there.same:
            said = gettext("%(name)s is in this network already. For a second place, open it and offer one more there.")
        else:
            said = gettext("%(name)s (%(town)s) is in this network already. Is it the same? Then open it.")
            self.asked.add("another")
        said = said % {"name": there.name, "town": there.town or "–"}
        link = reverse("hosting:company", args=[there.key])
        self.add_error("name", format_html('{} <a href="{}">{}</a>', said, link, gettext("Open this company")))

    @property
    def given(self) -> dict[str, Any]:
        """For `add_company` and `edit_company`."""
        values = self.values
        return {
            "organisation": {name: values[name] for name in FIRM},
            "values": {
                name: value
                for name, value in without(values, "contact_").items()
                if name not in (*FIRM, *DOUBTS)
            } | {"contact_function": values["contact_function"]},
            "contact": person_values(values, "contact"),
        }  # fmt: skip


class EvaluateForm(PlainForm):
    """How it was at a company or in a home, for who places the next learner."""

    mark = NumberField(label=_("Mark from 1 to 5"), min_value=1, max_value=5, help_text=_("5 is very good."))
    line = LineField(
        label=_("In one line"), max_length=300, required=False, help_text=_("Write nothing about a learner here.")
    )
    on = DateField(label=_("Day"))
