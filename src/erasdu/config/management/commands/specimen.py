"""`erasdu specimen KIND --out FILE.pdf`: a paper of invented people, marked as a specimen and never registered.

With `--sealed` as it looks when all have signed: evidence, audit.json, the seal. `erasdu specimen --list` names the
kinds. Needs no database and no server.
"""

import json
from argparse import ArgumentParser
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from erasdu.ground.paperwork.papers import UnknownKind, content_of, draw, kind, kinds, specimen
from erasdu.ground.paperwork.rules import Kind
from erasdu.kernel.keys import LENGTH
from erasdu.kernel.scans import codes
from erasdu.kernel.seal import keys
from erasdu.kernel.seal.sealing import NotSealed, seal
from erasdu.kernel.typeset import Attachment, FontsMissing

VERIFY = f"{settings.SITE_URL}/v/"
NOBODYS = "s" * LENGTH  # a code that stands in no register
MOST_PAGES = 8


class Command(BaseCommand):
    help = "Draws a kind of paper with invented data, marked as a specimen; --list names the kinds."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help="such as candidacies.guardian_approval")
        parser.add_argument("--list", action="store_true", dest="every", help="name the kinds, and stop")
        parser.add_argument("--language", help="nl or en; the first that the kind has when not given")
        parser.add_argument("--out", type=Path, help="the PDF to write")
        parser.add_argument("--sealed", action="store_true", help="signed by invented people, and sealed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            self.stdout.write("\n".join(lines()))
            return
        if not options["kind"] or not options["out"]:
            raise CommandError("say which kind, and --out FILE.pdf; or --list to see the kinds")
        one = chosen(options["kind"])
        language = chosen_language(one, options["language"])
        at = timezone.now().replace(microsecond=0)
        pdf = drawn(one, language, at)
        write(options["out"], sealed(one, language, pdf, at) if options["sealed"] else pdf)
        state = "sealed specimen" if options["sealed"] else "specimen"
        self.stdout.write(f"{options['out']}: {content_of(one, language).title} ({language}), {state}")


def lines() -> list[str]:
    """Code, languages and title of each kind."""
    return [
        f"{code:<34} {','.join(one.languages):<6} {content_of(one, one.languages[0]).title}"
        for code, one in kinds().items()
    ]


def chosen(code: str) -> Kind:
    try:
        return kind(code)
    except UnknownKind:
        raise CommandError(f"there is no kind {code!r}; erasdu specimen --list names them") from None


def chosen_language(one: Kind, asked: str | None) -> str:
    if asked is not None and asked not in one.languages:
        raise CommandError(f"{one.code} exists in {' and '.join(one.languages)}, not in {asked!r}")
    return asked or one.languages[0]


def drawn(one: Kind, language: str, at: datetime) -> bytes:
    """As its signers see it."""
    data = specimen(one, language, at=at, verify=VERIFY)
    try:
        return draw(one, language, data, at=at, page_codes=page_codes(), checked=True)
    except FontsMissing as error:
        raise CommandError(str(error)) from None


def sealed(one: Kind, language: str, shown: bytes, at: datetime) -> bytes:
    """As all parties get it, of what was shown to them."""
    if one.by_hand:
        raise CommandError(f"{one.code} is signed by hand and never sealed")
    data = specimen(one, language, at=at, verify=VERIFY, shown_sha256=sha256(shown).hexdigest())
    audit = json.dumps(
        {"specimen": True, "kind": one.code, "paperwork": data["paperwork"]}, ensure_ascii=False, indent=1
    )
    attached = Attachment("audit.json", audit, "application/json", "audit.json")
    pdf = draw(one, language, data, at=at, page_codes=page_codes(), attachments=[attached], checked=True)
    try:
        return seal(pdf, keys.load(settings.SEAL_FOLDER, settings.SEAL_PASSWORD), at=at, reason="Specimen")
    except (keys.NoKeys, NotSealed) as error:
        raise CommandError(f"{error}; ./run --prepare makes a key, erasdu doctor tells more") from None


def page_codes() -> list[str]:
    return [codes.drawn(settings.SITE_URL, NOBODYS, page) for page in range(1, MOST_PAGES + 1)]


def write(file: Path, pdf: bytes) -> None:
    try:
        file.write_bytes(pdf)
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror}") from None
