"""The projection says what every step says: kept by the follower, never stale for a reader, rebuilt at any time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Signer
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions, followers, queries, tasks
from erasdu.journey.readiness.models import ReplyDays, Standing
from erasdu.journey.readiness.rules import STATED
from tests.factories.hosting import StayFactory
from tests.factories.organisations import (
    BoardFactory,
    CompanyFactory,
    CoordinatorOrganisationFactory,
    GroupFactory,
    PersonFactory,
    RoleFactory,
)
from tests.factories.paperwork import paper
from tests.factories.post import LetterFactory
from tests.journey.mobilities.staying import stay_of_minor
from tests.journey.readiness.test_own import photo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ON = AT.date()
DAYS = {"planned_from": date(2027, 1, 10), "planned_until": date(2027, 1, 24)}


@pytest.fixture(autouse=True)
def _clock():
    with the_clock.standing_at(AT):
        yield


@pytest.fixture
def coordinator():
    return actor_of(RoleFactory(kind="coordinator", organisation=CoordinatorOrganisationFactory()))


def follow() -> None:
    while journal.seal() or followers.follow_journal():
        pass


def agree(stays: list[Mobility]) -> None:
    """What is read is what every step says, whatever was written down."""
    stays = list(Mobility.objects.filter(pk__in=[stay.pk for stay in stays]))
    assert queries.standings(stays, ON) == queries.derived(stays, ON)


def test_a_line_is_seen_at_once_and_kept_by_the_follower(coordinator) -> None:
    stay, other = StayFactory(**DAYS), StayFactory(**DAYS)
    actions.rebuild(at=AT)
    follow()
    before = Standing.objects.get(mobility=stay)
    assert (before.stage, before.holds > 0, before.gone) == ("granted", True, False)
    assert before.next_due is not None
    assert before.next_due <= DAYS["planned_from"]
    photo(stay.call, coordinator, AT)
    agree([stay, other])  # not followed yet
    assert len(Standing.objects.get(mobility=stay).items) == len(before.items)
    follow()
    assert len(Standing.objects.get(mobility=stay).items) == len(before.items) + 1
    assert len(Standing.objects.get(mobility=other).items) == len(before.items)
    agree([stay, other])


def test_lines_of_every_kind_reach_the_stays_they_touch(coordinator) -> None:
    stay = stay_of_minor()
    stays = [("mobilities.mobility", stay.pk), ("candidacies.candidacy", stay.profile.candidacy.pk),
             ("calls.call", stay.call_id), ("organisations.organisation", stay.sending_id)]  # fmt: skip
    for subject in stays:
        assert list(queries.stays_touched([subject])) == [stay]
    guardian, company = Guardian.objects.first().person_id, PersonFactory().pk
    letter = LetterFactory(person_id=guardian)
    for subject in (("people.person", stay.person_id), ("people.person", guardian), ("post.letter", letter.pk)):
        assert list(queries.stays_touched([subject])) == [stay]
    assert not queries.stays_touched([("people.person", company)])


def test_a_policy_of_whoever_covers_a_school_and_a_company_that_closes_reach_its_learners(coordinator) -> None:
    """What an organisation enters once counts for all below it: so does a line about it."""
    stay, other = stay_of_minor(), StayFactory(**DAYS)
    school, board, group = stay.sending, BoardFactory(), GroupFactory()
    school.board, school.group = board, group
    school.save()
    company = CompanyFactory()
    Candidacy.objects.filter(pk=stay.profile.candidacy.pk).update(training_company=company)
    for organisation in (board, group, company):
        assert list(queries.stays_touched([("organisations.organisation", organisation.pk)])) == [stay]
    office = Role.objects.filter(kind="coordinator").first().organisation
    assert set(queries.stays_touched([("organisations.organisation", office.pk)])) == {stay, other}


def test_a_new_day_changes_what_is_too_late(coordinator) -> None:
    stay = StayFactory(**DAYS)
    actions.rebuild(at=AT)
    assert tasks.refresh_day() == 0
    later = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
    assert queries.standings([stay], later.date())[stay.pk].stage == "away"
    with the_clock.standing_at(later):
        assert tasks.refresh_day() == 1
        assert tasks.refresh_day() == 0
    row = Standing.objects.get()
    assert (row.stage, row.holds, row.gone, row.on) == ("away", 0, False, later.date())
    with the_clock.standing_at(datetime(2027, 1, 25, 9, 0, tzinfo=UTC)):
        assert tasks.refresh_day() == 1  # it is back: from now on only a line changes it
    with the_clock.standing_at(datetime(2027, 2, 25, 9, 0, tzinfo=UTC)):
        assert tasks.refresh_day() == 0


def test_drift_is_found_said_and_mended(caplog) -> None:
    stays = [StayFactory(**DAYS) for _ in range(2)]
    actions.rebuild(at=AT)
    tasks.check_drift()
    assert not caplog.records
    Standing.objects.filter(mobility=stays[0]).update(stage="ready")
    tasks.check_drift()
    assert "had drifted" in caplog.text
    assert queries.drifted(stays, ON) == []


def test_what_was_observed_of_answers_changes_by_when_things_must_begin() -> None:
    stay = stay_of_minor()
    assert queries.reply_days() == STATED
    signer = Signer.objects.filter(role="guardian_1", state="signed").first()
    for number in range(20):
        values = {field.attname: getattr(signer, field.attname) for field in Signer._meta.concrete_fields}
        times = {"asked_at": AT - timedelta(days=9 + number), "answered_at": AT, "state": "signed"}
        who = {"person_id": PersonFactory().pk, "envelope_id": _other(signer, number), "key": f"key{number}"}
        Signer.objects.create(**values | times | who | {"id": None})
    actions.rebuild(at=AT)
    before = queries.standings([stay], ON)[stay.pk]
    assert actions.observe_replies(at=AT) == 1
    row = ReplyDays.objects.get()
    assert (row.role, row.answers) == ("guardian", 21)
    assert queries.reply_days()["guardian", "mail"] == row.days >= 20
    assert queries.standings([stay], ON) == queries.derived([stay], ON)  # though no line said so
    assert tasks.refresh_day() == 1
    assert queries.drifted([stay], ON) == []
    assert before.start_by is not None
    Signer.objects.filter(key="key0").delete()
    Signer.objects.filter(key="key1").delete()
    assert actions.observe_replies(at=AT) == 0  # no longer enough


def test_who_stays_silent_counts_as_no_answer(db: None) -> None:
    for _number in range(20):
        paper(PersonFactory(), signed=True, at=AT - timedelta(days=3))
    assert actions.observe_replies(at=AT) == 1
    for _number in range(6):
        paper(PersonFactory(), at=AT - timedelta(days=30))
    assert actions.observe_replies(at=AT) == 0  # six of 26 have not answered in a month


def _other(signer: Signer, number: int) -> int:
    """A version of its own for every answer."""
    from erasdu.ground.paperwork.models import Envelope

    row = Envelope.objects.get(pk=signer.envelope_id)
    row.pk, row.version, row.state = None, 20 + number, "replaced"
    row.key, row.code, row.final_sha256 = f"vkey{number}", f"vcode{number}", ""
    row.save(force_insert=True)
    return row.pk


def test_reading_costs_the_same_for_one_and_three(coordinator) -> None:
    call = StayFactory(**DAYS).call
    photo(call, coordinator, AT)
    costs = []
    for number in (1, 3):
        stays = [StayFactory(call=call, **DAYS) for _ in range(number)]
        actions.rebuild(at=AT)
        follow()
        with CaptureQueriesContext(connection) as asked:
            queries.standings(stays, ON)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 4
