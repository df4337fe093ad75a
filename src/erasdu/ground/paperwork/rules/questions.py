"""What signers answer: how it is asked on paper, how it is printed, and whether a content fits its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from erasdu.ground.paperwork.rules.composing import PLACEHOLDER
from erasdu.ground.paperwork.rules.content import Content, ContentFaulty, Json
from erasdu.ground.paperwork.rules.kinds import Kind, Question
from erasdu.kernel.periods import Period
from erasdu.kernel.typeset import day_text

YES_NO = {"nl": {"yes": "ja", "no": "nee"}, "en": {"yes": "yes", "no": "no"}}
UNTIL = {"nl": "tot en met", "en": "until"}

# Code → text; yes_no: "yes" or "no"; dates: periods as [first day, last day], in ISO.
Answers = Mapping[str, object]


def asked(kind: Kind, content: Content, role: str) -> list[Json]:
    """The questions to a role as a printed paper puts them: `label`, `form`, `options` (their words)."""
    return [
        {
            "label": label_of(content, question.code),
            "form": question.kind,
            "options": [option_of(content, question.code, option) for option in question.options],
        }
        for question in kind.questions_to(role)
    ]


def answered(kind: Kind, content: Content, role: str, answers: Answers, language: str) -> list[list[str]]:
    """Label and answer of what a role answered, as the final paper prints it; what was not answered is left out."""
    return [
        [label_of(content, question.code), said]
        for question in kind.questions_to(role)
        if applies(question, answers) and (said := _said(question, content, answers.get(question.code), language))
    ]


def applies(question: Question, answers: Answers) -> bool:
    """Whether it is asked, given what was answered before."""
    return question.only_when is None or answers.get(question.only_when[0]) == question.only_when[1]


def label_of(content: Content, code: str) -> str:
    return str(content.questions[code]["label"])


def option_of(content: Content, code: str, option: str) -> str:
    options = content.questions[code]["options"]
    assert isinstance(options, Mapping)
    return str(options[option])


def _said(question: Question, content: Content, answer: object, language: str) -> str:
    if not answer:
        return ""
    if question.kind == "choice":
        return option_of(content, question.code, str(answer))
    if question.kind == "yes_no":
        return YES_NO[language].get(str(answer), "")
    if question.kind == "dates":
        assert isinstance(answer, Sequence)
        return "; ".join(_period(Period(*map(date.fromisoformat, days)), language) for days in answer)
    return str(answer)


def _period(period: Period, language: str) -> str:
    if period.start == period.end:
        return day_text(period.start, language)
    return f"{day_text(period.start, language)} {UNTIL[language]} {day_text(period.end, language)}"


def check(kind: Kind, content: Content) -> None:
    """Raises ContentFaulty when a content lacks what its kind needs, or words something that the kind has not."""
    clauses = {clause.code for clause in content.clauses}
    for role in kind.roles:
        _needs(role in content.roles, "lacks", f"roles.{role}")
        _needs(bool(content.consent_of(role)) or kind.by_hand, "lacks", f"consent.{role}")
    for code in kind.binds:
        _needs(code in clauses or code.startswith("_"), "lacks", f"clause.{code}")
    for question in kind.questions:
        worded = content.questions.get(question.code, {})
        _needs(bool(worded.get("label")), "lacks", f"question.{question.code}")
        options = worded.get("options", {})
        _needs(isinstance(options, Mapping), "not_as_meant", f"question.{question.code}")
        _needs(set(options) == set(question.options), "other_options", f"question.{question.code}")  # type: ignore[call-overload]
    for code in set(content.questions) - {question.code for question in kind.questions}:
        raise ContentFaulty("not_asked", f"question.{code}")
    for role, text in content.consent.items():
        _needs(not PLACEHOLDER.search(text), "no_fact_here", f"consent.{role}")


def _needs(right: bool, code: str, where: str) -> None:
    if not right:
        raise ContentFaulty(code, where)
