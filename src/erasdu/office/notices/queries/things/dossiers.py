"""What holds up a candidate file, as readiness answers it, and how such a requirement becomes a thing that waits."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from erasdu.ground.prepared import DAY, Prepared
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.access import learner_deadline
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
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
    """See `Files`."""
    return Files(on, on, pks).things(on)


class Files:
    """Whose file can still be handed in: before the school chose only the form, and that it knows the learner.

    Read at once for the days from `first` until `last`; then `things` are those of any of them, as long as nobody does
    anything.
    """

    def __init__(self, first: date, _last: date, pks: Collection[int] | None = None) -> None:
        self.rows = rows = _candidates(first, pks)
        self.needs = readiness.HandingIn([row.pk for row in rows])
        enrolments = {row.enrolment_id for row in rows}
        self.leads = dict(Selection.objects.filter(enrolment__in=enrolments).values_list("enrolment", "lead"))
        self.acting, self.office = acting_for({row.school_id for row in rows}), office()
        self.kept: dict[tuple[int, Requirement], Thing | None] = {}  # what is the same on several days

    def things(self, on: date) -> list[Thing]:
        needs = self.needs.said(on)
        rows = [row for row in self.rows if row.call.files_deadline >= on - LATE]
        found = [(row, need) for row in rows for need in needs[row.pk] if self._waits(row, need)]
        things = [self._kept(row, need) for row, need in found]
        return [one for one in things if one is not None and (one.item.by is None or one.item.by >= on - LATE)]

    def _waits(self, row: Candidacy, need: Requirement) -> bool:
        return need.holds(HAND_IN) and (row.pk in self.needs.chosen or need.code in BEFORE_CHOOSING)

    def _kept(self, row: Candidacy, need: Requirement) -> Thing | None:
        if (row.pk, need) not in self.kept:
            self.kept[row.pk, need] = self._thing(row, need)
        return self.kept[row.pk, need]

    def _thing(self, row: Candidacy, need: Requirement) -> Thing | None:
        lead, contacts = self.leads.get(row.enrolment_id), self.acting.get(row.school_id, ())
        relations = relations_of(need, persons_of(row.learner_id, contacts, self.office, lead))
        by = learner_deadline(row.enrolment) if need.who == "learner" else need.by
        until = min(row.call.files_deadline, by or row.call.files_deadline) + LATE
        item = Item(need.code, CANDIDACY, row.pk, UNKNOWN, by, relations, until=until)
        schools = frozenset({row.school_id})
        return thing_of(item, need, row, row.learner.given_name, schools) if relations else None


def _candidates(first: date, pks: Collection[int] | None) -> list[Candidacy]:
    """Of that day and later."""
    first -= LATE
    rows = CANDIDATES.of(days=[first]) if pks is None else list(_open_on(first).filter(pk__in=pks))
    prefetch_related_objects(rows, "call", "enrolment__call", "school")  # many have the same one
    return rows


def _open_on(day: date) -> QuerySet[Candidacy]:
    """Whose files are asked on that day or later."""
    rows = Candidacy.objects.filter(
        state__in=LIVE, call__state=Call.State.PUBLISHED, call__files_deadline__gte=day,
        learner__erased_at=None, enrolment__withdrawn_at=None,
    )  # fmt: skip
    past = CandidateFile.objects.filter(candidacy__in=rows).exclude(state__in=OPEN_FILE).values("candidacy")
    told = Decision.objects.filter(candidacy__in=rows, selection__state__in=KNOWN, outcome="not_selected")
    rows = rows.exclude(pk__in=past).exclude(pk__in=told.values("candidacy"))
    return rows.select_related("learner").order_by("pk")


CANDIDATES = Prepared(lambda: _open_on(DAY))


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
