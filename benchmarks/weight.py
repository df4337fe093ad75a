"""What a first visit to a page weighs: python benchmarks/weight.py

Loads the main pages of the demo-like data in Django's test client, follows every style sheet, script and picture
that the page asks for, and prints kB as they are transferred (gzip, as the server sends them) besides fonts.
Fails when a page is over its target.
"""

import gzip
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TARGET_KB = 150
ASKED = re.compile(r"""(?:src|href)="(/static/[^"#]+)""")
FONTS = (".woff", ".woff2", ".ttf", ".otf")


def main() -> int:
    """Exit code 0 when every page is within the target."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ERASDU_VAR=folder, ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")
        os.environ.pop("ERASDU_PLAIN_STATIC", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        Path(folder, "static").mkdir()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        return 0 if min([measure(*page) for page in pages()]) else 1


def pages():
    """Name, who looks, address: a full call, and every kind of page."""
    from django.utils import timezone

    from erasdu.ground.organisations.models import Role
    from tests.factories.admissions import CandidateFileFactory, decided
    from tests.factories.calls import CallFactory, EnrolmentFactory
    from tests.factories.candidacies import CandidacyFactory
    from tests.factories.organisations import RoleFactory

    coordinator, call = RoleFactory(coordinator=True), CallFactory()
    enrolments = [EnrolmentFactory(call=call) for _ in range(12)]
    rows = [CandidacyFactory(enrolment=enrolments[n % 12], applied=True, created_at=timezone.now()) for n in range(60)]
    for row in rows[:30]:
        CandidateFileFactory(candidacy=decided(row), handed_in=True)
    contact = RoleFactory(organisation=enrolments[0].school)
    learner = Role.objects.get(person=rows[40].learner, kind="learner")
    return [
        ("for visitors", None, "/"),
        ("help", None, "/help/"),
        ("home, coordinator", coordinator, "/"),
        ("home, contact point", contact, "/"),
        ("home, learner", learner, "/"),
        ("board of a call", coordinator, f"/board/{call.key}/"),
        ("candidates of a call", coordinator, f"/board/{call.key}/candidates/"),
        ("dossier", coordinator, f"/dossier/{rows[0].key}/"),
        ("form of a learner", learner, f"/candidacies/{rows[40].key}/form/"),
        ("candidate files", coordinator, f"/admissions/call/{call.key}/"),
        ("organisations", coordinator, "/organisations/"),
        ("mail", coordinator, "/mail/"),
    ]


def measure(name: str, role, address: str) -> bool:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    if role is not None:
        client.force_login(role.person.account)
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    weights = {address: len(gzip.compress(page.content))}
    for file in dict.fromkeys(ASKED.findall(page.content.decode())):
        if not file.endswith(FONTS):
            weights[file] = _file(file)
    total = sum(weights.values()) / 1000
    heaviest = max(weights, key=lambda key: weights[key])
    fine = total <= TARGET_KB
    print(f"{'ok  ' if fine else 'OVER'} {total:6.1f} kB  {name:22} most: {weights[heaviest] / 1000:.1f} kB {heaviest}")
    return fine


def _file(address: str) -> int:
    """A static file as the server sends it to a browser that accepts gzip."""
    from django.conf import settings

    file = Path(settings.STATIC_ROOT, address.removeprefix("/static/"))
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.exists() else file).stat().st_size


if __name__ == "__main__":
    sys.exit(main())
