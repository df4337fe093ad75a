"""What is kept about whom, by the models' own declarations, and whose time has come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.models import Document
from erasdu.ground.paperwork.papers import kinds
from erasdu.ground.people.models import Account, Person
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.states import FILE
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.hosting.queries.endings import endings
from erasdu.journey.matching.models import Proofs
from erasdu.journey.mobilities.models import Mobility, Needs
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.preparation.models import Support
from erasdu.journey.selection.models import Complaint, Decision, Selection
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.periods import brussels_date, end_of_day
from erasdu.office.retention import rules
from erasdu.office.retention.models import Run
from erasdu.office.retention.rules import History, Standing

# Rows that go as a whole; of every other row the personal columns are emptied, so that evidence keeps its ids.
DELETED = (
    "people.session", "people.account", "people.noticegiven", "links.code", "links.link", "links.device",
    "candidacies.correction", "candidacies.guardian", "outreach.note", "selection.publicity", "selection.score",
    "selection.reopened", "selection.assessment", "selection.interview", "selection.input", "selection.practical",
    "selection.complaint", "selection.scoresrequest", "selection.lot", "post.letter", "vault.storedfile",
    "paperwork.evidence", "paperwork.remotesigning", "candidacies.remark", "hosting.adult", "nominations.guardian",
    "sharing.share", "notices.digest", "notices.news", "notices.decision",
    "mobilities.needs", "preparation.support", "matching.proofs", "meetings.feed",
)  # fmt: skip
# Columns that say nothing of anybody once the name is gone: figures for the count, and the sealed chain of ids.
ALL = "*"
STAYS = {
    "admissions.candidatefile": "prechecked_at handed_in_at order called_up_at returned_at grace_until checked_at "
    "granted_at answer_by answered_at",
    "journal.line": "person role organisation via",
    "organisations.role": "kind since until",
    "selection.decision": "outcome reserve_rank total_numerator total_denominator rank lot",
    "candidacies.companysigner": "attested_how attested_at",
    "paperwork.confirmation": "name",  # who read a translation is said to everybody beside it
    "paperwork.signature": "at revoked_at",
    "paperwork.signer": "asked_at reminded_at reminders opened_at answered_at",
    # Of who went, and of who decided: evidence of the grant, which is never let go here.
    "mobilities.mobility": ALL,
    "mobilities.party": ALL,
    "mobilities.traveller": ALL,
    "sharing.view": "at",
    "hosting.booking": ALL,
    "matching.lock": ALL,
    "matching.pair": ALL,
    "matching.ownplace": ALL,
    "matching.line": ALL,
    "matching.match": ALL,
    "matching.answer": ALL,
    "meetings.invitation": ALL,
    "preparation.travelpaper": ALL,
    "preparation.entrydecision": ALL,
    "preparation.arrivalcheck": ALL,
    "insurance.cover": ALL,
    "insurance.declaration": ALL,
    "agreements.learningplan": ALL,
    "agreements.outcome": ALL,
    "agreements.assessment": ALL,
    "agreements.edit": ALL,
    "agreements.daysasked": ALL,
    "readiness.done": ALL,
    "readiness.said": ALL,
    "readiness.letpass": ALL,
    "readiness.standing": ALL,
    "hosting.ask": "asked_at answer answered_at",
    "selection.panellist": ALL,
    "selection.report": ALL,
    "selection.selection": ALL,
}
# Models whose rows each have their own time: the column that says when it began.
WRITTEN = {"outreach.message": "at", "notices.news": "at", "notices.digest": "on", "notices.decision": "at"}
FIRST = (rules.CANDIDATE, rules.ROLE_END)
LATER = (rules.SCORES, rules.GRANT_FILE, rules.SECURITY, rules.MAIL, rules.AFTER_RETURN)


@dataclass(frozen=True)
class Holding:
    """The columns of one model that one rule keeps; `path`: lookup from the row to its person's id."""

    model: type[Model]
    path: str
    keep: str
    columns: tuple[Field[Any, Any], ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def is_deleted(self) -> bool:
        return self.label in DELETED

    @property
    def empty(self) -> dict[str, Any]:
        return {column.name: empty_value(column) for column in self.columns}

    def left(self, persons: Collection[int]) -> QuerySet[Any]:
        """Rows about these persons that still hold something."""
        rows = self.model._default_manager.filter(**{f"{self.path}__in": persons})
        if self.is_deleted:
            return rows
        return rows.filter(reduce(or_, (_holds(name, value) for name, value in self.empty.items())))


def _holds(name: str, empty: Any) -> Q:
    return Q(**{f"{name}__isnull": False}) if empty is None else ~Q(**{name: empty})


def empty_value(column: Field[Any, Any]) -> Any:
    """What an emptied column holds; ValueError when it cannot be emptied, so that its row must go."""
    value = None if column.null else column.get_default()
    if value is None and not column.null:
        raise ValueError(f"{column.model._meta.label}.{column.name} cannot be emptied")
    return value


def holdings(keeps: Iterable[str]) -> Iterator[Holding]:
    """Every model with personal columns under these rules, those whose rows go first."""
    found = [each for model in apps.get_models() for keep in keeps if (each := holding(model, keep))]
    order = {label: place for place, label in enumerate(DELETED)}
    yield from sorted(found, key=lambda each: (order.get(each.label, len(order)), each.label, each.keep))


def written_at(keep: str) -> list[tuple[Holding, str]]:
    """The models whose rows are each counted from a moment of their own, with that column."""
    return [(each, WRITTEN[each.label]) for each in holdings([keep]) if each.label in WRITTEN]


def holding(model: type[Model], keep: str) -> Holding | None:
    declared = getattr(model, "privacy", None)
    if declared is None or not declared.person:
        return None
    stays = STAYS.get(model._meta.label_lower, "").split()
    names = [name for name, privacy in declared.columns.items() if privacy.personal and privacy.keep == keep]
    columns = tuple(model._meta.get_field(name) for name in names if name not in stays and ALL not in stays)
    path = "pk" if declared.person == "self" else declared.person.replace(".", "__")
    return Holding(model, path, keep, columns) if columns else None  # type: ignore[arg-type]


def standings(persons: Collection[int] | None = None) -> dict[int, Standing]:
    """Learner → what decides when their data goes: in eight queries, for all or for some."""
    rows = Candidacy.objects.select_related("call").order_by("pk")
    if persons is not None:
        rows = rows.filter(learner__in=persons)
    candidacies = list(rows)
    histories = _histories(candidacies)
    learners = {row.learner_id for row in candidacies}
    roles = Role.objects.filter(person__in=learners, until=None).exclude(kind=LEARNER)
    others = set(roles.values_list("person", flat=True))
    wards = Guardian.objects.filter(person__in=learners, candidacy__learner__erased_at=None)
    guards = set(wards.values_list("person", flat=True))
    accounts = Account.objects.filter(person__in=learners)
    seen = {person: brussels_date(at) for person, at in accounts.values_list("person", "last_login") if at}
    return {
        person: Standing(tuple(histories[person]), person in others, person in guards, seen.get(person))
        for person in sorted(learners)
    }


def _histories(candidacies: list[Candidacy]) -> dict[int, list[History]]:
    ids = [row.pk for row in candidacies]
    enrolments = {row.enrolment_id for row in candidacies}
    known = Selection.objects.filter(enrolment__in=enrolments, state__in=KNOWN)
    told = dict(known.values_list("enrolment", "told_on"))
    outcomes = dict(Decision.objects.filter(candidacy__in=ids).values_list("candidacy", "outcome"))
    files = {file.candidacy_id: file for file in CandidateFile.objects.filter(candidacy__in=ids)}
    went = Mobility.objects.filter(profile__in=[row.profile_id for row in candidacies])
    stays = set(went.values_list("profile", flat=True))
    complaints: dict[int, list[Complaint]] = defaultdict(list)
    for complaint in Complaint.objects.filter(candidacy__in=ids):
        complaints[complaint.candidacy_id].append(complaint)
    found: dict[int, list[History]] = defaultdict(list)
    for row in candidacies:
        file = files.get(row.pk)
        granted = row.profile_id in stays or bool(file and file.granted_at)
        found[row.learner_id].append(
            _history(row, told.get(row.enrolment_id), outcomes.get(row.pk, ""), file, granted, complaints[row.pk])
        )
    return found


def _history(
    row: Candidacy,
    told: date | None,
    outcome: str,
    file: CandidateFile | None,
    granted: bool,
    complaints: list[Complaint],
) -> History:
    answered = [brussels_date(each.answered_at) for each in complaints if each.answered_at]
    return History(
        files_deadline=row.call.files_deadline,
        stay_until=row.call.stay_until,
        told_on=told,
        ended_on=brussels_date(row.withdrawn_at) if row.withdrawn_at else None,
        outcome=outcome,
        file=file.state if file else FILE.initial,
        granted=granted,
        complaint_open=any(each.answered_at is None for each in complaints),
        complaint_answered_on=max(answered, default=None),
    )


def due(code: str, on: date, persons: Collection[int] | None = None) -> list[int]:
    """Learners whose data under this rule goes on that day."""
    days = {person: rules.due_on(standing, code) for person, standing in standings(persons).items()}
    return sorted(person for person, day in days.items() if day is not None and day <= on)


# Not restricted, but kept no longer than the stay asks.
UNTIL_RETURN = ("candidacies.emergency_contact",)


def health_due(on: date) -> list[Document]:
    """Papers on health, and whom to call, about stays that ended, or were called off, so long ago."""
    last = rules.returned_by(on)
    stays = Mobility.objects.filter(Q(planned_until__lte=last) | Q(cancelled_at__lt=end_of_day(last)))
    closed = [code for code, kind in kinds().items() if kind.restricted or code in UNTIL_RETURN]
    rows = Document.objects.filter(
        kind__in=closed, subject_kind=Mobility._meta.label_lower, subject_pk__in=stays.values("pk")
    )
    return list(rows.order_by("pk"))


def nominees_due(on: date) -> list[int]:
    """Foreign learners who were nominated and did not come, long enough ago."""
    ends: dict[int, list[date | None]] = defaultdict(list)
    rows = Nomination.objects.filter(mobility__person__erased_at=None).select_related("call", "mobility")
    for row in rows.exclude(mobility__person__in=Candidacy.objects.values("learner")):
        ends[row.mobility.person_id].append(rules.nomination_ended_on(_of_nomination(row)))
    days = {person: rules.nominee_due_on(ended) for person, ended in ends.items()}
    return sorted(person for person, day in days.items() if day is not None and day <= on)


def _of_nomination(row: Nomination) -> rules.NominationHistory:
    withdrawn = brussels_date(row.withdrawn_at) if row.withdrawn_at else None
    return rules.NominationHistory(row.call.stay_until, withdrawn, row.accepted_at is not None)


def hosts_due(on: date) -> list[int]:
    """Who received, or could have, and it is over long enough; nobody who is something else here too."""
    days = {person: rules.host_due_on(ended) for person, ended in endings().items()}
    return lone_guardians([person for person, day in days.items() if day is not None and day <= on])


def needs_due(on: date) -> QuerySet[Needs]:
    """What a bed had to meet, of stays that ended, or were called off, so long ago."""
    last = rules.returned_by(on)
    return Needs.objects.filter(Q(mobility__planned_until__lte=last) | Q(mobility__cancelled_at__lt=end_of_day(last)))


def support_due(on: date) -> QuerySet[Support]:
    """Support that was agreed, of the same stays."""
    last = rules.returned_by(on)
    return Support.objects.filter(Q(mobility__planned_until__lte=last) | Q(mobility__cancelled_at__lt=end_of_day(last)))


def proofs_due(on: date) -> QuerySet[Proofs]:
    """What was in order for the work, of the same stays."""
    last = rules.returned_by(on)
    return Proofs.objects.filter(Q(mobility__planned_until__lte=last) | Q(mobility__cancelled_at__lt=end_of_day(last)))


def not_erased(persons: Collection[int]) -> list[int]:
    return list(Person.objects.filter(pk__in=persons, erased_at=None).order_by("pk").values_list("pk", flat=True))


def with_left(persons: Collection[int], keeps: Iterable[str]) -> list[int]:
    """Those of the persons about whom something is still held under these rules."""
    found: set[int] = set()
    for each in holdings(keeps):
        found.update(each.left(persons).order_by().values_list(each.path, flat=True).distinct())
    return sorted(found)


def lone_guardians(persons: Collection[int]) -> list[int]:
    """Those who are nobody's guardian any more, and nothing else here."""
    rows = Person.objects.filter(pk__in=persons, erased_at=None)
    for model, name in (
        (Guardian, "person"), (HomeGuardian, "person"), (Role, "person"), (Account, "person"), (Candidacy, "learner"),
        (Mobility, "person"),
    ):  # fmt: skip
        rows = rows.exclude(pk__in=model._default_manager.values(name))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def contacts_due(on: date) -> list[int]:
    """Who acted for an organisation, long enough ago, and is no candidate or guardian."""
    ends: dict[int, list[date | None]] = defaultdict(list)
    acted = Role.objects.filter(person__erased_at=None)
    for person, until in acted.exclude(person__in=Candidacy.objects.values("learner")).values_list("person", "until"):
        ends[person].append(brussels_date(until) if until else None)
    guardians = set(Guardian.objects.values_list("person", flat=True))
    days = {person: rules.contact_due_on(ended) for person, ended in ends.items() if person not in guardians}
    return sorted(person for person, day in days.items() if day is not None and day <= on)


def candidacies_by_call(persons: Collection[int]) -> dict[str, int]:
    """Call → how many candidacies of these persons it has, for the report of a run."""
    calls = Candidacy.objects.filter(learner__in=persons).values_list("call", flat=True)
    return {str(call): number for call, number in sorted(Counter(calls).items())}


def call_counts(run: Run) -> list[tuple[Call, int]]:
    """The calls of a run's report, the newest first."""
    counts = {int(call): number for call, number in run.report.get("calls", {}).items()}
    return [(call, counts[call.pk]) for call in Call.objects.filter(pk__in=counts).order_by("-files_deadline", "-pk")]
