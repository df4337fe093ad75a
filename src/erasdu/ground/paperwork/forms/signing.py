"""What a signer fills in, and what staff says about a paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import (
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    LineField,
    NumberField,
    PhoneField,
    PlainForm,
    TextField,
    TickField,
)
from erasdu.ground.look.words import because
from erasdu.ground.paperwork.rules import (
    Content,
    Question,
    applies,
    label_of,
    option_of,
    same_name,
)
from erasdu.ground.paperwork.words import ATTESTED
from erasdu.ground.vault.forms import SeenForm, UploadsField
from erasdu.kernel.scans.codes import MOST_PAGES
from erasdu.kernel.verdict import no

LARGEST_MB = 12  # of a paper to check; the server keeps no larger upload
PERIODS = 3  # how many periods a question for dates takes
MOST_AT_ONCE = 12  # files
YES_NO = (("yes", _("yes")), ("no", _("no")))


class AnswersForm(PlainForm):
    """The questions of a paper to one signer."""

    def __init__(self, questions: Sequence[Question], content: Content, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.questions = questions
        for question in questions:
            self._ask(question, content)

    def _ask(self, question: Question, content: Content) -> None:
        label = label_of(content, question.code)
        help_text = str(content.questions[question.code].get("help", ""))
        needed = question.required and question.only_when is None
        if question.kind == "dates":
            for number in range(1, PERIODS + 1):
                first = DateField(
                    label=_("%(what)s From") % {"what": label} if number == 1 else _("Other days: from"), required=False
                )
                last = DateField(label=_("until and with"), required=False)
                self._shown_when(question, first, last)
                self.fields[f"{question.code}_from_{number}"] = first
                self.fields[f"{question.code}_until_{number}"] = last
            return
        made: dict[str, Any] = {"label": label, "help_text": help_text, "required": needed}
        if question.kind == "choice":
            options = [(option, option_of(content, question.code, option)) for option in question.options]
            field: forms.Field = ChoiceField(choices=options, widget=forms.RadioSelect, **made)
        elif question.kind == "yes_no":
            field = ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **made)
        elif question.kind == "phone":
            field = PhoneField(**made)
        elif question.kind == "long":
            field = TextField(max_length=1000, rows=3, **made)
        else:
            field = LineField(max_length=160, **made)
        self.fields[question.code] = field
        self._shown_when(question, field)

    def _shown_when(self, question: Question, *fields: forms.Field) -> None:
        """For the page's script: show it only after that answer."""
        if question.only_when is not None:
            for field in fields:
                code, answer = question.only_when
                field.widget.attrs["data-only-when"] = f"{self.add_prefix(code)}={answer}"

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for question in self.questions:
            if question.kind == "dates":
                typed[question.code] = self._periods(question, typed)
        for question in self.questions:
            if question.required and applies(question, typed) and not typed.get(question.code):
                where = f"{question.code}_from_1" if question.kind == "dates" else question.code
                if where not in self.errors:
                    self.add_error(where, _("Answer this."))
        return typed

    def _periods(self, question: Question, typed: Mapping[str, Any]) -> list[list[str]]:
        found = []
        for number in range(1, PERIODS + 1):
            first: date | None = typed.get(f"{question.code}_from_{number}")
            last: date | None = typed.get(f"{question.code}_until_{number}") or first
            if first and last and last < first:
                self.add_error(f"{question.code}_until_{number}", _("The last day comes before the first."))
            elif first and last:
                found.append([first.isoformat(), last.isoformat()])
        return found

    @property
    def answers(self) -> dict[str, object]:
        """What was asked and answered; what does not apply given the other answers is left out."""
        typed = self.cleaned_data
        given = {question.code: typed.get(question.code) for question in self.questions if applies(question, typed)}
        return {code: answer for code, answer in given.items() if answer not in (None, "", [])}


class SignForm(AnswersForm):
    """The questions to this signer, the name, the tick box. `shown`: the hash of what was on the page."""

    def __init__(
        self,
        questions: Sequence[Question],
        content: Content,
        name: str,
        consent: str,
        *given: Any,
        elsewhere: bool = False,
        said: str = "",
        **options: Any,
    ) -> None:
        """`elsewhere`: by a service that says itself who it is, so no name is typed. `said`: what the consent says in
        the reader's language."""
        super().__init__(questions, content, *given, **options)
        self.name = name
        self.fields["typed_name"] = LineField(
            label=_("Your name"), max_length=160, help_text=name, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        self.fields["consent"] = TickField(
            label=consent,
            help_text=said,
            required=True,
            error_messages={"required": _("Tick this to sign. Do you not agree? Then decline below.")},
        )
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
        if elsewhere:
            del self.fields["typed_name"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if "typed_name" in typed and not same_name(typed["typed_name"], self.name):
            self.add_error("typed_name", because(no("name_differs", name=self.name)))
        return typed


class SeenSignatureForm(AnswersForm):
    """One signer on a scan: whether the signature is there, and what is filled in on the paper."""

    def __init__(
        self, signer: str, role: str, questions: Sequence[Question], content: Content, *given: Any, **options: Any
    ) -> None:
        super().__init__(questions, content, *given, **options)
        label = _("I see the signature of %(name)s (%(role)s)") % {"name": signer, "role": role}
        asked = dict(self.fields)
        self.fields = {"revision": asked.pop("revision"), "seen": TickField(label=label, required=False), **asked}
        if self.is_bound and not self.data.get(self.add_prefix("seen")):
            for field in self.fields.values():
                field.required = False  # only who is ticked needs answers

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.cleaned_data.get("seen") else self.cleaned_data

    @property
    def is_seen(self) -> bool:
        return bool(self.cleaned_data.get("seen"))


class SeenByHandForm(SeenForm):
    """Of a paper that is only signed by hand: also where an official confirmed the signature."""

    legalised_at = LineField(
        label=_("Legalised at"),
        help_text=_("The municipality whose stamp is on it. Empty: nobody confirmed the signature."),
        max_length=120,
        required=False,
    )


class ScansForm(PlainForm):
    photos = UploadsField(most=MOST_AT_ONCE)


class WhichPaperForm(PlainForm):
    """Which page of which paper a loose picture is."""

    def __init__(self, papers: Sequence[tuple[str, str]], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["paper"] = ChoiceField(label=_("Which paper is this?"), choices=[("", ""), *papers])
        self.fields["page"] = NumberField(
            label=_("Which page?"), min_value=1, max_value=MOST_PAGES, initial=1,
            help_text=_("It stands at the bottom of the page."),
        )  # fmt: skip


class ReasonForm(PlainForm):
    reason = TextField(label=_("Why"), max_length=500, rows=3)


class QuestionForm(PlainForm):
    question = TextField(label=_("Your question"), max_length=500, rows=3, required=False)
    call_me = TickField(label=_("Call me"), required=False)
    phone = PhoneField(label=_("On which number"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("question") and not typed.get("call_me"):
            self.add_error("question", _("Write your question, or ask to be called."))
        if typed.get("call_me") and not typed.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("On which number can you be called?"))
        return typed

    @property
    def whole(self) -> str:
        call = _("Call me: %(phone)s") % {"phone": self.cleaned_data["phone"]} if self.cleaned_data["call_me"] else ""
        return " · ".join(part for part in (self.cleaned_data["question"], str(call)) if part)


class AttestForm(PlainForm):
    how = ChoiceField(label=_("How do you know that this is the right person?"), choices=list(ATTESTED.items()))


class CheckForm(PlainForm):
    """A file that somebody wants to know of whether it is ours."""

    file = FileField(label=_("The PDF as you got it"), endings=[".pdf"], megabytes=LARGEST_MB)


class ColleagueForm(PlainForm):
    """Who signs instead, inside the same organisation."""

    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80)
    email = EmailField(label=_("E-mail address"))
    function = LineField(label=_("Function"), max_length=100, required=False)


class CorrectForm(ColleagueForm):
    """The same by staff, who says how they know."""

    attested_how = ChoiceField(
        label=_("How do you know that this is the right person?"), choices=list(ATTESTED.items())
    )


class ConfirmForm(PlainForm):
    """Who read an explanation. `digest`: the hash of the text that was on the page."""

    name = LineField(
        label=_("Name of who read it"),
        help_text=_("Somebody who knows this language well. Signers see this name beside the explanation."),
        max_length=160,
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
