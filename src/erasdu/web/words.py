"""What the codes of pages that span steps say on the screen."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

REFUSALS = {
    "job_not_failed": _("This work did not fail."),
}

EVENTS = {
    "office.letter_sent_again": _("A mail that came back was sent again"),
    "office.job_tried_again": _("Work that failed was started again"),
}

STAGES = {
    "unconfirmed": pgettext_lazy("stage", "to be confirmed by the school"),
    "draft": pgettext_lazy("stage", "draft"),
    "applied": pgettext_lazy("stage", "applied"),
    "assessed": pgettext_lazy("stage", "assessed"),
    "selected": pgettext_lazy("stage", "selected by the school"),
    "reserve": pgettext_lazy("stage", "on the reserve list"),
    "not_selected": pgettext_lazy("stage", "not selected"),
    "handed_in": pgettext_lazy("stage", "handed in"),
    "returned": pgettext_lazy("stage", "returned to the school"),
    "complete": pgettext_lazy("stage", "file complete"),
    "waiting": pgettext_lazy("stage", "on the waiting list"),
    "granted": pgettext_lazy("stage", "place granted"),
    "accepted": pgettext_lazy("stage", "place accepted"),
    "declined": pgettext_lazy("stage", "place declined"),
    "lapsed": pgettext_lazy("stage", "place lapsed"),
    "taken_back": pgettext_lazy("stage", "file taken back"),
    "withdrawn": pgettext_lazy("stage", "withdrew"),
    "refused": pgettext_lazy("stage", "refused by the school"),
}
STATES = {f"stage.{code}": text for code, text in STAGES.items()}
BADGE = {
    "unconfirmed": "waiting", "draft": "info", "applied": "info", "assessed": "info", "selected": "met",
    "reserve": "waiting", "not_selected": "na", "handed_in": "waiting", "returned": "blocking", "complete": "met",
    "waiting": "waiting", "granted": "waiting", "accepted": "met", "declined": "na", "lapsed": "na",
    "taken_back": "na", "withdrawn": "na", "refused": "na",
}  # fmt: skip

ROAD = {
    "draft": pgettext_lazy("step", "Draft"),
    "applied": pgettext_lazy("step", "Applied"),
    "assessed": pgettext_lazy("step", "Assessed"),
    "selected": pgettext_lazy("step", "Selected"),
    "handed_in": pgettext_lazy("step", "Handed in"),
    "complete": pgettext_lazy("step", "File complete"),
    "granted": pgettext_lazy("step", "Place granted"),
    "accepted": pgettext_lazy("step", "Place accepted"),
}

ARRIVALS = {
    "nominated": pgettext_lazy("arrival", "Nominated"),
    "taken": pgettext_lazy("arrival", "Accepted"),
    "divided": pgettext_lazy("arrival", "Have a school"),
    "placed": pgettext_lazy("arrival", "Have a place and a bed"),
}

LAST_DAYS = {
    "enrolment_deadline": _("Schools enrol until"),
    "files_opening": _("Candidate files from"),
    "files_deadline": _("Candidate files until"),
    "nominations_deadline": _("Partners nominate until"),
    "stay_from": _("First day of the stays"),
    "learner_deadline": _("Learners apply until"),
}

LETTERS = {
    "people/letters/login_code": _("code to sign in"),
    "people/letters/address_code": _("code for a new address"),
    "people/letters/invitation": _("invitation to sign in"),
    "people/letters/notice": _("privacy notice"),
    "people/letters/": _("safety of an account"),
    "links/letters/code": _("code for a personal link"),
    "links/letters/": _("personal link"),
    "notices/letters/waiting": _("mail of the day"),
    "notices/letters/waiting_text": _("text message about what waits"),
    "notices/letters/": _("message about a call or an application"),
    "selection/letters/": _("request for input or scores"),
    "paperwork/letters/": _("a paper to sign, or a copy of it"),
    "candidacies/letters/": _("request to look at the English"),
    "outreach/letters/": _("message written by somebody"),
    "hosting/letters/": _("question for a place or a bed"),
    "nominations/letters/": _("request to complete a profile"),
    "matching/letters/": _("question whether a learner may come, and what came of it"),
    "meetings/letters/": _("invitation to a meeting"),
    **dict.fromkeys(
        (
            f"notices/letters/meeting_{name}"
            for name in ("invited", "moved", "moved_up", "cancelled", "taken_back", "to_read")
        ),
        _("message about a meeting"),
    ),
    "agreements/letters/": _("request to complete a learning agreement"),
}

STUCK = {
    "answer_overdue": (
        _("No answer to a granted place"),
        _("The day to answer has passed. The place can go to somebody else."),
    ),
    "grace_over": (_("Returned file not completed in time"), _("The days of grace are over.")),
    "files_near": (_("Selected, but not handed in"), _("The deadline for candidate files is near.")),
    "files_missed": (
        _("Selected, and never handed in"),
        _("The deadline has passed. A single late file can be accepted with a reason."),
    ),
    "report_missing": (
        _("No selection report"),
        _("The candidates were told, but without a report the school cannot hand in."),
    ),
    "answer_near": (_("Answer to a place is due"), _("The learner has only a few days left to accept or decline.")),
    "file_to_check": (_("Files wait for you"), _("They were handed in and nobody has looked at them.")),
    "grace_running": (_("Returned files"), _("The school has to complete them within the days of grace.")),
    "departure_on_hold": (
        _("Departure on hold"),
        _("A parent or company took a consent back, objects, or says that a signature is not theirs."),
    ),
    "letter_bounced": (_("Mails that did not arrive"), _("Somebody does not know what they should know.")),
    "not_told": (_("Decided, but not told"), _("The candidates do not know the outcome yet.")),
    "not_started": (
        _("Selection not started"),
        _("Learners have applied, and the deadline for candidate files is within two weeks."),
    ),
    "not_decided": (_("No decision yet"), _("The deadline for candidate files is near.")),
    "input_late": (
        _("Input of teachers is late"),
        _("It was asked more than a week ago. Without it the school cannot decide."),
    ),
    "unconfirmed": (
        _("Learners wait for confirmation"),
        _("They applied by the school's link. They count once the school confirms them."),
    ),
    "nobody_applied": (_("Nobody has applied"), _("The school enrolled, but no learner has begun.")),
    "follow_up": (_("To come back to"), _("The day that was set in a telephone note has come.")),
}

WAITS = {
    "will_miss": _("Learners will miss their departure: telephone today"),
    "find_places": _("Find a company and a bed"),
    "before_departure": _("Before learners leave"),
    "before_arrival": _("Before your learners come"),
    "after_departure": _("While learners are away, and after"),
    "on_hold": _("Departure on hold"),
    "ask_papers": _("Ask for the papers of learners"),
    "file_returned": _("Complete the returned file"),
    "place_to_answer": _("A learner must still answer to a granted place"),
    "hand_in": _("Hand in candidate files"),
    "issue_report": _("Close the selection and issue the report"),
    "tell": _("Tell the candidates the outcome"),
    "decide": _("Decide: everything is there"),
    "answer_complaint": _("Answer a complaint"),
    "letter_bounced": _("A mail did not arrive"),
    "follow_up": _("Come back to a telephone note"),
    "remind_input": _("Remind who still has to give input"),
    "score": _("Interview and score the candidates"),
    "start_selection": _("Start the selection"),
    "confirm": _("Confirm learners who applied by your link"),
    "check_eligibility": _("Check whether learners can take part"),
    "enrol": _("Enrol your school"),
    "answer_matches": _("A place and a bed were proposed: say yes or no"),
    "fill_in_host_part": _("Learning agreement: the part of the host is not filled in yet"),
    "collect_host_signature": _("Learning agreement: the host has still to sign"),
    "reserve_called_up": _("A place came free for your reserve: hand in the file"),
    "call_up_reserve": _("A place came free: this reserve is next"),
    "give_free_place": _("A place came free: first on the waiting list"),
    "fix_texts": _("Texts of papers that are not used any more"),
    "send_lost_again": _("Take back and send again: a paper that cannot be shown any more"),
    "do_asked": _("What a call asks besides"),
    "look_at_said": _("Said to be done: look whether it is in order"),
    "look_at_scans": _("Photos of signed papers to look at"),
    "renew_contacts": _("Parents looked up more than 90 days ago"),
    "letters_stuck": _("Mails that did not arrive"),
    "check_files": _("Check candidate files"),
    "sign_papers": _("Sign papers: it is your turn"),
    "move_on": _("A place had no answer in time"),
    "activate_member": _("Schools wait to become a member"),
    "publish_call": _("Finish and publish this call"),
    "invite": _("Invite learners: nobody has applied yet"),
    "accept_nominees": _("Look at learners whom a partner nominated"),
    "complete_nominees": _("Say what still lacks of your learners"),
    "nominate": _("Nominate your learners"),
}
BUTTON = {
    "will_miss": _("See who"),
    "find_places": _("Look for places"),
    "before_departure": _("Do it"),
    "before_arrival": _("Do it"),
    "after_departure": _("Do it"),
    "on_hold": _("Open the dossier"),
    "ask_papers": _("To the papers"),
    "file_returned": _("Complete the file"),
    "place_to_answer": _("Open the dossier"),
    "hand_in": _("Hand in"),
    "issue_report": _("To the report"),
    "tell": _("Tell them"),
    "decide": _("Decide"),
    "answer_complaint": _("Answer"),
    "letter_bounced": _("Open the dossier"),
    "follow_up": _("Open the dossier"),
    "remind_input": _("Remind"),
    "score": _("To the selection"),
    "start_selection": _("Start"),
    "confirm": _("Confirm"),
    "check_eligibility": _("Check"),
    "enrol": _("Enrol"),
    "answer_matches": _("Look, and answer"),
    "fill_in_host_part": _("Fill it in"),
    "collect_host_signature": _("To the agreement"),
    "reserve_called_up": _("To the file"),
    "call_up_reserve": _("Call up"),
    "give_free_place": _("Give the place"),
    "fix_texts": _("To the texts"),
    "send_lost_again": _("To the paper"),
    "do_asked": _("Look at it"),
    "look_at_said": _("Look at it"),
    "look_at_scans": _("Look at them"),
    "renew_contacts": _("Look them up"),
    "letters_stuck": _("See which"),
    "check_files": _("Check"),
    "sign_papers": _("Read and sign"),
    "move_on": _("See who"),
    "activate_member": _("To memberships"),
    "publish_call": _("Open the call"),
    "invite": _("Poster and link"),
    "accept_nominees": _("Look at them"),
    "complete_nominees": _("Complete"),
    "nominate": _("Nominate"),
}

OTHERS = {
    "draft": _("Learners fill in their CV and expectations"),
    "awaited": _("Teachers and counsellors give input"),
    "handed_in": _("The coordinator checks files"),
    "complete": _("The coordinator divides the places"),
    "waiting": _("Learners are on the waiting list"),
    "granted": _("Learners answer to a granted place"),
}

NEXT = {
    "fill_in": (
        _("Fill in your CV and expectations"),
        _("This is a draft: it has not been handed in yet. Do it in parts; it saves itself."),
    ),
    "school_selects": (
        _("Your school talks with you"),
        _("Your application is at your school. They plan a conversation and ask your teachers for input."),
    ),
    "school_decides": (
        _("Your school decides"),
        _("The conversation and the scores are there. You hear from your school."),
    ),
    "school_hands_in": (
        _("Your school hands in your file"),
        _("Your school selected you. That is not a place yet: the coordinator looks at your file first."),
    ),
    "on_reserve": (
        _("You are on the reserve list"),
        _("If somebody drops out, your school can still hand in your file."),
    ),
    "not_selected": (
        _("You were not selected this time"),
        _("You can ask for your own scores, and complain if you think something went wrong."),
    ),
    "coordinator_checks": (
        _("The coordinator checks your file"),
        _("Your school handed in your file. You hear whether you get a place."),
    ),
    "school_completes": (
        _("Your school completes your file"),
        _("Something was missing in your file. Your school completes it."),
    ),
    "coordinator_grants": (_("Your file is complete"), _("Now the coordinator divides the places.")),
    "on_waiting_list": (
        _("You are on the waiting list"),
        _("Your file is complete, but no place is free now. You hear it when one comes free."),
    ),
    "answer": (_("You have a place: say yes or no"), _("Answer in time, or the place goes to somebody else.")),
    "prepare": (
        _("You are going"),
        _("You accepted your place. On the page of your stay you read what still lacks before you leave."),
    ),
    "declined": (_("You declined the place"), _("Somebody else gets it. Nothing more is asked of you.")),
    "lapsed": (_("The place lapsed"), _("There was no answer in time. Ask your school what is still possible.")),
    "taken_back": (_("Your file was taken back"), _("Ask your school what happened.")),
    "withdrawn": (_("You withdrew"), _("Changed your mind? Ask your school whether you can still take part.")),
    "refused": (_("Your school did not confirm you"), _("Ask the contact point of your school why.")),
}

LETTER_STATES = {
    "queued": ("waiting", pgettext_lazy("letter", "waiting")),
    "sent": ("met", pgettext_lazy("letter", "sent")),
    "delivered": ("met", pgettext_lazy("letter", "delivered")),
    "bounced": ("blocking", pgettext_lazy("letter", "came back")),
    "failed": ("blocking", pgettext_lazy("letter", "failed")),
    "cancelled": ("na", pgettext_lazy("letter", "cancelled")),
}

DOSSIER = {
    "confirm": _("Confirm the learner"),
    "check_eligibility": _("Check whether the learner can take part"),
    "see_candidacy": _("Open the application"),
    "to_selections": _("To the selection"),
    "to_assessment": _("Conversation, input and scores"),
    "see_file": _("Open the candidate file"),
    "complete_file": _("Complete the file"),
    "hand_in": _("Hand in the candidate file"),
}

ROLES = {
    "coordinator": _("Coordinators"),
    "contact_point": _("Local contact points"),
    "learner": _("Learners"),
    "administrator": _("Administrators"),
}

# Jobs that failed, by their kind in the schedule.
JOBS = {
    "notices.again": _("Mail about something that happened"),
    "notices.lacking": _("Mails of the day that could not be made"),
    "readiness.again": _("Where a stay stands, after something that happened"),
    "matching.again": _("What a match holds, after something that happened"),
    "paperwork.check": _("Checking the evidence of papers"),
    "paperwork.read": _("Reading a photo of a paper"),
    "paperwork.seal": _("Sealing a signed paper"),
    "admissions.papers": _("Asking a learner's papers to be signed"),
    "mobilities.papers": _("Asking papers of a stay to be signed"),
    "agreements.send": _("Sending a learning agreement"),
    "matching.run": _("Making a proposal for a board"),
    "matching.radar": _("Looking for what would help a board"),
    "hosting.inform": _("Writing to a network of hosts"),
    "hosting.commit": _("Asking a host to sign"),
    "rehearsal.play": _("Rehearsing a call"),
}

# Periodic work, by its name in the schedule.
WORK = {
    "lapse unanswered places": _("Places that were not answered in time lapse"),
    "take back files of who withdrew": _("Files of learners who withdrew are taken back"),
    "free what a match that fell away holds": _("What a match that fell away holds becomes free"),
    "look at every stay once a day": _("Every stay is looked at once a day"),
    "hold where stays stand against every step": _("Where stays stand is held against every step"),
    "observe how fast people answer": _("How fast people answer is observed"),
    "let adults decide alone": _("Who comes of age decides alone"),
    "write the mails of the day": _("The mails of the day are written"),
    "anchor the evidence": _("The evidence is anchored"),
    "look whether open papers can be shown": _("Open papers are looked at: can they be shown as they were sent"),
    "draw the maps of networks": _("The maps of networks are drawn"),
    "forget form receipts": _("Receipts of forms are forgotten"),
    "forget who went to sign elsewhere": _("Who went to sign elsewhere is forgotten"),
    "scan files again": _("Files are scanned again"),
    "sweep the vault": _("The vault is swept"),
    "retention": _("Data past its term is let go"),
}

NAMED = 3  # things by name in one line


def several(names: Sequence[str]) -> str:
    """The first things by name, and how many more there are."""
    more = len(names) - NAMED
    if more <= 1:
        return " · ".join(names)
    return " · ".join([*names[:NAMED], ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}])
