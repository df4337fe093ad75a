"""What a piece of work asks again and again is asked once, and nothing longer than the work lasts."""

import pytest

from erasdu.kernel.memory import remembered, remembering

asked: list[str] = []


@remembered
def wording(kind: str, language: str = "nl") -> str:
    asked.append(kind)
    if kind == "unknown":
        raise KeyError(kind)
    return f"{kind} {language} {len(asked)}"


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


def test_outside_of_any_work_it_is_asked_every_time() -> None:
    assert wording("cv") != wording("cv")


def test_within_one_piece_of_work_it_is_asked_once_for_what_is_asked() -> None:
    with remembering():
        assert wording("cv") == wording("cv") == "cv nl 1"
        assert wording("cv", "en") == wording("cv", "en") == "cv en 2"
    assert wording("cv") == "cv nl 3"


def test_other_work_in_between_sees_what_is_so_then_and_the_first_keeps_its_own() -> None:
    with remembering():
        before = wording("cv")
        with remembering():
            assert wording("cv") != before
        assert wording("cv") == before


def test_a_question_that_fails_is_asked_again() -> None:
    with remembering():
        for _ in range(2):
            with pytest.raises(KeyError):
                wording("unknown")
    assert asked == ["unknown", "unknown"]


def test_a_function_that_remembers_forgets_when_it_is_done() -> None:
    @remembering()
    def work() -> str:
        assert wording("cv") == wording("cv")
        return wording("cv")

    assert work() != work()
