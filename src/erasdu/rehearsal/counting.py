"""What the sandbox holds at the end: who did and got what, and how far the learners came."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.hosting.models import Home
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.periods import brussels_date
from erasdu.rehearsal import rules
from erasdu.rehearsal.scene import Stage


def count(stage: Stage, since: datetime, last: date) -> dict[str, Any]:
    """The report without its heading."""
    found = rules.report(people(stage), presses(since), got(since))
    return found | {"outcome": outcome(stage, last)}


def people(stage: Stage) -> list[rules.Person]:
    """Everybody with the role in which they have part: staff first, then learners, parents, companies and families."""
    brings = {school.organisation.pk: plan.learners for plan, school, _enrolment in stage.schools()}
    found: dict[int, rules.Person] = {}
    for role in Role.objects.select_related("person", "organisation").order_by("pk"):
        kind = "partner" if role.organisation.kind == Organisation.Kind.PARTNER else role.kind
        learners = brings.get(role.organisation_id, 0) if kind == "contact_point" else 0
        name = role.organisation.name if kind in ("contact_point", "partner") else str(role.person)
        found.setdefault(role.person_id, rules.Person(role.person_id, kind, name, learners))
    learners_of = Candidacy.objects.values_list("learner", flat=True)
    for kind, rows in (("learner", learners_of), ("guardian", Guardian.objects.values_list("person", flat=True))):
        for person in Person.objects.filter(pk__in=rows).order_by("pk"):
            if person.pk not in found or found[person.pk].role == "learner":
                found[person.pk] = rules.Person(person.pk, kind, str(person))
    training = set(CompanySigner.objects.values_list("person", flat=True))
    families = set(Home.objects.values_list("contact", flat=True))
    for person in Person.objects.exclude(pk__in=found).order_by("pk"):
        kind = "training_company" if person.pk in training else "family" if person.pk in families else "company"
        found[person.pk] = rules.Person(person.pk, kind, str(person))
    return list(found.values())


def presses(since: datetime) -> list[rules.Press]:
    """What people did, not what the platform did by itself."""
    lines = Line.objects.filter(at__gte=since, person__isnull=False).exclude(role="system").order_by("pk")
    rows = lines.values_list("person", "at", "code")
    return [rules.Press(person, at, code) for person, at, code in rows if person is not None]


def got(since: datetime) -> list[rules.Got]:
    letters = Letter.objects.filter(created_at__gte=since, person__isnull=False).order_by("pk")
    return [
        rules.Got(row.person_id, _on(row), row.medium, row.template, row.state, row.subject)
        for row in letters
        if row.person_id is not None
    ]


def _on(letter: Letter) -> date:
    return brussels_date(letter.sent_at or letter.due)


def outcome(stage: Stage, last: date) -> dict[str, Any]:
    """How many came how far, and on the day of departure: who may leave, and what holds up the others."""
    call = stage.round.call
    rows = list(Mobility.objects.filter(call=call, cancelled_at=None).select_related("call", "sending", "person"))
    found = readiness.requirements_of(rows, last)
    held = readiness.holding("depart", found)
    lacking = Counter(item.code for items in held.values() for item in items)
    missed = [
        {
            "learner": str(row.person), "school": row.sending.name,
            "why": [{"code": item.code, "who": item.who, "state": item.state} for item in held[row.pk]],
        }
        for row in rows
        if held.get(row.pk)
    ]  # fmt: skip
    return {
        "applied": Candidacy.objects.filter(call=call).exclude(state="draft").count(),
        "handed_in": CandidateFile.objects.filter(call=call, handed_in_at__isnull=False).count(),
        "accepted": CandidateFile.objects.filter(call=call, state="accepted").count(),
        "ready": sum(1 for row in rows if not held.get(row.pk)),
        "refused": dict(sorted(stage.refused.items())),
        "lacking": dict(sorted(lacking.items())),
        "missed": sorted(missed, key=lambda one: (one["school"], one["learner"])),
    }
