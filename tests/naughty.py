"""The naughty strings: what somebody may type into any field.

SQLite takes almost any text. PostgreSQL refuses some, too long a text and too great a number: there all of them are
tried, and on SQLite every fourth.
"""

import json

from django.conf import settings
from django.db import connection

_ALL: list[str] = json.loads((settings.NODE_MODULES / "big-list-of-naughty-strings" / "blns.json").read_text("utf-8"))
NAUGHTY = _ALL if connection.vendor == "postgresql" else _ALL[::4]
