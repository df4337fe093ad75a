"""Who may be nominated, until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies.rules import age
from erasdu.journey.nominations.rules import Nominee, faults, is_open, lacking, own_contacts
from erasdu.kernel.periods import Period, end_of_day

WINDOW = Period(date(2027, 3, 7), date(2027, 3, 27))
DEADLINE = date(2026, 12, 9)
days = st.dates(date(2027, 2, 20), date(2027, 4, 10))
births = st.dates(date(1998, 1, 1), date(2016, 1, 1))


def codes(who: Nominee) -> list[tuple[str, str]]:
    return [(field, verdict.code) for field, verdict in faults(who, WINDOW, 10, 19)]


def test_no_learner_is_their_own_parent() -> None:
    own = {"email": "joana@example.org", "phone": "+351912345678"}
    same = own | {"guardian_email": "Joana@example.org", "guardian_phone": "+351912345678"}
    assert [(name, verdict.code) for name, verdict in own_contacts(same)] == [
        ("guardian_email", "guardian_email_own"),
        ("guardian_phone", "guardian_phone_own"),
    ]
    assert not list(own_contacts(own | {"guardian_email": "ana@example.org", "guardian_phone": ""}))
    assert not list(own_contacts({"email": "", "phone": None}))


def opened(at: datetime, **changes: object) -> str:
    usual = {"published": True, "incoming": True, "deadline": DEADLINE, "window": WINDOW, "coordinator": False}
    return is_open(at=at, **usual | changes).code  # type: ignore[arg-type]


@given(births, st.none() | days, st.none() | days, st.integers(0, 2))
def test_who_is_without_fault_fits_the_call(born: date, first: date | None, last: date | None, guardians: int) -> None:
    if codes(Nominee(born, first, last, guardians)):
        return
    assert age(born, WINDOW.start) >= 14
    assert age(born, WINDOW.end) <= 25
    assert age(born, first or WINDOW.start) >= 18 or guardians
    assert (first is None) == (last is None)
    if first and last:
        assert WINDOW.contains(Period(first, last))
        assert 10 <= Period(first, last).days <= 19


@given(births, st.none() | days, st.none() | days, st.integers(0, 2))
def test_each_fault_has_a_field_of_its_own(born: date, first: date | None, last: date | None, guardians: int) -> None:
    fields = [field for field, _code in codes(Nominee(born, first, last, guardians))]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (Nominee(date(2014, 1, 1), guardians=1), ("birth_date", "too_young")),
        (Nominee(date(2000, 1, 1)), ("birth_date", "too_old")),
        (Nominee(date(2008, 1, 1), date(2027, 3, 8)), ("wished_until", "wished_half")),
        (Nominee(date(2008, 1, 1), date(2027, 3, 20), date(2027, 3, 10)), ("wished_until", "wished_turned")),
        (Nominee(date(2008, 1, 1), date(2027, 3, 8), date(2027, 3, 12)), ("wished_from", "stay_length")),
        (Nominee(date(2008, 1, 1), date(2027, 3, 1), date(2027, 3, 14)), ("wished_from", "stay_outside_window")),
        (Nominee(date(2010, 1, 1)), ("guardian_given_name", "home_guardian_missing")),
    ],
)
def test_what_keeps_a_learner_from_being_nominated(who: Nominee, code: tuple[str, str]) -> None:
    assert codes(who) == [code]


def test_partners_nominate_until_the_end_of_the_day_and_the_coordinator_until_the_stays() -> None:
    before, after = end_of_day(DEADLINE) - timedelta(seconds=1), end_of_day(DEADLINE)
    assert opened(before) == ""
    assert opened(after) == "nominations_closed"
    assert opened(after, coordinator=True) == ""
    assert opened(end_of_day(WINDOW.start), coordinator=True) == "nominations_closed"
    assert opened(before, incoming=False) == "call_receives_nobody"
    assert opened(datetime(2026, 11, 23, tzinfo=UTC), published=False) == "call_not_published"


def test_what_lacks() -> None:
    whole = dict.fromkeys(("gender", "nationality", "occupation", "emergency_name", "emergency_phone"), "x")
    assert lacking(whole, minor=False, guardians=0) == ()
    assert lacking(whole | {"gender": ""}, minor=True, guardians=0) == ("gender", "guardian")
