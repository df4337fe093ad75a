"""A problem is read strictly: every fault is refused with its place."""

import copy
import json
import subprocess
import sys

import pytest

from erasdu.config import matching
from erasdu.kernel.assign import rows
from erasdu.kernel.assign.certificate import recomputed
from erasdu.kernel.assign.pricing import certified
from erasdu.kernel.assign.problem import Malformed
from erasdu.kernel.assign.reading import parse

GOOD = {
    "format": "erasdu-match/1",
    "slots": 4,
    "learners": [
        {"id": "L1", "from": 0, "to": 2, "unassigned_cost": 30000, "gender": "f", "max_minutes": 45},
        {"id": "L2", "from": 1, "to": 4, "unassigned_cost": 30000},
    ],
    "placements": [{"id": "P1", "capacity": [1, 1, 0, 1]}],
    "hosts": [{"id": "H1", "capacity": [2, 2, 2, 2], "one_gender": True}],
    "learner_placement": [["L1", "P1", 1250]],
    "learner_host": [["L1", "H1", 300]],
    "placement_host": [["P1", "H1", 1700, 38]],
    "pairs": [["L1", "L2", 2500]],
}

NOTHING = object()


def changed(path: list, value: object) -> str:
    problem = copy.deepcopy(GOOD)
    place = problem
    for step in path[:-1]:
        place = place[step]
    if value is NOTHING:
        del place[path[-1]]
    elif path[-1] == "+":
        place.append(value)
    else:
        place[path[-1]] = value
    return json.dumps(problem)


def test_a_good_problem():
    problem = parse(json.dumps(GOOD))
    assert [each.id for each in problem.learners] == ["L1", "L2"]
    assert (problem.learners[0].gender, problem.learners[0].max_minutes) == ("f", 45)
    assert (problem.learners[1].gender, problem.learners[1].max_minutes) == (None, None)
    assert problem.hosts[0].one_gender
    assert problem.placements[0].capacity == (1, 1, 0, 1)
    assert problem.placement_host.cost.tolist() == [1700]
    assert problem.placement_host.minutes.tolist() == [38]
    assert problem.pairs[0].cost == 2500


@pytest.mark.parametrize(
    ("path", "value", "at", "why"),
    [
        (["format"], "erasdu-match/2", "format", "erasdu-match/1 is expected"),
        (["slots"], 0, "slots", "from 1"),
        (["slots"], NOTHING, "slots", "missing"),
        (["extra"], 1, "extra", "unknown key"),
        (["learners"], {}, "learners", "a list"),
        (["learners", 1], 3, "learners[1]", "an object"),
        (["learners", 1, "id"], "L1", "learners[1].id", "repeated"),
        (["learners", 1, "id"], "", "learners[1].id", "not empty"),
        (["learners", 1, "id"], 7, "learners[1].id", "not 7"),
        (["learners", 1, "from"], 4, "learners[1].to", "more than from"),
        (["learners", 1, "to"], 5, "learners[1].to", "from 0 to 4"),
        (["learners", 1, "unassigned_cost"], float("nan"), "learners[1].unassigned_cost", "NaN"),
        (["learners", 1, "unassigned_cost"], 1.5, "learners[1].unassigned_cost", "whole number"),
        (["learners", 1, "unassigned_cost"], True, "learners[1].unassigned_cost", "not true"),
        (["learners", 1, "unassigned_cost"], NOTHING, "learners[1].unassigned_cost", "missing"),
        (["learners", 1, "gender"], 1, "learners[1].gender", "a text"),
        (["learners", 1, "max_minutes"], -1, "learners[1].max_minutes", "from 0"),
        (["learners", 1, "max_minute"], 30, "learners[1].max_minute", "unknown key"),
        (["placements", 0, "capacity"], [1, 1, 1], "placements[0].capacity", "4 numbers"),
        (["placements", 0, "capacity", 2], -1, "placements[0].capacity[2]", "from 0"),
        (["hosts", 0, "capacity"], 2, "hosts[0].capacity", "a list"),
        (["hosts", 0, "capacity", 3], 10**400, "hosts[0].capacity[3]", "whole number"),
        (["hosts", 0, "one_gender"], "yes", "hosts[0].one_gender", "true or false"),
        (["learner_placement"], {}, "learner_placement", "a list of rows"),
        (["learner_placement", "+"], ["L9", "P1", 1], "learner_placement[1][0]", 'unknown id "L9"'),
        (["learner_placement", "+"], ["L2", "H1", 1], "learner_placement[1][1]", 'unknown id "H1"'),
        (["learner_placement", "+"], ["L1", "P1", 1], "learner_placement[1]", "earlier row"),
        (["learner_placement", "+"], ["L2", "P1"], "learner_placement[1]", "3 values"),
        (["learner_placement", "+"], "L2", "learner_placement[1]", "a list"),
        (["learner_placement", "+"], ["L2", ["P1"], 1], "learner_placement[1][1]", "an id"),
        (["learner_host", 0, 2], float("inf"), "learner_host[0][2]", "Infinity"),
        (["learner_host", 0, 2], 10**10, "learner_host[0][2]", "from -1000000000"),
        (["learner_host", 0, 2], "300", "learner_host[0][2]", "whole number"),
        (["placement_host", 0], ["P1", "H1", 1700], "placement_host[0]", "4 values"),
        (["placement_host", 0, 3], -5, "placement_host[0][3]", "from 0"),
        (["placement_host", 0, 3], None, "placement_host[0][3]", "not null"),
        (["pairs", 0, 1], "L3", "pairs[0][1]", "unknown id"),
        (["pairs", 0, 1], "L1", "pairs[0]", "one and the same"),
        (["pairs", "+"], ["L2", "L1", 3], "pairs[1]", "earlier row"),
    ],
)
def test_a_fault_is_refused_with_its_place(path, value, at, why):
    with pytest.raises(Malformed) as refused:
        parse(changed(path, value))
    assert refused.value.path == at
    assert why in refused.value.reason


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1 column 1: this is not JSON"),
        ("[]", "Expecting an object"),
        ("{", "Expecting a key"),
        ('{"slots": 1,}', "Expecting a key"),
        ('{"slots": 1} x', "Extra data"),
        ('{"slots": 1, "slots": 1}', "slots: this key stands twice"),
        ('{"learners": [{"id": "a", "id": "b"}]}', "learners: id: this key stands twice"),
        ('{"pairs": [["a", "b", 1],]}', "line 1"),
        ('{"pairs": [["a", "b", 1] ["a", "b", 1]]}', "Expecting ',' or ']'"),
        ('{"learners": ' + "[" * 100_000, "too deep"),
        ('{"pairs": ' + "[" * 100_000, "too deep"),
        ("{}", "format: this is missing"),
    ],
)
def test_what_is_no_problem_at_all(text, says):
    with pytest.raises(Malformed) as refused:
        parse(text)
    assert says in str(refused.value)


def test_long_lists_are_read_in_pieces(monkeypatch):
    """With every way to cut: also inside texts that look like the end of a row."""
    names = ["a", "],[", '"],["', "\\", "é"]
    problem = copy.deepcopy(GOOD)
    problem["learners"] += [{"id": name, "from": 0, "to": 1, "unassigned_cost": 1} for name in names]
    problem["learner_placement"] += [[name, "P1", number] for number, name in enumerate(names)]
    text = json.dumps(problem)
    whole = parse(text)
    for piece in range(1, 60):
        monkeypatch.setattr(rows, "PIECE", piece)
        read = parse(text)
        assert read.learner_placement.left.tolist() == whole.learner_placement.left.tolist() == [0, 2, 3, 4, 5, 6]
        assert read.learner_placement.cost.tolist() == [1250, 0, 1, 2, 3, 4]
        with pytest.raises(Malformed, match=r"^learner_placement\[6\]\[2\]"):
            parse(text.replace('["\\u00e9", "P1", 4]', '["\\u00e9", "P1", 4], ["L2", "P1", 0.5]'))


class TestCommand:
    def test_a_malformed_file(self, tmp_path, capsys):
        file = tmp_path / "problem.json"
        file.write_text(changed(["slots"], 0))
        assert matching.main([str(file), "--out", str(tmp_path / "out.json")]) == 2
        assert capsys.readouterr().err.startswith("erasdu: problem.json: slots: a whole number")
        file.write_bytes(b"\xff")
        assert matching.main([str(file), "--out", str(tmp_path / "out.json")]) == 2
        assert "UTF-8" in capsys.readouterr().err
        assert matching.main([str(tmp_path / "away.json"), "--out", "out.json"]) == 2
        assert not (tmp_path / "out.json").exists()

    def test_seconds_must_be_more_than_nothing(self, tmp_path, capsys):
        for seconds in ("0", "-1", "nan", "x"):
            with pytest.raises(SystemExit) as ended:
                matching.main(["a.json", "--out", "b.json", "--seconds", seconds])
            assert ended.value.code == 2

    def test_it_starts_without_django(self, tmp_path):
        file, out = tmp_path / "problem.json", tmp_path / "solution.json"
        file.write_text(json.dumps(GOOD))
        script = (
            "import sys; sys.argv[1:] = ['match-problem', *sys.argv[1:]]\n"
            "from erasdu.config.command import main\n"
            "try:\n    main()\nexcept SystemExit as ended:\n"
            "    assert not ended.code and 'django' not in sys.modules, sys.modules.get('django')"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(file), "--out", str(out)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("1 assigned, 1 not; cost 35750, the best there is")
        solution = json.loads(out.read_text())
        assert solution["format"] == "erasdu-match-solution/1"
        assert solution["assignments"] == [{"learner": "L1", "placement": "P1", "host": "H1"}]
        assert (solution["unassigned"], solution["cost"], solution["bound"]) == (["L2"], 35750, 35750)
        assert (solution["gap"], solution["optimal"]) == (0.0, True)
        problem = parse(file.read_text())
        assert recomputed(problem, certified(problem, solution["certificate"])) <= solution["bound"]
