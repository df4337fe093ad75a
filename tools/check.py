"""./test: every check as a named step with its time; all of them run, and the last line says the sum."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres
from tools import console, system
from tools.checkout import PYTHON, ROOT, VENV
from tools.prepare import environment, prepare

# One at a time to whoever has nothing to do: in batches one worker gets all that is slow, and is alone at the end.
IN_TURN = ["--maxschedchunk", "1"]
# One more than the cores of continuous integration: some tests wait for a mail server, a lease or a signal.
UNITS = ["-n", "3", *IN_TURN, "--ignore=tests/stories"]
# Which tests run where (docs/adr/0017): tests/conftest.py finds most of these marks by what a test asks for.
ON_SQLITE = ["-m", "on_sqlite or no_database or not (page or alike)"]
ON_POSTGRES = ["-m", "not on_sqlite and not no_database"]
SLOW = (
    "security",
    "tools",
    "config",
    "ground/paperwork",
    "ground/places/test_maps.py",
    "ground/post",
    "journey/agreements/test_assessing.py",
    "journey/agreements/test_signing.py",
    "journey/candidacies/test_asking.py",
    "journey/matching/test_figures.py",
    "journey/matching/test_taken_back.py",
    "journey/mobilities/test_choices.py",
    "journey/mobilities/test_permission.py",
    "office/notices/test_digests.py",
    "office/notices/test_followers.py",
    "office/notices/test_sessions.py",
    "office/retention/test_actions.py",
    "kernel/scans/test_reading.py",
    "kernel/test_typeset.py",
    "kernel/uploads/test_clean.py",
)
# Papers and languages: what `--quick` leaves to the whole run, beside pages and `SLOW`.
WHOLE = ("test_papers.py", "test_tongues.py")
QUICK = [
    *UNITS,
    *(f"--ignore=tests/{path}" for path in SLOW),
    *(f"--ignore={path}" for name in WHOLE for path in sorted(Path(ROOT, "tests").rglob(name))),
    *("-m", "not slow and not page"),
]
SHAPE = "tests/architecture"
SOLVER = ["-m", "tools.state", "solver"]
STORIES = "tests/stories"
# One more than the cores: a story waits for its browser, its server and its mails, which left an eighth of two idle.
BROWSERS = ["-n", "3", *IN_TURN]


@dataclass(frozen=True)
class Outcome:
    """What a step gave; `passed` and `failed` count tests, and a failed check that has none is one."""

    good: bool
    passed: int = 0
    failed: int = 0


Check = Callable[[], Outcome]


def main() -> int:
    options, rest = parse()
    system.require("gettext", *([] if options.quick or not wants_browser(rest) else ["browser"]))
    if rest or options.quick:
        prepare("messages", "static", "solver", dev=True)
        return conclude({"pytest": pytest(*rest)()} if rest else run_all(quick_checks()))
    prepare("messages", "static", dev=True)
    with made_ahead():
        return conclude(run_all(all_checks()))


def parse() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="./test",
        usage="./test [--quick | PATH … and options of pytest]",
        description="Checks everything: style, types, imports, tests on SQLite and PostgreSQL, stories.",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="the fast half: rules, actions and access; no pages, papers, PostgreSQL or browser",
    )
    return parser.parse_known_args()


def wants_browser(arguments: list[str]) -> bool:
    return not arguments or any(argument.startswith((STORIES, f"./{STORIES}")) for argument in arguments)


def reading_checks() -> dict[str, Check]:
    """What needs no test to run."""
    return {
        "style (ruff check)": program("ruff", "check"),
        "style (ruff format)": program("ruff", "format", "--check"),
        "types (mypy)": program("mypy"),
        "imports (lint-imports)": program("lint-imports"),
    }


def quick_checks() -> dict[str, Check]:
    return {**reading_checks(), "tests on SQLite": pytest(*QUICK)}


def all_checks() -> dict[str, Check]:
    units = [*UNITS, f"--ignore={SHAPE}"]
    few = Beside(STORIES, "-m", "on_postgres")
    return {
        **reading_checks(),
        "shape, generated pages and messages": pytest(SHAPE),
        "machine code of the solver": partial(_program, [str(PYTHON), *SOLVER]),
        "tests on SQLite": pytest(*units, *ON_SQLITE),
        "tests on PostgreSQL": on_postgres(*units, *ON_POSTGRES),
        "stories in the browser": few.along(pytest(STORIES, *BROWSERS)),
        "stories on PostgreSQL": few,
    }


@contextmanager
def made_ahead() -> Iterator[None]:
    """While the first steps keep one core busy: the migrated databases, the solver, and Python's own form of all tests,
    which each worker would make for itself. Who comes to one before it is there waits for it, and says what failed."""
    made = [["-m", "tests.migrated"], ["-m", "pytest", "--collect-only", "tests"], SOLVER]
    with ExitStack() as stack:
        with suppress(console.Failure):  # the step that needs it says so
            made.append(["-m", "tests.migrated", stack.enter_context(postgres.shared())])
        for arguments in made:
            stack.enter_context(_meanwhile(arguments))
        yield


@contextmanager
def _meanwhile(arguments: list[str]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([PYTHON, *arguments], cwd=ROOT, env=tidy_environment(), stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def program(name: str, *arguments: str) -> Check:
    return partial(_program, [str(VENV / "bin" / name), *arguments])


def _program(command: list[str]) -> Outcome:
    return _counted(console.pass_on(command, tidy_environment()))


def pytest(*arguments: str, database: str | None = None) -> Check:
    return partial(_pytest, arguments, {"ERASDU_DATABASE_URL": database} if database else {})


def on_postgres(*arguments: str) -> Check:
    def check() -> Outcome:
        with postgres.shared() as url:
            return pytest(*arguments, database=url)()

    return check


class Beside:
    """Few tests on PostgreSQL, one after the other, which would leave a core idle: they run along with another step.
    What they say comes when they are waited for."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._held = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    def along(self, check: Check) -> Check:
        """`check`, during which these tests run."""

        def both() -> Outcome:
            with suppress(console.Failure):  # said when they are waited for
                self._begin()
            try:
                return check()
            except BaseException:
                self._end()
                raise

        return both

    def __call__(self) -> Outcome:
        try:
            process = self._process or self._begin()
            code = process.wait()
            console.say(self._said.read_text(errors="replace").rstrip())
            return _counted(code, *counts(self._report))
        finally:
            self._end()

    def _begin(self) -> subprocess.Popen[bytes]:
        url = self._held.enter_context(postgres.shared())
        folder = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="erasdu-test-")))
        self._report, self._said = folder / "report.xml", folder / "said"
        settings = tidy_environment() | {"ERASDU_DATABASE_URL": url}
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                _command(self._report, self._arguments), cwd=ROOT, env=settings, stdin=subprocess.DEVNULL,
                stdout=said, stderr=subprocess.STDOUT,
            )  # fmt: skip
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
        self._process = None
        self._held.close()


def _pytest(arguments: tuple[str, ...], settings: dict[str, str]) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="erasdu-test-") as folder:
        report = Path(folder, "report.xml")
        code = console.pass_on(_command(report, arguments), tidy_environment() | settings)
        return _counted(code, *counts(report))


def _command(report: Path, arguments: tuple[str, ...]) -> list[str]:
    return [str(PYTHON), "-m", "pytest", f"--junitxml={report}", *arguments]


def counts(report: Path) -> tuple[int, int]:
    """Tests that passed and that did not; one that was skipped did not pass."""
    if not report.exists():
        return 0, 0
    suites = list(ElementTree.parse(report).iter("testsuite"))
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    bad = sum(int(suite.get(kind, 0)) for suite in suites for kind in ("failures", "errors", "skipped"))
    return total - bad, bad


def _counted(code: int, passed: int = 0, failed: int = 0) -> Outcome:
    return Outcome(good=not code and not failed, passed=passed, failed=failed or int(bool(code)))


def tidy_environment() -> dict[str, str]:
    """Tests decide their own settings: none of the caller's."""
    return {name: value for name, value in environment().items() if not name.startswith("ERASDU_")}


def run_all(checks: dict[str, Check]) -> dict[str, Outcome]:
    return {name: run_one(name, check) for name, check in checks.items()}


def run_one(name: str, check: Check) -> Outcome:
    with timed(name):
        try:
            return check()
        except console.Failure as failure:
            print(f"erasdu: {failure}", file=sys.stderr, flush=True)
            return _counted(1)


@contextmanager
def timed(name: str) -> Iterator[None]:
    console.say(f"\n== {name}")
    begin = time.monotonic()
    yield
    console.say(f"== {name}: {time.monotonic() - begin:.0f} s")


def conclude(outcomes: dict[str, Outcome]) -> int:
    console.say()
    for name, outcome in outcomes.items():
        console.say(f"{'✓' if outcome.good else '✗'} {name}")
    passed = sum(outcome.passed for outcome in outcomes.values())
    failed = sum(outcome.failed for outcome in outcomes.values())
    console.say(f"{passed} passed, {failed} failed")
    return 0 if all(outcome.good for outcome in outcomes.values()) else 1


if __name__ == "__main__":
    console.exit_with(main)
