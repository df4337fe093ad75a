"""Sheets go to the page that their own code names, and to no other; the rest is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.scans.codes import PageCode
from erasdu.kernel.scans.finding import Found
from erasdu.kernel.scans.reading import AILMENTS, Sheet
from erasdu.kernel.scans.sorting import Aside, Expected, sort

SITE = "https://erasdu.example.org"
ONE, TWO, OLD, OTHER = (sign * 14 for sign in "abcd")
EXPECTED = (Expected(ONE, 3), Expected(TWO, 2, filed=frozenset({1})), Expected(OLD, 2, retired=True))


def found(code, page, site=SITE, *, hard=False, wide=0.1):
    corners = ((0.8, 0.8), (0.8 + wide, 0.8), (0.8 + wide, 0.8 + wide), (0.8, 0.8 + wide))
    return Found(PageCode(site, code, page), corners, 0, hard)


def sheet(*codes, unread=0, ailments=(), exact="", thumb=bytes(4)):
    return Sheet(1, 1500, 2000, codes, 0, unread, 0, ailments, exact or str(id(object())), thumb)


def filed(result):
    return {(b.code, page, view.sheet) for b in result.bundles for page, views in b.pages.items() for view in views}


def numbered(*sheets):
    """Each with pixels of its own."""
    return [
        Sheet(1, 1500, 2000, one.found, 0, one.unread, 0, one.ailments, f"{place}", one.thumb)
        for place, one in enumerate(sheets)
    ]


def sorted_(*sheets, **how):
    return sort(numbered(*sheets), EXPECTED, [SITE], **how)


def test_pages_in_any_order_make_a_paper():
    result = sorted_(sheet(found(ONE, 3)), sheet(found(ONE, 1)), sheet(found(ONE, 2)))
    (bundle,) = result.bundles
    assert (bundle.code, list(bundle.pages), bundle.missing, bundle.complete) == (ONE, [1, 2, 3], (), True)
    assert filed(result) == {(ONE, 1, 1), (ONE, 2, 2), (ONE, 3, 0)}


def test_what_lacks_is_told_and_what_came_before_counts():
    result = sorted_(sheet(found(ONE, 2)), sheet(found(TWO, 2)))
    assert [(b.code, b.missing, b.again, b.complete) for b in result.bundles] == [
        (ONE, (1, 3), (), False),
        (TWO, (), (), True),
    ]


def test_a_page_that_had_come_is_marked():
    (bundle,) = sorted_(sheet(found(TWO, 1))).bundles
    assert (bundle.again, bundle.missing) == ((1,), (2,))


def test_two_sheets_in_one_picture_are_both_filed():
    assert filed(sorted_(sheet(found(ONE, 1), found(TWO, 2)))) == {(ONE, 1, 0), (TWO, 2, 0)}


def test_a_sheet_without_a_code_is_asked_also_between_its_neighbours():
    result = sorted_(sheet(found(ONE, 1)), sheet(), sheet(found(ONE, 3)))
    assert result.unsure == (Aside(1, "scan_no_code"),)
    assert result.bundles[0].missing == (2,)


def test_a_code_that_was_seen_but_not_read_is_asked():
    result = sorted_(sheet(unread=1), sheet(found(ONE, 1), unread=1))
    assert result.unsure == (Aside(0, "scan_code_unread"), Aside(1, "scan_one_more"))
    assert filed(result) == {(ONE, 1, 1)}


def test_a_blank_back_is_no_question():
    result = sorted_(sheet(found(ONE, 1)), sheet(ailments=("blank",)))
    assert (result.blank, result.unsure) == ((1,), ())


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (found(ONE, 1, "https://elders.example.org"), "scan_other_site"),
        (found(OTHER, 1), "scan_unknown_paper"),
        (found(OLD, 1), "scan_retired_paper"),
        (found(ONE, 4), "scan_no_such_page"),
    ],
)
def test_codes_that_name_nothing_of_ours_are_set_aside(page, why):
    result = sorted_(sheet(page, found(ONE, 2)))
    assert result.strange == (Aside(0, why, page.page),)
    assert filed(result) == {(ONE, 2, 0)}


def test_a_site_that_went_to_https_knows_its_papers():
    assert filed(sort([sheet(found(ONE, 1, "http://erasdu.example.org"))], EXPECTED, [f"{SITE}/"]))


def test_the_same_picture_twice_counts_once():
    sheets = [sheet(found(ONE, 1), exact="x"), sheet(found(ONE, 1), exact="x"), sheet(found(TWO, 2), exact="y")]
    result = sort(sheets, EXPECTED, [SITE], seen={"y"})
    assert filed(result) == {(ONE, 1, 0)}
    assert result.repeated == (Aside(1, "scan_same_pixels", same_as=0), Aside(2, "scan_same_pixels"))


def test_of_several_views_of_a_page_the_best_is_first():
    hard, small, large = found(ONE, 1, hard=True), found(ONE, 1, wide=0.05), found(ONE, 1)
    (bundle,) = sorted_(sheet(hard), sheet(small), sheet(large)).bundles
    assert [view.sheet for view in bundle.pages[1]] == [2, 1, 0]


def test_a_photo_that_was_saved_again_is_named_and_kept_one_with_a_signature_more_is_not():
    plain, again, signed = bytes([90, 200, 200, 255]), bytes([92, 195, 204, 255]), bytes([90, 200, 170, 255])
    (bundle,) = sorted_(*(sheet(found(ONE, 1), thumb=thumb) for thumb in (plain, again, signed))).bundles
    assert {view.sheet: view.like for view in bundle.pages[1]} == {0: None, 1: 0, 2: None}


FOUND = st.builds(
    found,
    st.sampled_from((ONE, TWO, OLD, OTHER)),
    st.integers(1, 4),
    st.sampled_from((SITE, "https://elders.example.org")),
    hard=st.booleans(),
)
SHEETS = st.builds(
    lambda codes, unread, ailments, exact, thumb: sheet(
        *codes, unread=unread, ailments=tuple(ailments), exact=exact, thumb=thumb
    ),
    st.lists(FOUND, max_size=3, unique_by=lambda one: one.page),
    st.integers(0, 1),
    st.sets(st.sampled_from(AILMENTS)),
    st.sampled_from("pqrstuvwxyz"),
    st.binary(min_size=4, max_size=4),
)


@given(st.lists(SHEETS, max_size=8), st.sets(st.sampled_from("pq")))
def test_nothing_is_lost_and_nothing_is_filed_without_a_code_of_its_own(sheets, seen):
    result = sort(sheets, EXPECTED, [SITE], seen)
    pages = {paper.code: paper.pages for paper in EXPECTED if not paper.retired}
    for code, page, place in filed(result):
        assert PageCode(SITE, code, page) in {one.page for one in sheets[place].found}
        assert page <= pages[code]
    asides = {aside.sheet for aside in (*result.unsure, *result.strange, *result.repeated)}
    assert {place for *_, place in filed(result)} | asides | set(result.blank) == set(range(len(sheets)))
    for bundle in result.bundles:
        known = next(paper for paper in EXPECTED if paper.code == bundle.code)
        assert set(bundle.missing) == set(range(1, known.pages + 1)) - bundle.pages.keys() - known.filed
        assert bundle.pages
