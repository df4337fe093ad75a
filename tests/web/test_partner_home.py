"""The home page of who acts for a foreign partner, and the pages that are not for partners."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.organisations.actions import add_contact
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Sheet, Signer
from erasdu.ground.people.models import Account, Person
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.models import Edit, LearningPlan
from erasdu.journey.agreements.queries import host_parts
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Company
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import queries
from erasdu.journey.readiness.queries import requirements_of
from erasdu.office.notices.queries.things.departures import to_depart
from tests.factories.calls import CallFactory
from tests.factories.hosting import PlacementFactory, RoomFactory
from tests.factories.nominations import NominationFactory, accepted
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory
from tests.journey.agreements.planning import ready_plan, school_of
from tests.journey.mobilities.staying import contact_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def partner():
    return RoleFactory(organisation=PartnerFactory(name="Ponte Verde", country="PT"))


def test_the_coordinator_gives_a_partner_an_account(client_as, at) -> None:
    office, abroad = RoleFactory(coordinator=True), PartnerFactory()
    client, address = client_as(office), reverse("organisations:add_contact", args=[abroad.key])
    assert 'value="en" selected' in client.get(address).content.decode()
    typed = {"role": "contact_point", "given_name": "Rui", "family_name": "Tavares", "email": "rui@example.org"}
    client.post(address, typed | {"language": "en"})
    role = Role.objects.get(organisation=abroad)
    assert role.kind == "contact_point"
    assert Account.objects.filter(person=role.person).exists()
    assert actor_of(role).is_partner


def test_a_partner_has_no_teachers(at) -> None:
    from erasdu.kernel.verdict import Refused

    by, abroad = actor_of(RoleFactory(coordinator=True)), PartnerFactory()
    with pytest.raises(Refused, match="role_not_here"):
        add_contact(abroad, "teacher", given_name="Rui", family_name="T", email="rui@example.org", by=by, at=at)


def test_home_shows_the_calls_that_concern_the_partner(client_as, partner) -> None:
    to_portugal = CallFactory(title_nl="Naar Porto", title_en="To Porto")
    here = CallFactory(title_nl="Naar hier", title_en="To here", incoming=True, outgoing=False)
    CallFactory(title_nl="Ooit", title_en="Once", stay_from=date(2026, 3, 1), stay_until=date(2026, 3, 20))
    CallFactory(title_nl="Later", title_en="Later", draft=True)
    to_portugal.destinations.exclude(country="PT").delete()
    elsewhere = CallFactory(title_nl="Naar Spanje", title_en="To Spain")
    elsewhere.destinations.exclude(country="ES").delete()
    page = client_as(partner).get("/")
    assert [line.call for line in page.context["home"].calls] == [to_portugal, here]
    assert [line.nominate_until for line in page.context["home"].calls] == [None, here.files_deadline]


def test_home_counts_what_the_partner_can_receive(client_as, partner) -> None:
    PlacementFactory(company__keeper=partner.organisation, places=3)
    RoomFactory(home__keeper=partner.organisation, beds=2)
    network = client_as(partner).get("/").context["home"].network
    assert (network.places, network.beds, network.booked) == (3, 2, 0)


def test_pages_of_schools_are_not_there_for_a_partner(client_as, partner) -> None:
    client, call = client_as(partner), CallFactory(incoming=True)
    for name, args in (
        ("selection:overview", []), ("membership:index", []), ("calls:enrol", [call.key]), ("board", [call.key]),
        ("candidates", [call.key]), ("mobilities:index", [call.key]), ("outreach:message", []),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_a_partner_opens_its_own_organisation_alone(client_as, partner) -> None:
    client = client_as(partner)
    own, other = partner.organisation, PartnerFactory()
    assert client.get(reverse("organisations:show", args=[own.key])).status_code == 200
    assert client.get(reverse("membership:agreement", args=[own.key])).status_code == 200
    assert client.get(reverse("organisations:show", args=[other.key])).status_code == 404
    listed = client.get(reverse("organisations:index")).content.decode()
    assert own.name in listed
    assert other.name not in listed


def test_home_lists_what_the_partner_must_do_before_its_learners_come(client_as, partner) -> None:
    """Each door of the list and of its mails opens, and the thing goes from the list once it is done."""
    coming = NominationFactory(partner=partner.organisation, accepted=True, mobility__receiving=SchoolFactory())
    NominationFactory(partner=partner.organisation, call=coming.call)  # not accepted: nothing is asked of it yet
    client, stay = client_as(partner), coming.mobility
    Mobility.objects.filter(pk=stay.pk).update(planned_from=date(2026, 12, 7), planned_until=date(2026, 12, 18))

    def listed() -> list[tuple[str, str, bool]]:
        found = client.get("/").context["home"].todos
        return [(todo.title, todo.url, todo.urgent) for todo in found if todo.code == "before_arrival"]

    [(title, url, urgent)] = listed()
    assert url == reverse("nominations:show", args=[coming.key])
    assert str(stay.person) in title
    assert "identiteitskaart" in title
    assert not urgent
    assert reverse("preparation:stay", args=[stay.key]) in client.get(url).text
    codes = {need.code for need in requirements_of([stay], date(2026, 11, 23))[stay.pk] if need.who == "partner"}
    assert {"travel_document", "home_ehic", "home_consent", "emergency_contact"} <= codes
    for code in codes:
        assert client.get(queries.page_of(code, coming.key, stay.key)).status_code == 200, code

    for kind in ("accidents", "liability", "consent"):
        holds = {"valid_from": date(2026, 12, 1), "valid_until": date(2026, 12, 30)}
        accepted(coming, kind, **holds)
    accepted(coming, "ehic", valid_until=date(2027, 12, 30))
    Profile.objects.filter(pk=stay.profile_id).update(emergency_name="Ana", emergency_phone="+351913000111")
    assert [url for _title, url, _urgent in listed()] == [reverse("preparation:stay", args=[stay.key])], "the one thing"
    sent = {"kind": "identity", "seen_by": "Rui Tavares", "seen_on": "2026-11-20", "valid_until": "2030-01-01"}
    assert client.post(reverse("preparation:see", args=[stay.key]), sent).status_code == 302
    assert listed() == []


def test_each_thing_that_lacks_of_a_learner_says_who_does_it_by_when_with_its_own_press(client_as, partner) -> None:
    coming = NominationFactory(partner=partner.organisation, accepted=True, mobility__receiving=SchoolFactory())
    Mobility.objects.filter(pk=coming.mobility.pk).update(
        planned_from=date(2026, 12, 7), planned_until=date(2026, 12, 18)
    )
    client, stay = client_as(partner), coming.mobility
    needs = {need.code: need for need in requirements_of([stay], date(2026, 11, 23))[stay.pk] if not need.settled}
    page = client.get("/", headers={"Accept-Language": "en"})
    [todo] = [todo for todo in page.context["home"].todos if todo.code == "before_arrival"]
    assert todo.what == str(stay.person)
    own = {step.url: step for step in todo.steps if step.url}
    for code in ("travel_document", "home_ehic", "home_consent"):
        address = queries.page_of(code, coming.key, stay.key)
        assert own[address].by == needs[code].by
        assert f'href="{address}"' in page.text
    assert {step.who for step in todo.steps if step.url} == {"partner"}
    assert {"contact_point"} <= {step.who for step in todo.steps if not step.url}
    assert "Now: you" in page.text
    assert "Now: the school" in page.text


def test_a_partner_reads_which_rule_is_not_verified_at_home_and_where_it_is_done(client_as) -> None:
    partner = RoleFactory(organisation=PartnerFactory(country="TR"))
    coming = NominationFactory(partner=partner.organisation, accepted=True, mobility__receiving=SchoolFactory())
    client, english = client_as(partner), {"Accept-Language": "en"}
    page = client.get("/", headers=english)
    [todo] = [todo for todo in page.context["home"].todos if todo.code == "before_arrival"]
    unsure = [step for step in todo.steps if step.unverified]
    card = queries.page_of("home_ehic", coming.key, coming.mobility.key)
    assert card in {step.url for step in unsure}
    assert page.text.count("rule not verified yet: ask the coordinator") == len(unsure)
    for address in (card, reverse("nominations:show", args=[coming.key])):
        assert "This rule is not verified yet: ask the coordinator." in client.get(address, headers=english).text


def test_of_many_learners_home_names_the_list(client_as, partner) -> None:
    call = CallFactory(incoming=True)
    for _ in range(6):
        NominationFactory(partner=partner.organisation, call=call, accepted=True)
    found = [todo for todo in client_as(partner).get("/").context["home"].todos if todo.code == "before_arrival"]
    assert [(todo.url, todo.number) for todo in found] == [(reverse("nominations:index", args=[call.key]), 6)]
    assert len({step.of for step in found[0].steps}) == 6, "each by name"


def test_the_mail_to_a_partner_leads_to_the_thing_itself(partner) -> None:
    coming = NominationFactory(partner=partner.organisation, accepted=True, mobility__receiving=SchoolFactory())
    stay = coming.mobility
    Mobility.objects.filter(pk=stay.pk).update(planned_from=date(2026, 12, 7), planned_until=date(2026, 12, 18))
    pages = {thing.requirement.code: thing.page for thing in to_depart(date(2026, 11, 23), [stay.pk])}
    assert pages["travel_document"] == reverse("preparation:stay", args=[stay.key])
    assert pages["home_accidents"] == reverse("nominations:paper", args=[coming.key, "accidents"])


def waits(client) -> list[tuple[str, str, str]]:
    todos = client.get("/").context["home"].todos
    return [(todo.code, todo.title, todo.url) for todo in todos if "host" in todo.code]


def test_home_lists_agreements_that_wait_for_the_part_or_the_signature_of_an_own_host(client_as, clock) -> None:
    plan = ready_plan(clock)
    rui = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    other = client_as(RoleFactory(organisation=PartnerFactory(name="Elders", country="PT")))
    assert waits(rui) == [], "its part is filled in"
    LearningPlan.objects.filter(pk=plan.pk).update(mentor_after_hours="")
    name = f"{plan.mobility.person} · O Moinho"
    edit = reverse("agreements:edit", args=[plan.key, "host"])
    assert waits(rui) == [("fill_in_host_part", name, edit)]
    assert {todo.by for todo in rui.get("/").context["home"].todos if "host" in todo.code} == {
        plan.mobility.planned_from
    }
    assert f'href="{edit}"' in rui.get("/").content.decode()
    assert rui.get(edit).status_code == 200
    assert waits(other) == []
    LearningPlan.objects.filter(pk=plan.pk).update(mentor_after_hours="+351910000016")
    by = school_of(plan.mobility)
    envelope = agreements.send(plan, by=by, at=clock)
    assert waits(rui) == [], "the learner signs first"
    for signer in envelope.signers.exclude(role="host"):
        Signer.objects.filter(pk=signer.pk).update(state="signed")
    envelope.signers.filter(role="host").update(state="asked")
    page = reverse("agreements:show", args=[plan.key]) + "#next"
    assert waits(rui) == [("collect_host_signature", name, page)]
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    by_hand = reverse("agreements:signed_by_hand", args=[plan.key])
    assert waits(rui) == [("fetch_host_signature", name, by_hand)]
    assert f'href="{by_hand}"' in rui.get("/").content.decode()
    school = client_as(contact_of(plan.mobility))
    assert by_hand not in school.get("/").content.decode(), "a partner keeps this company"
    Company.objects.filter(pk=plan.placement.company_id).update(keeper=plan.mobility.sending)
    assert by_hand in school.get("/").content.decode()
    Company.objects.filter(pk=plan.placement.company_id).update(keeper=plan.placement.company.keeper)
    sheet = Sheet.objects.create(envelope=envelope, state="ask", at=clock, page=1)
    assert waits(rui) == [], "a signed page waits to be looked at by the school"
    sheet.delete()
    envelope.signers.filter(role="host").update(state="signed")
    assert waits(rui) == []


def test_home_asks_a_partner_once_the_school_asked_it_and_nobody_of_the_host_wrote(client_as, clock) -> None:
    plan = ready_plan(clock)
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    keeper = RoleFactory(organisation=plan.placement.company.keeper)
    plan = LearningPlan.objects.get(pk=plan.pk)
    agreements.ask_keeper(plan, by=school_of(plan.mobility), at=clock)
    rui = client_as(keeper)
    assert [code for code, *_ in waits(rui)] == ["fill_in_host_part"]
    Edit.objects.create(plan=plan, side="host", at=clock)
    assert waits(rui) == []


def test_home_costs_the_same_however_many_agreements_wait(client_as, clock) -> None:
    first, second = ready_plan(clock), ready_plan(clock)
    LearningPlan.objects.update(work_language="")
    Company.objects.filter(pk=second.placement.company_id).update(keeper=first.placement.company.keeper)
    keeper = actor_of(RoleFactory(organisation=first.placement.company.keeper))
    with CaptureQueriesContext(connection) as counted:
        assert len(host_parts(keeper, clock.date())) == 2
    assert len(counted) == 2


def test_a_partner_reads_the_help_for_partners_first(client_as, partner, settings) -> None:
    for language, first in (("en", "For partners abroad"), ("nl", "Voor partners in het buitenland")):
        client = client_as(partner)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = client.get(reverse("help")).content.decode()
        assert re.findall(r"<h2>([^<]+)</h2>", page.partition("help-part")[2])[0] == first
    school = client_as(RoleFactory()).get(reverse("help")).content.decode()
    assert re.findall(r"<h2>([^<]+)</h2>", school.partition("help-part")[2])[0] == "Voor lokale contactpunten"
