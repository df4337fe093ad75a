"""./test: all steps run, what was skipped did not pass, and the last line is the sum."""

import time
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path
from typing import NoReturn

import pytest
from _pytest.mark.expression import Expression

from tools import check, console
from tools.check import Outcome

REPORT = """<testsuites>
<testsuite name="pytest" tests="7" failures="1" errors="2" skipped="1"/>
</testsuites>"""


def test_what_was_skipped_did_not_pass(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert check.counts(report) == (3, 4)


def test_no_report_is_no_test(tmp_path: Path) -> None:
    assert check.counts(tmp_path / "report.xml") == (0, 0)


def test_all_steps_run_also_after_one_that_failed(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> Outcome:
        raise console.Failure("PostgreSQL does not start")

    checks = {
        "a": lambda: Outcome(good=True, passed=5),
        "b": broken,
        "c": lambda: Outcome(good=False, passed=2, failed=3),
        "d": lambda: Outcome(good=True, passed=1),
    }
    assert check.conclude(check.run_all(checks)) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-5:] == ["✓ a", "✗ b", "✗ c", "✓ d", "8 passed, 4 failed"]
    assert said.err == "erasdu: PostgreSQL does not start\n"


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> check.Beside:
    """Tests that run beside another step, and write the address of their database where it can be seen."""
    monkeypatch.setattr(check.postgres, "shared", lambda: nullcontext("postgres://here"))
    (tmp_path / "test_few.py").write_text(
        "import os, pathlib\n"
        "def test_it():\n"
        "    pathlib.Path(__file__).with_name('began').write_text(os.environ['ERASDU_DATABASE_URL'])\n"
    )
    return check.Beside("-c", str(tmp_path / "pytest.ini"), f"--rootdir={tmp_path}", str(tmp_path / "test_few.py"))


def test_few_tests_run_while_another_step_does(
    beside: check.Beside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:cacheprovider\n")

    def other() -> Outcome:
        while not (tmp_path / "began").exists():
            time.sleep(0.02)
        return Outcome(good=True, passed=3)

    assert beside.along(other)() == Outcome(good=True, passed=3)
    assert beside() == Outcome(good=True, passed=1)
    assert (tmp_path / "began").read_text() == "postgres://here"
    assert "1 passed" in capsys.readouterr().out


def test_without_a_server_the_few_tests_fail_and_the_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> NoReturn:
        raise console.Failure("PostgreSQL does not start")

    monkeypatch.setattr(check.postgres, "shared", broken)
    few = check.Beside("tests/stories")
    assert few.along(lambda: Outcome(good=True, passed=5))().good
    assert not check.run_one("few", few).good


def test_who_is_interrupted_ends_the_few_tests_as_well(beside: check.Beside) -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        beside.along(interrupted)()
    assert beside._process is None


def test_all_good_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.conclude({"a": Outcome(good=True, passed=5), "b": Outcome(good=True)}) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed"


@pytest.mark.parametrize(
    ("arguments", "wants"),
    [
        ([], True),
        (["tests/stories"], True),
        (["-x", "./tests/stories/test_a.py"], True),
        (["tests/kernel"], False),
    ],
)
def test_only_stories_want_a_browser(arguments: list[str], wants: bool) -> None:
    assert check.wants_browser(arguments) is wants


def test_the_caller_s_own_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERASDU_PRODUCTION", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert not {"ERASDU_PRODUCTION", "PYTHONPATH"} & set(check.tidy_environment())


def test_the_fast_half_is_part_of_the_whole_without_database_server_and_browser() -> None:
    assert not any("PostgreSQL" in name or "browser" in name for name in check.quick_checks())
    assert check.reading_checks().keys() <= check.quick_checks().keys() <= check.all_checks().keys()


def test_the_fast_half_has_no_papers_and_no_pages() -> None:
    papers = sorted(Path(__file__).parent.parent.rglob("test_papers.py"))
    assert papers
    assert {f"--ignore={path}" for path in papers} <= set(check.QUICK)
    assert not runs(check.QUICK[-2:], {"page"})


def runs(chosen: list[str], marks: set[str]) -> bool:
    """Whether a step that chooses tests by `-m` runs one that has these marks."""
    flag, expression = chosen
    assert flag == "-m"
    return Expression.compile(expression).evaluate(lambda mark, **_: mark in marks)


def test_each_test_runs_and_what_a_page_says_is_asked_once() -> None:
    on = {"SQLite": check.ON_SQLITE, "PostgreSQL": check.ON_POSTGRES}

    def where(*marks: str) -> set[str]:
        return {database for database, chosen in on.items() if runs(chosen, set(marks))}

    assert where() == {"SQLite", "PostgreSQL"}
    assert where("page") == where("alike") == {"PostgreSQL"}
    assert where("no_database") == where("no_database", "page") == {"SQLite"}
    kinds = ("page", "alike", "no_database", "slow")
    for marks in [some for count in range(5) for some in combinations(kinds, count)]:
        assert where(*marks), f"nobody runs what is {marks}"
        assert where("on_sqlite", *marks) == {"SQLite"}


def marks_of(request: pytest.FixtureRequest) -> set[str]:
    return {mark.name for mark in request.node.iter_markers()} & {"page", "alike", "no_database"}


def test_who_asks_for_no_database_needs_no_second_one(request: pytest.FixtureRequest) -> None:
    assert marks_of(request) == {"no_database"}


def test_who_asks_for_a_database_runs_on_both(request: pytest.FixtureRequest, db: None) -> None:
    assert marks_of(request) == set()


def test_who_asks_for_a_client_looks_at_pages(request: pytest.FixtureRequest, client_as: object) -> None:
    assert marks_of(request) == {"page"}


@pytest.mark.django_db
def test_also_for_one_that_nobody_signed_in_with(request: pytest.FixtureRequest, client: object) -> None:
    assert marks_of(request) == {"page"}
