"""Every page that a link opens is whole in each language abroad, also when what was typed does not hold."""

import pytest
from django.test import Client

from erasdu.ground.links.doors import audience_of
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.meetings.models import Meeting
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.nominations import rules
from tests.conftest import AT
from tests.security.scene import World, addresses, by_links, world
from tests.tongues import NOT_TRANSLATED, recorded

pytestmark = [pytest.mark.page, pytest.mark.django_db]
OURS = {"selection.input", "selection.assess", "candidacies.correct"}  # of who works in a Flemish school
OPEN = (
    "/privacy/host/", "/privacy/incoming/", "/privacy/guardian/", "/privacy/company/", "/privacy/signer/",
    "/verify/", "/l/code/", "/l/sent/",
)  # fmt: skip


def pages(made: World, language: str) -> list[tuple[Client, str]]:
    given = {**made.a.links, **made.abroad.links}
    keys = {f"link {purpose}": [link.key] for purpose, link in given.items()}
    inside = by_links(*given.values(), HTTP_ACCEPT_LANGUAGE=language)
    doors = {"door": made.a.keys["door"], "guest": made.a.keys["guest"]}
    nobody = Client(HTTP_ACCEPT_LANGUAGE=language)
    behind = [(inside, address) for address in addresses(keys) if any(link.key in address for link in given.values())]
    before = [(nobody, address) for address in addresses(doors) if any(key in address for key in doors["door"])]
    return behind + before + [(nobody, address) for address in OPEN]


@pytest.mark.parametrize("language", ABROAD)
@pytest.mark.usefixtures("clock")
def test_no_page_behind_a_link_falls_back_on_english(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = world()
    Person.objects.update(language=language)
    Call.objects.update(title_nl="Oproepnaam", title_en="Call")
    Meeting.objects.update(title_nl="Avondnaam", title_en="Evening")
    for link in (*made.a.links.values(), *made.abroad.links.values()):
        give_notice(link.person, audience_of(link), "screen", at=AT)
    lacking, found, spoken = recorded(monkeypatch, language), {}, []
    ours = tuple(link.key for purpose, link in {**made.a.links, **made.abroad.links}.items() if purpose in OURS)
    for client, address in pages(made, language):
        for send in (client.get, client.post):
            before = set(lacking)
            page = send(address, follow=True)
            if "nominations/profile" in address and send == client.get:
                for part in rules.ORDER:
                    client.get(f"{address}?part={part}")
            if new := lacking - before - NOT_TRANSLATED:
                found[f"{send.__name__} {address}"] = new
            if page.status_code in (200, 422, 429) and page["Content-Type"].startswith("text/html"):
                html = page.content.decode()
                if f'<html lang="{language}"' not in html and not any(key in address for key in ours):
                    found[f"{send.__name__} {address} ({page.status_code})"] = {html[:120]}
                if "Oproepnaam" in html or "Avondnaam" in html:
                    found[f"{send.__name__} {address} in Dutch"] = {"a title"}
                spoken.append(address)
    assert found == {}, "\n".join(f"{address}: {sorted(texts)}" for address, texts in found.items())
    assert len(set(spoken)) >= 30
