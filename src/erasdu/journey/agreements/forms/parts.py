"""What each side types of a plan: all optional while it is being made, for only sending asks for the whole."""

from collections.abc import Iterator
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    EmailField,
    FileField,
    LineField,
    PhoneField,
    PlainForm,
    TextField,
)
from erasdu.ground.look.tongues import ABROAD
from erasdu.journey.agreements import queries
from erasdu.journey.agreements.models import LANGUAGES, LEVELS, QUALIFIED, LearningPlan
from erasdu.journey.agreements.papers import INSURANCE, language_name
from erasdu.journey.agreements.words import INSURANCE as INSURANCE_WORDS
from erasdu.journey.hosting.words.occupations import task_words

REACH = ("phone", "mail", "after_hours")
LEAST_OUTCOMES, MORE, MOST_OUTCOMES = 3, 2, 12
AT_HOME = ("learner_address", "parents_reach", "accompanying")
NEEDED = {
    "qualification", "qualification_level", "learner_address", "parents_reach", "school_name", "school_phone",
    "school_after_hours", "guidance", "evaluation", "recognition", "reintegration", "work_language", "mentor_name",
    "mentor_phone", "mentor_after_hours",
}  # fmt: skip
"""Nobody signs without these: they may come later, and are not called optional."""
LONG = {"max_length": 1000, "required": False, "rows": 3}


class PartForm(PlainForm):
    """The part of one side, with the learning outcomes, which both sides may fill in."""

    side = ""

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        self.plan, self.numbers = plan, range(1, self._how_many(plan) + 1)
        self.offered = {name: text for name, text in self.known().items() if not getattr(plan, name)}
        super().__init__(data, initial=self.stored() | self.offered | {"revision": plan.revision}, **more)
        for name in NEEDED & set(self.fields):
            self.fields[name].widget.attrs["data-needed"] = ""
        for number in self.numbers:
            self.fields[f"outcome_{number}_nl"] = LineField(label=_("In Dutch"), max_length=300, required=False)
            self.fields[f"outcome_{number}_en"] = LineField(label=_("In English"), max_length=300, required=False)
            self.fields[f"outcome_{number}_level"] = ChoiceField(label=_("How far"), choices=LEVELS, required=False)

    @staticmethod
    def _how_many(plan: LearningPlan) -> int:
        return min(MOST_OUTCOMES, max(LEAST_OUTCOMES, plan.outcomes.count() + MORE))

    def stored(self) -> dict[str, Any]:
        """What is saved now, by the names of the fields."""
        found: dict[str, Any] = {}
        rows = list(self.plan.outcomes.all())
        for number in self.numbers:
            row = rows[number - 1] if number <= len(rows) else None
            found[f"outcome_{number}_nl"] = row.text_nl if row else ""
            found[f"outcome_{number}_en"] = row.text_en if row else ""
            found[f"outcome_{number}_level"] = row.planned if row else "guided"
        return found

    def known(self) -> dict[str, str]:
        """By the names of fields, what is offered as a start where nothing is saved; kept only by saving."""
        return {}

    @property
    def offered_labels(self) -> list[str]:
        """Of which fields that is so, while the form is not sent yet."""
        return [] if self.is_bound else [str(self.fields[name].label) for name in self.offered if name in self.fields]

    @property
    def outcome_rows(self) -> Iterator[tuple[int, str, BoundField, BoundField, BoundField]]:
        """The number, what is written now as a reader abroad reads it, and the three fields."""
        rows, reader = list(self.plan.outcomes.all()), get_language() or "nl"
        for number in self.numbers:
            told = queries.outcome_said(rows[number - 1], reader) if reader in ABROAD and number <= len(rows) else ""
            fields = (self[f"outcome_{number}_{part}"] for part in ("nl", "en", "level"))
            yield (number, told, *fields)  # type: ignore[misc]

    @property
    def has_outcomes(self) -> bool:
        """Whether some are filled in, as they are from the catalogue: what else lacks comes first then."""
        return self.plan.outcomes.exists()

    @property
    def outcomes_wrong(self) -> bool:
        return any(name.startswith("outcome_") for name in self.errors)

    @property
    def asks_again(self) -> bool:
        """Whether another outcome means that host and school say again what was reached."""
        row = queries.assessment_of(self.plan)
        return row is not None and row.found_at is not None

    @property
    def outcomes(self) -> list[dict[str, str]]:
        """Those that say something; a row that stands where one stood before is still that one."""
        rows = [row.key for row in self.plan.outcomes.all()]
        found = []
        for number in self.numbers:
            dutch, english = (self.cleaned_data.get(f"outcome_{number}_{language}", "") for language in ("nl", "en"))
            if dutch or english:
                key = rows[number - 1] if number <= len(rows) else ""
                level = self.cleaned_data.get(f"outcome_{number}_level") or "guided"
                found.append({"key": key, "text_nl": dutch, "text_en": english, "planned": level})
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if not name.startswith("outcome_")}


class SchoolForm(PartForm):
    """What the sending organisation says."""

    side = "school"
    language = ChoiceField(label=_("Everybody signs it in"), choices=LANGUAGES[:2])
    beside = ChoiceField(label=_("Beside it in"), choices=LANGUAGES)
    qualification = LineField(label=_("Qualification that the learner works towards"), max_length=200, required=False)
    qualification_level = ChoiceField(
        label=_("Its level (EQF and VKS)"), choices=[("", "–"), *QUALIFIED], required=False
    )
    curriculum = TextField(label=_("How it fits the programme of study"), **LONG)
    learner_address = LineField(label=_("Address of the learner"), max_length=300, required=False)
    parents_reach = LineField(
        label=_("Parent or guardian"), help_text=_("Name, telephone and e-mail."), max_length=300, required=False
    )
    accompanying = LineField(
        label=_("Who goes along"),
        help_text=_("Name and function. Leave it empty when nobody does."),
        max_length=200,
        required=False,
    )
    mobility_code = LineField(
        label=_("Mobility ID"),
        help_text=_("As the Commission’s own system calls it. Leave it empty until there is one."),
        max_length=40,
        required=False,
    )
    school_name = LineField(label=_("Contact at the sending organisation"), max_length=120, required=False)
    school_function = LineField(label=_("Function"), max_length=100, required=False)
    school_phone = PhoneField(label=_("Telephone"), required=False)
    school_mail = EmailField(label=_("E-mail"), required=False)
    school_after_hours = PhoneField(label=_("Telephone outside hours"), required=False)
    guidance = TextField(
        label=_("How the school follows up"),
        help_text=_("How often, and how: a visit, a video call, a message."),
        **LONG,
    )
    evaluation = TextField(
        label=_("How it is evaluated"), help_text=_("Who does it, when and how, and what one looks at."), **LONG
    )
    recognition = TextField(
        label=_("How it is recognised"),
        help_text=_("For example: Europass Mobility, and marks for these subjects."),
        **LONG,
    )
    reintegration = TextField(
        label=_("How the learner joins in at school again"),
        help_text=_("For example: which lessons are caught up on, and with whom the stay is talked over."),
        **LONG,
    )
    liability = TextField(label=_("More about liability"), **LONG)

    def __init__(self, plan: LearningPlan, data: Any = None, **more: Any) -> None:
        super().__init__(plan, data, **more)
        for name, offered in (("language", LANGUAGES[:2]), ("beside", LANGUAGES)):
            named = [(code, language_name(code, get_language() or "nl")) for code, _own in offered]
            self.fields[name].choices = named  # type: ignore[attr-defined]
        for name in set(AT_HOME) - queries.asked_at_home(plan):
            del self.fields[name]
        for kind in INSURANCE:
            self.fields[f"insured_{kind}"] = ChoiceField(
                label=INSURANCE_WORDS[kind], choices=[("", "–"), *LearningPlan.Insured.choices], required=False
            )

    def known(self) -> dict[str, str]:
        stay = self.plan.mobility
        return queries.earlier_texts([stay.sending_id], stay.call, but=self.plan)

    def stored(self) -> dict[str, Any]:
        own = {name: getattr(self.plan, name) for name in self.base_fields if name != "revision"}
        return super().stored() | own | {f"insured_{kind}": self.plan.insured_by.get(kind, "") for kind in INSURANCE}

    @property
    def insurance_fields(self) -> list[BoundField]:
        return [self[f"insured_{kind}"] for kind in INSURANCE]

    @property
    def home_fields(self) -> list[BoundField]:
        """What no dossier knows of the learner."""
        return [self[name] for name in AT_HOME if name in self.fields]

    @property
    def own_fields(self) -> list[BoundField]:
        apart = ("revision", "language", "beside", *AT_HOME)
        return [self[name] for name in self.base_fields if name not in apart]

    @property
    def values(self) -> dict[str, Any]:
        given = super().values
        insured = {kind: given.pop(f"insured_{kind}") for kind in INSURANCE}
        return given | {"insured_by": insured}


def offer_tasks(form: PlainForm, plan: LearningPlan) -> None:
    """Those of the occupation, in the reader's language; without any there is nothing to tick."""
    known = task_words(plan.placement.occupation) if plan.placement else {}
    form.fields["tasks"].choices = list(known.items())  # type: ignore[attr-defined]
    if not known:
        del form.fields["tasks"]


class SignedForm(PlainForm):
    """Pages that were signed by hand."""

    photo = FileField(
        label=_("Photo or scan of the signed pages"),
        endings=(".jpg", ".jpeg", ".png", ".webp", ".heic", ".pdf"),
        megabytes=12,
    )
