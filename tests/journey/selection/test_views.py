"""The pages of a selection: what shows, what saves itself, what a school does with four learners, and bad input."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.selection import actions, queries
from erasdu.journey.selection.models import (
    Assessment,
    Complaint,
    Decision,
    Input,
    Interview,
    Practical,
    Publicity,
    Score,
    Selection,
)
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import AssessmentFactory, InputFactory, PanellistFactory, Scene, scene
from tests.journey.selection.test_access import by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NAUGHTY = Path(__file__).parents[3] / "node_modules" / "big-list-of-naughty-strings" / "blns.json"
CODES = ("MOTIVATION", "MATURITY", "LANGUAGE", "PRACTICAL")
SCORES = {
    "score-MOTIVATION": "8",
    "score-MATURITY-PERSONAL": "7",
    "score-MATURITY-VOCATIONAL": "6",
    "score-LANGUAGE": "5",
    "score-PRACTICAL": "10",
    **{f"argument-{code}": f"Omdat {code}." for code in CODES},
}
HTMX = {"HX-Request": "true"}


def at_learner(made: Scene, name: str = "learner", place: int = 0) -> str:
    return reverse(f"selection:{name}", args=[made.selection.key, made.candidacies[place].key])


def at_board(made: Scene, name: str = "board") -> str:
    return reverse(f"selection:{name}", args=[made.selection.key])


def decided(made: Scene, at: datetime, *outcomes: str) -> Scene:
    files = queries.board(made.selection, made.lead).files
    given = {
        item.candidate.id: actions.Choice(outcome, f"Plaats {place}.")
        for place, (item, outcome) in enumerate(zip(files, outcomes, strict=True), 1)
    }
    actions.decide(made.selection, given, by=made.lead, at=at)
    made.selection.refresh_from_db()
    return made


def told(made: Scene, at: datetime, *outcomes: str) -> Scene:
    decided(made, at, *outcomes)
    actions.tell(made.selection, complaint_how="Mail Els.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    return made


# -- what shows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ready", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_a_school_shows(client_as, ready: bool, language: str) -> None:
    made = scene(3, ready=ready)
    client = client_as(made.lead_role)
    client.cookies["django_language"] = language
    school, names = made.selection.enrolment.school.name, ("Lotte Verhaegen", "Els Vermeulen", "Noah De Smet")
    for address, words in {
        reverse("selection:overview"): school,
        at_board(made): names[0],
        at_board(made, "panel"): names[1],
        at_learner(made): names[0],
        at_learner(made, place=2): names[2],
        at_board(made, "decide"): names[0],
    }.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert words in response.content.decode(), address


def test_pages_show_in_every_state(client_as, at: datetime) -> None:
    made = decided(scene(3, ready=True), at, "selected", "reserve", "not_selected")
    client, coordinator = client_as(made.lead_role), client_as(RoleFactory(coordinator=True))
    assert client.get(at_board(made)).status_code == 200
    assert client.get(at_board(made, "tell")).status_code == 200
    sent = client.post(at_board(made, "tell"), {"complaint_how": "Mail Els.", "complaint_by": "2026-12-01"})
    assert sent.status_code == 302
    assert client.post(at_board(made, "close")).status_code == 302
    for one in (client, coordinator):
        for address in (at_board(made), at_learner(made), reverse("selection:overview")):
            assert one.get(address).status_code == 200
    assert client.get(at_board(made, "reopen")).status_code == 200
    assert client.post(at_board(made, "reopen"), {"reason": "Een typfout."}).status_code == 302
    assert "Een typfout." in client.get(at_board(made)).content.decode()


def test_an_empty_selection_says_why(client_as) -> None:
    made = scene(0)
    page = client_as(made.lead_role).get(at_board(made)).content.decode()
    assert "empty-state" in page


@pytest.mark.parametrize("page", ["board", "panel", "decide", "learner", "overview"])
def test_pages_ask_the_same_for_one_and_three(client_as, page: str) -> None:
    counts = []
    for number in (1, 3):
        made = scene(number, ready=True)
        client = client_as(made.lead_role)
        own = {"learner": at_learner(made), "overview": reverse("selection:overview")}
        address = own.get(page) or at_board(made, page)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.requirement("R20")
def test_the_coordinator_reads_along_with_the_sensitivity(client_as) -> None:
    made = scene(2, ready=True, scores=[7, 7], seats_per_school=1)
    for candidacy, motivation, maturity in zip(made.candidacies, (9, 6), (5, 8), strict=True):
        rows = Score.objects.filter(assessment__candidacy=candidacy)
        rows.filter(criterion="MOTIVATION").update(value=motivation)
        rows.filter(criterion="MATURITY").update(value=maturity)
    coordinator = client_as(RoleFactory(coordinator=True))
    coordinator.cookies["django_language"] = "en"
    page = coordinator.get(at_board(made)).content.decode()
    assert "If one weight were different" in page
    assert "If one weight were different" not in client_as(made.lead_role).get(at_board(made)).content.decode()
    assert coordinator.post(at_board(made, "lots")).status_code == 409
    assert coordinator.get(at_learner(made)).status_code == 200


# -- four learners, four places --------------------------------------------------------------------


@pytest.mark.requirement("R04", "R19", "R20", "R21")
def test_a_school_with_four_learners_in_few_deeds(client_as) -> None:
    enrolment = EnrolmentFactory(call__seats_per_school=4)
    role = RoleFactory(organisation=enrolment.school)
    teacher = RoleFactory(teacher=True, organisation=enrolment.school)
    applied = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    learners = [
        CandidacyFactory(applied=True, enrolment=enrolment, applied_at=applied + timedelta(hours=place))
        for place in range(4)
    ]
    client, deeds = client_as(role), 0

    def deed(address: str, **data: object) -> str:
        nonlocal deeds
        deeds += 1
        response = client.post(address, data)
        assert response.status_code == 302, response.content.decode()[-2000:]
        return str(response["Location"])

    board = deed(reverse("selection:start", args=[enrolment.key]))
    selection = Selection.objects.get()
    made = Scene(selection, role, actor_of(role), teacher, actor_of(teacher, via="link"), learners)
    deed(at_board(made, "ask"), roles=[teacher.pk])
    deed(at_board(made, "ties"), about=[row.key for row in made.candidacies])
    for asked in Input.objects.all():  # by the teacher, not by the school
        statements = {"reliable": "agree", "adapts": "agree", "skilled": "partly"}
        actions.give_input(asked, statements=statements, line="", revision=0, by=made.teacher, at=asked.asked_at)
    page = at_learner(made)
    for place in range(4):
        # Saved while typing: no deed.
        typed = {"held_on": "2026-11-20", "notes": "Goed gesprek."}
        assert client.post(at_learner(made, "interview", place), typed, headers=HTMX).status_code == 200
        agreed = dict.fromkeys(("programme", "house_rules", "report", "survey", "evaluation", "sharing"), "on")
        assert client.post(at_learner(made, "practical", place), agreed, headers=HTMX).status_code == 200
        revision = Assessment.objects.get(candidacy=made.candidacies[place]).revision
        page = deed(at_learner(made, "scores", place), **SCORES, revision=revision, final="next")
        assert page == (at_learner(made, place=place + 1) if place < 3 else board)
    proposal = client.get(at_board(made, "decide")).context["rows"]
    filled = {bound.html_name: bound.value() for _item, form in proposal for bound in form if bound.name != "revision"}
    deed(at_board(made, "decide"), **filled)
    ready = client.get(at_board(made, "tell")).context["form"].initial
    deed(at_board(made, "tell"), complaint_how=ready["complaint_how"], complaint_by=ready["complaint_by"].isoformat())
    deed(at_board(made, "close"))
    selection.refresh_from_db()
    assert selection.state == "closed"
    assert Decision.objects.filter(outcome="selected").count() == 4
    assert deeds == 10


# -- saving while typing ---------------------------------------------------------------------------


def test_the_record_saves_itself_and_shows_both_texts_to_the_second(client_as) -> None:
    made = scene(1)
    client, other = client_as(made.lead_role), client_as(RoleFactory(organisation=made.selection.enrolment.school))
    address = at_learner(made, "interview")
    typed = {"held_on": "2026-11-20", "notes": "Van Els."}
    first = client.post(address, typed, headers=HTMX)
    assert 'id="interview-revision" value="0"' in first.content.decode()
    second = other.post(address, {**typed, "notes": "Van een collega."}, headers=HTMX)
    assert second["HX-Retarget"] == "#interview"
    for text in ("Van Els.", "Van een collega."):
        assert text in second.content.decode()
    assert Interview.objects.get().notes == "Van Els."
    plain = other.post(address, {**typed, "notes": "Zonder script."})
    assert plain.status_code == 409
    assert "Zonder script." in plain.content.decode()
    assert client.post(address, {**typed, "notes": "Weer Els.", "revision": "0"}).status_code == 302


def test_scores_save_themselves_and_final_says_what_lacks(client_as) -> None:
    made = scene(2)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=made.selection.enrolment.at)
    client, address = client_as(made.lead_role), at_learner(made, "scores")
    half = client.post(address, {"score-MOTIVATION": "8", "revision": "0"}, headers=HTMX)
    assert 'value="1"' in half.content.decode()
    lacking = client.post(address, {"score-MOTIVATION": "8", "revision": "1", "final": "next"}, headers=HTMX)
    assert lacking["HX-Retarget"] == "#scores"
    assert lacking.content.decode().count("field-error") >= 7
    done = client.post(address, {**SCORES, "revision": "1", "final": "next"}, headers=HTMX)
    assert done["HX-Redirect"] == at_learner(made, place=1)
    assert Assessment.objects.get(candidacy=made.candidacies[0]).final_at is not None
    last = client.post(at_learner(made, "scores", place=1), {**SCORES, "revision": "0", "final": "last"}, headers=HTMX)
    assert last["HX-Redirect"] == reverse("selection:board", args=[made.selection.key])  # no address of this very page


@pytest.mark.parametrize("value", ["11", "-1", "8.5", "acht", "९", "1e1", "\x00"])
def test_a_score_is_a_whole_number_from_0_to_10(client_as, value: str) -> None:
    made = scene(1)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=made.selection.enrolment.at)
    response = client_as(made.lead_role).post(
        at_learner(made, "scores"), {**SCORES, "score-LANGUAGE": value, "revision": "0", "final": "last"}
    )
    assert response.status_code == 422
    assert not Score.objects.exists()


def test_the_fourth_criterion_starts_from_the_agreement(client_as, at: datetime) -> None:
    made = scene(1)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=at)
    agreed = {"programme": True, "house_rules": True, "report": True}
    actions.record_practical(made.candidacies[0], agreed=agreed, sharing_form="", revision=-1, by=made.lead, at=at)
    forms = []
    for given in (True, False):
        actions.record_publicity(made.candidacies[0], choices={"photo": given}, by=made.lead, at=at)
        forms.append(client_as(made.lead_role).get(at_learner(made)).context["scores_form"].initial)
    assert forms[0] == forms[1]
    assert forms[0]["score-PRACTICAL"] == "5"


def test_publicity_is_recorded_apart(client_as) -> None:
    made = scene(1)
    response = client_as(made.lead_role).post(
        at_learner(made, "publicity"), {"photo": "no", "blog": "yes"}, headers=HTMX
    )
    assert response.status_code == 200
    assert dict(Publicity.objects.values_list("purpose", "given")) == {"photo": False, "blog": True}


def test_scores_are_opened_again_on_the_page(client_as) -> None:
    made = scene(1, ready=True)
    client, row = client_as(made.lead_role), Assessment.objects.get()
    assert client.post(at_learner(made, "reopen_scores"), {"assessment": row.key}).status_code == 422
    done = client.post(at_learner(made, "reopen_scores"), {"assessment": row.key, "reason": "Vergist."})
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.final_at is None


def test_the_decision_of_one_learner_and_the_next(client_as) -> None:
    made = scene(2, ready=True)
    client = client_as(made.lead_role)
    chosen = {"outcome": "selected", "reason": "Sterk gesprek.", "next": "next"}
    assert client.post(at_learner(made, "decision"), chosen)["Location"] == at_learner(made, place=1)
    assert client.post(at_learner(made, "decision"), {"outcome": "selected"}).status_code == 422
    assert Decision.objects.get().reason == "Sterk gesprek."


# -- panel -----------------------------------------------------------------------------------------


def test_the_panel_is_made_of_the_schools_roles(client_as) -> None:
    made = scene(1)
    client, elsewhere = client_as(made.lead_role), RoleFactory(teacher=True)
    assert client.post(at_board(made, "panel_add"), {"role": elsewhere.pk}).status_code == 422
    assert client.post(at_board(made, "panel_add"), {"role": made.teacher_role.pk}).status_code == 302
    seat = made.selection.panel.get(role=made.teacher_role)
    assert client.post(at_board(made, "panel_remove"), {"seat": seat.pk}).status_code == 302
    assert not made.selection.panel.filter(role=made.teacher_role, until=None).exists()
    assert client.post(at_board(made, "panel_lead"), {"role": made.teacher_role.pk}).status_code == 302
    assert Selection.objects.get().lead == made.teacher_role.person
    for bad in ("", "x", "9" * 30, "-1"):
        assert client.post(at_board(made, "panel_remove"), {"seat": bad}).status_code == 404


def test_asking_reminding_and_withdrawing(client_as) -> None:
    made = scene(2)
    client = client_as(made.lead_role)
    back = at_learner(made)
    asked = client.post(
        at_board(made, "ask"), {"roles": [made.teacher_role.pk], "about": made.candidacies[0].key, "from": back}
    )
    assert asked["Location"] == back
    row = Input.objects.get()
    assert client.post(at_board(made, "remind"), {"role": made.teacher_role.pk}).status_code == 302
    outside = client.post(at_board(made, "withdraw"), {"input": row.key, "from": "//elders.example/selection/"})
    assert outside["Location"] == at_board(made)
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert client.post(at_board(made, "ask"), {}).status_code == 302
    assert Input.objects.filter(withdrawn_at=None).count() == 0


def test_ties_are_declared_for_all_at_once(client_as) -> None:
    made = scene(3)
    keys = [row.key for row in made.candidacies]
    client = client_as(made.lead_role)
    assert client.post(at_board(made, "ties"), {"about": keys, "tied": keys[1]}).status_code == 302
    conflicts = {row.candidacy_id: row.conflict for row in Assessment.objects.all()}
    assert [conflicts[row.pk] for row in made.candidacies] == ["none", "private_tie", "none"]
    page = client.get(at_learner(made, place=1)).content.decode()
    assert "score-MOTIVATION" not in page


def test_a_declaration_is_changed_on_the_page_of_one_learner(client_as) -> None:
    made = scene(2)
    client, keys = client_as(made.lead_role), [row.key for row in made.candidacies]
    client.post(at_board(made, "ties"), {"about": keys})
    client.post(at_board(made, "ties"), {"about": keys[0], "tied": keys[0]})
    assert set(Assessment.objects.values_list("candidacy__key", "conflict")) == {
        (keys[0], "private_tie"), (keys[1], "none"),
    }  # fmt: skip
    client.post(at_board(made, "ties"), {"about": keys[0]})
    assert set(Assessment.objects.values_list("conflict", flat=True)) == {"none"}


# -- by link ---------------------------------------------------------------------------------------


def asked(made: Scene, at: datetime) -> tuple[Client, str]:
    actions.ask_input(made.selection, made.candidacies, [made.teacher_role], by=made.lead, at=at)
    link = Link.objects.get(purpose="selection.input")
    return by_link(link, at), reverse("selection:input_by_link", args=[link.key])


@pytest.mark.requirement("R19")
def test_a_teacher_gives_input_one_page_after_the_other(at: datetime) -> None:
    made = scene(3)
    client, address = asked(made, at)
    seen = []
    for _ in made.candidacies:
        page = client.get(address)
        item = page.context["item"]
        seen.append(item.candidate.family_name)
        wrong = client.post(address, {"about": item.row.key, "revision": "0", "reliable": "agree"})
        assert wrong.status_code == 200
        assert wrong.content.decode().count("field-error") == 2
        good = {"about": item.row.key, "revision": "0", "reliable": "agree", "adapts": "unknown", "skilled": "partly"}
        assert client.post(address, {**good, "line": "Prima."}).status_code == 302
    assert sorted(seen) == ["De Smet", "Demir", "Verhaegen"]
    assert seen == [item.candidate.family_name for item in queries.asked_of(made.teacher, made.selection.pk).items]
    done = client.get(address)
    assert done.templates[0].name == "selection/input_done.html"
    again = Input.objects.first()
    assert client.get(f"{address}?about={again.key}").status_code == 200
    stale = client.post(address, {**good, "about": again.key, "revision": "0", "line": "Toch anders."})
    assert "Toch anders." in stale.content.decode()
    assert "Prima." in stale.content.decode()


def test_a_teacher_gives_scores_where_the_call_wants_them(at: datetime) -> None:
    made = scene(1, scores_by_input=True)
    client, address = asked(made, at)
    row = Input.objects.get()
    given = {"about": row.key, "revision": "0", "reliable": "agree", "adapts": "agree", "skilled": "agree"}
    page = client.get(address).content.decode()
    assert "score-MOTIVATION" in page
    assert "score-PRACTICAL" not in page
    assert client.post(address, {**given, "score-MOTIVATION": "7"}).status_code == 200
    assert client.post(address, {**given, "tie": "no", "score-MOTIVATION": "7"}).status_code == 302
    assert Assessment.objects.get().final_at == at
    assert Score.objects.get(criterion="MOTIVATION").value == 7


def test_a_link_of_another_selection_shows_nothing(at: datetime) -> None:
    made, other = scene(1), scene(1)
    client, _address = asked(made, at)
    InputFactory(candidacy=other.candidacies[0], role=other.teacher_role)
    row = Input.objects.get(candidacy=other.candidacies[0])
    link = Link.objects.get()
    page = client.post(
        reverse("selection:input_by_link", args=[link.key]),
        {"about": row.key, "revision": "0", "reliable": "agree", "adapts": "agree", "skilled": "agree"},
    )
    row.refresh_from_db()
    assert row.given_at is None
    assert other.candidacies[0].learner.email not in page.content.decode()


def test_an_assessor_scores_by_link(at: datetime) -> None:
    made = scene(1)
    actions.add_panellist(made.selection, made.teacher_role, by=made.lead, at=at)
    client = by_link(Link.objects.get(), at)
    assert client.post(at_board(made, "ties"), {"about": made.candidacies[0].key}).status_code == 302
    sent = client.post(at_learner(made, "scores"), {**SCORES, "revision": "0", "final": "last"})
    assert sent.status_code == 302
    assert Assessment.objects.get().role == made.teacher_role
    for name in ("decision", "publicity", "complaint"):
        filled = {"outcome": "selected", "reason": "x", "photo": "yes", "text": "x"}
        assert client.post(at_learner(made, name), filled).status_code == 409
    assert client.post(at_board(made, "close")).status_code == 409


# -- the candidate ---------------------------------------------------------------------------------


def test_the_candidates_own_page(client_as, at: datetime) -> None:
    made = scene(2, ready=True, seats_per_school=1)
    candidacy = made.candidacies[1]
    client = client_as(candidacy.learner.roles.get())
    own = {
        name: reverse(f"selection:{name}", args=[candidacy.key])
        for name in ("own", "own_practical", "own_publicity", "own_scores", "own_complaint")
    }
    assert client.get(own["own"]).status_code == 200
    agreed = {"programme": "on", "sharing": "on", "sharing_form": "Een poster.", "revision": "0"}
    assert client.post(own["own_practical"], agreed).status_code == 302
    assert client.post(own["own_practical"], agreed).status_code == 409
    assert Practical.objects.get(candidacy=candidacy).sharing_form == "Een poster."
    assert client.post(own["own_publicity"], {"photo": "no"}).status_code == 302
    assert client.post(own["own_scores"]).status_code == 409
    told(made, at, "selected", "reserve")
    page = client.get(own["own"]).content.decode()
    assert "Plaats 2." in page
    assert "80,00" not in page
    assert "Lotte" not in page
    assert client.post(own["own_scores"]).status_code == 302
    page = client.get(own["own"]).content.decode()
    assert "80,00" in page
    assert "Argument bij MOTIVATION." in page
    assert client.post(own["own_complaint"], {"text": ""}).status_code == 422
    assert client.post(own["own_complaint"], {"text": "Mijn taalscore."}).status_code == 302
    complaint = Complaint.objects.get()
    lead = client_as(made.lead_role)
    answered = lead.post(at_learner(made, "answer", 1), {"complaint": complaint.key, "answer": "Nagekeken."})
    assert answered.status_code == 302
    assert "Nagekeken." in client.get(own["own"]).content.decode()
    assert lead.post(at_learner(made, "complaint", 1), {"text": "Kwam per brief."}).status_code == 302


# -- bad input -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_naughty_strings_never_break_a_page(client_as, at: datetime) -> None:
    made = scene(1)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=at)
    client = client_as(made.lead_role)
    for text in json.loads(NAUGHTY.read_text())[::11]:
        revision = Assessment.objects.get().revision
        sent = client.post(at_learner(made, "scores"), {**SCORES, "argument-LANGUAGE": text, "revision": revision})
        assert sent.status_code in {302, 422}, text
        interview = Interview.objects.first()
        seen = "" if interview is None else interview.revision
        sent = client.post(at_learner(made, "interview"), {"held_on": "2026-11-20", "notes": text, "revision": seen})
        assert sent.status_code in {302, 422}, text
    page = client.get(at_learner(made))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("field", ["notes", "held_on"])
def test_too_long_a_register_number_or_no_day_is_told_at_the_field(client_as, field: str) -> None:
    made = scene(1)
    client = client_as(made.lead_role)
    wrong = {"notes": ("x" * 6001, "85.07.30-033.28"), "held_on": ("2026-13-40", "1850-01-01")}[field]
    for value in wrong:
        sent = client.post(at_learner(made, "interview"), {"held_on": "2026-11-20", "notes": "Goed.", field: value})
        assert sent.status_code == 422
        assert "field-error" in sent.content.decode()
    assert not Interview.objects.exists()


def test_the_same_form_sent_twice_acts_once(client_as) -> None:
    made = scene(1, ready=True)
    client, filled = client_as(made.lead_role), {"outcome": "selected", "reason": "Goed.", "form_key": "abc"}
    first, second = (client.post(at_learner(made, "decision"), filled) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_several_assessors_on_one_page(client_as, number: int) -> None:
    made = scene(1, ready=True)
    for _ in range(number):
        role = RoleFactory(interviewer=True, organisation=made.selection.enrolment.school)
        PanellistFactory(selection=made.selection, role=role)
        AssessmentFactory(candidacy=made.candidacies[0], role=role, final=True, values=5)
    page = client_as(made.lead_role).get(at_learner(made)).content.decode()
    assert page.count("Argument bij LANGUAGE.") == number + 1
