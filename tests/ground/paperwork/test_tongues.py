"""Who signs by link reads the mails, the page, its errors and the receipt in their own language."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.actions.issuing import tell
from erasdu.ground.post.models import Letter
from tests.ground.paperwork import scene
from tests.tongues import recorded

pytestmark = pytest.mark.django_db
TITLES = {
    "fr": "Autorisation d’un parent ou tuteur", "de": "Erlaubnis eines Elternteils oder Vormunds",
    "es": "Permiso del padre, la madre o el tutor legal", "pt": "Autorização do pai, da mãe ou do representante legal",
}  # fmt: skip
SIGN = {"fr": "Signer", "de": "Unterschreiben", "es": "Firmar", "pt": "Assinar"}


@pytest.fixture(autouse=True)
def _now(clock: Any) -> None:
    cache.clear()


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What was asked of a language abroad and is not in it."""
    return recorded(monkeypatch, *ABROAD)


@pytest.mark.parametrize("language", ABROAD)
def test_who_signs_by_link_reads_all_of_it_in_their_own_language(
    language: str, client: Client, at: Any, lacking: set[str]
) -> None:
    signer = scene.signer_of(scene.guardian_paper(at, language=language))
    asked = Letter.objects.get(template="paperwork/letters/sign", person=signer.person_id)
    assert (asked.language, TITLES[language] in asked.subject) == (language, True)
    assert "\n--\n" not in asked.text, "it is not said twice"
    scene.come_in(client, signer)
    address = reverse("paperwork:sign", args=[signer.key])
    page = client.get(address).content.decode()
    assert f'lang="{language}"' in page
    assert TITLES[language] in page
    assert page.count(f"{SIGN[language]}</button>") == 1
    assert papers.consent_abroad(papers.kind("candidacies.guardian_approval"), "guardian_1", language) in page
    wrong = client.post(address, {"typed_name": "Iemand", "shown": signer.envelope.shown_sha256})
    assert wrong.status_code == 422
    for name in ("question", "decline"):
        client.get(reverse(f"paperwork:{name}", args=[signer.key]))
        client.post(reverse(f"paperwork:{name}", args=[signer.key]), {})
    signer.refresh_from_db()
    tell(signer, "paperwork/letters/remind", once="again", at=at)
    scene.sign(client, signer, answer="yes")
    client.get(address)
    actions.complete(scene.signer_of(signer.envelope).envelope, at=at)
    client.get(address)
    client.get(reverse("paperwork:revoke", args=[signer.key]))
    letters = Letter.objects.filter(person=signer.person_id, template__startswith="paperwork/")
    assert {letter.language for letter in letters} == {language}
    assert lacking == set()


@pytest.mark.parametrize("language", ABROAD)
def test_every_title_has_the_language_and_so_has_whoever_checks_a_paper(
    language: str, client: Client, at: Any, lacking: set[str]
) -> None:
    named = {code: papers.title_abroad(kind, language) for code, kind in papers.kinds().items()}
    assert [code for code, title in named.items() if not title] == []
    envelope = scene.guardian_paper(at)
    page = client.get(reverse("verify:paper", args=[envelope.code]), HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert TITLES[language] in page
    assert {"We know this paper", "Check this paper", "waits for signatures: not in force"} & lacking == set()


def test_a_long_paper_takes_longer_and_a_short_one_some_minutes(at: Any) -> None:
    signer = scene.signer_of(scene.guardian_paper(at))
    minutes = {}
    for pages in (1, 3, 5, 11, 13):
        signer.envelope.pages = pages
        minutes[pages] = queries.sign_page(signer, "", "nl").minutes
    assert minutes == {1: 2, 3: 3, 5: 5, 11: 10, 13: 15}
