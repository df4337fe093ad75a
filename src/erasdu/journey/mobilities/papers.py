"""What a participant who has a place may tell about health and food.

Facts: `learner`, and a list `readers`: who will read it, by name or by role.
"""

from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Kind, Question

FOLDER = Path(__file__).resolve().parent
GUARDIANS = frozenset({"guardian_1"})
SHARED = ("sharing", "share")

KINDS = (
    Kind(
        code="mobilities.health",
        folder=FOLDER,
        signers=(("learner",), ("guardian_1",)),
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
