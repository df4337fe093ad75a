"""How many learners each partner sent and hosted, by year: reciprocity, without money."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting.models import Booking
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import access
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.states import ACCEPTED
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """`sent`: learners of the partner who come here; `hosted`: ours whom it receives, in the year of the stay."""

    partner: Organisation
    year: int
    sent: int
    hosted: int

    @property
    def balance(self) -> int:
        """More than 0: the partner hosted more than it sent."""
        return self.hosted - self.sent

    @property
    def apart(self) -> int:
        return abs(self.balance)


def ledger(actor: Actor) -> list[LedgerLine]:
    """For the coordinator of every partner, for a partner its own; of each the newest year first. Three queries."""
    partners = {row.pk: row for row in access.partners_for(actor).order_by("name", "pk")}
    sent, hosted = _sent(partners), _hosted(partners)
    keys = sorted({*sent, *hosted}, key=lambda key: (partners[key[0]].name, key[0], -key[1]))
    return [LedgerLine(partners[pk], year, sent[pk, year], hosted[pk, year]) for pk, year in keys]


def _sent(partners: dict[int, Organisation]) -> Counter[tuple[int, int]]:
    rows = Nomination.objects.filter(partner__in=partners, state=ACCEPTED, mobility__state="planned")
    columns = rows.values_list("partner", "mobility__planned_from", "call__stay_from")
    return Counter((partner, (first or window).year) for partner, first, window in columns)


def _hosted(partners: dict[int, Organisation]) -> Counter[tuple[int, int]]:
    """By the receiving organisation, or by a confirmed place in a partner's network."""
    placed = Booking.objects.filter(mobility=OuterRef("pk"), released_at=None, state=Booking.State.CONFIRMED)
    there = placed.filter(placement__company__keeper__in=partners)
    rows = Mobility.objects.filter(direction="outgoing", kind="learner", state="planned")
    rows = rows.filter(Q(receiving__in=partners) | Q(Exists(there)))
    columns = ("pk", "receiving", "planned_from", "call__stay_from")
    found = list(rows.values_list(*columns))
    keeper = dict(
        Booking.objects.filter(
            mobility__in=[row[0] for row in found], released_at=None, state=Booking.State.CONFIRMED,
            placement__company__keeper__in=partners,
        ).values_list("mobility", "placement__company__keeper")
    )  # fmt: skip
    counted: Counter[tuple[int, int]] = Counter()
    for pk, receiving, first, window in found:
        partner = receiving if receiving in partners else keeper.get(pk)
        if partner is not None:
            counted[partner, (first or window).year] += 1
    return counted
