"""Every kind of every step: worded alike in its languages, complete, conforming, and drawn as the rules of Europe ask."""

import base64
import io
import re
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from erasdu.ground.paperwork.papers import (
    PaperFaulty,
    UnknownKind,
    content_of,
    content_text,
    draw,
    kind,
    kinds,
    printed_values,
    specimen_facts,
    stamp_of,
)
from erasdu.ground.paperwork.queries import printing
from erasdu.ground.paperwork.rules import Content, ContentFaulty, placeholders
from erasdu.kernel.typeset import Attachment, page_texts, structure, undrawable
from tests.factories.papers import AT, EACH, VERIFY, codes, invented, troubled
from tests.factories.reports import DIFFICULT_NAMES
from tests.ground.paperwork import scene

ROOT = Path(__file__).resolve().parents[3]
FUNDED = {"nl": "Medegefinancierd door de Europese Unie", "en": "Co-funded by the European Union"}
LEVEL = {"nl": "eenvoudige elektronische handtekeningen", "en": "simple electronic signatures"}
EUROPE = (0, 51, 153)

GOLDEN = {
    "membership.cooperation": (("board", "board_second"), ("coordinator",)),
    "membership.mandate": (("board", "board_second"), ("coordinator",)),
    "membership.partner": (("partner",), ("coordinator",)),
    "candidacies.cv": (("learner",),),
    "candidacies.company_approval": (("company",),),
    "candidacies.participant_approval": (("learner",),),
    "candidacies.guardian_approval": (("guardian_1", "guardian_2"),),
    "candidacies.travel_permission": (("guardian_1", "guardian_2"),),
    "candidacies.publicity": (("learner",), ("guardian_1", "guardian_2")),
    "candidacies.emergency_contact": (("learner",), ("guardian_1", "guardian_2")),
    "mobilities.health": (("learner",), ("guardian_1", "guardian_2")),
    "hosting.company": (("host",), ("contact_point",)),
    "hosting.family": (("host",), ("contact_point",)),
    "selection.report": (("selection_lead",),),
    "agreements.learning": (("learner",), ("guardian_1", "guardian_2"), ("contact_point", "host", "partner")),
    "agreements.complement": (("host", "partner"), ("contact_point",)),
}
LONGER = {
    "membership.cooperation",
    "membership.partner",
    "candidacies.cv",
    "agreements.learning",
    "agreements.complement",
}
ONE_PAGE = [code for code in GOLDEN if code not in LONGER]
GUARDIANS = {"guardian_1", "guardian_2"}


@pytest.mark.requirement("R22", "R23", "R25", "R34")
def test_these_kinds_exist_and_are_signed_in_this_order() -> None:
    assert {code: one.signers for code, one in kinds().items()} == GOLDEN


def test_what_is_never_a_gate_and_what_is_never_signed_on_a_screen() -> None:
    gates = {code: one.gate for code, one in kinds().items()}
    assert {code for code, gate in gates.items() if gate == "hand_in"} == {
        "candidacies.cv", "candidacies.company_approval", "candidacies.participant_approval",
        "candidacies.guardian_approval", "selection.report",
    }  # fmt: skip
    assert not any(
        gates[code] for code in ("candidacies.publicity", "mobilities.health", "candidacies.travel_permission")
    )
    assert [code for code, one in kinds().items() if one.by_hand] == ["candidacies.travel_permission"]
    assert [code for code, one in kinds().items() if one.restricted] == ["mobilities.health"]


def test_what_parents_companies_and_hosts_sign_is_explained_and_codes_for_parents_come_another_way() -> None:
    for one in kinds().values():
        parents = GUARDIANS & set(one.roles)
        assert one.explained == parents | ({"host", "company"} & set(one.roles)), one.code
        assert one.second_channel == (set() if one.by_hand else parents), one.code


def test_an_unknown_kind_or_language_is_refused() -> None:
    with pytest.raises(UnknownKind):
        kind("candidacies.nothing")
    with pytest.raises(ContentFaulty, match="no_language"):
        content_text(kind("candidacies.cv"), "nl")


def shape(content: Content) -> dict[str, object]:
    return {
        "places": placeholders(content),
        "clauses": [(clause.code, clause.when) for clause in content.clauses],
        "markup": [re.findall(r"^(- |\||\{[*:#])", clause.text, re.M) for clause in content.clauses],
        "facts": len(content.facts),
        "roles": list(content.roles),
        "consent": list(content.consent),
        "questions": {code: (set(one), set(one.get("options", ()))) for code, one in content.questions.items()},
        "space": bool(content.space),
    }


@pytest.mark.parametrize("code", [code for code, one in kinds().items() if len(one.languages) > 1])
def test_dutch_and_english_say_the_same_about_the_same_facts(code: str) -> None:
    one = kind(code)
    assert shape(content_of(one, "nl")) == shape(content_of(one, "en"))


@pytest.mark.parametrize(("code", "language"), EACH)
def test_no_paper_shouts_or_leaves_work_to_do(code: str, language: str) -> None:
    assert not re.search(r"!|\bTODO\b|\bXXX\b|…", content_text(kind(code), language))


def test_specimen_facts_fill_every_place_and_none_is_left_over() -> None:
    used, told = defaultdict(set), defaultdict(set)
    for code, language in EACH:
        asked, facts = placeholders(content_of(kind(code), language)), set(specimen_facts(code, language))
        assert asked <= facts, code
        used[code.split(".")[0]] |= asked
        told[code.split(".")[0]] |= facts
    own = {"candidacies.cv", "selection.report"}  # their facts come from what they draw
    for app in used:
        if not any(one.startswith(f"{app}.") for one in own):
            assert told[app] == used[app]


# -- drawn -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "language"), EACH)
def test_each_paper_conforms_and_shows_every_value_whatever_people_are_called(code: str, language: str) -> None:
    """Unsigned with some of the difficult names in it; all of them, signed too, in benchmarks/templates.py."""
    one = kind(code)
    start = EACH.index((code, language))
    names = [DIFFICULT_NAMES[(start + step) % len(DIFFICULT_NAMES)] for step in range(0, 20, 3)]
    data = troubled(one, language, *names)
    pdf = draw(one, language, data, at=AT, page_codes=codes(2), checked=True)
    assert structure(pdf) == []


def test_characters_that_cannot_be_drawn_are_replaced_and_told() -> None:
    one = kind("candidacies.guardian_approval")
    data = troubled(one, "nl", "田中 さくら")
    assert set("田中さくら") == undrawable(data)
    assert "?? ???" in page_texts(draw(one, "nl", data, at=AT, checked=True))[0]


@pytest.mark.parametrize(("code", "language"), [each for each in EACH if each[1] == "nl" or each[0].endswith(".cv")])
def test_every_page_carries_the_emblem_the_funding_line_and_the_reference(code: str, language: str) -> None:
    one = kind(code)
    pdf = draw(one, language, invented(one, language, signed=not one.by_hand), at=AT)
    texts = page_texts(pdf)
    assert len(texts) > 1 or one.by_hand
    for number, text in enumerate(texts):
        flat = " ".join(text.split())
        assert FUNDED[language] in flat
        assert "SPECIMEN" in flat
        assert emblem_on(pdf, number)


def emblem_on(pdf: bytes, number: int) -> bool:
    """A blue field of the emblem's size, at the foot of the page: 15 × 10 mm is 42 × 28 points."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number].render(scale=1).to_pil().convert("RGB")
    foot = page.crop((0, page.height - 80, page.width // 4, page.height))
    blue = sum(count for count, colour in foot.getcolors(foot.width * foot.height) if colour == EUROPE)
    return blue > 0.8 * 42 * 28 - 12 * 20


@pytest.mark.parametrize("code", ONE_PAGE)
def test_one_page_where_one_page_is_enough(code: str) -> None:
    one = kind(code)
    data = invented(one, "nl")
    data["paperwork"]["specimen"] = False  # type: ignore[index]
    assert len(page_texts(draw(one, "nl", data, at=AT, page_codes=codes(3)))) == 1


def test_each_page_has_its_own_code_and_a_page_beyond_the_list_has_none() -> None:
    one = kind("membership.cooperation")
    pdf = draw(one, "nl", invented(one, "nl", signed=True), at=AT, page_codes=codes(2), checked=True)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=2.5).to_pil() for page in document]
    read = [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages]
    assert read == [[f"{VERIFY}/V/ABCDEFGH.1"], [f"{VERIFY}/V/ABCDEFGH.2"], [], []]


def test_before_signing_a_paper_has_room_to_sign_and_the_questions_to_tick() -> None:
    one = kind("candidacies.company_approval")
    text = " ".join(" ".join(page_texts(draw(one, "nl", invented(one, "nl"), at=AT))).split())
    for shown in (
        "Handtekening",
        "Datum",
        "Ja, behalve op bepaalde dagen",
        "Ik mag dit voor het leerbedrijf beslissen",
    ):
        assert shown in text
    assert "Bewijs van ondertekening" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_signed_paper_says_who_signed_how_and_what_the_signature_is_worth(language: str) -> None:
    one = kind("candidacies.company_approval")
    data = invented(one, language, signed=True)
    audit = Attachment("audit.json", "{}", "application/json", "What happened")
    pdf = draw(one, language, data, at=AT, attachments=[audit], checked=True)
    text = " ".join(page_texts(pdf)[-1].split())
    assert LEVEL[language] in text
    assert "audit.json" in text
    assert VERIFY in text
    assert "01234567 89abcdef" in text
    assert structure(pdf) == []
    assert "Hendrik Moens" in printed_values(data)


def test_long_answers_run_on_over_the_page_and_none_is_cut_off() -> None:
    one = kind("mobilities.health")
    data = invented(one, "nl", signed=True)
    answers = [[f"Vraag {number}", f"Antwoord {number}: " + "geen noten " * 90] for number in range(4)]
    data["paperwork"]["parties"][0]["signed"]["answers"] = answers  # type: ignore[index]
    pdf = draw(one, "nl", data, at=AT, checked=True)
    foot = [bottom_of(pdf, number) for number in range(len(page_texts(pdf)))]
    assert min(foot) > 15  # points above the edge of the paper


def bottom_of(pdf: bytes, number: int) -> float:
    """How far above the edge the lowest letter of a page stands, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[number].get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    return min(bottom for left, bottom, right, top in boxes if right > left)


@pytest.mark.django_db
def test_a_paper_that_was_sent_prints_what_its_signer_agrees_to_and_the_questions(
    at: datetime, clock: datetime
) -> None:
    """Who signs on paper agrees to the same sentence as who ticks the box."""
    envelope = scene.company_paper(at)
    text = " ".join("".join(page_texts(printing.shown(envelope))).split())
    assert printing.consent_of(envelope, "company") in text
    assert "Ja, behalve op bepaalde dagen" in text


def test_a_value_that_is_not_on_the_paper_is_a_fault() -> None:
    one = kind("candidacies.guardian_approval")
    data = invented(one, "nl")
    with pytest.raises(PaperFaulty, match="not in the PDF"):
        draw(one, "nl", {**data, "paperwork": {**data["paperwork"], "unseen": "nergens"}}, at=AT, checked=True)  # type: ignore[dict-item]


@pytest.mark.parametrize("code", ["membership.cooperation", "selection.report"])
def test_the_coordinators_own_picture_stands_beside_the_wordmark(code: str) -> None:
    """A picture that was uploaded travels as PNG inside the SVG."""
    png = io.BytesIO()
    Image.new("RGBA", (120, 40), (200, 30, 120, 255)).save(png, "PNG")
    inside = base64.b64encode(png.getvalue()).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">'
        f'<image width="120" height="40" href="data:image/png;base64,{inside}"/></svg>'
    )
    one = kind(code)
    data = {**invented(one, "nl", signed=True), "logo": {"svg": svg, "alt": "Werkbrug"}}
    pdf = draw(one, "nl", data, at=AT, page_codes=codes(9), checked=True)
    assert structure(pdf) == []
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    for page in pages:
        head = page.crop((0, 0, page.width // 2, 100))
        assert sum(count for count, colour in head.getcolors(60_000) if colour == (200, 30, 120)) > 1000


def test_only_a_specimen_says_that_it_is_one() -> None:
    one = kind("hosting.family")
    data = invented(one, "nl")
    data["paperwork"].update(specimen=False, reference="ABCD")  # type: ignore[attr-defined]
    assert "SPECIMEN" not in "".join(page_texts(draw(one, "nl", data, at=AT)))


SCRIPT = """
import hashlib, os
os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
import django
django.setup()
from erasdu.ground.paperwork.papers import draw, kind
from tests.factories.papers import AT, codes, troubled
from tests.factories.reports import DIFFICULT_NAMES
one = kind("candidacies.publicity")
pdf = draw(one, "nl", troubled(one, "nl", *DIFFICULT_NAMES), at=AT, page_codes=codes(3))
print(hashlib.sha256(pdf).hexdigest())
"""


@pytest.mark.slow
def test_three_processes_draw_the_same_bytes() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        for _ in range(3)
    ]
    assert len(set(runs)) == 1
    assert len(runs[0].strip()) == 64


def test_the_stamp_names_template_typesetter_and_fonts() -> None:
    assert stamp_of(kind("hosting.family")).startswith("1-0.15.2-")
