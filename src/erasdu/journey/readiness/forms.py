"""What is typed about readiness: what a call asks of its own, on what it was seen, and why something is let pass."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, LineField, ManyField, NumberField, PlainForm, TextField, TickField
from erasdu.ground.organisations.words import sector_choices
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.words import WHO
from erasdu.journey.readiness.rules import GATES_TO_CHOOSE, ROLES
from erasdu.journey.readiness.words import GATES

YES_NO = {"yes": True, "no": False, "": None}


class OwnForm(PlainForm):
    """One thing that a call asks beside the steps, and of whom."""

    title_nl = LineField(label=_("What, in Dutch"), max_length=120, help_text=_("For example: Bezoek aan het bedrijf"))
    title_en = LineField(label=_("What, in English"), max_length=120)
    who = ChoiceField(label=_("Who must do it"), choices=[(role, WHO[role]) for role in ROLES])
    days_before = NumberField(
        label=_("How many days before leaving it must be in order"),
        min_value=0,
        max_value=365,
        initial=14,
        help_text=_("Days after the return, when it holds up only the payment or closing."),
    )
    gates = ManyField(
        label=_("What it holds up"),
        choices=[(gate, GATES[gate]) for gate in GATES_TO_CHOOSE],
        required=False,
        help_text=_("Nothing ticked: it is asked, and holds nothing up."),
    )
    word_enough = TickField(
        label=_("Who must do it may tick it off: their word is enough"),
        required=False,
        help_text=_("Otherwise the school looks at it after they said that it is done."),
    )
    minor = ChoiceField(
        label=_("Age on the day of leaving"),
        choices=[("", _("everybody")), ("yes", _("only who is under 18")), ("no", _("only who is 18 or older"))],
        required=False,
    )
    outside_eea = ChoiceField(
        label=_("Nationality"),
        choices=[
            ("", _("everybody")),
            ("yes", _("only who has none of the EEA or Switzerland")),
            ("no", _("only who has one of the EEA or Switzerland")),
        ],
        required=False,
    )
    destination = ChoiceField(label=_("Destination"), required=False)
    sector = ChoiceField(label=_("Sector"), required=False)
    direction = ChoiceField(
        label=_("Direction"),
        choices=[("", _("everybody")), ("outgoing", _("only who goes abroad")), ("incoming", _("only who comes here"))],
        required=False,
    )

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        everybody = ("", _("everybody"))
        self.places = {str(row.pk): row for row in call.destinations.order_by("place", "pk")}
        choices: dict[str, list[tuple[str, Any]]] = {
            "destination": [everybody, *((pk, row.place) for pk, row in self.places.items())],
            "sector": [everybody, *(pair for pair in sector_choices() if pair[0] in call.sectors)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        typed = self.values
        facts = {name: YES_NO[typed[name]] for name in ("minor", "outside_eea")}
        return typed | facts | {"destination": self.places.get(typed["destination"])}


class ReadyForm(PlainForm):
    """What calls often ask, to tick. `offered`: code and title."""

    ready = ManyField(label=_("What calls often ask"), choices=[])

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ready"].choices = offered  # type: ignore[attr-defined]


class DoneForm(PlainForm):
    evidence = LineField(
        label=_("On what did you see it?"), max_length=300, help_text=_("For example: shown at school on 3 March.")
    )


class SaidForm(PlainForm):
    remark = LineField(
        label=_("A remark"), max_length=300, required=False, help_text=_("If it cannot be done, say here why.")
    )


class NotYetForm(PlainForm):
    reason = LineField(
        label=_("What is not in order yet?"),
        max_length=300,
        help_text=_("Who said that it is done reads this in a mail."),
    )


class LetPassForm(PlainForm):
    reason = TextField(
        label=_("Why do you let this pass?"),
        max_length=500,
        help_text=_("This stays with the learner's dossier, and everybody who works on it reads it."),
    )
