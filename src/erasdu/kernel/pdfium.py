"""PDFium may be in one thread of a process at a time: whoever calls it holds this."""

from threading import RLock

ALONE = RLock()
