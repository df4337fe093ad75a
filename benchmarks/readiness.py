"""How fast readiness is said: python benchmarks/readiness.py [stays] [learners on the board] [rounds].

Builds a throwaway SQLite database with one learner who has everything (approvals, parents, place, bed, papers) and
copies of that dossier, half of them with something open, in a call that asks enough of its own for 20 columns. Then,
in this one process: where one stay stands, derived from every step; where all stand, derived in bulk; the follower's
projection written anew; and the board of a call through a whole request, from the projection. Prints p50 and the most
of the time in which this process worked (on a machine with other work the clock says more), and the number of queries.
Fails when all in bulk take over 10 s for ten thousand, one over 20 ms, or the board over
300 ms (p50).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
COLUMNS = 20
BULK_S_FOR_10_000, ONE_MS, BOARD_MS = 10, 20, 300


def main(stays: int = 10_000, shown: int = 300, rounds: int = 10) -> int:
    """Exit code 0 when all of it was fast enough."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from erasdu.kernel.seal import keys

        Path(folder, "static").mkdir()
        call_command("migrate", verbosity=0)
        keys.make(settings.SEAL_FOLDER, organisation="Voorbeeld vzw", at=AT, development=True)
        call, role = build(stays, shown)
        return 0 if measure(call, role, rounds) else 1


# -- building --------------------------------------------------------------------------------------


def build(number: int, shown: int):
    """One dossier by the tests' factories, the others as copies of its rows; `shown` of them in the board's call."""
    from erasdu.ground.journal.models import Line
    from erasdu.journey.candidacies.models import Candidacy
    from erasdu.journey.matching.models import Match
    from erasdu.journey.mobilities.models import Mobility
    from tests.factories.calls import CallFactory
    from tests.factories.hosting import BookingFactory, HomeFactory, PlacementFactory, RoomFactory
    from tests.factories.organisations import RoleFactory
    from tests.journey.mobilities.staying import stay_of_minor
    from tests.journey.mobilities.test_departing import paper

    stay = stay_of_minor(parents=2)
    paper(stay, "candidacies.emergency_contact", "learner", person=stay.person, signed=True)
    days = {"starts_on": stay.planned_from, "ends_on": stay.planned_until, "confirmed": True}
    BookingFactory(mobility=stay, placement=PlacementFactory(), **days)
    BookingFactory(mobility=stay, placement=None, room=RoomFactory(home=HomeFactory()), **days)
    assert not Match.objects.exists()
    copies(stay, number - 1)
    other = CallFactory()
    later = list(Mobility.objects.order_by("pk").values_list("pk", flat=True)[shown:])
    for start in range(0, len(later), 500):
        Mobility.objects.filter(pk__in=later[start : start + 500]).update(call=other)
    Line.objects.all().delete()
    role = RoleFactory(coordinator=True)
    ask_more(stay.call, role)
    assert Candidacy.objects.count() == Mobility.objects.count() == number
    return stay.call, role


def ask_more(call, role) -> None:
    from erasdu.ground.organisations.queries import actor_of
    from erasdu.journey.mobilities.models import Mobility
    from erasdu.journey.readiness import actions, queries

    stay = Mobility.objects.filter(call=call).earliest("pk")
    asked = [item for item in queries.requirements_of([stay], AT.date())[stay.pk] if item.state != "not_applicable"]
    for number in range(COLUMNS - len(asked)):
        actions.add(
            call, title_nl=f"Eigen vereiste {number}", title_en=f"Own requirement {number}", who="learner",
            days_before=10 + number, gates=["depart"], minor=True if number % 2 else None, by=actor_of(role), at=AT,
        )  # fmt: skip


def copies(stay, number: int) -> None:
    """Rows of the one dossier, again and again, with their keys to each other moved along."""
    from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
    from erasdu.ground.people.models import Person
    from erasdu.journey.candidacies.models import Candidacy, Guardian, Profile
    from erasdu.journey.hosting.models import Booking
    from erasdu.journey.mobilities.models import Mobility, Party, Traveller

    candidacy = Candidacy.objects.get(profile=stay.profile_id)
    subjects = {"candidacies.candidacy": candidacy.pk, "mobilities.mobility": stay.pk}
    documents = [
        row for kind, pk in subjects.items() for row in Document.objects.filter(subject_kind=kind, subject_pk=pk)
    ]
    first = {
        Person: [stay.person], Profile: [stay.profile], Candidacy: [candidacy],
        Guardian: list(Guardian.objects.filter(candidacy=candidacy)), Mobility: [stay],
        Traveller: list(Traveller.objects.filter(mobility=stay)), Party: list(Party.objects.filter(mobility=stay)),
        Booking: list(Booking.objects.filter(mobility=stay)), Document: documents,
        Envelope: list(Envelope.objects.filter(document__in=documents)),
        Signer: list(Signer.objects.filter(envelope__document__in=documents)),
        Signature: list(Signature.objects.filter(signer__envelope__document__in=documents)),
    }  # fmt: skip
    for start in range(0, number, 500):
        moved: dict[tuple[type, int], list[int]] = {}
        for model, rows in first.items():
            for row in rows:
                made = [copy_of(row, each, moved, half=each % 2) for each in range(min(500, number - start))]
                moved[model, row.pk] = [each.pk for each in model.objects.bulk_create(made, batch_size=100)]


def copy_of(row, index: int, moved, *, half: int):
    from erasdu.kernel.keys import new_key

    made = type(row)()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation and (field.related_model, value) in moved:
            value = moved[field.related_model, value][index]
        if field.name == "subject_pk":
            value = {kind: moved[model, pk][index] for (model, pk) in moved for kind in [model._meta.label_lower]
                     if pk == value and kind == row.subject_kind}[row.subject_kind]  # fmt: skip
        if field.primary_key and not field.is_relation:
            value = None
        elif field.name == "key" or (field.unique and field.get_internal_type() == "CharField"):
            value = new_key()
        setattr(made, field.attname, value)
    if half and row._meta.label_lower == "hosting.booking":
        made.state = "held"
    return made


# -- measuring -------------------------------------------------------------------------------------


def measure(call, role, rounds: int) -> bool:
    from django.test import Client

    from erasdu.ground.journal import actions as journal
    from erasdu.ground.journal.models import Bookmark
    from erasdu.ground.journal.queries import head as journal_head
    from erasdu.journey.mobilities.models import Mobility
    from erasdu.journey.readiness import actions, queries

    every = list(Mobility.objects.order_by("pk"))
    _, bulk, _ = taken(lambda: queries.derived(every, AT.date()), 1)
    per_10_000 = bulk / 1000 * 10_000 / len(every)
    print(f"{len(every)} derived in bulk: {bulk / 1000:.1f} s ({per_10_000:.1f} s for ten thousand)")
    one, most, asked = taken(lambda: queries.derived(every[:1], AT.date()), 5 * rounds)
    print(f"one derived: p50 {one:.1f} ms, at most {most:.1f} ms, {asked} queries")
    _, wrote, _ = taken(lambda: actions.rebuild(at=datetime.now(UTC)), 1)
    print(f"{len(every)} standings written anew: {wrote / 1000:.1f} s")
    while journal.seal():
        pass
    Bookmark.objects.update_or_create(follower=queries.FOLLOWER, defaults={"seq": journal_head()[0]})
    client = Client(HTTP_HOST="localhost")
    client.force_login(role.person.account)
    page = f"/readiness/call/{call.key}/"
    client.get(page)  # compiles the template
    board, most, asked = taken(lambda: client.get(page), rounds)
    cells = client.get(page).content.count(b"<td")
    learners = Mobility.objects.filter(call=call).count()
    print(
        f"the board of {learners} learners, {cells} cells: p50 {board:.0f} ms, at most {most:.0f} ms, {asked} queries"
    )
    return per_10_000 < BULK_S_FOR_10_000 and one < ONE_MS and board < BOARD_MS


def taken(what: Callable[[], object], rounds: int) -> tuple[float, float, int]:
    """p50 and the most in milliseconds of this process at work, and the queries of one round."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for _ in range(rounds):
        start = time.process_time()
        what()
        found.append(1000 * (time.process_time() - start))
    asked = -1
    if rounds > 1:
        with CaptureQueriesContext(connection) as queries:
            what()
        asked = len(queries)
    found.sort()
    return found[len(found) // 2], found[-1], asked


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
