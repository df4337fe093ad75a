"""The insurance of one stay: the gate of leaving, the page, who enters what, and what goes wrong."""

import re
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal import gates
from erasdu.ground.journal.models import Line as JournalLine
from erasdu.ground.look.words import reason
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.insurance import access, actions, queries, rules
from erasdu.journey.insurance.models import Cover, Declaration
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.actions import foresee
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import (
    AccountFactory,
    BoardFactory,
    CompanyFactory,
    PartnerFactory,
    RoleFactory,
    SchoolFactory,
)
from tests.journey.insurance.insuring import ENTERED, FIRST, LAST, WORLD, YEAR, insured, stay_abroad, with_place
from tests.journey.mobilities.staying import contact_of, learner_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R27", "R28", "R29", "R30")]
ON = date(2026, 11, 23)


@pytest.fixture
def stay(clock: object) -> Mobility:
    return stay_abroad()


def lacking(stay: Mobility) -> set[str]:
    verdict = gates.ask(DEPART, stay, ON)
    found = set() if verdict else set(dict(verdict.params)["lacking"].split(","))
    return {code for code in found if code.startswith("insured_")}


def contact(stay: Mobility) -> Role:
    return contact_of(stay) if Role.objects.filter(organisation=stay.sending, kind="contact_point").exists() else (
        RoleFactory(organisation=stay.sending)
    )  # fmt: skip


def test_taking_away_one_cover_blocks_exactly_that_departure(stay: Mobility, at: Any) -> None:
    other = stay_abroad()
    held = insured(stay)
    insured(other)
    school = actor_of(contact(stay))
    assert lacking(stay) == lacking(other) == set()
    for kind, cover in held.items():
        actions.end(cover, by=school, at=at)
        assert lacking(stay) == {f"insured_{kind}"}
        assert lacking(other) == set()
        Cover.objects.filter(pk=cover.pk).update(ended_at=None)


def test_a_parent_understands_why(stay: Mobility, client_as: Any) -> None:
    held = insured(stay)
    Cover.objects.filter(pk=held["health"].pk).update(ends_on=LAST - timedelta(days=1))
    item = next(each for each in queries.page(stay, ON).lacking)
    with translation.override("nl"):
        said = reason(item)
    assert (
        said == "De verzekering of kaart is maar geldig tot en met vr 19 mrt. 2027: "
        "op za 20 mrt. 2027 is dit niet meer verzekerd."
    )
    role = learner_of(stay)
    AccountFactory(person=role.person)
    own = client_as(role).get(reverse("insurance:stay", args=[stay.key])).content.decode()
    assert "za 20 mrt.</strong> (terugreis): de verzekering of kaart is maar geldig tot en met vr 19 mrt. 2027" in own
    assert "<form" not in own.partition("<main")[2].partition("</main>")[0]
    page = client_as(role).get(reverse("mobilities:show", args=[stay.key])).content.decode()
    assert "Bestel je Europese kaart" in page


def test_six_queries_whatever_the_number(clock: object) -> None:
    for number in (1, 3):
        stays = [stay_abroad() for _ in range(number)]
        for stay in stays:
            insured(stay)
        with CaptureQueriesContext(connection) as asked:
            found = queries.facts([stay.pk for stay in stays])
        assert len(asked) == 6
        assert all(not [i for i in rules.requirements(each, ON) if not i.met] for each in found.values())


def test_policies_of_others_cover_nobody_here_and_those_above_do(stay: Mobility) -> None:
    assert "insured_liability" in lacking(stay)
    row = Cover.objects.create(organisation=SchoolFactory(), kind="liability", **YEAR, **WORLD)
    assert "insured_liability" in lacking(stay)
    board = SchoolFactory(kind="board")
    type(board).objects.filter(pk=stay.sending_id).update(board=board)
    Cover.objects.filter(pk=row.pk).update(organisation=board)
    stay = Mobility.objects.get(pk=stay.pk)
    assert "insured_liability" not in lacking(stay)
    Cover.objects.filter(pk=row.pk).update(holder="coordinator")
    assert "insured_liability" in lacking(stay)  # only the sending organisation may hold it


def test_the_days_of_work_are_those_of_the_learning_agreement(stay: Mobility) -> None:
    from erasdu.journey.agreements.models import LearningPlan

    insured(stay)
    hours = {"kind": "work", "starts": "09:00", "ends": "17:00"}
    programme = [{"on": f"2027-03-{day:02}", "kind": "free"} for day in range(7, 21) if day not in (13, 19)]
    programme += [{"on": day, **hours} for day in ("2027-03-13", "2027-03-19")]
    LearningPlan.objects.create(mobility=stay, started_at=ENTERED, days=programme)
    worked = (date(2027, 3, 13), date(2027, 3, 19))
    assert queries.worked_days([stay.pk]) == {stay.pk: frozenset(worked)}
    accident = Cover.objects.get(kind="accident")
    Cover.objects.filter(pk=accident.pk).update(confirms_until=date(2027, 3, 12))
    gaps = next(strip.gaps for strip in queries.page(stay, ON).strips if strip.kind == "accident")
    found = [(gap.days.start, gap.days.end, gap.why) for gap in gaps]
    assert found == [(day, day, "confirmed_other_days") for day in worked]
    assert lacking(stay) == {"insured_accident"}


def test_a_stay_that_moves_names_what_reopens(stay: Mobility, at: Any, client_as: Any) -> None:
    insured(stay)
    office = actor_of(RoleFactory(coordinator=True))
    mobilities.plan(stay, first=FIRST, last=LAST, revision=stay.revision, by=office, at=at)
    stay.refresh_from_db()
    assert queries.reopened(stay, ON) == []
    later = timedelta(days=1)
    stay.call.__class__.objects.filter(pk=stay.call_id).update(stay_until=LAST + later)
    stay.call.refresh_from_db()
    mobilities.plan(stay, first=FIRST, last=LAST + later, revision=stay.revision, by=office, at=at)
    assert [item.code for item in queries.reopened(stay, ON)] == ["insured_health"]
    page = client_as(contact(stay)).get(reverse("insurance:stay", args=[stay.key]), headers={"accept-language": "en"})
    assert "The days of this stay have moved" in page.content.decode()


def test_an_agreement_that_ends_before_departure_is_a_reason_of_its_own(stay: Mobility) -> None:
    insured(stay)
    of = Candidacy.objects.filter(profile=stay.profile_id)

    def runs() -> Requirement:
        return next(item for item in gates.needed(DEPART, [stay], ON)[stay.pk] if item.code == "agreement_runs")

    of.update(agreement="oao", agreement_until=LAST, training_company=CompanyFactory())
    assert runs().met
    of.update(agreement_until=FIRST - timedelta(days=1))
    with translation.override("nl"):
        said = reason(runs())
    assert said == "De overeenkomst eindigt op za 6 mrt. 2027, voor het vertrek: ze moet eerst verlengd worden."
    of.update(agreement_until=None, training_company=CompanyFactory(closed=True))
    assert (runs().state, runs().why, lacking(stay)) == ("open", "training_company_stops", set())


# -- pages -----------------------------------------------------------------------------------------


def form_of(**values: Any) -> dict[str, Any]:
    return {
        "kind": "accident", "holder": "sending", "insurer": "De Haven", "starts_on": "2027-03-01", "ends_on": "2027-03-31",
        "where": "eea", "activities": ["work"], "confirmed_by": "An Claes", "confirmed_on": "2026-11-20", "confirmed_how": "brief",
        "confirms_from": "2027-03-01", "confirms_until": "2027-03-31", "names_workplace": "on", "names_way": "on",
    } | values  # fmt: skip


def test_a_school_enters_what_one_stay_has(stay: Mobility, client_as: Any) -> None:
    with_place(stay)
    client = client_as(contact(stay))
    address = reverse("insurance:add", args=[stay.key])
    assert client.get(address).status_code == 200
    assert client.post(address, form_of()).status_code == 302
    assert "insured_accident" not in lacking(stay)
    cover = Cover.objects.get()
    assert (cover.territory, cover.holder, cover.policy) == (["eea"], "sending", "")
    again = form_of(revision=cover.revision, where="ES")
    assert client.post(reverse("insurance:edit", args=[cover.key]), again).status_code == 302
    assert "insured_accident" in lacking(stay)
    stale = client.post(reverse("insurance:edit", args=[cover.key]), form_of(revision=0))
    assert stale.status_code == 422
    assert "typed" in stale.content.decode()
    shown = client.get(reverse("insurance:stay", args=[stay.key]), headers={"Accept-Language": "en"}).text
    assert opened_by(shown, reverse("insurance:end", args=[cover.key])) == [], "it is not enough now either"
    assert client.post(reverse("insurance:end", args=[cover.key])).status_code == 302
    assert Cover.objects.get().ended_at


def opened_by(page: str, address: str) -> list[str]:
    """What the page names before the press that takes something away, which is the second of two."""
    before, press, _after = page.partition(f'action="{address}"')
    assert press
    start = before.rindex('<details class="take-away">')
    assert "<details" not in before[start + 1 :]
    assert "</details>" not in before[start:]
    return re.findall(r"<li>([^<]+)</li>", before[start:])


def test_what_opens_again_is_named_before_an_insurance_is_taken_away(stay: Mobility, client_as: Any) -> None:
    with_place(stay)
    client = client_as(contact(stay))
    client.post(reverse("insurance:add", args=[stay.key]), form_of())
    cover, page = Cover.objects.get(), reverse("insurance:stay", args=[stay.key])
    assert "insured_accident" not in lacking(stay)
    shown = client.get(page, headers={"Accept-Language": "en"}).text
    assert opened_by(shown, reverse("insurance:end", args=[cover.key])) == [
        "Insurance of accidents at work abroad, for every day of work"
    ]
    assert f"As long as that lacks, {stay.person.given_name} is not ready and cannot leave." in shown
    assert client.post(reverse("insurance:end", args=[cover.key])).status_code == 302
    assert "insured_accident" in lacking(stay)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2027-02-01"}, "ends_on"), ({"confirms_until": "2027-02-01"}, "confirms_until"),
        ({"where": ""}, "where"), ({"holder": "learner"}, "holder"), ({"confirmed_on": "2027-01-01"}, "confirmed_on"),
        ({"confirmed_by": ""}, "confirmed_by"), ({"confirmed_how": ""}, "confirmed_how"), ({"confirmed_on": ""}, "confirmed_on"),
        ({"activities": []}, "activities"), ({"kind": "mutual"}, "kind"), ({"starts_on": "morgen"}, "starts_on"),
        ({"policy": "85.07.30-033.28"}, "policy"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(stay: Mobility, client_as: Any, change: dict[str, Any], field: str) -> None:
    answer = client_as(contact(stay)).post(reverse("insurance:add", args=[stay.key]), form_of(**change))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Cover.objects.exists()


def see(**values: Any) -> dict[str, Any]:
    return {"what": "ehic", "seen_by": "Joris Baert", "seen_on": "2026-11-20", "valid_until": "2027-03-20"} | values


def test_a_card_is_seen_and_never_copied(stay: Mobility, client_as: Any) -> None:
    client, address = client_as(contact(stay)), reverse("insurance:see", args=[stay.key])
    assert client.post(address, see(policy="800356", insurer="CM")).status_code == 302
    row = Cover.objects.get()
    assert (row.kind, row.document, row.policy, row.ends_on) == ("health", "ehic", "", LAST)
    assert "insured_health" not in lacking(stay)
    assert client.get(reverse("insurance:edit", args=[row.key])).status_code == 404
    for wrong, field in (
        ({"seen_by": "80035612345678901234"}, "seen_by"), ({"insurer": "nummer 123 456"}, "insurer"),
        ({"valid_until": ""}, "valid_until"), ({"valid_until": "2026-11-19"}, "valid_until"), ({"seen_on": "2026-12-24"}, "seen_on"),
        ({"what": "scan"}, "what"),
    ):  # fmt: skip
        answer = client.post(address, see(**wrong))
        assert answer.status_code == 422
        assert field in answer.context["seen_form"].errors
    assert Cover.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.filter(pk=row.pk).update(policy="80035612345678901234")


def test_what_the_school_declared(stay: Mobility, client_as: Any) -> None:
    client, address = client_as(contact(stay)), reverse("insurance:declare", args=[stay.key])
    assert client.post(address, {"answer": "not_required", "on": "2026-11-20"}).status_code == 302
    assert "insured_declared" not in lacking(stay)
    assert client.post(address, {"answer": "perhaps", "on": "2026-11-20"}).status_code == 422
    assert "niet nodig" in client.get(reverse("insurance:stay", args=[stay.key])).content.decode()


@pytest.mark.parametrize("nationality", ["", "SY", "BE"])
def test_a_nationality_that_is_unknown_cannot_be_decided(clock: object, client_as: Any, nationality: str) -> None:
    stay = stay_abroad(country="NO", nationality=nationality)
    page = client_as(contact(stay)).get(reverse("insurance:stay", args=[stay.key])).content.decode()
    assert ("Dit kan niet beslist worden" in page) == (nationality == "")
    assert ("particuliere ziekteverzekering" in page) == (nationality == "SY")


def test_a_stay_without_days_or_destination_still_has_a_page(clock: object, client_as: Any) -> None:
    stay = stay_abroad(planned_from=None, planned_until=None, destination=None)
    assert client_as(contact(stay)).get(reverse("insurance:stay", args=[stay.key])).status_code == 200


def test_others_see_and_change_nothing(stay: Mobility, client_as: Any, at: Any) -> None:
    cover = Cover.objects.create(mobility=stay, kind="accident", **YEAR, **WORLD)
    own = learner_of(stay)
    AccountFactory(person=own.person)
    others = [RoleFactory(organisation=SchoolFactory()), RoleFactory(organisation=PartnerFactory()), own]
    for role in others:
        client = client_as(role)
        if role is not own:
            assert client.get(reverse("insurance:stay", args=[stay.key])).status_code == 404
        for name in ("add", "see", "declare"):
            assert client.post(reverse(f"insurance:{name}", args=[stay.key]), form_of()).status_code == 404
        assert client.post(reverse("insurance:end", args=[cover.key])).status_code == 404
    assert Cover.objects.get().ended_at is None


def test_lines_for_the_emergency_card(stay: Mobility) -> None:
    insured(stay)
    lines = queries.lines_of(stay)
    assert lines[0] == queries.Line("accident", "Verzekeringen De Haven", "DH-2027-14", "+3215000001")
    assert {line.kind for line in lines} == {"accident", "liability_work", "liability"}
    Cover.objects.filter(kind="accident").update(ends_on=FIRST - timedelta(days=1))
    assert "accident" not in {line.kind for line in queries.lines_of(stay)}


def test_one_press_declares_all_own_learners_and_nothing_twice(stay: Mobility, client_as: Any) -> None:
    page, address = client_as(contact(stay)), reverse("insurance:declare_all", args=[stay.call.key])
    assert page.get(address).status_code == 405
    assert 'name="csrfmiddlewaretoken"' in page.get(reverse("insurance:overview", args=[stay.call.key])).text
    client_as(RoleFactory(coordinator=True)).post(address)
    client_as(RoleFactory()).post(address)
    assert not hasattr(Mobility.objects.get(pk=stay.pk), "declaration")
    page.post(address)
    page.post(address)
    assert Mobility.objects.get(pk=stay.pk).declaration.answer == "yes"
    assert JournalLine.objects.filter(code="insurance.declared").count() == 1
    assert address not in page.get(reverse("insurance:overview", args=[stay.call.key])).text


@pytest.mark.requirement("R28")
def test_a_form_of_a_treaty_is_of_the_country_where_the_learner_goes(clock: Any) -> None:
    stay, office = stay_abroad(country="RS"), actor_of(RoleFactory(coordinator=True))
    seen = {"seen_by": "Joris", "seen_on": ON, "valid_until": LAST, "by": office, "at": the_clock.now()}
    actions.see(stay, what="treaty", **seen)
    assert "insured_health" not in lacking(stay)
    Destination.objects.filter(pk=stay.destination_id).update(country="MA")
    assert "insured_health" in lacking(stay)
    Mobility.objects.filter(pk=stay.pk).update(destination=None)
    stay.refresh_from_db()
    with pytest.raises(Refused, match="form_of_no_country"):
        actions.see(stay, what="treaty", **seen)


def test_what_was_declared_is_of_those_days_and_can_be_taken_back(stay: Mobility, client_as: Any) -> None:
    insured(stay)
    school = RoleFactory(kind="contact_point", organisation=stay.sending)
    actions.declare(stay, answer="yes", on=ON, by=actor_of(school), at=the_clock.now())
    assert not access.undeclared_for(actor_of(school), stay.call)
    later = partial(Mobility.objects.filter(pk=stay.pk).update, planned_until=LAST - timedelta(days=2))
    assert "insured_declared" in {item.code for item in foresee(stay, later, ON)}
    later()
    stay.refresh_from_db()
    assert list(access.undeclared_for(actor_of(school), stay.call)) == [stay]
    client = client_as(school)
    page = client.get(reverse("insurance:stay", args=[stay.key]), headers={"Accept-Language": "en"}).text
    assert "declared for other days" in page
    assert client.post(reverse("insurance:undeclare", args=[stay.key])).status_code == 302
    assert not Declaration.objects.exists()
    with pytest.raises(Refused, match="nothing_declared"):
        actions.undeclare(stay, by=actor_of(school), at=the_clock.now())


def test_a_policy_that_was_taken_away_comes_back_with_its_confirmation(stay: Mobility, client_as: Any) -> None:
    policy = insured(stay)["accident"]
    school = RoleFactory(kind="contact_point", organisation=stay.sending)
    actions.end(policy, by=actor_of(school), at=the_clock.now())
    assert "insured_accident" in lacking(stay)
    address = reverse("insurance:bring_back", args=[policy.key])
    client = client_as(school)
    assert address in client.get(reverse("insurance:policies", args=[stay.sending.key])).text
    assert client.post(address).status_code == 302
    assert "insured_accident" not in lacking(stay)
    policy.refresh_from_db()
    with pytest.raises(Refused, match="cover_stands"):
        actions.bring_back(policy, by=actor_of(school), at=the_clock.now())


def test_what_the_board_has_counts_on_every_page(stay: Mobility, client_as: Any) -> None:
    board = BoardFactory()
    Organisation.objects.filter(pk=stay.sending_id).update(board=board)
    stay.sending.refresh_from_db()
    rows = insured(stay)
    Cover.objects.filter(pk=rows["liability"].pk).update(organisation=board)
    assert "insured_liability" not in lacking(stay)
    office = client_as(RoleFactory(coordinator=True))
    found = queries.holders(actor_of(RoleFactory(coordinator=True)), date(2027, 3, 1))
    assert next(row.lacks for row in found if row.organisation == stay.sending) == ()
    page = office.get(reverse("insurance:policies", args=[stay.sending.key]), headers={"Accept-Language": "en"}).text
    assert board.name in page
    assert "there is no insurance yet for" not in page


def test_on_the_card_stands_only_who_pays_there(stay: Mobility) -> None:
    rows = insured(stay)
    assert "liability" in {line.kind for line in queries.lines_of(stay)}
    Cover.objects.filter(pk=rows["liability"].pk).update(territory=["BE"])
    Cover.objects.filter(pk=rows["liability_work"].pk).update(holder="learner")
    assert {line.kind for line in queries.lines_of(stay)} == {"accident"}


def test_what_to_bring_is_said_before_the_days_are_known(stay: Mobility, client_as: Any) -> None:
    """A card takes days to come: who waits for the days to be planned asks for it too late."""
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    learner = learner_of(stay)
    AccountFactory(person=learner.person)
    shown = client_as(learner).get(reverse("insurance:stay", args=[stay.key])).text
    assert "Europese ziekteverzekeringskaart" in shown
    assert "minstens 10 dagen vooraf" in shown
    assert "dit is wat vandaag gevraagd wordt" in shown
    Cover.objects.create(organisation=stay.sending, kind="accident", insurer="De Haven", **YEAR, **WORLD)
    office = client_as(contact(stay)).get(reverse("insurance:stay", args=[stay.key])).text
    assert "Dit is er. Zodra de dagen van de stage bekend zijn" in office
    assert "niet schriftelijk bevestigd" in office
    assert reverse("insurance:policies", args=[stay.sending.key]) in office


def test_a_call_that_brings_learners_in_says_where_they_are_insured(stay: Mobility, client_as: Any) -> None:
    office = client_as(RoleFactory(coordinator=True))
    address, stays = (reverse(name, args=[stay.call.key]) for name in ("insurance:overview", "mobilities:index"))
    assert address in office.get(stays).text
    Mobility.objects.filter(pk=stay.pk).update(direction="incoming")
    type(stay.call).objects.filter(pk=stay.call_id).update(incoming=True, outgoing=False)
    assert "Wie hierheen komt, is thuis verzekerd" in office.get(address).text
    assert address not in office.get(stays).text


@pytest.mark.django_db
def test_nobody_needs_an_insurance_for_work_on_a_public_holiday_of_the_country_there() -> None:
    christmas = date(2026, 12, 25)
    stay = stay_abroad(planned_from=date(2026, 12, 20), planned_until=date(2027, 1, 2))
    needed = queries.facts([stay.pk])[stay.pk].spans
    assert [span.kind for span in needed if span.days.contains(christmas)] == ["free"]
    worked = queries.facts([stay.pk], {stay.pk: frozenset({christmas})})[stay.pk].spans
    assert [span.kind for span in worked if span.days.contains(christmas)] == ["work"]


@pytest.mark.parametrize(
    ("country", "nationality", "public", "alarm"),
    [
        ("PT", "BE", True, True), ("DK", "BE", True, True), ("NO", "PT", True, True), ("MK", "BE", True, True),
        ("TR", "BE", False, True), ("DK", "MA", False, False), ("US", "BE", False, False),
    ],
)  # fmt: skip
def test_a_learner_reads_where_the_card_counts_and_whom_to_tell_of_a_hospital(
    clock: Any, client_as: Any, country: str, nationality: str, public: bool, alarm: bool
) -> None:
    stay = stay_abroad(country=country, nationality=nationality)
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    page = client_as(role).get(reverse("insurance:stay", args=[stay.key]), headers={"Accept-Language": "en"}).text
    assert ("only in hospitals and with doctors of the public system" in page) == public
    assert ("within 48 hours of being admitted" in page) == alarm
