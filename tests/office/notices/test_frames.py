"""What stands around the things of a day is worded as any other text: a draft, a look at it, and a way back."""

from datetime import date, timedelta
from typing import Any

import pytest

from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.followers import take
from erasdu.office.notices.models import Decision, Digest, Wording
from erasdu.office.notices.queries import catalogue, digests, frames
from erasdu.office.notices.queries.things import things
from erasdu.office.notices.rules import without
from tests.conftest import AT
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R06")]
MON = date(2026, 11, 23)
MAIL, MESSAGE = "/notices/texts/day_mail/nl/", "/notices/texts/day_message/nl/"
OWN = "Beste {name}\n\nNog {number}: {first_thing}\n\n{waits}\n\nEn dit:\n{news}\n\nJe promotor"


@pytest.fixture(autouse=True)
def mail_goes(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_CONFIGURED = False, True


@pytest.fixture
def office(client_as: Any) -> Any:
    return client_as(RoleFactory(coordinator=True))


@pytest.fixture
def granted() -> CandidateFile:
    candidacy = CandidacyFactory(applied=True, learner__given_name="Amina")
    RoleFactory(organisation=candidacy.school, person__given_name="Els")
    return CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state="granted", granted_at=AT,
        answer_by=MON + timedelta(days=3),
    )  # fmt: skip


def publish(office: Any, address: str, **given: str) -> None:
    assert office.post(address, given).status_code == 302
    assert office.post(address + "publish/").status_code == 302


def sent() -> Letter:
    write_day(MON, at=AT)
    found: Letter = Letter.objects.filter(template="notices/letters/waiting").latest("pk")
    return found


def test_a_mail_of_the_day_stands_in_the_words_that_were_published(office: Any, granted: CandidateFile) -> None:
    assert office.post(MAIL, {"subject": "Vandaag voor {name}: {number}", "body": OWN}).status_code == 302
    shown = office.get(MAIL).text
    assert "Je promotor" in shown
    assert "Vandaag voor Noor: 3" in shown, "the preview, with invented things"
    assert "Nog 3: Onderteken de samenwerkingsovereenkomst" in shown
    assert office.post(MAIL + "publish/").status_code == 302
    letter = sent()
    assert letter.subject == "Vandaag voor Amina: 1"
    assert letter.text.startswith("Beste Amina\n\nNog 1: ")
    assert letter.text.endswith("Je promotor\n")
    assert "En dit" not in letter.text, "nothing is new"


def test_a_sentence_of_somebodys_own_stands_above_the_rest_whatever_is_in_it(
    office: Any, granted: CandidateFile
) -> None:
    publish(office, MAIL, subject="Vandaag", body=OWN)
    Decision.objects.create(person=granted.candidacy.learner, on=MON, kind="add", note="Bel {mij}.", at=AT)
    assert sent().text.startswith("Beste Amina\n\nBel {mij}.\n\nNog 1: ")


def test_back_to_what_ships(office: Any, granted: CandidateFile) -> None:
    publish(office, MAIL, subject="Vandaag", body=OWN)
    office.post(MAIL + "shipped/")
    assert "Je promotor" not in sent().text


@pytest.mark.parametrize(
    ("address", "given"),
    [
        (MAIL, {"subject": "Vandaag", "body": "Dag {name}\n\n{waits}"}),
        (MAIL, {"subject": "Vandaag", "body": "Dag {name}\n\n{news}"}),
        (MAIL, {"subject": "{school}", "body": OWN}),
        (MAIL, {"subject": "Vandaag", "body": OWN + " {"}),
        (MESSAGE, {"body": "Er wacht iets"}),
        (MESSAGE, {"body": "{first_thing} {waits}"}),
    ],
)
def test_no_wording_loses_what_waits_or_is_new(office: Any, address: str, given: dict[str, str]) -> None:
    assert office.post(address, given).status_code == 200
    assert not Wording.objects.exists()


def test_what_would_be_lost_with_its_paragraph_goes_as_it_ships(office: Any, granted: CandidateFile) -> None:
    publish(office, MAIL, subject="Vandaag", body="Beste {name}\n\n{waits} en {news}")
    assert sent().text.startswith("Dag Amina")


def test_a_text_message_keeps_what_waits_with_its_day_and_address(office: Any, granted: CandidateFile) -> None:
    publish(office, MESSAGE, body="Van je school: {first_thing}")
    learner = granted.candidacy.learner
    type(learner).objects.filter(pk=learner.pk).update(phone="+32470000001", email="")
    learner.refresh_from_db()
    waiting = [one for one in things(MON) if learner.pk in one.item.readers["self"]]
    _subject, own = digests.words("text", learner, waiting, [], "", MON)
    Wording.objects.all().delete()
    _subject, ships = digests.words("text", learner, waiting, [], "", MON)
    assert own == ships.replace("ErasDu: ", "Van je school: ").rstrip() + "\n"


@pytest.mark.parametrize("language", catalogue.EVERYWHERE)
def test_published_as_it_ships_it_says_what_it_did(language: str, granted: CandidateFile) -> None:
    """Of one thing and one piece of news; in each language."""
    learner = granted.candidacy.learner
    type(learner).objects.filter(pk=learner.pk).update(language=language)
    take(line("candidacy.joined", granted.candidacy))

    def told() -> dict[int | None, tuple[str, list[str]]]:
        Digest.objects.all().delete()
        Letter.objects.all().delete()
        write_day(MON, at=AT)
        return {one.person_id: (one.subject, one.text.split()) for one in Letter.objects.all()}

    before = told()
    assert len(before) == 2, "one thing that waits, and one piece of news"
    for frame in frames.FRAMES:
        for spoken in {language, "nl"}:
            content = catalogue.shipped(frame, spoken)
            assert spoken in catalogue.languages_of(frame)
            given = {"subject": content.subject, "body": content.body, "at": AT, "published_at": AT}
            Wording.objects.create(text=frame, language=spoken, version=1, **given)
    assert told() == before


def test_who_writes_one_mail_otherwise_begins_from_it(office: Any, granted: CandidateFile) -> None:
    publish(office, MAIL, subject="Vandaag", body=OWN)
    subject, body = digests.frame(granted.candidacy.learner, waits=True, news=False)
    assert subject == "Vandaag"
    assert body == without(OWN, {"news"})
    assert "{news}" not in body
    page = f"/notices/mail/{MON.isoformat()}/{granted.candidacy.learner.key}/"
    assert "Je promotor" in office.get(page).text
