"""The call while it is played: who takes part, and of which learners a step is."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from erasdu.demo.consortium import Consortium, School
from erasdu.demo.round import Plan, Round
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Destination, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.kernel.verdict import Refused
from erasdu.rehearsal.rules import Step


@dataclass
class Stage:
    """The call while it is played. `parts`: for each learner a place between 0 and 1, in the order of coming.

    `looks`: when people do what the call asks besides.
    """

    consortium: Consortium
    round: Round
    plans: list[Plan]
    parts: list[float]
    looks: list[datetime] = field(default_factory=list)
    part_of: dict[int, float] = field(default_factory=dict)
    enrolments: dict[int, Enrolment] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Something for one learner: when the platform says no, the others go on, and the report says why."""
        try:
            yield
        except Refused as refusal:
            self.refused[refusal.verdict.code] += 1

    def schools(self) -> Iterator[tuple[Plan, School, Enrolment]]:
        for plan in self.plans:
            yield plan, self.consortium.schools[plan.school], self.enrolments[plan.school]

    def takes(self, step: Step, candidacy: int) -> bool:
        return step.takes(self.part_of[candidacy])

    def school(self, organisation: int) -> School:
        return next(one for one in self.consortium.schools if one.organisation.pk == organisation)

    def is_school(self, organisation: int) -> bool:
        return any(one.organisation.pk == organisation for one in self.consortium.schools)

    def partner_in(self, destination: Destination) -> Role:
        """Who receives there: of several in a country the one of that town."""
        there = [role for role in self.consortium.partners if role.organisation.country == destination.country]
        return min(there, key=lambda role: role.organisation.town != destination.place)

    def everybody(self, step: Step) -> Step:
        return replace(step, part=(0.0, 1.0), but=())

    def keeper(self, organisation: int) -> Actor:
        """The contact point of a partner."""
        return actor_of(next(role for role in self.consortium.partners if role.organisation_id == organisation))

    def stays(self, step: Step) -> list[Mobility]:
        """Those of the learners of this step, in the order in which they applied."""
        candidacies = {row.profile.pk: row.pk for row in self.candidacies() if hasattr(row, "profile")}
        rows = Mobility.objects.filter(call=self.round.call, cancelled_at=None).order_by("pk")
        found = rows.select_related("call", "sending", "destination", "person", "traveller", "profile")
        return [stay for stay in found if stay.profile_id and self.takes(step, candidacies[stay.profile_id])]

    def candidacies(self) -> list[Candidacy]:
        rows = Candidacy.objects.filter(call=self.round.call)
        return list(rows.select_related("profile", "learner", "call", "school", "enrolment").order_by("pk"))


def learner_of(stay: Mobility) -> Actor:
    return Actor(stay.person_id, LEARNER, stay.sending_id, frozenset({stay.sending_id}))
