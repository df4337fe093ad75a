"""What is typed about getting ready. A document is seen, never copied: no field takes a number of one."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, ManyField, NumberField, PlainForm, TickField
from erasdu.ground.meetings.forms import MeetingForm
from erasdu.journey.candidacies.words.content import countries
from erasdu.journey.insurance.words import DOCUMENTS as CARDS
from erasdu.journey.preparation import words
from erasdu.journey.preparation.actions import Shown
from erasdu.journey.preparation.queries import Group, Lacking
from erasdu.journey.preparation.rules import ANY, DOCUMENTS, VISA

UNTIL = _("Valid until")
PARTS = ("fund", "card", "kind", "until")
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
    given = ChoiceField(
        label=_("Which country gave it?"),
        required=False,
        help_text=_("Of a residence card or visa. Empty: the card of home, the visa of the country of the stay."),
    )

    limited = TickField(
        label=_("It says that it is for that country alone"), help_text=_("Of a visa. Then it serves in no other one.")
    )
    first_day = DateField(
        label=_("Valid from"), required=False, help_text=_("Of a visa for certain days. Empty: it is valid already.")
    )
    longest = NumberField(
        label=_("For at most so many days"), min_value=1, max_value=366, required=False,
        help_text=_("Of a visa: the duration of stay that is printed on it. Empty: no number is printed."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen_on"].of_late(today)  # type: ignore[attr-defined]
        self.fields["valid_until"].printed_on_a_card(today)  # type: ignore[attr-defined]
        language = "en" if get_language() == "en" else "nl"
        self.fields["given"].choices = [("", "–"), *countries(language)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        until, seen = typed.get("valid_until"), typed.get("seen_on")
        if until and seen and until < seen:
            self.add_error("valid_until", _("It was no longer valid on the day you saw it. Ask for a new one."))
        first = typed.get("first_day")
        if until and first and until < first:
            self.add_error("first_day", _("This is after the day until which it is valid. Look at both once more."))
        if typed.get("kind") not in ("", None, VISA):
            for name in ("limited", "first_day", "longest"):
                if typed.get(name):
                    self.add_error(name, _("This is asked of a visa only. Choose visa, or leave it empty."))
        return typed

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        return typed | {"longest": typed["longest"] or 0}


class CheckForm(PlainForm):
    """That something was looked at for who comes here, and is in order."""

    kind = ChoiceField(label=_("What is in order?"), radio=True, choices=list(words.CHECKS.items()))
    seen_by = NameField(label=_("Who did it?"), max_length=120)
    seen_on = DateField(label=_("On"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen_on"].of_late(today)  # type: ignore[attr-defined]


class CardsForm(PlainForm):
    """Of several learners what somebody looked at; what is left empty was not shown."""

    seen_by = NameField(label=_("Who saw it?"), max_length=120)
    seen_on = DateField(label=_("Seen on"))

    def __init__(self, *args: Any, lacking: Sequence[Lacking], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lacking = lacking
        self.fields["seen_on"].of_late(today)  # type: ignore[attr-defined]
        kinds = [(code, words.PAPERS[code]) for code in DOCUMENTS]
        for each in lacking:
            key = each.mobility.key
            if each.fund:
                label = _("Name of the health insurance fund")
                self.fields[f"fund_{key}"] = NameField(label=label, max_length=100, required=False)
            if each.card:
                self.fields[f"card_{key}"] = DateField(label=CARDS[each.card], help_text=UNTIL, required=False)
            if each.document:
                label = _("Passport or identity card")
                self.fields[f"kind_{key}"] = ChoiceField(label=label, choices=kinds, required=False)
                self.fields[f"until_{key}"] = DateField(label=UNTIL, required=False)
        for name in [name for name in self.fields if name.startswith(("card_", "until_"))]:
            self.fields[name].printed_on_a_card(today)  # type: ignore[attr-defined]

    @property
    def common(self) -> list[BoundField]:
        return [self["seen_by"], self["seen_on"]]

    @property
    def rows(self) -> list[tuple[Lacking, list[BoundField]]]:
        """Each learner with the fields of what lacks."""
        names = [[f"{part}_{each.mobility.key}" for part in PARTS] for each in self.lacking]
        return [
            (each, [self[name] for name in mine if name in self.fields])
            for each, mine in zip(self.lacking, names, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        seen = typed.get("seen_on")
        for name, until in list(typed.items()):
            if seen and isinstance(until, date) and name != "seen_on" and until < seen:
                self.add_error(name, _("It was no longer valid on the day you saw it. Ask for a new one."))
        return typed

    @property
    def shown(self) -> list[Shown]:
        typed = self.cleaned_data
        return [
            Shown(
                each.mobility, typed.get(f"fund_{key}") or "", each.card, typed.get(f"card_{key}"),
                typed.get(f"kind_{key}") or DOCUMENTS[0], typed.get(f"until_{key}"),
            )
            for each in self.lacking
            for key in [each.mobility.key]
        ]  # fmt: skip


def _source() -> LineField:
    help_text = _("A web page, a letter, a telephone call: who and when.")
    return LineField(label=_("Source"), max_length=300, help_text=help_text)


def _verified() -> TickField:
    return TickField(label=_("I checked it at this source"))


def _of_countries(form: PlainForm, *names: str) -> None:
    """Groups of countries first, then each, by name in the language of the page."""
    language = "en" if get_language() == "en" else "nl"
    choices = [("", "–"), *words.GROUPS.items(), *countries(language)]
    for name in names:
        form.fields[name].choices = choices  # type: ignore[attr-defined]


class EntryForm(PlainForm):
    """What an embassy or another source said for this stay."""

    outcome = ChoiceField(label=_("What is needed?"), radio=True, choices=list(words.OUTCOMES.items()))
    source = _source()


class EntryRuleForm(PlainForm):
    """What is needed for everybody of whom it speaks, in place of the list."""

    nationals = ChoiceField(label=_("Nationality of"))
    home = ChoiceField(label=_("Who lives in"), initial="BE")
    to = ChoiceField(label=_("And goes to"))
    days = NumberField(
        label=_("For at most so many days"), min_value=1, max_value=366, required=False,
        help_text=_("Empty: however long the stay is."),
    )  # fmt: skip
    outcome = ChoiceField(label=_("What is needed?"), radio=True, choices=list(words.RULED.items()))
    since = DateField(label=_("From this day on"))
    source = _source()
    verified = _verified()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _of_countries(self, "nationals", "home", "to")

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        return typed | {"days": typed["days"] or 0}


class ServingForm(PlainForm):
    """Where a card or visa of another country serves too, in place of the list."""

    too = ChoiceField(label=_("What was given"), choices=list(words.TOO.items()), radio=True)
    home = ChoiceField(label=_("By which country"))
    to = ChoiceField(label=_("Serves in"))
    days = NumberField(
        label=_("For at most so many days"), min_value=0, max_value=366, help_text=_("0: it does not serve there.")
    )
    since = DateField(label=_("From"))
    source = _source()
    verified = _verified()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _of_countries(self, "home", "to")

    @property
    def values(self) -> dict[str, Any]:
        typed = dict(super().values)
        return typed | {"outcome": typed.pop("too"), "nationals": ANY}


class SupportForm(PlainForm):
    what = LineField(
        label=_("What was agreed?"), max_length=200, help_text=_("In a few words; no diagnosis. It is kept closed.")
    )


class ArrangedForm(PlainForm):
    arranged_by = NameField(label=_("Who arranged it?"), max_length=120)
    arranged_on = DateField(label=_("On"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["arranged_on"].of_late(today)  # type: ignore[attr-defined]


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
