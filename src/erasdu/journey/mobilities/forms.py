"""What is typed about a stay."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, ManyField, PlainForm, TickField
from erasdu.journey.candidacies.words.content import countries
from erasdu.journey.mobilities import actions
from erasdu.journey.mobilities.actions.papers import HEALTH, PUBLICITY
from erasdu.journey.mobilities.queries.departing import EMERGENCY, PERMISSION
from erasdu.journey.mobilities.words import GENDERS, NEEDS


class DatesForm(PlainForm):
    """Both days included. Whether they fit the call is for the action."""

    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return typed


PAPERS = [
    (EMERGENCY, _("Emergency contact")),
    (PUBLICITY, _("Photos and stories")),
    (HEALTH, _("Health and food")),
    (PERMISSION, _("Travel permission")),
]


class BulkForm(PlainForm):
    """Which papers are asked of all the stays that are ticked."""

    kinds = ManyField(
        label=_("Which papers"),
        choices=PAPERS,
        initial=list(actions.KINDS),
        help_text=_("A travel permission is only made for minors."),
    )


class CompanionsForm(PlainForm):
    """What the travel permission says besides days and place."""

    travels_with = LineField(
        label=_("Travels with"),
        max_length=200,
        help_text=_("For example: Joris Baert, teacher, and two other learners."),
    )
    stays_with = LineField(
        label=_("Lives there with"),
        max_length=200,
        help_text=_("Name and address of the host family or the residence."),
    )


class TravellerForm(PlainForm):
    """For the room and the papers of the journey."""

    gender = ChoiceField(
        label=_("Gender"),
        choices=list(GENDERS.items()),
        radio=True,
        help_text=_("Only for a shared room: we never put boys and girls in one."),
    )
    nationality = ChoiceField(
        label=_("Nationality"), help_text=_("For insurance, and to know which travel papers are needed.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nationality"].choices = [("", "–"), *countries(get_language() or "nl")]  # type: ignore[attr-defined]


class NeedsForm(PlainForm):
    """What a bed must meet. Nothing ticked is an answer too."""

    needs = ManyField(label=_("What must be so where you sleep?"), choices=list(NEEDS.items()), required=False)
    consent = TickField(
        label=_(
            "I agree that this is used to find me a bed, and that a family reads it: without my name until everybody "
            "has said yes."
        ),
        required=True,
    )
