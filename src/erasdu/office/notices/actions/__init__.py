"""Writing what lines and days tell people, deciding about it, and wording it."""

from erasdu.office.notices.actions.deciding import decide, take_back
from erasdu.office.notices.actions.kinds import LEAST, start_kind, stop_kind
from erasdu.office.notices.actions.sending import close_day, keep_since, write_day, write_lacking
from erasdu.office.notices.actions.stopping import hold, let_go, rewrite, stop
from erasdu.office.notices.actions.telling import keep_news, tell
from erasdu.office.notices.actions.wording import back_to_shipped, drop, publish, write_text

__all__ = [
    "LEAST",
    "back_to_shipped",
    "close_day",
    "decide",
    "drop",
    "hold",
    "keep_news",
    "keep_since",
    "let_go",
    "publish",
    "rewrite",
    "start_kind",
    "stop",
    "stop_kind",
    "take_back",
    "tell",
    "write_day",
    "write_lacking",
    "write_text",
]
