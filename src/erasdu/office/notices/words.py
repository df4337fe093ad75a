"""What this app's codes say on the screen, and the table of notices in words."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from erasdu.office.notices.rules import When

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "mail_gone": _("The mails of this day have gone already."),
    "mail_of_others": _("This mail is also about somebody who is not of your schools. Ask the coordinator."),
    "hold_too_late": _("Choose a day after the one on which it would go, at most 30 days later."),
    "mail_of_the_day": _("The mail of the day is told again from what is still open when it goes. Hold or stop it."),
    "kind_never_stopped": _("This mail is never stopped for a call."),
    "kind_needs_reason": _("Say why in at least %(least)s characters: the reason stays with it."),
    "kind_stopped_already": _("It is stopped for this call already."),
    "kind_started_already": _("It goes again already."),
    "notice_text_faulty": _("This text cannot be used yet. Look at what stands under the field."),
}

EVENTS: Words = {
    "notices.decided": _("It was decided what happens with a planned mail"),
    "notices.decision_taken_back": _("A decision about a planned mail was taken back"),
    "notices.letter_stopped": _("A mail that waited to go was stopped"),
    "notices.letter_held": _("A mail that waited to go was held until a later day"),
    "notices.letter_changed": _("A mail that waited to go was written otherwise"),
    "notices.letter_let_go": _("A mail that was held was let go"),
    "notices.kind_stopped": _("A kind of mail was stopped for a call"),
    "notices.kind_started": _("A kind of mail that was stopped goes again"),
    "notices.text_saved": _("A draft of a mail's text was made"),
    "notices.text_published": _("A text of a mail was published"),
}

WAYS: Words = {
    "mail": _("mail of its own, at once"),
    "digest": _("in the day's mail"),
    "second": _("mail to the other address"),
    "text": _("text message"),
    "phone": _("list of whom to telephone"),
}

WAITS: Words = {
    "answer_place": _("A place waits for an answer"),
    "complete_file": _("A file that came back must be completed"),
    "sign_paper": _("A paper waits for a signature"),
    "mail_came_back": _("Mail to somebody does not arrive"),
    "enrol": _("A school can enrol"),
    "give_input": _("Somebody was asked about a learner"),
    "answer_match": _("A proposed place or bed waits for a yes or no"),
    "fill_in_plan": _("A host's part of a learning agreement is empty"),
    "answer_invitation": _("An invitation to a meeting waits for an answer"),
    "come_to_session": _("Somebody is expected at a meeting"),
    "assess_stay": _("A host says what was reached during a stay"),
    "while_away": _("What must be in order on every day away is not, while the learner is away"),
    "look_at_said": _("What somebody says is done waits for the school to look at it"),
    "after_leaving": _("What payment or closing waits for, once the learner left"),
    "needs_told": _("Who comes from abroad did not say yet what must be so where they sleep"),
    "*": _("Anything else that holds up a file or a departure"),
}

# The three parts of the table.
PARTS: Words = {
    "waits": _("As long as something waits"),
    "lines": _("When something happens"),
    "presses": _("When somebody presses a button"),
}

# Why a row of the table is never stopped for a call.
NEVER_STOPPED: Words = {
    "signature": _("never: it asks for a signature"),
    "safety": _("never: safety, or a bed, place or consent that is lost"),
    "law": _("never: a decision, or a last day that counts"),
    "all": _("never: it is also about signatures and safety"),
    "elsewhere": _("belongs to no call"),
    "press": _("never: who presses counts on it"),
    "phone": _("no message: the list of whom to telephone"),
}

DECISIONS: Words = {
    "hold": _("put off"),
    "cancel": _("cancelled"),
    "add": _("with a sentence of your own"),
    "edit": _("with a text of your own"),
}

# What happens, where its line in the journal says more than that it does.
HAPPENS: Words = {
    "call.deadline_moved": _("A deadline was moved"),
    "file.returned": _("The coordinator returned the file, to be completed"),
    "file.grace_extended": _("The school has longer to complete the file"),
    "place.granted": _("The place was granted"),
    "plan.days_asked": _("Other days were asked for"),
    "plan.complement_sent": _("What was reached was sent to be signed"),
    "nominations.divided": _("Learners were given to a school"),
    "mobility.planned": _("The days of a stay are set, or change"),
}

# What a letter that is written waits for.
LETTER_WAITS: Words = {
    "morning": _("waits for the morning"),
    "server": _("did not arrive yet, is tried again"),
    "held": _("put off"),
}
OF_THE_DAY = _("The mail of the day")

# What became of a mail that did not arrive.
LOST: Words = {
    "bounced": _("came back"),
    "failed": _("could not be sent"),
    "unmade": _("could not be made: the administrator must look at it"),
    "again": _("could not be made yet, is tried again"),
}

SOMETHING_NEW = _("Something is new")
EVERY_DAY = _("every day")
# As what somebody reads a mail; who is several of these counts as the first.
READERS: Words = {
    "coordinator": _("coordinators"),
    "contact_point": _("contact points of schools"),
    "partner": _("partners abroad"),
    "learner": _("learners"),
    "guardian": _("parents"),
    "other": _("companies, families and others by link"),
}

TO: Words = {
    "self": _("whoever must act"),
    "self_second": _("who must act, when they sign in with another address than the one they get mail at"),
    "other_guardian": _("the other parent"),
    "staff": _("who signs for a school"),
    "contact_point": _("the contact points of the school"),
    "coordinator": _("the coordinators"),
    "learner": _("the learner"),
    "told_learner": _("the learner, with how to complain"),
    "learner_by_day": _("the learner, with the last day to answer"),
    "school": _("the contact points of the school"),
    "school_and_coordinators": _("the contact points of the school, and the coordinators"),
    "members": _("the contact points of all members"),
    "enrolled": _("the contact points of all enrolled schools"),
    "own_school": _("the contact points of that school"),
    "paper_followers": _("who follows the paper"),
    "paper_no": _("who follows the paper; of a parent's no the coordinators too"),
    "paper_alarm": _("who follows the paper, and the coordinators"),
    "network_came_in": _("who keeps the network"),
    "network_offered": _("who keeps the network, when the host answered by itself"),
    "agreement_learner": _("the learner"),
    "agreement_keeper": _("who keeps the host company"),
    "agreement_sending": _("the contact points of the sending school"),
    "agreement_office": _("the coordinators"),
    "agreement_asker": _("who asked for other days"),
    "match_schools_asked": _("the school whose yes is asked"),
    "match_partners_asked": _("the partner abroad whose yes is asked"),
    "own_sayer": _("who said that it is done; the school when they have no address"),
    "match_learner": _("the learner who goes abroad"),
    "match_organisations": _("who sends, who receives, and who keeps the hosts"),
    "match_learner_who_lost": _("the learner, when it had been agreed"),
    "match_organisations_who_lost": _("who sends, receives and keeps the hosts, when they knew of it"),
    "match_deciders": _("who decides on the board"),
    "booked_beside_board": _("whose learner it is, of what was booked beside the board"),
    "days_learner": _("who goes"),
    "days_parents": _("the parents of who goes"),
    "days_hosts": _("company and family that said yes, unless they read it otherwise"),
    "days_organisations": _("who sends, who receives, and who keeps the hosts, of other days"),
    "meeting_invited": _("who is invited"),
    "meeting_guests": _("everybody who is invited and did not say no"),
    "meeting_readers": _("everybody who is invited and did not say no, from when it began"),
    "meeting_moved_up": _("who waited longest for a seat"),
    "meeting_taken_back": _("whose invitation is taken back"),
    "nomination_office": _("the coordinators"),
    "nomination_office_of_import": _("the coordinators, once for a table"),
    "nomination_receiving_school": _("the contact points of the receiving school"),
    "nomination_partner": _("the partner"),
    "nomination_other_side": _("the partner and the coordinators"),
    "signer": _("who must sign"),
    "signer_instead": _("who signs instead"),
    "signed_before": _("who had signed, of what did not change for them"),
    "signer_by_text": _("who signed, when their code comes by text message"),
    "signers": _("everybody who signed"),
    "signer_by_hand": _("who signs at the municipality"),
    "teacher_asked": _("the teacher or counsellor who is asked"),
    "panellist": _("who gives scores"),
    "panel_lead": _("who leads the selection"),
    "incoming_learner": _("the learner who comes here"),
    "incoming_parent": _("their parents, when they are minors"),
    "network_company": _("the contact person of the company"),
    "network_family": _("the host family"),
    "match_company": _("the company"),
    "match_family": _("the host family that gives the bed"),
    "match_parent": _("the parents of who goes"),
    "agreement_host": _("who signs for the host"),
    "agreement_school": _("who fills in for the sending school"),
    "outreach_readers": _("who was chosen to get it"),
}

# Of news: who of staff reads it, by role; partners, learners and others have no days of their own.
_SCHOOLS = ("contact_point",)
STAFF_OF = {
    "school": _SCHOOLS,
    "paper_followers": _SCHOOLS,
    "network_came_in": _SCHOOLS,
    "network_offered": _SCHOOLS,
    "agreement_sending": _SCHOOLS,
    "match_schools_asked": _SCHOOLS,
    "match_organisations": _SCHOOLS,
    "days_organisations": _SCHOOLS,
    "nomination_office": ("coordinator",),
    "nomination_office_of_import": ("coordinator",),
    "match_partners_asked": (),
    "nomination_partner": (),
}

DAYS: Words = {
    "0": _("Monday"), "1": _("Tuesday"), "2": _("Wednesday"), "3": _("Thursday"), "4": _("Friday"),
    "5": _("Saturday"), "6": _("Sunday"),
}  # fmt: skip


def when(given: When) -> str:
    """One day of the table as it is said."""
    days = abs(given.days)
    if given.anchor == "asked":
        return (
            ngettext("after %(n)d day", "after %(n)d days", days) % {"n": days}
            if days
            else gettext("as soon as it waits")
        )
    if given.anchor == "undated":
        without = ngettext("without a last day: after %(n)d day", "without a last day: after %(n)d days", days)
        return without % {"n": days}
    if not days:
        return gettext("on the last day")
    if given.days < 0:
        return ngettext("%(n)d day before the last", "%(n)d days before the last", days) % {"n": days}
    return ngettext("%(n)d day too late", "%(n)d days too late", days) % {"n": days}


SOME_HOST = _("The host")
NEEDED = _(
    "Being there is required before departure. Can you not come? Say so: who organises it then looks for another "
    "moment."
)

# What stands around the things of a day.
FRAMES: Words = {
    "day_mail": _("all that waits and is new for one person on a day"),
    "day_message": _("the text message about what waits"),
}
EVERYBODY = _("everybody who is told something on that day")
# What places of texts are filled with in a preview.
SAMPLES: Words = {
    "name": _("Noor"),
    "learner": _("Amina"),
    "waits": _("- Sign the cooperation agreement. By Thu 3 Dec 2026."),
    "news": _("- The file of Amina is complete."),
    "first_thing": _("Sign the cooperation agreement"),
    "names": _("Amina and Bram"),
    "school": _("Atheneum De Brug"),
    "call": _("Spring 2027"),
    "paper": _("cooperation agreement"),
    "short": _("cooperation agreement"),
    "requirement": _("the learning agreement"),
    "partner": _("Instituto do Sol"),
    "host": _("Bakkerij Van Zoet"),
    "number": "3",
    "minutes": "4",
    "company": _("Bakkerij Van Zoet"),
    "about": _("Amina"),
    "who": _("Samira"),
    "whom": _("Atheneum De Brug, 015 12 34 56"),
    "how": _("write to the head of the school"),
    "reason": _("the exams fall on the same days"),
    "which": _("Candidate files until"),
    "code": "BRUG27",
    "session": _("Info evening before leaving"),
    "moment": _("Thu 18 Mar 2027, 19:00–20:30"),
    "place": _("Kerkstraat 1, Mechelen"),
    "organiser": _("Atheneum De Brug"),
    "needed": NEEDED,
    "channel": _("The code to open it comes by mail."),
    "link_channel": _("The code to open it comes by mail."),
    "own_words": _("(the same in the reader's own language)"),
    "digest": "9f2c 41d0 …",
    "parts": _("Mentor"),
    "papers": "214",
    "lines": "10482",
    "address": _("the address of the page"),
    "start": _("11 January 2027"),
    "end": _("5 February 2027"),
    "lead": _("Els Maes"),
    "text": _("We look for places for our learners."),
    "body": _("See you on Thursday at seven."),
    "subject": _("The evening for parents"),
    "sender": _("Els Maes"),
    "signature": _("Els Maes"),
}
# What the calendar sets off, and who then gets mail.
CLOCKWORK: Words = {
    "lapses": _("Without an answer the place lapses. Learner and school hear it, and the next of the reserve list."),
    "passed_over": _("Without a file the reserve is passed over. Learner and school hear it, and the next one."),
    "of_age": _("Turns eighteen: is asked to sign alone what a parent signed or was to sign."),
}
# Places that hold a day.
SAMPLE_DAYS = frozenset(
    {"by", "answer_by", "grace_until", "stay_from", "stay_until", "old", "new", "enrolment_deadline", "files_opening",
     "files_deadline", "starts_on", "ends_on", "was_from", "was_until", "day", "first", "last", "reply_by", "due_on"}
)  # fmt: skip
SAMPLE_DAY = date(2027, 3, 15)
