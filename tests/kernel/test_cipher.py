"""What is closed is opened only unchanged, in its place, with a key that is here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.cipher import Keyring, NotOpened

OLD, NEW = b"o" * 32, b"n" * 32
RING = Keyring({1: OLD, 2: NEW}, newest=2)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_closed_opens_in_its_place(plain: bytes, about: str) -> None:
    closed = RING.close(plain, about)
    assert RING.open(closed, about) == plain
    assert plain not in closed or len(plain) < 4
    with pytest.raises(NotOpened):
        RING.open(closed, about + "x")


@given(st.integers(0, 40), st.integers(0, 7))
def test_a_changed_bit_is_refused(at: int, bit: int) -> None:
    closed = bytearray(RING.close(b"twelve bytes", "here"))
    closed[at % len(closed)] ^= 1 << bit
    with pytest.raises(NotOpened):
        RING.open(bytes(closed), "here")


def test_an_old_key_still_opens_and_the_newest_closes() -> None:
    before = Keyring({1: OLD}, newest=1).close_json({"a": ["é"]}, "row")
    assert RING.open_json(before, "row") == {"a": ["é"]}
    assert (RING.key_of(before), RING.key_of(RING.close(b"", "row"))) == (1, 2)
    with pytest.raises(NotOpened):
        Keyring({2: NEW}, newest=2).open(before, "row")


@pytest.mark.parametrize("keys", [{}, {1: b"short"}, {300: NEW}])
def test_a_keyring_is_checked_at_once(keys: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="keyring"):
        Keyring(keys, newest=next(iter(keys), 1))
