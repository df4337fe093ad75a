"""The forms of a selection. They parse; actions decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    NumberField,
    PlainForm,
    RowField,
    RowsField,
    TextField,
    TickField,
    YesNoField,
)
from erasdu.journey.calls.models import Criterion
from erasdu.journey.selection import rules
from erasdu.journey.selection.words import ANSWERS, ARRANGEMENTS, OUTCOMES, PARTS, PUBLICITY, ROLES, STATEMENTS

SCORES = [("", "–"), *((str(value), str(value)) for value in range(rules.HIGHEST_SCORE + 1))]


class InterviewForm(PlainForm):
    held_on = DateField(label=_("Date of the conversation"))
    notes = TextField(
        label=_("What was said"),
        max_length=6000,
        rows=6,
        help_text=_("What the scores rest on. No health, family or other private matters."),
    )


class PracticalForm(PlainForm):
    """What the learner agrees to; the fourth criterion scores it."""

    sharing_form = LineField(
        label=_("In which form?"),
        max_length=200,
        required=False,
        help_text=_("For instance: a talk in class, a poster, a short film, a text."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        form = self.fields.pop("sharing_form")
        for code in rules.ARRANGEMENTS:
            self.fields[code] = TickField(label=ARRANGEMENTS[code])
        self.fields["sharing_form"] = form

    @property
    def agreed(self) -> dict[str, bool]:
        return {code: self.cleaned_data[code] for code in rules.ARRANGEMENTS}


class PublicityForm(PlainForm):
    """Yes or no for each purpose; what is left open stays open."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for purpose in rules.PUBLICITY:
            self.fields[purpose] = YesNoField(label=PUBLICITY[purpose], required=False)

    @property
    def choices(self) -> dict[str, bool]:
        return {p: self.cleaned_data[p] for p in rules.PUBLICITY if self.cleaned_data[p] is not None}


class ScoresForm(PlainForm):
    """0 to 10 for each part of each criterion, and one argument a criterion; all may stay empty until final."""

    def __init__(self, criteria: Sequence[Criterion], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for criterion in criteria:
            for part in criterion.parts or [""]:
                label = PARTS.get(part, part) if part else _("Score")
                self.fields[score_name(criterion.code, part)] = ChoiceField(
                    choices=SCORES, radio=True, required=False, label=label
                )
            self.fields[f"argument-{criterion.code}"] = TextField(
                label=_("Argument"), max_length=600, rows=2, required=False
            )

    @property
    def rows(self) -> list[tuple[Criterion, list[Any], Any]]:
        """Criterion, the fields of its parts, the field of its argument."""
        return [
            (
                item,
                [self[score_name(item.code, part)] for part in item.parts or [""]],
                self[f"argument-{item.code}"],
            )
            for item in self.criteria
        ]

    @property
    def scores(self) -> dict[tuple[str, str], int | None]:
        return {
            (item.code, part): int(text) if (text := self.cleaned_data[score_name(item.code, part)]) else None
            for item in self.criteria
            for part in item.parts or [""]
        }

    @property
    def arguments(self) -> dict[str, str]:
        return {item.code: self.cleaned_data[f"argument-{item.code}"] for item in self.criteria}

    def require_all(self) -> bool:
        """For making final: every score, and an argument for each criterion. Says at the field what lacks."""
        for name in self.fields:
            if name != "revision" and not self.cleaned_data.get(name) and name not in self.errors:
                lacks = _("Write one sentence.") if name.startswith("argument") else _("Choose a score.")
                self.add_error(name, lacks)
        return not self.errors


def score_name(code: str, part: str) -> str:
    """The name of the field for one part of one criterion."""
    return f"score-{code}-{part}" if part else f"score-{code}"


def scores_initial(
    scores: Mapping[tuple[str, str], int | None], arguments: Mapping[str, str], revision: int
) -> dict[str, object]:
    """What a form of scores shows at first."""
    filled: dict[str, object] = {score_name(code, part): _text(value) for (code, part), value in scores.items()}
    return {**filled, **{f"argument-{code}": text for code, text in arguments.items()}, "revision": revision}


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


class InputForm(PlainForm):
    """Three statements and a line."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in rules.STATEMENTS:
            self.fields[code] = ChoiceField(
                label=STATEMENTS[code], radio=True, choices=[(each, ANSWERS[each]) for each in rules.ANSWERS]
            )
        self.fields["line"] = LineField(label=_("What else should the school know?"), max_length=400, required=False)

    @property
    def statements(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in rules.STATEMENTS}


class TieForm(PlainForm):
    """Who gives scores by input says first whether there is a private tie."""

    tie = YesNoField(
        label=_("Do you have a private tie with this learner?"),
        help_text=_("Family, household, close friends of the family. Teaching or counselling is no private tie."),
    )


class DecisionForm(PlainForm):
    outcome = ChoiceField(label=_("Decision"), radio=True, choices=[(code, OUTCOMES[code]) for code in OUTCOMES])
    reason = TextField(label=_("Reason"), max_length=600, rows=2)


class PlacesForm(PlainForm):
    places = NumberField(label=_("Places for your school"), min_value=0, max_value=500)


class TellForm(PlainForm):
    complaint_how = LineField(
        label=_("How can a candidate complain?"),
        max_length=500,
        help_text=_("To whom, and in which way. The candidate reads this, and it stands in the report."),
    )
    complaint_by = DateField(label=_("Until and including"))


class ReasonForm(PlainForm):
    reason = TextField(label=_("Reason"), max_length=500, rows=3)


class ComplaintForm(PlainForm):
    text = TextField(label=_("Complaint"), max_length=4000, rows=5)


class AnswerForm(PlainForm):
    answer = TextField(label=_("Answer"), max_length=4000, rows=4)


class PanelForm(PlainForm):
    """One of the school's roles."""

    def __init__(self, roles: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = RowField(roles, label=_("Who"))
        self.fields["role"].label_from_instance = role_label  # type: ignore[attr-defined]


class AskForm(PlainForm):
    """Who is asked for input; about whom follows from the page."""

    def __init__(self, roles: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"] = RowsField(roles, label=_("Ask"))
        self.fields["roles"].label_from_instance = role_label  # type: ignore[attr-defined]


def role_label(role: Any) -> str:
    """Name, role, and function when it is known."""
    detail = f", {role.function}" if role.function else ""
    return f"{role.person} ({ROLES.get(role.kind, role.kind)}{detail})"


def ties_from(posted: Iterable[str], keys: Mapping[str, int]) -> set[int]:
    """The candidacies whose keys were ticked."""
    return {keys[key] for key in posted if key in keys}
