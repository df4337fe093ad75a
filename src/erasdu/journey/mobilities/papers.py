"""What a participant who has a place may tell about health and food, and the card with whom to call.

Facts: `learner`, and a list `readers`: who will read it, by name or by role.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind, Question
from erasdu.kernel.typeset import day_text, render

FOLDER = Path(__file__).resolve().parent
BOTH = ("guardian_1", "guardian_2")
GUARDIANS = frozenset(BOTH)
SHARED = ("sharing", "share")

KINDS = (
    Kind(
        code="mobilities.health",
        folder=FOLDER,
        signers=(("learner",), BOTH),
        questions=(
            Question("sharing", "learner", "choice", options=("share", "nothing", "myself")),
            Question("diet", "learner", "long", required=False, only_when=SHARED),
            Question("allergies", "learner", "long", required=False, only_when=SHARED),
            Question("medication", "learner", "long", required=False, only_when=SHARED),
            Question("other", "learner", "long", required=False, only_when=SHARED),
        ),
        second_channel=GUARDIANS,
        explained=GUARDIANS,
        restricted=True,
        free=True,
    ),
)


def specimen(name: str, language: str) -> Facts:
    return specimen_of(FOLDER, name, language)


def card_pdf(
    name: str,
    facts: Sequence[tuple[str, str]],
    contacts: Sequence[Mapping[str, str]],
    insurers: Sequence[tuple[str, str, str]] = (),
    *,
    language: str,
    at: datetime,
) -> bytes:
    """The emergency card, one page; `contacts` have `role`, `name`, `organisation` and `phone`.

    `insurers`: for what, insurer and policy, telephone; without any there are lines to write on.
    """
    data = {
        "name": name,
        "reference": day_text(at, language),
        "facts": list(facts),
        "contacts": list(contacts),
        "insurers": [list(each) for each in insurers],
    }
    return render(FOLDER / "typst", "card.typ", data, timestamp=at, language=language)
