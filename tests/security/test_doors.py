"""Deny by default: every view of ours stands behind a door, or in the list of what everybody may open."""

from typing import Any

import pytest
from django.test import Client

from tests.security import scene
from tests.security.scene import Route

PUBLIC = {
    "verify:check": "anybody checks whether a paper is ours",
    "verify:root": "the root certificate is public",
    "verify:page": "the code on a page of a paper: kind, day, initials",
    "verify:paper": "the code on a page of a paper: kind, day, initials",
    "home": "who is not signed in sees what this is, and the two doors",
    "help": "help names no person",
    "livez": "a monitor asks whether the process answers",
    "readyz": "a monitor asks whether the database answers",
    "calls:show": "a published call is public; `calls_for` gives drafts to the coordinator alone",
    "candidacies:join_by_code": "the box for the code of the poster",
    "candidacies:join": "applying by the school's link, before there is an account",
    "candidacies:save": "a form that saves itself gets a note, not a page, when its reader was signed out",
    "privacy:index": "the privacy notices are public",
    "privacy:notice": "the privacy notices are public",
    "people:door": "the door itself",
    "people:door_too": "the door itself",
    "people:code": "the door itself",
    "people:locked": "says that an account is locked, to whom it happened",
    "people:nothing_here": "a 404",
    "people:openid": "the school's own sign-in",
    "people:openid_back": "the school's own sign-in",
    "smartschool_login": "the school's own sign-in",
    "smartschool_callback": "the school's own sign-in",
    "calendar_feed": "a secret address, for a calendar that cannot sign in; shows titles and days",
    "meetings:door": "the code in the room: works only with its token, and only for who is invited and known in this browser",
    "hosting:welcome": "the open door of a school or partner: who can receive a learner leaves a name",
    "links:open": "the door of personal links: asks for a code",
    "links:code": "the door of personal links: asks for a code",
    "links:new_code": "the door of personal links: asks for a code",
    "links:again": "sends a new link to the stored address only",
    "links:sent": "says that a mail is on its way",
    "links:door": "the door of personal links: a button, nothing personal",
    "vault:file": "asks for whom the address was made, and whether that person is here",
    "places:suggest": "names of towns; only who is signed in or came by a link gets any",
    "paperwork:signed_at": "back from a trust service: only for the browser that went, then that signer's own door",
    "links:notice": "asks `visiting` for the link that this browser opened",
}
DEMO = {
    "demo:doors": "`may_demo`: never in production, never beside a real account",
    "demo:enter": "`may_demo`: never in production, never beside a real account",
    "demo:app": "`may_demo`: never in production, never beside a real account",
    "post:mailbox": "`demo_only`",
    "post:letter": "`demo_only`",
    "look:every_part": "samples; not among the addresses outside the demo",
}
DOORS = (
    "look/doors.py",
    "links/doors.py",
    "selection/views/doors.py",
    "paperwork/views/doors.py",
    "hosting/views/doors.py",
    "django/contrib/auth/decorators.py",
)


def has_door(route: Route) -> bool:
    """One of the layers around the view is `signed_in`, `by_link`, `at_table` or `login_required`."""
    at: Any = route.view
    while at is not None:
        if at.__code__.co_filename.endswith(DOORS) and at.__code__.co_name in ("opened", "_view_wrapper"):
            return True
        at = getattr(at, "__wrapped__", None)
    return False


def our_views() -> list[Route]:
    return [r for r in scene.routes() if r.view.__module__.startswith("erasdu.")]


def test_every_view_of_ours_has_a_door_or_is_public_for_a_reason() -> None:
    open_to_all = {r.name for r in our_views() if not has_door(r)}
    assert open_to_all - PUBLIC.keys() - DEMO.keys() == set()
    assert len(our_views()) > 150


def test_the_list_of_public_pages_holds_nothing_else() -> None:
    names = {r.name for r in our_views()}
    assert (PUBLIC.keys() | DEMO.keys()) - names == set()
    behind = {r.name for r in our_views() if has_door(r)}
    assert behind & (PUBLIC.keys() | DEMO.keys()) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in DEMO if name not in ("post:letter", "look:every_part")])
def test_demo_pages_are_not_there_outside_the_demo(name: str, settings: Any, client: Client) -> None:
    settings.DEMO = False
    route = next(r for r in our_views() if r.name == name)
    address = route.address(**dict.fromkeys(route.arguments, "1"))
    assert client.get(address).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)


def test_what_the_library_brings_is_known() -> None:
    """New pages of a sign-in library do not come in unseen with a new version of it."""
    theirs = {r.name for r in scene.routes() if not r.view.__module__.startswith("erasdu.")}
    assert {name for name in theirs if not name.startswith(("account_", "mfa_", "socialaccount_"))} == {
        "", "openid_connect_login", "openid_connect_callback", "set_language",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "password/reset/",
        "signup/",
        "password/change/",
        "password/set/",
        "3rdparty/signup/",
        "password/reset/key/1-abc/",
    ],
)
def test_there_are_no_passwords_and_nobody_signs_up(path: str, client: Client) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}").status_code == 404
