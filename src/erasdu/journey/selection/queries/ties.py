"""Signs that an assessor and a candidate may be family, and who was asked what by link."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Criterion
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, rules
from erasdu.journey.selection.models import Assessment, Input, Score, Selection
from erasdu.journey.selection.queries.board import Board
from erasdu.kernel.actor import Actor

WARN, SURNAME = "warn", "surname"


def signs(selection: Selection, roles: Iterable[Role]) -> dict[tuple[int, int], str]:
    """By role and candidacy: "warn" for the same surname at the same address, "surname" for that alone.

    Adults have no street here: their address is the e-mail address or telephone that a learner's family gave.
    """
    rows = access.taking_part().filter(enrolment=selection.enrolment_id).select_related("learner", "profile")
    found: dict[tuple[int, int], str] = {}
    given = list(roles)
    for candidacy in rows.prefetch_related("guardians__person"):
        names, addresses = _family(candidacy)
        for role in given:
            same_name = _folded(role.person.family_name) in names
            same_address = bool(addresses & _addresses(role.person))
            verdict = rules.conflict(declared_private_tie=False, same_surname=same_name, same_address=same_address)
            if verdict == WARN or same_name:
                found[role.pk, candidacy.pk] = WARN if verdict == WARN else SURNAME
    return found


def _family(candidacy: Candidacy) -> tuple[set[str], set[str]]:
    guardians = [row.person for row in candidacy.guardians.all()]
    people = [candidacy.learner, *guardians]
    addresses = set().union(*(_addresses(person) for person in people)) | {candidacy.profile.emergency_phone}
    return {_folded(person.family_name) for person in people} - {""}, addresses - {""}


def _addresses(person: Person) -> set[str]:
    return {person.email.casefold(), person.phone} - {""}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Asked:
    """One learner about whom somebody was asked: the input, and scores where the call wants them."""

    row: Input
    candidate: access.Candidate
    assessment: Assessment | None
    scores: dict[tuple[str, str], int | None]
    arguments: dict[str, str]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Everything that one person was asked in one selection; `criteria` empty when no scores are wanted."""

    selection: Selection
    items: list[Asked]
    criteria: list[Criterion]

    @property
    def todo(self) -> list[Asked]:
        return [item for item in self.items if item.row.given_at is None]


def asked_of(actor: Actor, selection_pk: int) -> AskedPage | None:
    """By link; None when nothing is asked (any more)."""
    selection = (
        Selection.objects.filter(pk=selection_pk).select_related("enrolment__call", "enrolment__school", "lead").first()
    )
    if selection is None:
        return None
    inputs = {
        row.candidacy_id: row for row in access.inputs_for(actor).filter(candidacy__enrolment=selection.enrolment_id)
    }
    candidates = access.candidates_asked(actor, inputs)
    call = selection.enrolment.call
    wanted = Criterion.objects.filter(call=call).exclude(code="PRACTICAL") if call.scores_by_input else []
    given = _given(actor, inputs) if call.scores_by_input else {}
    items = [_asked(inputs[item.id], item, given.get(item.id)) for item in candidates]
    return AskedPage(selection, items, list(wanted))


def asked_by_person(board: Board) -> list[tuple[Role, int, int]]:
    """Who was asked for input in a selection: the role, how many were given, about how many."""
    counts: dict[int, tuple[Role, int, int]] = {}
    for item in board.files:
        for given in item.inputs:
            role, done, asked = counts.get(given.row.role_id, (given.row.role, 0, 0))
            counts[role.pk] = (role, done + given.given, asked + 1)
    return list(counts.values())


def _given(actor: Actor, ids: Iterable[int]) -> dict[int, Assessment]:
    rows = Assessment.objects.filter(candidacy__in=list(ids), role__person=actor.person, role__kind=actor.role)
    return {row.candidacy_id: row for row in rows.prefetch_related("scores")}


def _asked(row: Input, candidate: access.Candidate, assessment: Assessment | None) -> Asked:
    scores: list[Score] = list(assessment.scores.all()) if assessment else []
    return Asked(
        row,
        candidate,
        assessment,
        {(score.criterion, score.part): score.value for score in scores},
        {score.criterion: score.argument for score in scores if score.argument},
    )
