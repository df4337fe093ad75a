"""What stands beside a paper in nine languages says the same in each, and another language is only a file."""

import re
from dataclasses import asdict, fields
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.rules import (
    ContentFaulty,
    Explanation,
    Kind,
    Phrases,
    direction,
    fill,
    parse_explanation,
    parse_phrases,
)

LANGUAGES = ["nl", "en", "ar", "de", "es", "fr", "pl", "pt", "tr"]
EXPLAINED = {
    "candidacies.company_approval": {"company"},
    "candidacies.emergency_contact": {"guardian_1", "guardian_2"},
    "candidacies.guardian_approval": {"guardian_1", "guardian_2"},
    "candidacies.publicity": {"guardian_1", "guardian_2"},
    "candidacies.travel_permission": {"guardian_1", "guardian_2"},
    "agreements.learning": {"guardian_1", "guardian_2", "host"},
    "agreements.complement": {"host"},
    "hosting.company": {"host"},
    "hosting.family": {"host"},
    "mobilities.health": {"guardian_1", "guardian_2"},
}
# Words that one would only write to a friend, and words of the two other languages of a paper.
FAMILIAR = {
    "nl": {"je", "jij", "jou", "jouw", "jullie"},
    "de": {"du", "dich", "dir", "dein", "deine", "deinen", "euch"},
    "fr": {"tu", "te", "toi", "ton", "tes"},
    "es": {"tú", "tu", "tus", "te", "ti", "vosotros"},
    "pt": {"tu", "te", "ti", "teu", "tua", "você"},
    "pl": {"ty", "cię", "ciebie", "tobie", "twój", "twoja", "twoje"},
    "tr": {"sen", "seni", "sana", "senin"},
}
FOREIGN = {"the", "you", "your", "with", "het", "een", "niet", "voor"}
IN_WORDS = {"3": "drie jaar", "12": "twaalf maanden"}
WHOLE = {
    "title": "A paper",
    "lead": "About {learner}",
    "points": ["one", "two", "three", "four"],
    "note": "For information",
}


def explanation(code: str, language: str) -> Explanation:
    found = papers.explanation_of(papers.kind(code), language)
    assert found is not None, f"{code} is not explained in {language}"
    return found


def texts(told: Explanation | Phrases) -> list[str]:
    values = asdict(told).values()
    return [text for value in values for text in ([value] if isinstance(value, str) else value)]


def every_text(language: str) -> list[str]:
    phrases = papers.phrases(language)
    assert phrases is not None
    return [text for code in EXPLAINED for text in texts(explanation(code, language))] + texts(phrases)


def words_of(language: str) -> set[str]:
    return set(re.findall(r"\w+", " ".join(every_text(language)).lower()))


def toml(values: dict[str, object]) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in values.items())


# -- the files -------------------------------------------------------------------------------------


@pytest.mark.requirement("R25")
def test_what_parents_companies_and_hosts_sign_is_explained_to_them():
    asked = {code: set(kind.explained) for code, kind in papers.kinds().items() if kind.explained}
    assert asked == EXPLAINED


@pytest.mark.parametrize("code", EXPLAINED)
def test_each_is_explained_in_all_nine_languages(code):
    assert papers.explained_languages(papers.kind(code)) == LANGUAGES
    assert papers.phrased_languages() == LANGUAGES
    assert papers.explanation_of(papers.kind(code), "it") is None
    assert papers.explanation_of(papers.kind(code), "../content/nl") is None


@pytest.mark.parametrize("code", EXPLAINED)
def test_every_language_says_as_much_about_the_same_learner_with_the_same_figures(code):
    model = texts(explanation(code, "nl"))
    for language in LANGUAGES:
        for ours, theirs in zip(model, texts(explanation(code, language)), strict=True):
            assert sorted(re.findall(r"\d+", ours)) == sorted(re.findall(r"\d+", theirs)), (language, theirs)
            assert ("{learner}" in ours) == ("{learner}" in theirs), (language, theirs)


@pytest.mark.parametrize("code", EXPLAINED)
def test_figures_are_those_of_the_paper(code):
    paper = papers.content_text(papers.kind(code), "nl")
    for figure in re.findall(r"\d+", " ".join(texts(explanation(code, "nl")))):
        assert re.search(rf"\b{figure}\b", paper) or IN_WORDS.get(figure, "?") in paper, figure


@pytest.mark.parametrize("code", [code for code in EXPLAINED if code.startswith("hosting.")])
def test_an_agreement_of_a_host_names_no_learner(code):
    assert not [language for language in LANGUAGES if "{learner}" in " ".join(texts(explanation(code, language)))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_polite_calm_and_says_in_one_way_that_the_paper_counts(language):
    assert len({explanation(code, language).note for code in EXPLAINED}) == 1
    assert words_of(language).isdisjoint(FAMILIAR.get(language, set()))
    for text in every_text(language):
        assert text == text.strip()
        assert "  " not in text
        assert not set("!¡'\"") & set(text), text


def test_no_sentence_stands_in_two_languages():
    sentences = {
        language: {sentence for text in every_text(language) for sentence in re.split(r"(?<=[.?:;]) ", text)}
        for language in LANGUAGES
    }
    shared = {"{short}.", "{name}"}
    for one, other in combinations(LANGUAGES, 2):
        assert sentences[one] & sentences[other] <= shared, (one, other)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one not in ("nl", "en")])
def test_nothing_was_left_in_dutch_or_english(language):
    assert words_of(language).isdisjoint(FOREIGN)


def test_arabic_is_arabic_and_begins_with_it():
    for text in every_text("ar"):
        assert re.match(r"[\u0600-\u06ff]", text), text
        latin = re.sub(r"\{\w+\}|ErasDu|ziekenfonds|learning agreement", "", text)
        assert not re.search(r"[A-Za-z]", latin), text


# -- reading them ----------------------------------------------------------------------------------


def test_another_language_is_only_a_file(tmp_path):
    kind = Kind(code="somewhere.paper", folder=tmp_path, signers=(("guardian_1",),))
    folder = tmp_path / "explanations"
    folder.mkdir()
    for name in ("paper.it", "paper.nl", "paper_of_others.ro"):
        (folder / f"{name}.toml").write_text(toml(WHOLE), encoding="utf-8")
    assert papers.explained_languages(kind) == ["nl", "it"]
    told = papers.explanation_of(kind, "it")
    assert told is not None
    assert told.about("Noa").lead == "About Noa"
    assert papers.explanation_of(kind, "ro") is None


def test_a_kind_without_explanations_has_none():
    kind = Kind(code="somewhere.else", folder=Path(__file__).parent, signers=(("learner",),))
    assert papers.explained_languages(kind) == []
    assert papers.explanation_of(kind, "nl") is None
    assert papers.phrases("it") is None


@given(st.text(max_size=30))
def test_a_name_is_filled_in_as_it_is(name):
    told = parse_explanation(toml(WHOLE | {"points": ["{learner}", "{learner} and {learner}", "three", "four"]}))
    assert told.about(name).lead == f"About {name}"
    assert told.about(name).points == (name, f"{name} and {name}", "three", "four")
    assert fill("{asker}: {short}", asker=name, short="{asker}") == f"{name}: {{asker}}"


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({"note": None}, "lacks", "note"),
        ({"remark": "more"}, "not_as_meant", "remark"),
        ({"lead": " "}, "not_as_meant", "lead"),
        ({"lead": 7}, "not_as_meant", "lead"),
        ({"lead": "About {school}"}, "no_fact", "lead"),
        ({"title": "About {learner}"}, "no_fact", "title"),
        ({"lead": "About {learner"}, "not_as_meant", "lead"),
        ({"lead": "About {Learner}"}, "not_as_meant", "lead"),
        ({"points": "one"}, "not_as_meant", "points"),
        ({"points": ["one", "two", "three"]}, "not_as_meant", "points"),
        ({"points": ["point"] * 8}, "not_as_meant", "points"),
        ({"points": ["one", "two", 3, "four"]}, "not_as_meant", "points"),
    ],
)
def test_what_is_wrong_in_an_explanation_is_named(changed, code, where):
    values = {name: value for name, value in (WHOLE | changed).items() if value is not None}
    with pytest.raises(ContentFaulty) as faulty:
        parse_explanation(toml(values))
    assert (faulty.value.code, faulty.value.where) == (code, where)


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        ({"sign": None}, "lacks", "sign"),
        ({"mail_intro": "{asker} asks you"}, "lacks", "mail_intro"),
        ({"confirmed_by": "Read by {asker}"}, "lacks", "confirmed_by"),
        ({"done": "Thank you, {name}"}, "no_fact", "done"),
        ({"steps": ["read", "sign"]}, "not_as_meant", "steps"),
    ],
)
def test_what_is_wrong_in_phrases_is_named(changed, code, where):
    whole = {field.name: f"about {field.name}" for field in fields(Phrases)}
    whole |= {"mail_intro": "{asker} {short}", "mail_remind": "{asker} {short}", "mail_complete": "{short}"}
    whole |= {"letter_intro": "{asker} {short}"}
    filled = whole | {"confirmed_by": "{name}", "steps": ["read", "type", "name", "press"]}
    assert parse_phrases(toml(filled)).steps == ("read", "type", "name", "press")
    with pytest.raises(ContentFaulty) as faulty:
        parse_phrases(toml({name: value for name, value in (filled | changed).items() if value is not None}))
    assert (faulty.value.code, faulty.value.where) == (code, where)


@pytest.mark.parametrize("parse", [parse_explanation, parse_phrases])
def test_a_file_that_is_no_toml_is_refused(parse):
    with pytest.raises(ContentFaulty) as faulty:
        parse("title = ")
    assert faulty.value.code == "not_toml"


def test_arabic_is_read_from_the_right():
    assert {language: direction(language) for language in LANGUAGES if direction(language) == "rtl"} == {"ar": "rtl"}
    assert direction("ar-MA") == "rtl"
    assert direction("tr") == "ltr"


def test_buttons_beside_each_other_say_something_else():
    for language in LANGUAGES:
        told = papers.phrases(language)
        assert told is not None
        buttons = sorted([told.sign, told.decline, told.question, told.not_me])
        assert all(one != other for one, other in pairwise(buttons))
        assert len(max(buttons, key=len)) <= 30
