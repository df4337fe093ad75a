"""Letters and logs hold nothing of a learner but a first name: every form of every role is sent, then all is read.

The letters go through a mail server's whole road: written by the journal's follower and the actions, then sent.
"""

import logging
import re
from typing import Any

import pytest
from django.core import mail

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import queries as links
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.followers import follow_journal
from erasdu.office.notices.models import News
from tests.conftest import AT
from tests.factories.journal import line
from tests.security import scene
from tests.security.scene import CANARY, World
from tests.security.test_mass_assignment import every_form

# Others walk the same pages on PostgreSQL.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Of the learners of both schools, their guardians, and what was said and scored about them.
NEVER = (
    CANARY, "+32470998877", "0470998877", "470 99 88 77", "Kerkstraat 12", "+32471123456", "Fatima", "2009-06-14", "14 juni 2009",
    "14/06/2009", "2008-03-02", "2 maart 2008", "Gesprek met", "Argument bij", "belt terug", "Komt altijd op tijd",
    "Sterk in het gesprek", "I want to learn how", "klaagt", "Grootkeuken",
)  # fmt: skip
ORDER = (
    "nobody", "learner with a draft", "learner in a selection", "by link", "contact point", "coordinator",
    "learner with a place", "administrator",
)  # fmt: skip


@pytest.fixture
def world(world: World, settings: Any) -> World:
    settings.DEMO, settings.EMAIL_CONFIGURED = False, True
    return world


def everything_happens(world: World) -> int:
    """Every form that each role finds, one after the other; how many were taken."""
    taken, browsers = 0, scene.everybody(world)
    for who in ORDER:
        client, keys = browsers[who]
        for _address, form in list(every_form(client, keys)):
            cookies = client.cookies.copy()
            taken += client.post(form.action, form.filled()).status_code == 302
            client.cookies = cookies
    return taken


def test_letters_and_logs_of_everything_that_happens(world: World, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("erasdu", "django.request", "django.security", "allauth"):
        caplog.set_level(logging.DEBUG, name)
    assert everything_happens(world) > 40
    everything_is_told(world)
    while journal.seal():
        pass
    while follow_journal():
        pass
    write_day(brussels_date(AT), at=AT)
    while send_due(lambda: AT):
        pass
    for one in News.objects.all():
        check(one.text, one.once)
    letters = Letter.objects.exclude(template="post/test")
    assert letters.values("template").distinct().count() > 25
    for letter in letters:
        check(letter.subject + "\n" + letter.text, letter.template)
    assert News.objects.exists()
    assert len(mail.outbox) > 35
    for message in mail.outbox:
        check(str(message.message()), message.subject)
    for record in caplog.records:
        said = record.getMessage() + (record.exc_text or "")
        assert not [word for word in NEVER if word in said], said
        assert "@school.example" not in said
        assert not re.search(r"/l/[A-Za-z0-9_-]{43}", said)
    check_tokens()


def everything_is_told(world: World) -> None:
    """The lines that need another moment than this, about learners of school A."""
    from erasdu.office.notices.followers import NOTICES

    done = world.a.learners["granted"]
    selection = scene.Selection.objects.get(enrolment=world.a.done)
    for code in NOTICES:
        if code != "call.deadline_moved":  # written by the form of the coordinator: it needs its own row
            line(code, done, done.enrolment, done.call, selection)


def check(text: str, where: str) -> None:
    """No word of the dossier; a first name at most, and an address that leads to the platform."""
    assert not [word for word in NEVER if word in text], (where, text)


def check_tokens() -> None:
    """Letters hold placeholders and links their hash: who reads the tables cannot open a link."""
    tokens = [links.token_of(link) for link in scene.Link.objects.all()]
    assert len(tokens) > 5
    stored = str(scene.every_row())
    assert not [token for token in tokens if token in stored]
