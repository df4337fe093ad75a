"""A mother signs with an app that knows her, instead of a name: there, back, there, and back again. The app is the
demo's pretended one, which is served beside the pages."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.ground.paperwork.actions import complete
from erasdu.ground.paperwork.models import Signature
from erasdu.ground.paperwork.queries import of_file
from erasdu.ground.paperwork.queries.printing import final_copy, record_copy
from tests.browser import axe, shot
from tests.ground.paperwork.scene import guardian_paper, signer_of
from tests.sealing import seal_folder
from tests.stories.hands import Hands
from tests.stories.test_papers import apart, come_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R25")]


@pytest.fixture(autouse=True)
def _ready(settings, transactional_db, story_clock) -> None:
    settings.SEAL_FOLDER = seal_folder()


def test_with_an_app_there_and_back(open_page, at) -> None:
    envelope = guardian_paper(at)
    signer = signer_of(envelope)
    mother = Hands(open_page(phone=True))
    come_in(mother, signer)
    mother.follow("Sign with %(name)s", name="Voorbeeld-app")
    axe(mother.page)
    shot(mother.page, "sign-elsewhere-phone-nl")
    mother.tick("consent")
    mother.press("On to %(name)s", name="Voorbeeld-app")

    mother.fill(name="Agnieszka Maria Nowak")
    axe(mother.page)
    shot(mother.page, "sign-elsewhere-app-phone-nl")
    mother.press("This is me")
    mother.press("On to %(name)s", name="Voorbeeld-app")
    mother.press("Stop")
    mother.sees("You stopped in the app, or it did not agree. Nothing is signed.")
    shot(mother.page, "sign-elsewhere-stopped-phone-nl")
    assert not Signature.objects.exists()

    mother.follow("Try again with %(name)s", name="Voorbeeld-app")
    mother.tick("consent")
    mother.press("On to %(name)s", name="Voorbeeld-app")
    mother.fill(name="Agnieszka Nowak")
    mother.press("This is me")
    mother.press("On to %(name)s", name="Voorbeeld-app")
    mother.press("Agree")
    axe(mother.page)
    shot(mother.page, "sign-elsewhere-back-phone-nl")
    mother.press("Finish signing")
    mother.sees("Signed. Thank you.")

    assert Signature.objects.get().assurance == "remote", "a pretended app says no more than that"
    apart(lambda: complete(signer_of(envelope).envelope, at=at))
    mother.page.goto(reverse("paperwork:sign", args=[signer.key]))
    shot(mother.page, "sign-elsewhere-done-phone-nl")
    expect(mother.named("link", mother.says("What happened to it (PDF)"))).to_be_visible()
    done = signer_of(envelope).envelope
    assert {apart(lambda copy=copy: of_file(copy(done), "nl").code) for copy in (final_copy, record_copy)} == {
        "exact_copy"
    }
