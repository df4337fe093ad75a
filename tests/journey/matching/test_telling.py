"""Who hears that place and bed are agreed, or fell away; and what stands behind each link."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock
from erasdu.ground.links.models import Link
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.matching import access, actions
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations.models import Guardian, HomePaper, Nomination
from erasdu.journey.readiness import actions as readiness
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.nominations import consented
from tests.factories.organisations import PersonFactory
from tests.journey.matching.scene import Scene
from tests.journey.selection.test_access import by_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    """The first learner is a minor whose mother the partner named."""
    made = Scene()
    stay = made.stays[0]
    row = Nomination.objects.create(
        call=made.call, partner=made.partner, mobility=stay, way="form", state="accepted", nominated_at=AT
    )
    consented(row)
    mother = PersonFactory(given_name="Ana", language="en")
    Guardian.objects.create(nomination=row, person=mother, relation="mother", position=1)
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2010, 6, 1))
    return made


def confirmed(scene: Scene) -> Match:
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    return match


def letters(what: str) -> set[str]:
    rows = Letter.objects.filter(template__startswith=f"matching/letters/{what}")
    return set(rows.values_list("template", flat=True))


def page(purpose: str, person, name: str):
    link = Link.objects.get(purpose=purpose, person=person)
    return by_link(link, clock.now()).get(reverse(name, args=[link.key]))


@pytest.mark.requirement("R14")
def test_parents_guest_company_and_family_hear_it_and_no_letter_holds_an_address(scene) -> None:
    confirmed(scene)
    assert letters("confirmed") == {
        f"matching/letters/confirmed_{who}" for who in ("parent", "guest", "company", "family")
    }
    for letter in Letter.objects.filter(template__startswith="matching/letters/confirmed"):
        for secret in (scene.home.street, scene.home.name, scene.stays[0].person.family_name):
            assert secret not in letter.subject + letter.text


def test_parents_and_guest_read_the_address_and_the_host_the_name(scene) -> None:
    match = confirmed(scene)
    stay = match.mobility
    mother = Guardian.objects.get().person
    for person in (mother, stay.person):
        shown = page("hosting.stay", person, "hosting:stay_by_link")
        assert scene.home.street.encode() in shown.content
        assert scene.company.organisation.name.encode() in shown.content
    host = page("matching.answer", scene.home.contact, "matching:answer_by_link")
    assert stay.person.family_name.encode() in host.content
    assert scene.role.person.family_name.encode() in host.content


def test_a_parent_reads_of_the_child_and_in_its_own_language(scene) -> None:
    scene.call.title_nl, scene.call.title_en = "Naar Vlaanderen", "To Flanders"
    scene.call.save()
    scene.home.chores, scene.home.dinner_at = "tafel afruimen", time(18, 30)
    scene.home.save()
    type(scene.company.organisation).objects.filter(pk=scene.company.organisation_id).update(street="")
    match = confirmed(scene)
    mother = Guardian.objects.get().person
    shown = page("hosting.stay", mother, "hosting:stay_by_link").content.decode()
    assert "To Flanders" in shown
    assert "Naar Vlaanderen" not in shown
    assert "18:30" in shown
    assert "You help with" not in shown
    assert "What a guest helps with" in shown
    assert "street not known yet" in shown
    own = page("hosting.stay", match.mobility.person, "hosting:stay_by_link").content.decode()
    assert "You help with" in own or "Je helpt bij" in own


def test_parents_read_nothing_from_the_day_on_which_the_learner_is_of_age(scene) -> None:
    match = confirmed(scene)
    Traveller.objects.filter(mobility=match.mobility).update(birth_date=date(2008, 1, 1))
    mother = Guardian.objects.get().person
    assert page("hosting.stay", mother, "hosting:stay_by_link").status_code == 404
    assert page("hosting.stay", match.mobility.person, "hosting:stay_by_link").status_code == 200


def test_of_an_adult_no_parent_hears_anything(scene) -> None:
    Traveller.objects.filter(mobility=scene.stays[0]).update(birth_date=date(2006, 1, 1))
    confirmed(scene)
    assert "matching/letters/confirmed_parent" not in letters("confirmed")


def test_who_sends_reads_which_home_it_is_but_not_the_street(scene, client_as) -> None:
    match = confirmed(scene)
    shown = client_as(scene.role).get(reverse("hosting:stay", args=[match.mobility.key]))
    assert scene.home.street.encode() in shown.content  # keeps this home itself
    scene.home.keeper = scene.company.organisation
    scene.home.save()
    shown = client_as(scene.role).get(reverse("hosting:stay", args=[match.mobility.key]))
    assert scene.home.name.encode() in shown.content
    assert scene.home.street.encode() not in shown.content


def test_when_a_family_withdraws_the_others_hear_it_and_their_links_say_no_more(scene) -> None:
    match = confirmed(scene)
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    actions.free_fallen(at=AT)
    assert letters("fell") == {f"matching/letters/fell_{who}" for who in ("parent", "guest", "company")}
    company = Answer.objects.get(match=match, party="company").person
    over = page("matching.answer", company, "matching:answer_by_link")
    assert match.mobility.person.given_name.encode() not in over.content
    guest = page("hosting.stay", match.mobility.person, "hosting:stay_by_link")
    assert scene.home.street.encode() not in guest.content


def test_what_nobody_was_asked_falls_away_in_silence_and_of_what_was_asked_only_hosts_hear(scene) -> None:
    match = scene.place()
    scene.board.refresh_from_db()
    actions.end(scene.board, match, code="better", revision=scene.board.revision, by=scene.by, at=AT)
    assert not letters("fell")
    match = scene.asked()
    scene.board.refresh_from_db()
    actions.end(scene.board, match, code="better", revision=scene.board.revision, by=scene.by, at=AT)
    assert letters("fell") == {"matching/letters/fell_company", "matching/letters/fell_family"}


def test_of_who_does_not_come_any_more_only_the_hosts_hear(scene) -> None:
    match = confirmed(scene)
    mobilities.cancel(match.mobility, reason="ill", by=SYSTEM, at=AT)
    actions.free_fallen(at=AT)
    assert letters("fell") == {"matching/letters/fell_company", "matching/letters/fell_family"}


def test_nothing_is_confirmed_while_the_consent_from_home_lacks(scene) -> None:
    """The gate that readiness shows is asked here; nobody sets the consent of a minor's parents aside."""
    kept = list(HomePaper.objects.all())
    HomePaper.objects.all().delete()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    verdict = access.may_confirm(scene.by, scene.board, match, AT.date())
    assert (verdict.code, dict(verdict.params)) == ("not_ready", {"lacking": "home_consent"})
    with pytest.raises(Refused, match="not_ready"):
        actions.confirm(scene.board, match, by=scene.by, at=AT)
    by = scene.coordinator
    with pytest.raises(Refused, match="never_let_pass"):
        readiness.let_pass(match.mobility, code="home_consent", gate="confirm", reason="Seen on paper.", by=by, at=AT)
    HomePaper.objects.bulk_create(kept)
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    assert Match.objects.get().state == "confirmed"


def asked_of(match: Match, party: str):
    return page("matching.answer", Answer.objects.get(match=match, party=party).person, "matching:answer_by_link")


def test_the_link_of_a_host_says_why_it_is_over_and_what_happens_now(scene) -> None:
    match = confirmed(scene)
    mobilities.cancel(match.mobility, reason="ill", by=SYSTEM, at=AT)
    actions.free_fallen(at=AT)
    said = asked_of(match, "company").content.decode()
    assert "het verblijf is geannuleerd" in said
    assert "U hoeft niets te doen" in said
    assert "ill" not in re.sub("<[^>]+>", "", said).split()


@pytest.mark.parametrize(
    ("end_code", "party", "says"),
    [
        ("home_withdrawn", "family", "U zei nee, of nam uw aanbod terug"),
        ("home_withdrawn", "company", "iets anders gevonden"),
        ("better", "company", "iets anders gevonden"),
    ],
)
def test_who_withdrew_itself_hears_that_and_others_only_that_something_else_was_found(
    scene, end_code: str, party: str, says: str
) -> None:
    match = scene.asked()
    Match.objects.filter(pk=match.pk).update(state="ended", ended_at=AT, end_code=end_code)
    assert says in asked_of(match, party).content.decode()


def test_the_link_of_a_host_says_that_the_days_moved_since_it_was_asked(scene) -> None:
    match = scene.asked()
    assert "andere dagen" not in asked_of(match, "company").content.decode()
    first, last = match.starts_on + timedelta(days=7), match.ends_on + timedelta(days=7)
    Mobility.objects.filter(pk=match.mobility_id).update(planned_from=first, planned_until=last)
    for party in ("company", "family"):
        said = asked_of(match, party).content.decode()
        assert "heeft intussen andere dagen: van " in said
        assert "U hoeft nu niet te antwoorden" in said
    Match.objects.filter(pk=match.pk).update(state="ended", ended_at=AT, end_code="better")
    assert "Het verblijf heeft intussen andere dagen" in asked_of(match, "company").content.decode()
