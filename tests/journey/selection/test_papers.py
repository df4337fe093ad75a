"""The selection report: whole, conforming, the same bytes each time, and saying no more than it may."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from erasdu.journey.selection import papers
from erasdu.journey.selection.papers import (
    Channel,
    Complaint,
    Order,
    Outcome,
    Panelist,
    PanelRole,
    PaperFaulty,
    Tie,
    TieBreak,
    Told,
    selection_report,
    selection_report_from,
    template_version,
)
from erasdu.kernel.typeset import page_texts, safe_text, self_check, structure
from tests.factories.reports import DIFFICULT_NAMES, candidate, report

pytestmark = pytest.mark.requirement("R21")
ROOT = Path(__file__).resolve().parents[3]
ARGUMENT = ("Een motivering die alles vertelt wat de leerling deed, wou en kon. " * 40)[:2000]
# Whole lines of the paper, beside the values that a report brings itself.
FUNDED = {"nl": "Medegefinancierd door de Europese Unie", "en": "Co-funded by the European Union"}
WORDS = {
    "nl": ["Selectieverslag", "versie 1", "selectieverantwoordelijke", "Selectiecommissie", FUNDED["nl"],
           "Toestemming voor foto’s, naam of blog telt niet mee", "Ten laatste op", "Nog geen verklaring.",
           "Noch de Europese Unie, noch de subsidieverlenende autoriteit", "Pagina 1 van", "Handtekening"],
    "en": ["Selection report", "version 1", "selection lead", "Selection panel", FUNDED["en"],
           "Consent to photos, name or blog plays no part", "At the latest on", "No statement yet.",
           "Neither the European Union nor the granting authority", "Page 1 of", "Signature"],
}  # fmt: skip


def shown(one, *texts, language="nl"):
    return self_check(selection_report(one, language=language), texts) == []


def pages(one, language="nl"):
    return len(page_texts(selection_report(one, language=language)))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", DIFFICULT_NAMES)
def test_every_value_is_printed_in_both_languages_whatever_the_name(name, language):
    one = report([name, "Jef Vandenbroucke"], lead=name, panel=(Panelist(name, PanelRole.LEAD, False),))
    pdf = selection_report(one, language=language)
    total = {"nl": "86,30", "en": "86.30"}[language]
    stay = {"nl": "zo 29 nov. 2026", "en": "Sun 29 Nov 2026"}[language]
    expected = [safe_text(name)[0], "SEL-2026-0042", "034512", "Diksmuide", stay, total, *WORDS[language]]
    assert self_check(pdf, expected) == []
    assert structure(pdf) == []


def test_the_totals_arguments_and_decisions_of_everyone_stand_in_it():
    one = report([f"Leerling {n}" for n in range(12)])
    texts = [f"De score van nummer {n} was te laag." for n in range(9, 13)]
    assert one.candidates[0].total == 87
    assert shown(one, "87,00", "6,67", "9 + 8", "× 40", "12 kandidaten", "4 geselecteerd", "reserve 4", *texts)
    assert [row["total"] for row in one.as_json("en")["candidates"]][:2] == ["87.00", "86.30"]


def test_a_value_that_is_not_printed_is_noticed(monkeypatch):
    other = selection_report(report())
    monkeypatch.setattr(papers.report, "render", lambda *_, **__: other)
    with pytest.raises(PaperFaulty, match="SEL-2026-0099"):
        selection_report(report(reference="SEL-2026-0099"))


SCRIPT = """
import hashlib
from erasdu.journey.selection.papers import selection_report
from tests.factories.reports import DIFFICULT_NAMES, report
for language in ("nl", "en"):
    print(hashlib.sha256(selection_report(report(DIFFICULT_NAMES), language=language)).hexdigest())
"""


def test_three_processes_write_the_same_bytes():
    paths = [str(ROOT / "src"), str(ROOT)]
    code = f"import sys; sys.path[:0] = {paths!r}\n{SCRIPT}"
    outputs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    }
    assert len(outputs) == 1
    here = [
        hashlib.sha256(selection_report(report(DIFFICULT_NAMES), language=language)).hexdigest()
        for language in ("nl", "en")
    ]
    assert outputs.pop().split() == here


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_stored_renders_the_same_bytes_again(language):
    one = report(DIFFICULT_NAMES)
    stored = json.loads(json.dumps(one.as_json(language)))
    assert selection_report_from(stored, language=language) == selection_report(one, language=language)


def test_what_decides_the_bytes_fits_the_column_it_is_stored_in():
    assert template_version().startswith(f"{papers.TEMPLATE_VERSION}-")
    assert len(template_version()) <= 20


def test_four_candidates_take_one_page():
    usual = report(complaints=())
    assert pages(usual) == 1
    assert pages(usual, "en") == 1


@pytest.mark.parametrize(
    ("names", "argument", "at_most"),
    [
        ([], None, 1),
        (["Jef Vandenbroucke"], None, 1),
        ([f"Leerling {n}" for n in range(12)], None, 3),
        ([DIFFICULT_NAMES[n % 20] for n in range(60)], None, 13),
        ([f"Leerling {n}" for n in range(300)], None, 55),
        (["Jef", "Zoë", "Noor", "Sam"], ARGUMENT, 6),
        (["Jef", "Zoë", "Noor", "Sam"], "x" * 2000, 7),
        (["Jef", "Zoë", "Noor", "Sam"], "Regel\n\n\nen nog een\r\n- regel", 3),
    ],
    ids=["none", "one", "twelve", "sixty", "three hundred", "2000 characters", "one long word", "lines"],
)
def test_it_flows_from_nobody_to_three_hundred(names, argument, at_most):
    pdf = selection_report(report(names, argument=argument, fewer_opportunities=0))
    assert len(page_texts(pdf)) <= at_most
    assert structure(pdf) == []


@pytest.mark.parametrize("size", [4, 12])
def test_every_page_carries_the_funding_line_and_the_reference(size):
    for language, line in FUNDED.items():
        pdf = selection_report(report([f"Leerling {n}" for n in range(size)]), language=language)
        for number, text in enumerate(page_texts(pdf), start=1):
            flat = " ".join(text.split())
            assert line in flat
            assert "SEL-2026-0042" in flat
            assert {"nl": f"Pagina {number} van", "en": f"Page {number} of"}[language] in flat


def test_a_correction_is_a_new_version_that_says_what_it_puts_right():
    one = report(version=2, correction="De score voor taal van één kandidaat was verkeerd overgenomen.")
    assert shown(one, "versie 2", "Deze versie vervangt de vorige.", one.correction)
    assert not shown(report(), "Deze versie vervangt de vorige.")


@pytest.mark.requirement("R16")
def test_a_late_file_shows_with_its_recorded_reason_after_those_on_time():
    late = candidate(1, "Noor Peeters", late_reason="De school was gesloten door wateroverlast.")
    one = report(["Jef Vandenbroucke"])
    one = replace(one, candidates=(*one.candidates, late))
    assert shown(one, "te laat ingediend", "Noor Peeters: De school was gesloten", "na de dossiers die op tijd waren")
    assert shown(report(), "Alles was op tijd.")


@pytest.mark.parametrize(
    ("tie", "texts"),
    [
        (Tie(("Jef", "Noor"), TieBreak.MOTIVATION), ["Gelijke score: Jef, Noor.", "de score voor motivatie"]),
        (Tie(("Jef", "Noor"), TieBreak.MATURITY), ["de score voor maturiteit"]),
        (Tie(("Jef", "Noor"), TieBreak.ARRIVAL), ["de volgorde van aankomst"]),
        (
            Tie(("Jef", "Noor"), TieBreak.LOT, "Getrokken door de directeur op 30 september."),
            ["loting", "Getrokken door"],
        ),
    ],
)
def test_an_equal_score_says_what_settled_it(tie, texts):
    assert shown(report(ties=(tie,)), *texts)
    assert shown(report(), "Er waren geen gelijke scores.")


def test_order_of_arrival_as_rule_is_said():
    assert shown(report(order=Order.ARRIVAL), "In deze oproep bepaalt de volgorde van aankomst de rangschikking.")
    assert not shown(report(), "de volgorde van aankomst")


def test_fewer_opportunities_is_only_ever_a_number_of_people():
    one = report(fewer_opportunities=2)
    assert shown(one, "2 van de 4 kandidaten.")
    rows = one.as_json("nl")["candidates"]
    assert all("fewer" not in json.dumps(row) for row in rows)
    assert not shown(report(fewer_opportunities=None), "Minder kansen")


@pytest.mark.parametrize(("count", "of", "printed"), [(4, 4, ""), (1, 1, ""), (3, 4, "3"), (0, 4, "0"), (0, 1, "0")])
def test_a_number_that_would_tell_of_each_person_is_left_out(count, of, printed):
    one = report(["A", "B", "C", "D"][:of], fewer_opportunities=count)
    assert papers.fewer_to_print(one) == printed
    assert shown(one, "zou het iets over een persoon zeggen") == (printed == "")


def test_complaints_show_their_dates_and_their_answers():
    one = report(
        complaints=(
            Complaint(date(2026, 10, 5), "De score voor taal klopt niet.", date(2026, 10, 6), "Opnieuw bekeken."),
            Complaint(date(2026, 10, 7)),
        )
    )
    assert shown(one, "Klacht van ma 5 okt. 2026: De score voor taal klopt niet.", "Opnieuw bekeken.")
    assert shown(one, "Klacht van wo 7 okt. 2026. Nog niet beantwoord.")
    assert shown(report(complaints=()), "Er kwamen geen klachten.")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ((), "De kandidaten zijn nog niet ingelicht."),
        ((Told(date(2026, 9, 30)),), "wo 30 sept. 2026"),
        ((Told(datetime(2026, 9, 30, 15, tzinfo=UTC), Channel.LETTER),), "wo 30 sept. 2026, 17.00 u. per brief."),
    ],
)
def test_it_says_when_and_how_the_candidates_were_told(told, text):
    assert shown(report(told=told), text)


def test_who_has_a_private_tie_is_said_with_whom_they_did_not_assess():
    assert shown(report(), "Beoordeelde niet, wegens een band: Jef Vandenbroucke")
    assert shown(report(), "Geen band met een kandidaat (verklaard op ma 28 sept. 2026)")


def test_only_a_reserve_has_a_place_on_the_reserve_list():
    rows = report([f"Leerling {n}" for n in range(9)]).as_json("nl")["candidates"]
    assert [row["reserve"] for row in rows] == [""] * 4 + ["1", "2", "3", "4"] + [""]
    assert {row["outcome_code"] for row in rows} == set(Outcome)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_extract_tells_of_one_candidate_and_of_nobody_else(language):
    names = ["Jef Vandenbroucke", "Noor Peeters", "Samira Haddad"]
    tie = Tie(("Jef Vandenbroucke", "Noor Peeters"), TieBreak.LOT, "Noor Peeters trok het kortste strootje.")
    whole = report(names, ties=(tie,), correction="De score van Samira Haddad.")
    pdf = selection_report(whole.extract(2), language=language)
    text = " ".join(" ".join(page_texts(pdf)).split())
    assert "Noor Peeters" in text
    assert "Jef" not in text
    assert "Samira" not in text
    assert "strootje" not in text
    phrase = {"nl": "Plaats 2 in de rangschikking van 3 kandidaten.", "en": "Place 2 in the ranking of 3 candidates."}
    assert phrase[language] in text
    assert structure(pdf) == []


def test_an_extract_shows_the_tie_that_concerns_its_candidate():
    one = report(["Jef Vandenbroucke", "Noor Peeters"]).extract(1)
    assert shown(one, "Beoordeelde niet, wegens een band: Jef Vandenbroucke")
    assert not shown(one, "Geen band met een kandidaat")
    assert shown(report(["Jef Vandenbroucke", "Noor Peeters"]).extract(2), "Geen band met deze kandidaat")


def test_an_extract_of_somebody_who_is_not_there_is_a_fault():
    with pytest.raises(ValueError):
        report().extract(99)


@pytest.mark.parametrize(
    "titles",
    [
        ["Motivatie", "Maturiteit", "Talenkennis", "Verantwoordelijkheidszin"],
        ["Motivatie en verwachtingen over de stageplaats in het buitenland", "Maturiteit", "Taal", "Praktisch"],
    ],
)
def test_criteria_whose_titles_fit_no_column_get_letters_and_are_written_out(titles):
    one = report()
    criteria = tuple(replace(c, title=title) for c, title in zip(one.criteria, titles, strict=True))
    assert shown(replace(one, criteria=criteria), *(f"{'ABCD'[n]} {title} ×" for n, title in enumerate(titles)))
    assert not shown(one, "A Motivatie ×")


def test_eight_criteria_fit():
    one = report()
    eight = tuple(replace(c, weight=c.weight // 2 + (n == 7)) for n, c in enumerate(one.criteria * 2))
    rows = tuple(replace(c, scores=c.scores * 2) for c in one.candidates)
    pdf = selection_report(replace(one, criteria=eight, candidates=rows))
    assert structure(pdf) == []
    assert self_check(pdf, ["H Praktische afspraken × 8"]) == []


def test_what_a_school_or_call_does_not_have_is_a_dash():
    one = report()
    bare = replace(one, call=replace(one.call, opening=None), school=replace(one.school, institution_number=""))
    text = " ".join(" ".join(page_texts(selection_report(bare))).split())
    assert "Instellingsnummer –" in text
    assert "Dossiers vanaf –" in text


def test_long_names_of_school_and_call_do_not_run_off_the_page():
    one = report()
    school = replace(
        one.school, name="Technisch en Beroepsinstituut voor Duaal Leren, campus Sint-Pieters-Leeuw-Zuid " * 2
    )
    call = replace(one.call, title="Stage in het buitenland voor leerlingen uit duaal leren, najaar 2026 " * 3)
    assert structure(selection_report(replace(one, school=school, call=call))) == []
