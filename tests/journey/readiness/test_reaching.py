"""Who waits for somebody whose mail comes back is told so, and that it is for the school to ask for another address."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.look.words import reason
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.people.models import Person
from erasdu.ground.post import actions as post
from erasdu.ground.post import tasks
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import outlines
from erasdu.journey.readiness import actions, followers, queries, rules
from erasdu.journey.readiness.queries import Reach
from erasdu.journey.readiness.queries.reaching import lost_roles
from erasdu.journey.readiness.queries.touched import stays_of
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.office.notices.queries import calling
from erasdu.office.notices.queries.calling import Reason
from erasdu.office.notices.queries.things.lost import came_back
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory
from tests.factories.post import LetterFactory
from tests.ground.post.test_tasks import mail_server, over_smtp
from tests.journey.mobilities.staying import stay_of_minor
from tests.mailserver import MailServer

__all__ = ["mail_server", "over_smtp"]
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ON = AT.date()


def test_only_what_waits_for_that_role_is_told() -> None:
    items = [
        Requirement("guardian_approval", "waiting", "guardian", date(2027, 1, 9), frozenset({DEPART}), "minor"),
        Requirement("emergency_contact", "overdue", "learner", date(2026, 1, 9), frozenset({DEPART}), "emergency"),
        Requirement("session_guardian", "met", "guardian", None, frozenset({DEPART})),
    ]
    assert rules.told(items, (), incoming=False) == items
    told = rules.told(items, {"guardian", "learner"}, incoming=False)
    assert [(item.state, item.who, item.why) for item in told[:2]] == [
        ("open", "contact_point", "mail_came_back_guardian"), ("overdue", "contact_point", "mail_came_back_learner"),
    ]  # fmt: skip
    assert told[2] == items[2]
    assert rules.told(items, {"learner"}, incoming=True)[1].who == "partner"


def asked_parent(stay: Mobility) -> Person:
    """Whose approval is on its way."""
    signer = Signer.objects.filter(role="guardian_1", envelope__document__kind="candidacies.guardian_approval").get()
    Envelope.objects.filter(pk=signer.envelope_id).update(state="open")
    Signer.objects.filter(pk=signer.pk).update(state="asked", asked_at=AT)
    return signer.person


def approval(stay: Mobility) -> Requirement:
    """As every step says it, which is what the projection says, before and after the follower came by."""
    by_steps, kept = queries.derived([stay], ON)[stay.pk], queries.standings([stay], ON)[stay.pk]
    assert kept == by_steps
    while journal.seal() or followers.follow_journal():
        pass
    assert queries.drifted([stay], ON) == []
    return next(item for item in by_steps.items if item.code == "guardian_approval")


def told_to_call(code: str) -> tuple[Any, Reason]:
    """Whom the coordinator telephones about it on the eve of leaving, and why."""
    with translation.override("nl"):
        found = calling.calls(actor_of(RoleFactory(coordinator=True)), date(2027, 3, 6))
    [(call, why)] = [(one, why) for one in found.others for why in one.reasons if why.thing.item.what == code]
    return call.people, why


@pytest.mark.django_db
def test_an_address_that_refuses_is_asked_anew_and_counts_once_it_is_right(
    over_smtp: MailServer, settings: Any
) -> None:
    with the_clock.standing_at(AT):
        stay = stay_of_minor()
        parent = asked_parent(stay)
        actions.rebuild(at=AT)
        assert approval(stay).who == "guardian"
        letter = LetterFactory(person=parent, address=parent.email)
        over_smtp.answers[parent.email] = "550 no such user"
        tasks.send_due(lambda: AT)
        found = approval(stay)
        assert (found.who, found.why) == ("contact_point", "mail_came_back_guardian")
        with translation.override("nl"):
            assert reason(found) == "De mail naar een ouder is teruggekomen: vraag een ander adres."

        Person.objects.filter(pk=parent.pk).update(phone="+32470123456")
        _people, why = told_to_call(found.code)
        assert (why.lost, why.since) == ([Reach(str(parent), "+32470123456", parent.pk)], None)

        over_smtp.answers.clear()
        assert post.try_again(letter, at=AT)
        journal.record("office.letter_sent_again", subjects=[letter], by=SYSTEM, at=AT)
        assert approval(stay).who == "guardian"  # it is on its way once more
        people, why = told_to_call(found.code)
        assert (why.lost, why.since) == ([], ON)
        assert people == [Reach(str(parent), "+32470123456", parent.pk)]
        tasks.send_due(lambda: AT)
        assert approval(stay).who == "guardian"

        post.came_back(letter, at=AT, why="550 5.1.1")
        assert approval(stay).who == "contact_point"
        LetterFactory(person=parent, address=parent.email)  # a later one does arrive
        tasks.send_due(lambda: AT)
        assert approval(stay).who == "guardian"

        post.came_back(parent.letters.latest("pk"), at=AT, why="550 5.1.1")
        assert approval(stay).who == "contact_point"
        Person.objects.filter(pk=parent.pk).update(email="nieuw@voorbeeld.example")
        journal.record("person.updated", subjects=[parent], by=SYSTEM, at=AT)
        assert approval(stay).who == "guardian"


@pytest.mark.django_db
def test_a_parent_of_who_comes_here_is_telephoned_and_their_mail_is_missed() -> None:
    row = NominationFactory(minor=True)
    by = RoleFactory(organisation=row.partner).person
    parent, stay = row.guardians.get().person, row.mobility
    reached = queries.who_acts({stay.pk: stay})[stay.pk, "guardian"]
    assert reached == [Reach(str(parent), "+351913000111", parent.pk)]
    LetterFactory(person=parent, address=parent.email, state="bounced", created_at=AT)
    nothing: Any = SimpleNamespace(asked=lambda: [])
    assert lost_roles(outlines([stay.pk]), {}, {}, nothing) == {stay.pk: {"guardian"}}
    assert list(stays_of([("people.person", parent.pk)])) == [stay]
    (thing,) = came_back(ON)
    assert (thing.name, thing.item.readers["self"]) == (stay.person.given_name, (by.pk,))
