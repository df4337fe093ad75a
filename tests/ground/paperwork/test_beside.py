"""A paper in two languages: the same clauses, each text with the other beside it."""

import pytest

from erasdu.ground.paperwork.rules import changes, compose, side_by_side
from erasdu.journey.agreements import papers
from erasdu.journey.agreements.papers import learning

NAMES = ("Nederlands", "português")


def composed(language: str) -> dict[str, object]:
    return compose(papers.wording_beside(language), learning.specimen_told().facts(language, beside=True))


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "de"])
def test_every_language_has_the_same_clauses_and_leaves_nothing_out(language: str) -> None:
    one, other = composed("nl"), composed(language)
    assert [c["code"] for c in one["clauses"]] == [c["code"] for c in other["clauses"]]  # type: ignore[index, attr-defined]
    both = side_by_side(one, other, NAMES)
    shown = str(both)
    for clause in other["clauses"]:  # type: ignore[attr-defined]
        for block in clause["blocks"]:
            for text in [
                block.get("text", ""),
                *block.get("items", []),
                *(v for pair in block.get("pairs", []) for v in pair),
            ]:
                assert repr(text)[1:-1] in shown


def test_a_change_in_one_clause_is_a_change_in_that_clause_alone() -> None:
    told = learning.specimen_told()
    from dataclasses import replace

    moved = replace(told, mentor=papers.Reach("Inês Duarte"))
    before, after = (
        side_by_side(
            compose(papers.wording_beside("nl"), each.facts("nl", beside=True)),
            compose(papers.wording_beside("pt"), each.facts("pt", beside=True)),
            NAMES,
        )
        for each in (told, moved)
    )
    assert [each.clause for each in changes(before, after)] == ["mentor"]


def test_what_is_the_same_in_both_stands_once() -> None:
    same = {"title": "A", "lead": "", "facts": [["x", "y"]], "clauses": [
        {"code": "one", "title": "T", "blocks": [{"text": "same"}, {"items": ["a"]}]}], "space": ""}  # fmt: skip
    assert side_by_side(same, same, NAMES) == same
