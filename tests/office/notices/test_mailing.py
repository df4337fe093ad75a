"""A mail as it is shown to whom it is not for."""

from typing import Any

from erasdu.office.notices.queries.places import nowhere
from erasdu.office.notices.templatetags.mailing import linked


def test_what_stands_for_a_personal_link_is_no_link(settings: Any) -> None:
    settings.SITE_URL = "https://erasdu.example"
    shown = linked(f"Lees <dit>:\n{nowhere()}\nof {settings.SITE_URL}/help/\n")
    assert 'href="https://erasdu.example/help/"' in shown
    assert shown.count("<a ") == 1
    assert "https://erasdu.example/l/…\n" in shown
    assert "&lt;dit&gt;" in shown
