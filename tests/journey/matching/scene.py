"""A board with few learners, for tests."""

from datetime import date

from erasdu.ground.jobs.models import Job
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.places.models import Town
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Answer, Match, Proposal
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory


class Scene:
    """A receiving school with two learners from a partner, a bakery for one at a time, and a home with two rooms."""

    def __init__(self, learners: int = 2) -> None:
        self.school = SchoolFactory()
        self.partner = PartnerFactory()
        self.call = CallFactory(incoming=True, stay_from=date(2027, 1, 10), stay_until=date(2027, 1, 24))
        self.role = RoleFactory(organisation=self.school)
        self.by = actor_of(self.role)
        self.coordinator = actor_of(RoleFactory(coordinator=True))
        self.stays = [self.stay() for _ in range(learners)]
        leuven = Town.objects.create(
            id=2792482, name="Leuven", country="BE", latitude=50.88, longitude=4.70, population=100000
        )
        self.company = CompanyFactory(keeper=self.school, town=leuven)
        self.placement = PlacementFactory(company=self.company, occupation="baker", places=1)
        self.home = HomeFactory(keeper=self.school, town=leuven)
        self.rooms = [RoomFactory(home=self.home), RoomFactory(home=self.home)]
        self.board = actions.board_of(self.call, "incoming", receiving=self.school)

    def stay(self) -> Mobility:
        stay = StayFactory(call=self.call, direction="incoming", sending=self.partner, receiving=self.school)
        stay.profile = Profile.objects.create(person=stay.person, occupation="baker", sector="food", shares_room="yes")
        stay.save(update_fields=["profile"])
        return stay

    def solved(self) -> Proposal:
        """What the optimiser proposes now."""
        actions.start(self.board, by=self.by, at=AT)
        actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))
        made = queries.latest(self.board)
        assert made is not None
        return made

    def place(self, number: int = 0, room: int = 0, by: Actor | None = None) -> Match:
        self.board.refresh_from_db()
        return actions.place(
            self.board, self.stays[number], placement=self.placement, room=self.rooms[room],
            revision=self.board.revision, by=by or self.by, at=AT,
        )  # fmt: skip

    def asked(self) -> Match:
        match = self.place()
        actions.ask(self.board, match, by=self.by, at=AT)
        return match

    def all_say_yes(self, match: Match) -> None:
        for row in Answer.objects.filter(match=match, what=""):
            actions.answer(row, yes=True, by=self.coordinator, at=AT)
