"""What is typed of a change during the stay, and of the answer to who asked for other days."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import DateField, EmailField, LineField, ManyField, PhoneField, PlainForm, TextField
from erasdu.journey.agreements.forms.parts import LONG, offer_tasks
from erasdu.journey.agreements.models import LearningPlan


class AmendForm(PlainForm):
    """Mentor, tasks and the days of the stay. `asks`: the days are asked for, with why."""

    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))
    why = LineField(
        label=_("Why other days"),
        help_text=_("Only for other days: whoever says yes to them reads it."),
        max_length=300,
        required=False,
    )
    mentor_name = LineField(label=_("Mentor"), max_length=120)
    mentor_function = LineField(label=_("Function"), max_length=100, required=False)
    mentor_phone = PhoneField(label=_("Telephone"))
    mentor_mail = EmailField(label=_("E-mail"), required=False)
    mentor_after_hours = PhoneField(label=_("Telephone outside hours"))
    tasks = ManyField(label=_("Tasks"), required=False)
    own_tasks = TextField(label=_("Other tasks, one on a line"), **LONG)

    def __init__(self, plan: LearningPlan, data: Any = None, *, asks: bool) -> None:
        self.plan = plan
        super().__init__(data, initial=self.stored() | {"revision": plan.revision})
        offer_tasks(self, plan)
        if not asks:
            del self.fields["why"]

    def stored(self) -> dict[str, Any]:
        own = {name: getattr(self.plan, name) for name in self.base_fields if hasattr(self.plan, name)}
        own.pop("revision", None)
        return own | {"first": self.plan.mobility.planned_from, "last": self.plan.mobility.planned_until}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return typed

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name not in ("first", "last", "why")}

    @property
    def dates(self) -> tuple[date, date] | None:
        """The days that were typed, when they are not those of the stay."""
        typed = self.cleaned_data["first"], self.cleaned_data["last"]
        mobility = self.plan.mobility
        return None if typed == (mobility.planned_from, mobility.planned_until) else typed

    @property
    def changed_day(self) -> str:
        """At which of the two fields it stands that the days cannot be."""
        return "first" if self.cleaned_data["last"] == self.plan.mobility.planned_until else "last"


class NoForm(PlainForm):
    """Why the stay keeps its days."""

    because = LineField(label=_("Why not"), max_length=300)
