"""The texts of papers for who edits them: what is in force, what is being written, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import Count

from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Confirmation, Envelope, Logo, Wording
from erasdu.ground.paperwork.queries.beside import explanation_digest
from erasdu.ground.paperwork.queries.content import logo, wording
from erasdu.ground.paperwork.queries.fitting import fault_of_text
from erasdu.ground.paperwork.rules import (
    Change,
    Clause,
    Content,
    ContentFaulty,
    Explanation,
    Facts,
    Json,
    Kind,
    apart,
    changes,
    compose,
    parse_content,
)
from erasdu.ground.paperwork.states import OPEN


@dataclass(frozen=True, slots=True)
class TextLine:
    """One kind in one language. `older`: open papers that were sent with another version. `unfit`: where the published
    text no longer fits what this program asks of the kind, so that the one that ships is used instead."""

    kind: Kind
    language: str
    title: str
    version: int
    since: datetime | None
    by: str
    older: int
    draft: bool
    unfit: str


def text_lines() -> list[TextLine]:
    """Every kind and language, in two queries."""
    rows = Wording.objects.select_related("by").order_by("version")
    published = {(row.kind, row.language): row for row in rows if row.published_at}
    drafts = {(row.kind, row.language) for row in rows if not row.published_at}
    counts = Envelope.objects.filter(state=OPEN).values("document__kind", "language", "content_version")
    open_papers = counts.annotate(number=Count("pk"))
    found = []
    for kind in papers.kinds().values():
        for language in kind.languages:
            row = published.get((kind.code, language))
            unfit = fault_of_text(kind, language, row.text) if row and row.text else ""
            version = row.version if row and not unfit else 0
            older = sum(
                each["number"]
                for each in open_papers
                if (each["document__kind"], each["language"]) == (kind.code, language)
                and each["content_version"] != version
            )
            used = parse_content(row.text) if row and row.text and not unfit else papers.content_of(kind, language)
            by = str(row.by) if row and row.by else ""
            since = row.published_at if row else None
            draft = (kind.code, language) in drafts
            found.append(TextLine(kind, language, used.title, version, since, by, older, draft, unfit))
    return found


def draft_of(kind: Kind, language: str) -> Wording | None:
    return Wording.objects.filter(kind=kind.code, language=language, published_at=None).first()


def versions_of(kind: Kind, language: str) -> list[Wording]:
    rows = Wording.objects.filter(kind=kind.code, language=language).exclude(published_at=None)
    return list(rows.select_related("by").order_by("-version"))


@dataclass(frozen=True, slots=True)
class OldText:
    """One published version, to read. `differs`: what the next one changed; `next` is its number, 0 for none.

    `shipped`: it is the text that comes with the program; `unfit`: why it could not be used today.
    """

    row: Wording
    content: Content
    shipped: bool
    next: int
    differs: Sequence[Change]
    unfit: str


def old_text(kind: Kind, language: str, version: int) -> OldText | None:
    rows = {row.version: row for row in versions_of(kind, language)}
    row = rows.get(version)
    if row is None:
        return None
    later = min((number for number in rows if number > version), default=0)
    content = _text_of(kind, language, row)
    differs = _changed(kind, language, content, _text_of(kind, language, rows[later])) if later and content else []
    shown = content if content is not None else papers.content_of(kind, language)
    unfit = fault_of_text(kind, language, row.text) if row.text else ""
    return OldText(row, shown, content is None or not row.text, later, differs, unfit)


def _text_of(kind: Kind, language: str, row: Wording) -> Content | None:
    """None for what this program cannot read any more."""
    try:
        return parse_content(row.text) if row.text else papers.content_of(kind, language)
    except ContentFaulty:
        return None


def unfit_of(kind: Kind, language: str) -> str:
    """Where the newest published text does not fit today; empty when it is used."""
    newest = next(iter(versions_of(kind, language)), None)
    return fault_of_text(kind, language, newest.text) if newest and newest.text else ""


def unfit_texts() -> list[tuple[Kind, str, str]]:
    """Kind, language and where: published texts that no longer fit, and that are not used. One query."""
    rows = Wording.objects.exclude(published_at=None).order_by("version")
    newest = {(row.kind, row.language): row.text for row in rows}
    found = []
    for kind in papers.kinds().values():
        for language in kind.languages:
            text = newest.get((kind.code, language))
            if text and (where := fault_of_text(kind, language, text)):
                found.append((kind, language, where))
    return found


def being_written(kind: Kind, language: str) -> Content:
    """The draft when there is one, else what is in force."""
    draft = draft_of(kind, language)
    return parse_content(draft.text) if draft else wording(kind, language)[0]


def editable(kind: Kind, language: str) -> Content:
    """Every clause, sentence and question that ships, with the texts as they are being written."""
    shipped, written = papers.content_of(kind, language), being_written(kind, language)
    there = {(clause.code, clause.when): clause for clause in written.clauses}
    clauses = [there.get((clause.code, clause.when), clause) for clause in shipped.clauses]
    if kind.template:
        clauses = [_drawn(clause, before) for clause, before in zip(clauses, shipped.clauses, strict=True)]
    return replace(
        shipped,
        title=written.title,
        short=written.short,
        lead=written.lead,
        clauses=tuple(clauses),
        consent={role: written.consent.get(role) or text for role, text in shipped.consent.items()},
        questions={code: _asked(asked, written.questions.get(code, {})) for code, asked in shipped.questions.items()},
    )


def _drawn(clause: Clause, shipped: Clause) -> Clause:
    """The sentences as written, above what the template draws."""
    parts = (apart(clause.text)[0], apart(shipped.text)[1])
    return replace(clause, text="\n\n".join(part for part in parts if part))


def _asked(shipped: Json, written: Json) -> Json:
    """A question with the words of another version: its label, the help under it, its answers."""
    own: Json = {name: written[name] for name in ("label", "help") if written.get(name) and name in shipped}
    options = shipped.get("options")
    if isinstance(options, Mapping):
        said = written.get("options")
        others = said if isinstance(said, Mapping) else {}
        own["options"] = {code: others.get(code) or text for code, text in options.items()}
    return {**shipped, **own}


def differs_from_in_force(kind: Kind, language: str) -> list[Change]:
    """What the draft changes, clause by clause."""
    return _differs(kind, language, wording(kind, language)[0])


def differs_from_shipped(kind: Kind, language: str) -> list[Change]:
    return _differs(kind, language, papers.content_of(kind, language))


def _differs(kind: Kind, language: str, before: Content) -> list[Change]:
    return _changed(kind, language, before, being_written(kind, language))


def _changed(kind: Kind, language: str, before: Content, after: Content | None) -> list[Change]:
    facts = papers.specimen_facts(kind.code, language)
    try:
        return changes(_whole(before, facts), _whole(after, facts)) if after is not None else []
    except ContentFaulty:  # of an older program; saving says where
        return []


def _whole(content: Content, facts: Facts) -> Json:
    """A composed paper with, as clauses of their own, what signers agree to and are asked."""
    said = [_clause(f"_consent_{role}", content.roles.get(role, ""), [text]) for role, text in content.consent.items()]
    asked = [_clause(f"_question_{code}", str(one["label"]), _words(one)) for code, one in content.questions.items()]
    composed = compose(content, facts)
    return {**composed, "clauses": [*cast(list[Json], composed["clauses"]), *said, *asked]}


def _words(question: Json) -> list[str]:
    options = question.get("options")
    answers = [str(text) for text in options.values()] if isinstance(options, Mapping) else []
    return [str(question["label"]), *filter(None, [str(question.get("help", ""))]), *answers]


def _clause(code: str, title: str, texts: list[str]) -> Json:
    return {"code": code, "title": title, "blocks": [{"text": text} for text in texts]}


def preview(kind: Kind, language: str, content: Content, at: datetime) -> bytes:
    """The paper with invented data, marked as a specimen."""
    data = papers.specimen(kind, language, at=at, verify=f"{settings.SITE_URL}/v/", content=content)
    picture = logo()
    data["logo"] = {"svg": picture.svg, "alt": picture.alt} if picture else None
    return papers.draw(kind, language, data, at=at)


def logos() -> list[Logo]:
    """Every picture that stood on papers, the newest first."""
    return list(Logo.objects.select_related("by").order_by("-version"))


# -- explanations ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Explained:
    """One explanation: confirmed by whom, of exactly this text (`digest`); nobody yet is an empty name."""

    kind: Kind
    language: str
    language_name: str
    explanation: Explanation
    digest: str
    name: str
    at: datetime | None


def explained() -> list[tuple[Kind, list[Explained]]]:
    """Every explained kind with its languages, in one query."""
    rows = {(row.kind, row.language, row.sha256): row for row in Confirmation.objects.all()}
    found = []
    for kind in papers.kinds().values():
        if kind.explained:
            lines = [_explained(kind, language, rows) for language in papers.explained_languages(kind)]
            found.append((kind, [line for line in lines if line]))
    return found


def explained_one(kind: Kind, language: str) -> Explained | None:
    rows = Confirmation.objects.filter(kind=kind.code, language=language)
    return _explained(kind, language, {(row.kind, row.language, row.sha256): row for row in rows})


def _explained(kind: Kind, language: str, rows: dict[tuple[str, str, str], Confirmation]) -> Explained | None:
    explanation, phrases = papers.explanation_of(kind, language), papers.phrases(language)
    if explanation is None:
        return None
    digest = explanation_digest(explanation)
    row = rows.get((kind.code, language, digest))
    name = phrases.language_name if phrases else language
    return Explained(kind, language, name, explanation, digest, row.name if row else "", row.at if row else None)
