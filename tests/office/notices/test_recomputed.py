"""Mails reckoned a second time by a slow code of its own: what is planned, foreseen and sent says the same."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.actions.assessing import ready_link
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.models import OwnRequirement
from erasdu.kernel.actor import Actor
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.models import Decision as Decided
from erasdu.office.notices.models import Digest
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.rules import ADD, CANCEL, HOLD, Decision, Item, Mail, News, Reader, forecast, plan
from tests.conftest import AT
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene
from tests.journey.agreements.planning import ready_plan
from tests.journey.mobilities.staying import contact_of, stay_of_minor
from tests.journey.preparation.test_stays import session
from tests.office.notices.daybook import TABLE, Daybook, Told

MON = date(2026, 11, 23)
LEARNER, MOTHER, CONTACT, OFFICE = EVERYBODY = range(1, 5)
WHATS = sorted({row["what"] for row in TABLE["waits"]} - {"*"}) + ["insured_health", "travel_document"]
CODES = ["{what}/{to}/{text}/{way}".format(**row) for row in TABLE["waits"]]
DAYS = 35

some_day = st.integers(-25, 45).map(lambda number: MON + timedelta(days=number))
subset = st.sets(st.sampled_from(EVERYBODY), max_size=2)


@st.composite
def items(draw: st.DrawFn, pk: int) -> Item:
    by = draw(st.none() | some_day)
    safe = draw(st.none() | st.integers(1, 25)) if by else None
    relations = {
        name: tuple(sorted(draw(subset))) for name in ("self", "other_guardian", "contact_point", "coordinator")
    }
    what = draw(st.sampled_from(WHATS))
    rows = draw(st.sampled_from(["", "", "while_away", "after_leaving", "look_at_said"]))
    return Item(
        what, "mobilities.mobility", pk, draw(some_day), by, relations, by - timedelta(days=safe) if by and safe else None,
        harm=draw(st.integers(0, 3)), rows=rows, until=draw(st.none() | some_day),
        stopped=frozenset(draw(st.sets(st.sampled_from(CODES), max_size=2))) if draw(st.booleans()) else frozenset(),
    )  # fmt: skip


@st.composite
def readers(draw: st.DrawFn) -> dict[int, Reader]:
    def one(pk: int, role: str = "") -> Reader:
        return Reader(
            pk,
            role,
            mail=draw(st.booleans()) or draw(st.booleans()),
            phone=draw(st.booleans()),
            second=draw(st.booleans()),
        )

    staff = {CONTACT: "contact_point", OFFICE: "coordinator"}
    return {pk: one(pk, staff.get(pk, "")) for pk in EVERYBODY}


@st.composite
def decided(draw: st.DrawFn) -> dict[tuple[int, date], Decision]:
    found = {}
    for _ in range(draw(st.integers(0, 4))):
        who, day = draw(st.sampled_from([LEARNER, CONTACT, OFFICE])), MON + timedelta(days=draw(st.integers(0, DAYS)))
        kind = draw(st.sampled_from([HOLD, CANCEL, ADD]))
        until = day + timedelta(days=draw(st.integers(1, 9))) if kind == HOLD else None
        found[who, day] = Decision(kind, until, "Bel gerust." if kind == ADD else "")
    return found


def as_told(mails: Iterable[Mail]) -> list[Told]:
    return [
        Told(
            mail.person, mail.on, mail.way, tuple((due.item.key, bool(due.rows)) for due in mail.dues), mail.news,
            mail.cancelled,
        )
        for mail in mails
    ]  # fmt: skip


def without(news: Sequence[News], told: Iterable[Told]) -> list[News]:
    gone = {pk for one in told if not one.cancelled for pk in one.news}
    return [one for one in news if one.pk not in gone]


worlds = st.tuples(
    st.integers(0, 6).flatmap(lambda number: st.tuples(*(items(pk) for pk in range(number)))),
    st.lists(st.sampled_from([LEARNER, CONTACT, OFFICE]), max_size=3).map(
        lambda who: [News(number, pk) for number, pk in enumerate(who)]
    ),
    readers(),
    decided(),
)


@settings(max_examples=120)
@given(worlds, st.sets(st.integers(1, DAYS)))
def test_each_morning_says_what_the_daybook_does(world: tuple, down: set[int]) -> None:
    """Also after mornings on which nobody was there to send."""
    waiting, news, people, decisions = world
    book, planned, left = Daybook(MON, decisions), set[date](), news
    for number in (number for number in range(DAYS) if number not in down):
        on = MON + timedelta(days=number)
        told = book.morning(on, waiting, left, people)
        assert as_told(plan(table(), waiting, left, people, decisions, on=on, planned=planned)) == list(told)
        left = without(left, told)
        planned.add(on)


@settings(max_examples=120)
@given(worlds, st.integers(0, DAYS))
def test_the_forecast_says_what_the_daybook_does(world: tuple, changes: int) -> None:
    """Some of it waits until a day only, or from that day on."""
    waiting, news, people, decisions = world
    change = MON + timedelta(days=changes)
    before, after = waiting[: len(waiting) // 2], waiting[len(waiting) // 3 :]
    book, told, left = Daybook(MON, decisions), list[Told](), news
    for number in range(DAYS):
        on = MON + timedelta(days=number)
        today = book.morning(on, before if on < change else after, left, people)
        left = without(left, today)
        told += today
    foreseen = forecast(
        table(), lambda day: before if day < change else after, news, people, decisions, start=MON, days=DAYS, planned=()
    )  # fmt: skip
    assert as_told(foreseen) == told


@pytest.fixture
def mail_goes(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_CONFIGURED = False, True


class TestSent:
    """The same with what the steps read in a database, and with what is written on each morning."""

    def stays(self, chance: Random) -> None:
        """Each leaves, comes of age and comes home on other days; of some something is asked of a parent, one place
        still waits for a yes, and a company signs.
        """
        office = actor_of(RoleFactory(coordinator=True))
        for nth in range(3):
            stay = stay_of_minor(parents=2)
            first = MON + timedelta(days=chance.randint(2, 30))
            born = MON + timedelta(days=chance.randint(1, 40))
            Candidacy.objects.filter(profile=stay.profile_id).update(birth_date=born.replace(year=born.year - 18))
            Mobility.objects.filter(pk=stay.pk).update(
                planned_from=first, planned_until=first + timedelta(days=chance.randint(4, 20))
            )
            Call.objects.filter(pk=stay.call_id).update(
                stay_from=first - timedelta(days=1), stay_until=first + timedelta(days=21)
            )
            state = (
                {"state": "granted", "answer_by": MON + timedelta(days=chance.randint(1, 12))}
                if nth
                else {"state": "accepted"}
            )
            CandidateFile.objects.filter(mobility=stay).update(**state)
            OwnRequirement.objects.create(
                call=stay.call, title_nl="Gesprek", title_en="Talk", who=chance.choice(["guardian", "learner", "host"]),
                days_before=chance.randint(1, 20), gates=[chance.choice(["depart", "payment"])], added_at=AT,
            )  # fmt: skip
            if nth == 0:  # a host that fills in its part, and at the end says what was reached
                plan = ready_plan(AT, stay=Mobility.objects.get(pk=stay.pk))
                agreements.invite(plan, "host", by=actor_of(contact_of(stay)), at=AT)
                ready_link(plan, AT)
            if nth == 1:  # one session that must be seen
                at = AT + timedelta(days=chance.randint(3, 12))
                session([stay], office, AT, "learner", "guardian", starts_at=at, ends_at=at + timedelta(hours=2))
        scene.company_paper(AT)
        self.nominee(office, chance)

    def nominee(self, office: Actor, chance: Random) -> None:
        """Who comes here from abroad, minor until a day in these weeks or not."""
        coming = NominationFactory(minor=True, accepted=True)
        first = MON + timedelta(days=chance.randint(5, 30))
        Mobility.objects.filter(pk=coming.mobility_id).update(
            planned_from=first, planned_until=first + timedelta(days=9)
        )
        Call.objects.filter(pk=coming.call_id).update(stay_from=first, stay_until=first + timedelta(days=9))

    @pytest.mark.django_db
    @pytest.mark.parametrize("seed", range(2))
    def test_each_morning_is_written_what_the_daybook_says_and_what_was_foreseen(
        self, seed: int, mail_goes: None
    ) -> None:
        chance = Random(seed)
        self.stays(chance)
        people = sorted(pk for pk in planned.world(MON).readers)
        for _ in range(3):
            who, on, days = chance.choice(people), MON + timedelta(days=chance.randint(0, 15)), chance.randint(1, 5)
            kind = chance.choice([HOLD, CANCEL])
            until = on + timedelta(days=days) if kind == HOLD else None
            Decided.objects.get_or_create(person_id=who, on=on, defaults={"kind": kind, "until": until, "at": AT})
        found = planned.foreseen(planned.world(MON), MON)
        foreseen = as_told(planned.forecast(found, MON))
        book, told = Daybook(MON, planned.world(MON).decisions), list[Told]()
        for number in range(planned.DAYS):
            on = MON + timedelta(days=number)
            with the_clock.standing_at(AT + timedelta(days=number)):
                today = planned.world(on)
                told += book.morning(on, today.items, today.told, today.readers)
                write_day(on, at=the_clock.now())
        sent = [(row.person_id, row.on, row.way, row.keys) for row in Digest.objects.all()]
        written = [
            (one.person, one.on, one.way, [key for key, _rows in one.points]) for one in told if not one.cancelled
        ]
        assert sorted(sent) == sorted(written)
        assert foreseen == told
        assert len(sent) > 20
