"""Stays with a company that all agreed to, and a plan that is ready to be signed."""

from datetime import time

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.agreements import actions, queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.hosting.models import Placement
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from tests.factories.hosting import BookingFactory, CompanyFactory, PlacementFactory
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PartnerFactory, PersonFactory
from tests.journey.mobilities.staying import contact_of, stay_of_minor

SCHOOL = {
    "school_name": "Sofie Claeys", "school_phone": "+3290000018", "school_mail": "sofie@brug.example",
    "school_after_hours": "+32470000019", "guidance": "Elke week een videogesprek.",
    "evaluation": "De mentor en de leraar, op de laatste dag.", "recognition": "Europass Mobility.",
    "liability": "", "curriculum": "Grootkeuken", "qualification": "Grootkeukenmedewerker", "qualification_level": "3",
    "reintegration": "Op maandag bespreekt de klas de stage.", "learner_address": "Kaai 12, 9000 Gent",
    "parents_reach": "Ana Fonseca, +351912345678",
}  # fmt: skip
HOST = {
    "tasks": ["cold_starters"], "own_tasks": "vis fileren", "work_language": "Engels A2", "mentor_name": "Tiago Moreira",
    "mentor_function": "chef", "mentor_phone": "+351212345678", "mentor_mail": "tiago@moinho.example",
    "mentor_after_hours": "+351910000016",
}  # fmt: skip
OUTCOMES = [{"key": "", "text_nl": "koude gerechten bereiden", "text_en": "prepare cold dishes", "planned": "guided"}]


def place(stay: Mobility, *, own: bool = False) -> Placement:
    """A restaurant in Porto in the network of a partner; `own`: the partner receives the learner itself."""
    partner = PartnerFactory(name="Ponte Verde", country="PT")
    firm = partner if own else FirmFactory(name="O Moinho", country="PT", town="Porto")
    contact = PersonFactory(given_name="Tiago", family_name="Moreira", email="tiago@moinho.example", language="pt")
    company = CompanyFactory(organisation=firm, keeper=partner, contact=contact, contact_function="chef")
    made: Placement = PlacementFactory(
        company=company, mentor=contact, starts_at=time(9), ends_at=time(17), days=[1, 2, 3, 4, 5]
    )
    BookingFactory(
        mobility=stay, placement=made, starts_on=stay.planned_from, ends_on=stay.planned_until, confirmed=True
    )
    return made


def school_of(stay: Mobility) -> Actor:
    return actor_of(contact_of(stay))


def ready_plan(at, *, stay: Mobility | None = None, own: bool = False) -> LearningPlan:
    stay = stay or stay_of_minor()
    Person.objects.filter(pk=stay.person_id).update(email="leerling@brug.example")
    place(stay, own=own)
    by = school_of(stay)
    plan = actions.start(stay, by=by, at=at)
    actions.save(plan, "school", {**SCHOOL, **HOST}, outcomes=OUTCOMES, revision=plan.revision, by=by, at=at)
    found = queries.plan_of(stay)
    assert found is not None
    return found
