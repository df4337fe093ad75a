"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REFUSALS = {
    "call_receives_nobody": _("This call receives no foreign learners."),
    "nominations_closed": _("Learners could be nominated until %(deadline)s. Ask the coordinator."),
    "only_partners_nominate": _("Only a partner abroad nominates learners."),
    "nominated_already": _("This learner is nominated in this call already."),
    "nomination_withdrawn": _("This nomination was withdrawn."),
    "nomination_not_waiting": _("This nomination was accepted or withdrawn already."),
    "profile_closed": _("The stays have begun: this form is closed. Ask your organisation."),
    "nomination_not_accepted": _("Accept this learner first."),
    "learner_placed": _(
        "%(name)s has a place or a bed at the school where they are now. Let go of it on the board first."
    ),
    "school_not_in_call": _("This school is no active member under the grant agreement of this call."),
    "division_undone": _("This division was undone already."),
    "lent_already": _("This is lent in this call already."),
    "lent_to_itself": _("A school need not borrow what it keeps itself."),
    "loan_ended": _("This loan has ended already."),
    "card_is_not_kept": _("A health card or identity card is only looked at, never kept."),
    "card_ends_before_return": _("The card must hold until %(day)s, the last day of the stay."),
    "paper_without_days": _("Write from when until when it holds, as the paper says itself."),
    "wished_half": _("Give both days, or neither."),
    "wished_turned": _("The last day comes before the first."),
    "home_guardian_missing": _(
        "A minor needs a parent or guardian: a name, and an e-mail address or a telephone number."
    ),
    "guardian_email_own": _("This is the learner's own address. Give that of the parent or guardian."),
    "guardian_phone_own": _("This is the learner's own number. Give that of the parent or guardian."),
    "occupation_unknown": _("“%(typed)s” is not an occupation of our list. Close to it: %(listed)s."),
    "occupation_unlisted": _("“%(typed)s” is not an occupation of our list. Below the table stands which ones are."),
    "occupation_outside_call": _("This occupation is in none of the sectors of the call."),
    "nationality_unknown": _("“%(typed)s” is not a country. Write its name, or its code of two letters."),
}

FOUND = {
    "certain": ("met", _("everybody says yes")),
    "asked": ("waiting", _("not everybody says yes yet")),
    "no_bed": ("open", _("no bed yet")),
    "no_place": ("open", _("no company yet")),
    "nothing": ("open", _("no company and no bed yet")),
}
"""Code of what was found → the badge, and its words."""

EVENTS = {
    "nomination.made": _("The partner nominated the learner."),
    "nomination.imported": _("The partner nominated the learner, from a table."),
    "nomination.corrected": _("What was said of the learner was corrected."),
    "nomination.accepted": _("The coordinator accepted the nomination."),
    "nomination.withdrawn": _("The nomination was withdrawn."),
    "nomination.form_sent": _("The link to the profile was mailed."),
    "nomination.profile_saved": _("The learner filled in the profile."),
    "nomination.seen": _("The receiving school opened the profile."),
    "nomination.printed": _("The receiving school made a copy of the profile for a host."),
    "nominations.divided": _("Learners were given to a school: %(number)s."),
    "nominations.division_undone": _("A division of learners over schools was undone: %(number)s went back."),
    "loan.made": _("A place or a home was lent to another school."),
    "loan.ended": _("A loan between schools ended."),
    "nomination.paper_sent": _("A paper of the partner's own was sent."),
    "nomination.card_seen": _("The health card was seen."),
    "nomination.paper_accepted": _("A paper of the partner's own was accepted."),
    "nomination.paper_returned": _("A paper of the partner's own was returned, with what lacks."),
    "nominations.imported": _("A table of learners was imported."),
    "nominations.import_undone": _("An import of learners was undone."),
}

STATES = {
    "nomination.nominated": pgettext_lazy("nomination", "nominated"),
    "nomination.accepted": pgettext_lazy("nomination", "accepted"),
    "nomination.withdrawn": pgettext_lazy("nomination", "withdrawn"),
}

DAYS_LACK = _("It does not hold on all days of the stay, the days of the journeys included.")

LACKING = {
    "gender": _("gender"),
    "nationality": _("nationality"),
    "occupation": _("occupation"),
    "emergency_name": _("whom to call at home"),
    "emergency_phone": _("their number"),
    "guardian": _("parent or guardian"),
}

PARTS = {
    "about": _("About you"),
    "work": _("Your work"),
    "tasks": _("What you do at work"),
    "languages": _("Languages"),
    "expectations": _("What you expect"),
    "home": _("Where you stay"),
}

# The same for a parent, who reads of whom it is.
PARTS_OF_ANOTHER = PARTS | {
    "about": _("About %(name)s"),
    "work": _("The work of %(name)s"),
    "tasks": _("What %(name)s does at work"),
    "expectations": _("What %(name)s expects"),
    "home": _("Where %(name)s stays"),
}
ASKED_OF_ANOTHER = {
    "mobile": _("Mobile number of %(name)s"),
    "character": _("What is %(name)s like? Tick what fits."),
    "hobbies": _("What does %(name)s like to do?"),
    "occupation": _("Which occupation does %(name)s learn?"),
    "study_programme": _("What does %(name)s study?"),
    "been_abroad": _("Has %(name)s stayed abroad without parents before?"),
    "digital": _("What can %(name)s do with a computer or a phone?"),
    "transport": _("How does %(name)s travel?"),
    "tasks_can": _("%(name)s can do this"),
    "tasks_want": _("%(name)s wants to learn this"),
    "expectations": _("What does %(name)s want to get out of it?"),
    "texts_en__motivation": _("Why does %(name)s want to do an internship abroad?"),
    "texts_en__difficult": _("What does %(name)s do when things get difficult?"),
    "smokes": _("Does %(name)s smoke or vape?"),
    "share_with": _("With whom does %(name)s like to share a room?"),
    "clothes_size": _("Size of work clothes"),
    "shoe_size": _("Shoe size"),
}
OWN_TONGUE = _("We filled this in for you: is another your own language, change it.")
TONGUE_OF_ANOTHER = _("We filled this in for you: is another the own language of %(name)s, change it.")

YES_NO = {"yes": _("Yes"), "no": _("No")}

OWN_WORDS = {
    "been_abroad": _("Stayed abroad before without parents"),
    "digital": _("With a computer or a phone"),
    "share_with": _("Likes to share a room with"),
    "clothes_size": _("Size of work clothes"),
    "shoe_size": _("Shoe size"),
}
"""What a learner says besides, in the order in which the receiving school reads it."""

LEVELS = {
    "none": _("not yet"),
    "A1": _("A1: a few words"),
    "A2": _("A2: short sentences about daily things"),
    "B1": _("B1: I manage at work and in daily life"),
    "B2": _("B2: I follow most conversations and join in"),
    "C1": _("C1: fluently"),
    "C2": _("C2: like my own language"),
}

REGIONS = {
    "brussels": _("Brussels"),
    "walloon_brabant": _("Walloon Brabant"),
    "flemish_brabant": _("Flemish Brabant"),
    "antwerp": _("Antwerp"),
    "limburg": _("Limburg"),
    "liege": _("Liège"),
    "namur": _("Namur"),
    "hainaut": _("Hainaut"),
    "luxembourg": _("Luxembourg"),
    "west_flanders": _("West Flanders"),
    "east_flanders": _("East Flanders"),
}

CARDS = {
    "ehic": _("European health insurance card"),
    "treaty": _("form of the treaty, or private medical insurance"),
    "private": _("private medical insurance"),
}

REQUIREMENTS = {
    "home_ehic": _("Card, form or insurance for medical care, seen by the partner"),
    "home_accidents": _("Insurance against accidents at work, from home"),
    "home_liability": _("Liability insurance, from home"),
    "home_consent": _("Consent of the learner, and of a minor a parent, from home"),
    "needs_told": _("The learner said what must be so where they sleep"),
}

DUTIES = {"needs_told": _("the learner says what must be so where they sleep, such as an allergy or a diet")}

REASONS = {
    "home_papers": _("Who comes from abroad is insured and agrees by the papers of their own organisation."),
    "home_card_ehic": _("Who is insured there gets medical care here with the European health insurance card."),
    "home_card_treaty": _(
        "With that country there is a treaty: who is insured there gets medical care here with its form, or with "
        "private medical insurance."
    ),
    "home_card_private": _(
        "From that country no card or form gives medical care here: private medical insurance is needed."
    ),
    "home_card_other_ehic": _(
        "What was seen is not enough any more: for who is insured there the European health insurance card is asked "
        "now."
    ),
    "home_card_other_treaty": _(
        "What was seen is not enough any more: the form of the treaty is asked now, or private medical insurance."
    ),
    "home_card_other_private": _("What was seen is not enough any more: private medical insurance is asked now."),
    "home_paper_gap": _("The paper does not hold from %(first)s to %(last)s, a part of the stay with its journeys."),
    "home_paper_gaps": _(
        "The paper does not hold from %(first)s to %(last)s, nor from %(again)s to %(end)s: parts of the stay with its "
        "journeys."
    ),
    "home_paper_again": _("It was accepted for who is of age; of a minor more must stand in it. Look at it again."),
    "home_paper_before": _("It was accepted before it was kept what stands in it. Look at it once more."),
    "home_consent_of_minor": _(
        "A minor comes only when a parent or guardian agrees, and says who decides on urgent care."
    ),
    "needs_choose_bed": _(
        "A home is chosen by it. Only the learner says it, behind the link to their profile, and nobody must: nothing "
        "waits for it."
    ),
    "needs_said": _("Said on %(day)s."),
}

# Of what is not asked of somebody: why not.
NOT_ASKED = {"needs_choose_bed": _("It is asked only until there is a bed.")}

LACKING_FOR_LEARNER = {
    "home_ehic": _("Show your own organisation with what you get medical care in Belgium."),
    "home_accidents": _("Your own organisation sends the insurance against accidents at work."),
    "home_liability": _("Your own organisation sends the liability insurance."),
    "home_consent": _("Your own organisation sends your consent, and when you are not 18 yet that of a parent."),
    "needs_told": _("Say what must be so where you sleep, such as an allergy or what you eat."),
}

PLACES = {f"{code}.coordinator": "nominations:index call" for code in REQUIREMENTS} | {
    "needs_told.contact_point": "matching:of_stay mobility"
}
