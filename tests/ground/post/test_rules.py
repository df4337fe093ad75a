"""A mail as HTML says what its text says, and nothing in a text becomes part of the page."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.post.rules import as_html

TEXT = """Dag Zoë,

Twee dingen wachten:

- Teken <de overeenkomst> & meer
  https://erasdu.example/l/abc_-D/
- Vul je cv in

Zie https://erasdu.example/faq. Groeten,
ErasDu
"""


def test_paragraphs_points_and_addresses() -> None:
    page = as_html("Wat wacht", TEXT, "nl")
    assert '<html lang="nl">' in page
    assert "<li>Teken &lt;de overeenkomst&gt; &amp; meer<br>" in page
    assert 'href="https://erasdu.example/l/abc_-D/"' in page
    assert 'href="https://erasdu.example/faq"' in page
    assert "</a>. Groeten,<br>ErasDu</p>" in page
    assert "src=" not in page


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=60),
    st.text("<>\"'&- \nab:/.ht", max_size=60),
)
def test_whatever_is_typed_stays_text(subject: str, text: str) -> None:
    reader = Reader()
    reader.feed(as_html(subject, text, "nl"))
    assert reader.tags <= {"html", "head", "meta", "title", "body", "div", "p", "br", "ul", "li", "a"}
    seen = "".join("".join(reader.said).split())
    for word in text.replace("- ", " ").split():
        assert word in seen or word == "-"
