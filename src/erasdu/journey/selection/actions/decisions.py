"""Lots, decisions, the reserve list, telling the candidates, and opening it all again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from erasdu.ground.journal import actions as journal
from erasdu.journey.candidacies.actions import take_back_papers
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, queries
from erasdu.journey.selection.actions.locking import locked, locked_of
from erasdu.journey.selection.models import Decision, Lot, Selection
from erasdu.journey.selection.queries import Board, File
from erasdu.journey.selection.states import SELECTION
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome (selected, reserve, not_selected) with its reason."""

    outcome: str
    reason: str


@transaction.atomic
def set_places(selection: Selection, places: int, *, by: Actor, at: datetime) -> None:
    """How many places the school has: where the line of the ranking is drawn."""
    selection = locked(selection)
    access.may_decide(by, selection).require()
    Selection.objects.filter(pk=selection.pk).update(places=places, revision=F("revision") + 1)
    journal.record("selection.places_set", subjects=[selection], by=by, at=at, places=places)


@transaction.atomic
def draw_lots(selection: Selection, *, by: Actor, at: datetime) -> int:
    """Draw and record a number for each candidate in a tie that nothing else ends; how many were drawn."""
    selection = locked(selection)
    access.may_draw_lots(by, selection).require()
    waiting = [pk for group in queries.board(selection, by).lots_to_draw for pk in group]
    has = set(Lot.objects.filter(selection=selection).values_list("candidacy", flat=True))
    drawn = [pk for pk in waiting if pk not in has]
    if not drawn:
        no("no_lots_to_draw").require()
    secrets.SystemRandom().shuffle(drawn)
    last = Lot.objects.filter(selection=selection).aggregate(last=Max("number"))["last"] or 0
    rows = [
        Lot(candidacy_id=pk, selection=selection, number=last + place, at=at, by_id=by.person)
        for place, pk in enumerate(drawn, 1)
    ]
    Lot.objects.bulk_create(rows)
    subjects = [selection, *Candidacy.objects.filter(pk__in=drawn)]
    journal.record("selection.lots_drawn", subjects=subjects, by=by, at=at, order=drawn)
    return len(drawn)


@transaction.atomic
def choose(candidacy: Candidacy, choice: Choice, *, by: Actor, at: datetime) -> None:
    """The decision on one candidate, before the candidates are told; nothing required may be missing."""
    selection = locked_of(candidacy)
    access.may_change_decision(by, selection).require()
    board = queries.board(selection, by)
    item = queries.file_of(board, candidacy.key)
    if item is None:
        no("not_a_candidate").require()
    assert item is not None
    item.verdict.require()
    _check({candidacy.pk: choice}, board, already=_selected_besides(board, candidacy.pk))
    _write(selection, item, choice, by, at)
    if selection.state not in SELECTION.sources("decide"):
        _number_reserves(selection)
        journal.record("selection.decision_changed", subjects=[candidacy, selection], by=by, at=at)


@transaction.atomic
def decide(selection: Selection, choices: Mapping[int, Choice], *, by: Actor, at: datetime) -> None:
    """The school decides on all candidates at once: selected, reserve in ranked order, not selected."""
    selection = locked(selection)
    access.may_decide(by, selection).require()
    board = queries.board(selection, by)
    _complete(board, choices)
    _check(choices, board)
    if _step(selection, "decide", held_on=selection.held_on or brussels_date(at)) == 0:
        no("changed_meanwhile").require()
    for item in board.files:
        _write(selection, item, choices[item.candidate.id], by, at)
    Decision.objects.filter(selection=selection).exclude(candidacy__in=list(choices)).delete()
    _number_reserves(selection, afresh=True)
    journal.record("selection.decided", subjects=[selection], by=by, at=at, candidates=len(choices))


@transaction.atomic
def move_reserve(candidacy: Candidacy, *, up: bool, by: Actor, at: datetime) -> None:
    """One place up or down on the reserve list, before the candidates are told."""
    selection = locked_of(candidacy)
    access.may_change_decision(by, selection).require()
    reserves = list(_reserves(selection))
    at_now = next((index for index, row in enumerate(reserves) if row.candidacy_id == candidacy.pk), None)
    if at_now is None:
        no("not_on_reserve").require()
    assert at_now is not None
    to = at_now - 1 if up else at_now + 1
    if not 0 <= to < len(reserves):
        no("reserve_end").require()
    reserves[at_now], reserves[to] = reserves[to], reserves[at_now]
    for place, row in enumerate(reserves, 1):
        Decision.objects.filter(pk=row.pk).update(reserve_rank=place)
    journal.record("selection.reserve_moved", subjects=[candidacy, selection], by=by, at=at, place=to + 1)


@transaction.atomic
def tell(selection: Selection, *, complaint_how: str, complaint_by: date, by: Actor, at: datetime) -> None:
    """Tell each candidate, with how and until when to complain; after reopening, whose outcome changed."""
    selection = locked(selection)
    access.may_tell(by, selection).require()
    today = brussels_date(at)
    if not complaint_how.strip():
        no("complaint_how_missing").require()
    if complaint_by <= today:
        no("complaint_day_too_soon").require()
    values = {"complaint_how": complaint_how, "complaint_by": complaint_by, "told_on": today}
    if _step(selection, "tell", **values) == 0:
        no("changed_meanwhile").require()
    news = list(selection.decisions.exclude(told_outcome=F("outcome")).select_related("candidacy").order_by("rank"))
    for row in news:
        Decision.objects.filter(pk=row.pk).update(told_outcome=row.outcome)
        if row.outcome == "not_selected":  # nobody needs approvals for them any more
            take_back_papers([row.candidacy_id], reason="", at=at)
        journal.record(f"selection.{row.outcome}", subjects=[row.candidacy, selection], by=by, at=at)
    journal.record("selection.told", subjects=[selection], by=by, at=at, told=len(news))


@transaction.atomic
def reopen(selection: Selection, *, reason: str, by: Actor, at: datetime) -> None:
    """Open the selection again, with a reason that the next version of the report shows."""
    selection = locked(selection)
    access.may_reopen(by, selection).require()
    if _step(selection, "reopen", correction=reason, closed_at=None) == 0:
        no("changed_meanwhile").require()
    journal.record("selection.reopened", subjects=[selection], by=by, at=at)


def _step(selection: Selection, name: str, **values: object) -> int:
    """One conditional UPDATE; how many rows it changed."""
    rows = Selection.objects.filter(pk=selection.pk, state__in=SELECTION.sources(name))
    return rows.update(state=SELECTION.target(name), revision=F("revision") + 1, **values)


def _complete(board: Board, choices: Mapping[int, Choice]) -> None:
    queries.decidable(board).require()
    if set(choices) != {item.candidate.id for item in board.files}:
        no("changed_meanwhile").require()


def _check(choices: Mapping[int, Choice], board: Board, already: int = 0) -> None:
    if any(choice.outcome not in Decision.Outcome.values for choice in choices.values()):
        raise ValueError("unknown outcome")
    if not all(choice.reason.strip() for choice in choices.values()):
        no("reason_missing").require()
    selected = already + sum(choice.outcome == Decision.Outcome.SELECTED for choice in choices.values())
    if selected > board.seats:
        no("too_many_selected", selected=selected, places=board.seats).require()


def _selected_besides(board: Board, pk: int) -> int:
    others = [item.decision for item in board.files if item.candidate.id != pk and item.decision]
    return sum(row.outcome == Decision.Outcome.SELECTED for row in others)


def _write(selection: Selection, item: File, choice: Choice, by: Actor, at: datetime) -> None:
    assert item.total is not None
    Decision.objects.update_or_create(
        candidacy_id=item.candidate.id,
        defaults={
            "selection": selection,
            "outcome": choice.outcome,
            "reason": choice.reason,
            "reserve_rank": item.decision.reserve_rank if item.decision and choice.outcome == "reserve" else None,
            "total_numerator": item.total.numerator,
            "total_denominator": item.total.denominator,
            "rank": item.rank or 0,
            "lot": item.lot,
            "at": at,
            "by_id": by.person,
        },
    )


def _reserves(selection: Selection) -> list[Decision]:
    rows = Decision.objects.filter(selection=selection, outcome=Decision.Outcome.RESERVE)
    return list(rows.order_by(F("reserve_rank").asc(nulls_last=True), "rank"))


def _number_reserves(selection: Selection, *, afresh: bool = False) -> None:
    """1, 2, 3 in ranked order, or in the order they had, newcomers last."""
    rows = _reserves(selection)
    if afresh:
        rows.sort(key=lambda row: row.rank)
    for place, row in enumerate(rows, 1):
        Decision.objects.filter(pk=row.pk).update(reserve_rank=place)
