"""What is typed about covers. A card is seen, never copied: no field takes a number of one."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    LineField,
    ManyField,
    PhoneField,
    PlainForm,
    TickField,
)
from erasdu.journey.candidacies.words.content import countries
from erasdu.journey.insurance import words
from erasdu.journey.insurance.models import Cover
from erasdu.journey.insurance.rules import ACTIVITIES, DOCUMENTS, GROUPS, HOLDERS, Asked, covers, documents
from erasdu.journey.insurance.rules.asked import BOUGHT

ENDS_FIRST = _("The last day comes before the first.")
NO_NUMBER = _(
    "Write no number here. The number on a card is often a national register number, and we may not keep that."
)
WHERE = ["world", *reversed(GROUPS)]
CONFIRMATION = (
    "confirmed_by", "confirmed_on", "confirmed_how", "confirms_from", "confirms_until", "names_workplace", "names_way",
)  # fmt: skip


class NamelyField(LineField):
    """A name, and nothing that looks like the number of a card."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(re.findall(r"\d", str(value))) > 3:
            raise ValidationError(NO_NUMBER, code="number")


class CoverForm(PlainForm):
    """An insurance of a school for all its learners. Kept as columns by `values`."""

    kind = ChoiceField(label=_("What does it insure?"))
    insurer = LineField(label=_("Insurer"), max_length=100, help_text=_("For example: Verzekeringen De Haven."))
    policy = LineField(label=_("Policy number"), max_length=60, required=False)
    phone = PhoneField(
        label=_("Telephone, day and night"), required=False, help_text=_("It comes on the emergency card.")
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    where = ChoiceField(label=_("Where does it hold?"))
    activities = ManyField(label=_("For what?"), initial=list(ACTIVITIES))
    confirmed_by = LineField(
        label=_("Who confirmed it?"), max_length=120, required=False, help_text=_("A person of the insurer or broker.")
    )
    confirmed_on = DateField(label=_("Confirmed on"), required=False)
    confirmed_how = LineField(
        label=_("On what?"), max_length=200, required=False, help_text=_("For example: letter of the insurer.")
    )
    confirms_from = DateField(label=_("The confirmation names the days from"), required=False)
    confirms_until = DateField(label=_("up to and including"), required=False)
    names_workplace = TickField(label=_("The confirmation names the workplace abroad"))
    names_way = TickField(label=_("The confirmation names the way to work"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("kind", [(kind, words.KINDS[kind]) for kind in BOUGHT])
        groups = [(code, words.GROUPS[code]) for code in WHERE]
        self._choose("where", [("", "–"), *groups, *countries(_language())])
        self._choose("activities", [(code, words.ACTIVITIES[code]) for code in ACTIVITIES])
        self.fields["confirmed_on"].latest = today  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        _in_order(self, typed, "starts_on", "ends_on")
        _in_order(self, typed, "confirms_from", "confirms_until")
        if any(typed.get(name) for name in CONFIRMATION):
            for name in ("confirmed_by", "confirmed_on", "confirmed_how"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in for a confirmation: who wrote it, when, and on what."))
        return typed

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        territory, health = [typed.pop("where")], typed["kind"] == covers.HEALTH
        return typed | {"territory": territory, "document": documents.PRIVATE if health else ""}

    @classmethod
    def stored(cls, row: Cover) -> dict[str, Any]:
        """What a form of this row starts from."""
        names = [name for name in cls.base_fields if name not in ("where", "revision")]
        where = "".join(row.territory[:1])
        return {name: getattr(row, name) for name in names} | {"where": where, "revision": row.revision}

    @property
    def insurance(self) -> list[BoundField]:
        return [field for field in self if field.name not in CONFIRMATION]

    @property
    def confirmation(self) -> list[BoundField]:
        """What the insurer wrote."""
        return [self[name] for name in CONFIRMATION]


class OwnCoverForm(CoverForm):
    """The same for one stay, in anybody's name."""

    holder = ChoiceField(label=_("In whose name is it?"))
    field_order = ("kind", "holder")

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self._choose("holder", [(code, words.HOLDERS[code]) for code in HOLDERS])
        if kinds := [str(words.KINDS[kind]) for kind in BOUGHT if asked.by_sender(kind)]:
            told = gettext("Only in the name of the sending organisation: %(kinds)s.") % {"kinds": ", ".join(kinds)}
            self.fields["holder"].help_text = told

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        kind, holder = typed.get("kind"), typed.get("holder")
        if kind and holder and holder not in self.asked.holders(kind):
            self.add_error("holder", self._must_be(kind))
        return typed

    def _must_be(self, kind: str) -> str:
        if self.asked.by_sender(kind):
            return gettext(
                "The sending organisation must have this insurance itself. One of somebody else does not count."
            )
        allowed = [str(word) for code, word in words.ANYBODY.items() if code in self.asked.holders(kind)]
        return gettext("This insurance counts only in the name of: %(who)s.") % {"who": ", ".join(allowed)}


class SeenForm(PlainForm):
    """A card or form that somebody at school looked at."""

    what = ChoiceField(label=_("What did you see?"), radio=True)
    insurer = NamelyField(label=_("Name of the health insurance fund"), max_length=100, required=False)
    seen_by = NamelyField(label=_("Who saw it?"), max_length=120)
    seen_on = DateField(label=_("Seen on"))
    valid_until = DateField(
        label=_("Valid until"), required=False, help_text=_("As printed on the card. We keep no copy and no number.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = [(code, words.DOCUMENTS[code]) for code in DOCUMENTS if code != documents.PRIVATE]
        self.fields["what"].choices = [(covers.MUTUAL, words.KINDS[covers.MUTUAL]), *seen]  # type: ignore[attr-defined]
        self.fields["seen_on"].of_late(today)  # type: ignore[attr-defined]
        self.fields["valid_until"].printed_on_a_card(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        until = typed.get("valid_until")
        if typed.get("what") not in (None, covers.MUTUAL) and until is None and "valid_until" not in self.errors:
            self.add_error("valid_until", _("Write until when it is valid."))
        if until and typed.get("seen_on") and until < typed["seen_on"]:
            self.add_error("valid_until", _("It was no longer valid on the day you saw it. Ask for a new one."))
        return typed


class DeclareForm(PlainForm):
    """Dimona, type STG."""

    answer = ChoiceField(
        label=_("Did the school declare the internship?"), radio=True, choices=list(words.DECLARED.items())
    )
    on = DateField(label=_("On"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].of_late(today)  # type: ignore[attr-defined]


def _in_order(form: PlainForm, typed: dict[str, Any], first: str, last: str) -> None:
    if typed.get(first) and typed.get(last) and typed[last] < typed[first]:
        form.add_error(last, ENDS_FIRST)


def _language() -> str:
    return get_language() or "nl"
