"""The mails of a day as they are written and sent: one for each person, true in the moment in which it goes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links.queries import address
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness.models import OwnRequirement
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.actions import sending, write_day
from erasdu.office.notices.followers import take
from erasdu.office.notices.models import Decision, Digest, News, Waiting
from erasdu.office.notices.queries import digests, planned
from erasdu.office.notices.queries.things import things
from erasdu.office.notices.tasks import write_todays
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory
from tests.factories.post import LetterFactory
from tests.ground.paperwork import scene
from tests.journey.insurance.insuring import FIRST, stay_abroad
from tests.journey.preparation.test_stays import session

pytestmark = [pytest.mark.django_db]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
MON = date(2026, 11, 23)
WAITING = "notices/letters/waiting"


@pytest.fixture(autouse=True)
def mail_goes(settings) -> None:
    settings.DEMO, settings.EMAIL_CONFIGURED = False, True


@pytest.fixture
def granted() -> CandidateFile:
    """A place that Amina must answer by Thursday, at a school with a contact point."""
    candidacy = CandidacyFactory(applied=True, learner__given_name="Amina", learner__family_name="Kanarie")
    RoleFactory(organisation=candidacy.school, person__given_name="Els")
    return CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state="granted", granted_at=AT,
        answer_by=MON + timedelta(days=3),
    )  # fmt: skip


def morning(days: int) -> datetime:
    return AT + timedelta(days=days)


def day(days: int) -> None:
    write_day(MON + timedelta(days=days), at=morning(days))


def letters(person: Person) -> list[Letter]:
    return list(Letter.objects.filter(person=person, template=WAITING).order_by("pk"))


class TestWhatItSays:
    def test_what_waits_and_what_is_new_in_one_mail(self, granted: CandidateFile) -> None:
        contact = Person.objects.get(given_name="Els")
        file = CandidacyFactory(applied=True, learner__given_name="Bram", school=granted.school, enrolment=granted.candidacy.enrolment, call=granted.call)  # fmt: skip
        CandidateFile.objects.create(
            candidacy=file, call=file.call, school=file.school, state="returned", returned_at=AT - timedelta(days=3),
            grace_until=MON,
        )  # fmt: skip
        take(line("candidacy.joined", granted.candidacy))
        day(0)
        (letter,) = letters(contact)
        assert "Vul het dossier aan dat terugkwam: Bram. Ten laatste op ma 23 nov. 2026." in letter.text
        assert f"/dossier/{file.key}/" in letter.text
        assert "En dit is nieuw:" in letter.text
        assert "Amina" in letter.text
        assert "Kanarie" not in letter.text
        assert News.objects.get().digest == Digest.objects.get(person=contact)

    def test_in_the_language_of_the_reader(self, granted: CandidateFile) -> None:
        Person.objects.filter(given_name="Amina").update(language="en")
        day(0)
        (letter,) = letters(granted.candidacy.learner)
        assert letter.subject.startswith("Still to do: Say whether you take the place in")
        assert "By Thu 26 Nov 2026." in letter.text

    def test_a_signer_gets_the_own_link_of_each_paper(self, at: datetime) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        day(3)
        (letter,) = letters(signer.person)
        assert f"{{link:{signer.link.key}}}" in letter.text
        send_due(lambda: morning(3))
        (message,) = [one for one in outbox.outbox if one.to == [signer.person.email] and "te doen" in one.subject]
        assert address(signer.link) in message.body
        signer.refresh_from_db()
        assert signer.reminders == 1

    def test_three_papers_that_wait_for_one_signer_are_one_mail_with_one_list(self, at: datetime) -> None:
        signers = [scene.signer_of(scene.company_paper(at)) for _each in range(3)]
        one = signers[0].person
        for signer in signers[1:]:
            Signer.objects.filter(pk=signer.pk).update(person=one)
            type(signer.link).objects.filter(pk=signer.link.pk).update(person=one)
        day(3)
        (letter,) = letters(one)
        assert letter.subject == "Nog 3 dingen te doen"
        assert letter.text.count("- Teken of weiger: ") == 3
        assert all(letter.text.count(f"{{link:{signer.link.key}}}") == 1 for signer in signers)

    def test_alike_things_stand_together_with_the_first_names(self, granted: CandidateFile) -> None:
        contact = Person.objects.get(given_name="Els")
        for name in ("Bram", "Chloé"):
            row = CandidacyFactory(applied=True, learner__given_name=name, school=granted.school, enrolment=granted.candidacy.enrolment, call=granted.call)  # fmt: skip
            CandidateFile.objects.create(
                candidacy=row, call=row.call, school=row.school, state="returned", returned_at=AT, grace_until=MON,
            )  # fmt: skip
        day(0)
        assert "Vul het dossier aan dat terugkwam: Bram en Chloé." in letters(contact)[0].text


class TestSending:
    def test_nobody_gets_a_mail_for_whom_nothing_is_open_any_more(self, granted: CandidateFile) -> None:
        day(0)
        CandidateFile.objects.update(state="accepted")
        send_due(lambda: morning(0))
        assert outbox.outbox == []
        assert letters(granted.candidacy.learner)[0].state == "cancelled"

    def test_what_is_settled_in_the_meantime_is_not_said(self, at: datetime) -> None:
        candidacy = CandidacyFactory(applied=True)
        first = scene.signer_of(scene.company_paper(at, candidacy=candidacy))
        second = scene.signer_of(scene.company_paper(at))
        Signer.objects.filter(pk=second.pk).update(person=first.person)
        type(second.link).objects.filter(pk=second.link.pk).update(person=first.person)
        day(3)
        (letter,) = letters(first.person)
        assert letter.subject == "Nog 2 dingen te doen"
        Signer.objects.filter(pk=first.pk).update(state="signed")
        send_due(lambda: morning(3))
        (message,) = [one for one in outbox.outbox if one.to == [first.person.email] and "te doen" in one.subject]
        assert address(second.link) in message.body
        assert address(first.link) not in message.body

    def test_written_again_after_a_kill_nothing_comes_twice(self, granted: CandidateFile) -> None:
        day(0)
        number = Letter.objects.count()
        day(0)
        assert Letter.objects.count() == number > 0

    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("at_letter", [1, 2, 3])
    def test_killed_in_the_middle_the_rest_follows_once(
        self, granted: CandidateFile, monkeypatch: pytest.MonkeyPatch, at_letter: int, after: bool
    ) -> None:
        """Before, or after, the letter of the first, second or third person is in the outbox."""
        signer = scene.signer_of(scene.company_paper(AT - timedelta(days=3)))
        take(line("candidacy.joined", granted.candidacy))
        really, written = sending.write, []

        def killed(*given: Any, **named: Any) -> Any:
            if len(written) + 1 == at_letter and not after:
                raise KeyboardInterrupt
            written.append(really(*given, **named))
            if len(written) == at_letter:
                raise KeyboardInterrupt
            return written[-1]

        with monkeypatch.context() as patch:
            patch.setattr(sending, "write", killed)
            with pytest.raises(KeyboardInterrupt):
                day(0)
        assert Letter.objects.filter(template=WAITING).count() == at_letter - 1
        day(0)
        day(0)
        persons = [letter.person_id for letter in Letter.objects.filter(template=WAITING)]
        assert len(persons) == len(set(persons)) == Digest.objects.filter(way="digest").count() >= 3
        assert not News.objects.filter(digest=None).exists()
        signer.refresh_from_db()
        assert signer.reminders == 1

    def test_a_mail_that_cannot_be_made_keeps_nobody_elses_and_is_tried_again(
        self, granted: CandidateFile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        take(line("candidacy.joined", granted.candidacy))
        learner, contact, really = granted.candidacy.learner, Person.objects.get(given_name="Els"), sending.write

        def write(*given: Any, to: Person, **named: Any) -> Any:
            if to == learner:
                raise ValueError("a word that does not exist")
            return really(*given, to=to, **named)

        with monkeypatch.context() as patch, the_clock.standing_at(AT):
            patch.setattr(sending, "write", write)
            write_todays()
            assert len(letters(contact)) == 1
            assert letters(learner) == []
            assert planned.is_planned(MON)
            assert run_jobs(JOBS, clock=lambda: AT + timedelta(minutes=1)) == 1
        assert Job.objects.get().last_error == "Unwritten"
        with the_clock.standing_at(AT + timedelta(minutes=5)):
            run_jobs(JOBS, clock=the_clock.now)
            assert not run_jobs(JOBS, clock=the_clock.now)
        assert len(letters(learner)) == len(letters(contact)) == 1
        assert Job.objects.get().done_at is not None

    @pytest.mark.parametrize(("hour", "written"), [(5, 0), (6, 0), (7, 1), (21, 0)])
    def test_it_is_written_in_the_morning_and_not_at_night(
        self, granted: CandidateFile, hour: int, written: int
    ) -> None:
        with the_clock.standing_at(datetime(2026, 11, 23, hour, 0, tzinfo=UTC)):
            write_todays()
            write_todays()
        assert len(letters(granted.candidacy.learner)) == written

    def test_what_was_foreseen_is_what_is_sent_word_for_word(self, granted: CandidateFile) -> None:
        """Held, cancelled and in words of somebody's own as well; with what turns by itself when days pass: a file whose
        time ends, a required session at which nobody is seen, and a departure.
        """
        file = CandidacyFactory(applied=True, learner__given_name="Bram", school=granted.school, enrolment=granted.candidacy.enrolment, call=granted.call)  # fmt: skip
        CandidateFile.objects.create(
            candidacy=file, call=file.call, school=file.school, state="returned", returned_at=AT,
            grace_until=MON + timedelta(days=2),
        )  # fmt: skip
        stay = stay_abroad()
        Mobility.objects.filter(pk=stay.pk).update(planned_from=MON + timedelta(days=12))
        Call.objects.filter(pk=stay.call_id).update(stay_from=MON)
        office = RoleFactory(coordinator=True)
        with the_clock.standing_at(AT):
            session([stay], actor_of(office), AT, "learner", starts_at=AT + timedelta(days=3), ends_at=AT + timedelta(days=3, hours=2))  # fmt: skip
        company, contact = scene.company_paper(AT), Person.objects.get(given_name="Els")
        take(line("candidacy.joined", granted.candidacy))
        learner, signer = granted.candidacy.learner, scene.signer_of(company).person
        for person, on, values in (
            (learner, 0, {"kind": "edit", "subject": "Dag {name}", "body": "Nog dit: {waits}"}),
            (learner, 2, {"kind": "cancel"}),
            (contact, 0, {"kind": "hold", "until": MON + timedelta(days=3)}),
            (signer, 3, {"kind": "add", "note": "Bel gerust."}),
        ):
            Decision.objects.create(person=person, on=MON + timedelta(days=on), at=AT, **values)
        found = planned.foreseen(planned.world(MON), MON)
        foreseen = [mail for mail in planned.forecast(found, MON, days=14) if not mail.cancelled]
        people, said = planned.persons_of(foreseen), {}
        for mail in foreseen:
            waiting, news = planned.of_mail(found, mail)
            words = digests.words(mail.way, people[mail.person], waiting, news, mail.note, mail.on, mail.own)
            said[mail.person, mail.on, mail.way] = words
        for number in range(14):
            on = MON + timedelta(days=number)
            with the_clock.standing_at(morning(number)):
                assert brussels_date(the_clock.now()) == on
                write_todays()
        rows = Digest.objects.values_list("person", "on", "way", "letter__subject", "letter__text")
        sent = {(person, on, way): (subject, text) for person, on, way, subject, text in rows}
        # The place lapses unanswered in the meantime only for the page: nothing else happened.
        assert sent == said
        assert len(sent) > 4
        told = [text for (person, _on, _way), (_subject, text) in sent.items() if person == office.person_id]
        assert any("infosessie" in text for text in told)
        assert sent[learner.pk, MON, "digest"][0] == "Dag Amina"
        assert (learner.pk, MON + timedelta(days=2), "digest") not in sent
        assert (contact.pk, MON, "digest") not in sent
        assert "Bel gerust." in sent[signer.pk, MON + timedelta(days=3), "digest"][1]


class TestLostMail:
    @pytest.mark.parametrize("gateway", ["", "https://secret@texts.example/send?sender=ErasDu"])
    @pytest.mark.parametrize("in_form", [True, False])
    def test_who_cannot_be_mailed_gets_a_text_message_and_the_school_hears_of_it(
        self, granted: CandidateFile, settings, gateway: str, in_form: bool
    ) -> None:
        """Where no text goes out, none is foreseen nor written, and they are telephoned. A learner writes the number in
        the form."""
        settings.TEXT_URL = gateway
        learner, contact = granted.candidacy.learner, Person.objects.get(given_name="Els")
        Person.objects.filter(pk=learner.pk).update(phone="" if in_form else "+32470123456")
        Profile.objects.filter(person=learner).update(mobile="+32470123456" if in_form else "")
        LetterFactory(person=learner, address=learner.email, state="bounced", created_at=AT)
        foreseen = [
            mail.way
            for mail in planned.forecast(planned.foreseen(planned.world(MON), MON), MON, days=14)
            if mail.person == learner.pk
        ]
        day(0)
        texts = Letter.objects.filter(person=learner, medium="text")
        assert [text.address for text in texts] == (["+32470123456"] if gateway else [])
        assert ("text" in foreseen) == bool(gateway)
        assert all("plaats" in text.text for text in texts)
        assert "Mail komt niet aan: Amina" in letters(contact)[0].text

    def test_after_a_corrected_address_mail_goes_again(self, granted: CandidateFile) -> None:
        learner = granted.candidacy.learner
        LetterFactory(person=learner, address="fout@school.example", state="bounced", created_at=AT)
        day(0)
        assert [letter.address for letter in letters(learner)] == [learner.email]

    def test_the_address_to_sign_in_with_is_the_second_one(self, granted: CandidateFile) -> None:
        learner = RoleFactory(learner=True, person=granted.candidacy.learner).person
        learner.account.email = "tweede@school.example"
        learner.account.save()
        LetterFactory(person=learner, address=learner.email, state="bounced", created_at=AT)
        day(0)
        assert [letter.address for letter in letters(learner)] == ["tweede@school.example"]

    @pytest.mark.parametrize("answered", [False, True])
    def test_after_silence_what_still_waits_goes_to_the_other_address_too(
        self, granted: CandidateFile, answered: bool
    ) -> None:
        learner = RoleFactory(learner=True, person=granted.candidacy.learner).person
        learner.account.email = "tweede@school.example"
        learner.account.save()
        CandidateFile.objects.update(answer_by=MON + timedelta(days=1))
        day(0)
        first, second = letters(learner)
        assert [first.address, second.address] == [learner.email, "tweede@school.example"]
        assert "plaats" in second.text
        if answered:
            CandidateFile.objects.update(state="accepted")
        assert (digests.still_open(second, AT) is None) == answered
        day(0)
        assert len(letters(learner)) == 2, "once"


class TestWaiting:
    def test_what_comes_back_begins_again(self, granted: CandidateFile) -> None:
        learner = granted.candidacy.learner
        bounced = LetterFactory(person=learner, address=learner.email, state="bounced", created_at=AT)
        day(0)
        assert Waiting.objects.get(what="mail_came_back").since == MON
        Letter.objects.filter(pk=bounced.pk).update(state="sent")
        day(1)
        assert not Waiting.objects.filter(what="mail_came_back").exists()

    def test_an_erased_person_is_not_written_to(self, granted: CandidateFile) -> None:
        Person.objects.filter(pk=granted.candidacy.learner_id).update(erased_at=AT, email="")
        day(0)
        assert letters(granted.candidacy.learner) == []

    def test_a_withdrawn_learner_waits_for_nothing(self, granted: CandidateFile) -> None:
        Candidacy.objects.update(state="withdrawn")
        assert [thing for thing in things(MON) if thing.name == "Amina"] == []


def test_however_many_wait_the_queries_are_the_same(django_assert_max_num_queries, at: datetime) -> None:
    def asked(number: int) -> int:
        for _ in range(number):
            row = CandidacyFactory(applied=True)
            RoleFactory(organisation=row.school)
            scene.company_paper(at, candidacy=row)
        with django_assert_max_num_queries(200) as counted:
            planned.world(MON)
        return len(counted)

    first = asked(2)
    assert asked(3) <= first + 2  # a call of its own each


def test_what_opens_after_the_mails_of_a_day_waits_since_the_next() -> None:
    CandidacyFactory()
    assert {thing.item.since for thing in things(MON) if thing.item.what == "cv_complete"} == {MON}
    sending.close_day(MON, at=AT)
    assert {thing.item.since for thing in things(MON) if thing.item.what == "cv_complete"} == {MON + timedelta(days=1)}


@pytest.mark.parametrize("gates", [[], ["payment"], ["depart"]])
def test_what_a_call_asks_of_its_own_is_mailed_whatever_it_holds_up(gates: list[str]) -> None:
    stay = stay_abroad()
    own = OwnRequirement.objects.create(
        call=stay.call,
        title_nl="Reisverslag",
        title_en="Report",
        who="learner",
        days_before=3,
        gates=gates,
        added_at=AT,
    )
    (thing,) = [one for one in things(MON) if one.item.what == f"own_{own.key}"]
    assert thing.item.readers["self"] == (stay.person_id,)


def test_what_readiness_telephones_about_is_urgent_here() -> None:
    stay, eve = stay_abroad(), FIRST - timedelta(days=1)
    by_phone = {safe.item.code for safe in readiness.plans([stay], eve)[stay.pk] if safe.to_telephone}
    waiting = {thing.item.what: thing.item.urgent for thing in things(eve) if thing.item.pk == stay.pk}
    assert "travel_document" in by_phone
    assert {code for code, urgent in waiting.items() if urgent} == by_phone & set(waiting)


def test_a_long_line_is_cut_between_words_in_the_subject_and_seen_to_be_cut() -> None:
    told = (
        "Say whether you take the place in “Portugal and Spain, winter 2026” for a learner who would like to go. Now."
    )
    assert digests.Line(told, None, False, []).short.endswith("for a learner who …")
    two = "Order the card of your health insurance: that takes days. Show it at school as soon as it has come to you."
    assert digests.Line(two, None, False, []).short == "Order the card of your health insurance: that takes days"
    assert digests.Line("Sign this paper.", None, False, []).short == "Sign this paper"


def test_what_several_lack_alike_opens_the_board_with_just_these(client_as: Any, clock: Any) -> None:
    first, second = stay_abroad(), stay_abroad()
    contact = RoleFactory(organisation=first.sending)
    Mobility.objects.filter(pk=second.pk).update(call=first.call, sending=first.sending, destination=first.destination)
    Candidacy.objects.filter(profile=second.profile_id).update(call=first.call, school=first.sending)
    of_cards = [thing for thing in things(MON) if thing.item.what == "travel_document"]
    (one,) = digests.lines(of_cards, contact.person, MON)
    assert len(one.things) == 2
    (where,) = one.addresses
    assert where.endswith(f"/readiness/call/{first.call.key}/?show=here&code=travel_document")
    board = where.partition("/readiness/")[2]
    assert client_as(contact).get(f"/readiness/{board}").status_code == 200


def together(call: Call, *stays: Mobility) -> None:
    """These leave in one call, from one school, to one place."""
    first = stays[0]
    Mobility.objects.filter(pk__in=[stay.pk for stay in stays]).update(
        call=call, sending=first.sending, destination=first.destination
    )
    Candidacy.objects.filter(profile__in=[stay.profile_id for stay in stays]).update(call=call, school=first.sending)


def opened(person: Person, waiting: list[Any], client: Any) -> list[str]:
    """Where the lines of several lead, each of which opens for who reads it."""
    found = [line for line in digests.lines(waiting, person, MON) if len(line.things) > 1]
    where = [address.partition(settings.SITE_URL)[2] for line in found for address in line.addresses]
    assert {client.get(address).status_code for address in where} <= {200}
    return where


def test_a_line_of_several_leads_the_coordinator_to_these_also_where_no_school_can_be_written_to(
    client_as: Any, clock: Any
) -> None:
    first, second = stay_abroad(), stay_abroad()
    together(first.call, first, second)
    office = RoleFactory(coordinator=True)
    waiting = [thing for thing in things(MON) if office.person_id in thing.item.readers.get("self", ())]
    where = opened(office.person, waiting, client_as(office))
    board = f"/readiness/call/{first.call.key}/?show=here&code="
    assert f"{board}travel_document" in where
    assert [each for each in where if not each.startswith(board)] == []


def test_a_line_of_several_who_are_away_leads_to_who_left(client_as: Any, clock: Any) -> None:
    first, second = stay_abroad(), stay_abroad()
    together(first.call, first, second)
    Mobility.objects.filter(pk__in=[first.pk, second.pk]).update(planned_from=MON - timedelta(days=2))
    Call.objects.filter(pk=first.call_id).update(stay_from=MON - timedelta(days=9))
    office = RoleFactory(coordinator=True)
    where = opened(office.person, [one for one in things(MON) if one.stay], client_as(office))
    assert {each.partition("&")[0] for each in where} == {f"/readiness/call/{first.call.key}/?show=left"}


def test_a_line_of_several_candidates_leads_to_those_who_stand_there(
    client_as: Any, clock: Any, granted: CandidateFile
) -> None:
    other = CandidacyFactory(applied=True, call=granted.call, school=granted.school)
    CandidateFile.objects.create(candidacy=other, call=granted.call, school=granted.school)
    CandidateFile.objects.update(state="returned", returned_at=AT, grace_until=MON + timedelta(days=3))
    for candidacy in (granted.candidacy, other):
        scene.company_paper(AT, candidacy=candidacy)
    client = client_as(els := Role.objects.get(organisation=granted.school, person__given_name="Els"))
    found = things(MON)
    where = opened(els.person, [one for one in found if one.item.what == "complete_file"], client)
    assert where == [f"/board/{granted.call.key}/candidates/?stage=returned"]
    where = opened(els.person, [one for one in found if one.item.what == "sign_paper"], client)
    assert where == [f"/board/{granted.call.key}/candidates/"]
