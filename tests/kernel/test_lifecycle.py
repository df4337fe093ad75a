import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.lifecycle import Lifecycle, Step

FILE = Lifecycle(
    "candidate file",
    initial="selected",
    states={"selected", "handed_in", "returned", "granted"},
    steps=[
        Step("hand_in", sources=("selected", "returned"), target="handed_in"),
        Step("return", sources=("handed_in",), target="returned"),
        Step("grant", sources=("handed_in",), target="granted"),
    ],
)


def test_a_step_knows_where_it_starts_and_ends() -> None:
    assert FILE.step("grant") == Step("grant", ("handed_in",), "granted")
    assert FILE.sources("hand_in") == ("selected", "returned")
    assert FILE.target("hand_in") == "handed_in"
    assert [step.name for step in FILE.steps_from("handed_in")] == ["return", "grant"]
    assert FILE.final == {"granted"}


def test_an_unknown_step_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        FILE.step("fly")


def test_the_drawing_shows_every_arrow_once() -> None:
    assert FILE.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> selected\n"
        "    selected --> handed_in: hand_in\n"
        "    returned --> handed_in: hand_in\n"
        "    handed_in --> returned: return\n"
        "    handed_in --> granted: grant\n"
        "    granted --> [*]\n"
    )


@pytest.mark.parametrize(
    ("states", "steps", "says"),
    [
        ({"a"}, [Step("go", ("a",), "b")], "unknown states: b"),
        ({"a", "b"}, [Step("go", ("c",), "b")], "unknown states: c"),
        ({"b"}, [Step("go", ("b",), "b")], "unknown states: a"),
        ({"a", "b", "c"}, [Step("go", ("a",), "b")], "unreachable states: c"),
        ({"a", "b"}, [Step("go", ("b",), "a")], "unreachable states: b"),
        ({"a"}, [Step("go", ("a",), "a"), Step("go", ("a",), "a")], "same name"),
        ({"a"}, [Step("go", (), "a")], "without a source: go"),
    ],
)
def test_a_faulty_table_is_refused(states: set[str], steps: list[Step], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Lifecycle("thing", "a", states, steps)


STATES = st.sampled_from("abcde")
TABLES = st.lists(st.tuples(st.sets(STATES, min_size=1), STATES), max_size=8)


@given(TABLES)
def test_whatever_is_accepted_can_be_walked_to_every_state(table: list[tuple[set[str], str]]) -> None:
    steps = [Step(f"s{number}", tuple(sorted(sources)), target) for number, (sources, target) in enumerate(table)]
    reached = {"a"}
    for _ in steps:
        reached |= {step.target for step in steps if reached & set(step.sources)}
    named = {"a"} | {source for step in steps for source in step.sources} | {step.target for step in steps}
    if named == reached:
        assert Lifecycle("thing", "a", named, steps).states == reached
    else:
        with pytest.raises(ValueError, match="unreachable"):
            Lifecycle("thing", "a", named, steps)
