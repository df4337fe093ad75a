"""What a match made of a stay is taken back when it ends: parties, the partner that receives, what it may see."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock, gates
from erasdu.ground.journal.models import Line
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.places.models import Town
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.actions import offers
from erasdu.journey.hosting.models import Booking, Placement, Room
from erasdu.journey.hosting.queries import certain, live
from erasdu.journey.matching import actions, followers, queries
from erasdu.journey.matching.models import Answer, Match, Minutes, Proposal
from erasdu.journey.matching.models import Line as ProposedLine
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities import actions as stays
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.mobilities.queries import outlines
from erasdu.journey.readiness.models import LetPass
from erasdu.journey.sharing import actions as sharing
from erasdu.journey.sharing.models import Share
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM
from erasdu.kernel.verdict import Refused
from erasdu.office.notices import followers as notices
from tests.conftest import AT
from tests.factories.calls import CallFactory, DestinationFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.hosting import (
    AdultFactory,
    CompanyFactory,
    HomeFactory,
    PlacementFactory,
    RoomFactory,
    StayFactory,
)
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory
from tests.journey.matching.scene import Scene
from tests.journey.selection.test_access import by_link

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


class Abroad:
    """A learner who would go to Spain, and a partner with a place and a bed in Spain, one in Portugal, one in Italy."""

    def __init__(self) -> None:
        self.call = CallFactory(with_destinations=False)
        self.spain, self.portugal = (
            DestinationFactory(call=self.call, country=country, place=place)
            for country, place in (("ES", "Sevilla"), ("PT", "Porto"))
        )
        self.by = actor_of(RoleFactory(coordinator=True))
        self.stay = StayFactory(call=self.call, destination=self.spain)
        self.stay.profile = Profile.objects.create(
            person=self.stay.person, occupation="baker", sector="food", shares_room="yes"
        )
        self.stay.save(update_fields=["profile"])
        for code in ("company_approval", "participant_approval"):
            LetPass.objects.create(mobility=self.stay, code=code, gate="confirm", reason="Told elsewhere.", at=AT)
        self.board = actions.board_of(self.call, "outgoing")
        towns = enumerate((("ES", "Sevilla"), ("PT", "Porto"), ("IT", "Parma")))
        self.hosts = {country: self.host(country, number, town) for number, (country, town) in towns}

    def host(self, country: str, number: int, name: str) -> tuple[Placement, Room]:
        keeper = PartnerFactory(country=country)
        town = Town.objects.create(
            id=number + 1, name=name, country=country, latitude=40, longitude=number, population=1
        )
        company = CompanyFactory(keeper=keeper, town=town)
        home = HomeFactory(keeper=keeper, town=town)
        return PlacementFactory(company=company, occupation="baker"), RoomFactory(home=home)

    def confirmed(self, country: str) -> Match:
        placement, room = self.hosts[country]
        self.board.refresh_from_db()
        match = actions.place(
            self.board, self.stay, placement=placement, room=room, revision=self.board.revision, by=self.by, at=AT
        )
        actions.ask(self.board, match, by=self.by, at=AT)
        for row in Answer.objects.filter(match=match, what=""):
            actions.answer(row, yes=True, by=self.by, at=AT)
        match.refresh_from_db()
        actions.confirm(self.board, match, by=self.by, at=AT)
        return match

    def partner(self, country: str):
        return actor_of(RoleFactory(organisation=self.hosts[country][0].company.keeper))

    def sees(self, country: str) -> bool:
        return mobilities.mobilities_for(self.partner(country)).filter(pk=self.stay.pk).exists()

    def end(self, match: Match) -> None:
        self.board.refresh_from_db()
        actions.end(self.board, match, code="other", revision=self.board.revision, by=self.by, at=AT)


@pytest.fixture
def abroad(db) -> Abroad:
    return Abroad()


@pytest.mark.requirement("R14")
def test_a_place_in_another_country_moves_the_stay_and_the_partner_with_it(abroad) -> None:
    spain = abroad.confirmed("ES")
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.receiving) == (abroad.spain, spain.placement.company.keeper)
    assert abroad.sees("ES")
    abroad.end(spain)
    abroad.stay.refresh_from_db()
    assert abroad.stay.receiving is None
    assert not abroad.sees("ES")
    assert not Share.objects.filter(revoked_at=None).exists()
    portugal = abroad.confirmed("PT")
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.receiving) == (abroad.portugal, portugal.placement.company.keeper)
    assert abroad.sees("PT")
    assert not abroad.sees("ES")
    assert Share.objects.get(revoked_at=None).partner == portugal.placement.company.keeper


def chosen_first(abroad: Abroad) -> None:
    """Spain, then Portugal."""
    enrolment = EnrolmentFactory(call=abroad.call, school=abroad.stay.sending)
    CandidacyFactory(
        call=abroad.call, enrolment=enrolment, school=abroad.stay.sending, learner=abroad.stay.person,
        profile=abroad.stay.profile, first_choice=abroad.spain, second_choice=abroad.portugal,
    )  # fmt: skip
    for lacking in gates.needed(CONFIRM, [abroad.stay], AT.date())[abroad.stay.pk]:  # let pass is what lacks now
        LetPass.objects.filter(mobility=abroad.stay, code=lacking.code).update(why=lacking.why)


@pytest.mark.requirement("R14")
def test_a_place_that_falls_away_takes_its_country_and_days_with_it(abroad) -> None:
    chosen_first(abroad)
    portugal = abroad.confirmed("PT")
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.portugal, portugal.starts_on)
    abroad.end(portugal)
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from, abroad.stay.planned_until) == (abroad.spain, None, None)
    codes = set(Line.objects.filter(code__startswith="mobility.").values_list("code", flat=True))
    assert {"mobility.sent_back", "mobility.unplanned"} <= codes
    again = abroad.confirmed("PT")
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.portugal, again.starts_on)


def test_days_that_a_person_set_and_the_first_choice_stay(abroad) -> None:
    chosen_first(abroad)
    days = abroad.call.stay_from, abroad.call.stay_until
    Mobility.objects.filter(pk=abroad.stay.pk).update(planned_from=days[0], planned_until=days[1])
    abroad.stay.refresh_from_db()
    abroad.end(abroad.confirmed("PT"))
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.spain, days[0])


def test_the_next_place_in_the_same_country_keeps_the_destination(abroad) -> None:
    chosen_first(abroad)
    match = abroad.confirmed("PT")
    placement, _ = abroad.hosts["PT"]
    other = HomeFactory(keeper=placement.company.keeper, town=placement.company.town)
    room = RoomFactory(home=other)
    hosting.withdraw_home(match.room.home, reason="moved", by=abroad.by, at=AT)
    made = Proposal.objects.create(
        board=abroad.board, number=1, made="hand", at=AT, cost=0, bound=0, gap=0, optimal=True, seconds=0
    )
    made.lines.create(mobility=abroad.stay, placement=placement, room=room, cost=0)
    abroad.board.refresh_from_db()
    assert actions.adopt(abroad.board, made, None, revision=abroad.board.revision, by=abroad.by, at=AT) == []
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.portugal, match.starts_on)


def test_where_the_call_does_not_go_nothing_is_confirmed(abroad) -> None:
    with refused("call_does_not_go_there"):
        abroad.confirmed("IT")
    assert not Match.objects.filter(state="confirmed").exists()


def test_what_was_shared_before_the_question_is_not_taken_back_with_it(abroad) -> None:
    keeper = abroad.hosts["ES"][0].company.keeper
    sharing.share(abroad.stay, keeper, by=abroad.by, at=AT.replace(hour=0))
    abroad.end(abroad.confirmed("ES"))
    assert Share.objects.get(revoked_at=None).partner == keeper


@pytest.mark.requirement("R14")
def test_a_learner_who_stops_after_all_agreed_leaves_nothing_behind(abroad) -> None:
    match = abroad.confirmed("ES")
    stays.cancel(match.mobility, reason="ill", by=SYSTEM, at=AT)
    assert actions.free_fallen(at=AT) == 1
    assert not live().filter(mobility=abroad.stay).exists()
    assert not Party.objects.filter(mobility=abroad.stay, until=None).exists()
    assert not Share.objects.filter(revoked_at=None).exists()


def test_the_school_that_was_given_a_stay_keeps_it_when_the_match_ends(db) -> None:
    scene = Scene()
    match = scene.asked()
    Party.objects.create(mobility=match.mobility, organisation=scene.school, role="receiving", since=AT)
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    scene.board.refresh_from_db()
    actions.end(scene.board, match, code="other", revision=scene.board.revision, by=scene.by, at=AT)
    left = Party.objects.filter(mobility=match.mobility, until=None)
    assert list(left.values_list("role", flat=True)) == ["receiving"]
    assert Mobility.objects.get(pk=match.mobility_id).receiving == scene.school


def test_what_fell_away_is_neither_asked_nor_confirmed(db) -> None:
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    with refused("match_fell_away"):
        actions.confirm(scene.board, match, by=scene.by, at=AT)


def test_a_host_that_withdraws_while_the_optimiser_works_is_not_taken_over(db, monkeypatch) -> None:
    scene = Scene()
    was = actions.runs.Watch.progress
    gone = []

    def withdraws(self, *args, **kwargs) -> None:
        if not gone:
            gone.append(hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT))
        was(self, *args, **kwargs)

    monkeypatch.setattr(actions.runs.Watch, "progress", withdraws)
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert gone
    proposal = queries.latest(scene.board)
    assert proposal.lines.exclude(room=None).exists()
    left = actions.adopt(scene.board, proposal, None, revision=0, by=scene.by, at=AT)
    assert [line.room.home for line, _why in left] == [scene.home]
    assert not Match.objects.exists()
    assert not live().exists()


def during(monkeypatch: pytest.MonkeyPatch, scene: Scene, what: Callable[[], object]) -> Proposal:
    """What the optimiser proposes while that happens."""
    was, done = actions.runs.Watch.progress, []

    def meanwhile(self, *args, **kwargs) -> None:
        if not done:
            done.append(what())
        was(self, *args, **kwargs)

    scene.board.refresh_from_db()
    monkeypatch.setattr(actions.runs.Watch, "progress", meanwhile)
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert done
    scene.board.refresh_from_db()
    found = queries.latest(scene.board)
    assert found is not None
    return found


def test_a_place_that_a_learner_found_is_withdrawn_while_the_optimiser_works(db, monkeypatch) -> None:
    scene = Scene()
    mine = PlacementFactory(company=CompanyFactory(keeper=scene.school, town=scene.company.town), occupation="baker")
    told = {"certified_by": "Mila Aerts", "certified_on": date(2026, 11, 20)}
    actions.own_place(scene.board, scene.stays[0], mine, revision=0, by=scene.by, at=AT, **told)
    proposal = during(
        monkeypatch, scene, lambda: hosting.withdraw_company(mine.company, reason="moved", by=scene.by, at=AT)
    )
    assert proposal.lines.get(mobility=scene.stays[0]).placement == mine, "it was worked out with what there was"
    revision = scene.board.revision
    left = actions.adopt(scene.board, proposal, None, revision=revision, by=scene.by, at=AT)
    assert scene.stays[0] in [line.mobility for line, _why in left]
    assert not live().filter(placement=mine).exists()
    shown = next(row for row in queries.board_rows(scene.board) if row.mobility == scene.stays[0])
    assert (shown.state, shown.line) == ("none", None), "nobody is offered it any more"
    scene.board.refresh_from_db()
    Job.objects.all().delete()
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    again = queries.latest(scene.board)
    assert not again.lines.filter(placement=mine).exists()


def test_a_learner_who_withdraws_while_the_optimiser_works_gets_nothing(db, monkeypatch) -> None:
    scene = Scene()
    proposal = during(monkeypatch, scene, lambda: stays.cancel(scene.stays[0], reason="ill", by=SYSTEM, at=AT))
    actions.adopt(scene.board, proposal, None, revision=scene.board.revision, by=scene.by, at=AT)
    assert not Match.objects.filter(mobility=scene.stays[0]).exists()
    assert not live().filter(mobility=scene.stays[0]).exists()


def test_of_a_learner_who_withdraws_after_the_confirmation_place_and_bed_are_free_for_the_next(db) -> None:
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    assert live().filter(mobility=match.mobility).count() == 2
    stays.cancel(Mobility.objects.get(pk=match.mobility_id), reason="ill", by=SYSTEM, at=AT)
    assert actions.free_fallen(at=AT) == 1
    match.refresh_from_db()
    assert (match.state, match.end_code) == ("ended", "stay_cancelled")
    assert not live().exists()
    assert [row.mobility for row in queries.board_rows(scene.board)] == [scene.stays[1]]
    other = scene.place(1, room=0)
    assert (other.placement, other.room) == (match.placement, match.room)


def test_what_is_taken_back_a_host_reads_no_more_and_nothing_is_confirmed(abroad) -> None:
    placement, room = abroad.hosts["ES"]
    now = clock.now()
    match = actions.place(abroad.board, abroad.stay, placement=placement, room=room, revision=0, by=abroad.by, at=now)
    actions.ask(abroad.board, match, by=abroad.by, at=now)
    row = Answer.objects.get(match=match, party="company")
    person = PersonFactory(email="bakker@meel.example")
    Answer.objects.filter(pk=row.pk).update(person=person)
    link = links.issue(person, "matching.answer", subject=row, audience="host", at=now)
    client, address = by_link(link, now), reverse("matching:answer_by_link", args=[link.key])
    assert abroad.stay.person.given_name in client.get(address).content.decode()
    sharing.revoke(Share.objects.get(), by=abroad.by, at=now)
    assert abroad.stay.person.given_name not in client.get(address).content.decode()
    client.post(address, {"what": "yes"})
    row.refresh_from_db()
    assert row.what == ""
    Answer.objects.filter(match=match).update(what="yes")
    match.refresh_from_db()
    with refused("match_not_shared"):
        actions.confirm(abroad.board, match, by=abroad.by, at=now)


# -- what a partner reads before all agreed ---------------------------------------------------------


def test_a_partner_reads_what_was_shared_and_needs_only_apart_from_the_name(client_as, abroad) -> None:
    placement, room = abroad.hosts["ES"]
    person = abroad.stay.person
    match = actions.place(
        abroad.board, abroad.stay, placement=placement, room=room, revision=0, by=abroad.by, at=clock.now()
    )
    actions.ask(abroad.board, match, by=abroad.by, at=clock.now())
    client = client_as(RoleFactory(organisation=placement.company.keeper))
    share, family = Share.objects.get(), Answer.objects.get(match=match, party="family")
    page, apart = reverse("matching:answers"), reverse("matching:family", args=[family.key])
    shown = client.get(page).content.decode()
    assert reverse("sharing:show", args=[share.key]) in shown
    secrets = (person.given_name, f"{person}", "Geslacht", "Dieren in huis")
    assert [secret for secret in secrets if secret in shown] == []
    assert apart in shown
    read = client.post(apart).content.decode()
    for html in (shown, read):  # each form carries the sign that it is ours
        forms = html.split("<form")[1:]
        assert all("csrfmiddlewaretoken" in form for form in forms if "matching/answers" in form)
    assert "Dieren in huis" in read
    assert person.given_name not in read
    assert Line.objects.filter(code="match.family_read").count() == 1
    sharing.revoke(share, by=abroad.by, at=clock.now())
    assert apart not in client.get(page).content.decode()
    assert client.post(apart).status_code == 404
    assert client_as(RoleFactory(organisation=PartnerFactory())).post(apart).status_code == 404


@pytest.mark.requirement("R14")
def test_a_partner_reads_no_name_of_who_is_only_proposed_and_decides_nothing_beside_the_board(
    client_as, abroad
) -> None:
    placement, room = abroad.hosts["ES"]
    person = abroad.stay.person
    type(person).objects.filter(pk=person.pk).update(given_name="Kanarievogel", family_name="Zilvermeeuw")
    type(abroad.stay.sending).objects.filter(pk=abroad.stay.sending_id).update(name="Kanarieschool")
    match = actions.place(
        abroad.board, abroad.stay, placement=placement, room=room, revision=0, by=abroad.by, at=clock.now()
    )
    client = client_as(RoleFactory(organisation=placement.company.keeper))
    held = live().get(placement=placement)
    listed = reverse("hosting:bookings")

    def pages() -> list[str]:
        return [
            *(client.get(f"{listed}{query}").content.decode() for query in ("", "?export=csv", "?sort=name")),
            *(client.get(reverse(f"hosting:{name}", args=[key])).content.decode() for name, key in (
                ("company", placement.company.key), ("withdraw_company", placement.company.key),
                ("withdraw_placement", placement.key), ("home", room.home.key), ("withdraw_home", room.home.key),
                ("release", held.key),
            )),
        ]  # fmt: skip

    for shown in pages():
        assert not [name for name in ("Kanarie", "Zilvermeeuw") if name in shown]
    assert client.get(f"{listed}?q=Zilvermeeuw").context["listing"].total == 0
    for name in ("confirm", "release"):
        assert client.post(reverse(f"hosting:{name}", args=[held.key]), {"reason": "x"}).status_code != 302
    held.refresh_from_db()
    assert (held.state, held.released_at) == ("held", None)
    match.refresh_from_db()
    actions.ask(abroad.board, match, by=abroad.by, at=clock.now())
    for row in Answer.objects.filter(match=match, what=""):
        actions.answer(row, yes=True, by=abroad.by, at=clock.now())
    match.refresh_from_db()
    actions.confirm(abroad.board, match, by=abroad.by, at=clock.now())
    assert all("Zilvermeeuw" in shown for shown in pages()[:-1])


# -- what was decided since ------------------------------------------------------------------------


def solved(scene: Scene) -> Proposal:
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    made = queries.latest(scene.board)
    assert made is not None
    return made


@pytest.mark.parametrize("decided", ["pin", "forbid", "no", "needs"])
def test_an_older_proposal_is_not_taken_over_against_what_was_decided_since(decided: str) -> None:
    scene = Scene(1)
    proposal, stay = solved(scene), scene.stays[0]
    if decided == "pin":
        other = PlacementFactory(company=scene.company, occupation="baker")
        actions.pin(scene.board, stay, placement=other, home=None, revision=0, by=scene.by, at=AT)
    elif decided == "forbid":
        actions.forbid(scene.board, stay, placement=None, home=scene.home, revision=0, by=scene.by, at=AT)
    elif decided == "no":
        match = scene.asked()
        row = Answer.objects.get(match=match, party="family")
        actions.answer(row, yes=False, reason="We are away", by=scene.by, at=AT)
    else:
        Profile.objects.filter(pk=stay.profile_id).update(occupation="cook", sector="hospitality")
    scene.board.refresh_from_db()
    left = actions.adopt(scene.board, proposal, None, revision=scene.board.revision, by=scene.by, at=AT)
    assert [line.mobility for line, _why in left] == ([stay] if decided != "no" else [])
    assert not Match.objects.filter(state="proposed").exists()
    if decided != "no":
        with refused("match_without_reason" if decided == "needs" else "match_against_rules"):
            scene.place(0)


@pytest.mark.parametrize(("ticked", "have"), [([0], [0, 1, 2]), ([0, 1], [0, 1, 2]), ([0, 1, 2], [1, 2, 0])])
def test_who_cannot_have_what_is_proposed_keeps_what_they_have(db, ticked: list[int], have: list[int]) -> None:
    """Three who would go round: without the third, nobody can be given the place of the next."""
    scene = Scene(3)
    scene.placement.periods.update(places=1)
    companies = [CompanyFactory(keeper=scene.school, town=scene.company.town) for _ in "23"]
    others = [PlacementFactory(company=company, occupation="baker", places=1) for company in companies]
    places = [scene.placement, *others]
    for stay, placement in zip(scene.stays, places, strict=True):
        scene.board.refresh_from_db()
        given = {"revision": scene.board.revision, "by": scene.by, "at": AT}
        actions.place(scene.board, stay, placement=placement, room=None, **given)
    values = {"gap": 0, "optimal": True, "seconds": 0, "problem": {}, "prices": [], "cost": 0, "bound": 0}
    proposal = Proposal.objects.create(board=scene.board, number=1, made=Proposal.Made.RUN, at=AT, **values)
    for number, stay in enumerate(scene.stays):
        ProposedLine.objects.create(proposal=proposal, mobility=stay, placement=places[(number + 1) % 3], cost=0)
    scene.board.refresh_from_db()
    pks = [scene.stays[number].pk for number in ticked]
    left = actions.adopt(scene.board, proposal, pks, revision=scene.board.revision, by=scene.by, at=AT)
    now = {row.mobility_id: row.placement for row in Match.objects.filter(ended_at=None)}
    assert [now[stay.pk] for stay in scene.stays] == [places[number] for number in have]
    assert sorted(line.mobility_id for line, _why in left) == (pks if have == [0, 1, 2] else [])
    assert Booking.objects.filter(released_at=None).count() == 3


def test_a_no_and_an_end_keep_an_older_proposal_from_coming_back(db) -> None:
    scene = Scene(1)
    proposal = solved(scene)
    match = scene.asked()
    row = Answer.objects.get(match=match, party="family")
    actions.answer(row, yes=False, reason="We are away", by=scene.by, at=AT)
    scene.board.refresh_from_db()
    actions.end(scene.board, match, code="refused", revision=scene.board.revision, by=scene.by, at=AT)
    left = actions.adopt(scene.board, proposal, None, revision=scene.board.revision, by=scene.by, at=AT)
    assert [line.mobility for line, _why in left] == scene.stays


def test_who_decides_on_one_board_has_decided_on_the_other_with_the_same_learner(db) -> None:
    scene = Scene(1)
    whole, other = (actions.board_of(scene.call, "incoming", receiving=school) for school in (None, PartnerFactory()))
    scene.place()
    for board in (whole, other):
        board.refresh_from_db()
    assert (whole.revision, other.revision) == (1, 0)
    with pytest.raises(Stale):
        actions.place(
            whole, scene.stays[0], placement=scene.placement, room=scene.rooms[1], revision=0, by=scene.coordinator,
            at=AT,
        )  # fmt: skip
    assert Match.objects.get().room == scene.rooms[0]
    actions.place(
        whole, scene.stays[0], placement=scene.placement, room=scene.rooms[1], revision=1, by=scene.coordinator, at=AT
    )
    other.refresh_from_db()
    assert other.revision == 1


def test_a_home_that_withdraws_frees_the_place_with_the_next_line_of_the_journal(db) -> None:
    scene = Scene(1)
    scene.place()
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    journal.seal()
    while followers.follow_journal():
        pass
    assert Match.objects.get().end_code == "home_withdrawn"
    assert not live().exists()


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("state", ["proposed", "asked", "confirmed"])
def test_a_family_that_takes_back_its_beds_ends_the_match_and_the_school_is_told(state: str) -> None:
    scene = Scene(1)
    match = scene.place() if state == "proposed" else scene.asked()
    if state == "confirmed":
        scene.all_say_yes(match)
        match.refresh_from_db()
        actions.confirm(scene.board, match, by=scene.by, at=AT)
    nights = Period(match.starts_on, match.ends_on)
    offers.take_back_beds(scene.home, nights, reason="away", ask=None, by=scene.by, at=AT)
    assert [row.state for row in queries.board_rows(scene.board)] == ["fallen"]
    if state != "confirmed":
        do, code = (
            (actions.ask, "match_fell_away") if state == "proposed" else (actions.confirm, "match_waits_for_answers")
        )
        with refused(code):
            do(scene.board, match, by=scene.by, at=AT)
    told = followed()
    match.refresh_from_db()
    assert (match.end_code, scene.home.withdrawn_at) == ("home_withdrawn", None)
    assert not live().exists()
    assert told == [scene.role.person_id]
    letters = Letter.objects.filter(template__startswith="notices/letters/place_fell", person=scene.role.person)
    assert [row.template for row in letters] == ["notices/letters/place_fell_board_home"], "one letter, of who left"


def test_all_said_yes_and_the_beds_are_gone_is_not_confirmed(db) -> None:
    scene = Scene(1)
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    nights = Period(match.starts_on, match.ends_on)
    offers.take_back_beds(scene.home, nights, reason="away", ask=None, by=scene.by, at=AT)
    with refused("match_fell_away"):
        actions.confirm(scene.board, match, by=scene.by, at=AT)


def test_a_booking_that_is_released_beside_the_board_ends_the_match(db) -> None:
    scene = Scene(2)
    scene.place()
    hosting.release(live().get(placement=scene.placement), by=SYSTEM, at=AT)
    assert [row.fallen for row in queries.board_rows(scene.board) if row.match] == ["place_withdrawn"]
    followed()
    assert Match.objects.get().end_code == "place_withdrawn"
    assert [row.template for row in Letter.objects.filter(template__startswith="notices/letters/place_fell")] == [
        "notices/letters/place_fell_board"
    ]


def followed() -> list[int]:
    """The journal is read; the persons who were written to as those who decide on the board."""
    journal.seal()
    while followers.follow_journal() or notices.follow_journal():
        journal.seal()
    rows = Letter.objects.filter(template__startswith="notices/letters/place_fell_board").order_by("pk")
    return list(rows.values_list("person", flat=True))


# -- what changed since somebody looked -------------------------------------------------------------


def test_a_check_that_falls_away_takes_the_bed_from_what_is_in_order_and_the_board_says_look_again(
    db, client_as
) -> None:
    scene = Scene(1)
    AdultFactory(home=scene.home)
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    stay, page = match.mobility_id, reverse("matching:board", args=[scene.board.key])

    def bed() -> bool:
        about = outlines([stay])
        return queries.facts(about, certain(about))[stay].bed

    assert bed()
    hosting.pause_home(scene.home, by=scene.by, at=AT)
    assert bed()  # a pause keeps who is booked
    client = client_as(scene.role)
    assert client.get(page).context["doubtful"] == set()
    hosting.take_extract_back(scene.home.adults.last(), by=scene.by, at=AT)
    assert not bed()
    assert client.get(page).context["doubtful"] == {stay}


def test_a_no_that_comes_after_the_confirmation_is_refused(db) -> None:
    scene = Scene(1)
    match = scene.asked()
    scene.all_say_yes(match)
    late = Answer.objects.select_related("match").get(match=match, party="family")
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    with refused("answered_already"):
        actions.answer(late, yes=False, reason="away", by=scene.coordinator, at=AT)
    late.refresh_from_db()
    assert late.what == "yes"


def test_who_asks_or_confirms_something_else_than_they_saw_is_told_so(db, client_as) -> None:
    scene = Scene(1)
    client = client_as(scene.role)
    match = scene.place()
    before = {"match": match.key, "match_seen": match.revision}
    board = {"revision": scene.board.revision, "act": "ask"}
    one = [scene.board.key, scene.stays[0].key]
    assert f'value="{match.key}"' in client.get(reverse("matching:learner", args=one)).content.decode()
    other = scene.place(room=1)
    client.post(reverse("matching:ask", args=one), before)
    client.post(reverse("matching:several", args=one[:1]), board)
    other.refresh_from_db()
    assert other.state == "proposed"
    client.post(reverse("matching:ask", args=one), {"match": other.key, "match_seen": other.revision})
    other.refresh_from_db()
    assert other.state == "asked"
    scene.all_say_yes(other)
    client.post(reverse("matching:confirm", args=one), {"match": other.key, "match_seen": other.revision - 1})
    other.refresh_from_db()
    assert other.state == "asked"
    client.post(reverse("matching:confirm", args=one), {"match": other.key, "match_seen": other.revision})
    other.refresh_from_db()
    assert other.state == "confirmed"


def test_minutes_are_kept_only_of_what_stands_on_the_own_board(db, client_as) -> None:
    scene = Scene(1)
    strange, home = PlacementFactory(), HomeFactory()
    client = client_as(scene.role)
    address = reverse("matching:minutes", args=[scene.board.key, scene.stays[0].key])
    typed = {"minutes": "5", "reason": "we cycled it", "revision": "0"}
    for place, bed in ((strange, home), (scene.placement, home), (strange, scene.home)):
        assert client.post(address, typed | {"placement": place.pk, "home": bed.pk}).status_code == 404
    assert not Minutes.objects.exists()
    client.post(address, typed | {"placement": scene.placement.pk, "home": scene.home.pk})
    assert Minutes.objects.get().minutes == 5


# -- what was booked beside the board ----------------------------------------------------------------


@pytest.mark.parametrize("incoming", [True, False])
@pytest.mark.parametrize("way", ["nights", "place"])
def test_whose_learner_it_is_hears_of_what_was_booked_beside_the_board_and_taken_back(
    db, incoming: bool, way: str
) -> None:
    scene = Scene(2)
    beside, matched = scene.stays
    abroad = {} if incoming else {"direction": "outgoing", "sending": RoleFactory().organisation, "receiving": None}
    Mobility.objects.filter(pk=beside.pk).update(**abroad)
    beside.refresh_from_db()
    days = {"first": date(2027, 1, 10), "last": date(2027, 1, 24)}
    if way == "nights":
        hosting.book_bed(scene.rooms[0], beside, **days, by=scene.coordinator, at=AT)
        scene.place(1, room=1)
        offers.take_back_beds(
            scene.home, Period(days["first"], days["last"]), reason="away", ask=None, by=scene.coordinator, at=AT
        )
    else:
        scene.placement.periods.update(places=2)
        hosting.book_place(scene.placement, beside, **days, by=scene.coordinator, at=AT)
        scene.place(1)
        hosting.withdraw_placement(scene.placement, reason="away", by=scene.coordinator, at=AT)
    followed()
    told = Letter.objects.filter(template__startswith="notices/letters/booking_fell")
    school = beside.receiving if incoming else beside.sending
    people = {role.person_id for role in school.roles.filter(until=None)}
    assert {row.person_id for row in told} == people != set()
    assert {row.template.endswith("_bed") for row in told} == {way == "nights"}
    assert all(beside.person.given_name in row.subject for row in told)
    on_board = Letter.objects.filter(template__startswith="notices/letters/place_fell_board")
    assert on_board.exists()
    assert all(matched.person.given_name in row.subject for row in on_board)
