"""Everything a person, or the background work, does with papers."""

from erasdu.ground.paperwork.actions.erasing import erase_answers
from erasdu.ground.paperwork.actions.issuing import Party, Reads, issue
from erasdu.ground.paperwork.actions.keeping import (
    attest,
    copy_link,
    correct,
    hand_out_code,
    lift,
    remind,
    resend,
    see_on_paper,
    withdraw,
)
from erasdu.ground.paperwork.actions.reading import read
from erasdu.ground.paperwork.actions.sealing import complete, seal_job
from erasdu.ground.paperwork.actions.signing import (
    Visit,
    ask_question,
    decline,
    not_me,
    opened,
    pass_on,
    revoke,
    sign,
    wrong_address,
)

__all__ = [
    "Party",
    "Reads",
    "Visit",
    "ask_question",
    "attest",
    "complete",
    "copy_link",
    "correct",
    "decline",
    "erase_answers",
    "hand_out_code",
    "issue",
    "lift",
    "not_me",
    "opened",
    "pass_on",
    "read",
    "remind",
    "resend",
    "revoke",
    "seal_job",
    "see_on_paper",
    "sign",
    "withdraw",
    "wrong_address",
]
