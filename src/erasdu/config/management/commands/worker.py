"""`erasdu worker`: the background work, round and round, until told to stop."""

import logging
import os
import signal
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from erasdu.config.schedule import PERIODIC, Periodic
from erasdu.ground.jobs.actions import beat, its_turn, not_done, ran
from erasdu.ground.journal import clock

log = logging.getLogger("erasdu.worker")
PAUSE = 1.0
NO_DATABASE = 5.0
ROUNDS_AT_MOST = 2000
# After this many seconds the worker goes in the middle of its work: rows are leased, another takes them over.
LAST_MOMENT = 12.0


class Command(BaseCommand):
    help = "Does the background work: seals the journal, writes and sends mail, runs jobs, keeps the house."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="go round until nothing is left to do, then stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            drain()
            return
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: end(stop))
        while not stop.is_set():
            close_old_connections()
            done = go_round(stop)
            if not done:
                stop.wait(PAUSE if done is not None else NO_DATABASE)


def end(stop: threading.Event) -> None:
    """Stop after the piece of work at hand, or at the last moment in the middle of it."""
    if not stop.is_set():
        stop.set()
        last = threading.Timer(LAST_MOMENT, os._exit, [0])
        last.daemon = True
        last.start()


def go_round(stop: threading.Event | None = None) -> int | None:
    """Each periodic work once, when it is its turn; one that fails does not stop the others. None: no database."""
    done = 0
    try:
        beat(at=clock.now())
    except Exception as error:
        log.error("the database does not answer: %s", str(error).partition("\n")[0] or type(error).__name__)
        return None
    for work in PERIODIC:
        if stop is None or not stop.is_set():
            done += _run(work)
    return done


def _run(work: Periodic) -> int:
    try:
        if work.seconds > 1 and not its_turn(work.name, at=clock.now(), seconds=work.seconds):
            return 0
        begun = time.monotonic()
        done = work.run()
    except Exception:
        log.exception("%s failed", work.name)
        _again_soon(work)
        return 0
    _keep(work, timedelta(seconds=time.monotonic() - begun), failed=False)
    return done


def _keep(work: Periodic, took: timedelta, *, failed: bool) -> None:
    """How it went, for the administrator's page; what goes every second is no news."""
    if work.seconds > 1:
        ran(work.name, at=clock.now(), seconds=work.seconds, took=took, failed=failed)


def _again_soon(work: Periodic) -> None:
    try:
        not_done(work.name, at=clock.now(), seconds=work.seconds)
        _keep(work, timedelta(), failed=True)
    except Exception as error:
        log.error("%s: %s", work.name, type(error).__name__)


def drain() -> None:
    """Go round until a whole round finds nothing to do."""
    for _ in range(ROUNDS_AT_MOST):
        if not go_round():
            return
