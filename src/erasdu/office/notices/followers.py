"""What of the journal becomes a letter or news: the table's lines, code → text and readers.

Each goes once for a line, a reader and a text. What only shows on a page stands in `NO_LETTER` with its reason; a test
holds that every code stands in the table (`table.toml`) or here.
"""

from dataclasses import dataclass

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal.models import Line
from erasdu.office.notices import actions
from erasdu.office.notices.queries import Who
from erasdu.office.notices.queries.stops import is_stopped, stops_at
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.who import WHO

NAME = "notices"


@dataclass(frozen=True, slots=True)
class Notice:
    """`letter`: a template under notices/letters. `waits`: as news in the reader's next digest."""

    letter: str
    to: Who
    waits: bool = False


def _of_table() -> dict[str, tuple[Notice, ...]]:
    found: dict[str, tuple[Notice, ...]] = {}
    for row in table().lines:
        found[row.what] = (*found.get(row.what, ()), Notice(row.text, WHO[row.to], row.way == "digest"))
    return found


NOTICES = _of_table()

OWN_LETTER = "the action writes its own letter in that moment: a row of the table's presses"
OF_SAFETY = "a letter about signing in or about a personal link: its words are fixed"
ON_THE_PAGE = "who it concerns does it, or sees it on the next visit; nothing has to be done"
ADMINISTRATION = "keeping the register of organisations and persons concerns nobody else"
WITHIN_THE_SCHOOL = "work within the school: the panel sees it on its own page"
KEPT_FILES = "who sent or shows a file sees it there; who looks after the installation reads `erasdu doctor`"
TOLD_OTHERWISE = "another line of the same action is the one that people are told of"
SHOWN_ON_PAPER = "staff follows a paper on its page, which shows each step"
ADMINISTRATION_OF_TEXTS = "the coordinator's own work on texts; papers that are out keep theirs"
NETWORK = "who keeps the network does it, and sees it on the page of the company or home"
ON_THE_BOARD = "the board of the matching shows which stay has a place and a bed, and which lost one"
NO_LETTER: dict[str, str] = {
    **dict.fromkeys(
        (
            "match.proposed",
            "match.adopted",
            "match.undone",
            "match.days_followed",
            "match.proof_seen",
            "match.proof_taken_back",
            "match.against_rules",
            "match.pin",
            "match.forbid",
            "match.lock_lifted",
            "match.paired",
            "match.unpaired",
            "match.minutes_set",
            "match.own_place",
            "match.own_place_dropped",
            "match.run_asked",
            "match.proposal_made",
            "match.agreed",
            "match.refused",
        ),
        ON_THE_BOARD,
    ),
    "own_requirement.added": "it stands in the lists of who must act, and in the mails of what is due",
    **dict.fromkeys(
        (
            "own_requirement.ended",
            "own_requirement.back",
            "own_requirement.done",
            "own_requirement.undone",
            "own_requirement.said",
            "own_requirement.cannot",
            "own_requirement.unsaid",
            "gate.let_pass_ended",
        ),
        ON_THE_PAGE,
    ),
    "mobility.traveller_described": ON_THE_PAGE,
    "mobility.sent_back": TOLD_OTHERWISE,
    "mobility.unplanned": TOLD_OTHERWISE,
    "mobility.needs_told": ON_THE_PAGE,
    "mobility.birth_date_corrected": ON_THE_PAGE,
    "mobility.needs_taken_back": ON_THE_PAGE,
    **dict.fromkeys(
        (
            "company.added",
            "company.edited",
            "company.paused",
            "company.resumed",
            "company.withdrawn",
            "placement.offered",
            "placement.edited",
            "placement.renewed",
            "placement.paused",
            "placement.resumed",
            "placement.withdrawn",
            "home.added",
            "home.edited",
            "home.rooms_set",
            "home.paused",
            "home.resumed",
            "home.withdrawn",
            "home.checked",
            "home.adult_added",
            "home.adult_removed",
            "home.extract_seen",
            "home.extract_taken_back",
            "hosting.evaluated",
        ),
        NETWORK,
    ),
    **dict.fromkeys(("booking.held", "booking.confirmed", "booking.moved"), ON_THE_BOARD),
    **dict.fromkeys(
        (
            "insurance.policy_entered",
            "insurance.cover_entered",
            "insurance.seen",
            "insurance.edited",
            "insurance.ended",
            "insurance.declared",
            "insurance.undeclared",
            "insurance.brought_back",
            "insurance.rule_added",
            "insurance.rule_ended",
        ),
        ON_THE_PAGE,
    ),
    **dict.fromkeys(
        (
            "meeting.planned",
            "meeting.edited",
            "meeting.answered",
            "meeting.attended",
            "meeting.not_attended",
            "feed.made",
            "feed.ended",
            "preparation.document_seen",
            "preparation.arrival_checked",
            "preparation.arrival_taken_back",
            "preparation.document_ended",
            "preparation.entry_decided",
            "preparation.entry_undone",
            "preparation.rule_added",
            "preparation.rule_ended",
            "preparation.support_agreed",
            "preparation.support_arranged",
            "preparation.support_ended",
        ),
        ON_THE_PAGE,
    ),
    "plan.started": ON_THE_PAGE,
    "plan.place_taken_over": ON_THE_PAGE,
    "plan.edited": "each side sees on its page what the other changed, before it signs",
    "plan.invited": OWN_LETTER,
    "plan.assessment_asked": OWN_LETTER,
    "plan.judged": ON_THE_PAGE,
    "plan.sent": TOLD_OTHERWISE,
    "link.code_handed_out": ON_THE_PAGE,
    "anchor.made": OWN_LETTER,
    "evidence.check_asked": "who asked sees its progress and what was found on the same page",
    "ask.link_copied": ON_THE_PAGE,
    "campaign.reminded": OWN_LETTER,
    "campaign.sent": OWN_LETTER,
    "home.nights_taken_back": "the match or booking that falls away with it is told, to the school as well",
    "hosts.import_undone": ON_THE_PAGE,
    "hosts.imported": ON_THE_PAGE,
    "interest.confirmed": OWN_LETTER,
    "interest.refused": ON_THE_PAGE,
    "evidence.taken": SHOWN_ON_PAPER,
    "paper.attested": SHOWN_ON_PAPER,
    "paper.complete": OWN_LETTER,
    "paper.corrected": OWN_LETTER,
    "paper.erased": SHOWN_ON_PAPER,
    "paper.lost": "the coordinator's home page names each such paper",
    "paper.lifted": SHOWN_ON_PAPER,
    "paper.link_copied": SHOWN_ON_PAPER,
    "paper.own_page_mailed": OWN_LETTER,
    "paper.passed_on": OWN_LETTER,
    "paper.read": SHOWN_ON_PAPER,
    "paper.reminded": OWN_LETTER,
    "paper.resent": OWN_LETTER,
    "paper.sent": OWN_LETTER,
    "paper.scan_refused": SHOWN_ON_PAPER,
    "paper.scanned": "the home page of who follows the paper counts what waits for a look",
    "paper.signed": OWN_LETTER,
    "paper.withdrawn": SHOWN_ON_PAPER,
    "wording.confirmed": ADMINISTRATION_OF_TEXTS,
    "wording.logo": ADMINISTRATION_OF_TEXTS,
    "wording.published": ADMINISTRATION_OF_TEXTS,
    "wording.saved": ADMINISTRATION_OF_TEXTS,
    "account.address_changed": OF_SAFETY,
    "account.address_corrected": OF_SAFETY,
    "account.locked": OF_SAFETY,
    "account.made": OF_SAFETY,
    "account.sessions_ended": ON_THE_PAGE,
    "account.signed_in": OF_SAFETY,
    "call.archived": ON_THE_PAGE,
    "call.created": ADMINISTRATION,
    "call.deleted": ADMINISTRATION,
    "call.edited": ON_THE_PAGE,
    "candidacy.correction_approved": ON_THE_PAGE,
    "candidacy.correction_asked": OWN_LETTER,
    "candidacy.correction_refused": ON_THE_PAGE,
    "candidacy.details_changed": ON_THE_PAGE,
    "candidacy.eligibility_confirmed": ON_THE_PAGE,
    "candidacy.form_saved": ON_THE_PAGE,
    "candidacy.guardians_changed": "parents are written to in the part that asks for their approval",
    "candidacy.company_signer_set": ON_THE_PAGE,
    "candidacy.guardian_confirmed": ON_THE_PAGE,
    "candidacy.guardians_still_right": ON_THE_PAGE,
    "candidacy.hold_lifted": ON_THE_PAGE,
    "candidacy.import_undone": ON_THE_PAGE,
    "contact.edited": ADMINISTRATION,
    "enrolment.changed": ON_THE_PAGE,
    "enrolment.code_renewed": ON_THE_PAGE,
    "enrolment.learner_deadline_set": ON_THE_PAGE,
    "file.completed_again": "the coordinator's board shows what waits",
    "file.handed_in": "the coordinator's board shows what waits",
    "grant.created": ADMINISTRATION,
    "grant.edited": ADMINISTRATION,
    "grant.removed": ADMINISTRATION,
    "letter.arrives_again": ON_THE_PAGE,
    "letter.came_back": "a letter about a letter that came back would come back too",
    "letter.given_up": "who follows the person hears of it by what waits, the coordinator on the page of mail",
    "link.opened": ON_THE_PAGE,
    "link.reissued": OF_SAFETY,
    "link.revoked": ON_THE_PAGE,
    "membership.activated": "the coordinator talks to a new member; the next call is announced to it",
    "membership.ended": "the coordinator talks to a member that leaves",
    "membership.interest": ADMINISTRATION,
    "membership.papers_sent": TOLD_OTHERWISE,
    "mobility.cancelled": TOLD_OTHERWISE,
    "mobility.given": "the school is told by the line of the nomination",
    "mobility.opened": TOLD_OTHERWISE,
    "nomination.accepted": ON_THE_PAGE,
    "share.made": "the partner sees it on its page, with what else waits there",
    "share.printed": ON_THE_PAGE,
    "share.revoked": ON_THE_PAGE,
    "match.family_read": ON_THE_PAGE,
    "share.seen": ON_THE_PAGE,
    "transfer.ground_recorded": ADMINISTRATION,
    "transfer.grounds_ended": ADMINISTRATION,
    "nominations.division_undone": ON_THE_PAGE,
    "loan.made": "the coordinator agreed it with both schools",
    "loan.ended": "the coordinator agreed it with both schools",
    "nomination.card_seen": ON_THE_PAGE,
    "nomination.seen": ON_THE_PAGE,
    "nomination.printed": ON_THE_PAGE,
    "nomination.paper_accepted": ON_THE_PAGE,
    "nomination.paper_sent": ON_THE_PAGE,
    "nomination.corrected": ON_THE_PAGE,
    "nomination.form_sent": OWN_LETTER,
    "nomination.profile_saved": ON_THE_PAGE,
    "nomination.imported": TOLD_OTHERWISE,
    "nominations.import_undone": ON_THE_PAGE,
    "mobility.guardians_told": ON_THE_PAGE,
    "mobility.companions_set": ON_THE_PAGE,
    "mobility.papers_asked": TOLD_OTHERWISE,
    "mobility.permission_asked": OWN_LETTER,
    "mobility.sent_to": "told with the match that is confirmed in the same moment",
    "notice.given": OF_SAFETY,
    "organisation.closed": ADMINISTRATION,
    "organisation.created": ADMINISTRATION,
    "organisation.edited": ADMINISTRATION,
    "organisation.founded": ADMINISTRATION,
    "organisation.reopened": ADMINISTRATION,
    "organisations.import_undone": ADMINISTRATION,
    "organisations.imported": ADMINISTRATION,
    "notices.decided": ADMINISTRATION,
    "notices.decision_taken_back": ADMINISTRATION,
    "notices.text_published": ADMINISTRATION_OF_TEXTS,
    **dict.fromkeys((f"notices.letter_{done}" for done in ("stopped", "held", "changed", "let_go")), ADMINISTRATION),
    **dict.fromkeys(("notices.kind_stopped", "notices.kind_started"), ADMINISTRATION),
    "notices.text_saved": ADMINISTRATION_OF_TEXTS,
    "office.job_tried_again": ADMINISTRATION,
    "office.letter_sent_again": ADMINISTRATION,
    "outreach.message_sent": OWN_LETTER,
    "outreach.note_added": ON_THE_PAGE,
    "outreach.note_done": ON_THE_PAGE,
    "person.access_ended": ADMINISTRATION,
    "person.invited": OF_SAFETY,
    "person.updated": ON_THE_PAGE,
    "retention.run": ADMINISTRATION,
    "role.ended": ADMINISTRATION,
    "role.given": OF_SAFETY,
    "seats.allotted": ON_THE_PAGE,
    "seats.moved": TOLD_OTHERWISE,
    "selection.assessment_final": WITHIN_THE_SCHOOL,
    "selection.assessment_reopened": WITHIN_THE_SCHOOL,
    "selection.closed": WITHIN_THE_SCHOOL,
    "selection.decided": WITHIN_THE_SCHOOL,
    "selection.decision_changed": WITHIN_THE_SCHOOL,
    "selection.input_asked": OWN_LETTER,
    "selection.input_given": WITHIN_THE_SCHOOL,
    "selection.input_reminded": OWN_LETTER,
    "selection.input_withdrawn": WITHIN_THE_SCHOOL,
    "selection.interview_recorded": WITHIN_THE_SCHOOL,
    "selection.lead_set": OWN_LETTER,
    "selection.lots_drawn": WITHIN_THE_SCHOOL,
    "selection.panellist_added": OWN_LETTER,
    "selection.panellist_left": WITHIN_THE_SCHOOL,
    "selection.places_set": WITHIN_THE_SCHOOL,
    "selection.practical_recorded": ON_THE_PAGE,
    "selection.publicity_recorded": ON_THE_PAGE,
    "selection.reopened": "candidates hear of it when their result changes",
    "selection.report_issued": WITHIN_THE_SCHOOL,
    "selection.reserve_moved": WITHIN_THE_SCHOOL,
    "selection.started": WITHIN_THE_SCHOOL,
    "selection.ties_declared": WITHIN_THE_SCHOOL,
    "selection.told": TOLD_OTHERWISE,
    "vault.cleared": KEPT_FILES,
    "vault.condemned": KEPT_FILES,
    "vault.damaged": KEPT_FILES,
    "vault.deleted": KEPT_FILES,
    "vault.kept_until": KEPT_FILES,
    "vault.let_go": KEPT_FILES,
    "vault.stored": KEPT_FILES,
}


def follow_journal() -> int:
    """Write the letters of the next lines; how many lines were read."""
    return journal.follow(NAME, take, codes=NOTICES)


def follow_again(job: Job) -> None:
    """A line that could not be taken the first time."""
    line = job.payload["line"]
    assert isinstance(line, int)
    journal.take_again(take, line)


def take(line: Line) -> None:
    """The notices of one line: the same ones however often it is taken."""
    stopped = stops_at(line.at)
    for notice in NOTICES.get(line.code, ()):
        say, way = (actions.keep_news, "digest") if notice.waits else (actions.tell, "mail")
        for reader in notice.to(line):
            if not is_stopped(line.code, notice.letter, way, reader.about, stopped):
                say(notice.letter, reader, line=line.pk, at=line.at)
