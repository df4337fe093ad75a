"""Whether a text that somebody wrote fits its kind: what may be filled in, which clauses and questions it must have.

A kind changes with the program; a text that was published before may fit no more. Then it is not used.
"""

from functools import lru_cache

from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.rules import Content, ContentFaulty, Kind, check, compose, parse_content, placeholders


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
        _require_clauses(papers.content_of(kind, language), content)
        check(kind, content)
        compose(content, papers.specimen_facts(kind.code, language))
    except ContentFaulty as fault:
        return fault
    return None


def _require_clauses(shipped: Content, content: Content) -> None:
    """Those that come with the program, all of them and no others: they are what signers are bound by."""
    ours = {(clause.code, clause.when) for clause in shipped.clauses}
    theirs = {(clause.code, clause.when) for clause in content.clauses}
    for code, _when in sorted(ours - theirs):
        raise ContentFaulty("lacks", f"clause.{code}")
    for code, _when in sorted(theirs - ours):
        raise ContentFaulty("not_asked", f"clause.{code}")


def fault_of_text(kind: Kind, language: str, text: str) -> str:
    """Where a text that was published does not fit today; empty when it does."""
    return _fault(kind.code, language, text)


@lru_cache(maxsize=256)
def _fault(code: str, language: str, text: str) -> str:
    try:
        content = parse_content(text)
    except ContentFaulty as fault:
        return fault.where
    found = fault_in(papers.kind(code), language, content)
    return found.where if found else ""


forget = _fault.cache_clear  # for who changes kinds while the program runs: tests
