"""What somebody may not see does not exist for them: every address, with the keys of another school's things.

A row that is not theirs answers exactly as one that was never made, by GET and by POST, and nothing changes.
"""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import GroupFactory, RoleFactory
from tests.security import scene
from tests.security.scene import CANARY, House, Route, World

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOWHERE = "zzzzzzzzzzzzzzzz"
# What a person outside the school may open all the same, and why.
EVERYBODY = {
    "calls:show": "a published call is public",
    "verify:page": "the code printed on a paper says its kind, day and initials to everybody",
    "verify:paper": "the code printed on a paper says its kind, day and initials to everybody",
    "candidacies:join": "who has the code from the school's poster may apply there; it is no key",
    "hosting:welcome": "the open door of a school: its address hangs at the gate",
}
ALSO: dict[str, dict[str, str]] = {
    "administrator": {
        "organisations:show": "keeps accounts, and so sees every organisation and who acts for it",
        "organisations:edit_contact": "ends and gives the roles of coordinators; others are refused",
        "organisations:end_role": "ends and gives the roles of coordinators; others are refused",
        "organisations:add_contact": "gives the roles of coordinators and administrators",
        "organisations:edit": "is refused, with the reason",
        "send_again": "keeps the mail going; sees neither name nor subject",
        "try_again": "keeps the work going",
    },
    "contact point of B": {
        "candidates": "the learners of its own schools in this call",
        "mobilities:index": "the stays of its own schools in this call",
        "matching:index": "the boards of its own schools in this call",
        "readiness:board": "the stays of its own schools in this call",
        "agreements:index": "the agreements of its own learners in this call",
        "preparation:index": "the sessions of its own and of the coordinator",
        "preparation:plan": "plans for its own learners",
        "preparation:cards": "the cards of its own learners in this call",
        "agreements:begin_all": "begins those of its own learners alone",
        "agreements:send_all": "sends those of its own learners alone",
        "insurance:overview": "the insurance of its own learners in this call",
        "insurance:declare_all": "declares for its own stays alone",
        "mobilities:papers": "the papers of those stays",
        "mobilities:ask_all_papers": "asks for its own stays alone",
        "calls:enrol": "every school may enrol in a published call",
        "membership:show": "its own school stands under the same grant agreement",
    },
    "group of B": {
        "candidates": "the learners of its own schools in this call",
        "mobilities:index": "the stays of its own schools in this call",
        "matching:index": "the boards of its own schools in this call",
        "readiness:board": "the stays of its own schools in this call",
        "agreements:index": "the agreements of its own learners in this call",
        "preparation:index": "the sessions of its own and of the coordinator",
        "preparation:plan": "plans for its own learners",
        "preparation:cards": "the cards of its own learners in this call",
        "agreements:begin_all": "begins those of its own learners alone",
        "agreements:send_all": "sends those of its own learners alone",
        "insurance:overview": "the insurance of its own learners in this call",
        "insurance:declare_all": "declares for its own stays alone",
        "mobilities:papers": "the papers of those stays",
        "mobilities:ask_all_papers": "asks for its own stays alone",
        "calls:enrol": "every school may enrol in a published call",
        "membership:show": "its own school stands under the same grant agreement",
    },
    "partner abroad": {"agreements:index": "the agreements of its own learners in this call", "nominations:index": "its own learners in this call"},
}  # fmt: skip

# A note in a page that saves itself, not a page: the same whether the form is there or not.
SAYS_SO = {("candidacies:save", "post"): 200}


def people(world: World) -> dict[str, Client]:
    """Everybody who is not school A, nor the coordinator."""
    b = world.b
    group = GroupFactory()
    type(b.school).objects.filter(pk=b.school.pk).update(group=group)
    above = RoleFactory(organisation=group)
    return {
        "nobody": Client(),
        "contact point of B": scene.signed_in(b.contact),
        "learner of B": scene.learner(b.learners["one"]),
        "another learner of A": scene.learner(world.a.learners["two"]),
        "teacher of B by link": scene.by_links(*b.links.values()),
        "administrator": scene.signed_in(world.administrator),
        "group of B": scene.signed_in(above),
        "partner abroad": scene.signed_in(world.partner),
    }


WHO = (
    "nobody", "contact point of B", "learner of B", "another learner of A", "teacher of B by link", "administrator",
    "group of B", "partner abroad",
)  # fmt: skip


@pytest.fixture
def world(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.DEMO = False
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    return world


def keys_of(world: World, house: House, office: dict[str, list[str]]) -> dict[str, list[str]]:
    return (
        house.keys
        | office
        | world.abroad.keys
        | {f"link {purpose}": [link.key] for purpose, link in {**house.links, **world.abroad.links}.items()}
    )


def filled(route: Route, keys: dict[str, list[str]]) -> dict[str, str]:
    """The arguments of a route; of several things of a kind another one for each route."""
    turn = len(route.pattern)
    kinds = {argument: scene.kind_of(route, argument) for argument in route.arguments}
    return {a: keys[kind][turn % len(keys[kind])] if kind else scene.WORDS[a][0] for a, kind in kinds.items()}


def with_rows() -> list[Route]:
    """Routes of ours with an argument that names a row."""
    return [r for r in scene.ours() if any(scene.kind_of(r, argument) for argument in r.arguments)]


def test_it_is_known_of_every_argument_what_it_names() -> None:
    elsewhere = {
        "links:door": "a token, tried by the tests of the door",
        "demo:enter": "answers in the demo alone",
        "vault:file": "an address made for one person, tried by the tests of the vault",
    }
    unknown = [
        (r.name, a)
        for r in scene.ours()
        for a in r.arguments
        if r.name not in elsewhere and not scene.kind_of(r, a) and a not in scene.WORDS
    ]
    assert unknown == []
    assert len(with_rows()) > 90


def seen_by(who: str) -> set[str]:
    return set(EVERYBODY) | set(ALSO.get(who, ()))


def mask(body: str, values: dict[str, str]) -> str:
    """A page without what differs by itself: the key that was asked, tokens, form keys."""
    for value in values.values():
        body = body.replace(value, "KEY")
    return re.sub(r'name="(csrfmiddlewaretoken|form_key)"\s+value="[^"]*"', r"\1", body)


@pytest.mark.requirement("R02", "R04")
@pytest.mark.parametrize("who", WHO)
def test_rows_of_another_school_do_not_exist(who: str, world: World) -> None:
    client = people(world)[who]
    keys = keys_of(world, world.a, scene.office_things(world))
    if who == "another learner of A":
        keys = of_others(keys, world)
    before, wrong, asked = scene.every_row(), [], 0
    for route in (route for route in with_rows() if route.name not in seen_by(who)):
        values = filled(route, keys)
        missing = {a: NOWHERE if scene.kind_of(route, a) else v for a, v in values.items()}
        for method in ("get", "post"):
            given, nothing = answer(client, method, route, values), answer(client, method, route, missing)
            asked += 1
            fine = {*allowed(who), SAYS_SO.get((route.name, method))}
            if given != nothing or given[0] not in fine or CANARY in given[1]:
                wrong.append((route.name, method, given[0], nothing[0], given[1][:80]))
    assert wrong == []
    assert asked > 150
    assert scene.changes(before, scene.every_row()) == {}
    for route in (route for route in with_rows() if route.name in seen_by(who)):
        body = client.get(route.address(**filled(route, keys))).content.decode()
        own_name = str(world.a.learners["two"].learner) if who == "another learner of A" else "-"
        assert CANARY not in body.replace(own_name, ""), route.name


def allowed(who: str) -> tuple[int, ...]:
    """Not there, or not by that method; to the sign-in page for who has no account."""
    return (302, 404, 405) if who in ("nobody", "teacher of B by link") else (404, 405)


def answer(client: Client, method: str, route: Route, values: dict[str, str]) -> tuple[int, str]:
    """Status, and the page (or where it leads) without what differs by itself."""
    got = getattr(client, method)(route.address(**values))
    if got.status_code == 302:
        assert got["Location"].startswith("/accounts/login/"), (route.name, got["Location"])
    return got.status_code, mask(got.get("Location", "") + got.content.decode(errors="replace"), values)


def of_others(keys: dict[str, list[str]], world: World) -> dict[str, list[str]]:
    """Without what is this learner's own."""
    mine = world.a.learners["two"].key
    return {kind: [key for key in found if key != mine] for kind, found in keys.items()}


class TestOwnPagesShowNothingOfOthers:
    """Lists, boards, exports, searches and counts of school B, and of those who stand beside the schools."""

    LISTS = ("home", "calls:index", "organisations:index", "membership:index", "selection:overview", "help")

    def pages(self, house: House) -> Iterator[str]:
        # Without reports: those of the factory hold too little to draw one from.
        keys = {kind: found for kind, found in house.keys.items() if kind != "report"} | {"call": [house.open.call.key], "grant": [house.open.call.grant_agreement.key]}  # fmt: skip
        yield from (reverse(name) for name in self.LISTS)
        for route in with_rows():
            wanted = {scene.kind_of(route, argument) for argument in route.arguments} - {""}
            if wanted <= keys.keys() and "link" not in route.name:
                yield route.address(**filled(route, keys))

    @pytest.mark.requirement("R02", "R04")
    def test_every_page_of_school_b(self, world: World) -> None:
        client, opened = scene.signed_in(world.b.contact), 0
        for address in self.pages(world.b):
            for query in ("", f"?q={CANARY[:-1]}", "?export=csv", "?export=xlsx", f"?school={world.a.school.key}"):
                answer = client.get(address + query)
                assert answer.status_code in (200, 302, 404, 405, 409), (address, answer.status_code)
                body = b"".join(answer) if answer.streaming else answer.content
                opened += answer.status_code == 200
                assert CANARY not in body.decode(errors="replace"), address + query
                if answer.status_code != 200 or (not query and b"export=" not in body):
                    break
                if answer.headers["Content-Type"].startswith("application/vnd.openxml"):
                    assert CANARY not in cells(body), address + query
        assert opened > 30

    @pytest.mark.requirement("R02")
    def test_counts_of_school_b_do_not_move_with_school_a(self, world: World) -> None:
        client = scene.signed_in(world.b.contact)
        addresses = [reverse(name) for name in self.LISTS] + [
            reverse("candidates", args=[world.b.open.call.key]),
            reverse("calls:show", args=[world.b.open.call.key]),
        ]

        def shown() -> list[str]:
            return [mask(client.get(address).content.decode(), {}) for address in addresses]

        before = shown()
        for _ in range(3):
            CandidacyFactory(enrolment=world.a.open, applied=True)
        assert shown() == before

    def test_the_administrator_sees_no_learner(self, world: World) -> None:
        client = scene.signed_in(world.administrator)
        for name in ("home", "organisations:index", "mail", "retention:index", "calls:index", "help"):
            for query in ("", f"?q={CANARY[:-1]}", "?export=csv"):
                assert CANARY not in client.get(reverse(name) + query).content.decode(), name + query


def cells(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


class TestKeysOfAnotherSchoolInOnesOwnForm:
    """The address is one's own; what the form or the second part of the address names is not."""

    @pytest.mark.requirement("R02")
    def test_two_keys_of_which_one_is_foreign(self, world: World) -> None:
        client, before, tried = scene.signed_in(world.b.contact), scene.every_row(), 0
        grant = {"grant": [world.calls[0].grant_agreement.key]}
        mine, theirs = world.b.keys | grant, world.a.keys | grant
        for route in with_rows():
            first, *rest = route.arguments
            if not any(scene.kind_of(route, argument) for argument in rest) or first not in ("key", "code"):
                continue
            if scene.kind_of(route, first) not in mine or route.name == "membership:take_in":
                continue
            values = {first: mine[scene.kind_of(route, first)][0]}
            values |= {a: theirs[scene.kind_of(route, a)][0] for a in rest}
            for method in ("get", "post"):
                assert getattr(client, method)(route.address(**values)).status_code in (404, 405), route.name
                tried += 1
        assert tried >= 20
        assert scene.changes(before, scene.every_row()) == {}

    @pytest.mark.requirement("R02")
    @pytest.mark.parametrize(
        ("name", "kind", "body"),
        [
            ("selection:reopen_scores", "candidacy", {"assessment": "assessment", "reason": "Nog eens."}),
            ("selection:answer", "candidacy", {"complaint": "complaint", "answer": "Nee."}),
            ("selection:panel_add", "", {"role": "role"}),
            ("selection:lead", "", {"role": "role"}),
            (
                "selection:ask",
                "",
                {"role": "role", "roles": "role", "candidates": "candidacy", "candidacy": "candidacy"},
            ),
            ("selection:remind", "", {"input": "input"}),
            ("selection:withdraw", "", {"input": "input"}),
            ("selection:ties", "", {"tie": "candidacy", "ties": "candidacy"}),
            ("candidacies:ask_correction", "", {"role": "role"}),
            ("admissions:hand_in_all", "", {"chosen": "candidacy", "candidacy": "candidacy", "rows": "candidacy"}),
        ],
    )
    def test_bodies(self, name: str, kind: str, body: dict[str, str], world: World) -> None:
        route = next(r for r in scene.routes() if r.name in (name, name.replace("lead", "panel_lead")))
        values = {a: world.b.keys[scene.kind_of(route, a)][0] for a in route.arguments}
        numbers = {"role": world.a.teacher.pk, "candidacy": world.a.learners["one"].pk}
        before = scene.every_row()
        for foreign in (
            {n: world.a.keys.get(k, [k])[0] for n, k in body.items()},
            {n: numbers.get(k, k) for n, k in body.items()},
        ):
            answer = scene.signed_in(world.b.contact).post(route.address(**values), foreign)
            assert answer.status_code in (302, 404, 409, 422, 200), answer.status_code
            assert CANARY not in answer.content.decode()
        changed = scene.changes(before, scene.every_row())
        assert not of_school_a(changed, world), changed


def of_school_a(changed: dict[str, Any], world: World) -> list[str]:
    """What changed about people, dossiers or letters of school A."""
    found = []
    for label, ids in changed.items():
        for row in apps.get_model(label)._base_manager.filter(pk__in=ids):
            about = {getattr(row, name, None) for name in ("school_id", "organisation_id")}
            person = getattr(row, "person_id", None)
            role = getattr(row, "role", None)
            candidacy = getattr(row, "candidacy", None) or getattr(getattr(row, "assessment", None), "candidacy", None)
            foreign = world.a.school.pk in about or getattr(candidacy, "school_id", 0) == world.a.school.pk
            foreign = foreign or getattr(role, "organisation_id", 0) == world.a.school.pk
            if foreign or person in (world.a.teacher.person_id, world.a.contact.person_id):
                found.append(f"{label} {row.pk}")
    return found
