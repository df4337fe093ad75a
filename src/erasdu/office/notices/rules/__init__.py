"""Who hears what when: the table's rows, the hours of sending, and the plan of a day."""

from erasdu.office.notices.rules.calling import CALLER, Call, to_ask, to_call
from erasdu.office.notices.rules.days import DIGEST_AT, digest_time, is_awake, next_awake
from erasdu.office.notices.rules.mail import ADD, CANCEL, EDIT, HOLD, SECOND, Decision, Due, Item, Mail, News, Reader
from erasdu.office.notices.rules.moments import days_of
from erasdu.office.notices.rules.planning import LONGEST, forecast, plan, still_tells, text_for
from erasdu.office.notices.rules.table import (
    ANY,
    LINE_WAYS,
    WAIT_WAYS,
    Line,
    Press,
    Table,
    TableFaulty,
    Wait,
    When,
    parse_table,
)
from erasdu.office.notices.rules.wording import filled, places_in, stray, unknown, with_sentence, without

__all__ = [
    "ADD",
    "ANY",
    "CALLER",
    "CANCEL",
    "DIGEST_AT",
    "EDIT",
    "HOLD",
    "LINE_WAYS",
    "LONGEST",
    "SECOND",
    "WAIT_WAYS",
    "Call",
    "Decision",
    "Due",
    "Item",
    "Line",
    "Mail",
    "News",
    "Press",
    "Reader",
    "Table",
    "TableFaulty",
    "Wait",
    "When",
    "days_of",
    "digest_time",
    "filled",
    "forecast",
    "is_awake",
    "next_awake",
    "parse_table",
    "places_in",
    "plan",
    "still_tells",
    "stray",
    "text_for",
    "to_ask",
    "to_call",
    "unknown",
    "with_sentence",
    "without",
]
