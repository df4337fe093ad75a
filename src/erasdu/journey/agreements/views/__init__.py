"""Pages of learning agreements."""

from erasdu.journey.agreements.views.amending import agree_days, amend, refuse_days
from erasdu.journey.agreements.views.assessing import (
    ask_assessor,
    assess,
    assess_by_link,
    complement,
    judge,
    send_complement,
)
from erasdu.journey.agreements.views.by_hand import printed, signed_by_hand
from erasdu.journey.agreements.views.links import host_by_link, school_by_link
from erasdu.journey.agreements.views.many import begin_all, send_all
from erasdu.journey.agreements.views.parts import edit
from erasdu.journey.agreements.views.plans import index, invite, languages, of_stay, send, show, start, take_over_place

__all__ = [
    "agree_days", "amend", "ask_assessor", "assess", "assess_by_link", "begin_all", "complement", "edit",
    "host_by_link", "index", "invite", "judge", "languages", "of_stay", "printed", "refuse_days",
    "school_by_link", "send", "send_all", "send_complement", "show", "signed_by_hand", "start",
    "take_over_place",
]  # fmt: skip
