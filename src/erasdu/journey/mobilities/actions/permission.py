"""The travel permission of a minor: made from the stay, printed for each guardian who decides, never signed here."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.ground.paperwork.actions import Draft, Party, Reads
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.rules import Facts
from erasdu.ground.paperwork.states import OPEN
from erasdu.journey.candidacies.actions import asking as approvals
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.papers import listed
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.candidacies.queries.consents import CODES
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import (
    PERMISSION,
    SUBJECT,
    days_as_terms,
    deciders,
    of_country,
    stay_of,
)
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import day_text
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def set_companions(mobility: Mobility, *, travels_with: str, stays_with: str, by: Actor, at: datetime) -> None:
    """Who goes along, and with whom the learner lives there."""
    access.may_ask_papers(by, mobility).require()
    values = {"travels_with": travels_with, "stays_with": stays_with}
    if all(getattr(mobility, name) == value for name, value in values.items()):
        return
    if not Mobility.objects.filter(pk=mobility.pk, state="planned").update(**values, revision=F("revision") + 1):
        no("mobility_not_live").require()
    mobility.refresh_from_db(fields=["travels_with", "stays_with", "revision"])
    journal.record("mobility.companions_set", subjects=[mobility], by=by, at=at)


def ask_permission(mobility: Mobility, *, by: Actor, at: datetime) -> int:
    """One paper for each guardian who decides, with that guardian's number alone; how many were made or changed.

    Those whom the school vouched for get a link to print it. Days, place or company that changed make it anew.
    """
    access.may_ask_permission(by, mobility, on=brussels_date(at)).require()
    return permission_of(mobility, dossier_of(mobility, at), by=by, at=at)


def dossier_of(mobility: Mobility, at: datetime) -> asking.Dossier:
    """The candidacy behind a stay, with all that its papers are made of."""
    candidacy = Candidacy.objects.filter(profile=mobility.profile_id).first() if mobility.profile_id else None
    if candidacy is None:
        no("no_candidacy").require()
    assert candidacy is not None
    return asking.dossier(candidacy, at)


def permission_of(mobility: Mobility, of: asking.Dossier, *, by: Actor, at: datetime) -> int:
    """The same, for who asked the access and has the dossier."""
    if not (mobility.travels_with and mobility.stays_with):
        no("companions_unknown").require()
    chosen = deciders(of.candidacy, of.rows.guardians)
    if not chosen:
        no("no_guardian_known").require()
    before = _sheets(mobility)
    drafts = [_draft(mobility, of, guardian, by, at) for guardian in chosen]
    with transaction.atomic():
        made = paperwork.send(drafts)
        new = [envelope for envelope in made if envelope.pk not in before]
        for envelope in before.values():
            if envelope.state == OPEN and envelope.document_id not in {one.document_id for one in made}:
                paperwork.withdraw(envelope, reason=gettext("Another guardian decides."), by=by, at=at)
        for envelope in new:
            for signer in envelope.signers.exclude(attested_how="").select_related("person", "envelope__document"):
                paperwork.mail_to_print(signer, at=at)
        journal.record("mobility.permission_asked", subjects=[mobility], by=by, at=at)
    return len(new)


def permission_elsewhere(mobility: Mobility, *, stays_with: str, by: Actor, at: datetime) -> int:
    """The parents of who goes to another country than was asked get the permission for that one; how many.

    The door for `matching`, once all agreed. Nothing where none was asked before, or where a person must see to it.
    """
    stay = Mobility.objects.select_related("destination", "call", "person", "sending").get(pk=mobility.pk)
    answers = paper_queries.answers_about({SUBJECT: [stay.pk]}, [PERMISSION])
    asked = paper_queries.stands_about(answers, SUBJECT, [PERMISSION], at).get(stay.pk, ())
    country = stay.destination.country if stay.destination else ""
    if not asked or all(of_country(one.terms, country) for one in asked):
        return 0
    try:
        with transaction.atomic():
            set_companions(stay, travels_with=stay.travels_with, stays_with=stays_with, by=by, at=at)
            return ask_permission(stay, by=by, at=at)
    except Refused:  # the list of what lacks says who must act
        return 0


def _sheets(mobility: Mobility) -> dict[int, Envelope]:
    """Every version of every permission that was made for this stay."""
    rows = paper_queries.signers_about(SUBJECT, [mobility.pk], [PERMISSION])
    return {signer.envelope_id: signer.envelope for signer in rows}


def _draft(mobility: Mobility, of: asking.Dossier, guardian: Guardian, by: Actor, at: datetime) -> Draft:
    language = approvals.papers_language(PERMISSION, guardian.person.language)
    stay = stay_of(mobility)
    assert stay is not None
    sure = not asking.guardian_lacks(of, guardian)
    party = Party(
        f"guardian_{guardian.position}", guardian.person, channel=guardian.channel or "mail",
        attested_by=guardian.attested_by_id if sure else None,
        attested_how=CODES.get(guardian.attested_how, "") if sure else "",
    )  # fmt: skip
    return paperwork.draft(
        PERMISSION, mobility, parties=[party], by=by, at=at, facts=_facts(mobility, of, guardian, language, at),
        language=language, variant=f"guardian-{guardian.person_id}", about=mobility.person.given_name,
        whose=mobility.person, readers=[Reads("school", organisation=mobility.sending)],
        due_on=max(stay.start, brussels_date(at)), terms=days_as_terms(stay) | _where(mobility),
    )  # fmt: skip


def _where(mobility: Mobility) -> dict[str, str]:
    return {"country": mobility.destination.country} if mobility.destination else {}


def _facts(mobility: Mobility, of: asking.Dossier, guardian: Guardian, language: str, at: datetime) -> Facts:
    """On top of what approvals say: the journey. A parent reads their own number, never another's."""
    stay, to, born = stay_of(mobility), mobility.destination, of.candidacy.birth_date
    assert stay is not None
    assert to is not None
    return {
        **approvals.about(of, language, brussels_date(at)).facts(language),
        "birth_date": day_text(born, language).partition(" ")[2] if born else "–",
        "travel_from": day_text(stay.start, language),
        "travel_until": day_text(stay.end, language),
        "destination": f"{to.place}, {listed([to.country], language)}",
        "stays_with": mobility.stays_with,
        "travels_with": mobility.travels_with,
        "guardian_phone": guardian.person.phone or "–",
    }
