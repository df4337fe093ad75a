"""What earlier steps are told of later ones, by name: which page opens, who is asked (docs/architecture.md)."""

# What a personal link opens: the view gets the link's key.
LINK_DOORS = {
    "candidacies.correct": "candidacies:correct_by_link",
    "selection.input": "selection:input_by_link",
    "selection.assess": "selection:assess_by_link",
    "nominations.profile": "nominations:profile_by_link",
    "matching.answer": "matching:answer_by_link",
    "agreements.host": "agreements:host_by_link",
    "agreements.school": "agreements:school_by_link",
    "agreements.assess": "agreements:assess_by_link",
    "paperwork.sign": "paperwork:sign_by_link",
    "paperwork.own": "paperwork:own_by_link",
    "hosting.offer": "hosting:own",
    "hosting.stay": "hosting:stay_by_link",
    "meetings.answer": "meetings:answer_by_link",
}

# The pages behind these to which a mail leads at once, by the name that stands in its address.
LINK_PAGES = {("nominations.profile", "needs"): "nominations:needs_by_link"}

# Doors that ask for a code every time, also in a browser that was remembered.
STRICT_DOORS = frozenset({"paperwork.sign", "paperwork.own"})

# Which privacy notice the signers of papers get, by their role on the paper (people/notices).
PAPER_AUDIENCES = {
    "learner": "learner", "guardian_1": "guardian", "guardian_2": "guardian", "company": "company", "host": "host",
    "board": "representative", "board_second": "representative", "partner": "representative",
    "coordinator": "coordinator", "contact_point": "contact_point", "lead": "contact_point",
}  # fmt: skip

# The page of what a paper is about: its address takes the row's key.
PAPER_DOSSIERS = {
    "candidacies.candidacy": "dossier", "mobilities.mobility": "mobilities:show",
    "membership.membership": "membership:papers", "organisations.organisation": "membership:agreement",
    "hosting.company": "hosting:company", "hosting.home": "hosting:home",
}  # fmt: skip

# What the doors of links say once more in the reader's own language, as written for papers.
DOOR_PHRASES = "erasdu.ground.paperwork.papers.phrases"

# Who may still be told something about a paper, and what stays papers are about: the step that knows the learner.
PAPER_CHECK_TELLING = "erasdu.journey.mobilities.access.check_telling"
PAPER_STAYS = "erasdu.journey.mobilities.queries.stays_of_papers"

# What waits for who comes by a personal link besides papers, also behind their other links: for these pages.
ASKED_BESIDES = "erasdu.journey.readiness.queries.asked_besides"

# What comes along with the copy of a call from later on the road.
CALL_COPIED = "erasdu.journey.readiness.actions.copy_own"

# The final days of the stays that candidacies became: an approval that leaves them out is asked again.
CANDIDACY_STAYS = "erasdu.journey.mobilities.queries.stays_of"

# A date of birth that a school corrects is that of the stay as well.
CANDIDACY_BIRTH_DATE = "erasdu.journey.mobilities.actions.correct_birth_date"

# Who receives somebody on a stay, for the card with whom to call.
STAY_HOSTS = "erasdu.journey.matching.queries.hosts_of"
# Who is the mentor by the newest agreement: for that card, and for the page of where one works.
STAY_MENTOR = "erasdu.journey.agreements.queries.mentor_of"

# Which stays have a match: their bookings are confirmed and released with it, not by hand.
STAY_MATCHED = "erasdu.journey.matching.queries.matched"

# On which days somebody works, once there is a programme, and when the workplace became another one: for insurance.
# What is insured, for that card.
STAY_WORK_DAYS = "erasdu.journey.agreements.queries.work_days_of"
STAY_WORKPLACES = "erasdu.journey.hosting.queries.workplaces_changed"
STAY_WORKPLACES_SINCE = "erasdu.journey.hosting.queries.workplaces_since"
STAY_INSURERS = "erasdu.journey.insurance.queries.told_of"

# Whom it touches when something else is said of medical care here, by the country of home.
HOME_CARD_TURNS = "erasdu.journey.nominations.queries.turned_by_cards"

# Kind → what keeps a signature on it from being that person's consent, asked at the moment when it is given.
PAPER_CONSENTS = {"candidacies.guardian_approval": "erasdu.journey.candidacies.queries.lacks_when_signed"}

# Letters by the beginning of their name → who is asked once more before one goes: its text as it must be, or None.
LETTER_CHECKS = {
    "notices/letters/waiting": "erasdu.office.notices.queries.digests.still_open",
    "notices/letters/meeting_": "erasdu.office.notices.queries.sessions.still_wanted",
    "notices/letters/": "erasdu.office.notices.queries.still.still_asked",
    "paperwork/letters/sign_several": "erasdu.ground.paperwork.actions.together.still_asked",
    "paperwork/letters/remind": "erasdu.ground.paperwork.queries.sending.still_to_sign",
}

# Journal lines by the beginning of their code → what one is about, as far as the line itself knows it: a paper by its
# title, and whose part of it; a booking by what it is of. In the reader's language; "" where the line does not say.
EVENT_DETAILS = {
    "paper.": "erasdu.ground.paperwork.queries.line_said",
    "booking.": "erasdu.journey.hosting.queries.lines.line_said",
}

# Who words letters otherwise than they ship: asked for each one in the moment in which it is written.
LETTER_WORDING = "erasdu.office.notices.queries.texts.own_words"

# Letters by the beginning of their name → who says what is put in with one as a file.
LETTER_ENCLOSURES = {"notices/letters/meeting_": "erasdu.ground.meetings.queries.calendar_of"}

# The one call against the road: gates are answered by the last step (docs/architecture.md).
GATEKEEPER = "erasdu.journey.readiness.queries.answer"
GATE_NEEDS = "erasdu.journey.readiness.queries.needed"
