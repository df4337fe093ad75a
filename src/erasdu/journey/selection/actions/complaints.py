"""Complaints against a decision, and candidates who ask for their own scores."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access
from erasdu.journey.selection.actions.locking import locked_of
from erasdu.journey.selection.models import Complaint, ScoresRequest
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no


@transaction.atomic
def complain(candidacy: Candidacy, *, text: str, by: Actor, at: datetime) -> Complaint:
    """By the candidate, or written down by the school when it came another way."""
    selection = locked_of(candidacy)
    access.may_complain(by, candidacy, selection, on=brussels_date(at)).require()
    complaint = Complaint.objects.create(candidacy=candidacy, text=text, received_at=at, recorded_by_id=by.person)
    journal.record("selection.complaint_received", subjects=[candidacy, selection], by=by, at=at)
    return complaint


@transaction.atomic
def answer_complaint(complaint: Complaint, *, answer: str, by: Actor, at: datetime) -> None:
    selection = locked_of(complaint.candidacy)
    access.may_answer_complaint(by, complaint, selection).require()
    row = Complaint.objects.filter(pk=complaint.pk, answered_at=None)
    if row.update(answer=answer, answered_at=at, answered_by=by.person) == 0:
        no("complaint_answered").require()
    journal.record("selection.complaint_answered", subjects=[complaint.candidacy, selection], by=by, at=at)


@transaction.atomic
def ask_scores(candidacy: Candidacy, *, by: Actor, at: datetime) -> ScoresRequest:
    """A candidate who was told asks for their own scores and gets them at once; asking twice asks once."""
    selection = locked_of(candidacy)
    access.may_ask_scores(by, candidacy, selection).require()
    request, new = ScoresRequest.objects.get_or_create(candidacy=candidacy, defaults={"asked_at": at, "given_at": at})
    if new:
        journal.record("selection.scores_given", subjects=[candidacy, selection], by=by, at=at)
    return request
