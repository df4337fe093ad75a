"""The texts and the picture of papers, as the coordinator words them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import FileField, LineField, PlainForm, TextField
from erasdu.ground.look.words import collected
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.rules import Clause, Content, ContentFaulty, Json, Kind, apart, blocks, places_in

LOGO_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
NEEDED = _("This part belongs to what is signed: it cannot be left out.")


def texts_of(kind: Kind, content: Content) -> dict[str, str]:
    """Field → text, as the form has them. Of a kind with a drawing of its own, the sentences above what it draws."""
    texts = {"title": content.title, "short": content.short, "lead": content.lead}
    for number, clause in enumerate(content.clauses):
        texts |= {f"title_{number}": clause.title, f"text_{number}": _sentences(kind, clause)}
    texts |= {f"consent_{role}": text for role, text in content.consent.items()}
    for code, asked in content.questions.items():
        texts |= {f"asked_{code}_{name}": text for name, text in _asked(asked)}
    return texts


def _sentences(kind: Kind, clause: Clause) -> str:
    return apart(clause.text)[0] if kind.template else clause.text


def _asked(question: Json) -> Iterator[tuple[str, str]]:
    """What is worded of a question: `label`, `help`, and each answer as `option_<its code>`."""
    yield "label", str(question["label"])
    if "help" in question:
        yield "help", str(question["help"])
    options = question.get("options")
    for code, text in options.items() if isinstance(options, Mapping) else ():
        yield f"option_{code}", str(text)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under one heading; `only`: in which papers the clause stands."""

    title: str
    fields: list[forms.BoundField]
    only: str = ""


class WordingForm(PlainForm):
    """`content`: every clause that ships, with the texts as they are now; none of them may be left out."""

    title = LineField(label=_("Title"), max_length=200)
    short = LineField(label=_("What it is called in lists and mails"), max_length=80)
    lead = TextField(label=_("First sentence"), max_length=2000, rows=3, required=False)

    def __init__(self, *given: Any, kind: Kind, language: str, content: Content, **options: Any) -> None:
        super().__init__(*given, **options)
        self.kind, self.language, self.base = kind, language, content
        for number, clause in enumerate(content.clauses):
            self._add_clause(number, clause)
        for role in content.consent:
            self.fields[f"consent_{role}"] = TextField(
                label=self._who(role), max_length=600, rows=2, error_messages={"required": NEEDED}
            )
        for code, asked in content.questions.items():
            for name, _text in _asked(asked):
                self.fields[f"asked_{code}_{name}"] = LineField(
                    label=self._of_question(name), max_length=300, error_messages={"required": NEEDED}
                )

    def _add_clause(self, number: int, clause: Clause) -> None:
        drawn = bool(self.kind.template) and bool(apart(clause.text)[1])
        if clause.title or not self.kind.template:
            self.fields[f"title_{number}"] = LineField(label=_("Title"), max_length=200, required=drawn)
        self.fields[f"text_{number}"] = TextField(
            label=_("Sentences above what is drawn here") if drawn else _("Text"),
            max_length=6000,
            rows=2 if drawn else min(12, 3 + len(clause.text) // 90),
            required=not drawn,
            error_messages={"required": NEEDED},
        )

    def _who(self, role: str) -> str:
        return self.base.roles.get(role) or gettext("Everybody who signs")

    def _of_question(self, name: str) -> str:
        words = {"label": gettext("Question"), "help": gettext("Help under it")}
        return words.get(name) or gettext("Answer")

    # -- as it is shown ------------------------------------------------------------------------

    @property
    def groups(self) -> Iterator[Group]:
        """The whole, then each clause, what signers agree to, what they are asked."""
        yield Group(gettext("The whole paper"), [self[name] for name in ("revision", "title", "short", "lead")])
        for number, clause in enumerate(self.base.clauses):
            names = [name for name in (f"title_{number}", f"text_{number}") if name in self.fields]
            title = gettext("Clause %(number)d") % {"number": number + 1}
            title += f": {clause.title}" if clause.title and self.kind.template else ""
            yield Group(title, [self[name] for name in names], _only(clause.when))
        agreed = [self[name] for name in self.fields if name.startswith("consent_")]
        if agreed:
            yield Group(gettext("Beside the box that is ticked when signing"), agreed)
        for number, code in enumerate(self.base.questions):
            names = [f"asked_{code}_{name}" for name, _text in _asked(self.base.questions[code])]
            yield Group(gettext("Question %(number)d") % {"number": number + 1}, [self[name] for name in names])

    # -- as it is kept -------------------------------------------------------------------------

    @property
    def content(self) -> Content:
        typed = self.cleaned_data
        clauses = [self._clause(number, clause) for number, clause in enumerate(self.base.clauses)]
        return replace(
            self.base,
            title=typed.get("title", ""),
            short=typed.get("short", ""),
            lead=typed.get("lead", ""),
            clauses=tuple(clauses),
            consent={role: typed.get(f"consent_{role}", "") for role in self.base.consent},
            questions={code: self._question(code, asked) for code, asked in self.base.questions.items()},
        )

    def _clause(self, number: int, clause: Clause) -> Clause:
        text = self.cleaned_data.get(f"text_{number}", "").strip()
        drawn = apart(clause.text)[1] if self.kind.template else ""
        title = self.cleaned_data.get(f"title_{number}", "")
        return replace(clause, title=title, text="\n\n".join(part for part in (text, drawn) if part))

    def _question(self, code: str, asked: Json) -> Json:
        said = {name: self.cleaned_data.get(f"asked_{code}_{name}", "") for name, _text in _asked(asked)}
        options = {name.removeprefix("option_"): text for name, text in said.items() if name.startswith("option_")}
        plain = {name: text for name, text in said.items() if not name.startswith("option_")}
        return {**asked, **plain, **({"options": options} if options else {})}

    # -- what is wrong -------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        known = set(queries.known_places(self.kind, self.language))
        for name in texts_of(self.kind, self.base):
            if name in self.fields:
                self._check(name, str(typed.get(name, "")), known if name.startswith(FILLED) else set())
        if not self.errors and (fault := queries.fault_in(self.kind, self.language, self.content)):
            self.add_error(self._field_of(fault), _said(fault))
        return typed

    def _check(self, name: str, text: str, known: set[str]) -> None:
        found, stray = places_in(text)
        if found and not known:
            self.add_error(name, gettext("Nothing is filled in here: write it without braces."))
        for unknown in sorted(found - known) if known else ():
            self.add_error(name, gettext("Nothing can be filled in for {%(name)s}.") % {"name": unknown})
        if stray:
            self.add_error(name, gettext("Write a place to fill in as {name}, in small letters; no other braces."))
        if self.kind.template and name.startswith("text_") and any("text" not in block for block in blocks(text)):
            self.add_error(name, gettext("Only sentences here: lists and tables of this paper are drawn by ErasDu."))

    def _field_of(self, fault: ContentFaulty) -> str | None:
        code = fault.where.removeprefix("clause.")
        numbers = [number for number, clause in enumerate(self.base.clauses) if clause.code == code]
        return f"text_{numbers[0]}" if numbers else code if code in self.fields else None


FILLED = ("title", "lead", "text_")  # what places may be filled in


def _only(when: str) -> str:
    """When a clause stands in a paper, in words: of the whole condition, else of each value in it."""
    known = collected("CONDITIONS")
    name, _sign, values = when.partition("=")
    each = [when] if when in known else [f"{name}={value}" for value in values.split("|")]
    return gettext(" or ").join(str(known.get(one, one)) for one in each) if when else ""


def _said(fault: ContentFaulty) -> str:
    if fault.code in ("no_list", "no_table"):
        return gettext("{%(name)s} stands for something else: use it as the text that came with ErasDu does.") % {
            "name": fault.what
        }
    return gettext("This text cannot be used yet: %(where)s.") % {"where": fault.where}


class LogoForm(PlainForm):
    file = FileField(
        label=_("Picture"),
        help_text=_("An SVG, which stays sharp, with its text turned into shapes; or a PNG or JPEG on a white ground."),
        endings=LOGO_ENDINGS,
    )
    alt = LineField(label=_("What the picture says"), help_text=_("For who cannot see it."), max_length=120)
