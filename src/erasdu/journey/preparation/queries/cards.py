"""Which cards and documents somebody at school still has to look at, of all learners of a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import queries as insurance
from erasdu.journey.insurance import rules as insured
from erasdu.journey.insurance.rules.documents import PRIVATE
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import access, rules
from erasdu.journey.preparation.queries.facts import facts
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Lacking:
    """One learner with what was not seen. `card`: the code of what one gets medical care with there, "" for none."""

    mobility: Mobility
    fund: bool
    card: str
    document: bool


def cards_to_see(actor: Actor, call: Call, on: date) -> Sequence[Lacking]:
    """Of own learners whose days are known, in order of name; constant in queries."""
    rows = access.stays_to_invite(actor, call).filter(direction="outgoing", planned_from__isnull=False)
    stays = list(rows.order_by("person__family_name", "person__given_name", "pk"))
    pks = [stay.pk for stay in stays]
    covers, known = insurance.facts(pks, insurance.worked_days(pks)), facts(pks)
    found = [_lacking(stay, covers[stay.pk], known[stay.pk], on) for stay in stays]
    return [each for each in found if each.fund or each.card or each.document]


def without_days(actor: Actor, call: Call) -> int:
    """Of how many own learners who leave the days are not known, so that nobody can say until when a card must last."""
    return access.stays_to_invite(actor, call).filter(direction="outgoing", planned_from=None).count()


def _lacking(stay: Mobility, covers: insured.Facts, known: rules.Facts, on: date) -> Lacking:
    unmet = {item.code for item in (*insured.requirements(covers, on), *rules.requirements(known, on)) if not item.met}
    rule = insured.document_of(covers)
    card = rule.document if rule and rule.document != PRIVATE and "insured_health" in unmet else ""
    return Lacking(stay, "insured_mutual" in unmet, card, "travel_document" in unmet)
