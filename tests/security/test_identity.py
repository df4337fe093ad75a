"""Nobody becomes somebody else: other people's sessions, browsers, roles and links, and links that are over."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Device
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Session
from erasdu.kernel.actor import SYSTEM
from tests.conftest import AT
from tests.security import scene
from tests.security.scene import CANARY, World

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_sessions_and_browsers_of_others_are_not_ended(world: World) -> None:
    mine = scene.signed_in(world.a.contact)
    session = Session.objects.create(
        account=world.a.contact.person.account, session_key=mine.session.session_key, label="Firefox", since=AT
    )
    device = Device.objects.create(
        person=world.a.contact.person, token_hash="0" * 64, label="Firefox", since=AT, until=AT + timedelta(days=9)
    )
    for role in (world.b.contact, world.administrator, world.coordinator):
        other = scene.signed_in(role)
        assert other.post(reverse("people:end_session", args=[session.pk])).status_code == 404
        assert other.post(reverse("people:forget_device", args=[device.pk])).status_code == 404
    assert mine.get("/").status_code == 200
    device.refresh_from_db()
    assert device.revoked_at is None


@pytest.mark.parametrize("way", ["form", "session"])
def test_the_role_of_somebody_else_is_not_taken(way: str, world: World) -> None:
    client = scene.signed_in(world.b.contact)
    for role in (world.coordinator, world.administrator, world.a.contact, Role.objects.filter(kind="learner").first()):
        if way == "form":
            assert client.post(reverse("people:switch_role"), {"role": role.pk}).status_code == 409
        else:  # a role that ended, or of an earlier time, left in a session
            session = client.session
            session["role"] = role.pk
            session.save()
        assert client.get(reverse("dossier", args=[world.a.learners["one"].key])).status_code == 404
        assert client.get(reverse("mail")).status_code == 404


@pytest.mark.parametrize(
    "over", ["role ended", "school closed", "revoked", "expired", "erased", "somebody else's", "visit too long ago"]
)
def test_a_link_that_is_over_opens_nothing(over: str, world: World) -> None:
    """Also in a browser in which it was opened before: input, scores and the whole selection."""
    a = world.a
    link, later = a.links["selection.assess"], timedelta(0)
    client = scene.by_links(*a.links.values())
    pages = [reverse("selection:assess_by_link", args=[link.key]), reverse("selection:board", args=[a.selection.key]),
             reverse("selection:learner", args=[a.selection.key, a.learners["one"].key])]  # fmt: skip
    assert client.get(pages[1]).status_code == 200
    if over == "role ended":
        Role.objects.filter(pk=a.assessor.pk).update(until=AT)
    elif over == "school closed":
        Organisation.objects.filter(pk=a.school.pk).update(closed_at=AT)
    elif over == "revoked":
        links.revoke(link, by=SYSTEM, at=AT)
    elif over == "erased":
        type(a.assessor.person).objects.filter(pk=a.assessor.person_id).update(erased_at=AT)
    elif over == "somebody else's":
        client = scene.by_links(*world.b.links.values())
    else:
        later = timedelta(days=61 if over == "expired" else 3)
    with the_clock.standing_at(AT + later):
        for page in pages:
            answer = client.get(page)
            assert answer.status_code in (302, 404), page
            assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/"), page
            assert CANARY not in answer.content.decode()


def test_the_key_of_a_link_alone_opens_nothing(world: World) -> None:
    """It stands in the address bar of its holder; without the code of the mail it is worth nothing."""
    for purpose, door in (("selection.input", "selection:input_by_link"), ("selection.assess", "selection:assess_by_link"),
                          ("candidacies.correct", "candidacies:correct_by_link")):  # fmt: skip
        key = world.a.links[purpose].key
        for client in (
            scene.Client(),
            scene.signed_in(world.b.contact),
            scene.signed_in(world.a.contact),
            scene.by_links(*world.b.links.values()),
        ):
            for address in (reverse(door, args=[key]), reverse("links:notice", args=[key])):
                assert client.get(address).status_code == 404, address
                assert client.post(address, {"about": world.a.keys["input"][0], "line": "Ik."}).status_code in (
                    404,
                    405,
                ), address


def test_a_link_for_one_purpose_opens_no_other_door(world: World) -> None:
    a = world.a
    client = scene.by_links(*a.links.values())
    for purpose, door in (("selection.input", "selection:assess_by_link"), ("selection.assess", "candidacies:correct_by_link"),
                          ("candidacies.correct", "selection:input_by_link")):  # fmt: skip
        assert client.get(reverse(door, args=[a.links[purpose].key])).status_code == 404


def test_an_ended_role_is_out_at_the_next_request(world: World) -> None:
    client = scene.signed_in(world.a.contact)
    page = reverse("dossier", args=[world.a.learners["one"].key])
    assert client.get(page).status_code == 200
    Role.objects.filter(pk=world.a.contact.pk).update(until=AT)
    assert client.get(page).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_message_goes_to_no_learner_of_another_school(world: World) -> None:
    client: Any = scene.signed_in(world.b.contact)
    before = scene.every_row()
    body = {
        "c": [row.key for row in world.a.learners.values()],
        "role": "learner",
        "subject": "Dag",
        "text": "Dag.",
        "step": "send",
    }
    for answer in (client.post(reverse("outreach:message"), body), client.get(reverse("outreach:message"), body)):
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
    assert scene.changes(before, scene.every_row()) == {}
