"""The texts of papers for who edits them: what is in force, what is being written, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import Count

from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Confirmation, Envelope, Logo, Wording
from erasdu.ground.paperwork.queries.content import logo, wording
from erasdu.ground.paperwork.queries.pages import explanation_digest
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
    check,
    compose,
    parse_content,
    placeholders,
)
from erasdu.ground.paperwork.states import OPEN


@dataclass(frozen=True, slots=True)
class TextLine:
    """One kind in one language. `older`: open papers that were sent with another version."""

    kind: Kind
    language: str
    title: str
    version: int
    since: datetime | None
    by: str
    older: int
    draft: bool


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
            version = row.version if row else 0
            older = sum(
                each["number"]
                for each in open_papers
                if (each["document__kind"], each["language"]) == (kind.code, language)
                and each["content_version"] != version
            )
            title = parse_content(row.text).title if row and row.text else papers.content_of(kind, language).title
            by = str(row.by) if row and row.by else ""
            since = row.published_at if row else None
            draft = (kind.code, language) in drafts
            found.append(TextLine(kind, language, title, version, since, by, older, draft))
    return found


def draft_of(kind: Kind, language: str) -> Wording | None:
    return Wording.objects.filter(kind=kind.code, language=language, published_at=None).first()


def versions_of(kind: Kind, language: str) -> list[Wording]:
    rows = Wording.objects.filter(kind=kind.code, language=language).exclude(published_at=None)
    return list(rows.select_related("by").order_by("-version"))


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
    facts = papers.specimen_facts(kind.code, language)
    try:
        return changes(_whole(before, facts), _whole(being_written(kind, language), facts))
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


def known_places(kind: Kind, language: str) -> list[str]:
    """What may stand between braces in the texts of this kind."""
    texts = {name for name, value in papers.specimen_facts(kind.code, language).items() if isinstance(value, str)}
    return sorted(texts | placeholders(papers.content_of(kind, language)))


def fault_in(kind: Kind, language: str, content: Content) -> ContentFaulty | None:
    """What keeps a text from being used, with where it stands."""
    unknown = placeholders(content) - set(known_places(kind, language))
    for clause in content.clauses:
        if wrong := sorted(name for name in unknown if f"{{{name}}}" in clause.title + clause.text):
            return ContentFaulty("no_fact", clause.code, wrong[0])
    try:
        check(kind, content)
        compose(content, papers.specimen_facts(kind.code, language))
    except ContentFaulty as fault:
        return fault
    return None


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
