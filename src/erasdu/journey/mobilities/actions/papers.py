"""Asking for the papers of who has a place: emergency contact, what may be shown, health and food."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.journey.candidacies.actions import asking as approvals
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.candidacies.queries.consents import CODES
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.actions.permission import dossier_of, permission_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import EMERGENCY, PERMISSION, deciders
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

PUBLICITY, HEALTH = "candidacies.publicity", "mobilities.health"
KINDS = (EMERGENCY, PUBLICITY, HEALTH)
ASKABLE = (*KINDS, PERMISSION)
BOTH = 2


def ask_papers(mobility: Mobility, *, by: Actor, at: datetime, kinds: Collection[str] = KINDS) -> int:
    """Each paper to the learner, of a minor also to the parents for whom the school vouches; how many.

    All of them go out, or none. Asked again: who signed what did not change keeps their signature.
    """
    access.may_ask_papers(by, mobility).require()
    wanted = [kind for kind in KINDS if kind in kinds]
    if PERMISSION in kinds:
        access.may_ask_permission(by, mobility, on=brussels_date(at)).require()
    of = dossier_of(mobility, at)
    done = permission_of(mobility, of, by=by, at=at) if PERMISSION in kinds else 0
    return done + (_ask(mobility, of, wanted, by, at) if wanted else 0)


def _ask(mobility: Mobility, of: asking.Dossier, kinds: Collection[str], by: Actor, at: datetime) -> int:
    candidacy, on = of.candidacy, brussels_date(at)
    guardians = [] if asking.is_adult(candidacy, on) else _deciding(of)
    language = approvals.papers_language(EMERGENCY, mobility.person.language)
    facts = approvals.about(of, language, on).facts(language)
    readers = [f"{facts['contact_point']}, {mobility.sending.name}"]
    both, drafts = _both_decide(candidacy), []
    for kind in kinds:
        parties = [Party("learner", mobility.person)]
        parties += [_party(one) for one in (guardians if both or kind == PUBLICITY else guardians[:1])]
        role = "health" if kind == HEALTH else "school"
        drafts.append(paperwork.draft(
            kind, mobility, parties=parties, by=by, at=at, facts={**facts, "readers": readers}, language=language,
            about=mobility.person.given_name, whose=mobility.person,
            readers=[Reads(role, organisation=mobility.sending)], due_on=_due(mobility, kind, on),
        ))  # fmt: skip
    with transaction.atomic():
        paperwork.send(drafts)
        journal.record("mobility.papers_asked", subjects=[mobility], by=by, at=at)
    return len(kinds)


def _due(mobility: Mobility, kind: str, on: date) -> date:
    """What is needed before leaving has its last day then: nobody reads of a later one."""
    usual, first = on + timedelta(days=papers.kind(kind).valid_days), mobility.planned_from
    return usual if first is None or kind == PUBLICITY else min(usual, max(first, on))


def _both_decide(candidacy: Candidacy) -> bool:
    return candidacy.guardian_mode == Candidacy.GuardianMode.BOTH


def _deciding(of: asking.Dossier) -> list[Guardian]:
    """Those who decide and to whom something may be sent. Where both decide, nothing goes to one alone."""
    wanted = deciders(of.candidacy, of.rows.guardians)
    ready = [one for one in wanted if not asking.guardian_lacks(of, one)]
    if not ready or (_both_decide(of.candidacy) and len(ready) < BOTH):
        no("guardian_to_vouch_for").require()
    return ready


def _party(guardian: Guardian) -> Party:
    return Party(
        f"guardian_{guardian.position}", guardian.person, channel=guardian.channel, attested_by=guardian.attested_by_id,
        attested_how=CODES.get(guardian.attested_how, ""),
    )  # fmt: skip
