"""What dossiers already know of a learner and of home: the plan asks only for what they do not."""

from collections.abc import Sequence

from erasdu.ground.people.models import Person
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.papers import LANGUAGES
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.hosting.words.content import OUTCOMES as CATALOGUE
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import deciders
from erasdu.journey.nominations.models import Guardian as HomeGuardian


def address_of(mobility: Mobility) -> str:
    """Where the learner lives, as the profile says it, without the country."""
    profile = mobility.profile
    if profile is None or not (profile.street and profile.town):
        return ""
    town = f"{profile.postal_code} {profile.town}".strip()
    return f"{profile.street}, {town}"


def country_of(mobility: Mobility) -> dict[str, str]:
    """Language → the country of that address in it; empty where no dossier knows the address."""
    country = mobility.sending.country
    return {each: country_name(country, each) for each in LANGUAGES} if address_of(mobility) else {}


def parents_of(mobility: Mobility, candidacy: Candidacy | None) -> list[str]:
    """Who decides for the learner, and how they are reached: as the school or the partner wrote them down."""
    return [reach for person in _parents(mobility, candidacy) if (reach := _reach(person))]


def _parents(mobility: Mobility, candidacy: Candidacy | None) -> Sequence[Person]:
    if mobility.direction == Mobility.Direction.INCOMING:
        rows = HomeGuardian.objects.filter(nomination__mobility=mobility).select_related("person")
        return [one.person for one in rows.order_by("position")]
    if candidacy is None:
        return []
    known = Guardian.objects.filter(candidacy=candidacy).select_related("person").order_by("position")
    return [one.person for one in deciders(candidacy, list(known))]


def _reach(person: Person) -> str:
    ways = [way for way in (person.phone, person.email) if way]
    return ", ".join([str(person), *ways]) if ways else ""


def emergency_of(mobility: Mobility) -> str:
    profile = mobility.profile
    return ", ".join(filter(None, [profile.emergency_name, profile.emergency_phone])) if profile else ""


def reference_of(plan: LearningPlan) -> tuple[str, str, str]:
    """Project code, the number of this stay in it once it has one, and the field of education."""
    learned = CATALOGUE.get(plan.placement.occupation) if plan.placement else None
    project = plan.mobility.call.grant_agreement.project_code
    return project, plan.mobility_code, learned.isced_f if learned else ""
