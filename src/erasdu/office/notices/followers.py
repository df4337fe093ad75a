"""What of the journal becomes a letter: one table, code → letter and readers.

Letters go out once for a line, a reader and a letter. What only shows on a page stands in `NO_LETTER` with its
reason; a test holds that every code stands in one of the two.
"""

from dataclasses import dataclass

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal.models import Line
from erasdu.ground.post.actions import write
from erasdu.office.notices import queries
from erasdu.office.notices.queries import Who, agreed, matched, networks, nominated

NAME = "notices"


@dataclass(frozen=True, slots=True)
class Notice:
    """`letter`: a template under notices/letters."""

    letter: str
    to: Who


NOTICES: dict[str, tuple[Notice, ...]] = {
    "call.published": (Notice("call_published", queries.members),),
    "call.deadline_moved": (Notice("deadline_moved", queries.enrolled),),
    "enrolment.made": (Notice("enrolled", queries.own_school),),
    "enrolment.withdrawn": (Notice("enrolment_withdrawn", queries.own_school),),
    "candidacy.joined": (Notice("learner_joined", queries.school),),
    "candidacy.entered": (Notice("invited_to_apply", queries.learner),),
    "candidacy.imported": (Notice("invited_to_apply", queries.learner),),
    "candidacy.confirmed": (Notice("learner_confirmed", queries.learner),),
    "candidacy.refused": (Notice("learner_refused", queries.learner),),
    "candidacy.applied": (Notice("applied", queries.learner),),
    "candidacy.reopened": (Notice("form_reopened", queries.learner),),
    "candidacy.taken_up_again": (Notice("form_reopened", queries.learner),),
    "candidacy.withdrawn": (
        Notice("withdrawn_school", queries.school),
        Notice("withdrawn_learner", queries.learner),
    ),
    "candidacy.correction_proposed": (Notice("correction_proposed", queries.learner),),
    "selection.selected": (Notice("selected", queries.told_learner),),
    "selection.reserve": (Notice("reserve", queries.told_learner),),
    "selection.not_selected": (Notice("not_selected", queries.told_learner),),
    "selection.complaint_received": (
        Notice("complaint_school", queries.school),
        Notice("complaint_learner", queries.learner),
    ),
    "selection.complaint_answered": (Notice("complaint_answered", queries.learner),),
    "selection.scores_given": (Notice("scores_given", queries.learner),),
    "file.prechecked": (Notice("file_prechecked", queries.school),),
    "file.late_allowed": (Notice("file_late_allowed", queries.school),),
    "file.returned": (Notice("file_returned", queries.school),),
    "file.grace_extended": (Notice("grace_extended", queries.school),),
    "file.complete": (Notice("file_complete", queries.school),),
    "file.withdrawn": (Notice("file_withdrawn", queries.learner),),
    "place.waiting": (Notice("waiting_learner", queries.learner), Notice("waiting_school", queries.school)),
    "place.granted": (Notice("place_granted", queries.learner_by_day), Notice("granted_school", queries.school)),
    "place.accepted": (Notice("accepted_learner", queries.learner), Notice("accepted_school", queries.school)),
    "place.declined": (Notice("declined_school", queries.school),),
    "place.lapsed": (Notice("lapsed_learner", queries.learner), Notice("lapsed_school", queries.school)),
    "reserve.passed_over": (Notice("reserve_passed_over", queries.school),),
    "reserve.wanted": (Notice("reserve_wanted", queries.school),),
    "paper.declined": (Notice("paper_declined", queries.paper_no),),
    "paper.question": (Notice("paper_question", queries.paper_followers),),
    "paper.wrong_address": (Notice("paper_wrong_address", queries.paper_followers),),
    "candidacy.guardian_to_confirm": (Notice("guardian_to_confirm", queries.school_and_coordinators),),
    "candidacy.objection_recorded": (Notice("departure_on_hold", queries.school_and_coordinators),),
    "paper.not_me": (Notice("paper_held_up", queries.paper_alarm),),
    "paper.choice_changed": (Notice("paper_choice_changed", queries.paper_followers),),
    "paper.choice_withdrawn": (Notice("paper_choice_withdrawn", queries.paper_followers),),
    "paper.revoked": (Notice("paper_held_up", queries.paper_alarm),),
    "interest.left": (Notice("interest_left", networks.came_in),),
    "ask.answered": (Notice("host_offered", networks.offered),),
    "plan.filled_in": (Notice("plan_filled_in", agreed.sending),),
    "match.confirmed": (
        Notice("place_agreed_learner", matched.learner),
        Notice("place_agreed", matched.organisations),
    ),
    "match.ended": (
        Notice("place_fell_learner", matched.learner_who_lost),
        Notice("place_fell", matched.organisations_who_lost),
    ),
    "match.fell_away": (
        Notice("place_fell_learner", matched.learner_who_lost),
        Notice("place_fell", matched.organisations_who_lost),
        Notice("place_fell_board", matched.deciders),
    ),
    "nomination.made": (Notice("nominated", nominated.office),),
    "nominations.imported": (Notice("nominations_imported", nominated.office_of_import),),
    "nominations.divided": (Notice("learners_given", nominated.receiving_school),),
    "nomination.paper_returned": (Notice("home_paper_returned", nominated.partner),),
    "nomination.withdrawn": (Notice("nomination_withdrawn", nominated.other_side),),
}

OWN_LETTER = "the action writes its own letter, with a link or code"
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
            "match.pin",
            "match.forbid",
            "match.lock_lifted",
            "match.paired",
            "match.unpaired",
            "match.minutes_set",
            "match.own_place",
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
            "own_requirement.done",
            "own_requirement.undone",
            "gate.let_pass",
            "gate.let_pass_ended",
        ),
        ON_THE_PAGE,
    ),
    "match.asked": OWN_LETTER,
    "mobility.traveller_described": ON_THE_PAGE,
    "mobility.needs_told": ON_THE_PAGE,
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
    **dict.fromkeys(("booking.held", "booking.confirmed", "booking.released"), ON_THE_BOARD),
    **dict.fromkeys(
        (
            "insurance.policy_entered",
            "insurance.cover_entered",
            "insurance.seen",
            "insurance.edited",
            "insurance.ended",
            "insurance.declared",
            "insurance.rule_added",
            "insurance.rule_ended",
        ),
        ON_THE_PAGE,
    ),
    "plan.started": ON_THE_PAGE,
    "plan.place_taken_over": ON_THE_PAGE,
    "plan.edited": "each side sees on its page what the other changed, before it signs",
    "plan.invited": OWN_LETTER,
    "plan.sent": OWN_LETTER,
    "link.code_handed_out": ON_THE_PAGE,
    "anchor.made": OWN_LETTER,
    "evidence.check_asked": "who asked sees its progress and what was found on the same page",
    "ask.link_copied": ON_THE_PAGE,
    "campaign.reminded": OWN_LETTER,
    "campaign.sent": OWN_LETTER,
    "home.nights_taken_back": "whose bed is gone is told by the lines of the bookings",
    "hosts.import_undone": ON_THE_PAGE,
    "hosts.imported": ON_THE_PAGE,
    "interest.confirmed": OWN_LETTER,
    "interest.refused": ON_THE_PAGE,
    "evidence.taken": SHOWN_ON_PAPER,
    "paper.attested": SHOWN_ON_PAPER,
    "paper.complete": OWN_LETTER,
    "paper.corrected": OWN_LETTER,
    "paper.erased": SHOWN_ON_PAPER,
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
    "paper.signed": SHOWN_ON_PAPER,
    "paper.withdrawn": SHOWN_ON_PAPER,
    "wording.confirmed": ADMINISTRATION_OF_TEXTS,
    "wording.logo": ADMINISTRATION_OF_TEXTS,
    "wording.published": ADMINISTRATION_OF_TEXTS,
    "wording.saved": ADMINISTRATION_OF_TEXTS,
    "account.address_changed": OWN_LETTER,
    "account.address_corrected": OWN_LETTER,
    "account.locked": OWN_LETTER,
    "account.made": OWN_LETTER,
    "account.sessions_ended": ON_THE_PAGE,
    "account.signed_in": OWN_LETTER,
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
    "letter.came_back": "a letter about a letter that came back would come back too",
    "link.opened": ON_THE_PAGE,
    "link.reissued": OWN_LETTER,
    "link.revoked": ON_THE_PAGE,
    "membership.activated": "the coordinator talks to a new member; the next call is announced to it",
    "membership.ended": "the coordinator talks to a member that leaves",
    "membership.interest": ADMINISTRATION,
    "membership.papers_sent": OWN_LETTER,
    "mobility.cancelled": TOLD_OTHERWISE,
    "mobility.given": "the school is told by the line of the nomination",
    "mobility.opened": TOLD_OTHERWISE,
    "nomination.accepted": ON_THE_PAGE,
    "share.made": "the partner sees it on its page, with what else waits there",
    "share.printed": ON_THE_PAGE,
    "share.revoked": ON_THE_PAGE,
    "share.seen": ON_THE_PAGE,
    "transfer.ground_recorded": ADMINISTRATION,
    "nominations.division_undone": ON_THE_PAGE,
    "loan.made": "the coordinator agreed it with both schools",
    "loan.ended": "the coordinator agreed it with both schools",
    "nomination.card_seen": ON_THE_PAGE,
    "nomination.paper_accepted": ON_THE_PAGE,
    "nomination.paper_sent": ON_THE_PAGE,
    "nomination.corrected": ON_THE_PAGE,
    "nomination.form_sent": OWN_LETTER,
    "nomination.profile_saved": ON_THE_PAGE,
    "nomination.imported": TOLD_OTHERWISE,
    "nominations.import_undone": ON_THE_PAGE,
    "mobility.guardians_told": ON_THE_PAGE,
    "mobility.companions_set": ON_THE_PAGE,
    "mobility.papers_asked": OWN_LETTER,
    "mobility.permission_asked": OWN_LETTER,
    "mobility.planned": "the days are told with the matching, in a later part",
    "notice.given": OWN_LETTER,
    "organisation.closed": ADMINISTRATION,
    "organisation.created": ADMINISTRATION,
    "organisation.edited": ADMINISTRATION,
    "organisation.founded": ADMINISTRATION,
    "organisation.reopened": ADMINISTRATION,
    "organisations.import_undone": ADMINISTRATION,
    "organisations.imported": ADMINISTRATION,
    "office.job_tried_again": ADMINISTRATION,
    "office.letter_sent_again": ADMINISTRATION,
    "outreach.message_sent": OWN_LETTER,
    "outreach.note_added": ON_THE_PAGE,
    "outreach.note_done": ON_THE_PAGE,
    "person.access_ended": ADMINISTRATION,
    "person.invited": OWN_LETTER,
    "person.updated": ON_THE_PAGE,
    "retention.run": ADMINISTRATION,
    "role.ended": ADMINISTRATION,
    "role.given": OWN_LETTER,
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
    return journal.follow(NAME, take)


def follow_again(job: Job) -> None:
    """A line that could not be taken the first time."""
    line = job.payload["line"]
    assert isinstance(line, int)
    journal.take_again(take, line)


def take(line: Line) -> None:
    """The letters of one line: the same ones however often it is taken."""
    for notice in NOTICES.get(line.code, ()):
        for reader in notice.to(line):
            write(
                f"notices/letters/{notice.letter}",
                to=reader.person,
                once=f"{notice.letter}:{line.pk}:{reader.person.pk}",
                at=line.at,
                context=reader.context,
                about=reader.about,
            )
