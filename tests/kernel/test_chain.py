"""The chain of evidence shows every change, loss and swap; with its head elsewhere also a cut-off end."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.kernel.chain import Event, check, link, new_salt, salted

texts = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(texts, values, max_size=4)


def chained(*bodies: dict, kind: str = "opened") -> list[Event]:
    events, prev = [], ""
    for seq, body in enumerate(bodies, start=1):
        at = f"2026-11-23T09:00:{seq % 60:02}+00:00"
        prev = link(prev, seq, kind, at, body)
        events.append(Event(seq, kind, at, body, prev))
    return events


@settings(max_examples=40)
@given(st.lists(bodies, min_size=1, max_size=6))
def test_what_was_chained_holds(told):
    events = chained(*told)
    assert check(events) is None
    assert check(events, events[-1].hash) is None


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(bodies, min_size=2, max_size=6), st.data())
def test_every_change_is_found_at_its_place(told, data):
    events = chained(*told)
    place = data.draw(st.integers(0, len(events) - 1))
    event = events[place]
    changed = data.draw(
        st.sampled_from(
            [
                event._replace(kind="signed"),
                event._replace(at="2026-11-23T10:00:00+00:00"),
                event._replace(body={**event.body, "added": 1}),
                event._replace(hash=event.hash[::-1]),
                event._replace(seq=event.seq + 1),
            ]
        )
    )
    if changed != event:
        assert check([*events[:place], changed, *events[place + 1 :]]) == place + 1


def test_loss_swap_and_a_cut_off_end():
    events = chained(*({"n": n} for n in range(5)))
    assert check(events[:2] + events[3:]) == 3
    assert check([events[1], events[0], *events[2:]]) == 1
    assert check(events[:3]) is None, "a chain alone does not know its end"
    assert check(events[:3], events[-1].hash) == 4
    assert check([], "") is None


def test_an_end_that_is_rewritten_is_found_by_the_head():
    events = chained(*({"n": n} for n in range(5)))
    other = chained(*({"n": n} for n in (0, 1, 2, 3, 9)))
    assert check(other) is None
    assert check(other, events[-1].hash) == 6


@pytest.mark.parametrize("body", [{"a": 1.5}, {"a": [{"b": 0.0}]}, {"a": 2**53}, {"a": "\ud800"}])
def test_what_has_no_one_text_is_refused(body):
    with pytest.raises(ValueError):
        link("", 1, "opened", "", body)
    assert check([Event(1, "opened", "", body, "")]) == 1


def test_the_link_is_that_of_the_standard():
    told = '{"at":"t","body":{"a":1,"é":"\\n"},"kind":"k","prev":"","seq":1}'
    assert json.loads(told)["body"] == {"é": "\n", "a": 1}
    from hashlib import sha256

    assert link("", 1, "k", "t", {"é": "\n", "a": 1}) == sha256(told.encode()).hexdigest()


def test_a_salted_hash_tells_nothing_without_its_salt():
    one, other = new_salt(), new_salt()
    assert one != other
    assert salted("192.0.2.7", one) == salted("192.0.2.7", one)
    assert salted("192.0.2.7", one) != salted("192.0.2.7", other)
    assert salted("192.0.2.7", one) != salted("192.0.2.8", one)
