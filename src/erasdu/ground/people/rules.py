"""Privacy notices as text, and what an account must have. Plain Python."""

from dataclasses import dataclass

AUDIENCES = (
    "learner", "incoming", "guardian", "company", "host", "representative", "signer",
    "contact_point", "teacher", "counsellor", "interviewer", "coordinator", "administrator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its paragraphs and, under them, a list."""

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """`version` is what is recorded; `lead` is the one sentence under the title."""

    audience: str
    version: str
    title: str
    lead: str
    parts: tuple[Part, ...]


def parse(audience: str, text: str) -> Notice:
    """`Version: …`, `# title`, a paragraph, then `## heading` with paragraphs and `- items`. ValueError when not."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if not lines or not lines[0].startswith("Version: "):
        raise ValueError(f"{audience}: a notice begins with its version")
    title = next(line.removeprefix("# ") for line in lines if line.startswith("# "))
    head, *chapters = "\n".join(lines).split("\n## ")
    lead = next(line for line in head.splitlines()[1:] if line and not line.startswith("# "))
    return Notice(audience, lines[0].removeprefix("Version: "), title, lead, tuple(_part(each) for each in chapters))


def _part(chapter: str) -> Part:
    heading, _, body = chapter.partition("\n")
    lines = [line for line in body.splitlines() if line]
    items = tuple(line.removeprefix("- ") for line in lines if line.startswith("- "))
    return Part(heading, tuple(line for line in lines if not line.startswith("- ")), items)


def must_have_second_factor(roles: set[str], compulsory: tuple[str, ...]) -> bool:
    """One role that needs it is enough, whichever role one acts in at the moment."""
    return not roles.isdisjoint(compulsory)
