"""What this app's codes say on the screen and in evidence."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "not_your_signature": _("This paper waits for somebody else's signature."),
    "only_organisations_pass_on": _("Only a company, school or partner passes a paper on to a colleague."),
    "paper_frozen": _("Somebody said that something is wrong with this paper. The school looks into it first."),
    "paper_not_frozen": _("Nothing holds this paper up."),
    "paper_not_restricted": _("Everybody who follows this paper may read it."),
    "not_your_paper": _("Only who is named on this paper may read it."),
    "paper_overdue": _("The last day to sign was %(until)s. Ask who sent it for a new one."),
    "paper_no_choice": _("There is nothing to choose in this paper."),
    "paper_over": _("This paper is no longer in force."),
    "paper_changed": _("This paper changed after you opened it. Read the new version below, then sign."),
    "paper_not_reproduced": _(
        "This paper cannot be shown now. The coordinator is told within a day; please try again later."
    ),
    "nothing_changed": _("Nothing in this paper changed."),
    "signer_waiting": _("It is not your turn yet: somebody else signs first. You get a mail."),
    "signer_asked": _("This has not been signed yet."),
    "signer_signed": _("You have signed this already."),
    "signer_declined": _("You have declined this."),
    "signer_passed_on": _("This was passed on to somebody else."),
    "signer_revoked": _("This signature was taken back."),
    "corrected_in_dossier": _("Change a parent's contact data in the learner's dossier, and say how you know them."),
    "signer_answered": _("This person has answered already."),
    "signer_not_attested": _("The school must first say that it knows this parent, and send a code by another way."),
    "signer_by_link": _("Sign this by your personal link and its code, not by an account."),
    "signer_attested": _("Somebody vouched for this person already."),
    "same_contact_as_learner": _("This is the learner's own address or number. Fill in the parent's."),
    "envelope_open": _("This paper waits for signatures."),
    "envelope_signed": _("Everybody has signed this paper."),
    "envelope_complete": _("This paper is complete."),
    "envelope_declined": _("Somebody declined this paper."),
    "envelope_withdrawn": _("This paper was taken back."),
    "envelope_superseded": _("There is a newer version of this paper."),
    "signing_not_offered": _("This cannot be signed with that app. Sign with your name here."),
    "signing_refused": _("You stopped in the app, or it did not agree. Nothing is signed."),
    "signing_unreachable": _("The app's service does not answer now. Nothing is signed."),
    "signing_failed": _("The app's service answered something that we cannot use. Nothing is signed."),
    "signing_expired": _("That took too long. Nothing is signed; begin again."),
    "signing_used": _("This was handled already. Look at the paper to see how it stands."),
    "signing_overtaken": _("Somebody else signed meanwhile, so what you agreed to has to be made anew. Sign again."),
    "signing_other_name": _("The app says another name than the paper: this waits for %(name)s. Nothing is signed."),
    "signing_certificate_over": _("The certificate in the app is not valid today. Nothing is signed."),
    "signing_register_number": _(
        "The certificate in the app holds a national register number, which may not be kept here. Sign another way."
    ),
    "school_contacts_you": _("Your school will contact you about this."),
    "signed_by_hand": _("This paper is only signed by hand: print it."),
    "not_by_hand": _("This paper is signed on the screen, or comes back as a photo."),
    "scan_pages_lack": _("Not every page of this paper is here yet."),
    "scan_no_such_page": _("This paper has no such page."),
    "sheet_answered": _("Somebody looked at this scan already."),
    "sheet_wants_paper": _("Choose which paper this is."),
    "logo_kind": _("Choose an SVG, a PNG or a JPEG."),
    "drawing_too_big": _("This drawing is too big: at most %(megabytes)s MB. Save it simpler, or as PNG."),
    "drawing_too_detailed": _("This drawing has too many parts. Save it simpler, or as PNG."),
    "drawing_unreadable": _("We cannot read this drawing. Save it as plain SVG, or as PNG."),
    "drawing_empty": _("Nothing is drawn in this file. Choose another."),
    "drawing_size": _("This drawing does not say how large it is, or is far too long. Save it anew, or as PNG."),
    "drawing_part": _(
        "A drawing may hold shapes and colours only, and this one also has: %(part)s. Turn texts into shapes and take "
        "pictures out, or save it as PNG."
    ),
    "wording_faulty": _("This text cannot be used yet: %(where)s."),
    "explanation_missing": _("Nobody has written this explanation in that language yet."),
    "lift_reason_needed": _("Say why it can go on. The reason is kept."),
    "seal_missing": _("The seal of this installation is not there: run ./run --prepare."),
    "name_differs": _("Type your own name as it stands on the paper: %(name)s."),
}

EVENTS: Words = {
    "paper.sent": _("A paper was sent to be signed"),
    "paper.signed": _("A paper was signed"),
    "paper.declined": _("A paper was declined"),
    "paper.passed_on": _("A paper was passed on to a colleague"),
    "paper.question": _("A signer asked a question"),
    "paper.not_me": _("A signer says: this was not me"),
    "paper.wrong_address": _("A paper reached the wrong person"),
    "paper.choice_changed": _("Somebody chose otherwise on a free paper"),
    "paper.revoked": _("A consent was taken back"),
    "paper.reminded": _("A signer was reminded"),
    "paper.resent": _("A paper was sent again, with a new link"),
    "paper.attested": _("Staff vouched for who signs"),
    "paper.corrected": _("Another person was asked to sign"),
    "paper.withdrawn": _("A paper was taken back"),
    "paper.complete": _("A paper is complete and sealed"),
    "paper.lifted": _("A paper goes on after staff looked into it"),
    "paper.read": _("Somebody read what only a few may read"),
    "paper.choice_withdrawn": _("A free choice was taken back"),
    "paper.lost": _("A paper can no longer be shown as it was sent"),
    "paper.erased": _("The answers on a paper were erased"),
    "paper.scanned": _("A photo or scan of a signed paper came in"),
    "paper.scan_refused": _("A photo or scan of a paper was refused"),
    "evidence.taken": _("Staff took out the evidence of a paper"),
    "evidence.check_asked": _("A check of all evidence was asked"),
    "anchor.made": _("The evidence of a day was anchored"),
    "paper.own_page_mailed": _("The link to all their papers was mailed again"),
    "paper.link_copied": _("Staff copied a signer's link"),
    "wording.saved": _("A draft of a paper's text was begun"),
    "wording.published": _("A paper's text was published"),
    "wording.confirmed": _("Somebody confirmed an explanation"),
    "wording.logo": _("The picture on papers was changed"),
}

STATES: Words = {
    "envelope.open": _("waits for signatures"),
    "envelope.signed": _("signed, being sealed"),
    "envelope.seen": _("seen"),
    "envelope.complete": _("complete"),
    "envelope.declined": _("declined"),
    "envelope.withdrawn": _("taken back"),
    "envelope.superseded": _("replaced"),
    "envelope.overdue": _("too late"),
    "envelope.frozen": _("held up"),
    "signer.waiting": _("signs later"),
    "signer.asked": _("asked"),
    "signer.opened": _("opened"),
    "signer.signed": _("signed"),
    "signer.declined": _("declined"),
    "signer.passed_on": _("passed on"),
    "signer.revoked": _("taken back"),
    "sheet.ask": _("to look at"),
    "sheet.confirmed": _("confirmed"),
    "sheet.refused": _("refused"),
}

ANCHOR = _("Anchor of the evidence")

CHANNELS: Words = {
    "mail": _("by mail"),
    "text": _("by text message"),
    "post": _("by letter, by post"),
    "hand": _("handed over in person"),
    "portal": _("on the parents' account of the school's learning platform"),
}

METHODS: Words = {
    "link": _("on a phone or computer, with a code"),
    "account": _("signed in with an account"),
    "paper": _("on paper, seen by staff"),
    "remote": _("with an identity app"),
}

ASSURANCES: Words = {
    "mail_code": _("code to the stored e-mail address"),
    "text_code": _("code to the telephone number that the school knows"),
    "post_code": _("code in a letter by post"),
    "hand_code": _("code handed over in person"),
    "portal_code": _("code on the parents' account of the school"),
    "account": _("account with a code to the stored address"),
    "paper_seen": _("signature on paper, looked at by staff"),
    "seen_by_hand": _("paper signed by hand, looked at by somebody who wrote it down"),
    "remote": _("identity confirmed by another service"),
    "remote_advanced": _("advanced electronic signature with the signer's own certificate, in the signed PDF itself"),
    "remote_qualified": _("qualified electronic signature with the signer's own certificate, in the signed PDF itself"),
}

ATTESTED: Words = {
    "records": _("from the school's own records"),
    "enrolment": _("from the enrolment form, signed by the parents"),
    "in_person": _("met in person, with identity card"),
    "known": _("the school knows this person"),
    "phone": _("called back on the number in the school's records"),
    "contract": _("from the contract with the company"),
    "register": _("from the Crossroads Bank for Enterprises"),
}

KINDS_OF_EVENT: Words = {
    "sent": _("sent to be signed"),
    "asked": _("asked to sign"),
    "opened": _("opened after a code"),
    "signed": _("signed"),
    "declined": _("declined"),
    "passed_on": _("passed on"),
    "question": _("asked a question"),
    "not_me": _("said: this was not me"),
    "wrong_address": _("said: this is not for me"),
    "revoked": _("consent taken back"),
    "reminded": _("reminded"),
    "resent": _("sent again, old link dead"),
    "attested": _("staff vouched for who signs"),
    "corrected": _("asked instead"),
    "withdrawn": _("taken back"),
    "superseded": _("replaced by a new version"),
    "carried": _("signature carried over: nothing that binds this party changed"),
    "sealed": _("sealed"),
    "lifted": _("goes on after staff looked into it"),
    "paper_seen": _("signature on paper seen by staff"),
    "scanned": _("photo or scan of pages came in"),
    "scan_refused": _("photo or scan refused"),
    "seen_by_hand": _("paper signed by hand seen"),
}

WHY_SCAN: Words = {
    "scan_no_code": _("We found no code on this photo. Is the corner with the square code on it?"),
    "scan_code_unread": _("There is a code on this photo, but we cannot read it. It may be covered or blurred."),
    "scan_one_more": _("There is one more code on this photo, and we cannot read that one."),
    "scan_other_site": _("The code on this page is of another website."),
    "scan_unknown_paper": _("The code on this page is of a paper that is not yours."),
    "scan_retired_paper": _("This paper was taken back, or a newer version took its place. Print the new one."),
    "scan_no_such_page": _("The code names a page that this paper does not have."),
    "scan_same_pixels": _("The same photo was here already. It counts once."),
    "scan_small": _("This photo is too small to find the code. Take it again, closer."),
    "scan_dark": _("This photo is too dark to find the code. Take it again, in more light."),
    "scan_blank": _("An empty page."),
    "scan_by_hand": _("This paper is not kept here. Open it and write down who saw it."),
    "scan_gone": _("This file was taken away before it was read."),
    "upload_infected": _("There is a virus in this file."),
    "upload_unreadable": _("This file cannot be read. Take the photo again."),
}

CONTACTS: Words = {
    "school": _("the school"),
    "partner": _("the organisation at home"),
    "coordinator": _("the coordinator of the project"),
    "home": _("host family or residence"),
    "company": _("company of the internship"),
    "mentor": _("the mentor at work"),
    "mentor_late": _("the mentor, outside hours"),
}

HELD_UP: Words = {
    "not_me": _("Somebody who signed this paper says that it was not them."),
    "revoked": _("Somebody who signed this paper took that back."),
    "objection": _("The school knows of an objection."),
}

# What who signs is, for a reader in whose language the paper is not.
ROLES: Words = {
    "learner": _("the learner"),
    "guardian_1": _("parent or guardian"),
    "guardian_2": _("parent or guardian"),
    "contact_point": _("the school"),
    "host": _("for the host"),
    "company": _("for the company"),
    "partner": _("for the partner organisation"),
}

CODE_COMES: Words = {
    "mail": _("A code comes by mail when you open it."),
    "text": _("A code comes by text message when you open it."),
    "hand": _("You need the code that the school gives you in person."),
    "post": _("You need the code from the letter that comes by post."),
    "portal": _("You need the code on the parents' account of the school's learning platform."),
}

CODE_COMES_TO_LEARNER: Words = {
    "mail": pgettext_lazy("to the learner", "A code comes by mail when you open it."),
    "text": pgettext_lazy("to the learner", "A code comes by text message when you open it."),
}

HAND_OUT: Words = {
    "hand": _(
        "Write it down and hand it over yourself, to the parent, after you have seen who it is. It works for 2 days."
    ),
    "post": _("Put it in a letter by post, to the address in your records. It works for 21 days."),
    "portal": _("Put it in a message on the parents' own account of your learning platform. It works for 7 days."),
}

# What anybody is told who checks a paper: a heading, and what it means.
VERIFIED: dict[str, tuple["str | Promise", "str | Promise"]] = {
    "exact_copy": (
        _("This is an exact copy"),
        _("Every byte is the same as in the paper that was sealed here. Nothing was changed."),
    ),
    "genuine_seal": (
        _("Our seal is genuine, but this is not the registered copy"),
        _("It was sealed here and not changed since, but it is not a paper in our register. Ask who gave it to you."),
    ),
    "not_ours": (
        _("This is not ours, or it was changed"),
        _("Do not rely on this file. Ask who gave it to you for the PDF exactly as it came from us."),
    ),
    "unreadable": (
        _("This file cannot be read"),
        _("We can say nothing about it. Choose the PDF as you got it; a photo, a scan or a print cannot be checked."),
    ),
    "unknown_hash": (
        _("This is not an exact copy of a paper in our register"),
        _("Whether it bears our seal shows from the file itself. Choose it below and send it: we keep nothing of it."),
    ),
    "by_code": (
        _("We know this paper"),
        _(
            "This is the paper that the code belongs to, and how it stands now. Whether the one in your hand says the "
            "same, only its PDF shows: check that below."
        ),
    ),
    "no_such_code": (
        _("We know no paper with this code"),
        _("Scan the code once more, or check the PDF below. If you still do not find it, do not rely on the paper."),
    ),
}

VERIFIED_AS: dict[str, str] = {
    "exact_copy": "met",
    "genuine_seal": "waiting",
    "not_ours": "blocking",
    "unreadable": "waiting",
    "unknown_hash": "waiting",
    "by_code": "info",
    "no_such_code": "blocking",
}

VERIFIED_WHY: Words = {
    "too_large": _("It is too large to be a paper of ours."),
    "not_a_pdf": _("It is no PDF."),
    "too_heavy": _("It asks too much memory or time."),
    "not_sealed": _("It bears no seal."),
    "not_whole": _("Something was added or changed after it was sealed."),
    "altered": _("It is not what was sealed."),
    "unknown_certificate": _("Somebody else sealed it, not we."),
    "out_of_time": _("Its seal names a time at which the certificate was not valid."),
    "broken": _("It is not built as a PDF should be."),
}

# When a clause stands in a paper, for whatever paper it is.
CONDITIONS: Words = {
    "beside=yes": _("another language stands beside it"),
}

STANDS: Words = {
    "open": _("waits for signatures: not in force"),
    "signed": _("in force: everybody signed, the sealed copy is being made"),
    "complete": _("in force"),
    "declined": _("declined: not in force"),
    "withdrawn": _("taken back: no longer in force"),
    "superseded": _("replaced by a newer version"),
    "frozen": _("held up: somebody said that something is wrong"),
}

STANDS_AS: dict[str, str] = {
    "open": "waiting", "signed": "met", "complete": "met", "declined": "blocking", "withdrawn": "blocking",
    "superseded": "na", "frozen": "blocking",
}  # fmt: skip

FAULTS: Words = {
    "journal": _("The journal does not fit from line %(number)s on."),
    "chain": _("The evidence of paper %(paper)s does not fit from event %(number)s on."),
    "head": _("The evidence of paper %(paper)s was cut off: event %(number)s is lacking."),
    "anchor_file": _("The sealed paper of %(day)s is not there, or not what was sealed."),
    "anchor_digest": _("The digest of %(day)s is not the one that was sealed."),
    "anchor_journal": _("On %(day)s line %(number)s of the journal was another, or it is gone."),
    "anchor_paper": _("On %(day)s event %(number)s of paper %(paper)s was another, or it is gone."),
}


def about_whom(short: str, about: str) -> str:
    """What a mail calls a paper: its kind, and of whom it is when it is about one person."""
    return gettext("%(short)s, about %(about)s") % {"short": short, "about": about} if about else short
