"""Machine code of the solver's loops: when a kept file is used, and that it says what the loops say."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.assign import building, compiled, sample, scanning
from erasdu.kernel.assign.compiled import Compiled
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pricing import Prices, Pricing
from tests.kernel.assign.instances import Kind, instance

ROOT = str(Path(__file__).resolve().parents[3])
TWICE = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
import numpy as np
from erasdu.kernel.assign import compiled
from tests.kernel.assign.test_compiled import sum_of
compiled.store = lambda: Path({store!r})
compiled.Compiled.known = []
assert compiled.Compiled(sum_of)(np.ones(3), 2.0) == 6.0
"""
ENTRIES = {"ascend", "find_free", "write_best", "write_columns", "write_least"}
WITHOUT = """
import sys
from erasdu.kernel.assign import sample
sample.solved()
sys.exit("numba" in sys.modules)
"""


def sum_of(values: Any, factor: float) -> float:
    total = 0.0
    for at in range(len(values)):
        total += values[at] * factor
    return total


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled[Any, float]:
    """A loop of the test's own, in a store of its own, unknown to the others."""
    monkeypatch.setattr(compiled, "store", lambda: tmp_path)
    monkeypatch.setattr(Compiled, "known", [])
    return Compiled(sum_of)


def made_by(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is compiled from now on."""
    made, compile_it = list[bytes](), building.object_code

    def counted(*args: Any) -> bytes:
        made.append(compile_it(*args))
        return made[-1]

    monkeypatch.setattr(building, "object_code", counted)
    return made


def test_a_solving_process_loads_what_was_kept_and_no_numba():
    sample.solved()
    assert {each.function.__name__ for each in Compiled.known if each.loaded} >= ENTRIES, "the sample needs all of them"
    assert subprocess.run([sys.executable, "-c", WITHOUT], check=False).returncode == 0


def test_whatever_is_solved_needs_no_other_code_than_the_sample():
    sample.solved()
    kinds = {each.function.__name__: len(each.loaded) for each in Compiled.known if each.function.__name__ in ENTRIES}
    assert kinds == dict.fromkeys(ENTRIES, 1), "the same types of arguments each time, else somebody waits for numba"


def test_it_is_made_once_and_then_read_back(own, tmp_path, monkeypatch):
    made = made_by(monkeypatch)
    values = np.array([1.0, 2.0, 4.0])
    assert own(values, 3.0) == 21.0
    own.loaded.clear()
    assert own(values, 0.5) == 3.5
    assert len(made) == len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-1], lambda text: text[:-1] + b"?", lambda _: b"", lambda text: b"x" + text]
)
def test_a_broken_file_is_made_anew(own, tmp_path, monkeypatch, spoil):
    made = made_by(monkeypatch)
    own(np.ones(2), 1.0)
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    own.loaded.clear()
    assert own(np.ones(2), 1.0) == 2.0
    assert len(made) == 2
    assert compiled.kept(file, b"") is None


def test_what_was_made_for_something_else_is_not_used(own, tmp_path, monkeypatch):
    """Other sources, another numba, another processor: each changes the fingerprint."""
    made = made_by(monkeypatch)
    own(np.ones(2), 1.0)
    [before] = tmp_path.iterdir()
    monkeypatch.setattr(compiled, "fingerprint", lambda: "of another processor")
    own.loaded.clear()
    own(np.ones(2), 1.0)
    [after] = set(tmp_path.iterdir()) - {before}
    after.write_bytes(before.read_bytes())
    own.loaded.clear()
    assert own(np.ones(2), 1.0) == 2.0
    assert len(made) == 3, "not even under the right name"


def test_where_nothing_can_be_kept_it_runs_all_the_same(own, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(compiled, "store", lambda: tmp_path / "file" / "store")
    assert own(np.ones(2), 1.0) == 2.0


def test_code_that_needs_more_than_a_process_has_runs_with_all_of_numba(own, monkeypatch, tmp_path):
    def unfit(*_args: Any) -> bytes:
        raise building.Unfit("__svml_exp4")

    monkeypatch.setattr(building, "object_code", unfit)
    assert own(np.ones(2), 1.5) == 3.0
    assert not list(tmp_path.iterdir())


def test_code_that_cannot_be_loaded_is_not_kept_and_runs_with_all_of_numba(own, monkeypatch, tmp_path):
    def broken(_code: bytes) -> Any:
        raise RuntimeError("no such format")

    monkeypatch.setattr(compiled, "entry", broken)
    assert own(np.ones(2), 1.5) == 3.0
    assert not list(tmp_path.iterdir())


def test_a_store_is_whole_only_when_everything_was_made(own, tmp_path):
    own(np.ones(2), 1.0)
    assert not compiled.is_whole(), "somebody may have been stopped halfway"
    compiled.mark_whole()
    assert compiled.is_whole()


def test_two_processes_that_make_it_at_once_leave_it_whole(tmp_path):
    """Each writes a file of its own and puts it in place in one step."""
    text = TWICE.format(root=ROOT, store=str(tmp_path))
    both = [subprocess.Popen([sys.executable, "-c", text]) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]
    [file] = tmp_path.iterdir()
    assert file.stat().st_size > compiled.DIGEST


def test_a_whole_problem_comes_out_the_same_by_the_loops_themselves(monkeypatch):
    by_machine = sample.solved()
    monkeypatch.setattr(Compiled, "__call__", lambda self, *args: self.function(*args))
    by_loops = sample.solved()
    assert (by_loops.cost, by_loops.bound) == (by_machine.cost, by_machine.bound)
    assert by_loops.assignments == by_machine.assignments


def test_code_that_would_need_something_unknown_is_not_kept(own, monkeypatch):
    """Here of what every process has, to see that it is looked at: a root is the system's."""

    def root(value: float) -> float:
        return float(np.sqrt(value))

    monkeypatch.setattr(building, "OUTSIDE", set())
    with pytest.raises(building.Unfit, match="sqrt"):
        building.object_code(root, (1.0,), [root])


def test_arguments_go_by_position_and_arrays_in_one_piece(own):
    with pytest.raises(TypeError, match="position"):
        own(values=np.ones(2), factor=1.0)
    with pytest.raises(ValueError, match="one piece"):
        own(np.ones(4)[::2], 1.0)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.data())
def test_what_stands_at_a_rank_is_as_if_all_were_sorted(values, data):
    rank = data.draw(st.integers(0, len(values) - 1))
    row = np.array([*values, -1.0], np.float64)
    assert scanning.ranked.function(row, len(values), rank) == sorted(values)[rank]
    assert sorted(row[:-1]) == sorted(values)


def test_columns_that_need_several_pieces_are_the_same_as_in_one(monkeypatch):
    model = Model.of(instance(Kind(100), 1))
    pricing = Pricing(model, Prices(np.zeros((model.placements, model.slots)), np.zeros((model.hosts, model.slots))))
    everybody = np.arange(model.learners)
    in_one = pricing.cheapest(everybody, 50, np.inf)
    monkeypatch.setattr(scanning, "PIECE", 1)
    in_several = pricing.cheapest(everybody, 50, np.inf)
    assert len(in_one[0]) > len(scanning.scratch(pricing.offers).sorted), "more than one piece holds"
    for one, other in zip(in_one, in_several, strict=True):
        assert (one == other).all()
    for learner in everybody[:5]:
        mine = in_one[0] == learner
        everything = pricing.cheapest(everybody[learner : learner + 1], 10**9, np.inf)
        assert sorted(in_one[4][mine]) == sorted(everything[4])[: mine.sum()], "the cheapest fifty"
