"""One candidacy with everything that the reader may see of it, from every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.journal.queries import timeline
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import about
from erasdu.journey.admissions import access as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies import queries as candidacy_queries
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.readiness.models import LetPass
from erasdu.journey.readiness.queries import for_handing_in, passed_of
from erasdu.journey.selection import access as selections
from erasdu.journey.selection import queries as selection_queries
from erasdu.journey.selection.models import Assessment, Input, Interview, Panellist, Selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Requirement
from erasdu.office.outreach import queries as outreach
from erasdu.office.outreach.models import Message, Note
from erasdu.web import rules
from erasdu.web.queries import standing

MESSAGE, NOTE = "outreach.message_sent", "outreach.note_added"
STUCK = (Letter.State.BOUNCED, Letter.State.FAILED)
LONGEST = 200  # lines of a timeline


@dataclass(frozen=True, slots=True)
class Judged:
    """How far the selection is with one learner; `outcome` while it stands."""

    selection: Selection | None
    interviewed: bool
    asked: int
    given: int
    assessors: int
    final: int
    outcome: selection_queries.Outcome | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: a journal line, a letter, a message or a note."""

    at: datetime
    who: str
    line: Line | None = None
    letter: Letter | None = None
    message: Message | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    candidacy: Candidacy
    stage: str
    step: str
    form: candidacy_queries.FormState
    guardians: list[Guardian]
    judged: Judged
    file: CandidateFile | None
    requirements: list[Requirement]
    passed: list[LetPass]
    timeline: list[Moment]
    todo: list[Note]
    letters_stuck: int
    papers: candidacy_queries.Dossier


def rows(actor: Actor) -> QuerySet[Candidacy]:
    """What a dossier page opens, for who follows it for others."""
    if not (actor.is_coordinator or actor.is_contact_point):
        return Candidacy.objects.none()
    return standing.with_facts(candidacy_queries.with_form(candidacies.candidacies_for(actor)))


def dossier(candidacy: Candidacy, actor: Actor, at: datetime) -> Dossier:
    """Everything on one dossier; the candidacy comes from `rows`."""
    facts = standing.facts_of(candidacy)
    notes = outreach.notes_of(actor, candidacy)
    letters = list(about(candidacy)[:LONGEST])
    return Dossier(
        candidacy,
        rules.stage(facts),
        rules.step(facts),
        candidacy_queries.form_state(candidacy),
        candidacy_queries.guardians_of(candidacy),
        _judged(candidacy, actor),
        admissions.files_for(actor).filter(candidacy=candidacy).first(),
        for_handing_in([candidacy.pk], brussels_date(at))[candidacy.pk],
        passed_of(candidacy),
        _timeline(candidacy, actor, notes, letters),
        [note for note in notes if note.follow_up_on and not note.done_at],
        sum(letter.state in STUCK for letter in letters),
        candidacy_queries.dossier(candidacy, at),
    )


def _judged(candidacy: Candidacy, actor: Actor) -> Judged:
    chosen = selections.selections_for(actor).filter(enrolment=candidacy.enrolment_id).first()
    asked = list(Input.objects.filter(candidacy=candidacy, withdrawn_at=None).values_list("given_at", flat=True))
    panel = Panellist.objects.filter(selection=chosen, assesses=True, until=None).count() if chosen else 0
    final = Assessment.objects.filter(candidacy=candidacy, final_at__isnull=False).count()
    return Judged(
        chosen,
        Interview.objects.filter(candidacy=candidacy).exists(),
        len(asked),
        sum(given is not None for given in asked),
        max(panel, final),
        final,
        selection_queries.outcome_of([candidacy.pk]).get(candidacy.pk),
    )


def _timeline(candidacy: Candidacy, actor: Actor, notes: list[Note], letters: list[Letter]) -> list[Moment]:
    """Newest first. A message shows once, as a message; its letter only when it did not arrive."""
    lines = list(timeline(candidacy)[:LONGEST])
    people = Person.objects.in_bulk({line.person for line in lines if line.person})
    messages = outreach.messages_about(actor, candidacy)
    by_key = {note.key: note for note in notes}
    found = []
    for line in lines:
        who = str(people[line.person]) if line.person in people else ""
        note = by_key.get(str(line.data.get("note"))) if line.code == NOTE else None
        message = messages.get(str(line.data.get("message"))) if line.code == MESSAGE else None
        found.append(Moment(line.at, who, line, None, message, note))
    found += [Moment(letter.created_at, "", letter=letter) for letter in letters if not _shown_as_message(letter)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _shown_as_message(letter: Letter) -> bool:
    return letter.template == outreach.TEMPLATE and letter.state not in STUCK


# -- the one next action of each step --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Next:
    """Where the one button of a step leads: a code for its words, and an address."""

    code: str
    url: str
    by: date | None = None


def next_of_application(of: Dossier, actor: Actor) -> Next | None:
    row = of.candidacy
    if of.stage in ("withdrawn", "refused"):
        return Next("see_candidacy", reverse("candidacies:candidate", args=[row.key]))
    page = reverse("candidacies:candidate", args=[row.key])
    if row.confirmed_at is None:
        return Next("confirm", page, candidacies.learner_deadline(row.enrolment))
    return Next("see_candidacy" if row.eligible_at else "check_eligibility", page)


def next_of_selection(of: Dossier, actor: Actor) -> Next | None:
    chosen = of.judged.selection
    if chosen is None:
        return Next("to_selections", reverse("selection:overview")) if actor.is_contact_point else None
    if of.candidacy.state != "applied":
        return None
    return Next("to_assessment", reverse("selection:learner", args=[chosen.key, of.candidacy.key]))


def next_of_file(of: Dossier, actor: Actor) -> Next | None:
    """For the school: hand in or complete; for the coordinator: look at it and answer."""
    if actor.is_coordinator:
        if of.file is None or of.file.handed_in_at is None:
            return None
        return Next("see_file", reverse("admissions:file", args=[of.file.key]), of.file.answer_by)
    if of.file is not None and of.file.state != "preparing":
        code = "complete_file" if of.file.state == "returned" else "see_file"
        return Next(code, reverse("admissions:file", args=[of.file.key]), of.file.grace_until)
    outcome = of.judged.outcome
    if outcome is None or outcome.outcome == "not_selected":
        return None
    deadline = of.candidacy.call.files_deadline
    return Next("hand_in", reverse("admissions:school", args=[of.candidacy.enrolment.key]), deadline)
