"""What is done to networks: who may, what is refused and how it is named, and what falls away with it."""

from datetime import date, timedelta
from typing import Any

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.actions import RoomGiven
from erasdu.journey.hosting.models import Booking, Company, Home, Placement
from erasdu.journey.hosting.queries import live, offers_of, what_learner_sees
from erasdu.journey.hosting.rules import Nights, Offer
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.candidacies import GuardianFactory
from tests.factories.hosting import (
    AdultFactory,
    BookingFactory,
    CompanyFactory,
    HomeFactory,
    PlacementFactory,
    RoomFactory,
    StayFactory,
)
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory

pytestmark = pytest.mark.django_db
FIRM = {"name": "Bakkerij Het Zoete Graan", "street": "Molenstraat 3", "postal_code": "2800", "town": "Mechelen"}
BAKER = {"given_name": "Lieve", "family_name": "Claes", "email": "lieve@zoetegraan.example", "phone": "+32470112233"}
JANUARY = [Offer(date(2027, 1, 1), date(2027, 1, 31), 1)]
STAY = {"first": date(2027, 1, 11), "last": date(2027, 1, 23)}


def keeper(**options: Any) -> tuple[Organisation, Actor]:
    school = SchoolFactory(**options)
    return school, actor_of(RoleFactory(organisation=school))


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"^{code}$")


# -- companies and places --------------------------------------------------------------------------


@pytest.mark.requirement("R12")
def test_a_school_keeps_a_company_that_offers_a_place() -> None:
    school, by = keeper()
    company = actions.add_company(school, organisation=FIRM, values={"sector": "food"}, contact=BAKER, by=by, at=AT)
    placement = actions.offer_placement(
        company, values={"occupation": "baker", "tasks": ["dough"]}, periods=JANUARY, mentor=BAKER, by=by, at=AT
    )
    assert company.organisation.kind == "company"
    assert placement.mentor == company.contact
    assert Person.objects.filter(email=BAKER["email"]).count() == 1
    assert list(Line.objects.order_by("pk").values_list("code", flat=True))[-2:] == [
        "company.added",
        "placement.offered",
    ]


def test_the_same_company_in_two_networks_is_one_organisation_that_neither_renames_alone() -> None:
    first, by = keeper()
    second, other = keeper()
    company = actions.add_company(first, organisation=FIRM, values={}, contact=None, by=by, at=AT)
    again = actions.add_company(second, organisation=FIRM | {"street": "Elders 1"}, values={}, by=other, at=AT)
    assert again.organisation == company.organisation
    assert company.organisation.street == "Molenstraat 3"
    with refused("company_known"):
        actions.add_company(first, organisation=FIRM, values={}, by=by, at=AT)
    with refused("company_kept_elsewhere"):
        actions.edit_company(
            company, organisation=FIRM | {"name": "Anders"}, values={}, contact=None, revision=0, by=by, at=AT
        )


def test_a_partner_keeps_a_network_and_a_board_does_not() -> None:
    partner = PartnerFactory()
    by = actor_of(RoleFactory(organisation=partner))
    abroad = {**FIRM, "town": "Sevilla", "country": "ES"}
    assert actions.add_company(partner, organisation=abroad, values={}, by=by, at=AT).keeper == partner
    board = SchoolFactory(kind="board", institution_number="")
    with refused("keeps_no_network"):
        actions.add_company(board, organisation=FIRM, values={}, by=actor_of(RoleFactory(organisation=board)), at=AT)


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        ([Offer(date(2027, 1, 1), date(2027, 1, 31), 0)], "period_without_place"),
        ([Offer(date(2027, 2, 1), date(2027, 1, 31), 1)], "period_ends_before_start"),
        ([*JANUARY, Offer(date(2027, 1, 31), date(2027, 2, 9), 1)], "periods_overlap"),
        ([], "no_period"),
    ],
)
def test_a_period_that_is_none_is_refused_by_name(periods: list[Offer], code: str) -> None:
    company = CompanyFactory()
    _, by = company.keeper, actor_of(RoleFactory(organisation=company.keeper))
    with refused(code):
        actions.offer_placement(company, values={"occupation": "cook"}, periods=periods, by=by, at=AT)
    assert not Placement.objects.exists()


def test_a_place_that_somebody_was_promised_cannot_be_edited_away() -> None:
    placement = PlacementFactory()
    by = actor_of(RoleFactory(organisation=placement.company.keeper))
    BookingFactory(placement=placement)
    shorter = [Offer(date(2027, 1, 1), date(2027, 1, 15), 1)]
    with refused("promised_on_day"):
        actions.edit_placement(placement, values={}, periods=shorter, mentor=None, revision=0, by=by, at=AT)
    with pytest.raises(Stale):
        actions.edit_placement(placement, values={}, periods=JANUARY, mentor=None, revision=7, by=by, at=AT)
    assert offers_of([placement.pk])[placement.pk][0].last == date(2027, 3, 31)
    actions.edit_placement(placement, values={"min_age": 17}, periods=JANUARY, mentor=None, revision=0, by=by, at=AT)
    assert (placement.min_age, offers_of([placement.pk])[placement.pk]) == (17, JANUARY)


def test_the_same_as_last_year_moves_into_the_window_of_the_call_once() -> None:
    placement = PlacementFactory(tasks=["sauces"])
    by = actor_of(RoleFactory(organisation=placement.company.keeper))
    call = CallFactory(stay_from=date(2027, 11, 7), stay_until=date(2027, 11, 21))
    made = actions.renew_placement(placement, call, by=by, at=AT)
    assert (made.tasks, made.renewed_from) == (["sauces"], placement)
    assert offers_of([made.pk])[made.pk] == [Offer(call.stay_from, call.stay_until, 1)]
    with refused("placement_renewed_already"):
        actions.renew_placement(placement, call, by=by, at=AT)


def test_a_paused_place_is_not_booked_and_what_was_booked_stands() -> None:
    placement = PlacementFactory(places=2)
    by = actor_of(RoleFactory(organisation=placement.company.keeper))
    booking = BookingFactory(placement=placement)
    actions.pause_placement(placement, by=by, at=AT)
    with refused("placement_not_offered"):
        actions.book_place(placement, StayFactory(), **STAY, by=by, at=AT)
    assert live().get() == booking
    actions.resume_placement(placement, by=by, at=AT)
    assert actions.book_place(placement, StayFactory(), **STAY, by=by, at=AT).state == "held"


def test_a_company_that_withdraws_releases_what_is_booked_and_names_it() -> None:
    placement = PlacementFactory()
    by = actor_of(RoleFactory(organisation=placement.company.keeper))
    coming = BookingFactory(placement=placement)
    past = BookingFactory(placement=placement, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9))
    released = actions.withdraw_company(placement.company, reason="De zaak sluit.", by=by, at=AT)
    assert list(released) == [coming]
    placement.refresh_from_db()
    coming.refresh_from_db()
    past.refresh_from_db()
    assert (placement.state, coming.released_at, coming.reason) == ("withdrawn", AT, "De zaak sluit.")
    assert past.released_at is None
    line = Line.objects.get(code="booking.released")
    assert {subject.kind for subject in line.subjects.all()} == {"hosting.booking", "mobilities.mobility"}
    with refused("company_withdrawn"):
        actions.offer_placement(placement.company, values={"occupation": "cook"}, periods=JANUARY, by=by, at=AT)


# -- booking a place -------------------------------------------------------------------------------


def test_the_last_place_is_taken_once_and_free_again_when_its_stay_is_cancelled() -> None:
    placement = PlacementFactory()
    first = actions.book_place(placement, StayFactory(), **STAY, by=SYSTEM, at=AT)
    with refused("place_taken_on_day"):
        actions.book_place(placement, StayFactory(), **STAY, by=SYSTEM, at=AT)
    type(first.mobility).objects.filter(pk=first.mobility_id).update(state="cancelled", cancelled_at=AT)
    assert actions.book_place(placement, StayFactory(), **STAY, by=SYSTEM, at=AT)


def test_a_learner_is_at_one_company_at_a_time() -> None:
    stay = StayFactory()
    actions.book_place(PlacementFactory(), stay, first=date(2027, 1, 11), last=date(2027, 1, 15), by=SYSTEM, at=AT)
    other = PlacementFactory()
    with refused("booked_twice"):
        actions.book_place(other, stay, first=date(2027, 1, 15), last=date(2027, 1, 20), by=SYSTEM, at=AT)
    assert actions.book_place(other, stay, first=date(2027, 1, 16), last=date(2027, 1, 20), by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"first": date(2027, 1, 9)}, "booking_outside_stay"),
        ({"first": date(2027, 1, 23), "last": date(2027, 1, 11)}, "period_ends_before_start"),
    ],
)
def test_a_booking_lies_in_the_stay(days: dict[str, date], code: str) -> None:
    with refused(code):
        actions.book_place(PlacementFactory(), StayFactory(), **{**STAY, **days}, by=SYSTEM, at=AT)


def test_a_place_is_refused_below_its_age_and_outside_its_periods() -> None:
    with refused("too_young_for_place"):
        actions.book_place(PlacementFactory(min_age=18), StayFactory(), **STAY, by=SYSTEM, at=AT)
    with refused("no_place_on_day"):
        actions.book_place(PlacementFactory(places=0), StayFactory(), **STAY, by=SYSTEM, at=AT)


# -- homes -----------------------------------------------------------------------------------------


def test_a_family_is_not_proposable_before_it_was_visited_and_all_extracts_were_seen() -> None:
    school, by = keeper()
    contact = {"given_name": "Els", "family_name": "Lindemans", "email": "els@lindemans.example"}
    home = actions.add_home(school, values={"name": "Familie Lindemans"}, contact=contact, by=by, at=AT)
    rooms, nights = [RoomGiven(None, "Blauw", 1)], [Nights(date(2027, 1, 1), date(2027, 2, 1))]
    actions.set_rooms_and_nights(home, rooms=rooms, nights=nights, revision=0, by=by, at=AT)
    room = home.rooms.get()

    def book() -> Booking:
        return actions.book_bed(room, StayFactory(), first=date(2027, 1, 10), last=date(2027, 1, 24), by=by, at=AT)

    with refused("home_not_visited"):
        book()
    visit = {"visited_by": "Mila", "visited_on": date(2026, 11, 2), "interviewed_by": "Mila"}
    actions.record_checks(
        home, **visit, interviewed_on=date(2026, 11, 2), valid_until=date(2027, 11, 2), revision=1, by=by, at=AT
    )
    adult = actions.add_adult(home, given_name="Els", family_name="Lindemans", by=by, at=AT)
    assert adult.person == home.contact
    with refused("home_extract_lacks"):
        book()
    seen = {"seen_by": "Mila", "seen_on": date(2026, 11, 2), "issued_on": date(2026, 10, 20)}
    actions.see_extract(adult, **seen, by=by, at=AT)
    assert book().room == room
    with refused("home_known"):
        actions.add_home(school, values={"name": "Weer"}, contact=contact, by=by, at=AT)


def test_a_household_says_nothing_about_its_own_checks() -> None:
    home = HomeFactory(unchecked=True)
    itself = Actor(home.contact_id, "holder", via="link")
    actions.edit_home(home, values={"pets": ["dog"]}, revision=0, by=itself, at=AT)
    with refused("not_your_role"):
        actions.record_checks(
            home, visited_by="", visited_on=None, interviewed_by="", interviewed_on=None, valid_until=None,
            revision=1, by=itself, at=AT,
        )  # fmt: skip


def test_an_expired_check_is_no_bed_for_a_minor_and_one_for_an_adult() -> None:
    room = RoomFactory(home=HomeFactory(expired=True))
    days = {"first": date(2027, 1, 10), "last": date(2027, 1, 24)}
    with refused("home_checks_ended"):
        actions.book_bed(room, StayFactory(), **days, by=SYSTEM, at=AT)
    of_unknown_age = StayFactory(traveller__birth_date=None)
    with refused("home_checks_ended"):
        actions.book_bed(room, of_unknown_age, **days, by=SYSTEM, at=AT)
    assert actions.book_bed(room, StayFactory(traveller__birth_date=date(2008, 1, 1)), **days, by=SYSTEM, at=AT)


def test_who_comes_of_age_during_the_stay_needs_the_checks_until_then() -> None:
    room = RoomFactory(home=HomeFactory(valid_until=date(2027, 1, 15)))
    days = {"first": date(2027, 1, 10), "last": date(2027, 1, 24)}
    assert actions.book_bed(room, StayFactory(traveller__birth_date=date(2009, 1, 16)), **days, by=SYSTEM, at=AT)
    other = RoomFactory(home=room.home)
    with refused("home_checks_ended"):
        actions.book_bed(other, StayFactory(traveller__birth_date=date(2009, 1, 17)), **days, by=SYSTEM, at=AT)


def test_a_shared_room_holds_one_gender_and_a_bed_is_free_on_the_day_of_leaving() -> None:
    room = RoomFactory(beds=2)
    days = {"first": date(2027, 1, 10), "last": date(2027, 1, 17)}
    actions.book_bed(room, sharing(), **days, by=SYSTEM, at=AT)
    with refused("room_of_other_gender"):
        actions.book_bed(room, sharing(traveller__gender="m"), **days, by=SYSTEM, at=AT)
    with refused("gender_unknown"):
        actions.book_bed(room, sharing(traveller__gender=""), **days, by=SYSTEM, at=AT)
    with refused("sharing_unknown"):
        actions.book_bed(room, StayFactory(), **days, by=SYSTEM, at=AT)
    with refused("room_of_other_age"):
        actions.book_bed(room, sharing(traveller__birth_date=date(2003, 5, 1)), **days, by=SYSTEM, at=AT)
    actions.book_bed(room, sharing(), **days, by=SYSTEM, at=AT)
    with refused("bed_taken_in_night"):
        actions.book_bed(room, sharing(), **days, by=SYSTEM, at=AT)
    later = {"first": date(2027, 1, 17), "last": date(2027, 1, 24)}
    assert actions.book_bed(room, sharing(traveller__gender="m"), **later, by=SYSTEM, at=AT)


def sharing(**known: object) -> Mobility:
    stay = StayFactory(**known)
    stay.profile = Profile.objects.create(person=stay.person, shares_room="yes")
    stay.save(update_fields=["profile"])
    return stay


def test_rooms_and_nights_that_were_promised_cannot_be_taken_away() -> None:
    room = RoomFactory(beds=1)
    home, by = room.home, actor_of(RoleFactory(organisation=room.home.keeper))
    BookingFactory(placement=None, room=room)
    kept = RoomGiven(room.pk, room.name, 1)
    whole = [Nights(date(2027, 1, 1), date(2027, 3, 31))]
    short = [Nights(date(2027, 1, 1), date(2027, 1, 15))]

    def change(rooms: list[RoomGiven], nights: list[Nights]) -> None:
        actions.set_rooms_and_nights(home, rooms=rooms, nights=nights, revision=home.revision, by=by, at=AT)

    for rooms, nights in (([kept], short), ([], whole)):
        with refused("promised_in_night"):
            change(rooms, nights)
    with refused("room_twice"):
        change([kept, RoomGiven(None, room.name.upper(), 1)], whole)
    with refused("periods_overlap"):
        change([kept], [*whole, *short])
    Booking.objects.update(released_at=AT)
    with refused("room_has_history"):
        change([], whole)
    change([kept, RoomGiven(None, "Zolder", 2)], short)
    assert home.rooms.count() == 2


def test_a_family_that_withdraws_releases_its_guests() -> None:
    room = RoomFactory()
    booking = BookingFactory(placement=None, room=room)
    itself = Actor(room.home.contact_id, "holder", via="link")
    assert list(actions.withdraw_home(room.home, reason="Verhuis", by=itself, at=AT)) == [booking]
    with refused("home_withdrawn"):
        actions.pause_home(Home.objects.get(), by=itself, at=AT)


@pytest.mark.requirement("R14")
def test_a_learner_hears_names_and_addresses_only_once_all_said_yes() -> None:
    stay = StayFactory()
    place = actions.book_place(PlacementFactory(), stay, **STAY, by=SYSTEM, at=AT)
    bed = actions.book_bed(RoomFactory(), stay, first=date(2027, 1, 10), last=date(2027, 1, 24), by=SYSTEM, at=AT)
    assert what_learner_sees(stay).place is None
    assert what_learner_sees(stay).beds == ()
    for booking in (place, bed):
        actions.confirm(booking, by=SYSTEM, at=AT)
    seen = what_learner_sees(stay)
    assert seen.place is not None
    assert seen.place.name == place.placement.company.organisation.name  # type: ignore[union-attr]
    assert [each.street for each in seen.beds] == ["Kerkstraat 12"]
    actions.release(bed, reason="Ziek", by=SYSTEM, at=AT + timedelta(days=1))
    assert what_learner_sees(stay).beds == ()
    with refused("booking_released"):
        actions.release(bed, by=SYSTEM, at=AT)


def test_a_check_that_ended_since_it_was_held_is_not_confirmed() -> None:
    room = RoomFactory()
    bed = BookingFactory(placement=None, room=room)
    AdultFactory(home=room.home, unseen=True)
    with refused("home_extract_lacks"):
        actions.confirm(bed, by=SYSTEM, at=AT)


def test_a_network_of_others_is_not_there() -> None:
    from erasdu.journey.hosting import access

    company, home = CompanyFactory(), HomeFactory()
    _, other = keeper()
    for rows in (
        access.companies_for(other),
        access.homes_for(other),
        access.keepers_for(other).exclude(pk__in=other.scope),
    ):
        assert not rows.exists()
    link = Actor(company.contact_id, "holder", via="link")
    assert access.companies_for(link).get() == company
    assert not access.homes_for(link).filter(pk=home.pk).exists()
    assert not access.bookings_for(link).exists()
    with refused("network_not_yours"):
        actions.pause_company(company, by=other, at=AT)


def test_an_evaluation_is_the_keepers_to_write() -> None:
    company = CompanyFactory()
    by = actor_of(RoleFactory(organisation=company.keeper))
    made = actions.evaluate(company, mark=4, line="Goede mentor", on=AT.date(), by=by, at=AT)
    assert Company.objects.get().evaluations.get() == made
    with refused("mark_between"):
        actions.evaluate(company, mark=6, line="", on=AT.date(), by=by, at=AT)


def test_facts_for_the_board_take_few_queries(django_assert_num_queries: Any) -> None:
    from erasdu.journey.hosting.queries import placements_for_board, units_for_board

    school = SchoolFactory()
    window = Period(date(2027, 1, 10), date(2027, 1, 24))
    for number in range(3):
        placement = PlacementFactory(company__keeper=school, places=2)
        BookingFactory(placement=placement)
        home = HomeFactory(keeper=school)
        RoomFactory(home=home)
        BookingFactory(placement=None, room=RoomFactory(home=home, beds=1 + number))
    PlacementFactory(company__keeper=school, company__paused=True)
    PlacementFactory()
    HomeFactory(keeper=school, paused=True)
    with django_assert_num_queries(3):
        places = placements_for_board([school.pk], window)
    with django_assert_num_queries(4):
        units = units_for_board([school.pk], window)
    assert [each.free(window)[0] for each in places] == [2, 2, 2]
    assert [each.free(window)[1] for each in places] == [1, 1, 1]
    assert [(each.unit.beds, each.unit.one_gender) for each in units] == [
        (2, False),
        (1, False),
        (2, True),
        (1, False),
        (3, True),
    ]
    assert [each.free(window)[1] for each in units] == [1, 1, 1, 1, 2]
    assert all(len(each.nights) == 1 and len(each.checks.adults) == 1 for each in units)


def test_a_keeper_changes_no_number_of_a_parent_to_whom_codes_go() -> None:
    """Somebody adds a known parent as a host with another number: the parent's own row stays as it was."""
    parent = GuardianFactory(person__email="fatima@example.org", person__phone="+32470112233").person
    school, by = keeper()
    typed = {"given_name": parent.given_name, "family_name": parent.family_name, "email": parent.email}
    home = actions.add_home(
        school, values={"name": "Gezin"}, contact={**typed, "phone": "+32470999999", "language": "en"}, by=by, at=AT
    )
    parent.refresh_from_db()
    assert (parent.phone, home.contact.phone, home.contact.pk != parent.pk) == ("+32470112233", "+32470999999", True)
    again = actions.add_home(school, values={"name": "Gezin 2", "kind": "other"}, contact=typed, by=by, at=AT)
    assert again.contact in (parent, home.contact)
    actions.edit_home(home, values={}, contact={**typed, "phone": "+32470888888"}, revision=0, by=by, at=AT)
    parent.refresh_from_db()
    assert parent.phone == "+32470112233"


def test_who_has_only_a_telephone_stays_the_same_person_when_the_home_is_edited() -> None:
    school, by = keeper()
    contact = {"given_name": "Els", "family_name": "Lindemans", "phone": "+32470112233"}
    home = actions.add_home(school, values={"name": "Gezin"}, contact=contact, by=by, at=AT)
    before = home.contact
    actions.edit_home(home, values={}, contact=contact | {"phone": "+32470112244"}, revision=0, by=by, at=AT)
    assert (home.contact, home.contact.phone) == (before, "+32470112244")


def test_a_keeper_corrects_the_number_of_a_host_of_its_own() -> None:
    school, by = keeper()
    company = actions.add_company(school, organisation=FIRM, values={}, contact=BAKER, by=by, at=AT)
    new = BAKER | {"phone": "+32470445566"}
    actions.edit_company(company, organisation=FIRM, values={}, contact=new, revision=0, by=by, at=AT)
    assert Person.objects.get(email=BAKER["email"]).phone == "+32470445566"
    other, elsewhere = keeper()
    theirs = actions.add_company(other, organisation=FIRM, values={}, contact=BAKER, by=elsewhere, at=AT)
    assert theirs.contact != company.contact
