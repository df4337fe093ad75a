import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.verdict import YES, Refused, Verdict, all_of, no

refusals = st.builds(no, st.from_regex(r"[a-z_]{1,12}", fullmatch=True))


def test_yes_is_true_and_requires_nothing() -> None:
    assert YES
    YES.require()


def test_a_refusal_is_false_and_says_why() -> None:
    refusal = no("too_late", deadline="2023-10-04", days=3)
    assert not refusal
    with pytest.raises(Refused) as caught:
        refusal.require()
    assert caught.value.verdict.code == "too_late"
    assert dict(caught.value.verdict.params) == {"deadline": "2023-10-04", "days": "3"}


def test_a_refusal_needs_a_code_and_a_yes_has_none() -> None:
    with pytest.raises(ValueError):
        Verdict(False)
    with pytest.raises(ValueError):
        Verdict(True, "because")


def test_a_raised_refusal_survives_pickling() -> None:
    refusal = no("locked")
    assert pickle.loads(pickle.dumps(Refused(refusal))).verdict == refusal


@given(st.lists(st.one_of(st.just(YES), refusals)))
def test_all_of_answers_with_the_first_refusal(verdicts: list[Verdict]) -> None:
    answer = all_of(*verdicts)
    assert answer.allowed == all(verdict.allowed for verdict in verdicts)
    if not answer:
        first = next(index for index, verdict in enumerate(verdicts) if verdict == answer)
        assert all(verdict.allowed for verdict in verdicts[:first])
