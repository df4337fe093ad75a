"""Papers: conforming, complete, the same bytes each time, and never undone by what people type."""

import hashlib
import json
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.kernel.typeset import (
    Attachment,
    FontsMissing,
    NotTypeset,
    day_text,
    font_pack,
    fonts_folder,
    moment_text,
    number_text,
    page_png,
    page_texts,
    pages_of,
    render,
    safe_text,
    self_check,
    stamp,
    structure,
    undrawable,
)
from tests.factories.reports import DIFFICULT_NAMES

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
NAUGHTY = json.loads((ROOT / "node_modules/big-list-of-naughty-strings/blns.json").read_text())
TEMPLATES = sorted((ROOT / "src").glob("erasdu/**/typst/*.typ"))

PLAIN = """
#set document(title: "Proef")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Georgian",
  "Noto Sans Armenian", "Noto Emoji", "Noto Sans Mono"), lang: sys.inputs.language)
#show regex("\\S{30,}"): it => it.text.clusters().join(sym.zws)
#let data = json(bytes(sys.inputs.data))
#for file in json(bytes(sys.inputs.attachments)) {
  pdf.attach(file.name, bytes(file.text), relationship: "data", mime-type: file.mime_type,
    description: file.description)
}
#for text in data.texts { par(text) }
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plain.typ").write_text(PLAIN)
    return tmp_path


def plain(folder, *texts, **how):
    return render(folder, "plain.typ", {"texts": list(texts)}, **({"timestamp": AT, "language": "nl"} | how))


def written(folder, source, **data):
    (folder / "other.typ").write_text(source)
    return render(folder, "other.typ", data, timestamp=AT, language="nl")


def test_a_paper_is_archivable_and_accessible_at_once(folder):
    pdf = plain(folder, "Dag wereld.")
    assert structure(pdf) == []
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert pdf.endswith(b"%%EOF\n")


def test_an_attachment_travels_inside_as_archive_part_3(folder):
    pdf = plain(
        folder, "Zie de bijlage.", attachments=[Attachment("audit.json", '{"a": "é"}', "application/json", "Log")]
    )
    assert structure(pdf) == []
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.attachments["audit.json"].get_file().read_bytes() == '{"a": "é"}'.encode()


@pytest.mark.parametrize("name", ["../x.json", "A.json", "x.exe", "/etc/passwd", "x y.json", ""])
def test_an_attachment_has_a_name_of_ours(name):
    with pytest.raises(ValueError, match="attachment name"):
        Attachment(name, "", "application/json", "")


SCRIPT = """
import sys, hashlib
from datetime import datetime, UTC
from pathlib import Path
from erasdu.kernel.typeset import render
texts = ["Zoë 👩🏽‍🔧", "محمد", "דוד", "x" * 300]
pdf = render(Path(sys.argv[1]), "plain.typ", {"texts": texts}, timestamp=datetime(2026, 1, 2, tzinfo=UTC), language="nl")
print(hashlib.sha256(pdf).hexdigest())
"""


def test_three_processes_write_the_same_bytes(folder):
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    hashes = [
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "src").stdout for _ in range(3)
    ]
    assert len(set(hashes)) == 1
    assert len(hashes[0].strip()) == 64


def test_threads_do_not_disturb_each_other(folder):
    texts = [f"Blad {number}: Zoë 👩🏽‍🔧 محمد" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: plain(folder, text), texts))
    assert together == [plain(folder, text) for text in texts]


def test_finished_pages_are_read_in_several_threads_at_once(folder):
    papers = [plain(folder, f"Blad {number}") for number in range(4)] * 6
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(pages_of, papers)) == {1}
        pictures = list(pool.map(lambda pdf: page_png(pdf, 1, width=200), papers))
        texts = list(pool.map(page_texts, papers))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert [text[0].strip() for text in texts] == [f"Blad {number}" for number in range(4)] * 6
    with pytest.raises(IndexError):
        page_png(papers[0], 2)


def test_the_timestamp_and_the_data_decide_the_bytes_and_nothing_else(folder):
    def digest(*texts, **how):
        return hashlib.sha256(plain(folder, *texts, **how)).hexdigest()

    same_moment = AT.astimezone(timezone(timedelta(hours=1)))
    assert digest("a") != digest("b")
    assert digest("a") != digest("a", timestamp=AT + timedelta(seconds=1))
    assert digest("a") == digest("a")
    assert plain(folder, "a", timestamp=AT).count(b"2026-11-23T09:00:00") == plain(
        folder, "a", timestamp=same_moment
    ).count(b"2026-11-23T09:00:00")


@pytest.mark.parametrize("name", DIFFICULT_NAMES)
def test_every_difficult_name_is_printed_as_text(folder, name):
    pdf = plain(folder, name)
    assert self_check(pdf, [safe_text(name)[0]]) == []
    assert structure(pdf) == []


def test_the_naughty_strings_are_all_printed(folder):
    pdf = plain(folder, *NAUGHTY)
    assert self_check(pdf, [safe_text(text)[0] for text in NAUGHTY]) == []
    assert structure(pdf) == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_no_text_at_all_breaks_a_paper(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "plain.typ").write_text(PLAIN)
    assert plain(folder, text).endswith(b"%%EOF\n")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_mixture_of_what_our_fonts_have_breaks_a_paper(tmp_path_factory, data):
    """Letters with the marks of another script, joiners and skin tones where none belong."""
    pool = sorted(font_pack(fonts_folder()).coverage)
    text = "".join(data.draw(st.lists(st.sampled_from(pool).map(chr) | st.sampled_from("\u200d\ufe0f\u0301\n"))))
    folder = tmp_path_factory.getbasetemp() / "mixed"
    folder.mkdir(exist_ok=True)
    (folder / "plain.typ").write_text(PLAIN)
    assert plain(folder, text).endswith(b"%%EOF\n")


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(codec=None)))
def test_safe_text_is_settled_and_leaves_nothing_hidden(text):
    printed, _ = safe_text(text)
    assert safe_text(printed) == (printed, set())
    kept = set("\n\u200c\u200d\ufe0f")
    assert not {c for c in printed if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"}} - kept


@pytest.mark.parametrize(
    ("typed", "printed", "replaced"),
    [
        ("田中", "??", {"田", "中"}),
        ("Jan\u202eneP", "JanneP", set()),
        ("e\u0301", "é", set()),
        ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd e", set()),
        ("\x00\ue000\ud800x", "x", set()),
        ("\u0301x", "x", {"\u0301"}),
        ("👩\u200d🔧\ufe0f", "👩\u200d🔧\ufe0f", set()),
        ("", "", set()),
    ],
)
def test_safe_text_says_what_it_could_not_draw(typed, printed, replaced):
    assert safe_text(typed) == (printed, replaced)


def test_a_paper_tells_which_characters_it_cannot_draw():
    assert undrawable({"a": ["Zoë", {"b": "田中 さ"}], "n": 3, "none": None}) == set("田中さ")


def test_markup_stays_text_and_makes_no_link(folder):
    texts = ['#import "@preview/x:1.0.0"', '#read("/etc/passwd")', "$x^2$ *vet* <lab> @ref", "https://a.example"]
    pdf = plain(folder, *texts)
    assert self_check(pdf, texts) == []
    assert b"/Annot" not in pdf


@pytest.mark.parametrize(
    "source",
    [
        '#set document(title: "x")\n#read("/etc/passwd")',
        '#set document(title: "x")\n#read("../../secret")',
        '#set document(title: "x")\n#text(font: "Nobody Has This")[a]',  # only a warning, and lost letters
        '#set document(title: "x")\n#text(font: "Noto Sans")[田]',
        "zonder titel",
        '#set document(title: "x")\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"))',
    ],
)
def test_a_paper_that_would_lose_something_is_refused(folder, source):
    with pytest.raises(NotTypeset, match=r"other\.typ"):
        written(folder, source)


@pytest.mark.parametrize(
    ("template", "how"),
    [
        ("../plain.typ", {}),
        ("plain.pdf", {}),
        ("plain.typ", {"timestamp": datetime(2026, 1, 1)}),
        ("plain.typ", {"language": "pl"}),
    ],
)
def test_what_a_caller_may_not_ask(folder, template, how):
    with pytest.raises(ValueError):
        render(folder, template, {"texts": []}, **({"timestamp": AT, "language": "nl"} | how))


def test_self_check_names_what_is_not_printed(folder):
    long = "Elke zin hier is een andere zin: " + " ".join(f"zin {n};" for n in range(1500))
    pdf = plain(folder, "Jef Vandenbroucke", "دانيال", long)
    assert len(page_texts(pdf)) > 1
    assert self_check(pdf, ["Jef Vandenbroucke", "دانيال", long]) == []
    lost = ["Jef Vandenbrouck3", "دانيل سعيد", long.replace("zin 700;", "zin 7OO;"), "82,50"]
    assert self_check(pdf, lost) == lost


def test_a_hyphen_at_the_end_of_a_line_is_no_loss(folder):
    name = "Sint-Pieters-Leeuw-en-Sint-Genesius-Rode-" * 8
    pdf = plain(folder, name)
    assert self_check(pdf, [name]) == []
    assert self_check(pdf, [name.replace("Leeuw", "Leuw")]) != []


def test_structure_names_the_faults_of_another_pdf(tmp_path):
    bare = pikepdf.new()
    bare.add_blank_page()
    path = tmp_path / "bare.pdf"
    bare.save(path, encryption=pikepdf.Encryption(owner="x"))
    faults = structure(path.read_bytes())
    assert {"not marked as tagged", "no structure tree", "no language", "title not displayed"} <= set(faults)
    assert {"encrypted", "pdfaid:part is None", "pdfuaid:part is None"} <= set(faults)


def test_missing_fonts_are_named(tmp_path):
    with pytest.raises(FontsMissing, match="NotoSans_400Regular.ttf"):
        font_pack(tmp_path)


def test_the_stamp_fits_its_column():
    assert stamp(1).startswith("1-0.15.2-")
    assert len(stamp(999)) <= 20


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_evaluate_nothing_and_fetch_nothing(template):
    source = template.read_text()
    for word in ("eval(", "@preview", "read(", "plugin("):
        assert word not in source
    # Files and pictures come from our own code, never by a path that data could hold.
    assert "image(" not in source.replace("image(bytes(", "")


def test_there_are_templates():
    assert {"house.typ", "selection_report.typ"} <= {path.name for path in TEMPLATES}


@pytest.mark.parametrize(
    ("moment", "nl", "en"),
    [
        (datetime(2026, 11, 3, 13, 30, tzinfo=UTC), "di 3 nov. 2026, 14.30\u00a0u.", "Tue 3 Nov 2026, 14:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "zo 25 okt. 2026, 02.30\u00a0u.", "Sun 25 Oct 2026, 02:30"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "vr 1 jan. 2027, 00.30\u00a0u.", "Fri 1 Jan 2027, 00:30"),
    ],
)
def test_moments_are_told_in_brussels(moment, nl, en):
    assert moment_text(moment, "nl") == nl
    assert moment_text(moment, "en") == en
    assert day_text(moment, "nl") == nl.split(",")[0]
    assert day_text(date(2026, 3, 1), "nl") == "zo 1 maart 2026"


@pytest.mark.parametrize(
    ("value", "trim", "nl", "en"),
    [
        (Fraction(163, 2), False, "81,50", "81.50"),
        (Fraction(20, 3), False, "6,67", "6.67"),
        (Fraction(5, 1000), False, "0,01", "0.01"),
        (Fraction(10), True, "10", "10"),
        (Fraction(15, 2), True, "7,5", "7.5"),
        (Fraction(100), False, "100,00", "100.00"),
    ],
)
def test_numbers_round_half_up_from_the_exact_value(value, trim, nl, en):
    assert number_text(value, "nl", places=2, trim=trim) == nl
    assert number_text(value, "en", places=2, trim=trim) == en
