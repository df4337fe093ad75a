"""Yes, no, and not asked yet: what nobody asked of a company or a family never reads as a no."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.actions.imports import import_companies, import_homes
from erasdu.journey.hosting.actions.offers import same_beds
from erasdu.journey.hosting.forms.companies import CompanyForm
from erasdu.journey.hosting.forms.homes import GuestsForm, HouseForm, RoomsForm
from erasdu.journey.hosting.forms.offered_beds import BedForm
from erasdu.journey.hosting.forms.placements import PlacementForm
from erasdu.journey.hosting.models import Company, Home, Room
from erasdu.journey.hosting.queries.learner import what_learner_sees
from erasdu.journey.hosting.rules import Offer
from erasdu.kernel.periods import Period
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import (
    FIRST,
    LAST,
    BookingFactory,
    CompanyFactory,
    HomeFactory,
    PlacementFactory,
    RoomFactory,
    StayFactory,
)
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SAID = {"nl": ("ja", "nee", "nog niet gevraagd"), "fr": ("oui", "non", "pas encore demandé")}
OF_HOME = ("lively", "smokers_welcome", "gets_key", "someone_home", "accessible")


@pytest.fixture
def role() -> Any:
    return RoleFactory()


@pytest.fixture
def keeper(client_as: Any, role: Any) -> Client:
    client: Client = client_as(role)
    return client


def facts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


def test_new_rows_say_nothing_that_nobody_asked() -> None:
    for row in (CompanyFactory(), PlacementFactory(), HomeFactory(), RoomFactory()):
        answers = [field.name for field in row._meta.concrete_fields if field.get_internal_type() == "BooleanField"]
        assert answers
        assert {getattr(row, name) for name in answers} == {None}
    home = HomeFactory()
    assert (home.smoking, home.pets) == ("", None)


@pytest.mark.parametrize("answer", [True, False, None])
def test_the_pages_of_who_keeps_them_tell_three_answers(keeper: Client, role: Any, answer: bool | None) -> None:
    said = SAID["nl"][{True: 0, False: 1, None: 2}[answer]]
    company = CompanyFactory(keeper=role.organisation, meals=answer, accessible=answer)
    PlacementFactory(company=company, shifts=answer)
    page = keeper.get(reverse("hosting:company", args=[company.key])).content.decode()
    assert [facts(page)[name] for name in ("Maaltijd op het werk", "Toegankelijk met een rolstoel")] == [said, said]
    shifts = {True: "werk in ploegen", False: "geen ploegenwerk", None: "nog niet gevraagd of er in ploegen"}[answer]
    assert shifts in facts(page)["Uren"]
    home = HomeFactory(keeper=role.organisation, **dict.fromkeys(OF_HOME, answer))
    RoomFactory(home=home, shared_bathroom=answer)
    page = keeper.get(reverse("hosting:home", args=[home.key])).content.decode()
    asked = ("Er is meestal iemand thuis", "Toegankelijk met een rolstoel", "Een gast mag buiten roken",
             "De gast krijgt een sleutel")  # fmt: skip
    assert [facts(page)[name] for name in asked] == [said] * 4
    assert facts(page)["Gezin"] == {True: "levendig", False: "eerder rustig", None: said}[answer]
    bath = {True: "badkamer gedeeld", False: "badkamer niet gedeeld", None: "badkamer: nog niet gevraagd"}[answer]
    assert bath in page


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize("answer", [True, False, None])
def test_a_learner_reads_three_answers(answer: bool | None, language: str) -> None:
    said = SAID[language][{True: 0, False: 1, None: 2}[answer]]
    stay = StayFactory()
    place = PlacementFactory(company=CompanyFactory(meals=answer))
    room = RoomFactory(home=HomeFactory(gets_key=answer), shared_bathroom=None if answer is None else not answer)
    BookingFactory(mobility=stay, placement=place, state="confirmed")
    BookingFactory(mobility=stay, placement=None, room=room, state="confirmed")
    with override(language):
        seen = facts(render_to_string("hosting/parts/seen.html", {"seen": what_learner_sees(stay)}))
    words = {
        "nl": ("Maaltijd op het werk", "Sleutel van het huis", "Badkamer"),
        "fr": ("Un repas pendant le travail", "Une clé de la maison", "Salle de bain"),
    }[language]
    bath = {
        "nl": ("niet gedeeld met het gezin", "gedeeld met het gezin", "nog niet gevraagd"),
        "fr": ("pas partagée avec la famille", "partagée avec la famille", "pas encore demandé"),
    }[language][{True: 0, False: 1, None: 2}[answer]]
    assert [seen[name] for name in words] == [said, said, bath]


def test_no_form_answers_beforehand_and_each_takes_a_no() -> None:
    home, room = HomeFactory(), RoomFactory()
    forms = [
        (CompanyForm(keeper=home.keeper), ("meals", "accessible")),
        (PlacementForm("cook"), ("shifts",)),
        (HouseForm(home=home), ("lively", "accessible", "someone_home")),
        (GuestsForm(home=home), ("smokers_welcome", "gets_key")),
        (RoomsForm(home=home, rooms=[room], nights=[]), ("bathroom_1", "bathroom_2")),
        (
            BedForm(home=home, rooms=[room], window=Period(FIRST, LAST), now=Period(FIRST, LAST)),
            ("gets_key", "someone_home", "own_bathroom_0", "own_bathroom_1"),
        ),
    ]
    for form, names in forms:
        for name in names:
            chosen = re.findall(r'value="([a-z]*)"[^>]* (?:checked|selected)', str(form[name]))
            assert chosen == [""], name
            assert [form.fields[name].clean(each) for each in ("yes", "no", "")] == [True, False, None]


def test_a_no_that_was_said_stands_and_can_be_taken_back(keeper: Client, role: Any) -> None:
    home = HomeFactory(keeper=role.organisation)
    address = reverse("hosting:edit_home", args=[home.key, "guests"])
    for typed, kept in (("no", False), ("", None), ("yes", True)):
        home.refresh_from_db()
        keeper.post(address, {"gets_key": typed, "smokers_welcome": "no", "revision": str(home.revision)})
        home.refresh_from_db()
        assert (home.gets_key, home.smokers_welcome) == (kept, False)


def test_a_spreadsheet_that_does_not_say_leaves_it_unasked(role: Any) -> None:
    by, school = actor_of(role), role.organisation
    who = {"given_name": "Lotte", "family_name": "Lindemans", "email": "l@l.example"}
    import_homes(school, [who | {"gets_key": False, "lively": None, "beds": [("1", 1, None, "")]}], by=by, at=AT)
    home = Home.objects.get()
    assert [getattr(home, name) for name in OF_HOME] == [None, None, False, None, None]
    assert home.rooms.get().shared_bathroom is None
    row = {"name": "De Korst", "town": "Mechelen", "meals": None, "accessible": False, "occupation": "cook",
           "periods": [Offer(FIRST, LAST, 1)]}  # fmt: skip
    import_companies(school, [row], by=by, at=AT)
    company = Company.objects.get()
    assert (company.meals, company.accessible, company.placements.get().shifts) == (None, False, None)


@pytest.mark.parametrize("answer", [True, False, None])
def test_the_same_as_last_year_keeps_what_is_not_known_unknown(answer: bool | None) -> None:
    office = actor_of(RoleFactory(coordinator=True))
    call = CallFactory(stay_from=FIRST.replace(year=2028), stay_until=LAST.replace(year=2028))
    made = actions.renew_placement(PlacementFactory(shifts=answer), call, by=office, at=AT)
    assert made.shifts is answer
    home = HomeFactory(**dict.fromkeys(OF_HOME, answer))
    RoomFactory(home=home, shared_bathroom=answer)
    same_beds(home, Period(call.stay_from, call.stay_until), ask=None, by=office, at=AT)
    home.refresh_from_db()
    assert {getattr(home, name) for name in OF_HOME} == {answer}
    assert home.rooms.get().shared_bathroom is answer


def test_the_migration_unasks_only_what_nobody_said() -> None:
    """As rows were before: each held an answer from the start, and the journal told what of a home was filled in."""
    unask = import_module("erasdu.journey.hosting.migrations.0007_not_asked_yet").unask
    usual = dict.fromkeys(OF_HOME, False) | {"someone_home": True}
    silent, told, other = HomeFactory(**usual), HomeFactory(**usual), HomeFactory(lively=True, someone_home=False)
    office = actor_of(RoleFactory(coordinator=True))
    actions.edit_home(told, values={"lively": False, "someone_home": True}, revision=0, by=office, at=AT)
    company, yes = CompanyFactory(meals=False, accessible=False), CompanyFactory(meals=True, accessible=True)
    place, own, shared = PlacementFactory(shifts=False), RoomFactory(shared_bathroom=False), RoomFactory()
    Room.objects.filter(pk=shared.pk).update(shared_bathroom=True)
    unask(apps, None)
    for row in (silent, told, other, company, yes, place, own, shared):
        row.refresh_from_db()
    assert [getattr(silent, name) for name in OF_HOME] == [None] * 5
    assert [getattr(told, name) for name in OF_HOME] == [False, None, None, True, None]
    assert (other.lively, other.someone_home) == (True, False)
    assert (company.meals, company.accessible, yes.meals, yes.accessible) == (None, None, True, True)
    assert (place.shifts, own.shared_bathroom, shared.shared_bathroom) == (None, False, None)


def test_the_migration_unasks_smoke_and_animals_that_nobody_told() -> None:
    unask = import_module("erasdu.journey.hosting.migrations.0008_smoke_and_animals_asked").unask
    silent, told, other = (HomeFactory(smoking="no", pets=[]) for _ in range(3))
    office = actor_of(RoleFactory(coordinator=True))
    actions.edit_home(told, values={"smoking": "no", "pets": []}, revision=0, by=office, at=AT)
    Home.objects.filter(pk=other.pk).update(smoking="inside", pets=["dog"])
    unask(apps, None)
    for home, kept in ((silent, ("", None)), (told, ("no", [])), (other, ("inside", ["dog"]))):
        home.refresh_from_db()
        assert (home.smoking, home.pets) == kept
    assert Home.objects.filter(pets__isnull=True).get() == silent


def test_animals_are_none_only_when_somebody_says_so(keeper: Client, role: Any) -> None:
    home = HomeFactory(keeper=role.organisation)
    window = Period(FIRST, LAST)

    def chosen(form: Any) -> list[str]:
        return re.findall(r'value="([a-z]*)"[^>]* checked', str(form["pets"]))

    def offered(**typed: Any) -> Any:
        given = {"first": "2027-01-04", "last": "2027-01-10", "room_0": "1", "room_1": "0", "smoking": "no",
                 "revision": str(home.revision)}  # fmt: skip
        return BedForm({**given, **typed}, home=home, rooms=[], window=window, now=window)

    assert chosen(HouseForm(home=home)) == chosen(BedForm(home=home, rooms=[], window=window, now=window)) == []
    for typed, told, kept, said in (
        ([], {}, None, "nog niet gevraagd"),
        (["none"], {"pets": []}, [], "geen"),
        ([], {"pets": None}, None, "nog niet gevraagd"),
        (["dog", "cat"], {"pets": ["dog", "cat"]}, ["dog", "cat"], "hond, kat"),
        (["none"], {"pets": []}, [], "geen"),
    ):
        form = offered(pets=typed)
        assert form.is_valid()
        assert {name: value for name, value in form.of_home.items() if name == "pets"} == told
        address = reverse("hosting:edit_home", args=[home.key, "house"])
        assert keeper.post(address, {"pets": typed, "revision": str(home.revision)}).status_code == 302
        home.refresh_from_db()
        assert home.pets == kept
        assert facts(keeper.get(reverse("hosting:home", args=[home.key])).content.decode())["Dieren"] == said
    assert chosen(HouseForm(home=home)) == chosen(BedForm(home=home, rooms=[], window=window, now=window)) == ["none"]
    both = offered(pets=["none", "dog"])
    assert "none" in chosen(both)
    assert "dog" in chosen(both)
    assert list(both.errors) == ["pets"]
    assert chosen(offered()) == []


def test_whether_somebody_smokes_is_not_answered_beforehand_either(keeper: Client, role: Any) -> None:
    home = HomeFactory(keeper=role.organisation)
    window = Period(FIRST, LAST)

    def chosen(form: Any) -> list[str]:
        return re.findall(r'value="([a-z]*)"[^>]* checked', str(form["smoking"]))

    assert chosen(HouseForm(home=home)) == [""]
    offered = BedForm(home=home, rooms=[], window=window, now=window)
    assert chosen(offered) == []
    assert offered.fields["smoking"].required
    address = reverse("hosting:edit_home", args=[home.key, "house"])
    for typed, said in (("", "nog niet gevraagd"), ("no", "niemand rookt")):
        home.refresh_from_db()
        assert keeper.post(address, {"smoking": typed, "revision": str(home.revision)}).status_code == 302
        page = keeper.get(reverse("hosting:home", args=[home.key])).content.decode()
        assert facts(page)["Roken"] == said
    home.refresh_from_db()
    assert chosen(HouseForm(home=home)) == chosen(BedForm(home=home, rooms=[], window=window, now=window)) == ["no"]
