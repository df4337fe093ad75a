"""`erasdu worker`: the background work, round and round, until told to stop."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from erasdu.config.schedule import PERIODIC, Periodic
from erasdu.ground.jobs.actions import beat, its_turn
from erasdu.ground.journal import clock

log = logging.getLogger("erasdu.worker")
PAUSE = 1.0
ROUNDS_AT_MOST = 200


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
            signal.signal(sign, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            if not go_round():
                stop.wait(PAUSE)


def go_round() -> int:
    """Each periodic work once, when it is its turn; one that fails does not stop the others."""
    done = 0
    try:
        beat(at=clock.now())
    except Exception:
        log.exception("no heartbeat")
        return 0
    for work in PERIODIC:
        done += _run(work)
    return done


def _run(work: Periodic) -> int:
    try:
        if work.seconds > 1 and not its_turn(work.name, at=clock.now(), seconds=work.seconds):
            return 0
        return work.run()
    except Exception:
        log.exception("%s failed", work.name)
        return 0


def drain() -> None:
    """Go round until a whole round finds nothing to do."""
    for _ in range(ROUNDS_AT_MOST):
        if not go_round():
            return
