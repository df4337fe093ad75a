"""What a journal line about a paper says of it: codes only stand there, so no row is read."""

from collections.abc import Mapping

from erasdu.ground.paperwork import papers, words


def line_said(data: Mapping[str, object], language: str) -> str:
    """Title of the kind, and whose part of it the line is about; "" for a line that names no kind, and for one of which
    only a few may know that it is there.
    """
    code, role = str(data.get("kind", "")), str(data.get("role", ""))
    kind = papers.kinds().get(code)
    if kind is None or kind.restricted:
        return ""
    abroad = "" if language in kind.languages else papers.title_abroad(kind, language)
    content = papers.content_of(kind, language if language in kind.languages else kind.languages[0])
    return " · ".join(part for part in (abroad or content.short, _whose(role, content.roles)) if part)


def _whose(role: str, roles: Mapping[str, str]) -> str:
    return str(words.ROLES.get(role, "")) or roles.get(role, "")
