"""What the projection keeps of a requirement is the whole of it."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from erasdu.journey.readiness.queries.packing import packed, unpacked
from erasdu.kernel.requirement import CLOSING, CONFIRM, DEPART, PAYMENT, Evidence, Requirement

CODES = some.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=12)
GATES = some.frozensets(some.sampled_from((DEPART, CONFIRM, PAYMENT, CLOSING)))
REQUIREMENTS = some.builds(
    Requirement,
    code=CODES,
    state=some.sampled_from(("met", "open", "waiting", "overdue", "not_applicable")),
    who=CODES | some.just(""),
    by=some.none() | some.dates(date(2026, 1, 1), date(2099, 12, 31)),
    blocks=GATES,
    why=CODES | some.just(""),
    params=some.lists(some.tuples(CODES, some.text(max_size=20)), max_size=3).map(tuple),
    evidence=some.none() | some.builds(Evidence, some.just("insurance:stay"), CODES | some.just("")),
    unverified=some.booleans(),
    let_pass=GATES,
    titles=some.just(()) | some.just((("nl", "Kopie | pas, twee"), ("en", "Copy"))),
)


@given(REQUIREMENTS)
def test_what_is_kept_as_text_is_read_back_whole(item: Requirement) -> None:
    kept = json.loads(json.dumps(packed(item)))
    assert unpacked(kept, {item.code: item.titles} if item.titles else {}) == item
