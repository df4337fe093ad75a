"""What is asked before a call is rehearsed."""

from collections.abc import Sequence
from typing import Any

from django.core.validators import BaseValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, NumberField, PlainForm
from erasdu.journey.calls.models import Call
from erasdu.rehearsal.actions import LEAST, MOST

WRONG = _("Give a number of learners from 1 to 120.")


class RehearsalForm(PlainForm):
    """Which call, and with how many learners. `calls`: those that can be chosen."""

    call = ChoiceField(label=_("Call"))
    learners = NumberField(label=_("Learners"), min_value=LEAST, max_value=MOST)

    def __init__(self, *given: Any, calls: Sequence[Call], **options: Any) -> None:
        super().__init__(*given, **options)
        english = get_language() == "en"
        named = [(one.key, one.title_en if english and one.title_en else one.title_nl) for one in calls]
        self.fields["call"].choices = named  # type: ignore[attr-defined]
        wrong = self.fields["learners"].error_messages
        wrong.update(dict.fromkeys(("required", "invalid"), WRONG))
        for validator in self.fields["learners"].validators:
            if isinstance(validator, BaseValidator):
                validator.message = WRONG
