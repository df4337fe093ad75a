"""A row of the table that is stopped for a call: nobody of it hears by that row, here and in the forecast alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices import actions, rules, words
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.followers import take
from erasdu.office.notices.models import Digest, News, Stop
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.stops import call_of
from erasdu.office.notices.queries.table import table
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene
from tests.office.notices.test_rules import CONTACT, LEARNER, READERS, item

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R34")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
MON = AT.date()
ENGLISH = {"Accept-Language": "en"}
FORM, SILENT = "cv_complete/self/cv_complete/digest", "cv_complete/contact_point/cv_complete_silent/digest"
JOINED, WITHDRAWN = (
    "candidacy.joined/school/learner_joined/digest",
    "candidacy.withdrawn/learner/withdrawn_learner/mail",
)
WHY = "De school belt iedereen zelf op."


@pytest.fixture(autouse=True)
def _now(settings: Any):
    settings.DEMO = True
    with the_clock.standing_at(AT):
        yield


@pytest.fixture
def office() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


@pytest.fixture
def learners() -> tuple[Candidacy, Candidacy]:
    """Each in a call of their own, with a form to fill in until half December."""
    found = []
    for name in ("Amina", "Bram"):
        row = CandidacyFactory(learner__given_name=name)
        row.call.files_deadline = row.call.files_opening = date(2026, 12, 15)
        row.call.save()
        RoleFactory(organisation=row.school)
        found.append(row)
    return found[0], found[1]


def foreseen(days: int = 25) -> set[tuple[int, date, str]]:
    mails = planned.forecast(planned.foreseen(planned.world(MON), MON), MON, days)
    return {(mail.person, mail.on, mail.way) for mail in mails if not mail.cancelled}


def sent(days: int = 25) -> set[tuple[int, date, str]]:
    for number in range(days):
        with the_clock.standing_at(AT + timedelta(days=number)):
            write_day(MON + timedelta(days=number), at=AT + timedelta(days=number))
    return set(Digest.objects.values_list("person", "on", "way"))


def stopped(call: Any, *codes: str, by: Actor) -> list[Stop]:
    return [actions.stop_kind(call, code, reason=WHY, by=by, at=AT) for code in codes]


class TestWhatWaits:
    def test_a_row_that_is_stopped_says_nothing_and_the_others_go_on(self) -> None:
        form = item("cv_complete", by=MON + timedelta(days=20))
        quiet = replace(form, stopped=frozenset({FORM}))

        def told(one: rules.Item) -> set[int]:
            mails = rules.forecast(table(), lambda _: [one], [], READERS, {}, start=MON, days=25, planned=())
            return {mail.person for mail in mails}

        assert told(form) == {LEARNER, CONTACT}
        assert told(quiet) == {CONTACT}
        assert told(replace(form, stopped=frozenset({FORM, SILENT}))) == set()

    def test_it_does_not_stand_in_a_mail_about_something_else_either(self) -> None:
        near = MON + timedelta(days=3)
        place, form = item("answer_place", by=near), item("cv_complete", pk=2, by=near)

        def lines(*items: rules.Item) -> set[str]:
            mails = rules.plan(table(), items, [], READERS, {}, on=MON, planned=())
            return {due.item.what for mail in mails if mail.person == LEARNER for due in mail.dues}

        assert lines(place, form) == {"answer_place", "cv_complete"}
        assert lines(place, replace(form, stopped=frozenset({FORM}))) == {"answer_place"}

    def test_what_is_foreseen_is_what_is_sent_in_the_call_and_in_another(
        self, office: Actor, learners: tuple[Candidacy, Candidacy]
    ) -> None:
        amina, bram = learners
        assert {amina.learner_id, bram.learner_id} <= {person for person, *_ in foreseen()}
        stopped(amina.call, FORM, by=office)
        expected = foreseen()
        assert amina.learner_id not in {person for person, *_ in expected}
        assert bram.learner_id in {person for person, *_ in expected}
        assert sent() == expected

    def test_started_again_it_goes_from_then_on(self, office: Actor, learners: tuple[Candidacy, Candidacy]) -> None:
        amina, _bram = learners
        before = foreseen()
        [stop] = stopped(amina.call, FORM, by=office)
        actions.start_kind(stop, by=office, at=AT)
        assert foreseen() == before
        with pytest.raises(Refused, match="kind_started_already"):
            actions.start_kind(stop, by=office, at=AT)
        stopped(amina.call, FORM, by=office)  # and stopped once more
        assert Line.objects.filter(code="notices.kind_stopped").count() == 2

    def test_a_mail_of_the_night_is_told_without_it(self, office: Actor, learners: tuple[Candidacy, Candidacy]) -> None:
        amina, bram = learners
        for row in learners:
            day = min(on for person, on, _way in foreseen() if person == row.learner_id)
        night = datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
        write_day(day, at=night)
        assert Digest.objects.filter(person__in=(amina.learner_id, bram.learner_id)).count() == 2
        stopped(amina.call, FORM, by=office)
        with the_clock.standing_at(night + timedelta(hours=4)):
            send_due(lambda: night + timedelta(hours=4))
        went = {row.person_id for row in Letter.objects.filter(sent_at__isnull=False)}
        assert bram.learner_id in went
        assert amina.learner_id not in went


class TestWhatHappens:
    def test_a_line_of_the_call_tells_nobody_by_that_row(
        self, office: Actor, learners: tuple[Candidacy, Candidacy]
    ) -> None:
        amina, bram = learners
        stopped(amina.call, JOINED, WITHDRAWN, by=office)
        for row in (amina, bram):
            take(line("candidacy.joined", row, at=AT + timedelta(minutes=1)))
            take(line("candidacy.withdrawn", row, at=AT + timedelta(minutes=1)))
        assert set(Letter.objects.values_list("person", flat=True)) == {bram.learner_id}
        told = set(News.objects.values_list("once", "about_pk"))
        assert {about for once, about in told if once.startswith("learner_joined")} == {bram.pk}
        assert {about for once, about in told if once.startswith("withdrawn_school")} == {amina.pk, bram.pk}

    def test_a_line_is_told_the_same_whenever_it_is_read(
        self, office: Actor, learners: tuple[Candidacy, Candidacy]
    ) -> None:
        amina, _bram = learners
        [stop] = stopped(amina.call, WITHDRAWN, by=office)
        actions.start_kind(stop, by=office, at=AT + timedelta(hours=2))
        take(line("candidacy.withdrawn", amina, at=AT + timedelta(hours=1)))
        assert not Letter.objects.exists(), "it happened while it was stopped"
        take(line("candidacy.withdrawn", amina, at=AT + timedelta(hours=3)))
        assert Letter.objects.count() == 1

    def test_what_is_written_already_and_waits_for_the_morning_does_not_go(
        self, office: Actor, learners: tuple[Candidacy, Candidacy]
    ) -> None:
        night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
        for row in learners:
            take(line("candidacy.withdrawn", row, at=night))
            take(line("candidacy.joined", row, at=night))
        amina, bram = learners
        stopped(amina.call, WITHDRAWN, JOINED, by=office)
        send_due(lambda: night + timedelta(hours=9))
        states = dict(Letter.objects.values_list("person", "state"))
        assert states[amina.learner_id] == "cancelled"
        assert states[bram.learner_id] != "cancelled"
        fresh = [one for one in planned.news().values() if one.once.startswith("learner_joined")]
        assert {one.about_pk for one in fresh} == {bram.pk}


class TestNever:
    def test_each_has_a_reason_in_words(self) -> None:
        rows = [*table().waits, *table().lines, *table().presses]
        assert {reason for row in rows if (reason := table().kept_because(row))} == set(words.NEVER_STOPPED)
        assert all(row.code not in table().stoppable for row in rows[: len(table().waits)] if row.way == "phone")
        codes = [row.code for row in (*table().waits, *table().lines)]
        assert len(codes) == len(set(codes))

    @pytest.mark.parametrize(
        "code",
        [
            "sign_paper/self/sign_paper/digest", "while_away/self/requirement/digest", "*/self/requirement/digest",
            "place.granted/learner_by_day/place_granted/mail", "paper.not_me/paper_alarm/paper_held_up/mail",
            "cv_complete/contact_point/cv_complete_silent/phone", "nothing/at/all/mail",
        ],
    )  # fmt: skip
    def test_it_is_refused_and_has_no_page(self, code: str, office: Actor, learners: Any, client_as: Any) -> None:
        with pytest.raises(Refused, match="kind_never_stopped"):
            actions.stop_kind(learners[0].call, code, reason=WHY, by=office, at=AT)
        client = client_as(RoleFactory(coordinator=True))
        assert client.get(reverse("notices:stop_kind"), {"row": code}).status_code == 404

    def test_a_table_with_a_reason_for_what_is_not_in_it_is_refused(self) -> None:
        with pytest.raises(rules.TableFaulty, match="mistyped"):
            rules.parse_table({"lines": [], "waits": [], "kept": {"safety": ["mistyped"]}})


class TestPages:
    def test_the_coordinator_stops_it_sees_it_and_lets_it_go_again(self, client_as: Any, learners: Any) -> None:
        client, call = client_as(RoleFactory(coordinator=True)), learners[0].call
        stopping = f"{reverse('notices:stop_kind')}?row={FORM.replace('/', '%2F')}"
        assert stopping in client.get(reverse("notices:table")).content.decode()
        assert client.post(stopping, {"for_call": call.key, "because": "kort"}).status_code == 422
        assert client.post(stopping, {"for_call": "unknown", "because": WHY}).status_code == 422
        assert client.post(stopping, {"for_call": call.key, "because": WHY}).status_code == 302
        for name in ("table", "index"):
            page = client.get(reverse(f"notices:{name}"), headers=ENGLISH).content.decode()
            assert WHY in page
            assert call.title_en in page
        assert call.key not in client.get(stopping).content.decode(), "it is stopped already"
        stop = Stop.objects.get()
        assert client.post(reverse("notices:start_kind", args=[stop.key])).status_code == 302
        assert WHY not in client.get(reverse("notices:index"), headers=ENGLISH).content.decode()

    def test_a_school_neither_stops_nor_starts(self, client_as: Any, office: Actor, learners: Any) -> None:
        [stop] = stopped(learners[0].call, FORM, by=office)
        role = RoleFactory(organisation=learners[0].school)
        school = client_as(role)
        assert school.get(reverse("notices:stop_kind"), {"row": FORM}).status_code in (403, 404)
        assert school.post(reverse("notices:start_kind", args=[stop.key])).status_code in (403, 404)
        assert "notices/table/stop" not in school.get(reverse("notices:table")).content.decode()
        with pytest.raises(Refused):
            actions.stop_kind(learners[1].call, FORM, reason=WHY, by=actor_of(role), at=AT)


def test_of_which_call_a_paper_is(at: datetime) -> None:
    paper = scene.company_paper(at)
    assert call_of(paper.document) in (0, *Candidacy.objects.values_list("call", flat=True))
    assert call_of(None) == call_of(Person()) == 0
