"""Brings an installation's state up to date, in one process: python -m tools.state PART…

messages  compiled translations              static  collected files of style and script
database  migrated, with its cache table     demo    its data, when demo mode is on and nobody is in yet
seal      keys of the seal, for development; in production somebody makes them knowingly
towns     those of the gazetteer            solver   its machine code, for this processor
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tools import console, messages
from tools.checkout import LOCAL, LOG, SOURCE, VAR, Stamp, contents, discard, held, listing, make_folders, whole
from tools.install import NODE, USED

COLLECTED = Stamp(VAR / "static.collected")
DEMO_MARK = VAR / "demo.unfinished"


def main() -> int:
    make_folders()
    parts = sys.argv[1:]
    if "messages" in parts:
        compile_messages()
    if "database" in parts:
        discard(DEMO_MARK, *demo_files())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")
    django.setup()
    if "static" in parts:
        collect_static()
    if "database" in parts:
        migrate()
    if "seal" in parts:
        make_seal_keys()
    if "towns" in parts:
        load_towns()
    if "solver" in parts:
        compile_solver()
    if "demo" in parts:
        load_demo()
    return 0


def compile_messages() -> None:
    if found := list(messages.stale()):
        with console.step(f"Compiling {len(found)} translations"):
            for catalogue in found:
                messages.compile_catalogue(catalogue)


def collect_static() -> None:
    fresh = listing(static_files()) + contents(USED.path, NODE.path)
    if settings.STATIC_ROOT.is_dir() and COLLECTED.holds(fresh):
        return
    with console.step("Collecting style and script"):
        COLLECTED.clear()
        django_command("collectstatic", interactive=False)
        COLLECTED.write(fresh)


def static_files() -> Iterator[Path]:
    for folder in SOURCE.rglob("static"):
        yield from (file for file in folder.rglob("*") if file.is_file())


def migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with console.step("Updating the database"):
            django_command("migrate", interactive=False)
            django_command("createcachetable")


def make_seal_keys() -> None:
    if not settings.PRODUCTION and not (settings.SEAL_FOLDER / "seal.p12").exists():
        with console.step("Making the keys of the seal"):
            django_command("seal_keys")


def load_towns() -> None:
    from erasdu.ground.places.imports import edition
    from erasdu.ground.places.queries import edition as loaded

    if loaded() != edition():
        with console.step("Loading the towns"):
            django_command("towns")


def compile_solver() -> None:
    """Else the first matching would wait for it; when it cannot be kept on disk, it does. Who comes while somebody else
    is at it waits until it is whole."""
    from erasdu.kernel.assign import compiled, sample

    with held(LOCAL / "solver.lock"):
        if not compiled.is_whole():
            with console.step("Compiling the solver"):
                sample.solved()
            compiled.mark_whole()


def load_demo() -> None:
    """On the first start; in a database of somebody's own, only what `erasdu demo` itself allows."""
    from django.contrib.auth import get_user_model
    from django.db import connections

    if not settings.DEMO or get_user_model().objects.exists():
        return
    with console.step("Loading the demo"), whole(DEMO_MARK, *demo_files()):
        try:
            django_command("demo")
        finally:
            connections.close_all()


def django_command(name: str, **options: object) -> None:
    """A command of Django's or ours, which speaks to the log."""
    with LOG.open("a") as log:
        call_command(name, stdout=log, stderr=log, **options)


def demo_files() -> list[Path]:
    """What a demo consists of; nothing, when the database is one of PostgreSQL."""
    if os.environ.get("ERASDU_DATABASE_URL"):
        return []
    return [*(VAR / f"erasdu.sqlite3{end}" for end in ("", "-wal", "-shm", "-journal")), VAR / "vault"]


if __name__ == "__main__":
    console.exit_with(main)
