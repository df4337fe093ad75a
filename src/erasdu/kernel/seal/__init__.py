"""The organisation's seal on a finished paper: its keys, sealing, and telling whether a file bears it.

Everything about PDF and CMS lies in `pades` and `reading`: they import pyHanko, which takes more than half a second,
so the other modules call them by name and only a process that seals or verifies pays for it.
"""
