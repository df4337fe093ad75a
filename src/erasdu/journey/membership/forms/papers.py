"""Who signs the papers of a membership, in which language and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, EmailField, LineField, ManyField, PlainForm, TextField
from erasdu.journey.membership.rules import Order, Representative

Text = str | Promise
LANGUAGES = (("nl", _("Dutch")), ("en", _("English")))
LONGEST_WAIT = 180  # days in which a paper must be signed
LEGENDS: dict[str, Text] = {
    "board": _("Who signs for the school board"),
    "board_second": _("Two people sign together? The second"),
    "coordinator": _("Who signs for the coordinator"),
    "partner": _("Who signs for the partner"),
}
HELP: dict[str, Text] = {
    "board": _("Signs on a phone or computer, without an account: the mail with the link goes to this address."),
    "board_second": _("Only where two people sign together. Else leave this empty."),
    "coordinator": _("Signs last, when all others have signed."),
    "partner": _("Signs on a phone or computer, without an account: the mail with the link goes to this address."),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together on the page."""

    code: str
    legend: Text
    help: Text
    fields: Sequence[BoundField]
    optional: bool

    @property
    def filled(self) -> bool:
        return any(bound.value() or bound.errors for bound in self.fields)


class SigningForm(PlainForm):
    """`roles`: those who sign; of an `optional` one all fields are filled in, or none."""

    roles: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, today: date, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for role in self.roles:
            needed = role not in self.optional
            self.fields[f"{role}_given_name"] = LineField(label=_("First name"), max_length=80, required=needed)
            self.fields[f"{role}_family_name"] = LineField(label=_("Family name"), max_length=80, required=needed)
            self.fields[f"{role}_email"] = EmailField(label=_("E-mail address"), required=needed)
            self.fields[f"{role}_function"] = LineField(label=_("Function"), max_length=100, required=needed)
            self.fields[f"{role}_authority"] = LineField(
                label=_("On what their authority rests"),
                max_length=160,
                required=needed,
                help_text=_(
                    "For example: articles of association, article 12; or decision of the board, with its day."
                ),
            )
        tomorrow = today + timedelta(days=1)
        self.fields["language"] = ChoiceField(label=_("Language of the papers"), choices=LANGUAGES, radio=True)
        self.fields["due_on"] = DateField(
            label=_("Last day to sign"), earliest=tomorrow, latest=today + timedelta(days=LONGEST_WAIT)
        )
        self.fields["valid_until"] = DateField(label=_("The agreement is valid until"), earliest=tomorrow)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        seen: dict[str, str] = {}
        for role in self.roles:
            self._whole(role, typed)
            mail = str(typed.get(f"{role}_email") or "").casefold()
            if mail and mail in seen:
                self.add_error(f"{role}_email", _("Each signs with an address of their own."))
            seen[mail] = role
        return typed

    def _whole(self, role: str, typed: dict[str, Any]) -> None:
        names = [name for name in self.fields if name.startswith(f"{role}_") and self._role_of(name) == role]
        filled = [name for name in names if typed.get(name)]
        for name in names if role in self.optional and filled else ():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in too, or leave this person out."))

    def _role_of(self, name: str) -> str:
        """`board_second_email` is of `board_second`, not of `board`."""
        return max((role for role in self.roles if name.startswith(f"{role}_")), key=len, default="")

    @property
    def sections(self) -> list[Section]:
        found = []
        for role in self.roles:
            mine = [bound for bound in self if self._role_of(bound.name) == role]
            found.append(Section(role, LEGENDS[role], HELP[role], mine, role in self.optional))
        return found

    @property
    def rest(self) -> list[BoundField]:
        return [bound for bound in self if not self._role_of(bound.name) and bound.name != "revision"]

    @property
    def order(self) -> Order:
        typed = self.cleaned_data
        columns = ("given_name", "family_name", "email", "function", "authority")
        signers = {
            role: Representative(*(typed[f"{role}_{column}"] for column in columns))
            for role in self.roles
            if typed[f"{role}_email"]
        }
        return Order(signers, typed["language"], typed["due_on"], typed["valid_until"])


class PapersForm(SigningForm):
    """Agreement and mandate. `schools`: those that the agreement may cover; the first is the membership's own."""

    roles = ("board", "board_second", "coordinator")
    optional = frozenset({"board_second"})

    def __init__(self, today: date, schools: Sequence[Any], *given: Any, **options: Any) -> None:
        super().__init__(today, *given, **options)
        self.schools = {school.key: school for school in schools}
        self.own = schools[0].key
        if len(schools) > 1:
            self.fields["schools"] = ManyField(
                label=_("For which schools the agreement is made"),
                choices=[(school.key, school.name) for school in schools],
                help_text=_("Each school gets a mandate of its own, from its own page."),
            )
        self.fields["form"] = ChoiceField(
            label=_("What the school signs for this grant agreement"),
            choices=[("mandate", _("a mandate")), ("accession", _("an accession form: the school is a beneficiary"))],
            radio=True,
        )
        self.order_fields([*(name for name in ("schools",) if name in self.fields), "form"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if "schools" in self.fields and "schools" in typed and self.own not in typed["schools"]:
            self.add_error("schools", _("Tick the school of this membership too."))
        return typed

    @property
    def chosen(self) -> list[Any]:
        keys = self.cleaned_data.get("schools", [self.own])
        return [school for key, school in self.schools.items() if key in keys]


class PartnerForm(SigningForm):
    roles = ("partner", "coordinator")

    role = ChoiceField(
        label=_("Role of the partner"),
        choices=[
            ("supporting", _("supporting: finds places, hosts nobody itself")),
            ("hosting", _("hosting: learners do their internship there")),
        ],
        radio=True,
    )
    tasks = TextField(
        label=_("What the partner does"), max_length=1500, rows=8, help_text=_("One task a line; each becomes a point.")
    )

    @property
    def task_list(self) -> list[str]:
        lines = (line.strip(" -•\t") for line in self.cleaned_data["tasks"].splitlines())
        return [line for line in lines if line]
