"""Tests of an app run on both databases when its source says something that each understands in its own way."""

from pathlib import Path

import pytest

from tests import dialects

FILTERS = "Thing.objects.filter(%s)"


@pytest.fixture
def of_an_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a test file of an app without anything that differs."""
    monkeypatch.setattr(dialects, "SOURCE", tmp_path)
    app = tmp_path / "journey" / "things"
    for rung in ("queries", "models", "migrations"):
        (app / rung).mkdir(parents=True)
    (app / "queries" / "lists.py").write_text(FILTERS % 'called__startswith="a", data__isnull=True')
    (app / "actions.py").write_text("Thing.objects.bulk_create(rows, update_conflicts=True)")
    (app / "models" / "things.py").write_text("data = JSONField(default=dict)")
    (app / "migrations" / "0001_initial.py").write_text('schema.connection.vendor == "sqlite"')
    return dialects.TESTS / "journey" / "things" / "test_lists.py"


def test_what_django_writes_for_both_is_asked_once(of_an_app: Path) -> None:
    assert not dialects.differs(of_an_app)


@pytest.mark.parametrize(
    "words",
    [
        "with connection.cursor() as cursor:",
        'if connection.vendor == "sqlite":',
        "Thing.objects.annotate(day=TruncMonth('at'))",
        "from erasdu.ground.prepared import DAY, Prepared",
        FILTERS % 'at__date="2026-11-27"',
        FILTERS % 'family_name__icontains="é"',
        FILTERS % 'data__terms="fee"',
        "Thing.objects.bulk_create(rows, ignore_conflicts=True)",
        "annotate(place=Window(Rank(), order_by='x'))",
    ],
)
def test_what_each_database_understands_in_its_own_way_is_asked_of_both(of_an_app: Path, words: str) -> None:
    (dialects.SOURCE / "journey" / "things" / "access.py").write_text(words)
    assert dialects.differs(of_an_app)


def test_what_belongs_to_no_app_is_asked_of_both(of_an_app: Path) -> None:
    assert dialects.differs(dialects.TESTS / "security" / "test_rows.py")


def test_the_apps_that_are_known_to_differ_do() -> None:
    for app in ("ground/jobs", "ground/journal", "ground/paperwork", "ground/places", "journey/readiness", "config"):
        assert dialects.differs(dialects.TESTS / app / "test_any.py"), app
    assert not dialects.differs(dialects.TESTS / "journey" / "matching" / "test_any.py")
