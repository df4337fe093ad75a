"""Selections for tests. `scene()` makes a whole one, as far as asked, without going through the actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Criterion
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import (
    Assessment,
    Input,
    Interview,
    Panellist,
    Practical,
    Publicity,
    Score,
    Selection,
)
from erasdu.kernel.actor import Actor
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory

STARTED = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
STATEMENTS = {"reliable": "agree", "adapts": "partly", "skilled": "agree"}
NAMES = ("Lotte Verhaegen", "Yusuf Demir", "Noah De Smet", "Aïcha El Idrissi", "Kobe Maes", "Ewa Kowalska")


class SelectionFactory(DjangoModelFactory):
    class Meta:
        model = Selection

    class Params:
        decided = factory.Trait(state="decided", held_on=date(2026, 11, 20))
        told = factory.Trait(
            state="told",
            held_on=date(2026, 11, 20),
            told_on=date(2026, 11, 20),
            complaint_by=date(2026, 11, 30),
            complaint_how="Schrijf naar de directie.",
        )

    enrolment = factory.SubFactory(EnrolmentFactory)


class PanellistFactory(DjangoModelFactory):
    class Meta:
        model = Panellist

    selection = factory.SubFactory(SelectionFactory)
    role = factory.SubFactory(RoleFactory)
    assesses = True
    since = STARTED


class InterviewFactory(DjangoModelFactory):
    class Meta:
        model = Interview

    candidacy = factory.SubFactory(CandidacyFactory, applied=True)
    held_on = date(2026, 11, 19)
    by = factory.SubFactory("tests.factories.organisations.PersonFactory")
    notes = "Vertelt rustig en weet waarom ze wil gaan."


class InputFactory(DjangoModelFactory):
    """Asked; `given` says what was answered."""

    class Meta:
        model = Input

    class Params:
        given = factory.Trait(given_at=STARTED, statements=STATEMENTS, line="Komt altijd op tijd.")

    candidacy = factory.SubFactory(CandidacyFactory, applied=True)
    role = factory.SubFactory(RoleFactory, teacher=True)
    asked_at = STARTED


class PracticalFactory(DjangoModelFactory):
    """Agreed to everything."""

    class Meta:
        model = Practical

    candidacy = factory.SubFactory(CandidacyFactory, applied=True)
    programme = house_rules = report = survey = evaluation = sharing = True
    sharing_form = "Een gesprek in de klas."
    at = STARTED


class PublicityFactory(DjangoModelFactory):
    class Meta:
        model = Publicity

    candidacy = factory.SubFactory(CandidacyFactory, applied=True)
    purpose = "photo"
    given = True
    at = STARTED


class AssessmentFactory(DjangoModelFactory):
    """No private tie; `values` gives each criterion (all parts) that score, `final=True` makes it count."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    class Params:
        final = factory.Trait(final_at=STARTED)
        tied = factory.Trait(conflict="private_tie")

    candidacy = factory.SubFactory(CandidacyFactory, applied=True)
    role = factory.SubFactory(RoleFactory)
    conflict = "none"
    declared_at = STARTED

    @factory.post_generation
    def values(self: Assessment, create: bool, extracted: Mapping[str, int] | int | None, **kwargs: object) -> None:
        if not create or extracted is None:
            return
        for criterion in Criterion.objects.filter(call=self.candidacy.call_id):
            value = extracted if isinstance(extracted, int) else extracted[criterion.code]
            for place, part in enumerate(criterion.parts or [""]):
                argument = f"Argument bij {criterion.code}." if place == 0 else ""
                Score.objects.create(
                    assessment=self, criterion=criterion.code, part=part, value=value, argument=argument
                )


@dataclass
class Scene:
    """A selection with its people."""

    selection: Selection
    lead_role: Role
    lead: Actor
    teacher_role: Role
    teacher: Actor
    candidacies: list[Candidacy] = field(default_factory=list)


def scene(candidates: int = 4, *, ready: bool = False, scores: list[int] | None = None, **call: object) -> Scene:
    """A started selection; `ready`: interviews, input and final scores are there, so it can be decided."""
    settings = {"seats_per_school": 4, **call}
    enrolment = EnrolmentFactory(**{f"call__{name}": value for name, value in settings.items()})
    lead_role = RoleFactory(organisation=enrolment.school, person__given_name="Els", person__family_name="Vermeulen")
    teacher_role = RoleFactory(
        teacher=True, organisation=enrolment.school, person__given_name="Karim", person__family_name="Benali"
    )
    selection = SelectionFactory(enrolment=enrolment, lead=lead_role.person)
    PanellistFactory(selection=selection, role=lead_role)
    made = Scene(selection, lead_role, actor_of(lead_role), teacher_role, actor_of(teacher_role, via="link"))
    values = scores or [9, 8, 7, 6, 5, 4]
    for place in range(candidates):
        made.candidacies.append(_candidate(made, place, values[place % len(values)], ready))
    return made


def _candidate(made: Scene, place: int, value: int, ready: bool) -> Candidacy:
    given, _, family = NAMES[place % len(NAMES)].partition(" ")
    candidacy = CandidacyFactory(
        applied=True,
        enrolment=made.selection.enrolment,
        learner__given_name=given if place < len(NAMES) else f"{given} {place}",
        learner__family_name=family,
    )
    arrived = datetime(2026, 11, 18, 15, 30, tzinfo=UTC) + timedelta(minutes=place)
    Candidacy.objects.filter(pk=candidacy.pk).update(applied_at=arrived)
    if ready:
        InterviewFactory(candidacy=candidacy, by=made.lead_role.person)
        InputFactory(candidacy=candidacy, role=made.teacher_role, given=True)
        PracticalFactory(candidacy=candidacy)
        AssessmentFactory(candidacy=candidacy, role=made.lead_role, final=True, values=value)
    return candidacy
