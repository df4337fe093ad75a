"""Who signs for the two sides of a plan: for the learning agreement, and for what was reached."""

from datetime import datetime

from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.paperwork.actions import Party
from erasdu.ground.people.models import Person
from erasdu.journey.agreements import queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


def school_party(mobility: Mobility, by: Actor, at: datetime) -> Party:
    """Who signed before, while they still act for the school; else who sends it, else the first contact point."""
    people = {person.pk: person for person in contact_points([mobility.sending_id]).get(mobility.sending_id, [])}
    before = queries.standing_of(mobility, at)
    signers = list(before.envelope.signers.all()) if before and before.envelope else []
    earlier = [signer.person_id for signer in signers if signer.role == "contact_point"]
    chosen = next((pk for pk in (*earlier, by.person, *people) if pk in people), None)
    if chosen is None:
        no("school_signer_unknown").require()
    assert chosen is not None
    return Party("contact_point", people[chosen], organisation=mobility.sending)


def host_party(plan: LearningPlan, person: Person | None) -> Party:
    """A company, or the partner where it receives the learner itself."""
    if person is None:
        no("host_signer_unknown").require()
    assert person is not None
    assert plan.placement is not None
    company = plan.placement.company
    role = "partner" if company.organisation_id == company.keeper_id else "host"
    return Party(role, person, organisation=company.organisation, function=company.contact_function)
