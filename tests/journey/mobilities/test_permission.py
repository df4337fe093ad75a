"""The travel permission of a minor: one paper for each parent who decides, printed, seen by the school."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from erasdu.ground.journal import gates
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import actions, queries
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.requirement import DEPART
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.factories.paperwork import paper
from tests.ground.paperwork.scene import newest_code
from tests.journey.mobilities.staying import LAST, candidacy_of, contact_of, stay_of_minor

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KIND = "candidacies.travel_permission"
ENGLISH = {"accept-language": "en"}
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]


def sheets(stay: Mobility) -> dict[str, Signer]:
    """Name → the newest place of each parent on a paper that is out."""
    rows = Signer.objects.filter(envelope__document__kind=KIND, envelope__document__subject_pk=stay.pk)
    live = rows.exclude(envelope__state__in=("superseded", "withdrawn")).select_related("envelope__document", "person")
    return {str(signer.person): signer for signer in live}


@pytest.fixture
def stay(clock) -> Mobility:
    made = stay_of_minor(parents=2)
    where = made.call.destinations.first() or made.call.destinations.create(
        country="PT", place="Porto", starts_on=made.planned_from, ends_on=made.planned_until, places=3
    )
    Mobility.objects.filter(pk=made.pk).update(destination=where)
    made.refresh_from_db()
    return made


@pytest.fixture
def school(stay):
    return actor_of(contact_of(stay))


def test_each_parent_has_a_paper_with_days_and_company_and_never_the_others_number(stay, school) -> None:
    assert actions.ask_permission(stay, by=school, at=AT) == 2
    found = sheets(stay)
    assert len(found) == 2
    for name, signer in found.items():
        text = str(paperwork.data_of(signer.envelope)["clauses"])
        assert "za 20 maart 2027" in text
        assert "Joris Baert, leraar" in text
        assert signer.person.phone in text
        assert all(other.person.phone not in text for who, other in found.items() if who != name)
    letters = Letter.objects.filter(template="paperwork/letters/print")
    assert letters.count() == 2
    assert actions.ask_permission(stay, by=school, at=AT) == 0  # the same again
    assert Letter.objects.filter(template="paperwork/letters/print").count() == 2


def test_other_days_make_it_anew_and_what_was_seen_no_longer_counts(stay, school) -> None:
    Call.objects.filter(pk=stay.call_id).update(permission_demanded=True)
    paper(stay, "candidacies.emergency_contact", "learner", person=stay.person, signed=True)
    actions.ask_permission(stay, by=school, at=AT)
    from erasdu.ground.paperwork import actions as papers

    signer = next(iter(sheets(stay).values()))
    papers.see_by_hand(signer, seen_by="An Peeters", seen_on=AT.date(), legalised_at="Mechelen", by=school, at=AT)
    fresh = Mobility.objects.get(pk=stay.pk)
    lacking = dict(gates.ask(DEPART, fresh, AT.date()).params)["lacking"]
    assert "travel_permission_seen" not in lacking  # of the permission one of the parents suffices
    Mobility.objects.filter(pk=stay.pk).update(planned_until=date(2027, 3, 21))
    fresh = Mobility.objects.select_related("call", "sending", "destination", "person").get(pk=stay.pk)
    assert not gates.ask(DEPART, fresh, AT.date())
    assert actions.ask_permission(fresh, by=school, at=AT) == 2
    assert {signer.state for signer in sheets(fresh).values()} == {"asked"}
    assert signer.signature.answers["legalised_at"] == "Mechelen"


def test_another_country_asks_the_parents_again_with_where_the_learner_lives_there(stay, school) -> None:
    assert actions.permission_elsewhere(stay, stays_with="Famiglia Conti", by=school, at=AT) == 0  # none was asked yet
    actions.ask_permission(stay, by=school, at=AT)
    assert actions.permission_elsewhere(stay, stays_with="Famiglia Conti", by=school, at=AT) == 0  # the same country
    other = stay.call.destinations.create(
        country="IT", place="Parma", starts_on=stay.planned_from, ends_on=stay.planned_until, places=3
    )
    Mobility.objects.filter(pk=stay.pk).update(destination=other)
    before = {name: signer.envelope_id for name, signer in sheets(stay).items()}
    on = gates.needed(DEPART, [Mobility.objects.get(pk=stay.pk)], AT.date())[stay.pk]
    assert [item.who for item in on if item.code == "travel_permission_seen"] == ["contact_point"]
    assert actions.permission_elsewhere(stay, stays_with="Famiglia Conti", by=school, at=AT) == 2
    found = sheets(stay)
    assert all(before[name] != signer.envelope_id for name, signer in found.items())
    text = str([paperwork.data_of(signer.envelope)["clauses"] for signer in found.values()])
    assert "Parma" in text
    assert "Famiglia Conti" in text
    assert actions.permission_elsewhere(stay, stays_with="Famiglia Conti", by=school, at=AT) == 0


def test_only_who_decides_signs(stay, school) -> None:
    rows = Candidacy.objects.filter(pk=candidacy_of(stay).pk)
    actions.ask_permission(stay, by=school, at=AT)
    rows.update(guardian_mode="legal_guardian", sole_guardian=2)
    assert actions.ask_permission(stay, by=school, at=AT) == 0
    second = candidacy_of(stay).guardians.get(position=2).person
    assert list(sheets(stay)) == [str(second)]
    assert Envelope.objects.filter(document__kind=KIND, state="withdrawn").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"planned_from": None, "planned_until": None}, "stay_not_planned"),
        ({"destination": None}, "stay_destination_unknown"),
        ({"travels_with": ""}, "companions_unknown"),
        ({"state": "cancelled", "cancelled_at": AT}, "mobility_not_live"),
    ],
)
def test_what_must_be_known_first(stay, school, change, code) -> None:
    Mobility.objects.filter(pk=stay.pk).update(**change)
    fresh = Mobility.objects.select_related("call", "sending", "destination", "person").get(pk=stay.pk)
    with pytest.raises(Refused, match=code):
        actions.ask_permission(fresh, by=school, at=AT)
    assert sheets(stay) == {}


def test_not_of_who_is_of_age_when_leaving_nor_by_another_school(stay, school) -> None:
    with pytest.raises(Refused, match="papers_not_yours"):
        actions.ask_permission(stay, by=actor_of(RoleFactory()), at=AT)
    Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2009, 3, 7))
    with pytest.raises(Refused, match="of_age_when_leaving"):
        actions.ask_permission(stay, by=school, at=AT)


def test_who_turns_18_needs_it_no_more_and_it_is_taken_back(stay, school) -> None:
    actions.ask_permission(stay, by=school, at=AT)
    Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2008, 11, 23))
    assert actions.let_adults_decide(at=AT) >= 2
    assert sheets(stay) == {}


def test_from_the_page_of_the_stay_to_seen(stay, client_as) -> None:
    client, address = client_as(contact_of(stay)), reverse("mobilities:permission", args=[stay.key])
    assert b"Recommended for a minor" in client.get(address, headers=ENGLISH).content
    empty = client.post(address, {"travels_with": "", "stays_with": "x"}, headers=ENGLISH)
    assert empty.status_code == 422
    typed = {"travels_with": "Lien Baert, lerares", "stays_with": "Familie Almeida"}
    page = client.post(address, typed, headers=ENGLISH, follow=True).content.decode()
    assert "2 travel permissions are ready to print." in page
    signer = next(iter(sheets(stay).values()))
    pdf = client.get(reverse("paperwork:printed", args=[signer.envelope.document.key, 1]))
    assert pdf.content.startswith(b"%PDF")
    seen = {"seen_by": "An Peeters", "seen_on": "2026-11-23", "legalised_at": "Mechelen"}
    client.post(reverse("paperwork:seen", args=[signer.key]), seen)
    page = client.get(address, headers=ENGLISH).content.decode()
    assert "seen by An Peeters, on" in page
    assert "legalised at Mechelen" in page
    shown = client.get(reverse("mobilities:show", args=[stay.key]), headers=ENGLISH).content.decode()
    assert "seen by An Peeters, on" in shown


def test_a_parent_prints_it_from_the_own_page_and_no_other_does(stay, school, client) -> None:
    actions.ask_permission(stay, by=school, at=AT)
    mine, other = sheets(stay).values()
    link = Letter.objects.get(template="paperwork/letters/print", person=mine.person).link
    assert link
    from erasdu.ground.links import queries as links
    from erasdu.ground.people.actions import give_notice

    give_notice(mine.person, "guardian", "screen", at=AT)
    client.post("/l/open/", {"token": links.token_of(link)})
    client.post("/l/code/", {"code": newest_code(link)}, follow=True)
    page = client.get(reverse("paperwork:own_by_link", args=[link.key]), headers=ENGLISH).content.decode()
    address = reverse("paperwork:own_printed", args=[link.key, mine.key])
    assert address in page
    assert client.get(address).content == paperwork.shown(mine.envelope)
    assert client.get(reverse("paperwork:own_printed", args=[link.key, other.key])).status_code == 404


def test_its_state_is_not_among_the_papers_signed_on_the_screen(stay, school) -> None:
    actions.ask_papers(stay, by=school, at=AT, kinds=[KIND])
    assert queries.papers_of(stay, school, AT) == []
    assert len(queries.permissions_of(stay, school, AT)) == 2
    assert stay.planned_until == LAST
