"""What is asked once more in the moment before a letter about a paper goes."""

from datetime import datetime

from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.ground.post.models import Letter


def still_to_sign(letter: Letter, at: datetime) -> str | None:
    """A reminder goes as it is to who is still asked, and to nobody else."""
    waiting = Signer.objects.filter(
        envelope=letter.about_pk, envelope__state=OPEN, person=letter.person_id, state=ASKED
    )
    return letter.text if waiting.exists() else None
