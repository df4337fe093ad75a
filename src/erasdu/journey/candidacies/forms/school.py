"""What schools fill in about learners, what learners fill in at the school's door, and the columns of an import."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    EmailField,
    LineField,
    PlainForm,
    RowField,
    TextField,
    TickField,
    YesNoField,
)
from erasdu.ground.look.imports import Check, parsed_by, unique_in_table
from erasdu.ground.look.words import because
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import access, queries, rules
from erasdu.journey.candidacies.actions.correcting import FIELDS, text_of
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.words.content import STARTERS, TEXTS
from erasdu.kernel.sheets import Column, Wrong


def _name(label: Any, complete: str) -> LineField:
    return LineField(label=label, max_length=80, widget=forms.TextInput(attrs={"autocomplete": complete}))


class _OfALearner(PlainForm):
    """Name and date of birth; the date must make somebody who can go: not 9, not 99."""

    given_name = _name(_("First name"), "given-name")
    family_name = _name(_("Family name"), "family-name")
    birth_date = DateField(label=_("Date of birth"))

    def __init__(self, call: Call, *args: Any, **options: Any) -> None:
        self.call = call
        super().__init__(*args, **options)
        self.fields["family_name"].required = False
        self.fields["birth_date"].widget.attrs["autocomplete"] = "bday"

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        verdict = rules.check_birth_date(born, access.stay_of(self.call))
        if not verdict:
            raise ValidationError(because(verdict), code=verdict.code)
        return born


class JoinForm(_OfALearner):
    """At the school's link."""

    email = EmailField(
        label=_("Your e-mail address"), help_text=_("You get a code at this address. Use one that you read.")
    )
    field_order = ("given_name", "family_name", "email", "birth_date")


class LearnerForm(_OfALearner):
    """The school enters a learner."""

    email = EmailField(
        label=_("The learner's own e-mail address"), help_text=_("The invitation and the privacy notice go there.")
    )
    field_order = ("given_name", "family_name", "email", "birth_date")


class DetailsForm(_OfALearner):
    """The school corrects a name or date of birth."""


class EligibilityForm(PlainForm):
    """Whether the learner may go, as the school knows from its own records."""

    track = ChoiceField(label=_("Year or track"), choices=Candidacy.Track.choices, radio=True)
    enrolled_at_school = YesNoField(label=_("Is this learner enrolled at your school?"))
    agreement = ChoiceField(
        label=_("Agreement with a company"),
        help_text=_("A learner with an OAO, a SAO or a part-time contract learns in a company: a dual learner."),
        choices=Candidacy.Agreement.choices,
        radio=True,
    )
    training_company = RowField(
        queries.companies(), label=_("Training company"), required=False, empty_label=_("Not in the list or none")
    )
    agreement_until = DateField(
        label=_("Last day of the agreement"),
        required=False,
        help_text=_("It must run until the learner is back from abroad. Leave it empty while it has no last day."),
    )
    has_counsellor = TickField(label=_("Has a trajectory counsellor"))
    fewer_opportunities = TickField(
        label=_("Has fewer opportunities"),
        help_text=_("Only yes or no. The reason and the proof stay at your school."),
    )


class ReasonForm(PlainForm):
    """Why something ends."""

    reason = LineField(label=_("Reason"), max_length=300, help_text=_("The learner reads this."))


class CorrectionsForm(PlainForm):
    """Each English text that the learner wrote, to be made better."""

    def __init__(self, candidacy: Candidacy, data: Any = None) -> None:
        profile = candidacy.profile
        own = {field: text for field in FIELDS if (text := text_of(profile, field))}
        super().__init__(data, initial=own)
        for field in own:
            column, _sep, code = field.partition(".")
            words = (TEXTS if column == "texts_en" else STARTERS)[code]
            dutch = profile.texts_nl.get(code, "") if column == "texts_en" else words.nl
            maker = TextField if column == "texts_en" else LineField
            self.fields[field] = maker(label=words.en, help_text=dutch, max_length=600, required=False)
            self.fields[field].widget.attrs.update({"lang": "en", "spellcheck": "true"})

    @property
    def texts(self) -> dict[str, str]:
        return {field: str(text) for field, text in self.values.items()}


# -- the table of an import ------------------------------------------------------------------------


def _birth_date(text: str) -> object:
    return parsed_by(DateField())(text.replace(".", "/").replace(" ", "") if text[:1].isdigit() else text)


COLUMNS = (
    Column("given_name", ("Voornaam", "First name", "Given name"), parsed_by(LineField(max_length=80)), True, "Noor"),
    Column(
        "family_name",
        ("Naam", "Familienaam", "Achternaam", "Family name", "Surname", "Last name"),
        parsed_by(LineField(max_length=80)),
        True,
        "Peeters",
    ),
    Column(
        "email", ("E-mail", "E-mailadres", "Mail", "Email address"), parsed_by(EmailField()), True, "noor@school.be"
    ),
    Column("birth_date", ("Geboortedatum", "Date of birth", "Birth date"), _birth_date, True, "14/06/2009"),
    Column(
        "study_programme",
        ("Studierichting", "Richting", "Opleiding", "Study programme"),
        parsed_by(LineField(max_length=120)),
        False,
        "Kapper duaal",
    ),
    Column("study_year", ("Jaar", "Leerjaar", "Year"), parsed_by(LineField(max_length=30)), False, "6"),
)


def row_check(enrolment: Enrolment, emails: list[str]) -> Check:
    """What a whole row can be wrong about; looks everybody up at once, for one table."""
    known = queries.learners_known(emails)
    busy = queries.with_other_task(person.pk for person in known.values())
    applied = queries.applied_in(enrolment.call, [person.pk for person in known.values()])
    once = unique_in_table("email")
    stay = access.stay_of(enrolment.call)

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        yield from once(values)
        born = values.get("birth_date")
        if isinstance(born, date) and not (verdict := rules.check_birth_date(born, stay)):
            yield "birth_date", Wrong(verdict.code, **dict(verdict.params))
        person = known.get(str(values.get("email", "")).lower())
        if person and person.pk in applied:
            yield "email", Wrong("applied_in_call_already")
        elif person and (person.pk in busy or not _same_name(person, values)):
            yield "email", Wrong("address_of_another")

    return check


def _same_name(person: Person, values: dict[str, object]) -> bool:
    names = (values.get("given_name"), values.get("family_name"))
    known = (person.given_name, person.family_name)
    return tuple(str(name or "").casefold() for name in names) == tuple(name.casefold() for name in known)
