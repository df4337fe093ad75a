"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "call_does_not_go_there": _("This call has no destination in the country of that place."),
    "stay_outside_window": _("The stay must lie between %(start)s and %(end)s, the window of the call."),
    "stay_length": _("A stay of %(days)s days is not possible here: at least %(least)s, at most %(most)s days."),
    "mobility_not_yours": _("Only the coordinator changes the dates of a stay."),
    "learner_not_of_age": _("From your 18th birthday you decide this yourself."),
    "papers_not_yours": _("The school that sends the learner asks for these papers."),
    "papers_from_home": _("The organisation at home sends the papers of who comes here."),
    "no_candidacy": _("There is no dossier of this learner in this call."),
    "guardian_to_vouch_for": _(
        "First say in the learner's dossier how you know a parent, and how the code reaches them."
    ),
    "traveller_not_yours": _("The learner, the school that sends them or the coordinator fills this in."),
    "needs_not_yours": _("Only who it is about says what a bed must meet."),
    "mobility_not_live": _("This stay was cancelled."),
    "stay_not_planned": _("First set the days of the stay."),
    "stay_destination_unknown": _("First it must be known where the stay is."),
    "companions_unknown": _("First say with whom the learner travels, and with whom he or she lives there."),
    "of_age_when_leaving": _("The learner is of age on the day of leaving, and needs no travel permission."),
}

EVENTS = {
    "mobility.opened": _("The stay was opened."),
    "mobility.given": _("The school that receives was chosen or changed."),
    "mobility.sent_to": _("The destination was changed to where the place is."),
    "mobility.sent_back": _("The place abroad fell away: the destination is the first choice again."),
    "mobility.unplanned": _("The dates of the stay are open again."),
    "mobility.planned": _("The dates of the stay were set: %(first)s to %(last)s."),
    "mobility.cancelled": _("The stay was cancelled."),
    "mobility.guardians_told": _("The learner, of age, chose whether parents stay informed."),
    "mobility.traveller_described": _("Gender and nationality were filled in."),
    "mobility.birth_date_corrected": _("The school corrected the date of birth."),
    "mobility.needs_told": _("The learner said what a bed must meet."),
    "mobility.needs_taken_back": _("The learner took back what a bed must meet."),
    "mobility.papers_asked": _("The papers for this stay were asked."),
    "mobility.permission_asked": _("The travel permission was made, to be printed."),
    "mobility.companions_set": _("It was written down who travels along, and where the learner lives there."),
}

STATES = {
    "mobility.planned": _("planned"),
    "mobility.cancelled": _("cancelled"),
}

REQUIREMENTS = {
    "stay_planned": _("The days of the stay are set"),
    "emergency_contact": _("It is known whom to call in an emergency"),
    "travel_permission_seen": _("The school saw the travel permission"),
}

DUTIES = {
    "stay_planned": _("set the days of the stay"),
    "emergency_contact": _("say whom to call in an emergency"),
    "travel_permission_seen": _("a travel permission that the school saw"),
}

REASONS = {
    "days_of_stay": _("Papers, insurance and travel are made for these days."),
    "emergency": _("When something happens, we must reach somebody at once."),
    "leaves_as_minor": _("Who is under 18 on the day of leaving travels with a permission of the parents."),
    "leaves_as_minor_demanded": _("This call or destination lets no minor travel without a permission of the parents."),
    "consent_from_home": _("Of who comes here the parents agree to the journey in the consent from home."),
}

LACKING_FOR_LEARNER = {
    "stay_planned": _("The days of your stay are not set yet."),
    "emergency_contact.learner": _("Say whom we call in an emergency."),
    "emergency_contact.guardian": _("A parent or guardian still has to sign the paper with your emergency contact."),
    "emergency_contact.partner": _(
        "Your own organisation says whom we call in an emergency. You can fill it in yourself in your form too."
    ),
    "emergency_contact": _("Your school asks you whom to call in an emergency."),
    "travel_permission_seen.guardian": _(
        "Your parent signs the travel permission at the municipality. Then show it at school, and take it along."
    ),
    "travel_permission_seen": _("Your school makes the travel permission, which your parent signs."),
}

PLACES = {
    "stay_planned.coordinator": "mobilities:show mobility dates-form",
    "emergency_contact.learner": "paperwork:own",
    "emergency_contact.staff": "mobilities:show mobility papers",
    "travel_permission_seen.staff": "mobilities:permission mobility",
}

STANDS = {
    "met": _("in order"),
    "open": _("to do"),
    "waiting": _("waits"),
    "overdue": _("too late"),
}
"""How one thing before departure stands."""

WHO = {
    "learner": _("the learner"),
    "guardian": _("a parent or guardian"),
    "training_company": _("the training company"),
    "contact_point": _("the school"),
    "coordinator": _("the coordinator"),
    "host": _("the host company"),
    "family": _("the host family"),
    "partner": _("the partner"),
    "insurer": _("the insurer"),
}

PARTIES = {
    "learner": _("learner"),
    "sending": _("sending school"),
    "receiving": _("receives"),
    "host_company": _("host company"),
}
"""In which role somebody is on a dossier."""

GENDERS = {
    "f": _("female"),
    "m": _("male"),
    "x": _("other"),
}

NEEDS = {
    "allergy_dog": _("allergic to dogs"),
    "allergy_cat": _("allergic to cats"),
    "allergy_fur": _("allergic to animals with fur or feathers"),
    "vegetarian": _("eats vegetarian"),
    "vegan": _("eats vegan"),
    "halal": _("eats halal"),
    "kosher": _("eats kosher"),
    "no_pork": _("eats no pork"),
    "gluten_free": _("eats gluten-free"),
    "lactose_free": _("eats without lactose"),
    "nut_free": _("eats without nuts"),
    "smoke_free": _("needs a house without smoke"),
    "wheelchair": _("uses a wheelchair"),
}

# Of what is not asked of somebody: why not.
NOT_ASKED = {
    "leaves_as_minor": _("The learner is of age on the day of leaving."),
    "leaves_as_minor_demanded": _("The learner is of age on the day of leaving."),
}
