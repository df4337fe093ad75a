"""A board with many learners, written in bulk, for benchmarks and for looking at it."""

import random
from datetime import UTC, date, datetime

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.places.models import Town
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Adult, Company, Home, HomePeriod, Placement, PlacementPeriod, Room
from erasdu.journey.matching import actions
from erasdu.journey.mobilities.models import Mobility, Traveller
from tests.factories.calls import CallFactory
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
TRADES = (("baker", "food"), ("cook", "food"), ("butcher", "food"))
TOWNS = (("Leuven", 50.88, 4.70), ("Aarschot", 50.99, 4.83), ("Tienen", 50.81, 4.94), ("Diest", 50.99, 5.05))


def crowd(learners: int, seed: int = 1):
    """Board, coordinator's role and actor: incoming learners of three partners, four towns, a little too few beds."""
    chance = random.Random(seed)
    school, partners = SchoolFactory(), PartnerFactory.create_batch(3)
    call = CallFactory(incoming=True, stay_from=date(2027, 1, 10), stay_until=date(2027, 1, 24))
    towns = [
        Town.objects.get_or_create(
            name=name, country="BE", defaults={"id": 900 + n, "region": "BE.VLG", "latitude": north, "longitude": east,
                                               "population": 30000}
        )[0]
        for n, (name, north, east) in enumerate(TOWNS)
    ]  # fmt: skip
    _stays(chance, call, school, partners, learners)
    _companies(chance, school, towns, round(learners * 0.8))
    _homes(chance, school, towns, round(learners * 0.62))
    role = RoleFactory(coordinator=True)
    return actions.board_of(call, "incoming", receiving=school), role, actor_of(role)


def _people(number: int, family: str) -> list[Person]:
    return Person.objects.bulk_create(
        Person(given_name=f"Noor{n}", family_name=family, created_at=AT) for n in range(number)
    )


def _stays(chance, call, school, partners, number: int) -> None:
    people = _people(number, "Faro")
    profiles = []
    for person in people:
        trade, sector = chance.choice(TRADES)
        profiles.append(
            Profile(person=person, occupation=trade, sector=sector, complementary=chance.choice(["yes", "no"]),
                    shares_room=chance.choice(["yes", "rather_not", "no"]), pets=chance.choice(["", "no", "rather_not"]))
        )  # fmt: skip
    profiles = Profile.objects.bulk_create(profiles)
    stays = Mobility.objects.bulk_create(
        Mobility(call=call, person=person, profile=profile, direction="incoming", kind="learner", opened_at=AT,
                 sending=chance.choice(partners), receiving=school)
        for person, profile in zip(people, profiles, strict=True)
    )  # fmt: skip
    Traveller.objects.bulk_create(
        Traveller(mobility=stay, birth_date=date(2007 + chance.choice([0, 0, 2]), 5, 1), gender=chance.choice("fm"))
        for stay in stays
    )


def _companies(chance, school, towns, number: int) -> None:
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"Bakkerij {n}", kind="company", country="BE", created_at=AT) for n in range(number)
    )
    companies = Company.objects.bulk_create(
        Company(organisation=firm, keeper=school, town=chance.choice(towns), added_at=AT) for firm in firms
    )
    placements = Placement.objects.bulk_create(
        Placement(company=company, occupation=chance.choice(TRADES)[0], offered_at=AT) for company in companies
    )
    PlacementPeriod.objects.bulk_create(
        PlacementPeriod(placement=row, starts_on=FIRST, ends_on=LAST, places=chance.choice([1, 1, 2]))
        for row in placements
    )


def _homes(chance, school, towns, number: int) -> None:
    people = _people(number, "Lindemans")
    homes = Home.objects.bulk_create(
        Home(keeper=school, name=f"Familie Lindemans {n}", contact=person, town=chance.choice(towns), added_at=AT,
             visited_by="Mila Aerts", visited_on=date(2026, 10, 2), interviewed_by="Mila Aerts",
             interviewed_on=date(2026, 10, 2), valid_until=date(2027, 9, 30), smokers_welcome=True,
             pets=chance.choice([[], [], ["dog"]]))
        for n, person in enumerate(people)
    )  # fmt: skip
    Adult.objects.bulk_create(
        Adult(home=home, person=home.contact, seen_by="Mila Aerts", seen_on=date(2026, 10, 2),
              issued_on=date(2026, 9, 20))
        for home in homes
    )  # fmt: skip
    HomePeriod.objects.bulk_create(HomePeriod(home=home, starts_on=FIRST, ends_on=LAST) for home in homes)
    Room.objects.bulk_create(Room(home=home, name=f"Kamer {n}") for home in homes for n in range(chance.choice([1, 2])))
