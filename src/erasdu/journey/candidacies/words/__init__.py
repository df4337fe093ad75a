"""What the codes of applying say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erasdu.ground.organisations.words import SECTORS as ALL_SECTORS
from erasdu.journey.candidacies.words import approvals
from erasdu.journey.candidacies.words.content import OCCUPATIONS

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "not_your_candidacy": _("This is not your application."),
    "not_your_learner": _("This learner applied at another school."),
    "cv_incomplete": _("The form is not complete yet."),
    "form_frozen": _("The form was handed to the school, so it no longer changes. The school can open it again."),
    "form_is_open": _("The learner is still working on this form."),
    "candidacy_over": _("This application was withdrawn or refused."),
    "candidacy_live": _("This application has not ended."),
    "applying_closed": _("Applying was possible until %(deadline)s. Ask your school whether it can move that day."),
    "files_closed": _("The call closed on %(deadline)s."),
    "call_not_open": _("This call is not open for applications."),
    "school_withdrew": _("This school no longer takes part in the call."),
    "too_young": _("A learner is at least %(least)s during the stay; with this date of birth that would be %(age)s."),
    "too_old": _("A learner is at most %(most)s during the stay; with this date of birth that would be %(age)s."),
    "confirmed_already": _("The school has confirmed this learner already."),
    "learner_not_confirmed": _("First confirm that this is a learner of your school."),
    "applied_in_call_already": _("This learner has applied in this call already."),
    "address_of_another": _(
        "This address belongs to somebody with another name or task. Use the learner's own address."
    ),
    "learner_of_age": _("This learner is of age: no guardian is needed."),
    "english_missing": _("There is no English text to correct yet."),
    "correction_answered": _("This proposal has been answered already."),
    "import_undone": _("This import was undone already."),
    "teacher_elsewhere": _("This person does not teach or counsel at this school."),
    "text_unchanged": _("The text is the same as it was."),
    **approvals.REFUSALS,
}

EVENTS: Words = {
    "candidacy.joined": _("Applied by the school's link"),
    "candidacy.entered": _("Was entered by the school"),
    "candidacy.imported": _("Was imported by the school"),
    "candidacy.import_undone": _("The import was undone"),
    "candidacy.form_saved": _("Worked on the CV form"),
    "candidacy.applied": _("Handed the CV form to the school"),
    "candidacy.reopened": _("The school opened the form again"),
    "candidacy.confirmed": _("The school confirmed the learner"),
    "candidacy.refused": _("The school refused the application"),
    "candidacy.withdrawn": _("The application was withdrawn"),
    "candidacy.taken_up_again": _("The application was taken up again"),
    "candidacy.eligibility_confirmed": _("The school confirmed the conditions"),
    "candidacy.details_changed": _("The school changed the details"),
    "candidacy.guardians_changed": _("The school changed the guardians"),
    "candidacy.company_signer_set": _("The school said who signs for the company"),
    "candidacy.objection_recorded": _("The school noted that a parent or guardian objects"),
    "candidacy.guardian_to_confirm": _("A parent's address or number changed after papers had been sent"),
    "candidacy.guardians_still_right": _("The school looked up once more where the parents are reached"),
    "candidacy.guardian_confirmed": _("A second person confirmed a parent's address or number"),
    "candidacy.hold_lifted": _("The school said why departure is no longer on hold"),
    "candidacy.correction_asked": _("A teacher was asked to look at the English"),
    "candidacy.correction_proposed": _("Better English was proposed"),
    "candidacy.correction_approved": _("The learner took over better English"),
    "candidacy.correction_refused": _("The learner kept the own English"),
}

STATES: Words = {
    "candidacy.draft": _("draft"),
    "candidacy.applied": _("applied"),
    "candidacy.withdrawn": _("withdrawn"),
    "candidacy.refused": _("refused"),
    "candidacy.unconfirmed": _("to be confirmed by the school"),
}

# When a clause stands in a paper.
CONDITIONS: Words = {
    "adult=no": _("the learner is a minor"),
    "exact=no": _("the final days are not known, or lie within the call"),
    "exact=yes": _("it is asked about exactly the final days"),
    "agreement=oao": _("the learner has an OAO"),
    "agreement=sao": _("the learner has an SAO"),
    "agreement=part_time": _("the learner has a part-time contract"),
    "agreement=oao|sao|part_time": _("the learner has an agreement with a company"),
}

PLACES = approvals.PLACES
REASONS = approvals.REASONS
LACKING_FOR_LEARNER = approvals.LACKING_FOR_LEARNER
REQUIREMENTS: Words = {
    "cv_complete": _("The CV form is complete and handed to the school"),
    "learner_confirmed": _("The school confirmed the learner"),
    "eligibility_confirmed": _("The school confirmed the conditions"),
    "guardians_known": _("The guardians of a minor are known"),
    **approvals.REQUIREMENTS,
}

DUTIES: Words = {
    "cv_complete": _("complete the CV form and hand it to the school"),
    "learner_confirmed": _("confirm the learner"),
    "eligibility_confirmed": _("confirm the conditions"),
    "guardians_known": _("fill in who the parents or guardians are"),
    **approvals.DUTIES,
}

PARTS: Words = {
    "about_me": _("About you"),
    "contact": _("How to reach you"),
    "school": _("Your school"),
    "destination": _("Where you want to go"),
    "occupation": _("Your profession"),
    "languages": _("Your languages"),
    "experience": _("Your experience"),
    "motivation": _("Why you want to go"),
    "expectations": _("What you expect"),
    "housing": _("Living abroad"),
}

LABELS: Words = {
    "character": _("What you are like"),
    "answers.good_at": _("I am good at …"),
    "answers.free_time": _("In my free time I …"),
    "answers.proud": _("I am proud of …"),
    "answers.worked": _("I have worked at …"),
    "answers.learn_work": _("At work I want to learn …"),
    "answers.not_work": _("I prefer not to work with …"),
    "street": _("Street and number"),
    "postal_code": _("Postal code"),
    "town": _("Town"),
    "mobile": _("Your mobile number"),
    "emergency_name": _("Whom to call in an emergency"),
    "emergency_phone": _("Their telephone number"),
    "study_programme": _("What you study"),
    "study_year": _("Your year"),
    "first_choice": _("Your first choice"),
    "occupation": _("Your profession"),
    "complementary": _("Whether a job close to it is fine"),
    "tasks_can": _("Tasks that you can do"),
    "tasks_want": _("Tasks that you want to learn"),
    "texts_en.motivation": _("Why you want to go, in English"),
    "texts_en.difficult": _("When things get difficult, in English"),
    "texts_en.later": _("What you want to do later, in English"),
    "smokes": _("Whether you smoke"),
    "pets": _("Pets in the house"),
    "shares_room": _("Sharing a room"),
    "email": _("E-mail address"),
    "given_name": _("First name"),
    "birth_date": _("Date of birth"),
}

SECTORS: Words = {
    code: word for code, word in ALL_SECTORS.items() if code in {one.sector for one in OCCUPATIONS.values()}
}
"""Those that have an occupation in occupations.toml."""

# Of what is not asked of somebody: why not.
NOT_ASKED = {
    "minor": _("The learner is of age and decides alone."),
    "works_at_company": _("The learner has no agreement with a training company."),
}
