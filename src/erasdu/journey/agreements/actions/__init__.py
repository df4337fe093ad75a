"""What is done with a learning plan."""

from erasdu.journey.agreements.actions.amending import Ahead, agree_days, amend, ask_days, foresee, refuse_days
from erasdu.journey.agreements.actions.assessing import ask_assessor, assess, judge, send_complement
from erasdu.journey.agreements.actions.inviting import ask_keeper, invite
from erasdu.journey.agreements.actions.many import begin_all, send_all, send_job
from erasdu.journey.agreements.actions.planning import save, set_languages, start, take_over_place
from erasdu.journey.agreements.actions.programme import stored
from erasdu.journey.agreements.actions.sending import send, who_is_asked

__all__ = [
    "Ahead", "agree_days", "amend", "ask_assessor", "ask_days", "ask_keeper", "assess", "begin_all", "foresee",
    "invite", "judge", "refuse_days", "save", "send", "send_all", "send_complement", "send_job",
    "set_languages", "start", "stored", "take_over_place", "who_is_asked",
]  # fmt: skip
