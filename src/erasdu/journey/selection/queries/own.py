"""What a candidate sees of the selection they take part in: their own, and nothing before they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import rules
from erasdu.journey.selection.models import Complaint, Decision, Practical, Publicity, ScoresRequest, Selection
from erasdu.journey.selection.queries.board import File, board, file_of
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.actor import COORDINATOR, Actor


@dataclass(frozen=True, slots=True)
class Own:
    """`decision`: once told. `file`: with scores and arguments, once asked for."""

    selection: Selection | None
    told: bool
    decision: Decision | None
    practical: Practical | None
    publicity: Mapping[str, Publicity]
    request: ScoresRequest | None
    file: File | None
    complaints: Sequence[Complaint]

    @property
    def sharing_form(self) -> str:
        return self.practical.sharing_form if self.practical else ""

    @property
    def total(self) -> str:
        return rules.shown(self.file.total) if self.file and self.file.total is not None else ""


def own_of(candidacy: Candidacy) -> Own:
    """For the candidate themselves; who may call it is decided by `access.own_candidacies`."""
    selection = (
        Selection.objects.filter(enrolment=candidacy.enrolment_id)
        .select_related("enrolment__call", "enrolment__school", "lead")
        .first()
    )
    told = selection is not None and selection.state in KNOWN
    request = ScoresRequest.objects.filter(candidacy=candidacy).first()
    shown = told and request is not None and request.given_at is not None
    return Own(
        selection,
        told,
        Decision.objects.filter(candidacy=candidacy).first() if told else None,
        Practical.objects.filter(candidacy=candidacy).first(),
        {row.purpose: row for row in Publicity.objects.filter(candidacy=candidacy)},
        request,
        _file(selection, candidacy) if selection and shown else None,
        list(Complaint.objects.filter(candidacy=candidacy).order_by("received_at")),
    )


def _file(selection: Selection, candidacy: Candidacy) -> File | None:
    # Read with a coordinator's eyes: the candidate gets every score and argument about themselves.
    whole = board(selection, Actor(None, COORDINATOR, via="system"))
    return file_of(whole, candidacy.key)
