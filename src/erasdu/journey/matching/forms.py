"""What is filled in on a board and about a match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, NumberField, PlainForm
from erasdu.journey.hosting.words.content import PROOFS, choices
from erasdu.journey.matching.words import END_REASONS, PAIR_REASONS

Choices = Sequence[tuple[int, str]]


def whole(typed: str) -> int:
    """0 for what is no number of a row."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0


def reader() -> str:
    return (get_language() or "nl")[:2]


class RowChoice(ChoiceField):
    """One of the rows that are offered, or none; the value is its number."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        given = [("", "–"), *((str(pk), name) for pk, name in choices)]
        super().__init__(choices=given, required=options.pop("required", False), **options)

    def clean(self, value: Any) -> int:
        return whole(str(super().clean(value) or ""))


class AnswerForm(PlainForm):
    """Yes, or no with a reason; that a no has one is for the action."""

    what = ChoiceField(label=_("What do you say?"), choices=[("yes", _("Yes")), ("no", _("No"))], radio=True)
    reason = LineField(
        label=_("If not, why?"),
        help_text=_("A few words, so that we find something better for this learner."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"data-only-when": "what=no"}),
    )


class PlaceForm(PlainForm):
    """A place, a bed, or both, by their numbers; only those of the board are taken.

    `reason`: why all the same, where a rule is against it that a person may set aside.
    """

    reason = LineField(label=_("Why all the same?"), max_length=300, required=False)

    def __init__(self, places: Choices, rooms: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["placement"] = RowChoice(places)
        self.fields["room"] = RowChoice(rooms)


class LockForm(PlainForm):
    def __init__(self, places: Choices, homes: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["placement"] = RowChoice(places, label=_("Place"))
        self.fields["home"] = RowChoice(homes, label=_("Home"))
        self.fields["reason"] = LineField(label=_("Why?"), max_length=300, required=False)


class PairForm(PlainForm):
    def __init__(self, learners: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"] = RowChoice(learners, label=_("Together with"), required=True)
        self.fields["why"] = ChoiceField(label=_("Why?"), choices=list(PAIR_REASONS.items()))


class OwnForm(PlainForm):
    """A place that the learner found; without a day the school has not said anything yet."""

    certified_by = LineField(
        label=_("Who at the school finds the learner mature enough?"), max_length=120, required=False
    )
    certified_on = DateField(label=_("Said on"), required=False)

    def __init__(self, places: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["placement"] = RowChoice(places, label=_("Place"), required=True)
        self.order_fields(["placement", "certified_by", "certified_on"])


class MinutesForm(PlainForm):
    placement = NumberField(min_value=1, widget=forms.HiddenInput)
    home = NumberField(min_value=1, widget=forms.HiddenInput)
    minutes = NumberField(label=_("Minutes, one way"), min_value=0, max_value=240)
    reason = LineField(label=_("How do you know?"), max_length=300)


class ProofForm(PlainForm):
    """Something that was seen to be in order before the work begins."""

    code = ChoiceField(label=_("What was seen?"), choices=lambda: choices(PROOFS, reader()))
    seen_by = LineField(label=_("Who saw it?"), max_length=120)
    seen_on = DateField(label=_("Seen on"))


class EndForm(PlainForm):
    code = ChoiceField(label=_("Why?"), choices=list(END_REASONS.items()))


@dataclass(frozen=True, slots=True)
class Question:
    """ "Why not this place, these beds?": numbers of a placement and a home, 0 for any."""

    placement: int
    home: int


def question(typed: Mapping[str, Any]) -> Question | None:
    """What the address asks; None when nothing is asked."""
    placement, home = whole(str(typed.get("placement", ""))), whole(str(typed.get("home", "")))
    return Question(placement, home) if placement or home else None
