"""`erasdu doctor`: what is configured, what is reachable, what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from erasdu.ground.jobs.queries import stuck, worker_seen
from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import broken_at
from erasdu.ground.post.queries import waiting_too_long


@dataclass(frozen=True, slots=True)
class Finding:
    """`fault`: something is wrong and the command ends with 1; otherwise it only tells."""

    what: str
    says: str
    fault: bool = False


def configured() -> Finding:
    mode = "production" if settings.PRODUCTION else "demo" if settings.DEMO else "no demo, not production"
    return Finding("mode", f"{mode}, address {settings.SITE_URL}")


def database() -> Finding:
    connection.ensure_connection()
    return Finding("database", f"{connection.vendor}, its clock says {clock.now():%Y-%m-%d %H:%M:%S} UTC")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("migrations", f"{len(lacking)} not applied" if lacking else "all applied", bool(lacking))


def mail() -> Finding:
    if not settings.EMAIL_CONFIGURED:
        says = "not configured (ERASDU_EMAIL_URL); mails stay in the demo mailbox"
        return Finding("mail", says, fault=not settings.DEMO)
    server = get_connection()
    server.open()
    server.close()
    return Finding("mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


def outbox() -> Finding:
    late = waiting_too_long(clock.now())
    return Finding("outbox", f"{late} letters wait longer than 15 minutes" if late else "nothing waits", bool(late))


def storage() -> Finding:
    probe = settings.VAR / ".doctor"
    probe.write_text("")
    probe.unlink()
    return Finding("storage", f"{settings.VAR.name}/ can be written")


def worker() -> Finding:
    seen = worker_seen(clock.now())
    return Finding("worker", "at work" if seen else "no worker went round in the last 90 seconds", not seen)


def jobs() -> Finding:
    return Finding("jobs", f"{count} failed for good" if (count := stuck()) else "none failed", bool(count))


def journal() -> Finding:
    at = broken_at()
    return Finding("journal", f"the chain is broken at number {at}" if at else "the chain holds", at is not None)


def papers() -> Finding:
    found = settings.FONTS.is_dir()
    return Finding("papers", "fonts found" if found else "fonts are missing: run ./run --prepare", not found)


def settings_check() -> Finding:
    issues = [issue for issue in checks.run_checks() if issue.level >= checks.WARNING]
    return Finding("checks", "; ".join(str(issue.msg) for issue in issues) or "in order", bool(issues))


LOOKS: tuple[Callable[[], Finding], ...] = (
    configured, database, migrations, mail, outbox, storage, worker, jobs, journal, papers, settings_check,
)  # fmt: skip


def look(at: Callable[[], Finding]) -> Finding:
    """One finding; what cannot be reached is a fault, in one line."""
    try:
        return at()
    except Exception as error:
        return Finding(at.__name__, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}", True)


class Command(BaseCommand):
    help = "Says what is configured, what is reachable, and what is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [look(at) for at in LOOKS]
        for finding in findings:
            self.stdout.write(f"{'✗' if finding.fault else '✓'} {finding.what:<10} {finding.says}")
        if any(finding.fault for finding in findings):
            raise SystemExit(1)
