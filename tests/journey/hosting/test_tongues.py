"""What a host reads is whole in each of the six languages: nothing in another one in between."""

import re
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.links.doors import audience_of
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import token_of
from erasdu.ground.look import figures
from erasdu.ground.look.tongues import ABROAD, EVERYWHERE, speaking
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.ground.people.queries import notice, notice_languages
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.forms import AssessForm, HostForm, SchoolForm
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.actions import asking
from erasdu.journey.hosting.forms.asking import start_text
from erasdu.journey.hosting.models import Home
from erasdu.journey.hosting.words.occupations import occupation_word, task_words
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities.models import Mobility
from tests.conftest import AT
from tests.journey.agreements.planning import ready_plan, school_of
from tests.journey.agreements.test_pages import typed
from tests.journey.hosting.asking_scene import Network, host_client
from tests.journey.matching.scene import Scene
from tests.security.scene import by_links
from tests.tongues import NOT_TRANSLATED, recorded

SRC = Path(asking.__file__).resolve().parents[3]
APPS = sorted({path.parents[3] for path in SRC.rglob("locale/es/LC_MESSAGES/django.po")})
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{link\}|\{code\}")
LETTERS = {
    "asked_company",
    "asked_family",
    "confirmed_company",
    "confirmed_family",
    "confirmed_guest",
    "host",
    "assess",
}


def catalogue(app: Path, language: str) -> dict[str, polib.POEntry]:
    file = polib.pofile(str(app / "locale" / language / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry for entry in file if not entry.obsolete}


@pytest.mark.parametrize("language", ABROAD)
@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_the_four_catalogues_say_the_same(app: Path, language: str) -> None:
    dutch, own = catalogue(app, "nl"), catalogue(app, language)
    assert own.keys() == catalogue(app, "es").keys()
    assert own.keys() <= dutch.keys(), "a text that nothing says any more"
    for msgid, entry in own.items():
        texts = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        assert texts, msgid
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(msgid + entry.msgid_plural)), msgid


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("language", ABROAD)
def test_nothing_on_the_way_of_a_host_is_left_in_english(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    net = Network()
    bakery = net.company(contact=net.reader(language))
    home = net.home(contact=net.reader(language), beds=2)
    net.inform()
    net.inform("bed")
    lacking = recorded(monkeypatch, language)
    for row, pages in (
        (bakery, ("", "place/", "place/?occupation=baker")),
        (home, ("", "beds/", "beds/back/")),
    ):
        client, own = host_client(row)
        for page in pages:
            assert client.get(own + page).status_code == 200
        for page in ("place/", "beds/"):
            client.post(
                own + page, {"occupation": "baker", "places": "x", "first": "y", "room_0": "-1", "min_age": "99"}
            )
        client.post(f"{own}no/", {"answer": "later"})
        client.get(own)
    link = asking.link_of(bakery, at=AT)
    visitor = Client()
    visitor.get(f"/l/{token_of(link)}/")
    visitor.post("/l/open/", {"token": token_of(link)})
    visitor.post("/l/code/", {"code": "1"})
    Client().post(f"/hosting/welcome/{net.school.key}/?in={language}", {"what": "place", "email": "x", "phone": "1"})
    assert lacking - NOT_TRANSLATED == set()


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.parametrize("language", ABROAD)
def test_what_a_host_answers_and_fills_in_is_whole_in_its_language(language: str, clock, monkeypatch) -> None:
    scene, plan = Scene(learners=1), ready_plan(clock)
    Person.objects.update(language=language)
    for row in (scene.placement, scene.rooms[0], plan):
        row.refresh_from_db()  # with its people
    match = scene.place()
    Profile.objects.update(pets="no", smokes="yes")
    Home.objects.update(pets=[], smokers_welcome=True)  # so that the home still does
    lacking = recorded(monkeypatch, language)
    matching.ask(scene.board, match, by=scene.by, at=AT)
    by = school_of(plan.mobility)
    host, school = (agreements.invite(plan, side, by=by, at=clock) for side in ("host", "school"))
    for link in Link.objects.all():
        give_notice(link.person, audience_of(link), "screen", at=clock)
    for answer in Answer.objects.filter(match=match, person__isnull=False):
        link = Link.objects.get(person=answer.person, purpose="matching.answer")
        browser, address = by_links(link), reverse("matching:answer_by_link", args=[link.key])
        assert browser.get(address).status_code == 200
        for what in ("", "no", "yes"):
            browser.post(address, {"what": what})
        assert browser.get(address).status_code == 200
    for link, name, form in ((host, "host", HostForm(plan)), (school, "school", SchoolForm(plan))):
        browser, address = by_links(link), reverse(f"agreements:{name}_by_link", args=[link.key])
        assert browser.get(address).status_code == 200
        assert browser.post(address, typed(form, mentor_name="Inês Duarte", school_name="An")).status_code == 200
    Mobility.objects.filter(pk=plan.mobility_id).update(
        planned_from=clock.date() - timedelta(days=13), planned_until=clock.date()
    )
    plan.refresh_from_db()
    link = agreements.ask_assessor(plan, by=by, at=clock)
    give_notice(link.person, audience_of(link), "screen", at=clock)
    browser, address = by_links(link), reverse("agreements:assess_by_link", args=[link.key])
    for data, status in (({"revision": "0"}, 422), (typed(AssessForm(plan), reached_1="full", overall="Bem."), 200)):
        assert browser.get(address).status_code == 200
        assert browser.post(address, data).status_code == status
    scene.all_say_yes(match)
    match.refresh_from_db()
    matching.confirm(scene.board, match, by=scene.by, at=AT)
    for link in Link.objects.filter(purpose__in=("matching.answer", "hosting.stay")):
        give_notice(link.person, audience_of(link), "screen", at=clock)
        name = "matching:answer_by_link" if link.purpose == "matching.answer" else "hosting:stay_by_link"
        assert by_links(link).get(reverse(name, args=[link.key])).status_code == 200
    told = Letter.objects.filter(language=language).values_list("template", flat=True)
    assert {name.rpartition("/")[2] for name in told} - {"notice"} == LETTERS
    assert lacking - NOT_TRANSLATED == set()


@pytest.mark.parametrize("language", ABROAD)
def test_a_letter_begins_in_the_readers_language(language: str) -> None:
    texts = {start_text("place", each, "Atheneum De Brug") for each in EVERYWHERE}
    assert len(texts) == 6
    assert all("Atheneum De Brug" in text for text in texts)
    with speaking(language):
        assert figures.day(AT) != "ma 23 nov. 2026"


@pytest.mark.django_db
def test_a_host_reads_the_privacy_notice_in_its_language() -> None:
    assert notice_languages("host") == EVERYWHERE
    titles = {notice("host", language).title for language in EVERYWHERE}
    assert len(titles) == 6
    assert len({len(notice("host", language).parts) for language in EVERYWHERE}) == 1
    assert notice("host", "tr").title == notice("host", "en").title


def test_every_occupation_and_task_has_its_words_in_all_languages() -> None:
    for language in ABROAD:
        for occupation in OCCUPATIONS.values():
            assert occupation_word(occupation.code, language) != occupation.code
            tasks = task_words(occupation.code, language)
            assert tasks.keys() == occupation.tasks.keys()
            english = [task for task, (_nl, en) in occupation.tasks.items() if tasks[task] == en]
            assert english == [], (occupation.code, language)
