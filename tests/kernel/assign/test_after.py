"""Pins, repairs and explanations hold what they say."""

import pytest

from erasdu.kernel.assign import explain
from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem
from erasdu.kernel.assign.repair import closed, repair
from erasdu.kernel.assign.solution import Assignment, check, cost_of
from erasdu.kernel.assign.solve import solve
from erasdu.kernel.assign.wishes import Choice
from tests.kernel.assign.instances import Kind, instance


def simple(beds: int = 1, minutes: int = 20) -> Problem:
    """Two learners and one company each; Ann and Bob both prefer the near family N over the far one."""
    return Problem.of(
        1,
        [Learner("ann", 0, 1, 1000, "f", 45), Learner("bob", 0, 1, 1000, "m"), Learner("cas", 0, 1, 1000, "m")],
        [Placement("bakery", (1,)), Placement("garage", (1,)), Placement("closed", (0,))],
        [Host("near", (beds,)), Host("far", (2,), one_gender=True)],
        learner_placement=[("ann", "bakery", 10), ("ann", "closed", 1), ("bob", "garage", 10)],
        learner_host=[("ann", "near", 0), ("ann", "far", 0), ("bob", "near", 0), ("bob", "far", 0)],
        placement_host=[
            ("bakery", "near", 5, minutes),
            ("bakery", "far", 80, 50),
            ("garage", "near", 5, 20),
            ("garage", "far", 30, 40),
        ],
        pairs=[("ann", "bob", 7)],
    )


class TestPins:
    def test_what_is_pinned_is_so_and_what_is_forbidden_is_not(self):
        problem = simple()
        free = solve(problem)
        assert free.of("ann") == Assignment("ann", "bakery", "near")
        pinned = solve(problem, pinned=[Choice("bob", host="near")])
        assert pinned.of("bob").host == "near"
        assert pinned.of("ann") is None, "far is too far for Ann"
        assert pinned.cost == cost_of(problem, pinned.assignments) > free.cost
        assert check(problem, pinned) == []
        without = solve(problem, forbidden=[Choice("ann", "bakery", "near")])
        assert without.of("ann") is None
        assert solve(problem, forbidden=[Choice("bob", "garage")]).of("bob") is None
        with pytest.raises(ValueError, match="names"):
            solve(problem, forbidden=[Choice("bob")])
        with pytest.raises(KeyError):
            solve(problem, pinned=[Choice("eve")])

    def test_a_pin_that_cannot_be_met_is_said(self):
        solution = solve(simple(), pinned=[Choice("cas"), Choice("bob", host="far")])
        assert solution.unmet == ("cas",)
        assert solution.of("bob").host == "far"
        assert solution.bound <= solution.cost

    def test_a_start_is_taken_up(self):
        problem = instance(Kind(30), 3)
        first = solve(problem)
        again = solve(problem, start=first, should_stop=lambda: True)
        assert again.cost <= first.cost


class TestRepair:
    def test_only_who_must_is_moved(self):
        problem = instance(Kind(60), 4)
        before = solve(problem, should_stop=Countdown(40))
        gone = before.assignments[0].host
        lost = {each.learner for each in before.assignments if each.host == gone}
        after = repair(problem, before, [gone])
        assert check(closed(problem, frozenset([gone])), after) == []
        moved = {name for name, _, _ in explain.changes(before.assignments, after.assignments)}
        assert lost <= moved
        assert len(moved - lost) <= 20
        assert len(after.assignments) >= len(before.assignments) - len(lost)

    def test_others_move_when_that_gives_a_place(self):
        """Bob is in the near family and could be in the far one; Ann's family withdraws, and she needs the near one."""
        problem = Problem.of(
            1,
            [Learner("ann", 0, 1, 1000), Learner("bob", 0, 1, 1000)],
            [Placement("bakery", (2,))],
            [Host("own", (1,)), Host("near", (1,)), Host("far", (1,))],
            learner_placement=[("ann", "bakery", 0), ("bob", "bakery", 0)],
            learner_host=[("ann", "own", 0), ("ann", "near", 0), ("bob", "near", 0), ("bob", "far", 50)],
            placement_host=[("bakery", name, 0, 10) for name in ("own", "near", "far")],
        )
        before = solve(problem)
        assert (before.of("ann").host, before.of("bob").host) == ("own", "near")
        after = repair(problem, before, ["own"])
        assert (after.of("ann").host, after.of("bob").host) == ("near", "far")
        nobody = repair(problem, before, ["own"], others=0)
        assert (nobody.of("ann"), nobody.of("bob").host) == (None, "near")


class Countdown:
    """Stops after so many times asked."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


class TestExplain:
    def test_why(self):
        problem = simple()
        told = explain.why(problem, solve(problem), "ann")
        assert (told.placement, told.host, told.commute, told.minutes) == (10, 0, 5, 20)
        assert told.apart == (("bob", 7),)
        assert told.total == 22
        nothing = explain.why(problem, solve(problem), "cas")
        assert (nothing.assignment, nothing.unassigned) == (None, 1000)

    @pytest.mark.parametrize(
        ("learner", "placement", "host", "rule"),
        [
            ("cas", "garage", None, "placement"),
            ("cas", None, "near", "host"),
            ("ann", "closed", None, "room"),
            ("ann", "bakery", "far", "minutes"),
        ],
    )
    def test_the_first_hard_rule(self, learner, placement, host, rule):
        problem = simple()
        assert explain.why_not(problem, solve(problem), learner, placement, host).rule == rule

    def test_what_somebody_has_already_costs_nothing_more(self):
        problem = simple()
        solution = solve(problem)
        mine = solution.assignments[0]
        assert explain.why_not(problem, solution, mine.learner, mine.placement, mine.host) == explain.WhyNot(None, 0)

    def test_what_another_family_would_cost_and_who_would_move(self):
        problem = simple()
        answer = explain.why_not(problem, solve(problem), "bob", host="near")
        assert answer.rule is None
        assert answer.more == 1000 - 15 - 25
        assert [name for name, _, _ in answer.moved] == ["ann", "bob"]

    def test_why_somebody_got_nothing(self):
        problem = simple()
        (told,) = explain.unmatched_reasons(problem, solve(problem))
        assert (told.learner, told.rule) == ("cas", "placement")
        pinned = solve(problem, pinned=[Choice("bob", host="near")])
        ann = next(each for each in explain.unmatched_reasons(problem, pinned) if each.learner == "ann")
        assert ann.rule is None
        assert ("near", ("bob",)) in ann.taken

    def test_one_more_bed(self):
        problem = simple()
        solution = solve(problem)
        (bed,) = explain.radar(problem, solution, [("host", "near")])
        assert (bed.more_assigned, bed.saved) == (0, 25 + 7)
        again = solve(explain.added(problem, "host", "near"))
        assert solution.cost - again.cost == bed.saved
        assert explain.radar(problem, solution)[0].saved >= 0

    def test_what_a_person_ruled_out_together_is_no_way_to_it(self):
        """Ann has the bakery and the only bed; Bob could go there too, but never from that bed."""
        problem = Problem.of(
            1,
            [Learner("ann", 0, 1, 1000), Learner("bob", 0, 1, 1000)],
            [Placement("bakery", (2,))],
            [Host("home", (1,))],
            learner_placement=[("ann", "bakery", 0), ("bob", "bakery", 0)],
            learner_host=[("ann", "home", 0), ("bob", "home", 0)],
            placement_host=[("bakery", "home", 0, 10)],
        )
        ruled_out = [Choice("bob", "bakery", "home")]
        before = solve(problem, forbidden=ruled_out)
        for forbidden, more, rule in (((), 1, None), (ruled_out, 0, "commute")):
            assert explain.gain(problem, before, "host", "home", forbidden=forbidden).more_assigned == more
            assert explain.why_not(problem, before, "bob", host="home", forbidden=forbidden).rule == rule

    def test_envy(self):
        problem = Problem.of(
            1,
            [Learner("ann", 0, 1, 1000), Learner("bob", 0, 1, 1000)],
            [Placement("bakery", (1,)), Placement("garage", (1,))],
            [Host("home", (2,))],
            learner_placement=[
                ("ann", "bakery", 1),
                ("ann", "garage", 9),
                ("bob", "bakery", 5),
                ("bob", "garage", 500),
            ],
            learner_host=[("ann", "home", 0), ("bob", "home", 0)],
            placement_host=[("bakery", "home", 0, 5), ("garage", "home", 0, 5)],
        )
        (found,) = explain.envy(problem, solve(problem))
        assert (found.learner, found.placement, found.instead_of, found.better) == ("ann", "bakery", "bob", 4)
