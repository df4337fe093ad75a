"""Every line of the journal either becomes letters or stands among those that do not, with a reason."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Model

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal.models import Line
from erasdu.ground.look.words import collected
from erasdu.ground.meetings.models import Invitation
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import compose
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.journey.calls.models import DeadlineChange
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.hosting.models import Ask, Booking, Campaign, Interest
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.nominations.models import ImportBatch
from erasdu.journey.readiness.models import OwnRequirement, Said
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.office.notices import followers
from erasdu.office.notices.followers import NO_LETTER, NOTICES, follow_journal, take
from erasdu.office.notices.models import News
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.hosting import BookingFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.hosting import CompanyFactory as HostFactory
from tests.factories.journal import line
from tests.factories.meetings import InvitationFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import BoardFactory, PartnerFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.factories.paperwork import paper
from tests.factories.selection import SelectionFactory
from tests.journey.mobilities.staying import stay_of_minor

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SAYS_ALL = {
    "meeting_taken_back",
    "days_told",
    "days_told_parent",
    "days_moved_host",
}  # nothing stands on a page besides
CANARIES = {
    "learner__family_name": "Kanarie",
    "learner__email": "kanarie@example.org",
    "learner__phone": "+32470999888",
}


@pytest.fixture
def world(db: None) -> list[Model]:
    """A candidacy at an enrolled school with a contact point, far enough for every kind of letter."""
    candidacy = CandidacyFactory(applied=True, learner__given_name="Amina", **CANARIES)
    RoleFactory(organisation=candidacy.school, person__given_name="Els", person__family_name="Geheim")
    selection = SelectionFactory(enrolment=candidacy.enrolment, told=True)
    CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state="granted",
        answer_by=date(2026, 12, 1), grace_until=date(2026, 11, 27),
    )  # fmt: skip
    document = paper(candidacy, reader=candidacy.school).document
    others = [*nominated(), *asked(), *agreed(), booked(), gathered(candidacy).meeting]
    return [candidacy, candidacy.enrolment, candidacy.call, selection, document, *others]


def gathered(candidacy: Candidacy) -> Invitation:
    """The learner is invited to a meeting that goes on for days, and has a seat."""
    days: dict[str, object] = {
        "meeting__starts_at": AT - timedelta(hours=1),
        "meeting__ends_at": AT + timedelta(days=9),
    }
    days["meeting__place"] = "Dorpsplein 3, Lier"
    return InvitationFactory(person=candidacy.learner, invited_at=AT, meeting__required=True, **days)


def agreed() -> list[Model]:
    """A learning agreement of a learner whose school has a contact point, who asked for other days; so has the keeper
    of the host."""
    stay = StayFactory(person__given_name="Amina", person__family_name="Kanarie")
    contact = RoleFactory(organisation=stay.sending, person__family_name="Geheim").person
    place = PlacementFactory()
    RoleFactory(organisation=place.company.keeper, person__family_name="Geheim")
    plan = LearningPlan.objects.create(mobility=stay, placement=place, started_at=AT)
    days = {"first": date(2027, 1, 11), "last": date(2027, 1, 25), "by": contact, "at": AT}
    return [plan, DaysAsked.objects.create(plan=plan, **days)]


def booked() -> Booking:
    """A bed beside the board, of a learner whose school has a contact point."""
    stay = StayFactory(person__given_name="Amina", person__family_name="Kanarie")
    RoleFactory(organisation=stay.sending)
    return BookingFactory(mobility=stay, placement=None, room=RoomFactory())


def said(candidacy: Candidacy) -> Said:
    """The learner said that something is done which is not in order yet."""
    stay = StayFactory(person=candidacy.learner)
    values = {"who": "learner", "title_nl": "Pasfoto", "title_en": "Photo", "days_before": 9, "added_at": AT}
    own = OwnRequirement.objects.create(call=stay.call, **values)
    values = {"role": "learner", "by": stay.person, "at": AT, "reason": "De foto is te klein."}
    return Said.objects.create(own=own, mobility=stay, answer="not_yet", **values)


def matched() -> Match:
    """A learner abroad who lost what was agreed."""
    stay = StayFactory(person__given_name="Amina", person__family_name="Kanarie")
    RoleFactory(organisation=stay.sending)
    match = Match.objects.create(
        mobility=stay, placement=PlacementFactory(), starts_on=date(2027, 1, 10), ends_on=date(2027, 1, 24), at=AT
    )
    Answer.objects.create(match=match, party="school", organisation=stay.sending, asked_at=AT)
    abroad = RoleFactory(organisation=PartnerFactory()).organisation
    Answer.objects.create(match=match, party="partner", organisation=abroad, asked_at=AT)
    return match


def moved() -> Match:
    """A minor whose parent is known, and whose company abroad and host said yes before the days changed."""
    stay = stay_of_minor()
    Person.objects.filter(pk=stay.person_id).update(given_name="Amina", family_name="Kanarie")
    match = Match.objects.create(
        mobility=stay, placement=PlacementFactory(), room=RoomFactory(), state="confirmed", confirmed_at=AT - DAY,
        starts_on=date(2027, 1, 10), ends_on=date(2027, 1, 24), at=AT - DAY,
    )  # fmt: skip
    for party in ("company", "family"):
        Answer.objects.create(match=match, party=party, person=PersonFactory(), what="yes", asked_at=AT)
    return match


def nominated() -> list[Model]:
    """A foreign learner whom a partner with a contact point nominates, from a table, and a coordinator."""
    RoleFactory(coordinator=True)
    person = {f"mobility__person__{name.removeprefix('learner__')}": value for name, value in CANARIES.items()}
    row = NominationFactory(**person, mobility__receiving=SchoolFactory())
    RoleFactory(organisation=row.partner)
    RoleFactory(organisation=row.mobility.receiving)
    batch = ImportBatch.objects.create(call=row.call, partner=row.partner, at=AT)
    return [row, batch, row.mobility.receiving]


def asked() -> list[Model]:
    """A company that a school with a contact point asked, and a family at its open door."""
    contact = RoleFactory()
    company = HostFactory(
        keeper=contact.organisation, contact__family_name="Kanarie", contact__email="kanarie@example.org"
    )
    campaign = Campaign.objects.create(
        keeper=contact.organisation, call=CallFactory(incoming=True), what="place", at=AT
    )
    ask = Ask.objects.create(campaign=campaign, company=company, person=company.contact, asked_at=AT)
    person = PersonFactory(family_name="Kanarie", phone="+32470999888")
    interest = Interest.objects.create(keeper=contact.organisation, what="bed", person=person, town="Lier", at=AT)
    return [ask, interest]


def candidacy_of(world: list[Model]) -> Candidacy:
    assert isinstance(world[0], Candidacy)
    return world[0]


def happened(code: str, world: list[Model], by: Actor = SYSTEM) -> Line:
    data: dict[str, object] = {}
    if code == "call.deadline_moved":
        change = DeadlineChange.objects.create(
            call=candidacy_of(world).call, which="files_deadline", old=date(2026, 12, 9), new=date(2026, 12, 16),
            reason="De examens vallen samen.", at=AT,
        )  # fmt: skip
        data["change_id"] = change.pk
    if code in ("nominations.imported", "nominations.divided"):
        data["number"] = 8
    if code == "ask.answered":
        data |= {"answer": "offered", "by_link": True}
    if code.startswith("meeting."):
        data |= {"invitation": Invitation.objects.get().pk, "number": 1}
        if code == "meeting.withdrawn":
            Invitation.objects.update(withdrawn_at=AT)
    if code == "booking.released":
        data["host_withdrew"] = True
    if code == "own_requirement.not_yet":
        data["said"] = said(candidacy_of(world)).key
    if code == "mobility.planned":
        days = {"first": "2027-01-17", "last": "2027-01-31", "was_first": "2027-01-10", "was_last": "2027-01-24"}
        return line(code, moved().mobility, by=by, **days)
    if code.startswith("match."):
        data |= {"match": matched().pk, "was": "confirmed", "why": "home_withdrawn"}
    return line(code, *world, by=by, **data)


def letters() -> Iterator[Letter]:
    yield from Letter.objects.select_related("person").order_by("pk")


def told() -> list[tuple[Person | None, str]]:
    """Who reads what: letters of their own and news for the next digest."""
    news = News.objects.select_related("person").order_by("pk")
    own = [(letter.person, letter.subject + letter.text.replace(letter.address, "")) for letter in letters()]
    return own + [(one.person, one.text) for one in news]


def test_every_code_has_letters_or_a_reason_why_not() -> None:
    codes = set(collected("EVENTS"))
    assert codes - set(NOTICES) - set(NO_LETTER) == set(), "neither a letter nor a reason"
    assert (set(NOTICES) | set(NO_LETTER)) - codes == set(), "nothing records this"
    assert set(NOTICES) & set(NO_LETTER) == set()
    assert all(reason.strip() for reason in NO_LETTER.values())


def test_a_follower_has_its_job_for_lines_it_could_not_take() -> None:
    assert f"{followers.NAME}.again" in JOBS


@pytest.mark.parametrize("code", NOTICES)
def test_each_notice_is_a_whole_letter_in_both_languages(code: str, world: list[Model]) -> None:
    row = happened(code, world)
    for notice in NOTICES[code]:
        readers = list(notice.to(row))
        assert readers, f"{notice.letter} reaches nobody"
        texts = {}
        for language in ("nl", "en"):
            context = {"person": readers[0].person, **readers[0].context}
            subject, text = compose(f"notices/letters/{readers[0].text(notice.letter)}", language, context)
            text = text.replace("{link}", "https://erasdu.example/l/x/")
            texts[language] = subject + text
            assert subject.strip()
            assert len(subject) <= 120
            assert "{" not in text
            assert "&#" not in text
            assert "None" not in subject + text
            assert "  " not in text.replace("\n", "|")
            assert "!" not in subject + text
            assert "http" in text or notice.letter in SAYS_ALL, "no way to the platform"
        assert texts["nl"] != texts["en"], "not translated"


@pytest.mark.parametrize("code", NOTICES)
def test_letters_hold_no_more_of_a_learner_than_a_first_name_and_are_written_once(
    code: str, world: list[Model]
) -> None:
    row = happened(code, world)
    take(row)
    number = len(told())
    assert number
    for _person, written in told():
        for canary in [*CANARIES.values(), "Kerkstraat", "2800", "Mechelen", "2008", "Geheim"]:
            assert not re.search(rf"\b{re.escape(canary)}\b", written)  # invented readers have numbers in their names
    take(row)
    assert len(told()) == number
    take(happened(code, world))
    assert len(told()) == 2 * number


@pytest.mark.parametrize("code", NOTICES)
def test_nobody_is_written_to_whose_data_is_gone(code: str, world: list[Model]) -> None:
    learner = candidacy_of(world).learner
    Person.objects.filter(pk=learner.pk).update(email="", erased_at=AT)
    take(happened(code, world))
    assert learner not in [person for person, _ in told()]


@pytest.mark.django_db
class TestWhoReads:
    def test_the_letter_is_in_the_readers_language_about_the_dossier(self, world: list[Model]) -> None:
        candidacy = candidacy_of(world)
        Person.objects.filter(pk=candidacy.learner_id).update(language="en")
        take(happened("selection.selected", world))
        (letter,) = letters()
        assert letter.person == candidacy.learner
        assert letter.language == "en"
        assert "This is not yet a place" in letter.text
        assert candidacy.call.title_en in letter.text
        assert (letter.about_kind, letter.about_pk) == ("candidacies.candidacy", candidacy.pk)
        assert letter.created_at == letter.due == AT

    @pytest.mark.parametrize("code", ["selection.selected", "selection.reserve", "selection.not_selected"])
    def test_a_decision_says_how_and_until_when_to_complain(self, code: str, world: list[Model]) -> None:
        take(happened(code, world))
        (letter,) = letters()
        assert "Schrijf naar de directie." in letter.text
        assert "ma 30 nov. 2026" in letter.text

    def test_a_granted_place_says_until_when_to_answer(self, world: list[Model]) -> None:
        take(happened("place.granted", world))
        (to_learner,) = letters()
        assert to_learner.person == candidacy_of(world).learner
        assert "di 1 dec. 2026" in to_learner.subject
        to_school = News.objects.get()
        assert to_school.person.given_name == "Els"
        assert f"/dossier/{candidacy_of(world).key}/" in to_school.address

    def test_a_school_is_led_to_the_dossier(self, world: list[Model], client_as) -> None:
        take(happened("file.returned", world))
        (letter,) = letters()
        assert f"/dossier/{candidacy_of(world).key}/" in letter.text
        role = letter.person.roles.get() if letter.person else None
        assert client_as(role).get(f"/dossier/{candidacy_of(world).key}/").status_code in {200, 302}

    def test_who_did_it_gets_no_letter_about_it(self, world: list[Model]) -> None:
        contact = RoleFactory(organisation=candidacy_of(world).school).person
        take(happened("candidacy.withdrawn", world, by=Actor(contact.pk, "contact_point")))
        readers = [person.given_name for person, _ in told() if person]
        assert contact.given_name not in readers
        assert "Els" in readers

    def test_a_moved_deadline_reaches_every_enrolled_school_and_who_acts_for_it(self, world: list[Model]) -> None:
        call = candidacy_of(world).call
        board = BoardFactory()
        for _ in range(2):
            EnrolmentFactory(call=call, school__board=board)
        above = RoleFactory(organisation=board).person
        left = RoleFactory(organisation=EnrolmentFactory(call=call, withdrawn=True).school).person
        elsewhere = RoleFactory().person
        take(happened("call.deadline_moved", world))
        readers = [letter.person for letter in letters()]
        assert readers.count(above) == 1
        assert left not in readers
        assert elsewhere not in readers
        text = Letter.objects.filter(person=above).get().text
        assert "niet meer wo 9 dec. 2026, maar wo 16 dec. 2026." in text
        assert "De examens vallen samen." in text

    def test_a_published_call_reaches_active_members_only(self, world: list[Model]) -> None:
        call = candidacy_of(world).call
        member = RoleFactory(organisation=candidacy_of(world).school).person
        other = RoleFactory().person
        take(happened("call.published", [call]))
        readers = {letter.person for letter in letters()}
        assert member in readers
        assert other not in readers

    def test_what_happens_at_night_is_told_in_the_morning(self, world: list[Model]) -> None:
        row = happened("selection.selected", world)
        row.at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
        take(row)
        (letter,) = letters()
        assert letter.due == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

    def test_a_school_name_is_not_escaped(self, world: list[Model]) -> None:
        school = candidacy_of(world).school
        school.name = "Atheneum d'Hoek & <Zonen>"
        school.save()
        take(happened("candidacy.confirmed", world))
        assert "Atheneum d'Hoek & <Zonen>" in next(letters()).subject


@pytest.mark.django_db
class TestFollowing:
    def test_it_goes_on_where_it_was(self, world: list[Model]) -> None:
        happened("candidacy.applied", world)
        assert follow_journal() == 0
        journal.seal()
        assert follow_journal() == 1
        assert follow_journal() == 0
        assert Letter.objects.count() == 1

    def test_a_line_that_cannot_become_a_letter_holds_up_no_other(
        self, world: list[Model], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(row: Line) -> None:
            raise ValueError("no such reader")

        happened("candidacy.applied", world)
        happened("candidacy.confirmed", world)
        journal.seal()
        with monkeypatch.context() as patch:
            patch.setitem(NOTICES, "candidacy.applied", (followers.Notice("applied", broken),))
            follow_journal()
        assert [letter.template for letter in letters()] == ["notices/letters/learner_confirmed"]
        assert Job.objects.get().done_at is None
        assert run_jobs(JOBS, clock=lambda: AT) == 1
        assert Job.objects.get().done_at == AT
        assert {letter.template for letter in letters()} == {
            "notices/letters/learner_confirmed", "notices/letters/applied",
        }  # fmt: skip
        assert "no such reader" in caplog.text

    def test_an_import_that_was_undone_leaves_nobody_to_write_to(self, world: list[Model]) -> None:
        row = line("candidacy.imported", CandidacyFactory())
        candidacy = Candidacy.objects.get(pk=row.subjects.get().pk_of)
        candidacy.delete()
        take(row)
        assert not Letter.objects.exists()
