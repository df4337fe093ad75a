"""What a partner says of a learner."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import ChoiceField, DateField, EmailField, LineField, ManyField, PhoneField, PlainForm
from erasdu.ground.look.words import because
from erasdu.ground.organisations.words import country_choices
from erasdu.ground.vault.forms import UploadForm
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words import SECTORS
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.nominations import queries
from erasdu.journey.nominations.models import Guardian
from erasdu.journey.sharing.forms import CopyForm as CopyOfProfileForm
from erasdu.journey.sharing.queries import said

CHOOSE = ("", _("Choose"))
LATER = ("", _("Not known yet"))


def occupations_of(call: Call) -> list[tuple[str, list[tuple[str, str]]]]:
    """By sector: those of the call, or all when the call names none."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in OCCUPATIONS.values():
        groups.setdefault(each.sector, []).append((each.code, said(each.en)))
    wanted = [sector for sector in groups if sector in call.sectors] or list(groups)
    return sorted((str(SECTORS.get(sector, sector)), groups[sector]) for sector in wanted)


class NomineeForm(PlainForm):
    """One learner. What is not known yet may come later; the page says what lacks."""

    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    birth_date = DateField(label=_("Date of birth"))
    email = EmailField(label=_("E-mail address"), help_text=_("The learner's own: the link to the profile goes there."))
    phone = PhoneField(
        label=_("Mobile number"), required=False, help_text=_("With the country, for example +351 912 345 678.")
    )
    gender = ChoiceField(label=_("Gender"), choices=[LATER, *Traveller.Gender.choices], required=False,
                         help_text=_("Only for rooms that are shared."))  # fmt: skip
    nationality = ChoiceField(label=_("Nationality"), required=False, help_text=_("For insurance and travel."))
    occupation = ChoiceField(label=_("Occupation that the learner learns"), required=False)
    study_programme = LineField(label=_("Study programme"), max_length=120, required=False)
    wished_from = DateField(label=_("First day wished"), required=False)
    wished_until = DateField(label=_("Last day wished"), required=False)
    emergency_name = LineField(label=_("Whom to call at home"), max_length=120, required=False)
    emergency_phone = PhoneField(label=_("Their number"), required=False)
    guardian_given_name = LineField(label=_("First name"), max_length=80, required=False)
    guardian_family_name = LineField(label=_("Family name"), max_length=80, required=False)
    guardian_relation = ChoiceField(label=_("Relation"), choices=[CHOOSE, *Guardian.Relation.choices], required=False)
    guardian_email = EmailField(label=_("E-mail address"), required=False)
    guardian_phone = PhoneField(label=_("Telephone"), required=False)
    remark = LineField(
        label=_("Remark for the coordinator"), max_length=500, required=False,
        help_text=_("Nothing about health: the learner is asked about that separately, and later."),
    )  # fmt: skip

    def __init__(self, call: Call, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        self.fields["nationality"].choices = [LATER, *country_choices()]  # type: ignore[attr-defined]
        self.fields["occupation"].choices = [LATER, *occupations_of(call)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("birth_date"):
            for name, verdict in queries.faults_of(self.call, values):
                self.add_error(name, because(verdict))
        return values

    @property
    def parts(self) -> list[tuple[object, list[Any]]]:
        """Heading and fields, in the order of the page."""
        return [(heading, [self[name] for name in names]) for heading, names in PARTS]


PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("The learner"), ("given_name", "family_name", "birth_date", "email", "phone", "gender", "nationality")),
    (_("The internship"), ("occupation", "study_programme", "wished_from", "wished_until")),
    (_("In an emergency, at home"), ("emergency_name", "emergency_phone")),
    (
        _("Parent or guardian, of a minor"),
        ("guardian_given_name", "guardian_family_name", "guardian_relation", "guardian_email", "guardian_phone"),
    ),
    (_("Anything else"), ("remark",)),
)


class CopyForm(CopyOfProfileForm):
    """For a host here, who reads Dutch unless somebody says otherwise."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = "nl"


class HomePaperForm(UploadForm):
    """A paper of the partner's own; `dated`: with the days for which it holds. `first`, `last`: those of the stay."""

    valid_from = DateField(label=_("Holds from"), help_text=_("As it stands in the paper."))
    valid_until = DateField(label=_("Holds until"))

    def __init__(self, *sent: Any, dated: bool, first: date, last: date) -> None:
        super().__init__(*sent)
        if not dated:
            del self.fields["valid_from"], self.fields["valid_until"]
            return
        self.fields["valid_until"].help_text = _("The stay with its journeys: %(first)s to %(last)s.") % {
            "first": figures.day(first), "last": figures.day(last)
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("valid_from"), typed.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day comes before the first."))
        return typed

    @property
    def days(self) -> dict[str, date]:
        return {name: self.cleaned_data[name] for name in ("valid_from", "valid_until") if name in self.fields}


class CheckForm(PlainForm):
    """Which clauses stand in a paper."""

    present = ManyField(label=_("What stands in it"), required=False)
    note = LineField(label=_("Note for the partner"), max_length=300, required=False)


class WithdrawForm(PlainForm):
    reason = LineField(label=_("Reason"), max_length=300, help_text=_("Nothing about health."))
