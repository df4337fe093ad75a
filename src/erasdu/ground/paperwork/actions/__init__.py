"""Everything a person, or the background work, does with papers."""

from erasdu.ground.paperwork.actions.anchoring import anchor
from erasdu.ground.paperwork.actions.checking import ask_check, check_job
from erasdu.ground.paperwork.actions.choosing import choose_again
from erasdu.ground.paperwork.actions.drafting import Draft, Party, Reads, draft
from erasdu.ground.paperwork.actions.elsewhere import Step, come_back, leave
from erasdu.ground.paperwork.actions.erasing import erase_answers
from erasdu.ground.paperwork.actions.finding import read_job
from erasdu.ground.paperwork.actions.issuing import issue, send
from erasdu.ground.paperwork.actions.keeping import (
    attest,
    copy_link,
    correct,
    count_reminder,
    hand_out_code,
    lift,
    remind,
    resend,
    take_evidence,
    withdraw,
)
from erasdu.ground.paperwork.actions.reading import read
from erasdu.ground.paperwork.actions.sealing import complete, seal_job
from erasdu.ground.paperwork.actions.sheets import (
    Received,
    choose,
    receive,
    refuse,
    see_by_hand,
    see_signatures,
    take_away,
)
from erasdu.ground.paperwork.actions.showing import check_shown
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
from erasdu.ground.paperwork.actions.telling import hand_out_own_code, mail_own_page, mail_to_print
from erasdu.ground.paperwork.actions.wording import (
    back_to_shipped,
    confirm_explanation,
    drop,
    end_logo,
    publish,
    set_logo,
    write_text,
)

__all__ = [
    "Draft",
    "Party",
    "Reads",
    "Received",
    "Step",
    "Visit",
    "anchor",
    "ask_check",
    "ask_question",
    "attest",
    "back_to_shipped",
    "check_job",
    "check_shown",
    "choose",
    "choose_again",
    "come_back",
    "complete",
    "confirm_explanation",
    "copy_link",
    "correct",
    "count_reminder",
    "decline",
    "draft",
    "drop",
    "end_logo",
    "erase_answers",
    "hand_out_code",
    "hand_out_own_code",
    "issue",
    "leave",
    "lift",
    "mail_own_page",
    "mail_to_print",
    "not_me",
    "opened",
    "pass_on",
    "publish",
    "read",
    "read_job",
    "receive",
    "refuse",
    "remind",
    "resend",
    "revoke",
    "seal_job",
    "see_by_hand",
    "see_on_paper",
    "see_signatures",
    "send",
    "set_logo",
    "sign",
    "take_away",
    "take_evidence",
    "withdraw",
    "write_text",
    "wrong_address",
]
