"""The plan becomes a paper: signed by three parties, of a minor by four; a later version only by whom it binds."""

from datetime import date, datetime, timedelta

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import papers as papers_known
from erasdu.ground.paperwork import queries as papers_read
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.ground.paperwork.models import Envelope
from erasdu.journey.agreements import access, papers, queries
from erasdu.journey.agreements.actions.assessing import ready_link
from erasdu.journey.agreements.actions.parties import host_party, school_party
from erasdu.journey.agreements.actions.planning import held
from erasdu.journey.agreements.actions.programme import keep_days
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.candidacies.queries.consents import CODES
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import deciders
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

DAYS_BEFORE, DAYS_TO_SIGN = 7, 3
LEAST_DAYS = 14  # to sign a change once the stay has begun


def send(plan: LearningPlan, *, by: Actor, at: datetime) -> Envelope:
    """To all who sign; what was signed and did not change for somebody stays signed."""
    access.may_send(by, plan).require()
    check_ready(plan)
    mobility, on = plan.mobility, brussels_date(at)
    before = queries.standing_of(mobility, at)
    envelope = before.envelope if before else None
    of = queries.told_like(plan, papers_read.data_of(envelope) if envelope else None)
    assert plan.placement is not None
    other = papers.beside(of, plan.language, plan.beside)
    draft = paperwork.draft(
        papers.KIND, mobility, parties=_parties(plan, by, at), by=by, at=at,
        facts=of.facts(plan.language, beside=other is not None), language=plan.language, beside=other,
        about=mobility.person.given_name, whose=mobility.person,
        readers=[
            Reads("school", organisation=mobility.sending),
            Reads("receiver", organisation=plan.placement.company.keeper),
        ],
        due_on=max(of.stay.start, on + timedelta(days=LEAST_DAYS)), asked_on=_asked_on(of.stay.start, on),
        terms=queries.terms_of(of.stay, plan.placement.key),
    )  # fmt: skip
    with transaction.atomic():
        if not held(plan):  # somebody wrote a part while this was drawn: it would be signed as it stood before
            no("changed_meanwhile").require()
        keep_days(plan)
        [envelope] = paperwork.send([draft])
        ready_link(plan, at)
        if draft.is_new:
            journal.record("plan.sent", subjects=[plan, mobility], by=by, at=at, version=envelope.version)
    return envelope


def _asked_on(start: date, on: date) -> date | None:
    """By when we ask: some days before the stay, with some days to sign; None where that cannot be."""
    found = max(start - timedelta(days=DAYS_BEFORE), on + timedelta(days=DAYS_TO_SIGN))
    return found if found < start else None


def check_ready(plan: LearningPlan) -> None:
    """Refused while something is empty, or a day breaks a rule that nobody may set aside."""
    if plan.placement is None:
        no("host_unknown").require()
    if not access.receives(plan):
        no("place_not_taken_over").require()
    if queries.stay_of(plan.mobility) is None:
        no("stay_not_planned").require()
    if queries.lacks(plan):
        no("plan_incomplete").require()
    if any(fault.hard for fault in queries.faults_of(plan)):
        no("programme_breaks_rules").require()


def who_is_asked(plan: LearningPlan, *, by: Actor, at: datetime) -> list[list[Party]]:
    """Who would be asked to sign now, in turn: those of one turn at once. Refused where somebody lacks."""
    parties = _parties(plan, by, at)
    kind = papers_known.kind(papers.KIND)
    turns = sorted({kind.turn_of(party.role) for party in parties})
    return [[party for party in parties if kind.turn_of(party.role) == turn] for turn in turns]


def _parties(plan: LearningPlan, by: Actor, at: datetime) -> list[Party]:
    mobility = plan.mobility
    return [
        Party("learner", mobility.person),
        *_guardians(mobility, at),
        school_party(mobility, by, at),
        host_party(plan, queries.host_signer(plan)),
    ]


def _guardians(mobility: Mobility, at: datetime) -> list[Party]:
    """Of a minor those who decide and for whom the school vouched."""
    if mobility.direction == Mobility.Direction.INCOMING:
        return _home_guardians(mobility, at)
    candidacy = queries.candidacy_of(mobility)
    if candidacy is None or asking.is_adult(candidacy, brussels_date(at)):
        return []
    ready = deciders(candidacy, asking.reachable_guardians(candidacy))
    if not ready:
        no("guardian_to_vouch_for").require()
    alone = candidacy.guardian_mode != Candidacy.GuardianMode.BOTH
    return [_guardian(one) for one in (ready[:1] if alone else ready)]


def _home_guardians(mobility: Mobility, at: datetime) -> list[Party]:
    """Of who comes here whom the partner named, when a code can reach them by text (docs/adr/0013).

    Nobody here knows them: the consent from home, which is looked at before departure, stands beside it.
    """
    return [
        Party(
            f"guardian_{one.position}", one.person, channel="text", attested_by=one.nomination.nominated_by_id,
            attested_how="partner",
        )
        for one in queries.home_guardians(mobility, at)[0]
    ]  # fmt: skip


def _guardian(guardian: Guardian) -> Party:
    return Party(
        f"guardian_{guardian.position}", guardian.person, channel=guardian.channel,
        attested_by=guardian.attested_by_id, attested_how=CODES.get(guardian.attested_how, ""),
    )  # fmt: skip
