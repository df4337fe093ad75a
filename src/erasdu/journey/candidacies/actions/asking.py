"""Asking for the approvals of a candidacy, reminding who has them, and taking back what is open."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.ground.paperwork.actions import Draft, Party, Reads
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.rules import Facts
from erasdu.ground.paperwork.states import OPEN
from erasdu.journey.candidacies import access, papers, queries
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.candidacies.queries.approvals import APPROVALS, COMPANY, CV, GUARDIAN, SUBJECT
from erasdu.journey.candidacies.queries.asking import Dossier, Line
from erasdu.journey.candidacies.queries.consents import CODES
from erasdu.journey.candidacies.queries.days import Days, days_to_ask
from erasdu.journey.candidacies.rules.approvals import check_participant
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

LEAST_DAYS = 7  # to sign, however near the last day for the files is


def ask_papers(candidacy: Candidacy, *, by: Actor, at: datetime, again: bool = False) -> int:
    """Send every approval that applies and that nothing keeps back; how many versions went out.

    Who has one already keeps it, unless what it says has changed: then only who is bound by that signs again.
    `again`: also to who declined. All of them go out, or none: first they are drawn, then sent in one transaction.
    """
    access.may_ask_papers(by, candidacy).require()
    of = asking.dossier(candidacy, at)
    wanted = [
        line
        for line in of.lines
        if line.state in (*asking.ASKABLE, *asking.SENT) or (again and line.state == "declined")
    ]
    drafts = [_draft(of, line, by, at) for line in wanted]
    paperwork.send(drafts)
    return sum(draft.is_new for draft in drafts)


def ask_once_more(candidacies: Iterable[Candidacy], *, at: datetime) -> int:
    """Of those who agreed as a minor and came of age since: the platform asks the learner again; how many."""
    done = 0
    for of in asking.dossiers(candidacies, at).values():
        if check_participant(of.facts, brussels_date(at)).code == "participant_signed_as_minor":
            wanted = [line for line in of.participant if line.state in asking.ASKABLE]
            leaves = of.facts.stay.start if of.facts.stay else of.candidacy.call.stay_from
            drafts = [_draft(of, line, SYSTEM, at, until=leaves) for line in wanted]
            paperwork.send(drafts)
            done += sum(draft.is_new for draft in drafts)
    return done


def _draft(of: Dossier, line: Line, by: Actor, at: datetime, *, until: date | None = None) -> Draft:
    """`until`: the last day to sign, when that is not the one of the files."""
    row, last = of.candidacy, until or of.candidacy.call.files_deadline
    party = _party(of, line)
    language = papers_language(line.kind, party.person.language)
    return paperwork.draft(
        line.kind,
        row,
        parties=[party],
        by=by,
        at=at,
        facts=_facts(of, line, language, brussels_date(at)),
        language=language,
        variant=f"guardian-{line.guardian.person_id}" if line.guardian else "",
        about=row.learner.given_name,
        whose=row.learner,
        readers=[Reads("school", organisation=row.school)],
        due_on=max(last, brussels_date(at) + timedelta(days=LEAST_DAYS)),
        terms=_terms(of, line),
    )


def papers_language(kind: str, language: str) -> str:
    """One language version is signed: Dutch, for who reads English English; the CV goes abroad."""
    return "en" if kind == CV or language == "en" else "nl"


def _party(of: Dossier, line: Line) -> Party:
    row = of.candidacy
    if line.kind == COMPANY:
        signer = row.company_signer
        return Party(
            "company", signer.person, organisation=row.training_company, function=signer.function,
            attested_by=signer.attested_by_id, attested_how=CODES.get(signer.attested_how, ""),
        )  # fmt: skip
    if line.guardian is None:
        return Party("learner", row.learner)
    return _guardian(line.guardian)


def _guardian(guardian: Guardian) -> Party:
    return Party(
        f"guardian_{guardian.position}", guardian.person, channel=guardian.channel,
        attested_by=guardian.attested_by_id, attested_how=CODES.get(guardian.attested_how, ""),
    )  # fmt: skip


def _facts(of: Dossier, line: Line, language: str, on: date) -> Facts:
    if line.kind == CV:
        return papers.facts_of(queries.cv(of.candidacy))
    return about(of, language, on, _days(of, line)).facts(language)


def _days(of: Dossier, line: Line) -> Days:
    """Company and guardian were told that they are asked again when the final days lie outside what they approved."""
    return days_to_ask(of.facts, line.signer) if line.kind in (COMPANY, GUARDIAN) else Days(of.facts.window)


def about(of: Dossier, language: str, on: date, days: Days | None = None) -> papers.About:
    """`days`: what is asked about, when that is not the window of the call."""
    row, contact, company = of.candidacy, of.contact, of.candidacy.training_company
    call, school = row.call, row.school
    days = days or Days(of.facts.window)
    return papers.About(
        learner=str(row.learner),
        school=school.name,
        coordinator=of.coordinator,
        contact_point=str(contact) if contact else school.name,
        contact_phone=(contact.phone if contact else "") or school.phone,
        contact_mail=(contact.email if contact else "") or school.email,
        call=(call.title_en if language == "en" else call.title_nl) or call.title_nl,
        window=days.period,
        days=days.period.days if days.exact else call.max_days,
        exact=days.exact,
        countries=[destination.country for destination in call.destinations.all()],
        programme=row.profile.study_programme,
        agreement=row.agreement or "none",
        company=company.name if company else "",
        company_number=company.enterprise_number if company else "",
        adult=asking.is_adult(row, on),
    )


def _terms(of: Dossier, line: Line) -> dict[str, str]:
    """What is read back from a version later: for which form, company, agreement and days it was."""
    row, days = of.candidacy, _days(of, line)
    if line.kind == CV:
        return {"revision": str(row.profile.revision)}
    terms = {"from": days.period.start.isoformat(), "until": days.period.end.isoformat()}
    if days.exact:
        terms["exact"] = "yes"
    if line.kind == COMPANY and row.training_company is not None:
        terms |= {"company": row.training_company.key, "agreement": row.agreement}
    return terms


# -- reminding, taking back ------------------------------------------------------------------------


def remind_papers(candidacy: Candidacy, *, by: Actor, at: datetime) -> int:
    """A reminder to everybody who was asked and did not answer; how many."""
    access.may_ask_papers(by, candidacy).require()
    done = 0
    for line in asking.dossier(candidacy, at).lines:
        if line.signer is None or line.state not in asking.WAITING:
            continue
        try:
            paperwork.remind(line.signer, by=by, at=at)
            done += 1
        except Refused:  # answered in the meantime
            continue
    return done


@transaction.atomic
def take_back_papers(
    candidacies: Iterable[int],
    *,
    reason: str,
    at: datetime,
    kinds: Iterable[str] = APPROVALS,
    person: int | None = None,
) -> int:
    """Take back the approvals that wait for a signature, when nobody needs them any more; `person`: only theirs."""
    signers = paper_queries.signers_about(SUBJECT, list(candidacies), list(kinds)).filter(envelope__state=OPEN)
    waiting = [signer for signer in signers if person is None or signer.person_id == person]
    envelopes = {signer.envelope_id: signer.envelope for signer in waiting}
    for envelope in envelopes.values():
        paperwork.withdraw(envelope, reason=reason, by=SYSTEM, at=at)
    return len(envelopes)


def take_back_of(person: int, *, reason: str, at: datetime) -> int:
    """Every approval that waits for this guardian: their address or number is another one now."""
    rows = Signer.objects.filter(person=person, envelope__state=OPEN, envelope__document__kind=GUARDIAN)
    subjects = set(rows.values_list("envelope__document__subject_pk", flat=True))
    return take_back_papers(subjects, reason=reason, at=at, kinds=[GUARDIAN], person=person) if subjects else 0
