"""What company, participant and guardians said, read from the papers: facts for the rules of approvals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.queries import Answers, ReadSigner, SomeSigner
from erasdu.ground.paperwork.states import ASKED, LIVE, OPEN, REFUSED, REVOKED, WAITING
from erasdu.ground.paperwork.states import DONE as SIGNED
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.models import Guardian, Remark
from erasdu.journey.candidacies.queries import reading
from erasdu.journey.candidacies.queries.consents import is_valid
from erasdu.journey.candidacies.queries.days import days_of
from erasdu.journey.candidacies.queries.reading import ReadGuardian, SomeCandidacy, SomeGuardian
from erasdu.journey.candidacies.rules.approvals import ApprovalFacts, Paper
from erasdu.journey.candidacies.rules.company import Answer, Approved
from erasdu.journey.candidacies.rules.guardians import Authority, Said
from erasdu.kernel.periods import Period, brussels_date

SUBJECT = "candidacies.candidacy"
CV, COMPANY = "candidacies.cv", "candidacies.company_approval"
PARTICIPANT, GUARDIAN = "candidacies.participant_approval", "candidacies.guardian_approval"
APPROVALS = (CV, PARTICIPANT, COMPANY, GUARDIAN)
S = TypeVar("S", Signer, ReadSigner)
G = TypeVar("G", Guardian, ReadGuardian)


@dataclass(slots=True)
class Rows(Generic[S, G]):
    """The rows of one candidacy: signers of its approvals by paper, its guardians, what the school recorded."""

    signers: dict[int, list[S]] = field(default_factory=lambda: defaultdict(list))
    guardians: list[G] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[list[S]]:
        """Each paper of the kind, with its signers, the oldest version first."""
        return [paper for paper in self.signers.values() if paper[0].envelope.document.kind == kind]


SIGNERS = Prepared(lambda: paperwork.signers_about(SUBJECT, THESE, APPROVALS))
GUARDIANS = Prepared(lambda: Guardian.objects.filter(candidacy__in=THESE).select_related("person").order_by("position"))


def load(pks: Sequence[int]) -> Mapping[int, Rows[Signer, Guardian]]:
    """Three queries, whatever the number of ids."""
    return _gathered(pks, SIGNERS.of(pks), GUARDIANS.of(pks))


def read(pks: Sequence[int], answers: Answers | None = None) -> Mapping[int, Rows[ReadSigner, ReadGuardian]]:
    """The same for a gate, which asks nothing of people but who they are. Two queries, three without `answers`."""
    given = paperwork.answers_about({SUBJECT: pks}, APPROVALS) if answers is None else answers
    return _gathered(pks, given.of(SUBJECT, APPROVALS), reading.guardians(pks))


REMARKS = Prepared(lambda: Remark.objects.filter(candidacy__in=THESE).order_by("at", "pk"))


def _gathered(pks: Sequence[int], signers: Iterable[S], guardians: Iterable[G]) -> Mapping[int, Rows[S, G]]:
    rows: dict[int, Rows[S, G]] = defaultdict(Rows)
    for signer in signers:
        document = signer.envelope.document
        rows[document.subject_pk].signers[document.pk].append(signer)
    for guardian in guardians:
        rows[guardian.candidacy_id].guardians.append(guardian)
    for remark in REMARKS.of(pks):
        rows[remark.candidacy_id].remarks.append(remark)
    return rows


def facts_of(candidacy: SomeCandidacy, rows: Rows[S, G], stay: Period | None = None) -> ApprovalFacts:
    """From rows that `load` fetched and a candidacy with its call, company, learner and profile; no query.

    `stay`: its final days, for who asks for approvals; the answer to a gate fills them in itself.
    """
    company = candidacy.training_company
    said = tuple(said_by(candidacy, rows))
    answer, asked = _company(rows, company.key if company else "", candidacy.agreement)
    return ApprovalFacts(
        by=candidacy.call.files_deadline,
        window=Period(candidacy.call.stay_from, candidacy.call.stay_until),
        birth_date=candidacy.birth_date,
        agreement=candidacy.agreement,  # type: ignore[arg-type]
        company=company.key if company else "",
        agreement_until=candidacy.agreement_until,
        company_closed_on=brussels_date(company.closed_at) if company and company.closed_at else None,
        answer=answer,
        company_asked=asked,
        cv=_cv(candidacy, rows),
        participant=_paper(_newest(rows, PARTICIPANT)),
        authority=authority_of(candidacy, rows.guardians),
        said=said,
        guardians_asked=any(_is_asked(paper[-1]) for paper in rows.of_kind(GUARDIAN)),
        stay=stay,
    )


def authority_of(candidacy: SomeCandidacy, guardians: Iterable[SomeGuardian]) -> Authority:
    """Whose signature is needed, as the school set it; people are their ids."""
    by_position = {guardian.position: str(guardian.person_id) for guardian in guardians}
    return Authority(
        guardians=tuple(by_position.values()),
        mode=candidacy.guardian_mode,  # type: ignore[arg-type]
        sole=by_position.get(candidacy.sole_guardian or 0, ""),
        seen_by=candidacy.decision_seen_by,
        seen_on=candidacy.decision_seen_on,
    )


def said_by(candidacy: SomeCandidacy, rows: Rows[S, G]) -> Iterable[Said]:
    """Everything the guardians did with their papers, and what the school recorded of them."""
    for paper in rows.of_kind(GUARDIAN):
        yield from _said_on(candidacy, paper, rows.guardians)
    for remark in rows.remarks:
        yield Said(remark.what, str(remark.person_id), remark.at, reason=remark.reason)  # type: ignore[arg-type]


def _said_on(
    candidacy: SomeCandidacy, paper: Sequence[SomeSigner], guardians: Sequence[SomeGuardian]
) -> Iterable[Said]:
    document, newest = paper[-1].envelope.document, paper[-1].envelope_id
    for signer in paper:
        who, at = str(signer.person_id), signer.answered_at or document.opened_at
        if signer.state == REFUSED:
            yield Said("declined", who, at)
        if signer.state == REVOKED:
            yield Said("withdrew", who, _taken_back(signer) or at)
        stands = signer.envelope_id == newest and signer.envelope.state in LIVE
        if stands and signer.state in (SIGNED, REVOKED):
            valid = is_valid(candidacy, signer, guardians)
            yield Said("signed", who, signer.signature.at, valid=valid, days=days_of(signer))
    who = str(paper[-1].person_id)
    if document.frozen_at and document.frozen_code == "not_me":
        yield Said("not_me", who, document.frozen_at)
    if document.lifted_at:
        yield Said("lifted", who, document.lifted_at, reason=document.lift_reason)


def _taken_back(signer: SomeSigner) -> datetime | None:
    return signer.signature.revoked_at if hasattr(signer, "signature") else None


# -- each paper ------------------------------------------------------------------------------------


def _newest(rows: Rows[S, G], kind: str) -> S | None:
    """Who signs the newest version of a paper with one signer."""
    papers = rows.of_kind(kind)
    return papers[-1][-1] if papers else None


def _is_asked(signer: SomeSigner) -> bool:
    return signer.envelope.state == OPEN and signer.state in (ASKED, WAITING)


def _signed(signer: SomeSigner) -> bool:
    """In force: signed, of a version that stands and that nothing holds up."""
    held_up = paper_access.is_frozen(signer.envelope.document)
    return signer.state == SIGNED and signer.envelope.state in LIVE and not held_up


def _paper(signer: SomeSigner | None) -> Paper:
    if signer is None:
        return Paper()
    declined = signer.state in (REFUSED, REVOKED) and signer.envelope.state != "withdrawn"
    return Paper(_is_asked(signer), brussels_date(signer.signature.at) if _signed(signer) else None, declined)


def _cv(candidacy: SomeCandidacy, rows: Rows[S, G]) -> Paper:
    """A form that was changed since it was signed is signed again."""
    signer = _newest(rows, CV)
    signed_for = (signer.terms or {}).get("revision") if signer else None  # type: ignore[attr-defined]
    if signer and signed_for not in (None, str(candidacy.profile.revision)):
        return Paper(asked=False)
    return _paper(signer)


def _company(rows: Rows[S, G], company: str, agreement: str) -> tuple[Answer | None, bool]:
    """The latest answer, with for what it was given; and whether a question to today's company is on its way."""
    signer = _newest(rows, COMPANY)
    if signer is None or signer.envelope.state == "withdrawn":
        return None, False
    terms: Mapping[str, str] = signer.terms or {}  # type: ignore[attr-defined]
    current = (terms.get("company"), terms.get("agreement")) == (company, agreement)
    if _signed(signer):
        approved = _approved(terms, signer.signature.answers)
        said = signer.signature.answers.get("answer", "yes")
        return (Answer(said, approved), False) if approved else (None, False)
    if not current:
        return None, False
    if signer.state in (REFUSED, REVOKED):
        return Answer("no"), False
    return (Answer("call_me") if _is_asked(signer) and signer.reason else None), _is_asked(signer)


def _approved(terms: Mapping[str, str], answers: Mapping[str, object]) -> Approved | None:
    """None when the version does not say for what: then nothing was approved."""
    try:
        window = Period(date.fromisoformat(terms["from"]), date.fromisoformat(terms["until"]))
        return Approved(terms["company"], terms["agreement"], window, _periods(answers.get("except")))  # type: ignore[arg-type]
    except (KeyError, ValueError):
        return None


def _periods(given: object) -> tuple[Period, ...]:
    pairs = given if isinstance(given, list) else []
    return tuple(Period(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)
