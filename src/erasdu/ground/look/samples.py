"""Invented content for the page that shows every part in every state."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
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
    PlainForm,
    TextField,
    TickField,
    UrlField,
    YesNoField,
)
from erasdu.kernel.verdict import YES, no

SECTORS = [("wood", _("Wood")), ("care", _("Care")), ("kitchen", _("Kitchen"))]
NAMES = [
    ("Noor El Amrani", "Provinciaal Instituut Damme", "met"),
    ("Bartholomeus-Alexander van der Straeten-Waillet de Bosschere", "Vrij Technisch Instituut Lo", "waiting"),
    ("محمد العلي", "Atheneum Diest", "blocking"),
    ("Žofie Çelik-Øyvind", "GO! Technisch Atheneum Bree", "na"),
]


class Sample(PlainForm):
    """One field of each kind."""

    name = LineField(label=_("Name"), help_text=_("As you write it yourself."))
    about = TextField(label=_("Why do you want to go?"), max_length=100, required=False)
    born = DateField(label=_("Date of birth"), latest=date(2015, 12, 31))
    talk = MomentField(label=_("Interview"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = EmailField(label=_("E-mail"))
    site = UrlField(label=_("Website"), required=False)
    seats = NumberField(label=_("Seats"), min_value=1, max_value=30)
    score = AmountField(label=_("Score"), min_value=Decimal(0), max_value=Decimal(10), required=False)
    sector = ChoiceField(label=_("Sector"), choices=[("", _("Choose")), *SECTORS])
    place = ChoiceField(label=_("Place"), choices=SECTORS, radio=True)
    sectors = ManyField(label=_("Sectors"), choices=SECTORS, required=False)
    dual = YesNoField(label=_("Dual learner"))
    rules = TickField(label=_("I have read the house rules"), required=True)
    table = FileField(label=_("List"), endings=[".csv", ".xlsx"], required=False)


def sample() -> dict[str, Any]:
    """What the template needs."""
    at = datetime(2026, 11, 3, 13, 30, tzinfo=UTC)
    typed = {"name": "Noor 85.07.30-033.28", "about": "x" * 120, "born": "2031-01-01", "phone": "12", "seats": "99"}
    return {
        "empty_form": Sample(auto_id="empty_%s"),
        "wrong_form": Sample(typed, auto_id="wrong_%s"),
        "yes": YES,
        "refused": no("changed_meanwhile"),
        "at": at,
        "amount": Decimal("1234.5"),
        "people": [{"name": name, "school": school, "state": state} for name, school, state in NAMES],
        "stages": [
            ("applied", _("Applied")),
            ("selected", _("Selected")),
            ("handed_in", _("Handed in")),
            ("granted", _("Place granted")),
        ],
        "lines": [
            {"at": at, "text": _("The candidate file was handed in."), "who": "Els Peeters"},
            {"at": at, "text": _("The school selected the candidate."), "who": ""},
        ],
        "navigation": [(_("Start"), "/look/", True), (_("Candidates"), "/look/#lists", False)],
    }
