"""What a call adds, marks as done and lets pass: with the gate, in the same words everywhere."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal import gates
from erasdu.ground.journal.models import Line
from erasdu.ground.look.words import because, called, reason
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls import actions as calls
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.insurance.models import Cover
from erasdu.journey.mobilities.actions import foresee
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.readiness import actions, queries
from erasdu.journey.readiness.models import LetPass, OwnRequirement
from erasdu.journey.readiness.rules import PREFIX, READY_MADE, Moment, Own, still_passes
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, PAYMENT, Requirement
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory, DestinationFactory
from tests.factories.hosting import StayFactory
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory
from tests.journey.insurance.insuring import FIRST, LAST, insured, stay_abroad
from tests.journey.mobilities.staying import stay_of_minor

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
ENDS = (("last", "2027-03-12"),)


@pytest.fixture
def coordinator():
    return actor_of(RoleFactory(kind="coordinator", organisation=CoordinatorOrganisationFactory()))


@pytest.fixture
def school_of():
    return lambda stay: actor_of(RoleFactory(kind="contact_point", organisation=stay.sending))


def photo(call, by, at, **more):
    given = {"title_nl": "Pasfoto", "title_en": "Photo", "who": "learner", "days_before": 10, "gates": [DEPART]}
    return actions.add(call, **given | more, by=by, at=at)


def of(stay: Mobility, code: str, on: date = ON) -> Requirement:
    return next(item for item in queries.requirements_of([stay], on)[stay.pk] if item.code == code)


def test_a_call_asks_more_and_the_gate_the_list_and_the_words_follow(coordinator, school_of, at) -> None:
    stay = StayFactory(planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24))
    own = photo(stay.call, coordinator, at)
    item = of(stay, f"own_{own.key}")
    assert (item.state, item.who, item.by, item.holds(DEPART)) == ("open", "learner", date(2026, 12, 31), True)
    with translation.override("nl"):
        assert (called(item), reason(item)) == ("Pasfoto", "Deze oproep vraagt het.")
        assert "wat deze oproep nog vraagt" in because(gates.ask(DEPART, stay, ON))
    with translation.override("en"):
        assert called(item) == "Photo"
    assert item in queries.open_of([stay], ON)[stay.pk]
    with pytest.raises(Refused, match="own_needs_evidence"):
        actions.mark_done(own, stay, evidence=" ", by=coordinator, at=at)
    for _twice in range(2):
        actions.mark_done(own, stay, evidence="gezien op school", by=school_of(stay), at=at)
    assert of(stay, f"own_{own.key}").state == "met"
    actions.mark_undone(own, stay, by=school_of(stay), at=at)
    assert of(stay, f"own_{own.key}").state == "open"
    actions.end(own, by=coordinator, at=at)
    assert not any(found.code.startswith("own_") for found in queries.requirements_of([stay], ON)[stay.pk])
    codes = list(Line.objects.filter(code__startswith="own_").order_by("pk").values_list("code", flat=True))
    assert codes == [f"own_requirement.{what}" for what in ("added", "done", "undone", "ended")]


def test_only_who_has_to_do_with_the_stay_marks_it_and_only_the_coordinator_adds(coordinator, school_of, at) -> None:
    stay, other = StayFactory(), StayFactory()
    own = photo(stay.call, coordinator, at)
    with pytest.raises(Refused, match="readiness_not_yours"):
        photo(stay.call, school_of(stay), at)
    with pytest.raises(Refused, match="own_not_for_you"):
        actions.mark_done(own, stay, evidence="gezien", by=school_of(other), at=at)
    with pytest.raises(Refused, match="own_not_of_call"):
        actions.mark_done(own, other, evidence="gezien", by=coordinator, at=at)
    with pytest.raises(Refused, match="readiness_not_yours"):
        actions.let_pass(stay, code="bed", gate=DEPART, reason="Zij slaapt bij familie.", by=school_of(stay), at=at)


def test_the_preview_names_whom_it_touches_and_of_whom_it_is_not_known(coordinator, at) -> None:
    call = StayFactory(person__family_name="Weg", planned_from=ON, planned_until=ON + timedelta(9)).call
    names = {"MA": "yes", "FR": "no", "": "unknown"}
    for nationality, expected in names.items():
        StayFactory(call=call, person__family_name=expected, traveller__nationality=nationality)
    own = Own("", (), "learner", 10, frozenset(), ON, outside_eea=True)
    found = queries.preview(call, own, ON)
    named = {touch: sorted(stay.person.family_name for stay in stays) for touch, stays in found.items()}
    assert named == {"yes": ["yes"], "unknown": ["unknown"], "no": ["Weg", "no"], "late": [], "nobody": []}
    Traveller.objects.filter(nationality="").update(nationality="SE")
    assert not queries.preview(call, own, ON)["unknown"]


def test_the_preview_says_for_whom_nobody_can_act_and_who_is_late_at_once(coordinator, client_as, at) -> None:
    known, alone = stay_of_minor(), stay_of_minor()
    Mobility.objects.filter(pk=alone.pk).update(call=known.call)
    Guardian.objects.filter(candidacy__profile=alone.profile_id).delete()
    Mobility.objects.filter(pk=known.pk).update(planned_from=ON + timedelta(5), planned_until=ON + timedelta(19))
    own = Own("", (), "guardian", 10, frozenset(), ON)
    found = queries.preview(known.call, own, ON)
    assert {*found["yes"]} == {known, alone}
    assert (found["nobody"], found["late"]) == ([alone], [known])
    assert not queries.preview(known.call, replace(own, who="learner"), ON)["nobody"]
    asked = {"title_nl": "Vaccinatie", "title_en": "Vaccination", "who": "guardian", "days_before": 10}
    page = client_as(RoleFactory(coordinator=True)).post(
        reverse("readiness:add", args=[known.call.key]), asked, headers={"accept-language": "en"}
    )
    assert "For 1 learner nobody is known who can do it:" in page.text


def test_what_is_let_pass_holds_up_one_gate_less_and_keeps_its_reason(coordinator, at) -> None:
    stay = StayFactory(planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24))
    before = gates.ask(DEPART, stay, ON)
    actions.let_pass(stay, code="bed", gate=DEPART, reason=" Zij slaapt bij familie. ", by=coordinator, at=at)
    item = of(stay, "bed")
    assert (item.state, item.holds(DEPART), item.holds(PAYMENT), item.settled) == ("open", False, True, False)
    assert "bed" in dict(before.params)["lacking"].split(",")
    assert "bed" not in dict(gates.ask(DEPART, stay, ON).params)["lacking"].split(",")
    row = LetPass.objects.get()
    assert (row.reason, row.by_id) == ("Zij slaapt bij familie.", coordinator.person)
    with pytest.raises(Refused, match="nothing_to_let_pass"):
        actions.let_pass(stay, code="bed", gate=DEPART, reason="Zij slaapt bij familie.", by=coordinator, at=at)
    actions.end_let_pass(row, by=coordinator, at=at)
    assert of(stay, "bed").holds(DEPART)


@given(st.sampled_from(["why", "params", "stay", "country"]), st.booleans())
def test_let_pass_is_about_one_fault_those_days_and_that_country(changed: str, known: bool) -> None:
    then = Moment(
        "entry_visa", Period(ON, ON + timedelta(9)) if known else None, "GB" if known else "", ENDS if known else None
    )
    now = Moment("entry_visa", Period(ON, ON + timedelta(9)), "GB", ENDS)
    assert still_passes(then, now)
    other = {
        "why": "entry_residence", "params": (("last", "2027-03-01"),), "stay": Period(ON, ON + timedelta(10)),
        "country": "ZA",
    }[changed]  # fmt: skip
    assert still_passes(then, replace(now, **{changed: other})) == (not known and changed != "why")


@given(st.none() | st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_a_form_let_pass_holds_until_another_part_lacks(lacked: set[str] | None, lacks: set[str]) -> None:
    then = Moment("", None, "", () if lacked is None else (("parts", ",".join(sorted(lacked))),))
    now = Moment("", None, "", (("parts", ",".join(sorted(lacks))),))
    assert still_passes(then, now) == (lacked is None or lacks <= lacked)


def test_let_pass_ends_when_the_stay_is_another_one_and_the_move_says_so(coordinator, at, client_as) -> None:
    stay = StayFactory(planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24))
    actions.let_pass(stay, code="bed", gate=DEPART, reason="Zij slaapt bij familie.", by=coordinator, at=at)
    assert not of(stay, "bed").holds(DEPART)
    later = partial(Mobility.objects.filter(pk=stay.pk).update, planned_until=date(2027, 1, 26))
    assert "bed" in {item.code for item in foresee(stay, later, ON)}
    later()
    stay.refresh_from_db()
    assert of(stay, "bed").holds(DEPART)
    client = client_as(RoleFactory(coordinator=True))
    page = client.get(reverse("readiness:stay", args=[stay.key]), headers={"Accept-Language": "en"}).text
    assert "It counts no longer" in page
    actions.let_pass(stay, code="bed", gate=DEPART, reason="Nog altijd bij familie.", by=coordinator, at=at)
    assert not of(stay, "bed").holds(DEPART)
    assert LetPass.objects.filter(ended_at=None).count() == 1


def test_what_a_call_asked_once_comes_back_with_what_was_in_order(coordinator, at, client_as) -> None:
    stay = StayFactory()
    own = photo(stay.call, coordinator, at)
    actions.mark_done(own, stay, evidence="gezien", by=coordinator, at=at)
    actions.end(own, by=coordinator, at=at)
    client = client_as(RoleFactory(coordinator=True))
    page = client.get(reverse("readiness:own", args=[stay.call.key]))
    assert reverse("readiness:bring_back", args=[own.key]) in page.text
    assert client.post(reverse("readiness:bring_back", args=[own.key])).status_code == 302
    assert of(stay, PREFIX + own.key).met
    own.refresh_from_db()
    with pytest.raises(Refused, match="own_asked_now"):
        actions.bring_back(own, by=coordinator, at=at)


def test_what_turns_by_asking_again_leaves_out_what_was_in_order_and_who_is_back(coordinator, at) -> None:
    call = StayFactory(planned_from=ON - timedelta(9), planned_until=ON - timedelta(1)).call
    done, lacks, left = (StayFactory(call=call, person__family_name=name) for name in ("done", "lacks", "left"))
    Mobility.objects.filter(pk=left.pk).update(planned_from=ON, planned_until=ON + timedelta(1))
    own = photo(call, coordinator, at)
    actions.mark_done(own, done, evidence="gezien", by=coordinator, at=at)
    ends = queries.turned_by(own, ON)
    assert ([(stay, item.met) for stay, item in ends.closes], ends.opens, ends.of) == ([(lacks, True)], [], 3)
    actions.end(own, by=coordinator, at=at)
    own.refresh_from_db()
    back = queries.turned_by(own, ON)
    assert ([(stay, item.titles[0]) for stay, item in back.opens], back.closes) == ([(lacks, ("nl", "Pasfoto"))], [])
    costs = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            queries.turned_by(own, ON)
        costs.append(len(asked))
        StayFactory(call=call)
    assert costs[0] == costs[1]


def test_consent_of_parents_is_never_let_pass(coordinator, clock, at) -> None:
    stay = stay_of_minor()
    from erasdu.ground.paperwork.models import Document

    Document.objects.filter(kind="candidacies.guardian_approval").update(frozen_at=at, frozen_code="not_me")
    assert of(stay, "guardian_approval").holds(DEPART)
    with pytest.raises(Refused, match="never_let_pass"):
        actions.let_pass(stay, code="guardian_approval", gate=DEPART, reason="Wij zijn laat.", by=coordinator, at=at)


def test_all_of_it_costs_the_same_for_one_and_three(coordinator, at) -> None:
    call = StayFactory().call
    photo(call, coordinator, at)
    costs = []
    for number in (1, 3):
        stays = [StayFactory(call=call) for _ in range(number)]
        with CaptureQueriesContext(connection) as asked:
            found = queries.requirements_of(stays, ON)
        assert set(found) == {stay.pk for stay in stays}
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20


def test_a_day_that_was_let_pass_says_nothing_of_a_whole_stay(coordinator, at) -> None:
    stay = stay_abroad()
    policy = Cover.objects.filter(pk=insured(stay)["liability"].pk)
    policy.update(ends_on=LAST - timedelta(days=1))
    actions.let_pass(
        stay, code="insured_liability", gate=DEPART, reason="Die ene dag is hij thuis.", by=coordinator, at=at
    )
    assert not of(stay, "insured_liability").holds(DEPART)
    policy.update(ends_on=FIRST)
    assert of(stay, "insured_liability").holds(DEPART)


@pytest.mark.requirement("R34")
def test_what_is_often_asked_fills_in_the_form_and_is_offered_once(client_as: Any) -> None:
    """Each of the list is a form without faults, of what fits the directions of the call."""
    call, client = CallFactory(), client_as(RoleFactory(coordinator=True))
    page, add = (reverse(f"readiness:{name}", args=[call.key]) for name in ("own", "add"))
    assert call.outgoing
    assert not call.incoming
    offered = dict(client.get(page).context["offered"])
    assert offered == {code: row for code, row in READY_MADE.items() if row["direction"] != "incoming"}
    assert {"language", "journey"} <= set(offered)
    for code, row in offered.items():
        assert f"?ready={code}#" in client.get(page).text
        form = client.get(page, {"ready": code}).context["form"]
        filled = {name: form[name].value() for name in form.fields}
        assert {name: filled[name] for name in row} == dict(row)
        typed = {name: value for name, value in filled.items() if value not in (None, "", [])}
        looked = client.post(add, typed)
        assert (looked.status_code, "preview" in looked.context) == (200, True)
        assert client.post(add, typed | {"seen": "1"}).status_code == 302
        made = OwnRequirement.objects.get(call=call, title_nl=row["title_nl"])
        assert (made.title_en, made.who, made.gates) == (row["title_en"], row["who"], row["gates"])
        assert code not in dict(client.get(page).context["offered"])
    assert client.get(page, {"ready": "nothing"}).status_code == 200
    arriving = reverse("readiness:own", args=[CallFactory(incoming=True).key])
    assert "arrival" in dict(client.get(arriving).context["offered"])


def test_what_calls_often_ask_is_ticked_at_once_while_nobody_has_a_place(client_as: Any, at: Any) -> None:
    """Linked from the page of the call; once somebody has a place each is looked at by itself."""
    office = RoleFactory(coordinator=True)
    call, client = CallFactory(published=True), client_as(office)
    assert reverse("readiness:own", args=[call.key]) in client.get(reverse("calls:show", args=[call.key])).text
    page, tick = reverse("readiness:own", args=[call.key]), reverse("readiness:add_ready", args=[call.key])
    assert tick in client.get(page).text
    assert client.post(tick, {}).status_code == 422
    assert client.post(tick, {"ready": ["language", "journey"]}).status_code == 302
    asked = {own.title_nl for own in OwnRequirement.objects.filter(call=call)}
    assert asked == {READY_MADE[code]["title_nl"] for code in ("language", "journey")}
    assert client.post(tick, {"ready": ["language"]}).status_code == 422, "it is asked already"
    StayFactory(call=call)
    OwnRequirement.objects.filter(call=call).update(ended_at=at)
    assert tick not in client.get(page).text
    assert "?ready=language" in client.get(page).text
    with pytest.raises(Refused, match="own_look_first"):
        actions.add_ready(call, ["language"], by=actor_of(office), at=at)


def test_a_draft_leads_to_what_it_asks_besides_with_what_is_often_asked_ticked(client_as: Any, at: Any) -> None:
    """Before publishing; what was unticked or ended is not ticked again, and a published call ticks nothing itself."""
    call, client = CallFactory(draft=True), client_as(RoleFactory(coordinator=True))
    shown, page = reverse("calls:show", args=[call.key]), reverse("readiness:own", args=[call.key])
    assert page in client.get(shown).text
    first = client.get(page)
    assert first.context["ticks"]["ready"].value() == list(dict(first.context["offered"]))
    assert shown in first.text
    client.post(reverse("readiness:add_ready", args=[call.key]), {"ready": ["language"]})
    assert not client.get(page).context["ticks"]["ready"].value()
    published = client.get(reverse("readiness:own", args=[CallFactory(published=True).key]))
    assert not published.context["ticks"]["ready"].value()


def test_what_a_call_asks_besides_is_the_second_of_three_numbered_steps(client_as: Any) -> None:
    """Of a draft; who looks at whom one thing touches decides first, and a published call has no steps."""
    draft, client = CallFactory(draft=True), client_as(RoleFactory(coordinator=True))
    own = reverse("readiness:own", args=[draft.key])
    pages = [reverse("calls:edit", args=[draft.key]), own, reverse("calls:show", args=[draft.key])]
    for now, page in enumerate(pages):
        drawn = client.get(page).text.split('<ol class="stages"')[1].split("</ol>")[0].split("<li ")[1:]
        assert ['aria-current="step"' in step for step in drawn] == [number == now for number in range(3)]
    assert "Verder: nakijken en publiceren" in client.get(own).text
    one = {"title_nl": "Pasfoto", "title_en": "Photo", "who": "learner", "days_before": "10"}
    looked = client.post(reverse("readiness:add", args=[draft.key]), one)
    assert looked.context["preview"] is not None
    assert "Verder: nakijken en publiceren" not in looked.text
    for page in ("readiness:own", "calls:edit", "calls:show"):
        assert '<ol class="stages"' not in client.get(reverse(page, args=[CallFactory(published=True).key])).text


def test_a_copied_call_takes_along_what_the_earlier_one_asks_besides(coordinator, at) -> None:
    """Not what it no longer asks; what is for one destination is for that destination of the copy."""
    earlier = CallFactory(published=True)
    place = DestinationFactory(call=earlier)
    photo(earlier, coordinator, at, destination=place, minor=True, gates=[DEPART, PAYMENT])
    actions.end(photo(earlier, coordinator, at, title_nl="Vroeger"), by=coordinator, at=at)
    made = calls.copy(earlier, title_nl="Weer", title_en="Again", weeks=26, by=coordinator, at=at)
    own = OwnRequirement.objects.get(call=made)
    assert (own.title_nl, own.who, own.days_before, own.minor) == ("Pasfoto", "learner", 10, True)
    assert own.gates == sorted([DEPART, PAYMENT])
    assert own.destination is not None
    assert (own.destination.call_id, own.destination.place) == (made.pk, place.place)
