"""docs/access.md says what the code answers now."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.architecture import access_matrix

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "access.md"


@pytest.mark.django_db
def test_the_access_page_is_fresh(at: datetime, clock: datetime) -> None:
    now = access_matrix.page(at)
    if os.environ.get("ERASDU_WRITE_PAGES"):
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == now, "run: ERASDU_WRITE_PAGES=1 ./test tests/architecture/test_access.py"


@pytest.mark.django_db
def test_another_school_may_do_nothing_to_ours(at: datetime, clock: datetime) -> None:
    """No verb about a candidacy, selection, file or enrolment says yes to a contact point or learner elsewhere."""
    of = access_matrix.scene(at)
    for app, verb, function in access_matrix.verbs():
        name = access_matrix.subject(function)
        if name not in {"candidacy", "selection", "file", "enrolment"} or not access_matrix.askable(function, of):
            continue
        if "actor" not in access_matrix.inspect.signature(function).parameters:
            continue
        for state, change in access_matrix.STATES[name].items():
            change(of.things[name])
            for role in ("contact point elsewhere", "another learner", "nobody"):
                answer = access_matrix.ask(function, of, of.actors[role])
                assert not answer, f"{app}.{verb} in state {state} says yes to {role}"
