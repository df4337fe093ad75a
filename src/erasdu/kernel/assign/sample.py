"""A problem of five learners that needs every compiled function: solving it fills the store of machine code."""

from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem
from erasdu.kernel.assign.solution import Solution
from erasdu.kernel.assign.solve import solve


def sample() -> Problem:
    """Two friends of one gender and three others; one of the companies has one place, and there are four beds."""
    learners = [Learner(f"L{each}", 0, 2, 1000, "ffmmf"[each]) for each in range(5)]
    placements = [Placement("P1", (1, 1)), Placement("P2", (3, 3))]
    hosts = [Host("H1", (2, 2), one_gender=True), Host("H2", (2, 2), one_gender=True)]
    return Problem.of(
        2,
        learners,
        placements,
        hosts,
        learner_placement=[(who.id, place.id, 10) for who in learners for place in placements],
        learner_host=[(who.id, host.id, 5) for who in learners for host in hosts],
        placement_host=[(place.id, host.id, 7, 20) for place in placements for host in hosts],
        pairs=[("L0", "L1", 50), ("L0", "L2", 20)],
    )


def solved() -> Solution:
    return solve(sample())
