"""What a paper is made of: markup before facts, what is left out, what changed, who signs again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.paperwork.papers import content_of, kind, specimen_facts
from erasdu.ground.paperwork.rules import (
    Content,
    ContentFaulty,
    Kind,
    Question,
    answered,
    asked,
    changes,
    check,
    compose,
    parse_content,
    placeholders,
    sign_again,
)

CONTENT = """
title = "Afspraak met {name}"
lead = "Over {subject}."
space = "Voor de gemeente"
roles = { learner = "Deelnemer", guardian_1 = "Ouder" }
consent = { "" = "Ik ga akkoord." }

[[fact]]
label = "Naam"
value = "{name}"

[[clause]]
code = "what"
title = "Wat"
text = '''
Eerste zin
gaat verder met {name}.

- punt van {name}
- tweede punt

| Telefoon | {phone} |
| Naam | {name} |

{*things}
{:pairs}
{#table}
'''

[[clause]]
code = "who"
when = "form=one|two"
title = "Wie"
text = "Voor één of twee."

[[clause]]
code = "who"
when = "form=three"
title = "Wie"
text = "Voor drie."

[[question]]
code = "answer"
label = "Ja of ja, behalve?"
options = { yes = "Ja", except = "Ja, behalve" }
[[question]]
code = "days"
label = "Welke dagen niet?"
[[question]]
code = "photo"
label = "Foto's"
"""
FACTS = {
    "name": "Nora", "subject": "een stage", "phone": "", "things": ["a", "b"], "pairs": [["x", "1"], ["leeg", ""]],
    "table": {"head": ["h"], "rows": [["c"]]}, "form": "one",
}  # fmt: skip
KIND = Kind(
    code="test.afspraak",
    folder=Path(),
    signers=(("learner",), ("guardian_1",)),
    binds={"who": frozenset({"learner"})},
    questions=(
        Question("answer", "learner", "choice", options=("yes", "except")),
        Question("days", "learner", "dates", only_when=("answer", "except")),
        Question("photo", "guardian_1", "yes_no"),
    ),
)


@pytest.fixture
def content() -> Content:
    return parse_content(CONTENT)


def test_a_paper_is_composed_of_what_its_content_says(content: Content) -> None:
    assert compose(content, FACTS) == {
        "title": "Afspraak met Nora",
        "lead": "Over een stage.",
        "space": "Voor de gemeente",
        "facts": [["Naam", "Nora"]],
        "clauses": [
            {
                "code": "what",
                "title": "Wat",
                "blocks": [
                    {"text": "Eerste zin gaat verder met Nora."},
                    {"items": ["punt van Nora", "tweede punt"]},
                    {"pairs": [["Naam", "Nora"]]},
                    {"items": ["a", "b"]},
                    {"pairs": [["x", "1"]]},
                    {"head": ["h"], "rows": [["c"]]},
                ],
            },
            {"code": "who", "title": "Wie", "blocks": [{"text": "Voor één of twee."}]},
        ],
    }
    assert placeholders(content) == set(FACTS)


def test_what_turns_out_empty_is_left_out(content: Content) -> None:
    empty = FACTS | {"things": [], "pairs": [], "table": {"head": ["h"], "rows": []}, "name": "", "form": "none"}
    (clause,) = compose(content, empty)["clauses"]
    assert [list(block) for block in clause["blocks"]] == [["text"], ["items"]]
    assert compose(content, empty)["facts"] == []


@given(name=st.text())
def test_a_name_is_never_markup(name: str) -> None:
    content = parse_content(CONTENT)
    plain, odd = compose(content, FACTS), compose(content, FACTS | {"name": name or "x"})
    shape = [[list(block) for block in clause["blocks"]] for clause in odd["clauses"]]
    assert shape == [[list(block) for block in clause["blocks"]] for clause in plain["clauses"]]
    assert odd["clauses"][0]["blocks"][1]["items"][0] == f"punt van {name or 'x'}"


@pytest.mark.parametrize(
    ("facts", "code", "where", "what"),
    [
        ({"subject": None}, "no_fact", "lead", "subject"),
        ({"things": "a"}, "no_list", "what", "things"),
        ({"table": "a"}, "no_table", "what", "table"),
        ({"pairs": None}, "no_fact", "what", "pairs"),
    ],
)
def test_a_fact_that_lacks_is_named(content: Content, facts: dict, code: str, where: str, what: str) -> None:
    given_facts = {key: value for key, value in (FACTS | facts).items() if value is not None}
    with pytest.raises(ContentFaulty) as caught:
        compose(content, given_facts)
    assert (caught.value.code, caught.value.where, caught.value.what) == (code, where, what)


def test_two_clauses_of_one_code_never_stand_together() -> None:
    text = CONTENT.replace('when = "form=three"', 'when = "form=two"')
    with pytest.raises(ContentFaulty, match="clause_twice"):
        compose(parse_content(text), FACTS | {"form": "two"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title = ", "not_toml"),
        ("lead = 'x'", "lacks"),
        ("title = 'x'\n[[clause]]\ntitle = 'y'", "lacks"),
        ("title = 'x'\nclause = 3", "not_as_meant"),
        ("title = 'x'\nquestion = ['a']", "not_as_meant"),
        ("title = 'x'\n[[clause]]\ncode='a'\ntext='b'\n[[clause]]\ncode='a'\ntext='c'", "clause_twice"),
    ],
)
def test_a_faulty_content_is_refused(text: str, code: str) -> None:
    with pytest.raises(ContentFaulty) as caught:
        parse_content(text)
    assert caught.value.code == code


def test_questions_are_asked_on_paper_and_answers_are_printed(content: Content) -> None:
    assert asked(KIND, content, "learner") == [
        {"label": "Ja of ja, behalve?", "form": "choice", "options": ["Ja", "Ja, behalve"]},
        {"label": "Welke dagen niet?", "form": "dates", "options": []},
    ]
    days = {"answer": "except", "days": [["2027-03-15", "2027-03-15"], ["2027-03-19", "2027-03-21"]]}
    assert answered(KIND, content, "learner", days, "nl") == [
        ["Ja of ja, behalve?", "Ja, behalve"],
        ["Welke dagen niet?", "ma 15 maart 2027; vr 19 maart 2027 tot en met zo 21 maart 2027"],
    ]
    assert answered(KIND, content, "learner", days | {"answer": "yes"}, "nl") == [["Ja of ja, behalve?", "Ja"]]
    assert answered(KIND, content, "guardian_1", {"photo": "no"}, "en") == [["Foto's", "no"]]


@pytest.mark.parametrize(
    ("before", "after", "code", "where"),
    [
        ('guardian_1 = "Ouder"', 'other = "x"', "lacks", "roles.guardian_1"),
        ('"" = "Ik ga akkoord."', 'learner = "Ja."', "lacks", "consent.guardian_1"),
        ('"" = "Ik ga akkoord."', '"" = "Ja {name}."', "no_fact_here", "consent."),
        ('code = "who"', 'code = "whom"', "lacks", "clause.who"),
        ('code = "photo"', 'code = "foto"', "lacks", "question.photo"),
        ('{ yes = "Ja", except', '{ no = "Nee", except', "other_options", "question.answer"),
        ("[[question]]", '[[question]]\ncode = "more"\nlabel = "x"\n[[question]]', "not_asked", "question.more"),
    ],
)
def test_a_content_that_does_not_fit_its_kind_is_refused(before: str, after: str, code: str, where: str) -> None:
    check(KIND, parse_content(CONTENT))
    count = -1 if before.startswith("code") else 1
    with pytest.raises(ContentFaulty) as caught:
        check(KIND, parse_content(CONTENT.replace(before, after, count)))
    assert (caught.value.code, caught.value.where) == (code, where)


LEARNER, HOST = {"learner"}, {"host"}
PARENTS = {"guardian_1", "guardian_2"}
BOARD = {"board", "board_second", "coordinator"}


@pytest.mark.requirement("R25", "R34")
@pytest.mark.parametrize(
    ("code", "changed", "again"),
    [
        ("candidacies.guardian_approval", {"stay_until": "za 27 maart 2027"}, PARENTS),
        ("candidacies.guardian_approval", {"destinations": "Litouwen"}, PARENTS),
        ("candidacies.guardian_approval", {"contact_point": "Tom Lambrecht", "contact_phone": "+32 9 000"}, set()),
        ("candidacies.company_approval", {"stay_from": "ma 1 maart 2027"}, {"company"}),
        ("candidacies.company_approval", {"agreement": "sao"}, {"company"}),
        ("candidacies.company_approval", {"contact_mail": "nieuw@brug.example"}, set()),
        ("candidacies.participant_approval", {"stay_days": "20"}, LEARNER),
        ("candidacies.participant_approval", {"company": "Brasserie Nieuw"}, set()),
        ("candidacies.publicity", {"coordinator": "Werkbrug Vlaanderen vzw"}, LEARNER | PARENTS),
        ("candidacies.travel_permission", {"travels_with": "niemand"}, PARENTS),
        ("candidacies.travel_permission", {"guardian_phone": "+32 470"}, set()),
        ("mobilities.health", {"readers": ["Een ander gastgezin"]}, LEARNER | PARENTS),
        ("hosting.company", {"mentor": "Ana Lopes"}, HOST),
        ("hosting.company", {"tasks": ["afwassen"]}, HOST | {"contact_point"}),
        ("hosting.family", {"paid": "yes"}, HOST | {"contact_point"}),
        ("membership.cooperation", {"schools": ["Vakschool Het Schip"]}, BOARD),
        ("membership.cooperation", {"board_contact": "Ilse Van Acker"}, set()),
        ("membership.mandate", {"form": "mandate"}, BOARD),
        ("membership.partner", {"role": "hosting"}, {"partner", "coordinator"}),
    ],
)
def test_only_those_whose_clause_changed_sign_again(code: str, changed: dict, again: set) -> None:
    one, facts = kind(code), specimen_facts(code, "nl")
    content = content_of(one, "nl")
    found = changes(compose(content, facts), compose(content, {**facts, **changed}))
    assert found
    assert sign_again(one, found) == again


def test_who_was_replaced_signs_whatever_changed() -> None:
    assert sign_again(kind("hosting.company"), [], moved={"contact_point"}) == {"contact_point"}


def test_a_paper_with_a_drawing_of_its_own_is_signed_again_when_only_that_changed() -> None:
    one, facts = kind("candidacies.cv"), specimen_facts("candidacies.cv", "en")
    before, after = (
        compose(content_of(one, "en"), {**facts, "drawn": {**facts["drawn"], "status": status}})
        for status in ("a", "b")
    )
    assert [change.clause for change in changes(before, after)] == ["_drawn"]
    assert sign_again(one, changes(before, after)) == LEARNER
    assert changes(before, before) == []
