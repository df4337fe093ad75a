"""What must be in order, for gates, pages, lists and mails: one answer for all of them."""

from erasdu.journey.readiness.queries.board import Board, Row, board, rows_of
from erasdu.journey.readiness.queries.composing import (
    answer,
    departures_of,
    for_handing_in,
    holding,
    needed,
    open_of,
    requirements_of,
)
from erasdu.journey.readiness.queries.lists import InCall, Waiting, by_call, waiting_for, waiting_of
from erasdu.journey.readiness.queries.own import as_rule, asked_by, preview
from erasdu.journey.readiness.queries.pages import Asked, StayPage, address, keys_of, stay_page
from erasdu.journey.readiness.queries.standing import (
    Stand,
    derived,
    drifted,
    plans,
    reply_days,
    reply_table,
    sample,
    standings,
)
from erasdu.journey.readiness.queries.telephone import Call, to_telephone
from erasdu.journey.readiness.queries.touched import FOLLOWER, subjects_of
from erasdu.journey.readiness.queries.touched import stays_of as stays_touched

__all__ = [
    "FOLLOWER", "Asked", "Board", "Call", "InCall", "Row", "Stand", "StayPage", "Waiting", "address", "answer",
    "as_rule", "asked_by", "board", "by_call", "departures_of", "derived", "drifted", "for_handing_in", "holding",
    "keys_of", "needed", "open_of", "plans", "preview", "reply_days", "reply_table", "requirements_of", "rows_of",
    "sample", "standings", "stay_page", "stays_touched", "subjects_of", "to_telephone", "waiting_for", "waiting_of",
]  # fmt: skip
