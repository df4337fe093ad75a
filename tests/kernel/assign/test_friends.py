"""Friends are given a home together before everybody else, when that is the cheapest for both."""

import itertools

import numpy as np
from hypothesis import given, settings

from erasdu.kernel.assign.friends import best_offer, house
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pricing import Prices, Pricing
from erasdu.kernel.assign.solve import Work, priced
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.watch import Watch
from tests.kernel.assign.instances import Kind, instance
from tests.kernel.assign.test_solve import small


def free(model: Model) -> Pricing:
    return Pricing(model, Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape)))


def by_trying(state: State, pricing: Pricing, pair) -> float | None:
    """The least cost of both at one host; None when apart, or nothing, costs no more."""
    model, costs = state.model, TripleCosts(state.model)
    ways = {pair.first: [], pair.second: []}
    for learner, found in ways.items():
        placement, host, _ = pricing.everything(learner)
        found += [(learner, one, two) for one, two in zip(placement.tolist(), host.tolist(), strict=True)]
        found[:] = [each for each in found if state.fits(*each)]
    least = np.inf
    for one, other in itertools.product(*ways.values()):
        state.put(*one)
        if one[2] == other[2] and state.fits(*other):
            least = min(least, costs.of(*one) + costs.of(*other))
        state.take(pair.first)
    single = [min([model.alone[each], *(costs.of(*way) for way in found)]) for each, found in ways.items()]
    none = model.alone[pair.first] + model.alone[pair.second]
    return least if least < min(sum(single) + pair.cost, none) else None


@settings(max_examples=60, deadline=None)
@given(small())
def test_the_cheapest_home_for_two_is_found(problem):
    model = Model.of(problem)
    state, pricing = State(model), free(model)
    for pair in model.couples:
        offer = best_offer(state, pricing, pair)
        assert (offer.cost if offer else None) == by_trying(state, pricing, pair)
        if offer:
            assert house(state, pricing, np.ones(model.learners, np.bool_), 1) == 1
            state = State(model)


def test_all_friends_are_housed_together_while_there_is_room():
    model = Model.of(instance(Kind(100), 1))
    found = priced(model, Watch(), Work(hot=12, cold=8))
    state, undecided = State(model), np.ones(model.learners, np.bool_)
    while house(state, Pricing(model, found.prices.unscaled()), undecided, 3):
        pass
    together = [state.host[pair.first] == state.host[pair.second] >= 0 for pair in model.couples]
    assert sum(together) > 0.7 * len(together)
    assert (undecided == (state.host < 0)).all()
    assert (state.room >= 0).all()
    assert (state.beds >= 0).all()
