"""Writing down what was seen to be in order before a learner works somewhere, and taking that back."""

from datetime import date, datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.vault.queries import keyring
from erasdu.journey.hosting.words.content import PROOFS
from erasdu.journey.matching import access
from erasdu.journey.matching.actions.boards import check_on, seen
from erasdu.journey.matching.models import Board
from erasdu.journey.matching.models import Proofs as Row
from erasdu.journey.matching.queries.proofs import about, opened
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no


@transaction.atomic
def see_proof(
    board: Board,
    mobility: Mobility,
    code: str,
    *,
    seen_by: str,
    seen_on: date,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Only that it is in order, who saw it and when: never the paper itself."""
    access.may_decide(by, board).require()
    check_on(board, mobility)
    if code not in PROOFS:
        no("proof_unknown").require()
    if not seen_by.strip():
        no("proof_without_name").require()
    if seen_on > brussels_date(at):
        no("certificate_to_come").require()
    seen(board, revision)
    _write(mobility, _known(mobility) | {code: (seen_by.strip()[:120], seen_on.isoformat())}, at)
    journal.record("match.proof_seen", subjects=[mobility, board], by=by, at=at)


@transaction.atomic
def take_proof_back(board: Board, mobility: Mobility, code: str, *, revision: int, by: Actor, at: datetime) -> None:
    access.may_decide(by, board).require()
    check_on(board, mobility)
    seen(board, revision)
    known = _known(mobility)
    if known.pop(code, None):
        _write(mobility, known, at)
        journal.record("match.proof_taken_back", subjects=[mobility, board], by=by, at=at)


def _known(mobility: Mobility) -> dict[str, tuple[str, str]]:
    row = Row.objects.select_for_update().filter(mobility=mobility).first()
    return opened(row) if row else {}


def _write(mobility: Mobility, known: dict[str, tuple[str, str]], at: datetime) -> None:
    """A row of which nothing is left goes."""
    if not known:
        Row.objects.filter(mobility=mobility).delete()
        return
    closed = keyring().close_json({code: list(told) for code, told in known.items()}, about(mobility.pk))
    Row.objects.update_or_create(mobility=mobility, defaults={"closed": closed, "at": at})
