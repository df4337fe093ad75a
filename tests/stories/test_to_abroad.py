"""Who goes abroad to two destinations, as one walk for each: matched by hand and with the optimiser, why not the other
family, one pinned, a family withdraws, two learners move, all say yes; then the agreement is signed and changed."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness.models import LetPass
from tests.browser import OpenPage
from tests.factories.calls import CallFactory
from tests.factories.candidacies import ProfileFactory
from tests.factories.hosting import StayFactory
from tests.factories.organisations import PartnerFactory, RoleFactory
from tests.sealing import seal_folder
from tests.stories.hands import Hands
from tests.stories.matchmaking import (
    WORKS,
    Desk,
    agree,
    all_others_say_yes,
    answers_by_link,
    network,
    organisation_says_yes,
    town,
    unanswered,
    worker_follows,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.requirement("R05", "R31", "R33"),
]


@pytest.fixture(autouse=True)
def _ready(settings: Any, transactional_db: None, story_clock: object) -> None:
    settings.SEAL_FOLDER = seal_folder()
    cache.clear()


def families(country: str) -> list[str]:
    return [f"Familia {name} {country}" for name in ("Alba", "Branco", "Costa", "Dias", "Esteves")]


def goes(call: Any, destination: Any, school: Any, name: str, at: datetime) -> Mobility:
    """An adult who was granted the stay: how that comes about is told in `test_journey`."""
    stay: Mobility = StayFactory(
        call=call, destination=destination, sending=school.organisation, traveller__birth_date=date(2007, 5, 1),
        person__given_name=name, person__family_name="Maes", person__email=f"{name.lower()}@leerling.example",
    )  # fmt: skip
    stay.profile = ProfileFactory(person=stay.person, occupation="cook", **WORKS)
    stay.save()
    lacking = {item.code: item for item in readiness.requirements_of([stay], at.date())[stay.pk]}
    for code in ("company_approval", "participant_approval"):  # told in `test_papers`
        if code in lacking:
            passing = readiness.now_of(lacking[code], stay)
            LetPass.objects.create(mobility=stay, code=code, gate="confirm", reason="Gezien.", at=at, **passing)
    Party.objects.create(mobility=stay, organisation=school.organisation, role="sending", since=at)
    return stay


def matched(
    open_page: OpenPage,
    desk: Desk,
    say_yes: list[Any],
    stays: list[Mobility],
    at: datetime,
    step: Any,
    *,
    by_link: bool,
) -> None:
    """All of one destination, from an empty board to everybody's yes; `say_yes`: the roles of partner and school.

    `by_link`: a family answers on its phone, else as it does there.
    """
    first, second, third = stays
    desk.matches_by_hand(first)
    desk.open()
    desk.proposes()
    desk.takes_over()
    homes = {desk.home(stay) for stay in stays}
    other = next(name for name in families(desk.board.destination.country) if name not in homes)
    desk.asks_why_not(second, other)
    desk.locks(second, other, "Pin: this one and no other")
    desk.open()
    desk.proposes("Run the optimiser again")
    desk.takes_over()
    assert desk.home(second) == other

    gone = desk.match(third).room.home
    desk.page.goto(reverse("hosting:withdraw_home", args=[gone.key]))
    desk.fill(reason="Verhuisd.")
    desk.press("Withdraw for good")
    worker_follows()
    desk.open()
    desk.proposes("Mend: move only who must")
    desk.takes_over()
    assert desk.home(third) != gone.name
    assert desk.home(second) == other

    step()
    desk.drags_to_a_free_bed(first)
    step()
    desk.moves_by_keyboard(third)
    desk.asks_everybody(len(stays))
    if by_link:
        answers_by_link(open_page, unanswered(desk.board).filter(party="family").first())
    for role in say_yes:
        organisation_says_yes(open_page, role)
    all_others_say_yes(desk.board, at)
    desk.confirms(len(stays))


def test_who_goes_to_two_destinations_works_and_sleeps_somewhere(
    open_page: OpenPage, story_clock: Any, at: datetime
) -> None:
    call, office, school = CallFactory(), RoleFactory(coordinator=True), RoleFactory()
    page = open_page(role=office)
    minutes = iter(range(1, 60))

    def step() -> None:
        """What was decided in one moment is taken back together: the next in the next minute."""
        story_clock(at.replace(minute=next(minutes)))

    everybody = []
    for number, destination in enumerate(call.destinations.order_by("pk")):
        country = destination.country
        partner = RoleFactory(organisation=PartnerFactory(country=country))
        here = town(100 + number, f"Vila {number}", country)
        network(
            partner.organisation,
            here,
            {f"Casa {country}": 2, f"Quinta {country}": 2},
            families(country),
        )
        stays = [goes(call, destination, school, f"{name}{country.lower()}", at) for name in ("Noor", "Wout", "Lien")]
        desk = Desk(page, actions.board_of(call, "outgoing", destination=destination))
        matched(open_page, desk, [partner, school], stays, at, step, by_link=number == 0)
        everybody += stays
    assert Match.objects.filter(state="confirmed", ended_at=None).count() == 6

    signed = agree(open_page, Hands(open_page(role=school)), school, everybody[0], at)
    assert signed == ["contact_point", "host", "learner"]
