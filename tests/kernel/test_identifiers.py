from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel import identifiers
from erasdu.kernel.identifiers import Unusable

ALL = [
    identifiers.institution_number,
    identifiers.enterprise_number,
    identifiers.oid,
    identifiers.phone,
    identifiers.email,
    identifiers.email_key,
]
TYPED = st.text() | st.text("0123456789 .-/+()eEbB@", max_size=24)


@pytest.mark.parametrize("read", ALL)
@given(typed=TYPED)
def test_anything_typed_is_stored_in_one_form_or_refused_with_a_code(read: Callable[[str], str], typed: str) -> None:
    try:
        stored = read(typed)
    except Unusable as refusal:
        code = refusal.code
    else:
        code = "" if read(stored) == stored else "not the same the second time"
    assert code == "" or code.endswith(("_format", "_check"))


def enterprise(front: int) -> str:
    return f"{front:08}{97 - front % 97:02}"


@given(st.integers(1, 19_999_999), st.sampled_from(["{0}{1}{2}", "{0}.{1}.{2}", "BE{0}{1}{2}", "be {0} {1} {2}"]))
def test_an_enterprise_number_is_read_in_any_notation(front: int, notation: str) -> None:
    number = enterprise(front)
    typed = notation.format(number[:4], number[4:7], number[7:])
    assert identifiers.enterprise_number(typed) == number
    assert identifiers.enterprise_number(identifiers.shown_enterprise_number(number)) == number


@given(st.integers(1, 19_999_999), st.integers(2, 9), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(front: int, place: int, step: int) -> None:
    number = enterprise(front)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(Unusable):
        identifiers.enterprise_number(wrong)


@pytest.mark.parametrize(
    ("read", "typed", "stored"),
    [
        (identifiers.institution_number, "012 345", "012345"),
        (identifiers.oid, "e1020-3040", "E10203040"),
        (identifiers.enterprise_number, "403.170.701", "0403170701"),
        (identifiers.phone, "0470/12.34.56", "+32470123456"),
        (identifiers.phone, "02 412 34 56", "+3224123456"),
        (identifiers.phone, "0032 (0)470 12 34 56", "+32470123456"),
        (identifiers.phone, "+31 6 12345678", "+31612345678"),
        (identifiers.email, " Fatima.ElAmrani@School.BE ", "Fatima.ElAmrani@school.be"),
        (identifiers.email, "an@bücher.example", "an@xn--bcher-kva.example"),
        (identifiers.email_key, "J.An+erasdu@GoogleMail.com", "jan@gmail.com"),
        (identifiers.email_key, "J.An+erasdu@school.be", "j.an@school.be"),
        (identifiers.email_key, "AN@BÜCHER.example", "an@xn--bcher-kva.example"),
        (identifiers.email_key, "\uff41\uff4e@school.be", "an@school.be"),
    ],
)
def test_known_spellings(read: Callable[[str], str], typed: str, stored: str) -> None:
    assert read(typed) == stored


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (identifiers.institution_number, "12345", "institution_number_format"),
        (identifiers.institution_number, "1234567", "institution_number_format"),
        (identifiers.institution_number, "١٢٣٤٥٦", "institution_number_format"),
        (identifiers.enterprise_number, "0403.170.702", "enterprise_number_check"),
        (identifiers.enterprise_number, "2403170701", "enterprise_number_format"),
        (identifiers.oid, "10203040", "oid_format"),
        (identifiers.phone, "0470 12 34", "phone_format"),
        (identifiers.phone, "bel mij", "phone_format"),
        (identifiers.phone, "+32 470 12 34 56 ext. 7", "phone_format"),
        (identifiers.email, "an@school", "email_format"),
        (identifiers.email, "an school@school.be", "email_format"),
        (identifiers.email, "an@school.be, jan@school.be", "email_format"),
        (identifiers.email, ".an@school.be", "email_format"),
        (identifiers.email, "an@192.168.1.1", "email_format"),
        (identifiers.email, "an\n@school.be", "email_format"),
    ],
)
def test_known_faults(read: Callable[[str], str], typed: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(typed)
    assert caught.value.code == code


@given(st.integers(450_000_000, 499_999_999), st.sampled_from(["0{}", "+32{}", "0032 {}", "+32 (0){}"]))
def test_a_belgian_mobile_is_stored_the_same_however_it_is_typed(number: int, notation: str) -> None:
    if phonenumbers.is_valid_number(phonenumbers.parse(f"+32{number}")):
        assert identifiers.phone(notation.format(number)) == f"+32{number}"


LETTERS = st.text("abcdefghij", min_size=1, max_size=8)


@given(st.lists(LETTERS, min_size=1, max_size=4), LETTERS, st.sampled_from(["gmail.com", "googlemail.com"]))
def test_the_spellings_of_one_gmail_box_are_one(parts: list[str], tag: str, domain: str) -> None:
    plain = identifiers.email_key("".join(parts) + "@gmail.com")
    assert identifiers.email_key(f"{'.'.join(parts).upper()}+{tag}@{domain}") == plain


@given(LETTERS, LETTERS)
def test_other_boxes_stay_apart(one: str, other: str) -> None:
    same = identifiers.email_key(f"{one}@school.be") == identifiers.email_key(f"{other}@school.be")
    assert same == (one == other)
