"""What holds up a candidate file, as readiness answers it, and how such a requirement becomes a thing that waits."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.urls import reverse

from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.access import learner_deadline
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection.models import Decision, Selection
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.requirement import HAND_IN, Requirement
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item

CANDIDACY = "candidacies.candidacy"
LATE = timedelta(days=3)  # how long after a last day something is still said
BY_LINK = ("guardian", "training_company", "learner")  # whose signature waits as a paper
WITH_CONTACT = ("travel_permission_seen",)
BEFORE_CHOOSING = ("cv_complete", "learner_confirmed")
OPEN_FILE = ("preparing", "withdrawn")


def to_hand_in(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Whose file can still be handed in: before the school chose only the form, and that it knows the learner."""
    rows = _candidates(on, pks)
    needs = readiness.for_handing_in([row.pk for row in rows], on)
    chosen = {pk for pk, one in selection.facts(row.pk for row in rows).items() if one.selected}
    leads = dict(
        Selection.objects.filter(enrolment__in={row.enrolment_id for row in rows}).values_list("enrolment", "lead")
    )
    acting, coordinating = acting_for({row.school_id for row in rows}), office()
    found = []
    for row in rows:
        persons = persons_of(row.learner_id, acting.get(row.school_id, ()), coordinating, leads.get(row.enrolment_id))
        for need in needs[row.pk]:
            if need.holds(HAND_IN) and (row.pk in chosen or need.code in BEFORE_CHOOSING):
                by = learner_deadline(row.enrolment) if need.who == "learner" else need.by
                until = min(row.call.files_deadline, by or row.call.files_deadline) + LATE
                if (relations := relations_of(need, persons)) and (by is None or by >= on - LATE):
                    item = Item(need.code, CANDIDACY, row.pk, UNKNOWN, by, relations, until=until)
                    found.append(thing_of(item, need, row, row.learner.given_name, frozenset({row.school_id})))
    return found


def _candidates(on: date, pks: Collection[int] | None) -> list[Candidacy]:
    rows = Candidacy.objects.filter(
        state__in=LIVE, call__state=Call.State.PUBLISHED, call__files_deadline__gte=on - LATE, learner__erased_at=None,
        enrolment__withdrawn_at=None,
    )  # fmt: skip
    rows = rows if pks is None else rows.filter(pk__in=pks)
    past = CandidateFile.objects.filter(candidacy__in=rows).exclude(state__in=OPEN_FILE).values("candidacy")
    told = Decision.objects.filter(candidacy__in=rows, selection__state__in=KNOWN, outcome="not_selected")
    rows = rows.exclude(pk__in=past).exclude(pk__in=told.values("candidacy"))
    many_have = ("call", "enrolment__call", "school")  # the same one
    return list(rows.select_related("learner").prefetch_related(*many_have).order_by("pk"))


def persons_of(
    learner: int, contacts: tuple[int, ...], coordinating: tuple[int, ...], lead: int | None
) -> Mapping[str, tuple[int, ...]]:
    return {
        "learner": (learner,), "contact_point": contacts or coordinating, "coordinator": coordinating,
        "selection_lead": (lead,) if lead else contacts or coordinating,
    }  # fmt: skip


def relations_of(need: Requirement, persons: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Who must act, and who else may hear of it; nobody where the paper itself waits for a signature."""
    if need.state == "waiting" and need.who in BY_LINK and need.code not in WITH_CONTACT:
        return {}
    who = need.who if persons.get(need.who) else "contact_point"
    others = {name: persons[name] for name in ("contact_point", "coordinator")}
    return {"self": persons[who], **{name: pks for name, pks in others.items() if pks != persons[who]}}


def thing_of(item: Item, need: Requirement, about: Candidacy | Mobility, name: str, schools: frozenset[int]) -> Thing:
    """With the page on which staff does it, and the learner's own where it is the learner who must."""
    if isinstance(about, Candidacy):
        page, dossier = reverse("dossier", args=[about.key]), about.key
    else:
        page, dossier = reverse("mobilities:show", args=[about.key]), ""
    own = reverse("home") if need.who == LEARNER else ""
    return Thing(item, schools, name, page, call=about.call, requirement=need, dossier=dossier, own=own)
