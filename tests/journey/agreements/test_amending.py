"""A change during the stay: one page, other days with place and bed, asked of who sets them, said beforehand."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import actions, queries
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.journey.hosting.models import Booking, HomePeriod, PlacementPeriod
from erasdu.journey.hosting.queries import what_learner_sees
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.matching.queries.placing import facts as placing
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import card, outlines
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.followers import follow_journal
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, RoomFactory
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory
from tests.journey.agreements.planning import ready_plan, school_of
from tests.journey.agreements.test_signing import sign_all
from tests.journey.mobilities.staying import contact_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R33")]
ONE = timedelta(days=1)


@pytest.fixture
def plan(clock) -> LearningPlan:
    """Signed by all; the place and a bed are booked for the whole stay, and free for longer."""
    made = ready_plan(clock)
    stay = made.mobility
    room = RoomFactory(beds=1, home__keeper=made.placement.company.keeper)
    BookingFactory(
        mobility=stay,
        room=room,
        placement=None,
        starts_on=stay.planned_from,
        ends_on=stay.planned_until,
        confirmed=True,
    )
    for model, rows in ((PlacementPeriod, {"placement": made.placement}), (HomePeriod, {"home": room.home})):
        model.objects.filter(**rows).delete()
        days = {"starts_on": stay.planned_from - 3 * ONE, "ends_on": stay.planned_until + 3 * ONE}
        model.objects.create(**rows, **days, **({"places": 1} if model is PlacementPeriod else {}))
    sign_all(actions.send(made, by=school_of(stay), at=clock), clock)
    return made


@pytest.fixture
def school(client_as, plan) -> Client:
    return client_as(contact_of(plan.mobility))


@pytest.fixture
def office(client_as) -> Client:
    return client_as(RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory()))


def booked(plan: LearningPlan) -> set[tuple]:
    return set(Booking.objects.filter(mobility=plan.mobility, released_at=None).values_list("starts_on", "ends_on"))


def typed(plan: LearningPlan, **changed: object) -> dict[str, object]:
    stay = Mobility.objects.get(pk=plan.mobility_id)
    plan = LearningPlan.objects.get(pk=plan.pk)
    names = (
        "mentor_name",
        "mentor_function",
        "mentor_phone",
        "mentor_mail",
        "mentor_after_hours",
        "tasks",
        "own_tasks",
    )
    own = {name: getattr(plan, name) for name in names}
    return {**own, "first": stay.planned_from, "last": stay.planned_until, "revision": plan.revision, **changed}


def address(plan: LearningPlan, name: str = "amend", *more: str) -> str:
    return reverse(f"agreements:{name}", args=[plan.key, *more])


def test_another_mentor_goes_at_once_to_whom_it_binds(plan, school) -> None:
    answer = school.post(address(plan), typed(plan, mentor_name="Inês Duarte"), follow=True).content.decode()
    assert "De verandering is onderweg" in answer
    second = Envelope.objects.get(document__kind="agreements.learning", version=2)
    assert set(second.signers.filter(state="asked").values_list("role", flat=True)) == {"contact_point", "host"}


@pytest.mark.requirement("R14", "R25")
def test_the_new_mentor_is_whom_one_calls_from_then_on(plan, school, clock) -> None:
    """On the page of where one works and on the emergency card: the company's own row names the one before."""
    stay = plan.mobility
    Match.objects.create(
        mobility=stay, placement=plan.placement, starts_on=stay.planned_from, ends_on=stay.planned_until,
        state="confirmed", at=clock,
    )  # fmt: skip
    called = [(one.role, one.name, one.phone) for one in card(stay, "nl").contacts if one.role.startswith("mentor")]
    assert called == [("mentor", "Tiago Moreira", "+351212345678"), ("mentor_late", "Tiago Moreira", "+351910000016")]
    changed = {"mentor_name": "Rosa Pinto", "mentor_phone": "+351212345600", "mentor_after_hours": "+351212345600"}
    school.post(address(plan), typed(plan, **changed))
    seen = what_learner_sees(stay).place
    assert seen is not None
    assert seen.mentor is not None
    assert (seen.mentor.name, seen.mentor.phone) == ("Rosa Pinto", "+351212345600")
    called = [(one.role, one.name, one.phone) for one in card(stay, "nl").contacts if one.role.startswith("mentor")]
    assert called == [("mentor", "Rosa Pinto", "+351212345600")]
    Booking.objects.filter(mobility=stay, room=None).update(released_at=clock)
    assert queries.mentor_of(stay) is None


def test_other_days_are_named_beforehand_and_asked_of_the_coordinator_who_says_yes_in_one_press(
    plan, school, office, clock
) -> None:
    stay, before = plan.mobility, booked(plan)
    days = {"first": stay.planned_from, "last": stay.planned_until + 2 * ONE, "why": "De bakkerij sluit later."}
    page = school.post(address(plan), typed(plan, **days)).content.decode()
    assert "Er is nog niets bewaard" in page
    assert plan.placement.company.organisation.name in page  # moves along
    assert "De handtekening van iedereen onder de leerovereenkomst" in page  # must be done again
    assert (booked(plan), DaysAsked.objects.count()) == (before, 0)  # tried out only
    assert Envelope.objects.filter(document__kind="agreements.learning").count() == 1
    school.post(address(plan), typed(plan, **days, sure="yes"))
    [asked] = DaysAsked.objects.all()
    assert (asked.answer, asked.why, booked(plan)) == ("", "De bakkerij sluit later.", before)
    assert set(asked.again) == {"learner", "guardian_1", "contact_point", "host"}
    assert school.post(address(plan, "agree_days", asked.key)).status_code in (403, 404)
    journal.seal()
    follow_journal()
    assert Letter.objects.filter(template="notices/letters/plan_days_asked").exists()
    assert "Ja, zet deze dagen" in office.get(address(plan, "show")).content.decode()
    office.post(address(plan, "agree_days", asked.key))
    stay.refresh_from_db()
    assert (stay.planned_from, stay.planned_until) == (days["first"], days["last"])
    assert booked(plan) == {(days["first"], days["last"])}
    found = queries.plan_of(stay)
    assert found is not None
    assert queries.days_of(found)[-1].on == days["last"]
    second = Envelope.objects.get(document__kind="agreements.learning", version=2)
    assert set(second.signers.values_list("state", flat=True)) == {"waiting", "asked"}
    sign_all(second, clock)
    assert queries.facts([stay.pk])[stay.pk].signed
    known = outlines([stay.pk])
    assert placing(known, {})[stay.pk].stay == Period(days["first"], days["last"])
    journal.seal()
    follow_journal()
    assert Letter.objects.filter(template="notices/letters/plan_days_agreed").exists()
    with pytest.raises(Refused, match="days_answered"):
        actions.refuse_days(DaysAsked.objects.get(), because="x", by=actor_of(RoleFactory(coordinator=True)), at=clock)


def test_days_on_which_a_bed_is_not_free_are_refused_at_the_field_and_nothing_changes(plan, school) -> None:
    stay, before = plan.mobility, booked(plan)
    room = Booking.objects.get(mobility=stay, room__isnull=False).room
    later = stay.planned_until + ONE
    BookingFactory(room=room, placement=None, starts_on=later, ends_on=later + 2 * ONE, confirmed=True)
    page = school.post(address(plan), typed(plan, last=later + ONE))
    assert page.status_code == 422
    assert ["Alle bedden" in each for each in page.context["form"].errors["last"]] == [True]
    early = school.post(address(plan), typed(plan, first=stay.planned_from - 9 * ONE))
    assert list(early.context["form"].errors) == ["first"]
    stay.refresh_from_db()
    assert (booked(plan), DaysAsked.objects.count()) == (before, 0)
    assert (
        school.post(address(plan), typed(plan, last=later)).status_code == 200
    )  # the morning on which the other comes


def test_the_coordinator_sets_days_at_once_and_what_was_asked_has_its_answer(plan, school, office, clock) -> None:
    stay = plan.mobility
    shorter = stay.planned_until - 2 * ONE
    school.post(address(plan), typed(plan, last=stay.planned_until + ONE, sure="yes"))
    assert "Er is nog niets bewaard" in office.post(address(plan), typed(plan, last=shorter)).content.decode()
    office.post(address(plan), typed(plan, last=shorter, sure="yes"))
    assert booked(plan) == {(stay.planned_from, shorter)}
    assert DaysAsked.objects.get().answer == "no"


def test_a_no_needs_a_reason_which_who_asked_reads(plan, school, office) -> None:
    stay = plan.mobility
    school.post(address(plan), typed(plan, last=stay.planned_until + ONE, sure="yes"))
    asked = DaysAsked.objects.get()
    assert office.post(address(plan, "refuse_days", asked.key), {"because": ""}).status_code == 422
    office.post(address(plan, "refuse_days", asked.key), {"because": "De beurs is op."})
    assert "De beurs is op." in school.get(address(plan, "show")).content.decode()
    journal.seal()
    follow_journal()
    assert Letter.objects.filter(template="notices/letters/plan_days_refused").exists()


def test_what_opened_since_it_was_asked_is_shown_before_a_yes(plan, school, office) -> None:
    school.post(address(plan), typed(plan, last=plan.mobility.planned_until + ONE, sure="yes"))
    asked = DaysAsked.objects.get()
    DaysAsked.objects.update(reopens=[])
    page = office.post(address(plan, "agree_days", asked.key)).content.decode()
    assert "Intussen opent dit meer" in page
    assert DaysAsked.objects.get().answer == ""
    office.post(address(plan, "agree_days", asked.key), {"sure": "yes"})
    assert DaysAsked.objects.get().answer == "yes"


def test_the_match_follows_and_the_family_hears_it(plan, clock) -> None:
    stay, by = plan.mobility, actor_of(RoleFactory(coordinator=True))
    bed = Booking.objects.get(mobility=stay, room__isnull=False)
    match = Match.objects.create(
        mobility=stay, placement=plan.placement, room=bed.room, starts_on=stay.planned_from, ends_on=stay.planned_until,
        state="confirmed", at=clock, confirmed_at=clock,
    )  # fmt: skip
    Answer.objects.create(match=match, party="family", person=bed.room.home.contact, asked_at=clock, what="yes")
    last = stay.planned_until + ONE
    assert actions.amend(plan, {}, dates=(stay.planned_from, last), revision=plan.revision, by=by, at=clock)
    match.refresh_from_db()
    assert match.ends_on == last
    assert Letter.objects.filter(template="matching/letters/moved_family", person=bed.room.home.contact).exists()


def test_what_cannot_be_sent_changes_nothing_and_says_so_at_its_field(plan, school, office) -> None:
    stay, before = plan.mobility, booked(plan)
    place = plan.placement
    type(place).objects.filter(pk=place.pk).update(starts_at=time(9), ends_at=time(20))  # too long for a minor
    more = {"mentor_name": "Inês Duarte", "last": stay.planned_until + 3 * ONE, "sure": "yes"}
    answer = office.post(address(plan), typed(plan, **more))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last"])
    coordinator = actor_of(RoleFactory(coordinator=True))
    found = queries.plan_of(Mobility.objects.get(pk=stay.pk))
    assert found is not None
    longer = (stay.planned_from, stay.planned_until + 3 * ONE)
    with pytest.raises(Refused, match="programme_breaks_rules"):
        actions.amend(found, {"mentor_name": "Inês"}, dates=longer, revision=found.revision, by=coordinator, at=AT)
    none = school.post(address(plan), typed(plan, tasks=[], own_tasks=""))
    assert (none.status_code, list(none.context["form"].errors)) == (422, ["own_tasks"])
    now = LearningPlan.objects.select_related("mobility").get(pk=plan.pk)
    assert (now.mentor_name, now.own_tasks, now.days) == (plan.mentor_name, plan.own_tasks, plan.days)
    assert (now.mobility.planned_until, booked(plan)) == (stay.planned_until, before)
    assert Envelope.objects.filter(document__kind="agreements.learning").count() == 1
    done = school.post(address(plan), typed(plan, mentor_name="Inês Duarte"), follow=True)  # nobody was first
    assert "De verandering is onderweg" in done.content.decode()


def test_what_a_partner_changes_after_it_was_signed_the_school_hears(plan, clock) -> None:
    """Who keeps the host and signs in writes its part at any time; the sending school must then send it again."""
    partner = actor_of(RoleFactory(organisation=plan.placement.company.keeper))
    told = Line.objects.filter(code="plan.filled_in")
    plan.refresh_from_db()
    for by, times in ((actor_of(RoleFactory(coordinator=True)), 0), (partner, 1)):
        name = f"Mentor {times}"
        actions.save(plan, "host", {"mentor_name": name}, revision=plan.revision, by=by, at=clock)
        assert told.count() == times


def test_before_it_is_sent_a_partner_that_signs_in_is_read_on_the_page(clock) -> None:
    plan = ready_plan(clock)
    partner = actor_of(RoleFactory(organisation=plan.placement.company.keeper))
    actions.save(plan, "host", {"mentor_name": "Ana"}, revision=plan.revision, by=partner, at=clock)
    assert list(Line.objects.filter(code__in=("plan.filled_in", "plan.edited")).values_list("code", flat=True))[-1] == (
        "plan.edited"
    )
