"""What must be in order, for gates, pages, lists and mails: one answer for all of them."""

from erasdu.journey.readiness.models import About
from erasdu.journey.readiness.queries.asked import AskedOf, asked_of, to_look_at
from erasdu.journey.readiness.queries.besides import asked_besides
from erasdu.journey.readiness.queries.board import Board, Row, board, rows_of
from erasdu.journey.readiness.queries.composing import (
    HandingIn,
    answer,
    departures_of,
    for_handing_in,
    holding,
    needed,
    open_of,
    requirements_of,
)
from erasdu.journey.readiness.queries.lists import (
    AFTERWARDS,
    InCall,
    Waiting,
    by_call,
    by_call_of,
    open_by_stay,
    waiting_for,
    waiting_for_office,
    waiting_of,
)
from erasdu.journey.readiness.queries.own import as_rule, asked_by, ended_of, preview, turned_by
from erasdu.journey.readiness.queries.pages import Asked, FilePage, StayPage, address, file_page, keys_of, stay_page
from erasdu.journey.readiness.queries.passing import now_of, passed_of
from erasdu.journey.readiness.queries.quality import standards
from erasdu.journey.readiness.queries.standing import (
    Ahead,
    Stand,
    derived,
    drifted,
    missed_by,
    plans,
    reply_days,
    reply_table,
    sample,
    standings,
)
from erasdu.journey.readiness.queries.telephone import Reach, asked_since, mobiles, who_acts
from erasdu.journey.readiness.queries.touched import FOLLOWER, subjects_of
from erasdu.journey.readiness.queries.touched import stays_of as stays_touched

__all__ = [
    "AFTERWARDS",
    "FOLLOWER",
    "About",
    "Ahead",
    "Asked",
    "AskedOf",
    "Board",
    "FilePage",
    "HandingIn",
    "InCall",
    "Reach",
    "Row",
    "Stand",
    "StayPage",
    "Waiting",
    "address",
    "answer",
    "as_rule",
    "asked_besides",
    "asked_by",
    "asked_of",
    "asked_since",
    "board",
    "by_call",
    "by_call_of",
    "departures_of",
    "derived",
    "drifted",
    "ended_of",
    "file_page",
    "for_handing_in",
    "holding",
    "keys_of",
    "missed_by",
    "mobiles",
    "needed",
    "now_of",
    "open_by_stay",
    "open_of",
    "passed_of",
    "plans",
    "preview",
    "reply_days",
    "reply_table",
    "requirements_of",
    "rows_of",
    "sample",
    "standards",
    "standings",
    "stay_page",
    "stays_touched",
    "subjects_of",
    "to_look_at",
    "turned_by",
    "waiting_for",
    "waiting_for_office",
    "waiting_of",
    "who_acts",
]  # fmt: skip
