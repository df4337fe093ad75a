"""What is typed about getting ready. A document is seen, never copied: no field takes a number of one."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, ManyField, PlainForm
from erasdu.ground.meetings.forms import MeetingForm
from erasdu.journey.preparation import words
from erasdu.journey.preparation.queries import Group

NO_NUMBER = _("Write no number here: of a document we keep only who saw it, and until when it is valid.")


class NameField(LineField):
    """A name, and nothing that looks like the number of a document."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(re.findall(r"\d", str(value))) > 3:
            raise ValidationError(NO_NUMBER, code="number")


class PaperForm(PlainForm):
    """A document that somebody at school looked at."""

    kind = ChoiceField(label=_("What did you see?"), radio=True, choices=list(words.PAPERS.items()))
    seen_by = NameField(label=_("Who saw it?"), max_length=120)
    seen_on = DateField(label=_("Seen on"))
    valid_until = DateField(label=_("Valid until"), help_text=_("As printed on it. We keep no copy and no number."))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen_on"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        until, seen = typed.get("valid_until"), typed.get("seen_on")
        if until and seen and until < seen:
            self.add_error("valid_until", _("It was no longer valid on the day you saw it. Ask for a new one."))
        return typed


class EntryForm(PlainForm):
    """What an embassy or another source said for this stay."""

    outcome = ChoiceField(label=_("What is needed?"), radio=True, choices=list(words.OUTCOMES.items()))
    source = LineField(
        label=_("Source"), max_length=300, help_text=_("A web page, a letter, a telephone call: who and when.")
    )


class SupportForm(PlainForm):
    what = LineField(
        label=_("What was agreed?"), max_length=200, help_text=_("In a few words; no diagnosis. It is kept closed.")
    )


class ArrangedForm(PlainForm):
    arranged_by = NameField(label=_("Who arranged it?"), max_length=120)
    arranged_on = DateField(label=_("On"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["arranged_on"].latest = today  # type: ignore[attr-defined]


class InviteForm(PlainForm):
    """Everybody of a call, or a group: keys of schools, destinations and stays."""

    whom = ManyField(label=_("Whom?"), choices=list(words.WHOM.items()), initial=list(words.WHOM))
    schools = ManyField(label=_("Only of these schools"), required=False)
    destinations = ManyField(label=_("Only to these destinations"), required=False)
    stays = ManyField(label=_("Only these learners"), required=False)

    def __init__(
        self,
        *args: Any,
        schools: Iterable[tuple[Any, str]],
        destinations: Iterable[tuple[Any, str]],
        stays: Iterable[tuple[Any, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for name, choices in (("schools", schools), ("destinations", destinations), ("stays", stays)):
            found = list(choices)
            if len(found) > 1:
                self.fields[name].choices = found  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def group(self) -> Group:
        typed = self.cleaned_data
        chosen = {name: [int(pk) for pk in typed.get(name, ())] for name in ("schools", "destinations", "stays")}
        return Group(typed["whom"], chosen["schools"], chosen["destinations"], chosen["stays"])


class SessionForm(MeetingForm):
    """A session of a call. `same_as`: another moment of one that there is; being at one of them is enough."""

    same_as = ChoiceField(
        label=_("Another moment of a session that there is already?"),
        required=False,
        help_text=_("Who is invited to both needs to be at one of them only."),
    )

    def __init__(self, *args: Any, sessions: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        found = list(sessions)
        if found:
            self.fields["same_as"].choices = [("", _("no, a new session")), *found]  # type: ignore[attr-defined]
        else:
            del self.fields["same_as"]
