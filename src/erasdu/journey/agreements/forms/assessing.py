"""What host and school type after the stay."""

from collections.abc import Iterator
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, PlainForm, TextField
from erasdu.journey.agreements import queries
from erasdu.journey.agreements.models import REACHED, Assessment, LearningPlan, Outcome


class AssessForm(PlainForm):
    """What the host found: of each outcome, and of the whole."""

    first_day = DateField(label=_("First day that the learner was there"))
    last_day = DateField(label=_("Last day"))
    overall = TextField(
        label=_("How did it go, on the whole?"),
        help_text=_("What went well, and what can still grow. The learner reads this."),
        max_length=1500,
        rows=4,
    )
    found_by = LineField(label=_("Who assessed it"), help_text=_("Name and function."), max_length=120)

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        self.plan, self.outcomes = plan, list(plan.outcomes.all())
        self.row = queries.assessment_of(plan)
        super().__init__(data, initial=self.stored() | {"revision": self.row.revision if self.row else 0}, **more)
        for number, outcome in enumerate(self.outcomes, start=1):
            self.fields[f"reached_{number}"] = ChoiceField(label=said_of(outcome), choices=REACHED, radio=True)
            self.fields[f"remark_{number}"] = LineField(label=_("Remark"), max_length=300, required=False)

    def stored(self) -> dict[str, Any]:
        """What is saved now, or what one begins with, by the names of the fields."""
        row, days = self.row, queries.days_there(self.plan, self.row)
        mentor = ", ".join(filter(None, [self.plan.mentor_name, self.plan.mentor_function]))
        found: dict[str, Any] = {
            "first_day": days.start if days else None,
            "last_day": days.end if days else None,
            "overall": row.overall if row else "",
            "found_by": (row.found_by if row else "") or mentor,
        }
        for number, outcome in enumerate(self.outcomes, start=1):
            found |= {f"reached_{number}": outcome.achieved, f"remark_{number}": outcome.remark}
        return found

    @property
    def outcome_rows(self) -> Iterator[tuple[Outcome, BoundField, BoundField]]:
        for number, outcome in enumerate(self.outcomes, start=1):
            yield outcome, self[f"reached_{number}"], self[f"remark_{number}"]

    @property
    def results(self) -> dict[str, tuple[str, str]]:
        return {
            outcome.key: (self.cleaned_data[f"reached_{number}"], self.cleaned_data[f"remark_{number}"])
            for number, outcome in enumerate(self.outcomes, start=1)
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("first_day"), typed.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        return typed

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("first_day", "last_day", "overall", "found_by")}


class JudgeForm(PlainForm):
    """What the sending organisation makes of it."""

    component = ChoiceField(label=_("Does it count?"), choices=Assessment.Component.choices, radio=True)
    judgement = TextField(
        label=_("What the school adds"),
        help_text=_("How it is taken along in the marks, and what was agreed. The learner reads this."),
        max_length=1500,
        rows=4,
        required=False,
    )
    judged_by = LineField(label=_("Who assessed it at school"), help_text=_("Name and function."), max_length=120)

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        self.plan, self.row = plan, queries.assessment_of(plan)
        super().__init__(data, initial=self.stored() | {"revision": self.row.revision if self.row else 0}, **more)
        if not queries.counts_as_working(plan):
            del self.fields["component"]

    def stored(self) -> dict[str, Any]:
        row = self.row
        name = ", ".join(filter(None, [self.plan.school_name, self.plan.school_function]))
        return {
            "component": row.component if row else "",
            "judgement": row.judgement if row else "",
            "judged_by": (row.judged_by if row else "") or name,
        }


def said_of(outcome: Outcome) -> str:
    """In the reader's language."""
    return queries.outcome_said(outcome, get_language() or "nl")
