"""The plan of a day by itself: nobody for whom nothing waits, nothing lost, nothing twice, and no mail in the night."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.kernel.periods import BRUSSELS, brussels_date
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.rules import (
    ADD,
    CANCEL,
    HOLD,
    Decision,
    Item,
    Mail,
    News,
    Reader,
    TableFaulty,
    days_of,
    digest_time,
    forecast,
    is_awake,
    next_awake,
    parse_table,
    plan,
    to_ask,
    to_call,
)

MON = date(2026, 11, 23)
LEARNER, MOTHER, FATHER, CONTACT, OFFICE = range(1, 6)
READERS = {
    LEARNER: Reader(LEARNER, phone=True), MOTHER: Reader(MOTHER, phone=True), FATHER: Reader(FATHER),
    CONTACT: Reader(CONTACT, "contact_point"), OFFICE: Reader(OFFICE, "coordinator"),
}  # fmt: skip


def item(
    what: str, who: int = LEARNER, *, pk: int = 1, since: date = MON, by: date | None = None, safe: date | None = None
) -> Item:
    relations: dict[str, tuple[int, ...]] = {"self": (who,), "contact_point": (CONTACT,), "coordinator": (OFFICE,)}
    if who == MOTHER:
        relations["other_guardian"] = (FATHER,)
    return Item(what, "candidacies.candidacy", pk, since, by, relations, safe)


def on_days(items: list[Item], days: int = 30, decisions: Mapping = {}, news: list[News] | None = None) -> list[Mail]:  # noqa: B006
    return forecast(table(), lambda _: items, news or [], READERS, decisions, start=MON, days=days, planned=())


def of(mails: list[Mail], person: int, way: str = "digest") -> list[date]:
    return [mail.on for mail in mails if mail.person == person and mail.way == way and not mail.cancelled]


# -- hours -----------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(moments)
def test_nobody_is_disturbed_at_night_and_nothing_waits_longer_than_the_night(at: datetime) -> None:
    later = next_awake(at)
    assert is_awake(later)
    assert timedelta(0) <= later - at <= timedelta(hours=11)
    assert (later == at) == is_awake(at)
    assert next_awake(later) == later
    if later != at:
        assert later.astimezone(BRUSSELS).time().isoformat() == "07:00:00"


@pytest.mark.parametrize(("night", "hours"), [("2027-03-27", 9), ("2027-10-30", 11), ("2027-10-29", 10)])
def test_the_nights_in_which_the_clock_changes(night: str, hours: int) -> None:
    evening = datetime.fromisoformat(f"{night}T21:00").replace(tzinfo=BRUSSELS).astimezone(UTC)
    assert next_awake(evening) - evening == timedelta(hours=hours)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_the_mail_of_a_day_goes_on_that_day(day: date) -> None:
    assert brussels_date(digest_time(day)) == day
    assert is_awake(digest_time(day))


@pytest.mark.parametrize(
    ("day", "utc"), [("2027-03-27", "06:30"), ("2027-03-28", "05:30"), ("2027-10-30", "05:30"), ("2027-10-31", "06:30")]
)
def test_the_mail_of_the_day_goes_at_the_same_hour_on_the_clock_after_such_a_night(day: str, utc: str) -> None:
    at = digest_time(date.fromisoformat(day))
    assert at.isoformat() == f"{day}T{utc}:00+00:00"
    assert at.astimezone(BRUSSELS).strftime("%H:%M") == "07:30"


# -- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"what": "a", "to": "self", "text": "t", "way": "pigeon", "when": ["due"]}, "the way is one of"),
        ({"what": "a", "to": "self", "text": "t", "way": "digest", "when": ["soon"]}, "asked \\+ 3"),
        ({"what": "a", "to": "self", "text": "t", "way": "digest", "when": []}, "a list of days"),
        ({"what": "a", "to": "", "text": "t", "way": "digest", "when": ["due"]}, "a row has"),
        ({"what": "a", "text": "t", "way": "digest", "when": ["due"]}, "a row has"),
    ],
)
def test_a_row_that_cannot_be_read_says_so(row: dict, says: str) -> None:
    with pytest.raises(TableFaulty, match=says):
        parse_table({"lines": [], "waits": [row]})


def test_a_table_says_its_days_and_lists() -> None:
    with pytest.raises(TableFaulty, match="days are"):
        parse_table({"lines": [], "waits": [], "days": {"coordinator": ["monday"]}})
    with pytest.raises(TableFaulty, match="lines"):
        parse_table({"waits": []})


# -- the plan --------------------------------------------------------------------------------------


def test_what_has_a_last_day_is_said_before_it_and_no_more_after() -> None:
    mails = on_days([item("answer_place", by=MON + timedelta(days=6))])
    assert of(mails, LEARNER) == [MON + timedelta(days=days) for days in (3, 5, 6)]
    assert of(mails, LEARNER, "text") == [MON + timedelta(days=5)]


def test_one_mail_a_day_with_everything_in_order_of_harm() -> None:
    soon, later = item("cv_complete", pk=1, by=MON + timedelta(days=20)), item("answer_place", pk=2, by=MON)
    (mail,) = plan(table(), [soon, later], [News(7, LEARNER), News(8, LEARNER)], READERS, {}, on=MON, planned=())
    assert [due.item.what for due in mail.dues] == ["answer_place", "cv_complete"]
    assert [bool(due.rows) for due in mail.dues] == [True, False]
    assert mail.news == (7, 8)


def test_silence_goes_on_to_the_other_parent_the_contact_point_and_the_telephone() -> None:
    waiting = [item("sign_paper", MOTHER, by=MON + timedelta(days=20))]
    mails = on_days(waiting)
    assert of(mails, MOTHER) == [MON + timedelta(days=days) for days in (3, 7, 12)]
    assert of(mails, MOTHER, "text") == [MON + timedelta(days=9), MON + timedelta(days=19)]
    assert of(mails, FATHER) == [MON + timedelta(days=10)]
    assert of(mails, CONTACT)[0] == MON + timedelta(days=10)
    assert to_call(table(), waiting, READERS, MON + timedelta(days=10)) == []
    (call,) = to_call(table(), waiting, READERS, MON + timedelta(days=11))
    assert (call.person, call.callers, call.unreachable) == (MOTHER, (CONTACT,), False)


def test_what_must_begin_today_by_readiness_is_telephoned_here_too() -> None:
    late = item("travel_document", by=MON + timedelta(days=20))
    assert to_call(table(), [late], READERS, MON) == []
    (call,) = to_call(table(), [replace(late, urgent=True)], READERS, MON)
    assert (call.person, call.callers, call.unreachable) == (0, (CONTACT, OFFICE), False)  # readiness knows who


def test_what_waits_no_more_after_a_day_is_foreseen_until_then_only() -> None:
    file = replace(item("complete_file", MOTHER, by=MON + timedelta(days=2)), until=MON + timedelta(days=2))
    paper = item("sign_paper", MOTHER, pk=2)
    mails = {mail.on: mail for mail in on_days([file, paper]) if mail.person == MOTHER and mail.way == "digest"}
    assert [due.item.what for due in mails[MON + timedelta(days=2)].dues] == ["complete_file"]
    assert [due.item.what for due in mails[MON + timedelta(days=3)].dues] == ["sign_paper"]


def test_what_holds_up_leaving_stands_before_what_holds_up_a_payment_however_late_that_is() -> None:
    report = replace(item("own_report", by=MON - timedelta(days=30)), harm=1)
    closing = replace(item("own_closing", by=MON - timedelta(days=40)), harm=2)
    visa = item("entry_permit", by=MON + timedelta(days=5))
    mails = forecast(table(), lambda _: [closing, report, visa], [], READERS, {}, start=MON, days=1, planned=())
    (mail,) = [mail for mail in mails if mail.person == LEARNER]
    assert [due.item.what for due in mail.dues] == ["entry_permit", "own_report", "own_closing"]


def test_who_cannot_be_mailed_gets_a_text_message_and_is_called_at_once() -> None:
    readers = READERS | {MOTHER: Reader(MOTHER, mail=False, phone=True), FATHER: Reader(FATHER, mail=False)}
    waiting = [item("sign_paper", MOTHER, pk=1), item("sign_paper", FATHER, pk=2)]
    mails = plan(table(), waiting, [], readers, {}, on=MON + timedelta(days=3), planned=())
    assert [(mail.person, mail.way) for mail in mails] == [(MOTHER, "text")]
    assert {(call.person, call.unreachable) for call in to_call(table(), waiting, readers, MON)} == {
        (MOTHER, True), (FATHER, True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "open_still", "days"),
    [
        (Reader(LEARNER, second=True), True, [MON + timedelta(days=7)]),
        (Reader(LEARNER, second=True), False, []),
        (Reader(LEARNER), True, []),
        (Reader(LEARNER, mail=False, second=True), True, []),
    ],
)
def test_after_silence_the_other_address_is_written_to_where_there_is_one(
    reader: Reader, open_still: bool, days: list[date]
) -> None:
    waiting = [item("sign_paper", LEARNER)]

    def waits(on: date) -> list[Item]:
        return waiting if open_still or on < MON + timedelta(days=5) else []

    for decided in ({}, {(LEARNER, MON + timedelta(days=7)): Decision("cancel")}):
        mails = forecast(
            table(), waits, [], READERS | {LEARNER: reader}, decided, start=MON, days=12, planned=()
        )  # fmt: skip
        assert of(mails, LEARNER, "second") == (days if not decided else [])
    news = [News(1, LEARNER)]
    mails = plan(table(), waiting, news, READERS | {LEARNER: reader}, {}, on=MON + timedelta(days=7), planned=())
    assert all(mail.news == () for mail in mails if mail.way == "second"), "only what they must do"


def test_staff_gets_theirs_on_fixed_days_before_the_last_one() -> None:
    sunday = MON + timedelta(days=13)
    mails = on_days([item("complete_file", CONTACT, by=sunday)])
    assert {day.weekday() for day in of(mails, CONTACT)} <= {0, 3}
    assert max(of(mails, CONTACT)) < sunday


def test_what_opens_shortly_before_leaving_is_said_at_once_also_on_another_day_of_the_week() -> None:
    friday, sunday = MON + timedelta(days=4), MON + timedelta(days=6)
    late = item("travel_document", CONTACT, since=friday, by=sunday)
    again = sunday + timedelta(days=4)  # once its last day is past
    assert of(on_days([late]), CONTACT) == [friday, again]  # and not once more on Monday
    assert of(on_days([late]), OFFICE) == [friday]
    mails = on_days([late], decisions={(CONTACT, friday): Decision(HOLD, sunday)})
    assert of(mails, CONTACT) == [sunday, again]
    while_down = plan(table(), [late], [], READERS, {}, on=sunday, planned={friday - timedelta(days=1)})
    assert CONTACT in {mail.person for mail in while_down}
    began_late = on_days([item("travel_document", CONTACT, since=friday, by=MON)])
    assert of(began_late, CONTACT) == [friday, MON + timedelta(days=7)]


def test_what_has_no_last_day_is_said_all_the_same() -> None:
    mails = on_days([item("stay_planned")])
    assert of(mails, LEARNER) == [MON + timedelta(days=days) for days in (3, 10, 24)]
    assert of(mails, OFFICE) == [MON + timedelta(days=17)]
    dated = on_days([item("stay_planned", by=MON + timedelta(days=40))])
    assert of(dated, LEARNER) == [MON + timedelta(days=19)]


def test_news_waits_for_the_next_day_of_staff_and_goes_once() -> None:
    news, friday = [News(5, CONTACT), News(6, OFFICE)], MON + timedelta(days=4)
    mails = forecast(table(), lambda _: [], news, READERS, {}, start=friday + timedelta(days=1), days=14, planned={MON})
    assert [(mail.on, mail.news) for mail in mails] == [(MON + timedelta(days=7), (pk,)) for pk in (5, 6)]


def test_news_alone_make_a_mail_of_a_school_on_monday_only() -> None:
    """On Thursday they go along with what must be done."""
    news, tuesday, thursday = [News(5, CONTACT)], MON + timedelta(days=1), MON + timedelta(days=3)
    mails = forecast(table(), lambda _: [], news, READERS, {}, start=tuesday, days=14, planned={MON})
    assert [(mail.on, mail.news) for mail in mails] == [(MON + timedelta(days=7), (5,))]
    asked = [item("hand_in", CONTACT, by=thursday + timedelta(days=7))]
    mails = forecast(table(), lambda _: asked, news, READERS, {}, start=tuesday, days=7, planned={MON})
    assert [(mail.on, mail.news) for mail in mails if mail.person == CONTACT][0] == (thursday, (5,))


def test_news_that_missed_their_monday_go_on_thursday() -> None:
    thursday = MON + timedelta(days=3)
    mails = plan(table(), [], [News(5, CONTACT)], READERS, {}, on=thursday, planned={MON - timedelta(days=3)})
    assert [(mail.on, mail.news) for mail in mails] == [(thursday, (5,))]


def test_days_of_news_are_days_of_a_digest() -> None:
    with pytest.raises(TableFaulty, match="contact_point"):
        parse_table({"lines": [], "waits": [], "days": {"contact_point": ["mon"]}, "news": {"contact_point": ["tue"]}})


def test_what_fell_while_nothing_went_comes_with_the_next() -> None:
    waiting = [item("sign_paper", MOTHER)]
    (mail,) = plan(table(), waiting, [], READERS, {}, on=MON + timedelta(days=5), planned={MON + timedelta(days=1)})
    assert mail.dues[0].rows
    gone = {MON + timedelta(days=1), MON + timedelta(days=5)}
    assert plan(table(), waiting, [], READERS, {}, on=MON + timedelta(days=6), planned=gone) == []


class TestDecisions:
    waiting = (item("sign_paper", MOTHER),)
    third = MON + timedelta(days=3)

    def test_held_it_goes_on_the_day_that_was_said(self) -> None:
        held = {(MOTHER, self.third): Decision(HOLD, self.third + timedelta(days=2))}
        assert of(on_days([*self.waiting], decisions=held), MOTHER)[0] == self.third + timedelta(days=2)

    def test_cancelled_it_does_not_go_and_its_news_stays(self) -> None:
        cancelled = {(MOTHER, self.third): Decision(CANCEL)}
        assert of(on_days([*self.waiting], decisions=cancelled), MOTHER) == [
            MON + timedelta(days=7), MON + timedelta(days=12),
        ]  # fmt: skip
        stopped = forecast(
            table(),
            lambda _: [],
            [News(1, MOTHER)],
            READERS,
            cancelled,
            start=self.third,
            days=3,
            planned={MON + timedelta(days=2)},
        )
        assert [(mail.on, mail.cancelled) for mail in stopped] == [
            (self.third, True), (self.third + timedelta(days=1), False),
        ]  # fmt: skip

    def test_a_sentence_stands_in_the_mail_of_that_day_only(self) -> None:
        added = {(MOTHER, self.third): Decision(ADD, note="Bel gerust.")}
        notes = [(mail.on, mail.note) for mail in on_days([*self.waiting], decisions=added) if mail.person == MOTHER]
        assert [note for _, note in notes if note] == ["Bel gerust."]


# -- properties ------------------------------------------------------------------------------------

WHATS = ("answer_place", "sign_paper", "cv_complete", "complete_file", "mail_came_back", "insurance_known")
days = st.integers(0, 40).map(lambda number: MON + timedelta(days=number))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Item], list[News], dict]:
    items = [
        item(
            draw(st.sampled_from(WHATS)), draw(st.sampled_from([LEARNER, MOTHER, CONTACT])), pk=pk,
            since=MON + timedelta(days=draw(st.integers(-20, 20))), by=(by := draw(st.none() | days)),
            safe=by and by - timedelta(days=draw(st.integers(1, 20))),
        )
        for pk in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    news = [News(pk, draw(st.sampled_from([LEARNER, CONTACT]))) for pk in range(draw(st.integers(0, 4)))]
    decided = draw(
        st.dictionaries(
            st.tuples(st.sampled_from([LEARNER, MOTHER, CONTACT]), days),
            st.sampled_from([HOLD, CANCEL, ADD]),
            max_size=3,
        )
    )
    decisions = {
        key: Decision(kind, key[1] + timedelta(days=3) if kind == HOLD else None, "x" if kind == ADD else "")
        for key, kind in decided.items()
    }
    return items, news, decisions


@settings(max_examples=60)
@given(worlds(), st.sets(st.integers(0, 24)))
def test_what_was_foreseen_is_what_goes_when_nobody_does_anything(world: tuple, down: set[int]) -> None:
    """Day by day as the worker does it; on days when it is down nothing goes, and nothing of them is lost."""
    items, news, decisions = world
    foreseen = forecast(table(), lambda _: items, news, READERS, decisions, start=MON, days=25, planned=())
    waiting, sent, planned = list(news), [], set()
    for number in range(25):
        today = MON + timedelta(days=number)
        mails = plan(table(), items, waiting, READERS, decisions, on=today, planned=planned)
        gone = {pk for mail in mails if not mail.cancelled for pk in mail.news}
        waiting = [one for one in waiting if one.pk not in gone]
        planned.add(today)
        sent += mails
    assert sent == foreseen
    # With days on which no worker was there: what the table says is said all the same, at the latest when it is back.
    there, seen = set(), []
    for number in range(25):
        if number not in down or number == 0:
            seen += plan(table(), items, [], READERS, {}, on=MON + timedelta(days=number), planned=there)
            there.add(MON + timedelta(days=number))
    everything = forecast(table(), lambda _: items, [], READERS, {}, start=MON, days=25, planned=())
    said = {(mail.person, due.item.key, row) for mail in seen for due in mail.dues for row in due.rows}
    for mail in everything:
        # ... on the next day on which this reader gets mail and a worker is there.
        days_of_reader = table().days.get(READERS[mail.person].role, range(7))
        if any(day >= mail.on and day.weekday() in days_of_reader for day in there):
            assert {(mail.person, due.item.key, row) for due in mail.dues for row in due.rows} <= said


@settings(max_examples=60)
@given(worlds())
def test_a_person_gets_one_mail_a_day_and_only_while_something_waits(world: tuple) -> None:
    items, news, decisions = world
    mails = forecast(table(), lambda _: items, news, READERS, decisions, start=MON, days=25, planned=())
    keys = [(mail.person, mail.on, mail.way) for mail in mails]
    assert len(keys) == len(set(keys))
    for mail in mails:
        assert mail.dues or mail.news
        for due in mail.dues:
            assert mail.person in {pk for people in due.item.readers.values() for pk in people}
        assert mail.way == "digest" or all(due.rows for due in mail.dues)
        reader = READERS[mail.person]
        usual = table().days.get(reader.role, range(7))
        assert mail.on.weekday() in usual or any(due.rows and not _between(due.item, usual) for due in mail.dues)
    told = [pk for mail in mails if not mail.cancelled for pk in mail.news]
    assert len(told) == len(set(told))


def _between(one: Item, weekdays: Collection[int]) -> list[date]:
    """The days with mail of a reader as long as this waits."""
    last = one.by or one.since + timedelta(days=7)
    span = (one.since + timedelta(days=number) for number in range((last - one.since).days + 1))
    return [day for day in span if day.weekday() in weekdays]


@given(days, st.integers(0, 60), st.sets(st.integers(0, 6), min_size=1))
def test_whatever_has_a_last_day_is_said_while_it_can_be_done(by: date, waits: int, weekdays: set[int]) -> None:
    for what in ("answer_place", "insurance_known"):
        one = item(what, since=by - timedelta(days=waits), by=by)
        row = next(row for row in table().of(what) if row.to == "self")
        said = [day for day in days_of(row, one, weekdays) if one.since <= day <= by]
        assert said
        assert all(day.weekday() in weekdays for day in said) or not _between(one, weekdays)


@given(days, st.sets(st.integers(0, 6), min_size=1))
def test_a_day_of_the_table_moves_to_a_day_of_the_reader(by: date, weekdays: set[int]) -> None:
    due = item("answer_place", since=MON - timedelta(days=30), by=by)
    for row in table().of("answer_place"):
        moved = days_of(row, due, weekdays)
        assert all(day.weekday() in weekdays for day in moved)
        assert max(moved) <= by


@given(days, st.integers(1, 30))
def test_who_needs_time_hears_it_from_the_last_safe_day_on(by: date, takes: int) -> None:
    """Earlier than from the last day alone, and never silent between the safe day and the last one."""
    safe = by - timedelta(days=takes)
    since = MON - timedelta(days=60)
    [row, *_] = table().of("insured_health")
    from_last = days_of(row, item("insured_health", since=since, by=by))
    from_safe = days_of(row, item("insured_health", since=since, by=by, safe=safe))
    assert from_safe[0] == from_last[0] - timedelta(days=takes)
    assert safe in from_safe
    assert {day for day in from_last if day > safe} <= set(from_safe)
    assert list(from_safe) == sorted(set(from_safe))
    assert by in from_safe


@given(days, st.integers(1, 30))
def test_what_still_waits_after_its_last_day_is_said_again(by: date, takes: int) -> None:
    """A card that was not shown in time can still be shown until leaving: nobody is silent about it in those days."""
    late, begun = item("insured_health", since=MON - timedelta(days=60), by=by), by - timedelta(days=takes)
    for row in table().of("insured_health")[:1]:
        after = [by + timedelta(days=4), by + timedelta(days=7)]
        assert [day for day in days_of(row, late) if day > by] == after
        assert [day for day in days_of(row, replace(late, safe=begun)) if day > by] == after


def test_who_knows_a_number_that_nobody_wrote_down() -> None:
    ask = partial(to_ask, incoming=False)
    assert ask("guardian", "coordinator") == ask("host", "coordinator") == "contact_point"
    assert ask("guardian", "contact_point") == ask("training_company", "contact_point") == "learner"
    assert ask("host", "contact_point") == ask("contact_point", "contact_point") == "coordinator"
    assert ask("contact_point", "coordinator") == ""
    assert to_ask("guardian", "contact_point", incoming=True) == "partner"
