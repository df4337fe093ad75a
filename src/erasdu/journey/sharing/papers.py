"""The one-page profile of a learner for a company or a family: a copy with a name on it that expires."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from erasdu.journey.sharing.rules import COPY_LASTS
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import day_text, render

FOLDER = Path(__file__).resolve().parent


def profile_pdf(
    name: str,
    rows: Sequence[tuple[str, str]],
    *,
    copy_for: str,
    by: str,
    days: str,
    language: str,
    at: datetime,
) -> bytes:
    """`rows`: heading and text; `days`: when the learner would come, as text."""
    data = {
        "name": name,
        "rows": [list(row) for row in rows],
        "copy_for": copy_for,
        "by": by,
        "days": days,
        "made_on": day_text(at, language),
        "until": day_text(brussels_date(at) + COPY_LASTS, language),
    }
    return render(FOLDER / "typst", "profile.typ", data, timestamp=at, language=language)
