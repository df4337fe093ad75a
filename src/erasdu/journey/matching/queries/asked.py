"""What waits for somebody's yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from erasdu.journey.matching import access
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.matching.queries.changed import against_now
from erasdu.journey.matching.queries.guests import Guest, guest
from erasdu.journey.matching.queries.offered import Offered, offered
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import queries as sharing
from erasdu.journey.sharing.models import Share
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Verdict

RELATED = (
    "match__placement__company__organisation", "match__placement__company__town", "match__room__home__town",
    "match__mobility__profile", "match__mobility__call",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An answer to give, with what may be known of the learner before everybody agreed.

    A partner abroad reads of a learner only what was shared, where each look is kept (`share`, None once it was taken
    back), and what a family must know on a page of its own (`apart`): needs do not stand beside a name. `against`:
    rules that are against it by now; which they are is for who may read it (`reads`). `offered`: what an organisation
    says yes to. `about`: whom a question to a host is about, for the school that receives them and for the coordinator:
    they answer for a host that they call.
    """

    answer: Answer
    guest: Guest | None
    may: Verdict
    share: Share | None = None
    apart: bool = False
    against: tuple[str, ...] = ()
    offered: Offered | None = None
    about: str = ""

    @property
    def name(self) -> str:
        """Of the learner, as far as this reader knows it; "" otherwise."""
        return self.about or (self.offered.learner if self.offered else "")

    @property
    def host(self) -> str:
        """The company or family that it was asked of; "" when the own organisation was."""
        return host_name(self.answer) if self.for_host else ""

    @property
    def for_host(self) -> bool:
        """Whether it was asked of a company or family, which somebody else may answer for."""
        return self.answer.party in (Answer.Party.COMPANY, Answer.Party.FAMILY)

    @property
    def reads(self) -> bool:
        """Schools that send or receive read which rule it is; a host and its partner do not."""
        return self.answer.party in (Answer.Party.SCHOOL, Answer.Party.RECEIVER)

    @property
    def told(self) -> bool:
        """Whether a rule was set aside, with why, and this one reads it."""
        return bool(self.answer.match.against) and self.reads


def to_answer(actor: Actor, at: datetime) -> list[Question]:
    """What this actor, or a host that they keep, was asked and did not answer: by match, the oldest first."""
    rows = list(_open(actor).select_related(*RELATED).order_by("asked_at", "pk"))
    oldest = {match: place for place, match in reversed(list(enumerate(row.match_id for row in rows)))}
    found = sorted(rows, key=lambda row: oldest[row.match_id])
    shares = {row.mobility_id: row for row in sharing.visible_to(actor, at)}
    against = against_now({row.match_id: row.match for row in found}.values())
    return [
        replace(_question(actor, row, shares.get(row.match.mobility_id)), against=against.get(row.match_id, ()))
        for row in found
    ]


def _question(actor: Actor, row: Answer, share: Share | None) -> Question:
    may = access.may_answer(actor, row)
    if not through_share(actor, row):
        return Question(row, guest(row), may, offered=offered(actor, row), about=_about(actor, row))
    apart = row.party == Answer.Party.FAMILY
    return Question(row, None, may, share, apart=apart, offered=offered(actor, row))


def _about(actor: Actor, row: Answer) -> str:
    stay, host = row.match.mobility, row.party in (Answer.Party.COMPANY, Answer.Party.FAMILY)
    receives = actor.is_contact_point and not actor.is_partner and stay.receiving_id in actor.scope
    return str(stay.person) if host and (actor.is_coordinator or receives) else ""


def without_mail(actor: Actor, matches: Iterable[Match]) -> tuple[list[str], dict[str, list[str]]]:
    """Hosts that were asked about these and have no e-mail address: nothing reached them. Each once, by name.

    Those for whom the actor may answer, and the others by who keeps them: those call them.
    """
    rows = Answer.objects.filter(match__in=list(matches), what="", party__in=("company", "family"))
    keepers = ("match__placement__company__keeper", "match__room__home__keeper")
    silent = rows.filter(Q(person=None) | Q(person__email="")).select_related(*RELATED, *keepers).order_by("pk")
    mine = set(access.answers_for(actor).filter(pk__in=[row.pk for row in silent]).values_list("pk", flat=True))
    own: list[str] = []
    kept: dict[str, list[str]] = {}
    for row in silent:
        names = own if row.pk in mine else kept.setdefault(_keeper(row), [])
        if (name := host_name(row)) not in names:
            names.append(name)
    return own, kept


def _keeper(row: Answer) -> str:
    match = row.match
    host = match.placement.company if match.placement and row.party == Answer.Party.COMPANY else None
    return host.keeper.name if host else match.room.home.keeper.name if match.room else ""


def host_name(row: Answer) -> str:
    match = row.match
    if row.party == Answer.Party.COMPANY:
        return match.placement.company.organisation.name if match.placement else ""
    return match.room.home.name if match.room else ""


def through_share(actor: Actor, row: Answer) -> bool:
    """Of learners whom a partner itself sends it knows who they are."""
    return actor.is_partner and row.match.mobility.direction == Mobility.Direction.OUTGOING


def family_question(actor: Actor, key: str, at: datetime) -> Answer | None:
    """What a partner was asked for a family that it keeps, while the profile is shared with it."""
    row = _open(actor).filter(key=key, party=Answer.Party.FAMILY).select_related(*RELATED).first()
    if row is None or not sharing.visible_to(actor, at).filter(mobility=row.match.mobility_id).exists():
        return None
    return row


def taken_back(match: Match, at: datetime) -> frozenset[int]:
    """Who keeps a host of this match but may read nothing of the learner: abroad only what is shared is read."""
    return taken_back_of([match], brussels_date(at)).get(match.pk, frozenset())


def taken_back_of(matches: Iterable[Match], on: date) -> dict[int, frozenset[int]]:
    """The same of many: match → those; only where there are any. One query."""
    abroad = [match for match in matches if match.mobility.direction == Mobility.Direction.OUTGOING]
    shared = sharing.live_of([match.mobility_id for match in abroad], on) if abroad else ()
    found = {}
    for match in abroad:
        hosts = (match.placement.company if match.placement else None, match.room.home if match.room else None)
        keepers = {host.keeper_id for host in hosts if host is not None}
        found[match.pk] = frozenset(each for each in keepers if (match.mobility_id, each) not in shared)
    return {pk: those for pk, those in found.items() if those}


def is_shown(row: Answer, at: datetime) -> bool:
    """Whether a company or family that was asked may still read of the learner."""
    match, family = row.match, row.party == Answer.Party.FAMILY
    placement, room = match.placement, match.room
    host = (room.home if room else None) if family else (placement.company if placement else None)
    return host is None or host.keeper_id not in taken_back(match, at)


def for_own(actor: Actor) -> list[Answer]:
    """What was asked of this actor's own organisation, not of hosts that it keeps: one yes may answer them all."""
    return list(_open(actor).filter(organisation__in=actor.scope).select_related(*RELATED).order_by("asked_at", "pk"))


def asked_about(actor: Actor, stay: Mobility) -> bool:
    """Whether an answer about this stay waits for this actor."""
    return _open(actor).filter(match__mobility=stay).exists()


def waiting(actor: Actor) -> int:
    """How many there are."""
    return _open(actor).count()


def _open(actor: Actor) -> QuerySet[Answer]:
    return access.answers_for(actor).filter(what="", match__ended_at=None, match__state="asked")
