"""Every page that a link opens is whole in each language abroad, also when what was typed does not hold."""

import pytest

from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.people.models import Person
from tests.security.scene import addresses, everybody, world
from tests.tongues import NOT_TRANSLATED, recorded

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.mark.parametrize("language", ABROAD)
@pytest.mark.usefixtures("clock")
def test_no_page_behind_a_link_falls_back_on_english(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = world()
    client, keys = everybody(made, HTTP_ACCEPT_LANGUAGE=language)["by link"]
    Person.objects.update(language=language)
    lacking = recorded(monkeypatch, language)
    found: dict[str, set[str]] = {}
    for address in addresses(keys):
        for send in (client.get, client.post):
            before = set(lacking)
            page = send(address)
            print(
                send.__name__,
                page.status_code,
                f'lang="{language}"' in page.content.decode(errors="replace")
                if page.get("Content-Type", "").startswith("text/html")
                else "-",
                address,
            )
            if new := lacking - before - NOT_TRANSLATED:
                found[f"{send.__name__} {address}"] = new
    assert found == {}, "\n".join(f"{a}: {sorted(n)}" for a, n in found.items())
