"""The door of personal links: robots, thieves and teachers."""

import logging
import re
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from gunicorn.config import Config

from erasdu.config.logs import Plain, ServerLog
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Receipt
from erasdu.ground.links import actions, queries, rules, views
from erasdu.ground.links.models import Code, Device, Link
from erasdu.ground.look.limits import Limit
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import NoticeGiven, Person
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import SYSTEM
from tests.factories.links import AT, make_link
from tests.factories.organisations import RoleFactory
from tests.ground.links.thing import DOORS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.links.thing")]


@pytest.fixture(autouse=True)
def _doors(settings, clock):
    settings.LINK_DOORS = DOORS
    cache.clear()


def path_of(link: Link) -> str:
    return f"/l/{queries.token_of(link)}/"


def knock(client: Client, link: Link, **more):
    return client.post("/l/open/", {"token": queries.token_of(link)}, **more)


def newest_code(link: Link) -> str:
    return queries.code_text(Code.objects.filter(link=link).latest("pk"))


def come_in(client: Client, link: Link, **more):
    knock(client, link)
    return client.post("/l/code/", {"code": newest_code(link), **more})


def later(**much):
    return the_clock.standing_at(AT + timedelta(**much))


def test_a_link_that_somebody_made_at_the_same_moment_is_the_one():
    """Who believes to be the first is told by the database that they are not."""
    before = make_link()
    person, subject = before.person, SimpleNamespace(_meta=SimpleNamespace(label_lower=before.subject_kind))
    subject.pk = before.subject_pk
    again = actions.issue(person, before.purpose, subject=subject, at=AT, days=90, is_first=True)
    assert again.pk == before.pk
    assert again.expires_at == AT + timedelta(days=90)
    assert Link.objects.count() == 1


def test_a_button_then_a_code_then_an_address_without_token(client):
    link = make_link()
    page = client.get(path_of(link))
    assert page.status_code == 200
    assert knock(client, link)["Location"] == "/l/code/"
    letter = Letter.objects.get(template="links/letters/code")
    assert letter.address == link.person.email
    answer = client.post("/l/code/", {"code": newest_code(link)})
    assert answer["Location"] == f"/thing/{link.key}/"
    assert queries.token_of(link) not in answer["Location"]
    inside = client.get(answer["Location"])
    assert inside.content.decode() == f"inside as teacher via link link {link.pk}"


def test_the_code_may_be_typed_with_a_space(client):
    link = make_link()
    knock(client, link)
    code = newest_code(link)
    assert client.post("/l/code/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == f"/thing/{link.key}/"


def test_the_door_calls_nobody_you_in_a_way_that_fits_only_parents_or_only_learners(client):
    """The same words are for a learner of seventeen, who is "je", and for a mother, who is "u"."""
    link = make_link()
    Person.objects.filter(pk=link.person_id).update(language="nl")
    door = client.get(path_of(link)).content.decode()
    knock(client, link)
    shown = [door, client.get("/l/code/").content.decode(), Letter.objects.get(template="links/letters/code").text]
    assert "Typ de code" in shown[1]
    for text in shown:
        main = text.partition("<main")[2].partition("</main>")[0] or text
        words = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<div[^>]* hidden[^>]*>.*?</div>", "", main))
        assert not re.search(r"\b(u|uw|je|jouw|jij)\b", words, re.IGNORECASE)


@pytest.mark.parametrize(("language", "twice"), [("pt", False), ("tr", True)])
def test_the_code_is_explained_once_more_only_to_who_reads_another_language_than_the_page(client, language, twice):
    link = make_link()
    Person.objects.filter(pk=link.person_id).update(language=language)
    knock(client, link)
    page = client.get("/l/code/").content.decode()
    assert ("código de 6" in page or "Escreva" in page) is not twice
    assert (f'<div class="notice" lang="{language}"' in page) is twice


def snapshot() -> list[object]:
    rows = [list(model.objects.order_by("pk").values()) for model in (Link, Code, Device, Letter, NoticeGiven, Receipt)]
    return rows


def test_a_mail_robot_changes_nothing_and_learns_nothing():
    link = make_link()
    before = snapshot()
    robot = Client(enforce_csrf_checks=True, HTTP_USER_AGENT="Mozilla/5.0 (compatible; SafeLinks)")
    robot.head(path_of(link))
    for _ in range(5):
        page = robot.get(path_of(link)).content.decode()
    assert robot.post("/l/open/", {"token": queries.token_of(link)}).status_code == 403
    for path in ("/l/open/", "/l/code/new/", "/l/again/"):
        assert robot.get(path).status_code == 405
    assert snapshot() == before
    assert not robot.session.items()
    for secret in (link.person.given_name, link.person.email, link.role.organisation.name, link.key):
        assert secret not in page
    person = Client()
    assert come_in(person, link)["Location"] == f"/thing/{link.key}/"


class Scripts(HTMLParser):
    """What a page would do by itself: nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.forms_with_auto = 0

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "meta" and names.get("http-equiv", "").lower() == "refresh":
            self.forms_with_auto += 1
        if any(name.startswith(("on", "hx-")) for name in names):
            self.forms_with_auto += 1


def test_the_page_sends_nothing_by_itself(client):
    parser = Scripts()
    parser.feed(client.get(path_of(make_link())).content.decode())
    assert parser.forms_with_auto == 0


def gone_texts(client: Client, link: Link) -> set[str]:
    """The words of the pages that looking and pressing give."""
    answers = [client.get(path_of(link)), knock(client, link)]
    assert {answer.status_code for answer in answers} == {404}
    return {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}


def test_unknown_forged_expired_and_revoked_links_look_the_same(client):
    expired, revoked, replaced, ended = make_link(), make_link(), make_link(), make_link()
    old = Link(key=replaced.key, generation=1)
    actions.revoke(revoked, by=SYSTEM, at=AT)
    actions.reissue(replaced, by=SYSTEM, at=AT)
    Role.objects.filter(pk=ended.role_id).update(until=AT)
    Link.objects.filter(pk=expired.pk).update(expires_at=AT)
    unknown = Link(key="zzzzzzzzzzzzzz", generation=1)
    texts = [gone_texts(Client(), each) for each in (unknown, old, expired, revoked, ended)]
    assert all(text == texts[0] for text in texts)
    assert len(texts[0]) == 1
    assert not Code.objects.exists()


def test_forged_tokens_open_nothing():
    link = make_link()
    right = queries.token_of(link)
    for number in range(300):
        forged = right[:-4] + f"{number:04d}"
        assert forged == right or queries.working(forged, AT) is None
    assert queries.working(right.swapcase(), AT) is None
    assert queries.working("", AT) is None


def test_a_link_dies_with_its_role_at_the_next_request(client):
    link = make_link()
    come_in(client, link)
    assert client.get(f"/thing/{link.key}/").status_code == 200
    Role.objects.filter(pk=link.role_id).update(until=AT)
    answer = client.get(f"/thing/{link.key}/")
    assert answer.status_code == 404
    assert b"inside" not in answer.content


def test_a_revoked_link_dies_at_the_next_request(client):
    link = make_link()
    come_in(client, link)
    actions.revoke(link, by=SYSTEM, at=AT)
    assert client.get(f"/thing/{link.key}/").status_code == 404


def test_a_visit_ends_after_twelve_hours_and_a_link_after_its_days(client):
    link = make_link(days=1)
    come_in(client, link)
    with later(hours=11, minutes=59):
        assert client.get(f"/thing/{link.key}/").status_code == 200
    with later(hours=12, minutes=1):
        assert client.get(f"/thing/{link.key}/").status_code == 404
    with later(days=1):
        assert client.get(path_of(link)).status_code == 404


def test_somebody_elses_link_stays_closed(client):
    mine, other = make_link(), make_link()
    come_in(client, mine)
    assert client.get(f"/thing/{other.key}/").status_code == 404
    knock(client, other)
    assert client.post("/l/code/", {"code": newest_code(mine)}).status_code == 200
    assert client.get(f"/thing/{other.key}/").status_code == 404


def test_a_key_alone_opens_nothing(client):
    assert client.get(f"/thing/{make_link().key}/").status_code == 404


def test_a_code_works_once_for_ten_minutes_and_five_tries(client):
    link = make_link()
    knock(client, link)
    code = newest_code(link)
    with later(minutes=10):
        assert client.post("/l/code/", {"code": code}).status_code == 200
    assert client.post("/l/code/", {"code": code}).status_code == 302
    other = Client()
    other.session["x"] = 1
    assert actions.try_code(link, code, at=AT).code == "code_spent"
    knock(client, link)
    code = newest_code(link) if Code.objects.filter(link=link).count() > 1 else None
    assert code is None  # the device is remembered: no second code was sent


def test_five_wrong_tries_spend_a_code_and_ten_an_hour(client):
    link = make_link()
    knock(client, link)
    code = newest_code(link)
    wrong = "000000" if code != "000000" else "111111"
    verdicts = [actions.try_code(link, wrong, at=AT).code for _ in range(6)]
    assert verdicts == ["code_wrong"] * 5 + ["code_spent"]
    assert actions.try_code(link, code, at=AT).code == "code_spent"
    knock(client, link)
    code = newest_code(link)
    wrong = "000000" if code != "000000" else "111111"
    assert [actions.try_code(link, wrong, at=AT).code for _ in range(5)] == ["code_wrong"] * 5
    knock(client, link)
    assert actions.try_code(link, newest_code(link), at=AT).code == "tries_too_many"
    with later(minutes=61):
        knock(client, link)
        assert actions.try_code(link, newest_code(link), at=AT + timedelta(minutes=61))


def test_five_codes_in_a_quarter_of_an_hour(client):
    link = make_link()
    for _ in range(7):
        knock(client, link)
    assert Letter.objects.filter(template="links/letters/code").count() == 5
    with later(minutes=16):
        knock(client, link)
    assert Letter.objects.filter(template="links/letters/code").count() == 6


def test_the_device_is_remembered_for_30_days_and_only_for_its_person(client):
    link, colleague = make_link(), make_link()
    answer = come_in(client, link)
    cookie = answer.cookies["device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    assert Device.objects.get().token_hash != cookie.value
    client.session.flush()
    with later(days=29):
        again = Client()
        again.cookies["device"] = cookie.value
        assert knock(again, link)["Location"] == f"/thing/{link.key}/"
        assert knock(again, colleague)["Location"] == "/l/code/"
    with later(days=30, minutes=1):
        late = Client()
        late.cookies["device"] = cookie.value
        assert knock(late, link)["Location"] == "/l/code/"


def test_colleagues_may_share_a_browser(client):
    first, second = make_link(), make_link()
    come_in(client, first)
    come_in(client, second)
    assert Device.objects.count() == 2
    assert Device.objects.values("token_hash").distinct().count() == 1


def test_a_shared_computer_is_not_remembered(client):
    link = make_link()
    answer = come_in(client, link, shared="on")
    assert answer["Location"] == f"/thing/{link.key}/"
    assert "device" not in answer.cookies
    assert not Device.objects.exists()


def test_over_https_the_cookie_belongs_to_this_host_alone(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = come_in(client, make_link()).cookies["__Host-device"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_the_session_gets_a_new_key_at_the_door(client):
    link = make_link()
    knock(client, link)
    planted = client.session.session_key
    client.post("/l/code/", {"code": newest_code(link)})
    assert client.session.session_key != planted
    assert Client(headers={"cookie": f"sessionid={planted}"}).get(f"/thing/{link.key}/").status_code == 404


def test_first_comes_the_notice_once(client):
    link = make_link(noticed=False)
    come_in(client, link)
    assert client.get(f"/thing/{link.key}/")["Location"] == f"/l/notice/{link.key}/"
    assert client.get(f"/l/notice/{link.key}/").status_code == 200
    assert not NoticeGiven.objects.exists()
    assert client.post(f"/l/notice/{link.key}/")["Location"] == f"/thing/{link.key}/"
    given = NoticeGiven.objects.get()
    assert (given.person_id, given.audience, given.way) == (link.person_id, "teacher", "screen")
    assert client.get(f"/thing/{link.key}/").status_code == 200


def test_a_new_link_goes_to_the_stored_address_only(client):
    link = make_link(days=1)
    old = queries.token_of(link)
    with later(days=2):
        answer = client.post("/l/again/", {"token": old, "email": "thief@example.net", "address": "thief@example.net"})
        assert answer["Location"] == "/l/sent/"
        letter = Letter.objects.get(template="links/letters/again")
        assert letter.address == link.person.email
        assert letter.text.count("{link}") == 1
        link.refresh_from_db()
        assert client.get(f"/l/{old}/").status_code == 404
        assert client.get(path_of(link)).status_code == 200


def test_asking_for_a_new_link_says_the_same_for_none(client):
    revoked = make_link()
    actions.revoke(revoked, by=SYSTEM, at=AT)
    for given in ({"token": "nothing"}, {"token": queries.token_of(revoked)}, {"key": "nothing"}, {}):
        assert client.post("/l/again/", given)["Location"] == "/l/sent/"
    assert not Letter.objects.exists()


def test_a_new_link_three_times_an_hour(client):
    link = make_link()
    for _ in range(6):
        client.post("/l/again/", {"key": link.key})
    assert Letter.objects.filter(template="links/letters/again").count() == 3


def test_somebody_without_address_gets_a_clear_answer(client):
    link = make_link(role=RoleFactory(teacher=True, person__email=""))
    knock(client, link)
    assert not Letter.objects.exists()
    assert client.get("/l/code/").status_code == 200


HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "127.0.0.1.evil.example",
    "evil.example:80",
]


@pytest.mark.parametrize("host", HOSTS)
def test_no_host_of_a_request_reaches_a_mail(client, settings, host):
    settings.SITE_URL = "https://erasdu.example"
    link = make_link()
    assert client.post("/l/again/", {"key": link.key}, headers={"host": host}).status_code == 400
    client.post("/l/again/", {"key": link.key}, headers={"x-forwarded-host": host})
    assert queries.address(link) == f"https://erasdu.example{path_of(link)}"
    assert host not in Letter.objects.get().text


@pytest.mark.parametrize("path", ["door", "code", "gone", "thing"])
def test_no_cache_keeps_it_and_no_site_learns_it(client, path):
    link = make_link()
    come_in(client, link)
    paths = {"door": path_of(link), "code": "/l/code/", "gone": "/l/unknown/", "thing": f"/thing/{link.key}/"}
    answer = client.get(paths[path])
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"


def test_the_database_holds_no_token_and_no_code(client, tmp_path):
    link = make_link()
    client.get(path_of(link))
    client.post("/l/again/", {"key": link.key})
    come_in(client, link)
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump), verbosity=0)
    text = dump.read_text()
    assert queries.token_of(link) not in text
    assert f'"{newest_code(link)}' not in text
    assert Code.objects.get().salt in text  # the dump is a real one


def test_logs_hold_no_token(client, caplog):
    link, stranger = make_link(), Link(key="zzzzzzzzzzzzzz", generation=1)
    caplog.handler.setFormatter(Plain("%(levelname)s %(message)s"))
    with caplog.at_level(logging.DEBUG):
        for each in (link, stranger):
            client.get(path_of(each))
            client.get(path_of(each) + "more/")
        try:
            raise RuntimeError(path_of(link))
        except RuntimeError:
            logging.getLogger("erasdu").exception("went wrong")
    assert "/l/…" in caplog.text
    for each in (link, stranger):
        assert queries.token_of(each) not in caplog.text


def test_the_web_servers_log_holds_no_token(rf):
    path = path_of(make_link())
    log = ServerLog(Config())
    response = SimpleNamespace(status="200", sent=1, headers=[])
    environ = rf.get(path, headers={"referer": f"http://localhost{path}"}).environ | {"RAW_URI": path}
    request = SimpleNamespace(headers=[("REFERER", path)])
    atoms = log.atoms(response, request, environ, timedelta(seconds=1))
    assert "/l/…" in atoms["r"]
    assert path not in str(atoms.values())


def test_a_flood_from_one_address_is_stopped_for_that_address_alone(client, monkeypatch):
    monkeypatch.setattr(views, "KNOCKS", Limit("few", 3, 300))
    link = make_link()
    for _ in range(3):
        assert views.KNOCKS.take("192.0.2.1")
    assert knock(client, link, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert knock(client, link, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_issuing_again_keeps_the_link_and_an_expired_one_gets_a_new_token():
    link = make_link(days=1)
    role = link.role
    same = actions.issue(role.person, link.purpose, subject=role.organisation, role=role, at=AT, days=5)
    assert (same.pk, same.generation) == (link.pk, 1)
    assert same.expires_at == AT + timedelta(days=5)
    fresh = actions.issue(role.person, link.purpose, subject=role.organisation, role=role, at=AT + timedelta(days=6))
    assert (fresh.pk, fresh.generation) == (link.pk, 2)
    actions.revoke(fresh, by=SYSTEM, at=AT)
    new = actions.issue(role.person, link.purpose, subject=role.organisation, role=role, at=AT)
    assert new.pk != link.pk


def test_a_purpose_without_a_door_is_a_mistake():
    role = RoleFactory(teacher=True)
    with pytest.raises(ValueError, match="no door"):
        actions.issue(role.person, "unknown.thing", subject=role.organisation, at=AT)


def test_codes_and_tokens_are_spread():
    codes = {rules.code("secret", f"{n}") for n in range(2000)}
    assert len(codes) > 1980
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert rules.token("secret", "abc", 1) != rules.token("secret", "abc", 2) != rules.token("other", "abc", 2)
    assert len(rules.token("secret", "abc", 1)) == 43
