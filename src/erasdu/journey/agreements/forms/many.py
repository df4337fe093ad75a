"""What a school types once for all its learners."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, PhoneField, PlainForm, TextField
from erasdu.journey.agreements.models import QUALIFIED


class CommonForm(PlainForm):
    """Of the school's part what is mostly the same."""

    school_after_hours = PhoneField(label=_("Telephone outside hours"))
    qualification_level = ChoiceField(
        label=_("Its level (EQF and VKS)"), choices=[("", "–"), *QUALIFIED], help_text=_("Of the programme of study.")
    )
    guidance = TextField(
        label=_("How the school follows up"),
        help_text=_("How often, and how: a visit, a video call, a message."),
        max_length=1000,
        rows=3,
    )
    evaluation = TextField(
        label=_("How it is evaluated"),
        help_text=_("Who does it, when and how, and what one looks at."),
        max_length=1000,
        rows=3,
    )
    recognition = TextField(
        label=_("How it is recognised"),
        help_text=_("For example: Europass Mobility, and marks for these subjects."),
        max_length=1000,
        rows=3,
    )
    reintegration = TextField(
        label=_("How the learner joins in at school again"),
        help_text=_("For example: which lessons are caught up on, and with whom the stay is talked over."),
        max_length=1000,
        rows=3,
    )

    def __init__(self, data: Any = None, *, offered: Mapping[str, str], **more: Any) -> None:
        """`offered`: what an agreement that was begun before says, as a start."""
        self.offered = offered
        super().__init__(data, initial=dict(offered), **more)

    @property
    def offered_labels(self) -> list[str]:
        return [] if self.is_bound else [str(self.fields[name].label) for name in self.fields if name in self.offered]
