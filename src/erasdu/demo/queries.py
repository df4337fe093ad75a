"""The doors of the demo: one click for each role."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erasdu.demo.access import may_demo
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.paperwork.models import Sheet, Signer
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import ADMINISTRATOR, CONTACT_POINT, COORDINATOR, LEARNER


@dataclass(frozen=True, slots=True)
class Door:
    """Sign in as this role; `what` says who that is."""

    what: str | Promise
    role: Role

    @property
    def who(self) -> str:
        return f"{self.role.person} · {self.role.organisation.name}"


def open_roles() -> QuerySet[Role]:
    """Roles with an account that the demo made."""
    return Role.objects.filter(until=None, person__account__isnull=False).select_related("person", "organisation")


def doors() -> list[Door]:
    """The usual ways in; empty where the demo is not allowed."""
    if not may_demo():
        return []
    roles = open_roles()
    schools = roles.filter(kind=CONTACT_POINT, organisation__kind=Organisation.Kind.SCHOOL)
    groups = roles.filter(kind=CONTACT_POINT, organisation__kind=Organisation.Kind.GROUP)
    partners = roles.filter(kind=CONTACT_POINT, organisation__kind=Organisation.Kind.PARTNER)
    found: list[tuple[str | Promise, Role | None]] = [
        (_("Coordinator"), roles.filter(kind=COORDINATOR).first()),
        (_("Contact point of a school"), schools.order_by("pk").first()),
        (_("Contact point of another school"), schools.order_by("pk")[2:3].first()),
        (_("Contact point of a school group"), groups.first()),
        (_("Contact point of a foreign partner"), partners.order_by("pk").first()),
        (_("Contact point to whom signed paper came back"), schools.filter(organisation__in=_scanned()).first()),
        (_("Learner who fills in the form"), _learner(roles, Candidacy.objects.filter(state="draft"))),
        (_("Learner who applied"), _learner(roles, Candidacy.objects.filter(state="applied"))),
        (_("Learner with a place to accept"), _learner(roles, _with_place())),
        (_("Learner who turned 18"), _of_age(roles)),
        (_("Administrator"), roles.filter(kind=ADMINISTRATOR).first()),
    ]
    return [Door(what, role) for what, role in found if role is not None]


def _learner(roles: QuerySet[Role], candidacies: QuerySet[Candidacy]) -> Role | None:
    theirs = candidacies.filter(learner=OuterRef("person"), school=OuterRef("organisation"))
    return roles.filter(Exists(theirs), kind=LEARNER).order_by("-pk").first()


def _scanned() -> QuerySet[Organisation]:
    """Schools that have a scan of a paper to look at."""
    waiting = Sheet.objects.filter(state="ask", school=OuterRef("pk")).exclude(envelope=None)
    return Organisation.objects.filter(Exists(waiting))


def _of_age(roles: QuerySet[Role]) -> Role | None:
    """The oldest whose parent signed, and who did not sign yet."""
    signers = Signer.objects.filter(
        envelope__document__subject_kind="candidacies.candidacy", envelope__document__subject_pk=OuterRef("pk")
    )
    asked = Exists(signers.filter(role="learner", state="asked"))
    rows = Candidacy.objects.filter(asked, Exists(signers.filter(role="guardian_1", state="signed")))
    oldest = rows.order_by("birth_date", "pk").first()
    return roles.filter(kind=LEARNER, person=oldest.learner_id).first() if oldest else None


def _with_place() -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(Exists(CandidateFile.objects.filter(candidacy=OuterRef("pk"), state="granted")))
