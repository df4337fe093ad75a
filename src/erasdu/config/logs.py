"""What logs must never hold: the tokens of personal links."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

TOKEN = re.compile(r"(/l/|/calendar/)[A-Za-z0-9_\-]{20,}")


def without_tokens(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


class Plain(logging.Formatter):
    """Lines of text, and the tracebacks under them, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))


class ServerLog(Logger):  # type: ignore[misc]
    """For `gunicorn --logger-class erasdu.config.logs.ServerLog`: its access log, without tokens."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: without_tokens(value) if isinstance(value, str) else value for name, value in atoms.items()}
