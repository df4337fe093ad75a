"""What begins to wait on a later day is foreseen as well: a stay that comes near, that begins, or that soon ends."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.agreements.actions.assessing import ready_link
from erasdu.journey.agreements.models import Edit, LearningPlan
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import actions as papers
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.models import OwnRequirement
from erasdu.office.notices.queries import pages, planned
from erasdu.office.notices.queries.things import Ahead, things, things_later, turning
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import ready_plan
from tests.journey.candidacies.approving import contact_of, ready
from tests.journey.insurance.insuring import stay_abroad
from tests.journey.mobilities.staying import stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R27")]
MON = date(2026, 11, 23)


def moved(stay: Mobility, first: date, last: date) -> None:
    Mobility.objects.filter(pk=stay.pk).update(planned_from=first, planned_until=last)
    Call.objects.filter(pk=stay.call_id).update(stay_from=first, stay_until=last)
    CandidateFile.objects.filter(mobility=stay).update(state="accepted")


def told(what: str, seen: date) -> list[tuple[date, int, tuple[str, ...]]]:
    """Day, person and texts of what the forecast of that day says of it until 30 days after Monday."""
    days = (MON - seen).days + planned.DAYS
    mails = planned.forecast(planned.foreseen(planned.world(seen), seen, days), seen, days)
    dues = [(mail, due) for mail in mails for due in mail.dues if due.item.what == what and due.rows]
    return [(mail.on, mail.person, tuple(row.text for row in due.rows)) for mail, due in dues]


def test_a_stay_that_comes_near_enough_is_foreseen_as_it_will_be_said() -> None:
    stay, near = stay_abroad(), MON + timedelta(days=5)
    moved(stay, near + timedelta(days=120), near + timedelta(days=134))
    own = OwnRequirement.objects.create(
        call=stay.call, title_nl="Kopie van het paspoort", title_en="Copy of the passport", who="learner",
        days_before=110, gates=["depart"], added_at=AT,
    )  # fmt: skip
    what = f"own_{own.key}"
    assert not [one for one in things(MON) if one.item.what == what]
    said = told(what, MON)
    assert {person for _on, person, _texts in said} >= {stay.person_id}
    assert min(on for on, _person, _texts in said) >= near
    assert said == told(what, near)


def test_a_host_that_will_be_asked_what_was_reached_is_foreseen() -> None:
    stay = stay_of_minor()
    moved(stay, MON - timedelta(days=2), MON + timedelta(days=20))
    plan: LearningPlan = ready_plan(AT, stay=Mobility.objects.get(pk=stay.pk))
    Edit.objects.filter(plan=plan).delete()
    link = ready_link(LearningPlan.objects.get(pk=plan.pk), AT)
    assert link is not None
    assert not [one for one in things(MON) if one.item.what == "assess_stay"]
    said = told("assess_stay", MON)
    assert link.person_id in {person for _on, person, _texts in said}
    assert said == told("assess_stay", MON + timedelta(days=6))


def test_the_days_after_leaving_and_coming_home_and_the_birthday_are_looked_at_though_nothing_waits() -> None:
    stay = stay_of_minor()
    Candidacy.objects.filter(profile=stay.profile_id).update(birth_date=date(2008, 12, 20))
    first, last = MON + timedelta(days=4), MON + timedelta(days=14)
    moved(stay, first, last)
    next_days = {first + timedelta(days=1), last + timedelta(days=1), date(2026, 12, 20)}
    assert next_days <= turning(MON, MON + timedelta(days=30))
    Mobility.objects.filter(pk=stay.pk).update(cancelled_at=AT)
    assert not next_days & turning(MON, MON + timedelta(days=30))


def test_what_waits_about_a_place_that_nobody_takes_ends_with_the_day_to_answer() -> None:
    stay = stay_abroad()
    moved(stay, MON + timedelta(days=40), MON + timedelta(days=50))
    last = MON + timedelta(days=9)

    def days() -> list[date]:
        return [on for on, _person, _texts in told("insured_health", MON)]

    CandidateFile.objects.filter(mobility=stay).update(state="granted", answer_by=last)
    assert max(days()) <= last
    CandidateFile.objects.filter(mobility=stay).update(state="accepted")
    assert max(days()) > last


def test_what_parents_would_sign_ends_when_the_learner_comes_of_age() -> None:
    candidacy = ready(parents=2, dual=False)
    papers.ask_papers(candidacy, by=contact_of(candidacy), at=AT)
    born = MON + timedelta(days=6)
    Candidacy.objects.filter(pk=candidacy.pk).update(birth_date=born.replace(year=born.year - 18))
    waiting = [one for one in things(MON) if one.item.what == "sign_paper" and one.dossier == candidacy.key]
    parents = {row.person_id for row in candidacy.guardians.all()}
    of_parents = [one.item for one in waiting if set(one.item.readers["self"]) <= parents]
    assert len(of_parents) == 2
    assert {item.until for item in of_parents} == {born - timedelta(days=1)}


class TestReadAtOnce:
    """What the steps know is read once for all days: it says the same as reading it for each of them."""

    def stays(self, number: int) -> list[Mobility]:
        """Each leaves, comes of age and comes home on other days; of some something is asked of a parent."""
        made = []
        for nth in range(number):
            stay = stay_of_minor(parents=2)
            first = MON + timedelta(days=3 + 4 * nth)
            born = MON + timedelta(days=5 + 3 * nth)
            Candidacy.objects.filter(profile=stay.profile_id).update(birth_date=born.replace(year=born.year - 18))
            moved(stay, first, first + timedelta(days=9))
            OwnRequirement.objects.create(
                call=stay.call, title_nl="Gesprek", title_en="Talk", who="guardian", days_before=2 + nth,
                gates=["depart"], added_at=AT,
            )  # fmt: skip
            made.append(stay)
        return made

    def test_it_says_the_same_as_reading_it_for_each_day(self) -> None:
        self.stays(4)
        world = planned.foreseen(planned.world(MON, planned.DAYS), MON)
        assert len(world.later) > 12
        before = world.things
        for day, waiting in world.later:
            before = things_later(day, before)
            assert {key: one.item for key, one in waiting.items()} == {key: one.item for key, one in before.items()}
            assert list(waiting) == list(before)
            said = [(one.requirement, one.page, one.own, one.links, one.instead) for one in waiting.values()]
            assert said == [(one.requirement, one.page, one.own, one.links, one.instead) for one in before.values()]

    def test_as_many_queries_for_many_days_and_stays_as_for_few(self, django_assert_num_queries) -> None:
        office = actor_of(RoleFactory(coordinator=True))
        [_one] = self.stays(1)
        with CaptureQueriesContext(connection) as few:
            pages.forecast(office, MON)
        self.stays(4)
        with django_assert_num_queries(len(few)):
            pages.forecast(office, MON)

    def test_a_morning_that_was_read_ahead_is_not_read_again(self) -> None:
        self.stays(3)
        ahead, day = planned.world(MON, 7), MON + timedelta(days=4)
        with CaptureQueriesContext(connection) as few:
            known = planned.moved_on(ahead, day)
        with CaptureQueriesContext(connection) as many:
            anew = planned.moved_on(planned.world(MON), day)
        assert known.items == anew.items
        assert known.readers == anew.readers
        assert known.items != ahead.items
        assert len(few) * 5 < len(many)

    def test_for_another_day_it_was_not_read(self) -> None:
        ahead = Ahead(MON, MON + timedelta(days=3))
        with pytest.raises(ValueError, match="2026-11-27"):
            ahead.things(MON + timedelta(days=4), {})

    def test_no_mail_is_looked_for_after_the_days_that_are_foreseen(self, django_assert_num_queries) -> None:
        stay, office = stay_abroad(), actor_of(RoleFactory(coordinator=True))
        for day in (MON - timedelta(days=1), MON + timedelta(days=planned.DAYS + 1), date.max):
            with django_assert_num_queries(1):
                assert pages.one(office, stay.person.key, day, MON) is None
