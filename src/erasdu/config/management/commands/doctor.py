"""`erasdu doctor`: what is configured, what is reachable, what is wrong. Ends with 1 when something is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from erasdu.ground.jobs.queries import stuck, worker_seen
from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import broken_at, waiting_to_seal
from erasdu.ground.paperwork.queries import service as sign_service
from erasdu.ground.paperwork.queries import unfit_texts
from erasdu.ground.people.queries import in_demo
from erasdu.ground.places import queries as places
from erasdu.ground.post.queries import waiting_too_long
from erasdu.ground.vault import blobs
from erasdu.ground.vault.queries import keyring, troubles
from erasdu.kernel.seal import keys
from erasdu.kernel.seal.remote import RemoteFailed
from erasdu.kernel.uploads.virus import scanner

# Time enough to buy a certificate.
SEAL_ENDS_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """`fault`: something is wrong; otherwise it only tells."""

    what: str
    says: str
    fault: bool = False


def mode() -> Finding:
    says = "production" if settings.PRODUCTION else "demo" if settings.DEMO else "no demo, not production"
    return Finding("mode", f"{says}, address {settings.SITE_URL}")


def settings_check() -> Finding:
    """The framework's own checks, in production also those for deployment."""
    issues = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    grave = [str(issue.msg).splitlines()[0] for issue in issues if issue.level >= checks.WARNING]
    return Finding("settings", "; ".join(grave) or "in order", bool(grave))


def storage() -> Finding:
    probe = settings.VAR / ".doctor"
    probe.write_text("")
    probe.unlink()
    return Finding("storage", f"{settings.VAR} can be written")


def papers() -> Finding:
    found = settings.FONTS.is_dir() and any(settings.FONTS.iterdir())
    return Finding("papers", "fonts found" if found else "fonts are missing: run ./run --prepare", not found)


def mail() -> Finding:
    if not settings.EMAIL_CONFIGURED:
        says = "the demo keeps every mail in its mailbox" if in_demo() else "not configured: set ERASDU_EMAIL_URL"
        return Finding("mail", says, fault=not in_demo())
    server = get_connection()
    server.open()
    server.close()
    return Finding("mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


def vault() -> Finding:
    """Where uploads lie: written, read back and taken away."""
    newest = keyring().newest
    blobs.probe()
    return Finding("vault", f"uploads can be kept, with the key {newest}")


def antivirus() -> Finding:
    if not settings.CLAMD:
        return Finding("antivirus", "none: uploads are only made anew (ERASDU_CLAMD)")
    answers = scanner(settings.CLAMD).scan(b"") == "clean"
    return Finding("antivirus", "answers" if answers else "does not answer: uploads wait in quarantine", not answers)


def database() -> Finding:
    connection.ensure_connection()
    return Finding("database", f"{connection.vendor}, its clock says {clock.now():%Y-%m-%d %H:%M:%S} UTC")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("migrations", f"{len(lacking)} not applied" if lacking else "all applied", bool(lacking))


def worker() -> Finding:
    seen = worker_seen(clock.now())
    return Finding("worker", "at work" if seen else "no worker went round in the last 90 seconds", not seen)


def outbox() -> Finding:
    late = waiting_too_long(clock.now())
    return Finding("outbox", f"{late} letters wait longer than 15 minutes" if late else "nothing waits", bool(late))


def jobs() -> Finding:
    return Finding("jobs", f"{count} failed for good" if (count := stuck()) else "none failed", bool(count))


def journal() -> Finding:
    if (at := broken_at()) is not None:
        return Finding("journal", f"the chain is broken at number {at}", True)
    behind = waiting_to_seal(clock.now())
    return Finding("journal", f"{behind} lines wait to be sealed" if behind else "the chain holds", bool(behind))


def seal() -> Finding:
    """The key of the seal: there, ours to use here, trusted, and lasting."""
    own = f"erasdu seal-keys --organisation NAME, or put your own {keys.SEAL} into {settings.SEAL_FOLDER}"
    if not (settings.SEAL_FOLDER / keys.SEAL).exists():
        return Finding("seal", f"no key: run {own if settings.PRODUCTION else './run --prepare'}", True)
    found = keys.load(settings.SEAL_FOLDER, settings.SEAL_PASSWORD)
    if settings.PRODUCTION and found.development:
        return Finding("seal", f"a key for development is refused in production: move it away, then {own}", True)
    says = f"of {found.organisation}, until {found.valid_until:%Y-%m-%d}, fingerprint {found.fingerprint}"
    if found.fingerprint not in keys.trusted(settings.SEAL_FOLDER):
        return Finding("seal", f"{says}; not trusted yet: run erasdu seal-keys", True)
    if found.valid_until - clock.now() < SEAL_ENDS_WITHIN:
        return Finding("seal", f"{says}; it ends: move {keys.SEAL} away, then {own}", True)
    return Finding("seal", says)


def texts() -> Finding:
    """The coordinator's own texts of papers, against what papers need today."""
    unfit = [f"{kind.code} ({language}): {where}" for kind, language, where in unfit_texts()]
    told = "; ".join(unfit)
    says = f"not used, because it no longer fits: {told}" if unfit else "every published text fits"
    return Finding("texts", says, bool(unfit))


def signing() -> Finding:
    """The trust services at which signers may sign with a key of their own."""
    real = [id for id, each in settings.SIGN_SERVICES.items() if each["level"]]
    if not real:
        return Finding("signing", "with a name and a code; no trust service (ERASDU_SIGN_SERVICES)")
    says, faults = [], 0
    for id in real:
        try:
            says.append(f"{id}: {sign_service(id).says()}")
        except RemoteFailed as failed:
            says.append(f"{id}: {failed}")
            faults += 1
    return Finding("signing", "; ".join(says), bool(faults))


def uploads() -> Finding:
    found = troubles(clock.now())
    counts = {
        "damaged": found.damaged,
        "wait for the antivirus for more than an hour": found.unscanned,
        "need a key that is not here": found.unreadable,
    }
    says = [f"{count} {what}" for what, count in counts.items() if count]
    return Finding("uploads", "; ".join(says) or "in order", bool(says))


def towns() -> Finding:
    """Without them no distance is known and no town can be chosen."""
    found = places.count()
    return Finding("towns", f"{found} loaded" if found else "none loaded: run erasdu towns", not found)


FIRST = (mode, settings_check, storage, papers, mail, vault, antivirus, database)
IN_THE_DATABASE = (migrations, worker, outbox, jobs, journal, seal, signing, texts, uploads, towns)


def look(at: Callable[[], Finding]) -> Finding:
    """One finding; what cannot be reached is a fault, in one line."""
    try:
        return at()
    except Exception as error:
        kind, said = type(error).__name__, str(error).strip().partition("\n")[0]
        return Finding(at.__name__.partition("_")[0], f"{said} ({kind})" if said else kind, True)


def examine() -> list[Finding]:
    """Every finding; what lies in the database only when it answers and has its tables."""
    found = [look(at) for at in FIRST]
    for at in IN_THE_DATABASE:
        if found[-1].fault and found[-1].what in {"database", "migrations"}:
            break
        found.append(look(at))
    return found


class Command(BaseCommand):
    help = "Says what is configured, what is reachable, and what is wrong."
    requires_system_checks = []  # it makes them itself, and tells

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        for finding in findings:
            self.stdout.write(f"{'✗' if finding.fault else '✓'} {finding.what:<10} {finding.says}")
        if faults := sum(finding.fault for finding in findings):
            self.stdout.write(f"{faults} of {len(findings)} are wrong")
            raise SystemExit(1)
