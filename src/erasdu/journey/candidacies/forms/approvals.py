"""What the school says of guardians and of who signs for a company: contact data, and how it knows them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, EmailField, LineField, PhoneField, PlainForm
from erasdu.ground.look.words import because
from erasdu.journey.candidacies import queries
from erasdu.journey.candidacies.actions import Authority
from erasdu.journey.candidacies.models import Candidacy, Guardian, Known
from erasdu.journey.candidacies.rules.trust import Trust
from erasdu.journey.candidacies.words.approvals import LANGUAGES

CHOOSE = ("", _("Choose"))
EACH = ("given_name", "family_name", "relation", "email", "phone", "language", "attested_how", "channel", "reason")
ALONE = (Candidacy.GuardianMode.COURT, Candidacy.GuardianMode.LEGAL)


def at_field(code: str) -> str:
    """Where on the form a doubt about contact data belongs."""
    return "phone" if "phone" in code else "email"


class GuardiansForm(PlainForm):
    """One or two holders of authority over a minor, and whose signature is needed."""

    def __init__(self, *args: Any, candidacy: Any = None, **options: Any) -> None:
        self.candidacy = candidacy
        super().__init__(*args, **options)
        for number in (1, 2):
            self._add(number, first=number == 1)
        self.fields["mode"] = ChoiceField(
            label=_("Whose signature is needed"), choices=Candidacy.GuardianMode.choices, radio=True, required=False,
            initial=Candidacy.GuardianMode.ONE,
        )  # fmt: skip
        who = (("", _("Does not apply")), ("1", _("the first")), ("2", _("the second")))
        self.fields["sole"] = ChoiceField(label=_("Who decides alone"), choices=who, required=False)
        self.fields["seen_by"] = LineField(
            label=_("Who at your school saw the decision of the court"), max_length=120, required=False,
            help_text=_("Only look at it. Do not keep a copy."),
        )  # fmt: skip
        self.fields["seen_on"] = DateField(label=_("On which day"), required=False)

    def _add(self, number: int, *, first: bool) -> None:
        self.fields[f"given_name_{number}"] = LineField(label=_("First name"), max_length=80, required=first)
        self.fields[f"family_name_{number}"] = LineField(label=_("Family name"), max_length=80, required=False)
        self.fields[f"relation_{number}"] = ChoiceField(
            label=_("Relation"), choices=[CHOOSE, *Guardian.Relation.choices], required=first
        )
        self.fields[f"email_{number}"] = EmailField(
            label=_("E-mail address"), required=False, help_text=_("The link to sign goes here. Not the learner's own.")
        )
        self.fields[f"phone_{number}"] = PhoneField(label=_("Telephone"), required=False)
        self.fields[f"language_{number}"] = ChoiceField(
            label=_("Language"), choices=list(LANGUAGES.items()), required=False, initial="nl"
        )
        self.fields[f"attested_how_{number}"] = ChoiceField(
            label=_("How do you know that this address and number are theirs?"),
            choices=[("", _("Not checked yet")), *Known.choices], required=False,
        )  # fmt: skip
        self.fields[f"channel_{number}"] = ChoiceField(
            label=_("How does their code come?"), choices=[CHOOSE, *Guardian.Channel.choices], required=False,
            help_text=_("A second way, so that nobody else can sign for them."),
        )  # fmt: skip
        self.fields[f"reason_{number}"] = LineField(
            label=_("Why is this right all the same?"), max_length=300, required=False,
            help_text=_("Only when we ask about the address or number."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in (1, 2):
            self._check_one(values, number)
        self._check_authority(values)
        if not self.errors and self.candidacy is not None:
            self._check_trust()
        return values

    def _check_one(self, values: dict[str, Any], number: int) -> None:
        given = bool(values.get(f"given_name_{number}"))
        if given and not values.get(f"email_{number}") and not values.get(f"phone_{number}"):
            self.add_error(f"email_{number}", _("Give an e-mail address or a telephone number."))
        if given and values.get(f"channel_{number}") == "text" and not values.get(f"phone_{number}"):
            self.add_error(f"phone_{number}", _("Give the number for the text message."))
        if number == 2 and given and not values.get("relation_2"):
            self.add_error("relation_2", _("Choose one of the list."))
        others = any(values.get(f"{name}_2") for name in ("family_name", "email", "phone"))
        if number == 2 and not given and others:
            self.add_error("given_name_2", _("Fill this in."))

    def _check_authority(self, values: dict[str, Any]) -> None:
        mode, sole = values.get("mode"), values.get("sole")
        if mode in ALONE and not (sole and values.get(f"given_name_{sole}")):
            self.add_error("sole", _("Say which parent or guardian decides alone."))
        if mode == Candidacy.GuardianMode.COURT:
            for name in ("seen_by", "seen_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in."))
        seen: date | None = values.get("seen_on")
        if seen and seen > timezone.localdate():
            self.add_error("seen_on", _("This day is still to come."))

    def _check_trust(self) -> None:
        given = self.guardians
        trusts: Sequence[Trust] = queries.guardians_trust(self.candidacy, given)
        for each, found in zip(given, trusts, strict=True):
            verdict = found.verdict(each["reason"])
            if not verdict:
                self.add_error(f"{at_field(verdict.code)}_{each['number']}", because(verdict))

    @property
    def guardians(self) -> list[dict[str, str]]:
        """Those that were filled in."""
        both = [
            {name: self.cleaned_data.get(f"{name}_{number}", "") for name in EACH} | {"number": str(number)}
            for number in (1, 2)
        ]
        return [each for each in both if each["given_name"]]

    @property
    def authority(self) -> Authority:
        typed = self.cleaned_data
        return Authority(
            typed.get("mode") or Candidacy.GuardianMode.ONE,
            int(typed["sole"]) if typed.get("sole") else None,
            typed.get("seen_by", ""),
            typed.get("seen_on"),
        )


class CompanySignerForm(PlainForm):
    """Who may sign for the training company."""

    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    function = LineField(label=_("Function"), max_length=100, help_text=_("For instance: manager, mentor."))
    email = EmailField(label=_("E-mail address at the company"), help_text=_("The link to sign goes here."))
    attested_how = ChoiceField(
        label=_("How do you know that this person may sign?"), choices=[CHOOSE, *Known.choices], required=True
    )
    reason = LineField(
        label=_("Why is this right all the same?"), max_length=300, required=False,
        help_text=_("Only when we ask about the address or the company."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidacy: Any = None, **options: Any) -> None:
        self.candidacy = candidacy
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and self.candidacy is not None:
            names = (values["given_name"], values["family_name"], values["email"])
            verdict = queries.company_trust(self.candidacy, *names).verdict(values["reason"])
            if not verdict:
                field = "reason" if verdict.code == "enterprise_number_unchecked" else at_field(verdict.code)
                self.add_error(field, because(verdict))
        return values


class ObjectionForm(PlainForm):
    """A guardian who objects, as the school knows."""

    guardian = ChoiceField(label=_("Who objects?"), radio=True)
    reason = LineField(
        label=_("How do you know?"), max_length=300, help_text=_("The learner and the other parent do not read this.")
    )

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["guardian"].choices = people  # type: ignore[attr-defined]


class LiftForm(PlainForm):
    """Why departure is no longer on hold."""

    reason = LineField(label=_("Why does it go on?"), max_length=300, help_text=_("This stays in the dossier."))
