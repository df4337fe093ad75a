"""The forecast a day at a time, and what of it somebody searches for by name or address, kind, day and reader."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.look import figures
from erasdu.ground.organisations.models import Role
from erasdu.journey.admissions.models import CandidateFile
from erasdu.kernel.actor import Actor
from erasdu.office.notices import actions
from erasdu.office.notices.models import Decision
from erasdu.office.notices.queries import narrowing, pages
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory
from tests.ground.paperwork import scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MON = date(2026, 11, 23)
TUE = MON + timedelta(days=1)


def granted(name: str) -> CandidateFile:
    """A place to answer by tomorrow: its mail goes today and tomorrow."""
    row = CandidacyFactory(applied=True, learner__given_name=name, learner__email=f"{name.lower()}@home.example")
    return CandidateFile.objects.create(
        candidacy=row, call=row.call, school=row.school, state="granted", granted_at=AT, answer_by=TUE
    )


@pytest.fixture
def office(client_as):
    return client_as(RoleFactory(coordinator=True))


def asked(**given: str) -> narrowing.Shown:
    days, _held = pages.forecast(Actor(1, "coordinator"), MON)
    return narrowing.narrowed(days, narrowing.Asked.of(given), given.get("page", ""))


def names(shown: narrowing.Shown) -> list[str]:
    return [row.person.given_name for day in shown.days for row in day.rows]


def test_the_first_day_stands_alone_and_the_next_is_one_press_away(office) -> None:
    granted("Amina")
    shown = asked()
    assert [day.on for day in shown.days] == [MON]
    assert shown.after is not None
    assert shown.after.on == TUE
    assert shown.before is None
    page = office.get("/notices/" + shown.after.address).content.decode()
    assert f"<h2>{figures.day(TUE)}</h2>" in page
    assert f"<h2>{figures.day(MON)}</h2>" not in page
    assert [day.on for day in asked(day="all").days][:2] == [MON, TUE]


def test_by_name_by_address_and_by_neither(office) -> None:
    granted("Amina")
    granted("Bram")
    assert set(names(asked(q="amina"))) == {"Amina"}
    assert [day.on for day in asked(q="amina").days][:2] == [MON, TUE], "who searches sees every day"
    assert set(names(asked(q="BRAM@home"))) == {"Bram"}
    assert names(asked(q="amina bram")) == []
    page = office.get("/notices/?q=niemand").content.decode()
    assert "Geen mail past bij deze zoekopdracht" in page
    assert "Amina" not in page


def test_by_kind_and_by_reader_with_how_many_of_each() -> None:
    file = granted("Amina")
    scene.signer_of(scene.company_paper(AT))
    everything = asked(day="all")
    assert {one.value for one in everything.kinds} >= {"answer_place", "sign_paper"}
    assert {one.value for one in everything.readers} >= {"learner", "other"}
    places = asked(kind="answer_place")
    assert set(names(places)) == {"Amina"}
    assert next(one.number for one in everything.kinds if one.value == "answer_place") == places.number
    learners = asked(to="learner")
    assert {row.person for day in learners.days for row in day.rows} == {file.candidacy.learner}
    assert names(asked(to="learner", kind="sign_paper")) == []
    assert next(one.number for one in everything.readers if one.value == "learner") == learners.number


def test_who_reads_as_what() -> None:
    coordinator, contact = RoleFactory(coordinator=True), RoleFactory()
    partner = RoleFactory(organisation=PartnerFactory())
    parent = GuardianFactory(candidacy=granted("Amina").candidacy).person_id
    both = RoleFactory(person=coordinator.person)
    persons = [one.person_id for one in (coordinator, contact, partner, both)]
    found = narrowing._groups({*persons, parent, nobody := PersonFactory().pk})
    assert [found[one] for one in persons] == ["coordinator", "contact_point", "partner", "coordinator"]
    assert (found[parent], found[nobody]) == ("guardian", "other")
    Role.objects.filter(pk=contact.pk).update(until=AT)
    assert narrowing._groups({contact.person_id}) == {contact.person_id: "other"}


def test_a_day_with_many_mails_goes_in_pages(monkeypatch) -> None:
    monkeypatch.setattr(narrowing, "SHOWN", 2)
    for name in ("Amina", "Bram", "Chloé"):
        granted(name)
    first, second = asked(to="learner", day=MON.isoformat()), asked(to="learner", day=MON.isoformat(), page="2")
    assert (first.number, len(names(first))) == (second.number, 2)
    assert not set(names(first)) & set(names(second))
    assert "page=2" in first.next_page
    assert "to=learner" in first.next_page
    assert second.previous_page


@pytest.mark.parametrize("given", ["day=2026-02-31", "day=x", "page=-4", "page=x", "kind=%00", "to=nobody", "q=%27%22"])
def test_nonsense_in_the_address_is_no_fault(office, given: str) -> None:
    granted("Amina")
    assert office.get(f"/notices/?{given}").status_code == 200


def test_held_mails_and_letters_that_wait_are_searched_too(office) -> None:
    first, second = granted("Amina"), granted("Bram")
    for file in (first, second):
        Decision.objects.create(person=file.candidacy.learner, on=MON, kind="hold", until=TUE, at=AT)
    page = office.get("/notices/?q=bram")
    assert [row.person.given_name for row in page.context["held"]] == ["Bram"]
    actions.write_day(TUE, at=AT)


def test_what_was_decided_leads_back_to_its_day(office) -> None:
    file = granted("Amina")
    there = f"/notices/mail/{TUE}/{file.candidacy.learner.key}/"
    answer = office.post(there, {"kind": "cancel"})
    assert answer.headers["Location"] == f"/notices/?day={TUE}"
    assert "geannuleerd" in office.get(answer.headers["Location"]).content.decode()
    assert office.post(there + "as-planned/").headers["Location"] == f"/notices/?day={TUE}"


def test_a_contact_point_finds_its_own_people_only(client_as) -> None:
    mine = granted("Amina")
    granted("Bram")
    page = client_as(RoleFactory(organisation=mine.school)).get("/notices/?q=bram@home").content.decode()
    assert "bram@home.example" not in page
