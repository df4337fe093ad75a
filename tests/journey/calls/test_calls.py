"""Calls: making, copying, publishing with frozen weights, moving deadlines, who sees what."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.journey.calls import access, actions, queries
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.membership import GrantAgreementFactory
from tests.factories.organisations import RoleFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R16", "R17", "R20")]
COORDINATOR = Actor(None, "coordinator")
WEIGHTS = [("MOTIVATION", "40"), ("MATURITY", "30"), ("LANGUAGE", "15"), ("PRACTICAL", "15")]


@pytest.fixture
def coordinator(client_as) -> Client:
    return client_as(RoleFactory(coordinator=True))


def typed(grant, **changes: object) -> dict[str, object]:
    """What the form sends for a sound call of two destinations."""
    values: dict[str, object] = {
        "title_nl": "Najaar 2027", "title_en": "Autumn 2027", "text_nl": "Twee weken.", "text_en": "Two weeks.",
        "grant_agreement": grant.pk, "outgoing": "on", "enrolment_deadline": "2027-09-14", "files_opening": "2027-09-15",
        "files_deadline": "2027-10-04", "stay_from": "2027-11-26", "stay_until": "2027-12-10", "min_days": "10",
        "max_days": "15", "sectors": ["retail", "hospitality"], "arrival": "tie_break", "priority_for_dual": "on",
        "teacher_input_required": "on", "seats": "20", "answer_days": "7", "grace_days": "5", "revision": "0",
        "destination": ["0", "1"], "criterion": ["0", "1", "2", "3"],
    }  # fmt: skip
    for number, (country, place) in enumerate([("ES", "Sevilla"), ("PT", "Porto")]):
        row = {"country": country, "place": place, "starts_on": "2027-11-26", "ends_on": "2027-12-10", "places": "10"}
        values |= {f"destination-{number}-{name}": value for name, value in row.items()}
    for number, (code, weight) in enumerate(WEIGHTS):
        row = {"code": code, "name_nl": f"{code} nl", "name_en": f"{code} en", "weight": weight}
        values |= {f"criterion-{number}-{name}": value for name, value in row.items()}
    return values | changes


def weights(call: Call) -> list[tuple[str, int]]:
    return list(call.criteria.values_list("code", "weight"))


def test_make_look_publish(coordinator: Client) -> None:
    grant = GrantAgreementFactory()
    made = coordinator.post(reverse("calls:create"), typed(grant))
    call = Call.objects.get()
    assert made.url == reverse("readiness:own", args=[call.key]), "the second step"
    assert call.state == "draft"
    assert weights(call) == [(code, int(weight)) for code, weight in WEIGHTS]
    assert [each.place for each in call.destinations.all()] == ["Sevilla", "Porto"]
    page = coordinator.get(reverse("calls:show", args=[call.key]))
    assert page.context["lacking"] == []
    coordinator.post(reverse("calls:publish", args=[call.key]), {"revision": call.revision})
    call.refresh_from_db()
    assert call.state == "published"
    assert Line.objects.filter(code="call.published").count() == 1


def test_form_adds_and_drops_rows_and_keeps_what_was_typed(coordinator: Client) -> None:
    data = typed(GrantAgreementFactory(), title_nl="Half", title_en="", add="destination")
    page = coordinator.post(reverse("calls:create"), data)
    assert page.status_code == 200
    assert page.context["parts"].destinations.numbers == [0, 1, 2]
    html = page.content.decode()
    assert 'value="Half"' in html
    assert "Vul dit in" not in html
    assert "Fill this in" not in html
    dropped = coordinator.post(reverse("calls:create"), typed(GrantAgreementFactory(), drop="criterion-1"))
    assert dropped.context["parts"].criteria.numbers == [0, 2, 3]
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("title_nl", "", "form"),
        ("files_deadline", "2027-09-01", "form"),
        ("stay_until", "2027-11-01", "form"),
        ("max_days", "90", "form"),
        ("max_days", "9", "form"),
        ("grant_agreement", "999999", "form"),
        ("outgoing", "", "form"),
        ("title_nl", "x" * 121, "form"),
        ("text_nl", "mijn nummer is 85.07.30-033.28", "form"),
        ("destination-0-ends_on", "2027-01-01", "destinations"),
        ("destination-1-country", "XX", "destinations"),
        ("criterion-2-weight", "veel", "criteria"),
        ("criterion-2-weight", "0", "criteria"),
    ],
)
def test_wrong_input_is_said_at_the_field(coordinator: Client, field: str, value: str, where: str) -> None:
    answer = coordinator.post(reverse("calls:create"), typed(GrantAgreementFactory(), **{field: value}))
    assert answer.status_code == 200
    part = getattr(answer.context["parts"], where)
    errors = [part.errors] if where == "form" else [form.errors for form in part.forms]
    assert [name for each in errors for name in each] == [field.rpartition("-")[2]]
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"files_deadline": date(2026, 11, 1)}, "files_deadline_before_opening"),
        ({"stay_from": date(2026, 12, 1)}, "stay_before_files_deadline"),
        ({"min_days": 5}, "days_out_of_range"),
        ({"max_days": 60}, "days_exceed_window"),
        ({"sectors": []}, "no_sector"),
        ({"seats": 0}, "no_seats"),
        ({"text_en": " "}, "text_missing"),
        ({"stay_from": date(2029, 1, 1), "stay_until": date(2029, 1, 20)}, "destination_outside_window"),
    ],
)
def test_an_unsound_draft_is_not_published_and_says_why(changes: dict[str, object], code: str, at: datetime) -> None:
    values = {"files_opening": date(2026, 10, 1)} | changes if "files_deadline" in changes else changes
    if code == "files_deadline_before_opening":
        values["files_opening"] = date(2026, 11, 1)
        values["enrolment_deadline"] = date(2026, 11, 2)
        code = "files_deadline_before_enrolment_deadline"
    call = CallFactory(draft=True, **values)
    with pytest.raises(Refused) as refused:
        actions.publish(call, revision=call.revision, by=COORDINATOR, at=at)
    assert refused.value.verdict.code == code
    call.refresh_from_db()
    assert call.state == "draft"


def test_stays_outside_the_grant_agreement_and_weights_of_90_are_refused(at: datetime) -> None:
    call = CallFactory(draft=True, grant_agreement__ends_on=date(2027, 3, 10))
    assert access.may_publish(COORDINATOR, call).code == "stay_outside_grant"
    call.criteria.filter(code="PRACTICAL").update(weight=5)
    assert access.may_publish(COORDINATOR, call).code == "weights_not_100"


def test_weights_are_frozen_by_every_path_once_published(coordinator: Client, at: datetime) -> None:
    call = CallFactory()
    before = weights(call)
    grant = call.grant_agreement
    with pytest.raises(Refused) as refused:
        actions.edit(call, values={}, destinations=[], criteria=[], revision=0, by=COORDINATOR, at=at)
    assert refused.value.verdict.code == "call_not_draft"
    for name in ("min_days", "arrival", "files_deadline", "stay_from", "teacher_input_required", "grant_agreement"):
        with pytest.raises(Refused):
            actions.edit(call, values={name: 1}, destinations=[], criteria=None, revision=0, by=COORDINATOR, at=at)
    data = typed(grant, revision="0", **{"criterion-0-weight": "50", "criterion-1-weight": "20"})
    coordinator.post(reverse("calls:edit", args=[call.key]), data)
    coordinator.post(reverse("calls:edit", args=[call.key]), data | {"drop": "criterion-0"})
    coordinator.post(reverse("calls:edit", args=[call.key]), data | {"add": "criterion"})
    assert coordinator.post(reverse("calls:delete", args=[call.key])).status_code == 409
    call.refresh_from_db()
    assert weights(call) == before
    assert call.files_deadline == date(2026, 12, 9)


def test_a_draft_that_is_published_while_its_weights_are_edited_keeps_the_published_ones(at: datetime) -> None:
    call = CallFactory(draft=True)
    opened = Call.objects.get(pk=call.pk)
    actions.publish(call, revision=0, by=COORDINATOR, at=at)
    with pytest.raises(Stale):
        actions.edit(opened, values={}, destinations=[], criteria=[], revision=0, by=COORDINATOR, at=at)
    with pytest.raises(Stale):  # also when the revision would fit
        actions.edit(opened, values={}, destinations=[], criteria=[], revision=1, by=COORDINATOR, at=at)
    assert len(weights(call)) == 4


def test_publishing_what_one_did_not_see_is_refused(coordinator: Client) -> None:
    call = CallFactory(draft=True, revision=3)
    coordinator.post(reverse("calls:publish", args=[call.key]), {"revision": 2})
    coordinator.post(reverse("calls:publish", args=[call.key]), {})
    call.refresh_from_db()
    assert call.state == "draft"


def test_a_published_call_still_changes_its_texts_and_places(coordinator: Client) -> None:
    call = CallFactory()
    first, second = call.destinations.all()
    rows = {
        "destination": ["0", "1", "2"],
        **{f"destination-0-{k}": v for k, v in {"id": first.pk, "country": "ES", "place": "Sevilla", "places": "3",
           "starts_on": "2027-03-07", "ends_on": "2027-03-20"}.items()},
        **{f"destination-1-{k}": v for k, v in {"id": second.pk, "country": "PT", "place": "Porto", "places": "4",
           "starts_on": "2027-03-07", "ends_on": "2027-03-20"}.items()},
        **{f"destination-2-{k}": v for k, v in {"country": "FI", "place": "Turku", "places": "2",
           "starts_on": "2027-03-07", "ends_on": "2027-03-20"}.items()},
    }  # fmt: skip
    texts = {"title_nl": "Nieuw", "title_en": "New", "text_nl": "a", "text_en": "b", "sectors": ["retail"], "seats": "9",
             "answer_days": "7", "grace_days": "5", "revision": "0"}  # fmt: skip
    assert coordinator.post(reverse("calls:edit", args=[call.key]), texts | rows).status_code == 302
    call.refresh_from_db()
    assert call.title_nl == "Nieuw"
    assert list(call.destinations.values_list("pk", "places"))[:2] == [(first.pk, 3), (second.pk, 4)]
    assert call.destinations.count() == 3
    fewer = coordinator.post(
        reverse("calls:edit", args=[call.key]), texts | rows | {"destination": ["0"], "revision": "1"}
    )
    assert fewer.context["parts"].form.non_field_errors()
    assert call.destinations.count() == 3


def test_two_people_edit_the_same_call(coordinator: Client) -> None:
    call = CallFactory(draft=True, title_nl="Oud")
    address = reverse("calls:edit", args=[call.key])
    coordinator.post(address, typed(call.grant_agreement, title_nl="Van de eerste"))
    second = coordinator.post(
        address, typed(call.grant_agreement, title_nl="Van de tweede", **{"criterion-0-weight": "41"})
    )
    assert "Van de eerste" in second.context["theirs"]
    assert "Van de tweede" in second.context["mine"]
    assert "41" in second.context["mine"]
    call.refresh_from_db()
    assert call.title_nl == "Van de eerste"
    again = typed(call.grant_agreement, title_nl="Samen", revision=second.context["parts"].form.data["revision"])
    assert coordinator.post(address, again).status_code == 302
    call.refresh_from_db()
    assert call.title_nl == "Samen"


def test_a_new_call_from_an_earlier_one(coordinator: Client) -> None:
    earlier = CallFactory(closed=True)
    coordinator.post(
        reverse("calls:copy"),
        {"earlier": earlier.pk, "title_nl": "Voorjaar 2028", "title_en": "Spring 2028", "stay_from": "2028-03-05"},
    )
    call = Call.objects.get(copied_from=earlier)
    weeks = (call.stay_from - earlier.stay_from).days
    assert (call.stay_from, call.state) == (date(2028, 3, 5), "draft")
    assert weeks % 7 == 0
    assert (call.files_deadline - earlier.files_deadline).days == weeks
    assert weights(call) == weights(earlier)
    moved = call.destinations.first().starts_on - earlier.destinations.first().starts_on
    assert moved.days == weeks
    page = coordinator.get(reverse("calls:show", args=[call.key]))
    assert len(page.context["to_check"]) >= 5


def test_move_a_deadline_with_a_reason_that_everybody_sees(coordinator: Client, client_as) -> None:
    enrolment = EnrolmentFactory()
    call = enrolment.call
    address = reverse("calls:move_deadline", args=[call.key])
    without = coordinator.post(address, {"which": "files_deadline", "new": "2026-12-16", "reason": " "})
    assert "reason" in without.context["form"].errors
    coordinator.post(address, {"which": "files_deadline", "new": "2026-12-16", "reason": "De staking van het spoor."})
    call.refresh_from_db()
    assert call.files_deadline == date(2026, 12, 16)
    change = call.deadline_changes.get()
    assert (change.old, change.new) == (date(2026, 12, 9), date(2026, 12, 16))
    line = Line.objects.get(code="call.deadline_moved")
    assert (line.data["old"], line.data["new"]) == ("2026-12-09", "2026-12-16")
    page = client_as(RoleFactory(organisation=enrolment.school)).get(reverse("calls:show", args=[call.key]))
    for part in ("De staking van het spoor.", "16 dec", "9 dec"):
        assert part in page.content.decode()


@pytest.mark.parametrize(
    ("which", "new", "code"),
    [
        ("files_deadline", date(2026, 12, 9), "deadline_same"),
        ("files_deadline", date(2026, 11, 22), "deadline_in_past"),
        ("files_deadline", date(2027, 3, 7), "stay_before_files_deadline"),
        ("enrolment_deadline", date(2026, 12, 10), "files_deadline_before_enrolment_deadline"),
        ("stay_from", date(2027, 3, 8), "deadline_unknown"),
    ],
)
def test_a_deadline_does_not_move_anywhere(which: str, new: date, code: str, at: datetime) -> None:
    call = CallFactory()
    with pytest.raises(Refused) as refused:
        actions.move_deadline(call, which, new, reason="Zomaar", by=COORDINATOR, at=at)
    assert refused.value.verdict.code == code
    assert not call.deadline_changes.exists()


def test_archive_only_when_closed(coordinator: Client) -> None:
    running, done = CallFactory(), CallFactory(closed=True)
    assert coordinator.post(reverse("calls:archive", args=[running.key])).status_code == 409
    assert coordinator.post(reverse("calls:archive", args=[done.key])).status_code == 302
    done.refresh_from_db()
    assert done.state == "archived"


def test_only_draft_published_and_archived_are_stored_the_rest_follows_from_the_dates() -> None:
    call = CallFactory(
        enrolment_deadline=date(2026, 10, 24), files_opening=date(2026, 10, 25), files_deadline=date(2026, 10, 26)
    )
    # The clock goes back on Sunday 25 October 2026: that day lasts 25 hours in Brussels.
    moments = {
        datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC): "enrolling",
        datetime(2026, 10, 24, 22, 0, 0, tzinfo=UTC): "open",
        datetime(2026, 10, 26, 22, 59, 59, tzinfo=UTC): "open",
        datetime(2026, 10, 26, 23, 0, 0, tzinfo=UTC): "closed",
    }
    for at, stage in moments.items():
        assert queries.stage_of(call, at) == stage
    assert {state for state, _ in Call.State.choices} == {"draft", "published", "archived"}


def test_everybody_sees_a_published_call_and_nobody_else_a_draft(client: Client, client_as) -> None:
    call, draft = CallFactory(text_nl="Welkom allemaal", text_en="Welcome all"), CallFactory(draft=True)
    archived = CallFactory(archived=True)
    assert "Welkom allemaal" in client.get(reverse("calls:show", args=[call.key])).content.decode()
    assert "Welcome all" in client.get(reverse("calls:show", args=[call.key]), {"text": "en"}).content.decode()
    for each in (
        client,
        client_as(RoleFactory()),
        client_as(RoleFactory(administrator=True)),
        client_as(RoleFactory(learner=True)),
    ):
        assert each.get(reverse("calls:show", args=[draft.key])).status_code == 404
        assert each.get(reverse("calls:show", args=[archived.key])).status_code == 404


ADDRESSES = ("edit", "delete", "publish", "archive", "move_deadline", "schools")


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("role", ["contact_point", "learner", "administrator"])
def test_only_the_coordinator_keeps_calls(client_as, name: str, role: str) -> None:
    call = CallFactory()
    client = client_as(RoleFactory(**{role: True}))
    assert client.post(reverse(f"calls:{name}", args=[call.key]), {"revision": "0"}).status_code in {404, 405}
    assert client.get(reverse(f"calls:{name}", args=[call.key])).status_code in {404, 405}
    assert client.post(reverse("calls:create"), typed(call.grant_agreement)).status_code == 404
    assert Call.objects.count() == 1


@pytest.mark.parametrize("role", ["contact_point", "learner", "administrator", "teacher", "nobody"])
def test_verbs_of_a_call_refuse_every_other_role(role: str, at: datetime) -> None:
    call, draft, actor = CallFactory(closed=True), CallFactory(draft=True), Actor(None, role)
    verdicts = [
        access.may_create(actor), access.may_edit(actor, draft), access.may_edit_frame(actor, draft),
        access.may_publish(actor, draft), access.may_archive(actor, call, at=at), access.may_move_deadline(actor, call),
        access.may_delete(actor, draft),
    ]  # fmt: skip
    assert {verdict.code for verdict in verdicts} == {"not_your_role"}


def test_list_shows_stages_and_counts_only_what_one_may_see(coordinator: Client, client_as) -> None:
    call = CallFactory(enrolling=True)
    mine = EnrolmentFactory(call=call)
    EnrolmentFactory(call=call)
    EnrolmentFactory(call=call, withdrawn=True)
    CallFactory(closed=True)
    CallFactory(draft=True)
    page = coordinator.get(reverse("calls:index"), {"stage": "enrolling"})
    assert [(line["call"].enrolled, line["call"].expected_learners) for line in page.context["lines"]] == [(2, 6)]
    assert coordinator.get(reverse("calls:index")).context["listing"].total == 3
    own = client_as(RoleFactory(organisation=mine.school)).get(reverse("calls:index"), {"stage": "enrolling"})
    assert [line["call"].enrolled for line in own.context["lines"]] == [1]
    export = coordinator.get(reverse("calls:index"), {"export": "csv"}).content.decode("utf-8-sig")
    assert len(export.splitlines()) == 4


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three(coordinator: Client, django_assert_max_num_queries, number: int) -> None:
    for _ in range(number):
        call = CallFactory()
        for _ in range(number):
            RoleFactory(organisation=EnrolmentFactory(call=call).school)
    with django_assert_max_num_queries(8):
        coordinator.get(reverse("calls:index"))
    with django_assert_max_num_queries(9):
        coordinator.get(reverse("calls:schools", args=[call.key]))


def test_where_each_school_stands(coordinator: Client) -> None:
    call = CallFactory()
    enrolled, withdrawn = EnrolmentFactory(call=call), EnrolmentFactory(call=call, withdrawn=True)
    from tests.factories.membership import MembershipFactory

    waiting = MembershipFactory(grant_agreement=call.grant_agreement, organisation=SchoolFactory(name="Nog niet"))
    address = reverse("calls:schools", args=[call.key])
    for standing, school in (
        ("enrolled", enrolled.school),
        ("withdrawn", withdrawn.school),
        ("waiting", waiting.organisation),
    ):
        page = coordinator.get(address, {"standing": standing})
        assert [line["school"] for line in page.context["lines"]] == [school]
    assert coordinator.get(address, {"export": "xlsx"}).status_code == 200


def test_double_submit_makes_one_call(coordinator: Client) -> None:
    data = typed(GrantAgreementFactory(), form_key="a" * 32)
    first, second = (coordinator.post(reverse("calls:create"), data) for _ in range(2))
    assert Call.objects.count() == 1
    assert first.url == second.url


def test_deadline_at_is_the_end_of_the_day_in_brussels_and_an_opening_its_start() -> None:
    call = CallFactory(
        files_opening=date(2027, 3, 28),
        files_deadline=date(2027, 3, 28),
        stay_from=date(2027, 4, 1),
        stay_until=date(2027, 4, 20),
    )
    # The clock goes forward that Sunday: the day lasts 23 hours.
    assert queries.deadline_at(call, "files_opening") == datetime(2027, 3, 27, 23, 0, tzinfo=UTC)
    assert queries.deadline_at(call, "files_deadline") == datetime(2027, 3, 28, 22, 0, tzinfo=UTC)


def test_facts_cost_two_queries(at: datetime, django_assert_num_queries) -> None:
    calls = [CallFactory() for _ in range(3)]
    with django_assert_num_queries(2):
        found = queries.facts([call.pk for call in calls], at)
    assert {each.stage for each in found.values()} == {"open"}
    assert [criterion.weight for criterion in found[calls[0].pk].criteria] == [40, 30, 15, 15]


def test_the_clock_of_a_view_is_the_one_clock(coordinator: Client) -> None:
    call = CallFactory()
    with the_clock.standing_at(datetime(2026, 12, 9, 22, 59, 59, tzinfo=UTC)):
        assert coordinator.get(reverse("calls:show", args=[call.key])).context["stage"] == "open"
    with the_clock.standing_at(datetime(2026, 12, 9, 23, 0, 0, tzinfo=UTC)):
        assert coordinator.get(reverse("calls:show", args=[call.key])).context["stage"] == "closed"


def test_earlier_calls_are_named_in_the_readers_language(coordinator: Client) -> None:
    CallFactory(title_nl="Najaar in Spanje", title_en="Autumn in Spain")
    coordinator.cookies["django_language"] = "en"
    assert "Autumn in Spain</option>" in coordinator.get(reverse("calls:copy")).content.decode()
    coordinator.cookies["django_language"] = "nl"
    assert "Najaar in Spanje</option>" in coordinator.get(reverse("calls:copy")).content.decode()
