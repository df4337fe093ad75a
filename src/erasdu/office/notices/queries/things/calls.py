"""Schools that have not enrolled, places that wait for an answer, files that came back."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import SCHOOLS
from erasdu.ground.prepared import DAY, Prepared
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.membership.queries import active_members
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item


def to_enrol(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Each open call, for who acts for members that have not enrolled yet."""
    calls = Call.objects.filter(state=Call.State.PUBLISHED, enrolment_deadline__gte=on, outgoing=True)
    found = []
    for call in (calls if pks is None else calls.filter(pk__in=pks)).order_by("pk"):
        enrolled = Enrolment.objects.filter(call=call, withdrawn_at=None).values("school")
        members = active_members(call.grant_agreement_id, on)
        schools = Organisation.objects.filter(pk__in=members, kind__in=SCHOOLS).exclude(pk__in=enrolled)
        lacking = frozenset(schools.values_list("pk", flat=True))
        persons = tuple(dict.fromkeys(pk for one in acting_for(lacking).values() for pk in one))
        if persons:
            item = Item(
                "enrol",
                "calls.call",
                call.pk,
                UNKNOWN,
                call.enrolment_deadline,
                {"self": persons},
                until=call.enrolment_deadline,
            )
            found.append(Thing(item, lacking, page=reverse("calls:enrol", args=[call.key]), call=call))
    return found


def places(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """A granted place that its learner has not answered."""
    found = []
    files = GRANTED.of(days=[on]) if pks is None else list(_granted(on).filter(pk__in=pks))
    acting, coordinating = acting_for({row.school_id for row in files}), office()
    for row in files:
        contacts = acting.get(row.school_id, ())
        relations = {"self": (row.candidacy.learner_id,), "contact_point": contacts, "coordinator": coordinating}
        since = brussels_date(row.granted_at) if row.granted_at else UNKNOWN
        item = Item("answer_place", "admissions.place", row.pk, since, row.answer_by, relations, until=row.answer_by)
        found.append(_of_file(item, row))
    return found


def returned(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """A file that the coordinator sent back to the school."""
    found = []
    files = RETURNED.of(days=[on]) if pks is None else list(_returned(on).filter(pk__in=pks))
    acting, coordinating = acting_for({row.school_id for row in files}), office()
    for row in files:
        relations = {"self": acting.get(row.school_id, ()), "coordinator": coordinating}
        since = brussels_date(row.returned_at) if row.returned_at else UNKNOWN
        item = Item(
            "complete_file",
            "admissions.candidatefile",
            row.pk,
            since,
            row.grace_until,
            relations,
            until=row.grace_until,
        )
        found.append(_of_file(item, row))
    return found


def _granted(on: date) -> QuerySet[CandidateFile]:
    return _joined(CandidateFile.objects.filter(state="granted", answer_by__gte=on))


def _returned(on: date) -> QuerySet[CandidateFile]:
    return _joined(CandidateFile.objects.filter(state="returned", grace_until__gte=on))


def _joined(rows: QuerySet[CandidateFile]) -> QuerySet[CandidateFile]:
    rows = rows.filter(candidacy__learner__erased_at=None, candidacy__state__in=LIVE)
    return rows.select_related("candidacy__learner", "call").order_by("pk")


GRANTED, RETURNED = Prepared(lambda: _granted(DAY)), Prepared(lambda: _returned(DAY))


def _of_file(item: Item, row: CandidateFile) -> Thing:
    page, key = reverse("dossier", args=[row.candidacy.key]), row.candidacy.key
    return Thing(item, frozenset({row.school_id}), row.candidacy.learner.given_name, page, call=row.call, dossier=key)
