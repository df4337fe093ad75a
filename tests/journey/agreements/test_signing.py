"""A plan becomes a paper that three or four parties sign; a change asks only whom it binds again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import papers as kinds
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.rules import changes, compose, placeholders, sign_again
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import access, actions, papers, queries
from erasdu.journey.agreements.models import Edit, LearningPlan
from erasdu.journey.agreements.queries.content import told
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.hosting.models import Booking
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.readiness.queries import answer
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART
from erasdu.kernel.verdict import Refused
from tests.factories.hosting import BookingFactory, CompanyFactory, PlacementFactory
from tests.factories.nominations import HomeGuardianFactory, NominationFactory
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory, SchoolFactory
from tests.ground.paperwork import scene
from tests.journey.agreements.planning import HOST, OUTCOMES, SCHOOL, place, ready_plan, school_of
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R33")]
KIND = kinds.kind(papers.KIND)
G, L, S, H = "guardian_1", "learner", "contact_point", "host"
ALL = {G, L, S, H}


def sign(signer: Signer, at) -> None:
    by = Actor(signer.person_id, "holder", via="link", link=signer.link_id)
    visit = paperwork.Visit()
    paperwork.sign(
        signer, typed_name=signer.name, shown_sha256=signer.envelope.shown_sha256, answers={}, visit=visit, by=by, at=at
    )


def sign_all(envelope: Envelope, at) -> list[str]:
    """Everybody whose turn it is, until nobody is left; in which order."""
    done = []
    while signer := Signer.objects.filter(envelope=envelope, state="asked").order_by("pk").first():
        sign(signer, at)
        done.append(signer.role)
    return done


def of(envelope: Envelope) -> dict[str, str]:
    return dict(Signer.objects.filter(envelope=envelope).values_list("role", "state"))


def grown_up(stay: Mobility) -> Mobility:
    Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2007, 9, 1))
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2007, 9, 1))
    return stay


def coming_here(at, **mother: str) -> Envelope:
    """The agreement of a minor whom a partner nominated, with the mother whom it named; sent by the receiving school."""
    row = NominationFactory(accepted=True, born=date(2010, 6, 1), mobility__receiving=SchoolFactory())
    RoleFactory(organisation=row.partner)
    Mobility.objects.filter(pk=row.mobility_id).update(planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24))
    HomeGuardianFactory(nomination=row, person__email="ana@casa.example", **mother)
    stay = Mobility.objects.get(pk=row.mobility_id)
    by = actor_of(RoleFactory(organisation=stay.receiving))
    bakery = CompanyFactory(keeper=stay.receiving, contact__email="bakker@meel.example")
    made = PlacementFactory(
        company=bakery, mentor=bakery.contact, starts_at=time(9), ends_at=time(17), days=[1, 2, 3, 4]
    )
    BookingFactory(
        mobility=stay, placement=made, starts_on=stay.planned_from, ends_on=stay.planned_until, confirmed=True
    )
    plan = actions.start(stay, by=by, at=at)
    office = actor_of(RoleFactory(coordinator=True))
    actions.save(plan, "school", {**SCHOOL, **HOST}, outcomes=OUTCOMES, revision=plan.revision, by=office, at=at)
    found = queries.plan_of(stay)
    assert found is not None
    return actions.send(found, by=by, at=at)


@pytest.mark.requirement("R13")
def test_parents_abroad_sign_where_a_code_by_text_reaches_them_and_not_the_learner(at) -> None:
    envelope = coming_here(at)
    assert set(of(envelope)) == ALL
    mother = Signer.objects.get(envelope=envelope, role=G)
    assert (mother.channel, mother.attested_how) == ("text", "partner")
    assert sign_all(envelope, at)[:2] == [L, G]


def test_the_school_that_receives_fills_in_and_changes_the_part_of_a_host_that_another_school_lent(at) -> None:
    envelope = coming_here(at)
    plan = LearningPlan.objects.select_related(*access.RELATED).get(mobility=envelope.document.subject_pk)
    stay = plan.mobility
    lender = SchoolFactory()
    type(plan.placement.company).objects.filter(pk=plan.placement.company_id).update(keeper=lender)
    found = queries.plan_of(stay)
    assert found is not None
    here, there = (actor_of(RoleFactory(organisation=each)) for each in (stay.receiving, lender))
    assert access.sides_of(here, found) == access.sides_of(there, found) == ("host",)
    assert [bool(access.may_send(by, found)) for by in (here, there)] == [True, False]
    assert access.may_invite(here, found, "host")
    assert access.may_assess(here, found, stay.planned_from)
    assert actions.amend(found, {"mentor_name": "Els Baert"}, revision=found.revision, by=here, at=at)
    elsewhere = actor_of(RoleFactory(organisation=SchoolFactory()))
    assert (access.sides_of(elsewhere, found), bool(access.may_invite(elsewhere, found, "host"))) == ((), False)


def test_without_a_number_of_their_own_parents_abroad_do_not_sign(at) -> None:
    assert set(of(coming_here(at, person__phone=""))) == ALL - {G}


def test_the_page_says_which_parent_abroad_does_not_sign_and_who_can_mend_that(client_as, at, clock) -> None:
    envelope = coming_here(at, person__phone="", person__given_name="Ana", person__family_name="Sousa")
    plan = LearningPlan.objects.select_related(*access.RELATED).get(mobility=envelope.document.subject_pk)
    address = reverse("agreements:show", args=[plan.key])
    role = Role.objects.filter(organisation=plan.mobility.receiving).first()
    assert role is not None
    page = client_as(role).get(address).content.decode()
    assert "Ana Sousa tekent niet mee" in page
    assert f"Vraag {plan.mobility.sending.name} om het aan te vullen" in page
    partner = Role.objects.filter(organisation=plan.mobility.sending).first()
    assert partner is not None
    nomination = HomeGuardian.objects.get(person__given_name="Ana").nomination
    assert reverse("nominations:show", args=[nomination.key]) in client_as(partner).get(address).content.decode()
    sign_all(envelope, at)
    assert "tekent niet mee" not in client_as(role).get(address).content.decode()


def asked(plan: LearningPlan, by: Actor, at) -> list[list[str]]:
    return [[party.role for party in turn] for turn in actions.who_is_asked(plan, by=by, at=at)]


def test_who_will_be_asked_to_sign_is_known_beforehand(at) -> None:
    envelope = coming_here(at, person__phone="")
    plan = LearningPlan.objects.select_related(*access.RELATED).get(mobility=envelope.document.subject_pk)
    office = actor_of(RoleFactory(coordinator=True))
    assert asked(plan, office, at) == [[L], [S, H]]
    Person.objects.filter(pk=HomeGuardian.objects.get().person_id).update(phone="+351913000111")
    assert asked(plan, office, at) == [[L], [G], [S, H]]
    minor = ready_plan(at)
    by = school_of(minor.mobility)
    assert asked(minor, by, at) == [[L], [G], [S, H]]
    grown_up(minor.mobility)
    again = queries.plan_of(Mobility.objects.get(pk=minor.mobility_id))
    assert again is not None
    assert asked(again, by, at) == [[L], [S, H]]


# -- in which languages ----------------------------------------------------------------------------


def test_the_two_languages_of_the_paper_follow_who_signs_it(at) -> None:
    envelope = coming_here(at)
    plan = LearningPlan.objects.select_related(*access.RELATED).get(mobility=envelope.document.subject_pk)
    readers = {each.role: each.language for each in queries.readers_to_sign(plan, at)}
    assert readers == {L: "es", G: "es", S: "nl", H: "nl"}
    assert (plan.language, plan.beside) == ("nl", "es")
    assert queries.unread(plan, queries.readers_to_sign(plan, at)) == []


def test_whose_language_is_not_in_the_paper_is_told_before_it_goes_and_chosen_in_one_press(at, client_as) -> None:
    plan = ready_plan(at)
    LearningPlan.objects.filter(pk=plan.pk).update(beside="en")
    role = Role.objects.get(organisation=plan.mobility.sending, person=contact_of(plan.mobility).person)
    browser, address = client_as(role), reverse("agreements:show", args=[plan.key])
    page = browser.get(address).content.decode()
    assert "Tiago Moreira leest Portugees; het document is in het Nederlands en het Engels." in page
    press = reverse("agreements:languages", args=[plan.key, "nl", "pt"])
    assert f'action="{press}"' in page
    assert browser.post(press).status_code == 302
    plan.refresh_from_db()
    assert plan.beside == "pt"
    assert "leest Portugees" not in browser.get(address).content.decode()
    assert browser.post(reverse("agreements:languages", args=[plan.key, "nl", "nl"])).status_code == 404
    assert browser.post(reverse("agreements:languages", args=[plan.key, "nl", "tr"])).status_code == 404


def test_before_sending_the_page_says_who_is_asked_in_which_order_and_how(at, client_as) -> None:
    plan = ready_plan(at)
    role = Role.objects.get(organisation=plan.mobility.sending, person=contact_of(plan.mobility).person)
    page = client_as(role).get(reverse("agreements:show", args=[plan.key])).content.decode()
    told = page.partition('id="signers"')[2].partition("</ol>")[0]
    parts = told.split("<li>")[1:]
    assert len(parts) == 3
    assert "(ouder of voogd)" in parts[1]
    assert "Tiago Moreira (stagebedrijf): een link per mail" in parts[2]


# -- what is printed -------------------------------------------------------------------------------


def test_a_place_that_asks_a_language_is_printed_in_words_and_a_break_with_what_it_is(at) -> None:
    plan = ready_plan(at)
    LearningPlan.objects.filter(pk=plan.pk).update(work_language="EN A2, PT B1")
    plan.refresh_from_db()
    of = told(plan)
    assert of.facts("nl", beside=True)["work_language"] == (
        "Engels, niveau A2 (eenvoudige zinnen); Portugees, niveau B1 (een gewoon gesprek)"
    )
    assert of.facts("pt", beside=True)["work_language"].startswith("Inglês, nível A2 (frases simples)")
    rows = of.facts("nl", beside=True)["programme"]["rows"]  # type: ignore[index, call-overload]
    assert {row[2] for row in rows if row[1] == "werken"} == {"09.00 – 17.00 (30 min pauze)"}
    assert papers.work_language("Engels A2", "pt") == "Engels A2", "what somebody typed stays"


def test_a_paper_that_was_printed_plainer_is_not_changed_by_other_words_for_the_same(at, monkeypatch) -> None:
    plan = ready_plan(at)
    LearningPlan.objects.filter(pk=plan.pk).update(work_language="EN A2")
    plan.refresh_from_db()
    by = school_of(plan.mobility)
    with monkeypatch.context() as before:
        before.setattr(queries, "told_like", lambda plan, _before: replace(told(plan), plain=True))
        envelope = actions.send(plan, by=by, at=at)
    sign_all(envelope, at)
    page = queries.page(plan, at)
    assert (page.changed, page.again) == ([], [])
    LearningPlan.objects.filter(pk=plan.pk).update(mentor_name="Rita Alves")
    plan.refresh_from_db()
    assert set(queries.page(plan, at).again) == {H, S}
    newer = actions.send(plan, by=by, at=at)
    assert {signer.role for signer in newer.signers.filter(state="signed")} == {L, G}


def test_the_country_of_an_address_stands_in_the_language_of_the_text_and_is_no_change_to_sign(at, monkeypatch) -> None:
    plan = ready_plan(at)
    Profile.objects.filter(pk=plan.mobility.profile_id).update(street="Dreef 1", postal_code="9050", town="Ledeberg")
    found = queries.plan_of(plan.mobility)
    assert found is not None
    of, by = told(found), school_of(found.mobility)
    for language, country in {"nl": "België", "en": "Belgium", "pt": "Bélgica", "de": "Belgien"}.items():
        assert f"Dreef 1, 9050 Ledeberg, {country}" in str(of.facts(language, beside=True)["contacts"])
    with monkeypatch.context() as before:
        earlier = replace(of, country=dict.fromkeys(of.country, "Belgium"))
        before.setattr(queries, "told_like", lambda _plan, _before: earlier)
        envelope = actions.send(found, by=by, at=at)
    assert "Ledeberg, België" not in str(envelope.data)
    sign_all(envelope, at)
    assert (queries.page(found, at).changed, queries.page(found, at).again) == ([], [])


def test_signers_are_asked_some_days_before_the_stay_and_can_until_it_begins(at) -> None:
    plan = ready_plan(at)
    envelope = actions.send(plan, by=school_of(plan.mobility), at=at)
    start = plan.mobility.planned_from
    assert start is not None
    assert envelope.due_on == start
    assert paper_queries.asked_on(envelope, at.date()) == start - timedelta(days=7)
    assert paper_queries.asked_on(envelope, start - timedelta(days=2)) == start


# -- beginning -------------------------------------------------------------------------------------


@pytest.mark.requirement("R31", "R32")
def test_a_plan_begins_with_what_is_known_of_place_mentor_and_hours(at) -> None:
    stay = stay_of_minor()
    made = place(stay)
    plan = actions.start(stay, by=school_of(stay), at=at)
    assert (plan.placement, plan.mentor_name, plan.beside) == (made, "Tiago Moreira", "pt")
    kinds_of = [day.kind for day in queries.days_of(plan)]
    assert kinds_of == ["travel", *["work"] * 5, "free", "free", *["work"] * 5, "travel"]
    assert queries.faults_of(plan) == []
    assert set(queries.lacks(plan)) >= {"outcomes", "evaluation", "mentor_after_hours"}
    assert actions.start(stay, by=school_of(stay), at=at) == plan


def test_a_place_that_is_found_later_is_taken_over(at) -> None:
    stay = stay_of_minor()
    plan = actions.start(stay, by=school_of(stay), at=at)
    with pytest.raises(Refused, match="host_unknown"):
        actions.take_over_place(plan, by=school_of(stay), at=at)
    made = place(stay)
    assert actions.take_over_place(plan, by=school_of(stay), at=at).placement == made


def test_it_does_not_go_out_with_something_empty_or_a_broken_rule(at) -> None:
    stay = stay_of_minor()
    place(stay)
    plan = actions.start(stay, by=school_of(stay), at=at)
    with pytest.raises(Refused, match="plan_incomplete"):
        actions.send(plan, by=school_of(stay), at=at)
    plan = ready_plan(at)
    LearningPlan.objects.filter(pk=plan.pk).update(
        days=[{**day, "ends": "23:30" if day["ends"] else ""} for day in plan.days]
    )
    plan.refresh_from_db()
    with pytest.raises(Refused, match="programme_breaks_rules"):
        actions.send(plan, by=school_of(plan.mobility), at=at)
    assert not Document.objects.filter(kind=papers.KIND).exists()


# -- each side writes its part ---------------------------------------------------------------------


def test_what_a_side_changed_is_kept_for_the_other_and_two_at_once_lose_nothing(at) -> None:
    plan = ready_plan(at)
    by, seen = school_of(plan.mobility), plan.revision
    assert actions.save(
        plan, "host", {"mentor_name": "Inês"}, revision=seen, by=actor_of(RoleFactory(coordinator=True)), at=at
    )
    with pytest.raises(Stale):
        actions.save(plan, "school", {"evaluation": "Anders."}, revision=seen, by=by, at=at)
    plan.refresh_from_db()
    assert (plan.mentor_name, plan.evaluation) == ("Inês", SCHOOL["evaluation"])
    edit = Edit.objects.get(plan=plan, side="host")
    assert edit.changed == {"mentor_name": ["Tiago Moreira", "Inês"]}
    assert not actions.save(plan, "school", {"evaluation": SCHOOL["evaluation"]}, revision=plan.revision, by=by, at=at)


def test_who_writes_which_part(at) -> None:
    plan = ready_plan(at)
    partner = actor_of(RoleFactory(organisation=plan.placement.company.keeper))
    other = actor_of(RoleFactory())
    coordinator = actor_of(RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory()))
    learner = Actor(plan.mobility.person_id, "learner")
    sides = {
        who: access.sides_of(actor, plan)
        for who, actor in {
            "school": school_of(plan.mobility), "partner": partner, "other": other, "coordinator": coordinator,
            "learner": learner,
        }.items()
    }  # fmt: skip
    assert sides == {
        "school": ("school",), "partner": ("host",), "other": (), "coordinator": ("school", "host"), "learner": (),
    }  # fmt: skip
    assert [plan in access.plans_for(actor) for actor in (partner, other, learner)] == [True, False, True]


def test_a_host_comes_in_by_its_link_to_its_own_part_alone(at) -> None:
    plan, another = ready_plan(at), ready_plan(at)
    link = actions.invite(plan, "host", by=school_of(plan.mobility), at=at)
    host = Actor(link.person_id, "holder", via="link", link=link.pk)
    assert access.sides_of(host, plan) == ("host",)
    assert (access.sides_of(host, another), list(access.plans_for(host))) == ((), [plan])
    letter = Letter.objects.get(template="agreements/letters/host")
    assert (letter.person, letter.link) == (link.person, link)
    Link.objects.filter(pk=link.pk).update(revoked_at=at)
    assert not access.plans_for(host).exists()
    school = actions.invite(plan, "school", by=school_of(plan.mobility), at=at)
    assert access.sides_of(actor_of(school.role, via="link", link=school.pk), plan) == ("school",)


# -- signing ---------------------------------------------------------------------------------------


def test_four_parties_sign_for_a_minor_and_then_it_holds_departure_up_no_longer(at) -> None:
    plan = ready_plan(at)
    stay, on = plan.mobility, at.date()
    assert "learning_agreement" in dict(answer(DEPART, [stay], on)[stay.pk].params)["lacking"].split(",")
    envelope = actions.send(plan, by=school_of(stay), at=at)
    assert queries.facts([stay.pk])[stay.pk].who == "learner"
    assert sign_all(envelope, at) == [L, G, S, H]
    found = queries.facts([stay.pk])[stay.pk]
    assert (found.signed, found.who) == (True, "")
    assert "learning_agreement" not in dict(answer(DEPART, [stay], on)[stay.pk].params).get("lacking", "").split(",")
    Mobility.objects.filter(pk=stay.pk).update(planned_until=stay.planned_until - timedelta(days=1))
    assert not queries.facts([stay.pk])[stay.pk].signed


def said_formally(page: str) -> list[str]:
    """What speaks to the reader as to a parent or company, outside the paper itself."""
    main = page.partition("<main")[2].partition("</main>")[0]
    around = re.sub(r'(?s)<section class="panel paper-panel">.*?</section>', "", main)
    return re.findall(r"(?i).{0,30}(?<!\d )\b(?:u|uw)\b.{0,30}", re.sub(r"<[^>]*>", "", around))


def test_a_learner_reads_their_own_agreement_as_theirs(client, at, clock) -> None:
    envelope = actions.send(ready_plan(at), by=school_of(LearningPlan.objects.get().mobility), at=at)
    signer = envelope.signers.get(role=L)
    mail = Letter.objects.get(template="paperwork/letters/sign", person=signer.person_id)
    assert "Er wacht een document van jou op je handtekening" in mail.text
    assert not re.findall(r"(?i)\b(u|uw)\b", mail.text)
    assert signer.person.given_name not in mail.text.split("\n\n", 1)[1]
    page = scene.come_in(client, signer).content.decode()
    assert "vraagt je dit te tekenen." in page
    assert said_formally(page) == []
    wrong = client.post(f"/papers/sign/{signer.key}/", {"typed_name": "Iemand"}).content.decode()
    assert said_formally(wrong) == []
    assert said_formally(scene.sign(client, signer).content.decode()) == []
    mother = envelope.signers.get(role=G)
    assert "op uw handtekening" in Letter.objects.get(template=mail.template, person=mother.person_id).text


def test_three_sign_for_an_adult_and_a_partner_where_it_hosts_itself(at) -> None:
    adult = ready_plan(at, stay=grown_up(stay_of_minor()))
    assert set(of(actions.send(adult, by=school_of(adult.mobility), at=at))) == {L, S, H}
    hosted = ready_plan(at, stay=grown_up(stay_of_minor()), own=True)
    envelope = actions.send(hosted, by=school_of(hosted.mobility), at=at)
    assert set(of(envelope)) == {L, S, "partner"}
    assert "Ponte Verde follows" not in str(envelope.data)


def test_facts_cost_four_queries_at_most_whatever_their_number(at) -> None:
    plans = [ready_plan(at) for _ in range(2)]
    for plan in plans:
        actions.send(plan, by=school_of(plan.mobility), at=at)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert len(queries.facts([plan.mobility_id for plan in plans])) == 2
    assert len(counted) <= 4


# -- changing --------------------------------------------------------------------------------------


def set_(**values: object) -> Callable[[LearningPlan], None]:
    return lambda plan: LearningPlan.objects.filter(pk=plan.pk).update(**values) and None


def outcome(plan: LearningPlan) -> None:
    plan.outcomes.update(planned="alone")


def dates(plan: LearningPlan) -> None:
    Mobility.objects.filter(pk=plan.mobility_id).update(planned_until=plan.mobility.planned_until - timedelta(days=1))


def programme(plan: LearningPlan) -> None:
    days = [dict(day) for day in plan.days]
    days[1] |= {"kind": "lesson"}
    set_(days=days)(plan)


CHANGES: list[tuple[str, Callable[[LearningPlan], None], set[str]]] = [
    ("another mentor", set_(mentor_name="Inês Duarte"), {S, H}),
    ("the mentor's number at night", set_(mentor_after_hours="+351910000099"), {S, H}),
    ("the contact at school", set_(school_name="Joris Baert"), {S}),
    ("dates", dates, ALL),
    ("the days of the programme", programme, ALL),
    ("tasks", set_(own_tasks="vis fileren\nbrood bakken"), ALL),
    ("an outcome", outcome, {L, S, H}),
    ("place in the programme of study", set_(curriculum="Restaurant"), {L, S}),
    ("language of work", set_(work_language="Portugees A1"), {L, H}),
    ("how the school follows up", set_(guidance="Twee keer per week."), {L, S, H}),
    ("evaluation", set_(evaluation="Een proef."), {L, S, H}),
    ("recognition", set_(recognition="Een attest."), {L, S}),
    ("back at school", set_(reintegration="Een gesprek."), {L, S}),
    ("level of the qualification", set_(qualification_level="4"), {L, S}),
    ("who speaks for the school", set_(school_function="directeur"), {S}),
    ("the number that the Commission gives", set_(mobility_code="MOB-7"), set()),
    ("more about liability", set_(liability="Polis 14."), ALL),
    ("in whose name an insurance is", set_(insured_by={**dict.fromkeys(papers.INSURANCE, "sending")}), ALL),
    ("nothing", set_(mentor_name="Tiago Moreira"), set()),
]


@pytest.fixture
def plan(at) -> LearningPlan:
    return ready_plan(at)


@pytest.mark.parametrize(
    ("change", "bound"), [(one, two) for _, one, two in CHANGES], ids=[name for name, *_ in CHANGES]
)
def test_who_signs_again_after_which_change(plan, change, bound) -> None:
    before = queries.composed(plan)
    change(plan)
    found = queries.plan_of(Mobility.objects.get(pk=plan.mobility_id))
    assert found is not None
    after = changes(before, queries.composed(found))
    again = sign_again(KIND, after) & ALL
    if "counting" in {each.clause for each in after} and not bound >= {L, S}:
        pytest.fail("days changed unseen")
    assert again == bound


def test_a_change_during_the_stay_asks_only_them_and_tells_the_others(plan, at) -> None:
    stay, by = plan.mobility, school_of(plan.mobility)
    first = actions.send(plan, by=by, at=at)
    sign_all(first, at)
    assert actions.amend(plan, {"mentor_name": "Inês Duarte"}, revision=plan.revision, by=by, at=at)
    second = Envelope.objects.get(document=first.document, version=2)
    assert of(second) == {L: "signed", G: "signed", S: "asked", H: "asked"}
    assert "Inês Duarte" in str(second.data)
    told = set(Letter.objects.filter(template="paperwork/letters/changed").values_list("person", flat=True))
    assert told == {signer.person_id for signer in second.signers.filter(role__in=(L, G))}
    for letter in Letter.objects.filter(template="paperwork/letters/changed"):
        assert "Wat er veranderde: Mentor op de werkplek" in letter.text
        assert "Inês" not in letter.text
    assert sign_all(second, at) == [S, H]
    assert queries.facts([stay.pk])[stay.pk].signed
    found = queries.plan_of(stay)
    assert found is not None
    assert not actions.amend(found, {"mentor_name": "Inês Duarte"}, revision=found.revision, by=by, at=at)


def test_the_paper_is_in_two_languages_with_the_statement_and_each_insurance(plan, at) -> None:
    envelope = actions.send(plan, by=school_of(plan.mobility), at=at)
    data = paper_queries.data_of(envelope)
    clauses = {clause["code"]: str(clause) for clause in data["clauses"]}
    assert "internationale context centraal staat" in clauses["nature"]
    assert "contexto internacional" in clauses["nature"]
    assert "OAO" not in str(data)  # this learner has no agreement of their own
    assert clauses["insurance"].count("de zendende organisatie / a organização de envio") == 4
    assert OUTCOMES[0]["text_nl"] in clauses["outcomes"]


@pytest.mark.parametrize(("agreement", "goes_on"), [("oao", True), ("part_time", True), ("sao", False)])
def test_nobody_signs_that_a_learner_with_pay_of_their_own_gets_none(agreement: str, goes_on: bool) -> None:
    for language in papers.LANGUAGES:
        of = replace(papers.learning.specimen_told(), agreement=agreement)
        pay = papers.learning.words_of(language)["pay"]
        paper = str(compose(papers.wording_beside(language), of.facts(language, beside=False)))
        assert (pay in paper) == goes_on
    assert "krijgt geen loon van het stagebedrijf" in str(
        compose(papers.wording_beside("nl"), of.facts("nl", beside=False))
    )


def test_what_dossiers_know_is_printed_and_only_the_rest_is_asked(plan, at) -> None:
    stay = plan.mobility
    Profile.objects.filter(pk=stay.profile_id).update(
        street="", town="", emergency_name="Oma Rosa", emergency_phone="+32470000077"
    )
    asked = queries.plan_of(stay)
    assert asked is not None
    assert queries.asked_at_home(asked) == {"learner_address"}
    assert "Kaai 12, 9000 Gent" in str(queries.composed(asked))
    Profile.objects.filter(pk=stay.profile_id).update(street="Dreef 1", postal_code="9050", town="Ledeberg")
    mother = candidacy_of(stay).guardians.get().person
    whole = queries.plan_of(stay)
    assert whole is not None
    assert not queries.asked_at_home(whole)
    said = {code: str(each) for code, each in clauses_of(whole).items()}
    project = stay.call.grant_agreement.project_code
    for clause, what in {
        "contact": ("Dreef 1, 9050 Ledeberg", mother.phone, "Oma Rosa", "leerling@brug.example"),
        "reference": (project,), "curriculum": ("Grootkeukenmedewerker", "3 (EQF en VKS)"),
        "guidance": ("Joris Baert",), "reintegration": ("bespreekt de klas",),
    }.items():  # fmt: skip
        assert [text for text in what if text not in said[clause]] == []
    Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2007, 9, 1))
    assert mother.phone not in str(clauses_of(whole)["contact"])  # of who is of age nobody's parents


def clauses_of(plan: LearningPlan) -> dict[str, object]:
    listed = queries.composed(plan)["clauses"]
    assert isinstance(listed, list)
    return {clause["code"]: clause for clause in listed}


def test_each_language_prints_the_same_and_nothing_is_left_out() -> None:
    wordings = {language: papers.wording_beside(language) for language in papers.LANGUAGES}
    assert len({frozenset(placeholders(content)) for content in wordings.values()}) == 1
    assert len({tuple(clause.code for clause in content.clauses) for content in wordings.values()}) == 1
    for language, content in wordings.items():
        paper = compose(content, papers.specimen("learning", language))
        codes = [clause["code"] for clause in paper["clauses"]]  # type: ignore[attr-defined]
        assert set(codes) == {clause.code for clause in content.clauses} - {"reading"}


def test_occupation_and_tasks_stand_in_the_language_of_the_column(at) -> None:
    of = told(ready_plan(at))
    assert of.born
    assert "leerling@brug.example" in of.learner_reach
    portuguese, english = (of.facts(language, beside=True) for language in ("pt", "en"))
    assert portuguese["occupation"] != english["occupation"]
    assert portuguese["tasks"][0] not in english["tasks"]


# -- another place than before ---------------------------------------------------------------------


def _moved_to_another_place(plan: LearningPlan, at) -> Mobility:
    Booking.objects.filter(mobility=plan.mobility).update(released_at=at)
    place(plan.mobility)
    return Mobility.objects.get(pk=plan.mobility_id)


def test_what_was_signed_for_one_place_does_not_count_for_another(plan, at) -> None:
    sign_all(actions.send(plan, by=school_of(plan.mobility), at=at), at)
    stay = plan.mobility
    assert queries.facts([stay.pk])[stay.pk].signed
    assert stage_of(plan, at) == ("signed", False)
    _moved_to_another_place(plan, at)
    assert not queries.facts([stay.pk])[stay.pk].signed
    assert stage_of(plan, at) == ("other", True)
    with pytest.raises(Refused, match="place_not_taken_over"):
        actions.send(plan, by=school_of(stay), at=at)
    found = actions.take_over_place(plan, by=school_of(stay), at=at)
    actions.save(found, "school", {**SCHOOL, **HOST}, revision=found.revision, by=school_of(stay), at=at)
    again = actions.send(found, by=school_of(stay), at=at)
    assert stage_of(plan, at) == ("open", False)
    sign_all(again, at)
    assert queries.facts([stay.pk])[stay.pk].signed
    assert stage_of(plan, at) == ("signed", False)
    Mobility.objects.filter(pk=stay.pk).update(planned_until=stay.planned_until - timedelta(days=1))
    assert stage_of(plan, at) == ("other", True)
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    assert stage_of(plan, at) == ("other", True)


def stage_of(plan: LearningPlan, at) -> tuple[str, bool]:
    """In lists, filters and exports, and on the page."""
    stay = Mobility.objects.get(pk=plan.mobility_id)
    by = actor_of(RoleFactory(coordinator=True))
    [row] = queries.stays_of_call(by, stay.call).filter(pk=stay.pk)
    found = queries.plan_of(stay)
    assert found is not None
    return row.stage, queries.page(found, at).outdated


def test_the_host_before_and_its_partner_read_and_write_the_plan_no_more(plan, at) -> None:
    keeper = actor_of(RoleFactory(organisation=plan.placement.company.keeper))
    link = actions.invite(plan, "host", by=school_of(plan.mobility), at=at)
    host = Actor(link.person_id, "host", via="link", link=link.pk)
    for by in (keeper, host):
        assert access.plans_for(by).filter(pk=plan.pk).exists()
        assert access.may_edit(by, plan, "host")
    _moved_to_another_place(plan, at)
    for by in (keeper, host):
        assert not access.plans_for(by).filter(pk=plan.pk).exists()
        assert not access.may_edit(by, plan, "host")
    actions.take_over_place(plan, by=school_of(plan.mobility), at=at)
    link.refresh_from_db()
    assert link.revoked_at == at


def test_who_stopped_early_is_still_assessed_by_the_host(plan, at) -> None:
    keeper = actor_of(RoleFactory(organisation=plan.placement.company.keeper))
    Booking.objects.filter(mobility=plan.mobility).update(starts_on=at.date() - timedelta(days=3), released_at=at)
    assert access.assesses(keeper, plan)
