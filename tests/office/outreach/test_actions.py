"""Notes of telephone calls and messages: who may, who gets them, and what is left behind."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.journal.models import Line, Subject
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.outreach import access, actions, queries, rules
from erasdu.office.outreach.models import Message, Note
from tests.conftest import AT
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory
from tests.factories.people import PersonFactory
from tests.factories.selection import InputFactory, scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R01", "R02")]
TEXT = actions.Text("Info-avond voor {kandidaat}", "Dag {voornaam},\n\nKom je naar {school}?")


@pytest.fixture
def coordinator() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


def of(kind: str) -> Actor:
    return actor_of(RoleFactory(coordinator=True) if kind == "coordinator" else RoleFactory(kind=kind))


# -- notes -----------------------------------------------------------------------------------------


def test_a_note_is_on_the_timeline_and_comes_back_on_its_day(coordinator: Actor) -> None:
    candidacy = CandidacyFactory()
    note = actions.add_note(candidacy, text="Belt terug.", follow_up_on=date(2026, 11, 25), by=coordinator, at=AT)
    line = Line.objects.get(code="outreach.note_added")
    assert Subject.objects.filter(line=line, kind="candidacies.candidacy", pk_of=candidacy.pk).exists()
    assert "Belt" not in str(line.data)
    assert not queries.follow_ups_due(coordinator, date(2026, 11, 24)).exists()
    assert list(queries.follow_ups_due(coordinator, date(2026, 11, 25))) == [note]
    actions.done(note, by=coordinator, at=AT)
    assert not queries.follow_ups_due(coordinator, date(2026, 12, 31)).exists()
    with pytest.raises(Refused, match="note_done_already"):
        actions.done(Note.objects.get(pk=note.pk), by=coordinator, at=AT)


def test_of_two_who_finish_a_note_one_is_told(coordinator: Actor) -> None:
    note = actions.add_note(CandidacyFactory(), text="Bel.", follow_up_on=AT.date(), by=coordinator, at=AT)
    seen_earlier = Note.objects.get(pk=note.pk)
    actions.done(note, by=coordinator, at=AT)
    with pytest.raises(Refused, match="changed_meanwhile"):
        actions.done(seen_earlier, by=coordinator, at=AT)


def test_the_school_and_the_coordinator_read_each_others_notes_and_nobody_else(coordinator: Actor) -> None:
    candidacy = CandidacyFactory()
    school = actor_of(RoleFactory(organisation=candidacy.school))
    actions.add_note(candidacy, text="Van de school.", follow_up_on=None, by=school, at=AT)
    assert access.notes_for(coordinator).count() == access.notes_for(school).count() == 1
    for other in (of("contact_point"), of("learner"), of("administrator"), of("teacher")):
        assert access.notes_for(other).count() == 0
        with pytest.raises(Refused):
            actions.add_note(candidacy, text="…", follow_up_on=None, by=other, at=AT)


def test_a_note_without_a_day_has_nothing_to_finish(coordinator: Actor) -> None:
    note = actions.add_note(CandidacyFactory(), text="Gebeld.", follow_up_on=None, by=coordinator, at=AT)
    assert access.may_finish(coordinator, note).code == "note_without_day"


# -- messages --------------------------------------------------------------------------------------


def test_each_learner_gets_a_letter_in_their_language(coordinator: Actor) -> None:
    dutch = CandidacyFactory(learner__given_name="Noor")
    english = CandidacyFactory(enrolment=dutch.enrolment, learner__given_name="Sam", learner__language="en")
    text = actions.Text("Info-avond", "Dag {voornaam}", "Info evening", "Hello {first_name}")
    message = actions.send([dutch, english], role="learner", text=text, by=coordinator, at=AT)
    assert message.recipients == 2
    first, second = Letter.objects.get(person=dutch.learner), Letter.objects.get(person=english.learner)
    assert (first.subject, second.subject) == ("Info-avond", "Info evening")
    assert first.text.startswith("Dag Noor")
    assert second.text.startswith("Hello Sam")
    assert first.about_pk == dutch.pk


def test_without_english_everybody_gets_the_same_text(coordinator: Actor) -> None:
    candidacy = CandidacyFactory(learner__given_name="Sam", learner__language="en")
    actions.send([candidacy], role="learner", text=TEXT, by=coordinator, at=AT)
    letter = Letter.objects.get()
    assert letter.text.startswith("Dag Sam")
    assert "You get this message" in letter.text


def test_a_contact_point_gets_one_letter_about_all_its_learners(coordinator: Actor) -> None:
    enrolment = EnrolmentFactory()
    contact = RoleFactory(organisation=enrolment.school).person
    chosen = [CandidacyFactory(enrolment=enrolment, learner__given_name=name) for name in ("Noor", "Sam", "Ada")]
    actions.send(chosen, role="contact_point", text=TEXT, by=coordinator, at=AT)
    letter = Letter.objects.get()
    assert letter.person == contact
    for name in ("Noor", "Sam", "Ada"):
        assert name in letter.subject
    assert Subject.objects.filter(line__code="outreach.message_sent").count() == 3


def test_a_school_without_contact_point_is_reached_through_its_board(coordinator: Actor) -> None:
    from tests.factories.organisations import BoardFactory, SchoolFactory

    board = BoardFactory()
    contact = RoleFactory(organisation=board).person
    candidacy = CandidacyFactory(enrolment__school=SchoolFactory(board=board))
    assert [each.person for each in queries.recipients([candidacy], "contact_point")] == [contact]


def test_guardians_and_panel(coordinator: Actor) -> None:
    made = scene(2)
    guardian = GuardianFactory(candidacy=made.candidacies[0]).person
    InputFactory(candidacy=made.candidacies[1], role=made.teacher_role)
    chosen = queries.selected(coordinator, [each.key for each in made.candidacies])
    assert [each.person for each in queries.recipients(chosen, "guardians")] == [guardian]
    panel = {each.person: {candidacy.pk for candidacy in each.about} for each in queries.recipients(chosen, "panel")}
    assert panel == {
        made.lead_role.person: {each.pk for each in made.candidacies},
        made.teacher_role.person: {made.candidacies[1].pk},
    }


def test_who_has_no_address_gets_nothing_and_is_named(coordinator: Actor) -> None:
    reached, silent = CandidacyFactory(), CandidacyFactory(learner=PersonFactory(unreachable=True), role=False)
    found = {each.person.pk: each.reachable for each in queries.recipients([reached, silent], "learner")}
    assert found == {reached.learner_id: True, silent.learner_id: False}
    assert actions.send([reached, silent], role="learner", text=TEXT, by=coordinator, at=AT).recipients == 1


def test_refusals(coordinator: Actor) -> None:
    candidacy = CandidacyFactory()
    cases = (
        ([], "learner", TEXT, coordinator, "nobody_selected"),
        ([candidacy], "guardians", TEXT, coordinator, "nobody_reachable"),
        ([candidacy], "learner", actions.Text("Dag {vornaam}", "…"), coordinator, "placeholder_unknown"),
        ([candidacy], "learner", TEXT, of("contact_point"), "note_not_your_learner"),
        ([candidacy], "learner", TEXT, of("learner"), "not_your_role"),
        ([candidacy], "learner", TEXT, of("administrator"), "not_your_role"),
        ([candidacy] * (rules.MOST + 1), "learner", TEXT, coordinator, "too_many_selected_for_message"),
    )
    for chosen, role, text, by, code in cases:
        with pytest.raises(Refused, match=code):
            actions.send(chosen, role=role, text=text, by=by, at=AT)
    assert not Letter.objects.exists()
    assert not Message.objects.exists()


def test_a_school_reads_only_messages_about_nobody_but_its_learners(coordinator: Actor) -> None:
    mine, other = CandidacyFactory(), CandidacyFactory()
    school = actor_of(RoleFactory(organisation=mine.school))
    both = actions.send([mine, other], role="learner", text=TEXT, by=coordinator, at=AT)
    own = actions.send([mine], role="learner", text=TEXT, by=school, at=AT + timedelta(minutes=1))
    assert list(access.messages_for(school)) == [own]
    assert set(access.messages_for(coordinator)) == {both, own}
    assert queries.messages_about(school, mine) == {own.key: own}


def test_keys_of_others_are_not_selected() -> None:
    mine, other = CandidacyFactory(), CandidacyFactory()
    school = actor_of(RoleFactory(organisation=mine.school))
    assert queries.selected(school, [mine.key, other.key, "nonsense"]) == [mine]
    assert queries.selected(of("learner"), [mine.key]) == []


@pytest.mark.parametrize("role", rules.ROLES)
def test_finding_recipients_takes_the_same_queries_for_one_and_three(coordinator: Actor, role: str) -> None:
    made = scene(3, ready=True)
    for candidacy in made.candidacies:
        GuardianFactory(candidacy=candidacy)

    def asked(some: list[Candidacy]) -> int:
        chosen = queries.selected(coordinator, [each.key for each in some])
        with CaptureQueriesContext(connection) as captured:
            queries.recipients(chosen, role)
        return len(captured)

    assert asked(made.candidacies[:1]) == asked(made.candidacies) <= 2
