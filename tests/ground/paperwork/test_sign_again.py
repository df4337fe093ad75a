"""Who signs again when a paper changes: a table of changes and parties, on papers like those of the journey."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.paperwork.rules import Change, Json, Kind, changes, compose, parse_content, sign_again

pytestmark = pytest.mark.requirement("R25")

HERE = Path(__file__).parent


def kind(name: str, signers: tuple[tuple[str, ...], ...], **binds: str) -> Kind:
    bound = {clause: frozenset(roles.split()) for clause, roles in binds.items()}
    return Kind(f"examples.{name}", HERE, signers, bound)


# Each with its wording, in which every clause prints a fact, and the facts as they stood when everybody signed.

COMPANY = kind("company", (("company",),), contacts="", costs="company")
GUARDIANS = kind("guardians", (("guardian", "second_guardian"),), call="", who_to_call="")
COOPERATION = kind(
    "cooperation",
    (("board", "second_board"), ("coordinator",)),
    schools="board second_board coordinator",
    contact_point="board",
    bank="coordinator",
)
LEARNING = kind(
    "learning",
    (("learner",), ("guardian",), ("school", "host")),
    programme="learner school host",
    mentor="host",
    insurance="school host guardian",
    housing="learner guardian school",
    minors="guardian school host",
    office="",
)

WORDING = {
    "company": ("period: {period}", "agreement: {agreement}", "costs: {costs}", "contacts: {telephone}"),
    "guardians": ("period: {period}", "destination: {town}", "call: {call}", "who_to_call: {telephone}"),
    "cooperation": ("tasks: {tasks}", "schools: {schools}", "contact_point: {contact}", "bank: {bank}"),
    "learning": (
        "period: {period}", "programme: {programme}", "mentor: {mentor}", "insurance: {insurer}", "housing: {house}",
        "office: {telephone}", "minors?: No work at night.",
    ),
}  # fmt: skip

FACTS: dict[str, dict[str, object]] = {
    "company": {
        "period": "29 November to 11 December", "agreement": "OAO", "costs": "nothing to pay", "telephone": "09 200",
    },
    "guardians": {"period": "29 November to 11 December", "town": "Seville", "call": "autumn", "telephone": "09 200"},
    "cooperation": {"tasks": "recruit and select", "schools": "School North", "contact": "An", "bank": "BE00"},
    "learning": {
        "period": "29 November to 11 December", "programme": "cakes and bread", "mentor": "Lucía", "insurer": "Verzeker",
        "house": "a family", "telephone": "09 200", "age": "minor",
    },
}  # fmt: skip
KINDS = {each.name: each for each in (COMPANY, GUARDIANS, COOPERATION, LEARNING)}


def paper(name: str, facts: Mapping[str, object], *, title: str = "Agreement", reworded: str = "") -> Json:
    return compose(
        parse_content(f'title = "{title}"\n{"".join(_clause(line, reworded) for line in WORDING[name])}'), facts
    )


def _clause(line: str, reworded: str) -> str:
    code, text = line.split(": ")
    when = 'when = "age=minor"\n' if code.endswith("?") else ""
    code = code.rstrip("?")
    worded = f"In other words: {text}" if code == reworded else text
    return f'[[clause]]\ncode = "{code}"\ntitle = "{code}"\n{when}text = "{worded}"\n'


@dataclass(frozen=True)
class Row:
    """`again`: who signs again; everybody else keeps the signature and is told."""

    of: str
    what: str
    again: str
    facts: Mapping[str, object] = field(default_factory=dict)
    moved: str = ""
    title: str = "Agreement"
    reworded: str = ""


TABLE = (
    Row("company", "nothing", ""),
    Row("company", "other dates", "company", {"period": "6 to 18 December"}),
    Row("company", "another kind of agreement", "company", {"agreement": "SAO"}),
    Row("company", "who pays", "company", {"costs": "the company pays the train"}),
    Row("company", "the school's telephone", "", {"telephone": "09 300"}),
    Row("company", "another company", "company", moved="company"),
    Row("guardians", "other dates", "guardian second_guardian", {"period": "6 to 18 December"}),
    Row("guardians", "another town", "guardian second_guardian", {"town": "Porto"}),
    Row("guardians", "whom to call", "", {"telephone": "09 300"}),
    Row("guardians", "the name of the call", "", {"call": "winter"}),
    Row("guardians", "one parent is replaced by a legal guardian", "guardian", moved="guardian"),
    Row("cooperation", "other tasks", "board second_board coordinator", {"tasks": "recruit, select and host"}),
    Row("cooperation", "one more school", "board second_board coordinator", {"schools": "School North, School South"}),
    Row("cooperation", "another contact point", "board", {"contact": "Bo"}),
    Row("cooperation", "another account", "coordinator", {"bank": "BE11"}),
    Row("cooperation", "another title", "board second_board coordinator", title="Convention"),
    Row("learning", "other dates", "learner guardian school host", {"period": "6 to 18 December"}),
    Row("learning", "other tasks", "learner school host", {"programme": "ice cream"}),
    Row("learning", "another mentor", "host", {"mentor": "Pablo"}),
    Row("learning", "another insurer", "school host guardian", {"insurer": "Zeker"}),
    Row("learning", "another house", "learner guardian school", {"house": "a hostel"}),
    Row("learning", "the learner turned 18", "guardian school host", {"age": "adult"}),
    Row("learning", "another telephone", "", {"telephone": "09 300"}),
    Row("learning", "another host, with its own mentor", "host", {"mentor": "Rui"}, moved="host"),
    Row("learning", "mentor and house", "host learner guardian school", {"mentor": "Pablo", "house": "a hostel"}),
    Row("learning", "the same said in other words", "learner school host", reworded="programme"),
)  # fmt: skip


def test_the_table_is_long_enough_for_every_kind() -> None:
    assert len(TABLE) >= 12
    assert {row.of for row in TABLE} == set(KINDS)
    assert sum(len(KINDS[row.of].roles) for row in TABLE) >= 60  # changes × parties


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.of}: {row.what}")
def test_only_those_whose_clause_changed_sign_again(row: Row) -> None:
    before = paper(row.of, FACTS[row.of])
    after = paper(row.of, {**FACTS[row.of], **row.facts}, title=row.title, reworded=row.reworded)
    found = sign_again(KINDS[row.of], changes(before, after), moved=row.moved.split())
    again = set(row.again.split())
    assert {role: role in found for role in KINDS[row.of].roles} == {
        role: role in again for role in KINDS[row.of].roles
    }


# -- what holds of every table ---------------------------------------------------------------------

ROLES = ("learner", "guardian", "school", "host")
CLAUSES = st.sampled_from([*LEARNING.binds, "period", "a clause that nobody thought of"])
CHANGED = st.lists(CLAUSES.map(lambda code: Change(code, None, {})), max_size=4)
MOVED = st.sets(st.sampled_from(ROLES))


@given(CHANGED, CHANGED, MOVED, MOVED)
def test_two_changes_ask_whom_each_of_them_asks(
    one: list[Change], other: list[Change], moved: set[str], also: set[str]
) -> None:
    both = sign_again(LEARNING, [*one, *other], moved=moved | also)
    assert both == sign_again(LEARNING, one, moved=moved) | sign_again(LEARNING, other, moved=also)
    assert moved <= both <= set(ROLES)


def test_a_clause_that_nobody_thought_of_binds_everybody() -> None:
    assert sign_again(LEARNING, [Change("new", None, {})]) == set(ROLES)
    assert sign_again(LEARNING, []) == frozenset()


@pytest.mark.parametrize("name", KINDS)
def test_the_same_facts_change_nothing(name: str) -> None:
    assert changes(paper(name, FACTS[name]), paper(name, dict(reversed(FACTS[name].items())))) == []
