"""Compiles the translations: each django.po whose django.mo is missing or older. No gettext needed."""

import os
from collections.abc import Iterator
from pathlib import Path

from tools.checkout import SOURCE


def stale(source: Path = SOURCE) -> Iterator[Path]:
    """The catalogues that are newer than what was compiled of them."""
    for catalogue in sorted(source.rglob("locale/*/LC_MESSAGES/django.po")):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns:
            yield catalogue


def compile_catalogue(catalogue: Path) -> None:
    import polib  # only when there is something to compile: starting again stays quick

    unfinished = catalogue.with_suffix(f".{os.getpid()}.mo")
    try:
        polib.pofile(str(catalogue)).save_as_mofile(str(unfinished))
        unfinished.replace(catalogue.with_suffix(".mo"))
    finally:
        unfinished.unlink(missing_ok=True)


def main() -> None:
    for catalogue in stale():
        compile_catalogue(catalogue)


if __name__ == "__main__":
    main()
