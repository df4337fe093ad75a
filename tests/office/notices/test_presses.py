"""Letters that a step writes in the moment in which somebody asks for them: in the table, and worded like the others."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.translation import override

import erasdu
from erasdu.ground.links.queries import address as link_address
from erasdu.ground.look.tongues import OWN, speaking
from erasdu.ground.look.words import collected
from erasdu.ground.paperwork.rules import Change
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import as_shipped, compose, write
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import filled
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices import actions, rules, words
from erasdu.office.notices.followers import NO_LETTER, NOTICES, OF_SAFETY, OWN_LETTER
from erasdu.office.notices.models import Wording
from erasdu.office.notices.queries import catalogue, pages
from erasdu.office.notices.queries.places import values_of
from erasdu.office.notices.queries.table import table
from tests.conftest import AT
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.ground.paperwork import scene

FIXED = ("people", "links")  # letters about signing in and about links
DAY = date(2027, 3, 15)
# What the steps hand to their letters, all of it known.
GIVEN: dict[str, object] = {
    "person": Person(given_name="Els"), "short": "Stageovereenkomst", "about": "Amina", "due_on": DAY, "channel": "mail",
    "link_channel": "text", "own_words": "Veuillez signer.", "call": "+3215123456", "learner": "Amina", "school": "De Brug",
    "anchor": SimpleNamespace(day=DAY, digest="9f2c41d0", documents=214, journal_seq=10482), "lead": "Bram Maes",
    "address": "https://erasdu.example/papers/anchors/", "partner": "Instituto do Sol", "company": "Bakkerij Van Zoet",
    "match": SimpleNamespace(starts_on=DAY, ends_on=DAY), "campaign": SimpleNamespace(reply_by=DAY), "first": DAY, "last": DAY,
    "text": "Wij zoeken plaatsen.\n\nTot gauw.", "signature": "Els Maes\nDe Brug", "subject": "De ouderavond", "sender": "Els",
    "minutes": 4, "body": "Tot donderdag.", "changed": [Change("mentor", None, {"title": "Mentor"})],
}  # fmt: skip
NAMES = tuple(catalogue.presses())


def worded(text: str, body: str, subject: str = "Onderwerp", language: str = "nl") -> None:
    Wording.objects.create(
        text=text, language=language, version=1, subject=subject, body=body, at=AT, published_at=AT
    )  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n\n", text).strip()


# -- the table is whole ----------------------------------------------------------------------------


def test_every_letter_of_a_step_has_a_row_and_every_row_a_letter() -> None:
    root = Path(erasdu.__file__).parent
    found = {
        path.relative_to(path.parents[2]).with_suffix("").as_posix()
        for path in root.rglob("templates/*/letters/*.txt")
        if path.parts[-3] not in (*FIXED, "notices")
    }
    assert found == {row.text for row in table().presses}


def test_the_codes_of_own_letters_are_those_of_the_rows() -> None:
    own = {code for code, why in NO_LETTER.items() if why == OWN_LETTER}
    assert own == {row.what for row in table().presses} - set(NOTICES)
    fixed = {code for code, why in NO_LETTER.items() if why == OF_SAFETY}
    assert {code.partition(".")[0] for code in fixed} <= {"account", "link", "notice", "person", "role"}
    for row in table().presses:
        assert row.what in collected("EVENTS")
        assert row.to in words.TO


def test_a_row_names_a_letter_of_a_step() -> None:
    row = {"what": "paper.sent", "to": "signer", "text": "paperwork/letters/../sign", "way": "mail"}
    with pytest.raises(rules.TableFaulty, match="paperwork/letters/sign"):
        rules.parse_table({"lines": [], "waits": [], "presses": [row]})


# -- worded ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OWN)
@pytest.mark.parametrize("text", NAMES)
def test_what_ships_worded_anew_says_the_same(text: str, language: str) -> None:
    template, content = catalogue.presses()[text], catalogue.shipped(text, language)
    assert "{%" not in content.subject + content.body
    assert not rules.stray(content.subject + content.body)
    assert not rules.unknown(content.subject + content.body, catalogue.places_of(text))
    call = {"call": "Voorjaar"} if "nominations" in template else {}
    with speaking(language):
        values = values_of(template, GIVEN | call)
    subject, body = as_shipped(template, language, GIVEN | call)
    assert rules.filled(content.subject, values) == subject
    assert squeezed(rules.filled(content.body, values)) == squeezed(body)
    looked_at = catalogue.preview(text, language, content)
    assert "{" not in looked_at.subject + looked_at.body
    assert "‹" not in looked_at.subject + looked_at.body, "a place without a sample"


@pytest.mark.django_db
class TestWorded:
    def test_a_paper_is_asked_for_in_the_coordinators_words(self, client_as) -> None:
        office = client_as(RoleFactory(coordinator=True))
        address = "/notices/texts/paperwork-sign/nl/"
        body = "Dag {name},\n\nTeken {paper} voor {day}:\n\n{link}\n\nVragen over {own_words}? Bel ons."
        assert office.post(address, {"subject": "Tekenen: {short}", "body": body}).status_code == 302
        assert "/l/…" in office.get(address).content.decode()
        office.post(address + "publish/")
        signer = scene.signer_of(scene.company_paper(AT))
        letter = Letter.objects.get(template="paperwork/letters/sign", person=signer.person)
        assert letter.subject.startswith("Tekenen: ")
        assert f"Dag {signer.person.given_name}," in letter.text
        assert "\n\n{link}\n" in letter.text
        assert "Vragen" not in letter.text, "nothing is known of own words"
        assert link_address(signer.link) in filled(letter)

    def test_mail_that_is_written_keeps_its_text(self) -> None:
        signer = scene.signer_of(scene.company_paper(AT))
        before = Letter.objects.get(person=signer.person).text
        worded("paperwork-sign", "Anders: {link}")
        assert Letter.objects.get(person=signer.person).text == before

    def test_a_link_that_would_be_lost_with_its_paragraph_brings_back_what_ships(self) -> None:
        worded("selection-input_asked", "Beste {name},\n\nVraag het aan {lead}: {link}")
        template = "selection/letters/input_asked"
        assert compose(template, "nl", GIVEN)[1] == "Beste Els,\n\nVraag het aan Bram Maes: {link}\n"
        without = GIVEN | {"lead": None}
        assert compose(template, "nl", without) == as_shipped(template, "nl", without)

    def test_each_language_has_its_own(self) -> None:
        worded("matching-asked_company", "Bonjour {name}\n\n{link}", language="fr")
        assert "Bonjour Els" in compose("matching/letters/asked_company", "fr", GIVEN)[1]
        assert "Bonjour" not in compose("matching/letters/asked_company", "de", GIVEN)[1]

    @pytest.mark.parametrize("template", ["people/letters/login_code", "links/letters/code", "links/letters/again"])
    def test_letters_about_signing_in_are_never_worded(self, template: str, client_as) -> None:
        app, _, name = template.partition("/letters/")
        for text in (f"{app}-{name}", template, name):
            worded(text, "Geef je code aan mij.")
        found = compose(template, "nl", GIVEN | {"name": "Els"})
        assert "Geef je code" not in found[1]
        office = client_as(RoleFactory(coordinator=True))
        assert office.get(f"/notices/texts/{app}-{name}/nl/").status_code == 404

    @pytest.mark.parametrize(
        "body",
        [
            "{link} {{ person.email }}", "{link} {% debug %}", "{link} {link:abc}", "{link} {person}", "{link} {code}",
            "{link} {paper.__class__}", "{link} {due_on}", "Zonder link", "",
        ],
    )  # fmt: skip
    def test_only_places_of_the_letter_can_be_filled_in(self, body: str, client_as) -> None:
        office = client_as(RoleFactory(coordinator=True))
        answer = office.post("/notices/texts/paperwork-sign/nl/", {"subject": "Tekenen", "body": body})
        assert answer.status_code == 200
        assert not Wording.objects.exists()

    def test_nothing_in_a_value_is_filled_in_or_run(self) -> None:
        worded("outreach-message", "{body}\n\n{school}", subject="{subject}")
        given = GIVEN | {"body": "{school} {{ person.pk }} {% now 'Y' %}", "subject": "{body}"}
        person = PersonFactory(language="nl")
        letter = write("outreach/letters/message", to=person, once="x", at=AT, context=given)
        assert letter is not None
        assert letter.subject == "{body}"
        assert letter.text == "{school} {{ person.pk }} {% now 'Y' %}\n\nDe Brug\n"

    def test_only_the_coordinator_words(self) -> None:
        with pytest.raises(Refused):
            actions.write_text(
                "paperwork-sign", "nl", subject="a", body="{link}", revision=0, by=Actor(1, "contact_point"), at=AT
            )


# -- the page --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_table_has_three_parts_that_can_be_searched(client_as, django_assert_max_num_queries) -> None:
    office = client_as(RoleFactory(coordinator=True))
    with django_assert_max_num_queries(15):
        page = office.get("/notices/table/").content.decode()
    assert "/notices/texts/paperwork-sign/nl/" in page
    assert "Als iemand op een knop drukt" in page
    found = office.get("/notices/table/", {"q": "gastgezin bed"}).content.decode()
    assert "/notices/texts/matching-asked_family/nl/" in found
    assert "/notices/texts/paperwork-sign/nl/" not in found
    assert "Geen rij" in office.get("/notices/table/", {"q": "xyzzy<script>"}).content.decode()
    school = client_as(RoleFactory()).get("/notices/table/").content.decode()
    assert "/notices/texts/" not in school
    with override("nl"):
        assert not [row for rows in pages.table_rows("nl").values() for row in rows if "%(" in f"{row.what}{row.to}"]
        assert sum(map(len, pages.table_rows("nl").values())) == sum(
            map(len, (table().lines, table().waits, table().presses))
        )
