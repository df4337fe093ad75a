"""Which papers a candidacy needs, how each stands, and what lacks before it can be asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import DONE as SIGNED
from erasdu.ground.paperwork.states import LIVE, OPEN, REFUSED, REVOKED
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.candidacies.queries import approvals
from erasdu.journey.candidacies.queries.approvals import COMPANY, CV, GUARDIAN, PARTICIPANT, Rows
from erasdu.journey.candidacies.queries.consents import CHANNELS, is_valid, learner_contact
from erasdu.journey.candidacies.queries.days import final_stays, leaves_out
from erasdu.journey.candidacies.rules import trust
from erasdu.journey.candidacies.rules.approvals import (
    ApprovalFacts,
    check_company,
    check_participant,
    guardian_standing,
)
from erasdu.journey.candidacies.rules.company import WITH_COMPANY
from erasdu.journey.candidacies.rules.guardians import GuardianStanding
from erasdu.journey.candidacies.states import APPLIED
from erasdu.kernel.addresses import mail_key, phone_key
from erasdu.kernel.memory import remembered
from erasdu.kernel.periods import brussels_date

# How a paper stands for who asks: "na" is not needed, "lacks" needs something first, "to_ask" can be asked now.
WAITING = ("asked", "opened")
ASKABLE = ("to_ask", "overdue")
SENT = (*WAITING, "signed")


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of a candidacy, on its way or not. `lacks`: codes of what must be settled before it can be asked."""

    kind: str
    state: str
    signer: Signer | None = None
    guardian: Guardian | None = None
    lacks: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.state in ("signed", "na")

    @property
    def waits(self) -> bool:
        """Whether somebody in particular was asked and did not answer."""
        return self.signer is not None and self.state in (*WAITING, "overdue")


@dataclass(slots=True)
class Dossier:
    """One candidacy with all that its papers are made of."""

    candidacy: Candidacy
    rows: Rows[Signer, Guardian]
    facts: ApprovalFacts
    guardians: GuardianStanding
    contact: Person | None
    coordinator: str
    lines: list[Line] = field(default_factory=list)

    @property
    def can_ask(self) -> bool:
        return any(line.state in ASKABLE for line in self.lines)

    @property
    def waits(self) -> bool:
        return any(line.state in WAITING for line in self.lines)

    @property
    def all_done(self) -> bool:
        return all(line.done for line in self.lines)

    @property
    def sent(self) -> bool:
        """Whether anything was asked yet."""
        return any(line.signer is not None for line in self.lines)

    @property
    def mine_to_sign(self) -> bool:
        """Whether a paper waits for the learner."""
        return any(line.state in WAITING for line in (*self.cv, *self.participant))

    @property
    def lacks(self) -> list[str]:
        """Each thing once, in the order of the papers."""
        return list(dict.fromkeys(code for line in self.lines for code in line.lacks))

    @property
    def held_up(self) -> bool:
        return self.guardians.state == "frozen" or any(line.state == "frozen" for line in self.lines)

    def of(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def cv(self) -> list[Line]:
        return self.of(CV)

    @property
    def participant(self) -> list[Line]:
        return self.of(PARTICIPANT)

    @property
    def company(self) -> list[Line]:
        return self.of(COMPANY)

    @property
    def parents(self) -> list[Line]:
        return self.of(GUARDIAN)


RELATED = ("learner", "profile", "call", "school", "enrolment", "training_company", "company_signer__person")
CHOSEN = Prepared(lambda: Candidacy.objects.filter(pk__in=THESE).select_related(*RELATED))


def dossiers(candidacies: Iterable[Candidacy], at: datetime) -> dict[int, Dossier]:
    """By candidacy; eight queries, whatever their number."""
    pks = [row.pk for row in candidacies]
    found = {row.pk: row for row in CHOSEN.of(pks)}
    prefetch_related_objects(list(found.values()), "call__destinations")
    for row in found.values():
        row.enrolment.call = row.call
    rows = approvals.load(pks)
    contacts = contact_points({row.school_id for row in found.values()})
    coordinator, stays = _coordinator(), final_stays(pks)
    made = {}
    for pk, row in found.items():
        of = rows.get(pk) or Rows()
        contact = next(iter(contacts.get(row.school_id, [])), None)
        made[pk] = _dossier(row, of, approvals.facts_of(row, of, stays.get(pk)), contact, coordinator, at)
    return made


def dossier(candidacy: Candidacy, at: datetime) -> Dossier:
    return dossiers([candidacy], at)[candidacy.pk]


def _dossier(
    row: Candidacy,
    rows: Rows[Signer, Guardian],
    facts: ApprovalFacts,
    contact: Person | None,
    coordinator: str,
    at: datetime,
) -> Dossier:
    made = Dossier(row, rows, facts, guardian_standing(facts, brussels_date(at)), contact, coordinator)
    made.lines = [_cv(made, at), _participant(made, at), _company(made, at), *_guardians(made, at)]
    return made


@remembered
def _coordinator() -> str:
    """The name that stands on papers."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk")
    return rows.values_list("name", flat=True).first() or "ErasDu"


# -- each paper ------------------------------------------------------------------------------------


def _cv(of: Dossier, at: datetime) -> Line:
    signer = _newest(of, CV)
    applied = of.candidacy.state == APPLIED
    stale = applied and signer is not None and signer.state == SIGNED and of.facts.cv.signed_on is None
    return _line(CV, signer, at, () if applied else ("form_not_handed_in",), stale=stale)


def _participant(of: Dossier, at: datetime) -> Line:
    signer, on = _newest(of, PARTICIPANT), brussels_date(at)
    came_of_age = check_participant(of.facts, on).code == "participant_signed_as_minor"
    stale = came_of_age and on <= of.candidacy.call.stay_until  # after the stay nothing is asked any more
    return _line(PARTICIPANT, signer, at, _basics(of.contact), stale=stale)


def _company(of: Dossier, at: datetime) -> Line:
    row, signer = of.candidacy, _newest(of, COMPANY)
    if row.agreement == Candidacy.Agreement.NONE:
        return Line(COMPANY, "na", signer)
    terms = (signer.terms or {}) if signer else {}  # type: ignore[attr-defined]
    moved = (terms.get("company"), terms.get("agreement")) != (of.facts.company, of.facts.agreement)
    signed = signer is not None and signer.state == SIGNED
    moved = moved or (signer is not None and leaves_out(of.facts, signer))
    return _line(COMPANY, signer, at, _company_lacks(of), stale=moved or (signed and not check_company(of.facts)))


def _company_lacks(of: Dossier) -> tuple[str, ...]:
    row = of.candidacy
    if row.agreement not in WITH_COMPANY:
        return ("agreement_unknown",)
    if row.training_company is None:
        return ("company_unknown",)
    return _basics(of.contact) if company_signer_of(row) else ("company_signer_unknown",)


def company_signer_of(row: Candidacy) -> CompanySigner | None:
    """Who may sign for the company that the learner has today."""
    found: CompanySigner | None = getattr(row, "company_signer", None)
    return found if found is not None and found.company_id == row.training_company_id else None


def _guardians(of: Dossier, at: datetime) -> list[Line]:
    """One for each guardian whose signature counts; each has a paper of their own. Of who is of age what was signed
    before stays in sight."""
    if of.guardians.state == "not_applicable":
        return [Line(GUARDIAN, "na", signer, one) for one in of.rows.guardians if (signer := _signed_by(of, one))]
    if not of.rows.guardians:
        return [Line(GUARDIAN, "lacks", lacks=("no_guardian_known",))]
    unclear = tuple(code for code in of.guardians.codes if code in SETTLE)
    deciding = [one for one in of.rows.guardians if _decides(of, one)]
    lines = [_guardian(of, one, at, unclear) for one in deciding]
    return lines or [Line(GUARDIAN, "lacks", lacks=unclear or ("sole_guardian_unknown",))]


SETTLE = ("second_guardian_unknown", "sole_guardian_unknown", "decision_not_seen")


def _decides(of: Dossier, guardian: Guardian) -> bool:
    authority = of.facts.authority
    return authority.mode in ("one", "both") or authority.sole == str(guardian.person_id)


def _paper_of(of: Dossier, guardian: Guardian) -> Signer | None:
    papers = of.rows.of_kind(GUARDIAN)
    return next((paper[-1] for paper in papers if paper[-1].person_id == guardian.person_id), None)


def _signed_by(of: Dossier, guardian: Guardian) -> Signer | None:
    signer = _paper_of(of, guardian)
    return signer if signer is not None and signer.state == SIGNED else None


def _guardian(of: Dossier, guardian: Guardian, at: datetime, unclear: tuple[str, ...]) -> Line:
    signer = _paper_of(of, guardian)
    if of.guardians.state == "frozen":
        mine = any(one.who == str(guardian.person_id) for one in of.guardians.frozen_by)
        return Line(GUARDIAN, "frozen" if mine or signer is None else _state(signer, at, stale=False), signer, guardian)
    again = signer is not None and _to_sign_again(of, signer)
    line = _line(GUARDIAN, signer, at, (*unclear, *guardian_lacks(of, guardian)), guardian, stale=again)
    satisfied = of.guardians.state == "met" and line.state in ("to_ask", "lacks")
    return Line(GUARDIAN, "na", signer, guardian) if satisfied else line


def _to_sign_again(of: Dossier, signer: Signer) -> bool:
    """The school let it go on after a no; what was signed is no consent; or the final days lie outside it."""
    if leaves_out(of.facts, signer):
        return True
    if signer.state == SIGNED:
        return not is_valid(of.candidacy, signer, of.rows.guardians)
    return signer.state in (REFUSED, REVOKED)


def guardian_lacks(of: Dossier, guardian: Guardian) -> tuple[str, ...]:
    """What the school must still say of a guardian before anything is sent to them."""
    return _lacks_of(guardian, of.candidacy, of.contact)


def reachable_guardians(candidacy: Candidacy) -> list[Guardian]:
    """Those to whom something may be sent, in their order. Two queries, for who needs nothing else of the dossier."""
    contact = next(iter(contact_points([candidacy.school_id]).get(candidacy.school_id, [])), None)
    rows = Guardian.objects.filter(candidacy=candidacy).select_related("person").order_by("position")
    return [one for one in rows if not _lacks_of(one, candidacy, contact)]


def _lacks_of(guardian: Guardian, row: Candidacy, contact: Person | None) -> tuple[str, ...]:
    person = guardian.person
    if not person.email:
        return ("guardian_mail_missing",)
    if not is_attested(guardian):
        return ("guardian_not_attested",)
    if guardian.to_confirm:
        return ("guardian_change_to_confirm",)
    theirs = trust.Contact(person.given_name, person.family_name, person.email, person.phone, home="known")
    learner = learner_contact(row)
    against = trust.check_guardian(trust.Proposed(theirs, "school"), learner).verdict(guardian.reason)
    if not against:
        return (against.code,)
    open_ways = trust.code_channels(theirs, learner)
    if CHANNELS.get(guardian.channel, "mail") not in open_ways:
        return ("guardian_channel_missing",)
    return _basics(contact)


def is_attested(guardian: Guardian) -> bool:
    """Whether the school vouched for this very address and number, and not for what they were changed into."""
    return bool(guardian.attested_how) and is_attested_for(guardian, guardian.person)


def contact_keys(mail: str, phone: str) -> tuple[str, str]:
    """The same for every way to write an address and a number."""
    return mail_key(mail), phone_key(phone)


def reaches(guardian: Guardian) -> tuple[str, str]:
    """What the school vouched for in this dossier, or else what it has."""
    if guardian.attested_how:
        return contact_keys(guardian.attested_mail, guardian.attested_phone)
    return contact_keys(guardian.person.email, guardian.person.phone)


def is_attested_for(guardian: Guardian, person: Person) -> bool:
    """Whether what the school vouched for is how this person is reached."""
    same_mail = mail_key(guardian.attested_mail) == mail_key(person.email)
    return same_mail and phone_key(guardian.attested_phone) == phone_key(person.phone)


def _basics(contact: Person | None) -> tuple[str, ...]:
    return () if contact else ("contact_point_unknown",)


def _newest(of: Dossier, kind: str) -> Signer | None:
    papers: Sequence[Sequence[Signer]] = of.rows.of_kind(kind)
    return papers[-1][-1] if papers else None


def _line(
    kind: str,
    signer: Signer | None,
    at: datetime,
    lacks: tuple[str, ...],
    guardian: Guardian | None = None,
    *,
    stale: bool = False,
) -> Line:
    state = _state(signer, at, stale=stale) if signer else "to_ask"
    if state in ASKABLE and lacks:
        return Line(kind, "lacks", signer, guardian, lacks)
    return Line(kind, state, signer, guardian)


def _state(signer: Signer, at: datetime, *, stale: bool) -> str:
    envelope = signer.envelope
    if paper_access.is_frozen(envelope.document):
        return "frozen"
    if envelope.state == "withdrawn" or stale:
        return "to_ask"
    if signer.state in (REFUSED, REVOKED):
        return "declined"
    if envelope.state == OPEN and signer.state != SIGNED:
        late: date = envelope.due_on
        return "overdue" if brussels_date(at) > late else "opened" if signer.opened_at else "asked"
    return "signed" if envelope.state in LIVE else "to_ask"


def is_adult(row: Candidacy, on: date) -> bool:
    return row.birth_date is not None and not rules.is_minor(row.birth_date, on)
