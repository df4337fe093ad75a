"""Mail through a real server while everything is killed: python benchmarks/notices.py [mails] [kills] [seed].

Writes that many lines in the journal of a throwaway SQLite database, starts the worker and a mail server (aiosmtpd,
in a process of its own) and kills one of them again and again, with SIGKILL, at any moment: while lines become letters,
in the middle of a mail, while the server is down. The server is slow at times, answers 4xx and 421 to some mails, and
5xx to one address in ten. What a dead worker held, and what waits for its next try, is made due at once, so that no
minutes pass.

Prints what arrived. Fails when a mail is lost, when a line became two letters, when a mail arrives that nobody wrote,
when more arrive twice than there were kills (the same mail, with the same Message-ID), or when a refusal is not seen.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
WRITTEN = "notices/letters/learner_confirmed"  # what a line becomes; by day the mail of the day goes as well
PATIENCE = 300  # seconds for what is left after the last kill
REFUSED = 10  # of the address of each tenth reader the server says 5xx


class Server:
    """Keeps the Message-ID of every mail that it takes, on disk, before it says yes."""

    def __init__(self, file: str, seed: int) -> None:
        self.file, self.picked = Path(file).open("a"), random.Random(seed)  # noqa: SIM115

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        if self.picked.random() < 0.03:
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.picked.choice([0.0, 0.0, 0.0, 0.01, 0.15]))
        if (dice := self.picked.random()) < 0.04:
            return "421 come back" if dice < 0.01 else "452 full"
        self.file.write(f"{message_from_bytes(envelope.content)['Message-ID']}\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        await asyncio.sleep(self.picked.choice([0.0, 0.0, 0.02]))  # taken, and not said yet
        return "250 OK"


def serve(port: int, file: str, seed: int) -> None:
    from aiosmtpd.controller import Controller

    controller = Controller(Server(file, seed), hostname="127.0.0.1", port=port)
    controller.start()
    signal.pause()


def main(mails: int = 1000, kills: int = 30, seed: int = 7) -> int:
    """Exit code 0 when nothing is lost and nothing happened twice."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "static").mkdir()
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
            ERASDU_DEMO="0", ERASDU_MAIL_FROM="post@erasdu.example", DJANGO_SETTINGS_MODULE="erasdu.config.settings",
        )  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        return Bench(Path(folder), mails, kills, seed).run()


class Bench:
    def __init__(self, folder: Path, mails: int, kills: int, seed: int) -> None:
        from tests.mailserver import free_port

        self.folder, self.mails, self.kills, self.seed = folder, mails, kills, seed
        self.port, self.taken, self.picked = free_port(), folder / "taken", random.Random(seed)
        self.lives: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        self.lines()
        began = time.monotonic()
        for name in ("server", "worker"):
            self.start(name)
        for number in range(self.kills):
            self.until_something_goes(number)
            time.sleep(self.picked.uniform(0.0, 0.5))
            self.kill("server" if number % 3 == 2 else "worker")
        self.until(lambda: not self.waiting(), PATIENCE, "what is left")
        for life in self.lives.values():
            life.kill()
        return self.report(time.monotonic() - began)

    def lines(self) -> None:
        """One line for each mail, about learners of whom each tenth has an address that does not exist."""
        from tests.factories.candidacies import CandidacyFactory
        from tests.factories.journal import line

        people = [
            CandidacyFactory(learner__email=f"{'nobody' if not n % REFUSED else 'learner'}{n}@school.example")
            for n in range(2 * REFUSED)
        ]
        day = datetime.now(UTC).replace(hour=10, minute=0) - timedelta(days=1)
        for n in range(self.mails):
            line("candidacy.confirmed", people[n % len(people)], at=day)

    def start(self, name: str) -> None:
        own = {**os.environ, "ERASDU_EMAIL_URL": f"smtp://127.0.0.1:{self.port}"}
        command = {
            "server": [sys.executable, __file__, "serve", str(self.port), str(self.taken), str(self.picked.random())],
            "worker": [sys.executable, "-m", "erasdu.config.command", "worker"],
        }[name]
        self.lives[name] = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, name: str) -> None:
        from erasdu.ground.post.models import Letter

        self.lives[name].kill()
        self.lives[name].wait()
        now = datetime.now(UTC)
        self.start(name)
        Letter.objects.exclude(lease_until=None).update(lease_until=now)
        Letter.objects.filter(state="queued").update(due=now)

    def arrived(self) -> list[str]:
        return self.taken.read_text().split() if self.taken.exists() else []

    def waiting(self) -> bool:
        from erasdu.ground.post.models import Letter

        now = datetime.now(UTC)
        Letter.objects.filter(state="queued", due__gt=now + timedelta(seconds=1)).update(due=now)
        written = Letter.objects.filter(template=WRITTEN).count()
        return written < self.mails or Letter.objects.filter(state="queued").exists()

    def until_something_goes(self, number: int) -> None:
        """At least a few more mails between two kills, and most of them while there is work."""
        before, share = len(self.arrived()), self.mails // (2 * self.kills)
        self.until(lambda: len(self.arrived()) >= before + share or not self.waiting(), PATIENCE, f"kill {number + 1}")

    def until(self, holds: Any, seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise SystemExit(f"{what}: nothing moves for {seconds} s")
            time.sleep(0.05)

    def report(self, seconds: float) -> int:
        from erasdu.ground.post.models import Letter

        letters = {f"<{letter.key}@erasdu.example>": letter for letter in Letter.objects.all()}
        times, states = Counter(self.arrived()), Counter(letter.state for letter in letters.values())
        sent = {key for key, letter in letters.items() if letter.state == "sent"}
        readers, expected = 2 * REFUSED, self.mails // (2 * REFUSED)
        of_reader = Counter(each.person_id for each in letters.values() if each.template == WRITTEN)
        written = [*of_reader.values(), *[0] * (readers - len(of_reader))]
        refused = sum(not n % REFUSED for n in range(2 * REFUSED)) * (self.mails // (2 * REFUSED))
        found = {
            "lost": len(sent - set(times)),
            "invented": len(set(times) - set(letters)),
            "lines with more or less than one letter": sum(abs(number - expected) for number in written),
            "refusals not seen": abs(states["bounced"] - refused),
            "given up": states["failed"] + states["queued"],
        }
        twice = sum(times.values()) - len(times)
        print(f"{self.mails} lines, {self.kills} kills, {seconds:.0f} s: {dict(states)}; arrived twice: {twice}")
        print(", ".join(f"{what}: {number}" for what, number in found.items()))
        return 1 if any(found.values()) or twice > self.kills else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), sys.argv[3], hash(sys.argv[4]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
