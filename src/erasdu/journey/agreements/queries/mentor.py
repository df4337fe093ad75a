"""Who is the mentor now: as the newest agreement names them, which may be somebody else than the company once said."""

from dataclasses import dataclass

from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.states import LIVE
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.hosting.queries import certain
from erasdu.journey.mobilities.models import Mobility


@dataclass(frozen=True, slots=True)
class Mentor:
    """`after_hours`: "" where the same number is called at all hours."""

    name: str
    company: str
    phone: str
    email: str
    after_hours: str


def mentor_of(mobility: Mobility) -> Mentor | None:
    """Of the agreement that was sent for the place where everybody said yes. At most three queries.

    A change counts from the moment in which it is sent: from then on that person is there, signed or not.
    """
    related = ("placement__company__organisation",)
    plan = LearningPlan.objects.filter(mobility=mobility).exclude(mentor_name="").select_related(*related).first()
    if plan is None or plan.placement is None:
        return None
    if plan.placement.key not in {one.place for one in certain([mobility.pk]).get(mobility.pk, ()) if not one.at_home}:
        return None
    paper = paperwork.newest(KIND, mobility)
    if paper is None or paper.state not in LIVE:
        return None
    late = plan.mentor_after_hours if plan.mentor_after_hours != plan.mentor_phone else ""
    return Mentor(plan.mentor_name, plan.placement.company.organisation.name, plan.mentor_phone, plan.mentor_mail, late)
