"""Stamps, marks and locks: what is made is known to be fresh, and nothing half-made stays."""

import os
from pathlib import Path

import pytest

from tools.checkout import Stamp, contents, discard, held, listing, whole


def test_a_stamp_holds_what_was_written_until_it_is_cleared(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamp")
    assert not stamp.holds("one")
    stamp.write("one")
    assert stamp.holds("one")
    assert not stamp.holds("two")
    stamp.clear()
    assert not stamp.holds("one")
    stamp.clear()


def test_contents_follow_what_is_in_the_files_and_in_which(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab")
    two.write_text("c")
    before = contents(one, two)
    os.utime(one, (1, 1))
    assert contents(one, two) == before
    one.write_text("a")
    two.write_text("bc")
    assert contents(one, two) != before


def test_listing_follows_names_sizes_and_times(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_text("a")
    before = listing([file])
    assert listing([file]) == before
    os.utime(file, (1, 1))
    assert listing([file]) != before
    assert listing([]) != before


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    mark, folder = tmp_path / "mark", tmp_path / "folder"

    def make() -> None:
        with whole(mark, folder):
            folder.mkdir()
            (folder / "half").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        make()
    assert list(tmp_path.iterdir()) == []


def test_what_succeeds_stays(tmp_path: Path) -> None:
    mark, file = tmp_path / "mark", tmp_path / "file"
    with whole(mark, file):
        file.touch()
    discard(mark, file)
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_killed_is_removed_the_next_time(tmp_path: Path) -> None:
    mark, file = tmp_path / "mark", tmp_path / "file"
    mark.touch()
    file.write_text("half")
    with whole(mark, file):
        assert not file.exists()
        file.write_text("all")
    assert file.read_text() == "all"


def test_a_lock_is_for_one_or_is_shared(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with held(lock, shared=True) as ours:
        assert ours
        with held(lock, shared=True, wait=False) as theirs:
            assert theirs
        with held(lock, wait=False) as alone:
            assert not alone
    with held(lock, wait=False) as alone:
        assert alone
