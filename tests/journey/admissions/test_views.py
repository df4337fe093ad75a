"""Handing in, checking, granting and answering, on screen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import Report, Selection
from erasdu.kernel.periods import end_of_day, start_of_day
from erasdu.kernel.typeset import page_texts
from tests.factories.admissions import CandidateFileFactory, school_of
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def coordinator(client_as):
    return client_as(RoleFactory(coordinator=True))


def learner_of(candidacy: Candidacy) -> Role:
    return Role.objects.get(person=candidacy.learner, kind="learner")


def url(name: str, *keys: object, **query: str) -> str:
    address = reverse(f"admissions:{name}", args=[getattr(key, "key", key) for key in keys])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def state(candidacy: Candidacy) -> str:
    return CandidateFile.objects.get(candidacy=candidacy).state


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# -- the school ------------------------------------------------------------------------------------


@pytest.mark.requirement("R16", "R25")
def test_a_school_hands_in_one_file_and_then_the_rest_that_are_ready(client_as) -> None:
    school = school_of(3, 1)
    Candidacy.objects.filter(pk=school.selected[2].pk).update(eligible_at=None)
    client = client_as(school.contact)
    page = client.get(url("school", school.enrolment))
    assert [one.may.allowed for one in page.context["standings"]] == [True, True, False, True]
    assert page.context["ready"] == 2
    answer = client.post(url("hand_in", school.selected[0]), follow=True)
    assert "1" in said(answer)
    client.post(url("hand_in_all", school.enrolment))
    assert [state(each) for each in school.selected[:2]] == ["handed_in", "handed_in"]
    assert not CandidateFile.objects.filter(candidacy__in=[school.selected[2], *school.reserves]).exists()


def test_what_still_lacks_is_said_beside_the_button(client_as) -> None:
    school = school_of(1)
    Candidacy.objects.update(eligible_at=None, birth_date=date(2010, 1, 1))
    page = client_as(school.contact).get(url("school", school.enrolment)).content.decode()
    assert url("hand_in", school.selected[0]) not in page
    assert "disabled" in page


def test_without_a_closed_selection_the_page_says_what_to_do(client_as) -> None:
    school = school_of(0)
    page = client_as(school.contact).get(url("school", school.enrolment))
    assert reverse("selection:overview") in page.content.decode()


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("deadline", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter time", "summer time"])
def test_through_the_form_the_last_second_is_in_time_and_midnight_is_not(client_as, deadline: date) -> None:
    school = school_of(2, files_opening=deadline - timedelta(14), files_deadline=deadline)
    client = client_as(school.contact)
    with the_clock.standing_at(end_of_day(deadline) - timedelta(seconds=1)):
        assert client.post(url("hand_in", school.selected[0])).status_code == 302
    with the_clock.standing_at(end_of_day(deadline)):
        late = client.post(url("hand_in", school.selected[1]))
    assert (late.status_code, late.context["code"]) == (409, "deadline_passed")
    assert [state(each) for each in school.selected] == ["handed_in", "preparing"]


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("opening", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter time", "summer time"])
def test_through_the_form_nothing_comes_in_before_the_opening(client_as, opening: date) -> None:
    school = school_of(1, files_opening=opening, files_deadline=opening + timedelta(14))
    client = client_as(school.contact)
    with the_clock.standing_at(start_of_day(opening) - timedelta(seconds=1)):
        early = client.post(url("hand_in", school.selected[0]))
    assert (early.status_code, early.context["code"]) == (409, "not_open_yet")
    with the_clock.standing_at(start_of_day(opening)):
        assert client.post(url("hand_in", school.selected[0])).status_code == 302


def test_a_double_click_hands_in_once(client_as) -> None:
    school = school_of(1)
    client = client_as(school.contact)
    sent = [client.post(url("hand_in", school.selected[0]), {"form_key": "k" * 32}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert Line.objects.filter(code="file.handed_in").count() == 1
    again = client.post(url("hand_in", school.selected[0]), {"form_key": "l" * 32})
    assert (again.status_code, again.context["code"]) == (409, "file_handed_in")


def test_a_returned_file_is_completed_again(client_as, coordinator) -> None:
    file = CandidateFileFactory(handed_in=True)
    sent = coordinator.post(url("give_back", file), {"reason": "De handtekening ontbreekt.", "days": "5"})
    assert sent.status_code == 302
    contact = client_as(RoleFactory(organisation=file.school))
    page = contact.get(url("school", file.candidacy.enrolment)).content.decode()
    assert "De handtekening ontbreekt." in page
    assert url("complete_again", file) in page
    contact.post(url("complete_again", file))
    file.refresh_from_db()
    assert (file.state, file.order) == ("handed_in", file.order)


def test_school_b_finds_nothing_of_school_a(client_as) -> None:
    school = school_of(1)
    file = CandidateFileFactory(candidacy=school.selected[0], handed_in=True)
    client = client_as(school_of(0, call=school.call).contact)
    for name, key in (("school", school.enrolment), ("file", file), ("cv", file)):
        assert client.get(url(name, key)).status_code == 404, name
    assert client.get(url("extract", file, "nl")).status_code == 404
    for name, key in (
        ("hand_in", school.selected[0]), ("hand_in_all", school.enrolment), ("complete_again", file), ("withdraw", file)
    ):  # fmt: skip
        assert client.post(url(name, key), {"reason": "x"}).status_code == 404, name


@pytest.mark.parametrize("who", ["contact_point", "learner", "administrator"])
def test_only_the_coordinator_has_the_lists_and_answers(client_as, who: str) -> None:
    file = CandidateFileFactory(handed_in=True)
    role = learner_of(file.candidacy) if who == "learner" else RoleFactory(organisation=file.school, kind=who)
    client = client_as(role)
    for name in ("files", "expected", "seats"):
        assert client.get(url(name, file.call)).status_code == 404, name
    for name in ("approve", "give_back", "grant", "put_on_waiting_list", "precheck", "allow_late", "extend_grace"):
        assert client.post(url(name, file), {"reason": "x"}).status_code == 404, name
    assert client.post(url("several", file.call), {"act": "approve", "file": file.key}).status_code == 404
    assert state(file.candidacy) == "handed_in"


def test_who_is_not_signed_in_is_asked_to(client) -> None:
    file = CandidateFileFactory(handed_in=True)
    assert "login" in client.get(url("file", file)).headers["Location"]


def queries_of(client, address: str) -> int:
    client.get(address)  # what is asked once stays out of it
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_of_a_school_costs_the_same_for_one_and_three(client_as) -> None:
    one, three = school_of(1), school_of(3)
    costs = [queries_of(client_as(each.contact), url("school", each.enrolment)) for each in (one, three)]
    assert costs[0] == costs[1] <= 14


# -- the coordinator's lists -----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["files", "expected", "seats"])
def test_lists_cost_the_same_for_one_and_three(coordinator, page: str) -> None:
    costs = []
    for number in (1, 3):
        school = school_of(number)
        for _ in range(number - 1):
            school_of(1, call=school.call)
        for each in school.selected if page == "files" else []:
            CandidateFileFactory(candidacy=each, waiting=True)
        costs.append(queries_of(coordinator, url(page, school.call)))
    assert costs[0] == costs[1] <= 15


@pytest.mark.requirement("R16")
def test_the_list_is_in_order_of_arrival_and_filters_searches_and_exports(coordinator) -> None:
    school = school_of(3)
    for place, each in enumerate(school.selected):
        trait = {"granted": True} if place == 2 else {"handed_in": True}
        CandidateFileFactory(candidacy=each, order=3 - place, **trait)
    rows = coordinator.get(url("files", school.call)).context["listing"].rows
    assert [row.order for row in rows] == [1, 2, 3]
    only = coordinator.get(url("files", school.call, state="granted")).context["listing"].rows
    assert [row.candidacy for row in only] == [school.selected[2]]
    name = school.selected[0].learner.given_name
    found = coordinator.get(url("files", school.call, q=name)).context["listing"].rows
    assert school.selected[0] in [row.candidacy for row in found]
    export = coordinator.get(url("files", school.call, export="csv")).content.decode("utf-8-sig")
    assert len(export.splitlines()) == 4


def test_files_of_other_calls_are_not_in_the_list(coordinator) -> None:
    file, other = CandidateFileFactory(handed_in=True), CandidateFileFactory(handed_in=True)
    rows = coordinator.get(url("files", file.call)).context["listing"].rows
    assert file in rows
    assert other not in rows


def test_several_at_once_each_with_its_own_result(coordinator) -> None:
    school = school_of(3, seats=2, seats_per_school=3)
    files = [CandidateFileFactory(candidacy=each, complete=True) for each in school.selected]
    ticked = {"act": "grant", "file": [file.key for file in files]}
    answer = coordinator.post(url("several", school.call), ticked, follow=True)
    assert sorted(state(each) for each in school.selected) == ["complete", "granted", "granted"]
    refused = next(each for each in school.selected if state(each) == "complete")
    assert f"{refused.learner}:" in said(answer)


def test_several_keeps_the_filters_and_says_what_to_do_when_nothing_was_ticked(coordinator) -> None:
    file = CandidateFileFactory(handed_in=True)
    seen = "http://testserver" + url("files", file.call, state="handed_in")
    answer = coordinator.post(url("several", file.call), {"act": "approve"}, headers={"referer": seen})
    assert answer.headers["Location"] == url("files", file.call, state="handed_in")
    assert state(file.candidacy) == "handed_in"
    wrong = coordinator.post(url("several", file.call), {"act": "drop", "file": file.key})
    assert wrong.status_code == 302
    elsewhere = CandidateFileFactory(handed_in=True)
    coordinator.post(url("several", file.call), {"act": "approve", "file": elsewhere.key})
    assert state(elsewhere.candidacy) == "handed_in"


def test_the_waiting_list_gets_the_free_places_in_one_click(coordinator) -> None:
    school = school_of(2, seats=1, seats_per_school=2)
    for each in school.selected:
        CandidateFileFactory(candidacy=each, waiting=True)
    page = coordinator.get(url("files", school.call))
    assert [file.candidacy for file in page.context["waiting"]] == school.selected
    coordinator.post(url("move_on", school.call))
    assert [state(each) for each in school.selected] == ["granted", "waiting"]
    again = coordinator.post(url("move_on", school.call))
    assert (again.status_code, again.context["code"]) == (409, "nothing_free")


# -- one file --------------------------------------------------------------------------------------


def test_from_the_list_to_a_granted_place(coordinator) -> None:
    file = CandidateFileFactory(handed_in=True, candidacy__enrolment__call__seats_per_school=1)
    assert url("approve", file) in coordinator.get(url("file", file)).content.decode()
    coordinator.post(url("approve", file))
    assert url("grant", file) in coordinator.get(url("file", file)).content.decode()
    coordinator.post(url("grant", file))
    file.refresh_from_db()
    page = coordinator.get(url("file", file)).content.decode()
    assert file.state == "granted"
    assert reverse("mobilities:show", args=[file.mobility.key]) in page


def test_no_seat_is_said_at_the_button_and_the_waiting_list_is_offered(coordinator) -> None:
    file = CandidateFileFactory(complete=True, candidacy__enrolment__call__seats_per_school=0)
    page = coordinator.get(url("file", file))
    assert page.context["may_grant"].code == "school_full"
    assert url("put_on_waiting_list", file) in page.content.decode()
    coordinator.post(url("put_on_waiting_list", file))
    assert state(file.candidacy) == "waiting"


def test_the_second_of_two_coordinators_is_told_what_the_first_did(client_as) -> None:
    first, second = (client_as(RoleFactory(coordinator=True)) for _ in range(2))
    file = CandidateFileFactory(complete=True, candidacy__enrolment__call__seats_per_school=1)
    assert first.post(url("grant", file)).status_code == 302
    for name in ("grant", "put_on_waiting_list", "approve"):
        answer = second.post(url(name, file))
        assert (answer.status_code, answer.context["code"]) == (409, "file_granted")


@pytest.mark.requirement("R21", "R25")
def test_the_papers_are_those_that_were_handed_in(client_as, coordinator) -> None:
    school = school_of(1)
    file = actions.open_file(school.selected[0])
    assert coordinator.get(url("cv", file)).status_code == 404
    actions.hand_in(file, by=actor_of(school.contact), at=the_clock.now())
    name = str(file.candidacy.learner)
    for address in (url("cv", file), url("extract", file, "nl"), url("extract", file, "en")):
        paper = coordinator.get(address)
        assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
        assert name not in paper.headers["Content-Disposition"]
        assert name in " ".join(page_texts(paper.content)).replace("\n", " ")
    assert coordinator.get(url("cv", file)).content == client_as(school.contact).get(url("cv", file)).content
    assert coordinator.get(url("extract", file, "fr")).status_code == 404


@pytest.mark.parametrize(
    ("name", "trait", "sent", "field", "form"),
    [
        ("give_back", "handed_in", {"reason": "", "days": "3"}, "reason", "return_form"),
        ("give_back", "handed_in", {"reason": "x" * 2001, "days": "3"}, "reason", "return_form"),
        ("give_back", "handed_in", {"reason": "x", "days": "0"}, "days", "return_form"),
        ("give_back", "handed_in", {"reason": "x", "days": "veel"}, "days", "return_form"),
        ("give_back", "handed_in", {"reason": "93051822361", "days": "3"}, "reason", "return_form"),
        ("extend_grace", "returned", {"until": "2026-02-30"}, "until", "grace_form"),
        ("extend_grace", "returned", {"until": "2026-11-26"}, "until", "grace_form"),
        ("withdraw", "handed_in", {"reason": "\x00\u202e"}, "reason", "withdraw_form"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_lost(coordinator, name, trait, sent, field, form) -> None:
    file = CandidateFileFactory(**{trait: True})
    answer = coordinator.post(url(name, file), sent)
    assert answer.status_code == 422
    assert field in answer.context[form].errors
    assert all(text in answer.content.decode() for text in sent.values() if text.isprintable())
    assert state(file.candidacy) == trait


@pytest.mark.parametrize("text", ["😀 ✓", "שלום עולם", "<script>alert(1)</script>", "{{ 7*7 }} {% now %}", "x" * 2000])
def test_any_text_can_be_a_reason(coordinator, text: str) -> None:
    file = CandidateFileFactory(handed_in=True)
    assert coordinator.post(url("give_back", file), {"reason": text, "days": "3"}).status_code == 302
    file.refresh_from_db()
    assert file.return_reason == text
    assert "<script>alert" not in coordinator.get(url("file", file)).content.decode()


def test_a_late_file_is_accepted_with_a_reason_that_is_required(coordinator, client_as) -> None:
    school = school_of(1, closed=True)
    look = coordinator.post(url("look_at", school.selected[0]))
    file = CandidateFile.objects.get()
    assert look.headers["Location"] == url("file", file)
    assert coordinator.post(url("allow_late", file), {"reason": "  "}).status_code == 422
    coordinator.post(url("allow_late", file), {"reason": "Brand op school."})
    page = client_as(school.contact).get(url("school", school.enrolment)).content.decode()
    assert "Brand op school." in page
    again = reverse("selection:issue_again", args=[Selection.objects.get().key])
    assert again in page
    assert again not in coordinator.get(url("school", school.enrolment)).content.decode()
    Report.objects.update(at=CandidateFile.objects.get().candidacy.late_allowed_at)
    assert again not in client_as(school.contact).get(url("school", school.enrolment)).content.decode()
    assert client_as(school.contact).post(url("hand_in", school.selected[0])).status_code == 302


def test_before_the_opening_the_coordinator_looks_in_advance(coordinator, client_as) -> None:
    school = school_of(1, preparing=True)
    assert url("look_at", school.selected[0]) in coordinator.get(url("expected", school.call)).content.decode()
    coordinator.post(url("look_at", school.selected[0]))
    file = CandidateFile.objects.get()
    coordinator.post(url("precheck", file), {"note": "Het adres ontbreekt.", "revision": "0"})
    contact = client_as(school.contact)
    assert "Het adres ontbreekt." in contact.get(url("school", school.enrolment)).content.decode()
    other = coordinator.post(url("precheck", file), {"note": "Mijn opmerking.", "revision": "0"})
    assert other.status_code == 422
    assert "Mijn opmerking." in other.context["mine"]
    assert "Het adres ontbreekt." in other.context["theirs"]
    again = {"note": "Beide.", "revision": str(other.context["precheck_form"].initial["revision"])}
    assert coordinator.post(url("precheck", file), again).status_code == 302
    file.refresh_from_db()
    assert file.precheck_note == "Beide."


# -- the places ------------------------------------------------------------------------------------


def _division(page, **numbers: str) -> dict[str, str]:
    sent = {}
    for line, form in page.context["lines"]:
        sent[form.add_prefix("seats")] = numbers.get(line.school.key, str(line.seats))
        sent[form.add_prefix("revision")] = str(line.revision)
    return sent


def test_places_are_divided_in_one_form(coordinator) -> None:
    one = school_of(1, seats=5)
    other = school_of(1, call=one.call)
    keys = [each.enrolment.school.key for each in (one, other)]
    page = coordinator.get(url("seats", one.call))
    seen_by_other = coordinator.get(url("seats", one.call))
    too_many = coordinator.post(url("seats", one.call), _division(page, **{keys[0]: "4", keys[1]: "4"}))
    assert (too_many.status_code, Allotment.objects.count()) == (422, 0)
    assert too_many.context["refused"]
    sent = coordinator.post(url("seats", one.call), _division(page, **{keys[0]: "3", keys[1]: "2"}))
    assert sent.status_code == 302
    assert sorted(Allotment.objects.values_list("seats", flat=True)) == [2, 3]
    stale = coordinator.post(url("seats", one.call), _division(seen_by_other, **{keys[0]: "1"}))
    assert stale.status_code == 422
    assert "1" in stale.context["mine"]
    assert "3" in stale.context["theirs"]
    fresh = {
        name: str(form[name.rsplit("-", 1)[1]].value())
        for _line, form in stale.context["lines"]
        for name in (form.add_prefix("seats"), form.add_prefix("revision"))
    }
    assert coordinator.post(url("seats", one.call), fresh).status_code == 302


@pytest.mark.parametrize("typed", ["", "-1", "501", "twee", "1e9"])
def test_a_wrong_number_of_places_is_said_at_its_school(coordinator, typed: str) -> None:
    school = school_of(1, seats=5)
    page = coordinator.get(url("seats", school.call))
    answer = coordinator.post(url("seats", school.call), _division(page, **{school.enrolment.school.key: typed}))
    assert answer.status_code == 422
    assert answer.context["lines"][0][1].errors["seats"]


def test_fewer_places_than_are_taken_is_said_at_that_school(coordinator) -> None:
    school = school_of(1, seats=5, seats_per_school=1)
    CandidateFileFactory(candidacy=school.selected[0], granted=True)
    other = school_of(1, call=school.call)
    page = coordinator.get(url("seats", school.call))
    wish = {school.enrolment.school.key: "0", other.enrolment.school.key: "0"}
    answer = coordinator.post(url("seats", school.call), _division(page, **wish))
    errors = {line.school: bool(form.errors) for line, form in answer.context["lines"]}
    assert errors == {school.enrolment.school: True, other.enrolment.school: False}


# -- the learner -----------------------------------------------------------------------------------


def test_a_learner_says_yes_to_the_place(client_as) -> None:
    file = CandidateFileFactory(granted=True)
    client = client_as(learner_of(file.candidacy))
    assert url("accept", file) in client.get(url("place", file)).content.decode()
    client.post(url("accept", file))
    assert state(file.candidacy) == "accepted"
    page = client.get(url("place", file)).content.decode()
    assert url("accept", file) not in page
    assert url("give_place_back", file) in page


def test_a_learner_says_no_with_or_without_a_reason(client_as) -> None:
    file = CandidateFileFactory(granted=True)
    client = client_as(learner_of(file.candidacy))
    assert client.post(url("decline", file), {"reason": "x" * 301}).status_code == 422
    assert client.post(url("decline", file), {"reason": ""}).status_code == 302
    assert state(file.candidacy) == "declined"


def test_after_the_day_no_answer_is_possible(client_as) -> None:
    file = CandidateFileFactory(granted=True)
    client = client_as(learner_of(file.candidacy))
    with the_clock.standing_at(end_of_day(date(2026, 11, 29))):
        assert url("accept", file) not in client.get(url("place", file)).content.decode()
        answer = client.post(url("accept", file))
    assert (answer.status_code, answer.context["code"]) == (409, "answer_too_late")


def test_a_learner_gives_an_accepted_place_back_with_a_reason(client_as) -> None:
    file = CandidateFileFactory(accepted=True)
    client = client_as(learner_of(file.candidacy))
    assert client.post(url("give_place_back", file), {"reason": ""}).status_code == 422
    assert client.post(url("give_place_back", file), {"reason": "Ik ben ziek geworden."}).status_code == 302
    assert client.get(url("place", file)).status_code == 200
    assert state(file.candidacy) == "withdrawn"


@pytest.mark.parametrize("name", ["place"])
def test_a_learner_does_not_see_the_place_of_another(client_as, name: str) -> None:
    file, other = CandidateFileFactory(granted=True), CandidateFileFactory(granted=True)
    client = client_as(learner_of(other.candidacy))
    assert client.get(url(name, file)).status_code == 404
    for deed in ("accept", "decline", "give_place_back"):
        assert client.post(url(deed, file), {"reason": "x"}).status_code == 404
    assert state(file.candidacy) == "granted"


STATES = ["handed_in", "returned", "complete", "waiting", "granted", "accepted", "declined", "lapsed", "withdrawn"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("trait", [None, *STATES])
def test_every_page_shows_every_state_in_both_languages(client_as, coordinator, trait, language: str) -> None:
    file = CandidateFileFactory(**({trait: True} if trait else {}))
    contact, learner = client_as(RoleFactory(organisation=file.school)), client_as(learner_of(file.candidacy))
    visits = [
        (coordinator, url("file", file)), (coordinator, url("files", file.call)), (coordinator, url("seats", file.call)),
        (coordinator, url("expected", file.call)), (contact, url("file", file)),
        (contact, url("school", file.candidacy.enrolment)), (learner, url("place", file)),
    ]  # fmt: skip
    for client, address in visits:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert client.get(address).status_code == 200, address


def test_moving_the_deadline_lets_every_school_in_and_not_one(client_as) -> None:
    school = school_of(1, closed=True)
    client = client_as(school.contact)
    assert client.post(url("hand_in", school.selected[0])).status_code == 409
    Call.objects.filter(pk=school.call.pk).update(files_deadline=date(2026, 11, 23))
    with the_clock.standing_at(datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC)):
        assert client.post(url("hand_in", school.selected[0])).status_code == 302
