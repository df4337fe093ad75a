"""The coordinator divides foreign learners over schools, undoes it, and lends places and beds between them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Booking, Home, Placement, Room
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.nominations import access, actions, queries
from erasdu.journey.nominations.models import Division, Loan
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory
from tests.factories.candidacies import COMPLETE
from tests.factories.hosting import BookingFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.membership import MembershipFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def call():
    return CallFactory(incoming=True)


@pytest.fixture
def office():
    return RoleFactory(coordinator=True)


def school_in(call, postal_code="2800", places=2, beds=2):
    """A receiving school with places for a cook, and single rooms."""
    school = SchoolFactory(postal_code=postal_code)
    MembershipFactory(organisation=school, grant_agreement=call.grant_agreement)
    if places:
        PlacementFactory(company__keeper=school, places=places)
    for _ in range(beds):
        RoomFactory(home__keeper=school)
    return school


def cook(call, partner=None):
    row = NominationFactory(call=call, accepted=True, partner=partner or PartnerFactory())
    Profile.objects.filter(pk=row.mobility.profile_id).update(occupation="cook", sector="hospitality")
    row.mobility.profile.refresh_from_db()
    return row


def test_the_board_says_whether_a_place_or_only_a_bed_lacks(client_as, call, office, at) -> None:
    address, row = reverse("nominations:board", args=[call.key]), cook(call)
    assert "geen plaats vrij in deze sector" in client_as(office).get(address).content.decode()
    school_in(call, places=1, beds=0)
    assert "maar geen bed erbij" in client_as(office).get(address).content.decode()
    RoomFactory(home__keeper=Placement.objects.get().company.keeper)
    done = client_as(office).post(reverse("nominations:divide", args=[call.key]), {"act": "suggested"}, follow=True)
    assert "1 leerling heeft een school" in done.content.decode()
    accept = reverse("nominations:accept_several", args=[call.key])
    again = client_as(office).post(accept, {"nomination": [row.key]}, follow=True).content.decode()
    assert "Wie aangevinkt is, was al aanvaard" in again


def test_who_has_a_place_and_a_bed_there_is_counted_once(call, office, at) -> None:
    school = school_in(call, "2800", places=4, beds=4)
    rows = [cook(call) for _ in range(3)]
    stays = [row.mobility for row in rows[:2]]
    Mobility.objects.filter(pk__in=[stay.pk for stay in stays]).update(receiving=school)
    (line,) = queries.board(actor_of(office), call, at).schools
    assert (line.number, line.places_left("hospitality"), line.beds_left) == (2, 2, 2)
    days = {"starts_on": call.stay_from, "ends_on": call.stay_until}
    for stay, room in zip(stays, Room.objects.order_by("pk"), strict=False):
        BookingFactory(mobility=stay, placement=Placement.objects.get(), room=None, **days)
        BookingFactory(mobility=stay, placement=None, room=room, **days)
    board = queries.board(actor_of(office), call, at)
    (line,) = board.schools
    assert (line.number, line.places_left("hospitality"), line.beds_left) == (2, 2, 2)
    assert (line.all_places("hospitality"), line.all_beds) == (4, 4), "also those that they have"
    assert set(board.suggested) == {rows[2]}


@pytest.mark.requirement("R13", "R14")
def test_the_board_counts_what_is_free_and_suggests_within_it(call, office, at) -> None:
    near, far = school_in(call, "2800", places=2, beds=2), school_in(call, "8000", places=1, beds=3)
    partner = PartnerFactory()
    rows = [cook(call, partner) for _ in range(4)]
    board = queries.board(actor_of(office), call, at)
    lines = {line.school: line for line in board.schools}
    assert (lines[near].region, lines[near].places["hospitality"], lines[near].beds) == ("antwerp", 2, 2)
    assert (lines[far].region, lines[far].places["hospitality"], lines[far].beds) == ("west_flanders", 1, 3)
    suggested = board.suggested
    assert len(suggested) == 3  # three places for four learners
    assert sorted(school.pk for school in suggested.values()) == sorted([near.pk, near.pk, far.pk])
    assert len(rows) == 4


def test_dividing_several_makes_the_school_party_and_undoing_puts_back_who_did_not_move_since(call, office, at) -> None:
    by, one, other = actor_of(office), school_in(call), school_in(call)
    rows = [cook(call) for _ in range(3)]
    first = actions.divide(call, dict.fromkeys(rows, one), by=by, at=at)
    assert set(Party.objects.filter(role="receiving", until=None).values_list("organisation", flat=True)) == {one.pk}
    for row in rows:
        row.refresh_from_db()
    actions.divide(call, {rows[0]: other}, by=by, at=at)
    assert Party.objects.filter(mobility=rows[0].mobility, role="receiving", until=None).get().organisation == other
    assert actions.undo_division(first, by=by, at=at) == (2, 1)
    assert dict(Mobility.objects.values_list("pk", "receiving")) == {
        rows[0].mobility_id: other.pk, rows[1].mobility_id: None, rows[2].mobility_id: None,
    }  # fmt: skip
    with pytest.raises(Refused, match="division_undone"):
        actions.undo_division(first, by=by, at=at)


def test_beds_where_no_minor_may_sleep_do_not_count(call, office, at) -> None:
    school = school_in(call, beds=1)
    RoomFactory(home=HomeFactory(keeper=school, visited_on=None))
    assert [line.beds for line in queries.board(actor_of(office), call, at).schools] == [1]


def born(row, day):
    """The row of somebody born on that day."""
    row.mobility.traveller.birth_date = day
    row.mobility.traveller.save()
    return row


def left_out_of_two(call, school, office, at):
    """Of somebody of age and a minor only the first is suggested for the school: the second, and what they lack."""
    grown, minor = born(cook(call), date(2006, 5, 1)), born(cook(call), date(2010, 5, 1))
    board = queries.board(actor_of(office), call, at)
    assert board.suggested == {grown: school}
    return minor, {line.shown.nomination: line.lacks for line in board.learners}[minor]


def test_who_is_of_age_may_have_a_bed_where_no_minor_may_sleep(client_as, call, office, at) -> None:
    school = school_in(call, beds=0)
    RoomFactory(home=HomeFactory(keeper=school, valid_until=None))
    _, lacks = left_out_of_two(call, school, office, at)
    assert lacks == "minor_bed"
    page = client_as(office).get(reverse("nominations:board", args=[call.key])).content.decode()
    assert "20, meerderjarig" in page
    assert "geen bed erbij waar een minderjarige mag slapen" in page
    assert "1 alleen voor een meerderjarige" in page


def test_a_place_or_a_home_from_eighteen_is_for_adults_only(client_as, call, office, at) -> None:
    school = school_in(call, places=0, beds=2)
    PlacementFactory(company__keeper=school, places=1, min_age=18)
    minor, lacks = left_out_of_two(call, school, office, at)
    assert lacks == "minor_place"
    page = client_as(office).get(reverse("nominations:board", args=[call.key])).content.decode()
    assert "zijn alleen voor meerderjarigen" in page
    actions.divide(call, {minor: school}, by=actor_of(office), at=at)
    (line,) = queries.board(actor_of(office), call, at).schools
    assert (line.places_left("hospitality"), line.adult_places_left("hospitality")) == (-1, 1), "no place for a minor"
    Home.objects.update(min_age=18)
    (line,) = queries.board(actor_of(office), call, at).schools
    assert (line.beds, line.adult_beds) == (0, 2)


def test_schools_without_anything_are_folded(client_as, call, office, at) -> None:
    cook(call)
    school_in(call)
    empty = school_in(call, places=0, beds=0)
    page = client_as(office).get(reverse("nominations:board", args=[call.key])).content.decode()
    assert "1 school heeft niets vrij en nog niemand" in page
    assert empty.name in page.partition("<details><summary>")[2]


def test_accepting_says_what_the_partner_still_has_to_fill_in(client_as, call, office) -> None:
    row = NominationFactory(call=call)
    row.mobility.profile.emergency_phone = ""
    row.mobility.profile.save()
    accept = reverse("nominations:accept_several", args=[call.key])
    page = client_as(office).post(accept, {"nomination": [row.key]}, follow=True).content.decode()
    assert "De partner moet nog invullen: " in page
    assert "hun nummer" in page


def test_what_several_lack_is_said_once(client_as, call, office) -> None:
    rows = [NominationFactory(call=call) for _ in range(3)]
    for row in rows:
        row.mobility.profile.emergency_phone = ""
        row.mobility.profile.save()
    accept = reverse("nominations:accept_several", args=[call.key])
    page = client_as(office).post(accept, {"nomination": [row.key for row in rows]}, follow=True).content.decode()
    said = page.partition("De partner moet nog invullen: ")[2].partition("</")[0]
    assert said.count("hun nummer") == 1
    assert all(str(row.mobility.person) in said for row in rows)


def test_the_board_says_that_only_the_bed_with_a_free_place_goes_to_others(call, office, at) -> None:
    school_in(call, places=2, beds=1)
    first, second = cook(call), cook(call)
    board = queries.board(actor_of(office), call, at)
    (suggested,) = board.suggested
    lacks = {line.shown.nomination: line.lacks for line in board.learners}
    assert lacks[second if suggested == first else first] == "bed_of_others"


def test_giving_more_than_a_school_can_place_says_so(client_as, call, office) -> None:
    school, rows = school_in(call, places=1, beds=1), [cook(call) for _ in range(3)]
    typed = {"act": "to", "school": school.key, "nomination": [row.key for row in rows]}
    page = client_as(office).post(reverse("nominations:divide", args=[call.key]), typed, follow=True).content.decode()
    assert "3 leerlingen hebben een school" in page
    assert f"{school.name} heeft nu meer leerlingen dan plaatsen of bedden" in page
    assert re.search(r"plaatsen in [^:]+: 2 te weinig, bedden: 2 te weinig", page)
    assert page.count('aria-label="meer dan vrij is"') == 2


def test_who_gave_no_school_keeps_the_ticks_and_reads_it_at_the_field(client_as, call, office) -> None:
    school, row, other = school_in(call), cook(call), cook(call)
    divide, client = reverse("nominations:divide", args=[call.key]), client_as(office)
    answer = client.post(divide, {"act": "to", "nomination": [row.key]})
    assert answer.context["ticked"] == {row.key}
    page = answer.content.decode()
    assert f'value="{row.key}" checked' in page
    assert f'value="{other.key}" checked' not in page
    assert re.search(r'id="id_school_error"><p>.*Kies een school', page)
    answer = client.post(divide, {"act": "to", "school": school.key})
    assert "Vink eerst" in answer.context["untouched"]
    assert f'value="{school.key}" selected' in answer.content.decode()
    Placement.objects.all().delete()
    answer = client.post(divide, {"act": "suggested", "nomination": [row.key]})
    assert "geen school voorgesteld" in answer.content.decode()
    assert not Division.objects.exists()
    assert client.get(divide).headers["Location"] == reverse("nominations:board", args=[call.key])


def test_only_accepted_learners_to_members_and_by_the_coordinator(call, office, at) -> None:
    by, school = actor_of(office), school_in(call)
    with pytest.raises(Refused, match="nomination_not_accepted"):
        actions.divide(call, {NominationFactory(call=call): school}, by=by, at=at)
    with pytest.raises(Refused, match="school_not_in_call"):
        actions.divide(call, {cook(call): SchoolFactory()}, by=by, at=at)
    with pytest.raises(Refused, match="not_your_role"):
        actions.divide(call, {cook(call): school}, by=actor_of(RoleFactory(organisation=school)), at=at)
    assert actions.divide(call, {}, by=by, at=at) is None
    assert not Division.objects.exists()


def test_two_at_once_do_not_overwrite_each_other(call, office, at) -> None:
    by, one, other = actor_of(office), school_in(call), school_in(call)
    row = cook(call)
    seen = access.nominations_for(by).get(pk=row.pk)  # somebody else looks at the same moment
    actions.divide(call, {row: one}, by=by, at=at)
    with pytest.raises(Refused, match="changed_meanwhile"):
        actions.divide(call, {seen: other}, by=by, at=at)
    assert Mobility.objects.get(pk=row.mobility_id).receiving == one


def test_what_is_lent_counts_for_who_borrows(call, office, at) -> None:
    by, keeper, borrower = actor_of(office), school_in(call), school_in(call, places=0, beds=0)
    places, homes = queries.lendable(call, keeper)
    assert (len(places), len(homes)) == (1, 2)
    loans = actions.lend(call, [places[0], homes[0]], borrower, by=by, at=at)
    lines = {line.school: line for line in queries.board(by, call, at).schools}
    assert (lines[borrower].places["hospitality"], lines[borrower].beds) == (2, 1)
    assert (lines[keeper].places["hospitality"], lines[keeper].beds) == (0, 1)
    assert queries.keepers_of(borrower.pk, call) == ({places[0].pk}, {homes[0].pk})
    with pytest.raises(Refused, match="lent_already"):
        actions.lend(call, [places[0]], borrower, by=by, at=at)
    with pytest.raises(Refused, match="lent_to_itself"):
        actions.lend(call, [homes[1]], keeper, by=by, at=at)
    actions.end_loan(loans[0], by=by, at=at)
    assert queries.keepers_of(borrower.pk, call) == (set(), {homes[0].pk})


# -- pages -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R13", "R14")
def test_the_coordinator_follows_the_suggestions_and_the_school_reads_the_profile(client_as, call, office) -> None:
    school = school_in(call)
    row = cook(call)
    Profile.objects.filter(pk=row.mobility.profile_id).update(**COMPLETE)
    other = cook(call)
    client, address = client_as(office), reverse("nominations:board", args=[call.key])
    assert school.name in client.get(address).content.decode()
    client.post(reverse("nominations:divide", args=[call.key]), {"act": "suggested", "nomination": [row.key]})
    assert Mobility.objects.get(pk=row.mobility_id).receiving == school
    assert Mobility.objects.get(pk=other.mobility_id).receiving is None
    reader = client_as(RoleFactory(organisation=school))
    assert str(row.mobility.person) in reader.get(reverse("nominations:incoming")).content.decode()
    address = reverse("nominations:incoming_learner", args=[row.key])
    assert "the local kitchen" not in reader.get(address).content.decode()
    assert reader.post(reverse("nominations:incoming_copy", args=[row.key]), {"copy_for": ""}).url == address
    assert not Line.objects.filter(code="nomination.seen").exists()
    assert reader.post(reverse("nominations:incoming_open", args=[row.key])).url == address
    page = reader.get(address).content.decode()
    assert "the local kitchen" in page
    assert COMPLETE["texts_en"]["motivation"] in page  # what the learner must write, somebody reads
    assert COMPLETE["answers"]["proud"] in page
    show = reverse("nominations:show", args=[row.key])
    assert COMPLETE["texts_en"]["motivation"] in client.get(show).content.decode()
    assert (
        COMPLETE["texts_en"]["motivation"]
        not in client_as(RoleFactory(organisation=row.partner)).get(show).content.decode()
    )
    assert all(canary not in page for canary in ("Kerkstraat", "+32470123456", row.mobility.person.email))
    assert reader.get(reverse("nominations:incoming_learner", args=[other.key])).status_code == 404
    copy = reader.post(
        reverse("nominations:incoming_copy", args=[row.key]), {"copy_for": "Bakkerij De Oven", "language": "nl"}
    )
    assert copy["Content-Type"] == "application/pdf"
    kept = Line.objects.filter(code__in=("nomination.seen", "nomination.printed")).order_by("pk")
    assert list(kept.values_list("code", flat=True)) == ["nomination.seen", "nomination.printed"]
    client.post(reverse("nominations:divide", args=[call.key]), {"act": "nobody", "nomination": [row.key]})
    assert reader.get(reverse("nominations:incoming_learner", args=[row.key])).status_code == 404


def test_a_receiving_school_sees_who_lacks_a_place_or_a_bed_and_gets_there(client_as, call) -> None:
    school = school_in(call)
    row, other = cook(call), cook(call)
    Mobility.objects.filter(pk__in=(row.mobility_id, other.mobility_id)).update(receiving=school)
    reader = client_as(RoleFactory(organisation=school))

    def shown():
        return reader.get(reverse("nominations:incoming"), headers={"accept-language": "en"}).content.decode()

    assert shown().count("no company and no bed yet") == 2
    assert reverse("matching:index", args=[call.key]) in shown()
    assert reverse("matching:of_stay", args=[row.mobility.key]) in shown()
    place = BookingFactory(mobility=row.mobility, placement=Placement.objects.get(company__keeper=school))
    assert "no bed yet" in shown().replace("no company and no bed yet", "")
    bed = BookingFactory(mobility=row.mobility, placement=None, room=Room.objects.filter(home__keeper=school)[0])
    assert "not everybody says yes yet" in shown()
    Booking.objects.filter(pk__in=(place.pk, bed.pk)).update(state="confirmed")
    assert ">everybody says yes<" in shown()


def test_the_page_of_incoming_learners_costs_the_same_however_many(client_as, call) -> None:
    school, counts = school_in(call), []
    reader = client_as(RoleFactory(organisation=school))
    for _number in range(2):
        for _each in range(3):
            Mobility.objects.filter(pk=cook(call).mobility_id).update(receiving=school)
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(reverse("nominations:incoming")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_accepting_several_leads_back_to_the_list_as_it_was(client_as, call, office) -> None:
    row = NominationFactory(call=call)
    client, here = client_as(office), reverse("nominations:index", args=[call.key])
    accept = reverse("nominations:accept_several", args=[call.key])
    came = {"referer": f"http://testserver{here}?state=nominated&page=2"}
    assert client.post(accept, {}, headers=came).url == f"{here}?state=nominated&page=2"
    assert client.post(accept, {"nomination": [row.key]}, headers={"referer": "http://elsewhere.be/x"}).url == here


def test_the_board_costs_the_same_however_many_learners_and_schools(client_as, call, office) -> None:
    client, address, counts = client_as(office), reverse("nominations:board", args=[call.key]), []
    for _ in range(2):
        school_in(call)
        cook(call)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_lending_on_its_page(client_as, call, office) -> None:
    keeper, borrower = school_in(call), school_in(call)
    client, address = client_as(office), reverse("nominations:loans", args=[call.key])
    shown = client.get(f"{address}?keeper={keeper.key}")
    place = shown.context["places"][0][0]
    client.post(
        reverse("nominations:lend", args=[call.key]), {"keeper": keeper.key, "to": borrower.key, "thing": [place.key]}
    )
    loan = Loan.objects.get()
    assert borrower.name in client.get(address).content.decode()
    client.post(reverse("nominations:end_loan", args=[loan.key]))
    assert Loan.objects.get().ended_at


@pytest.mark.parametrize("undone", [False, True])
def test_who_has_a_place_at_a_school_is_not_given_to_another(call, office, at, undone) -> None:
    first, second = school_in(call), school_in(call, "8000")
    row, by = cook(call), actor_of(office)
    division = actions.divide(call, {row: first}, by=by, at=at)
    row.mobility.refresh_from_db()
    booking = BookingFactory(mobility=row.mobility, placement=Placement.objects.filter(company__keeper=first).first())
    if undone:
        assert actions.undo_division(division, by=by, at=at) == (0, 1)
    else:
        with pytest.raises(Refused, match="learner_placed"):
            actions.divide(call, {row: second}, by=by, at=at)
    assert Mobility.objects.get(pk=row.mobility_id).receiving == first
    Booking.objects.filter(pk=booking.pk).update(released_at=at)
    actions.divide(call, {row: second}, by=by, at=at)
    assert Mobility.objects.get(pk=row.mobility_id).receiving == second
