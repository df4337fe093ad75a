"""What the codes of approvals, guardians and their contact data say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, "str | Promise"]

REQUIREMENTS: Words = {
    "cv_signed": _("The learner signed the CV and expectations"),
    "company_approval": _("The training company approved"),
    "agreement_runs": _("The agreement with the training company runs until the return"),
    "participant_approval": _("The learner signed the approval"),
    "guardian_approval": _("The guardians of a minor approved"),
}

DUTIES: Words = {
    "cv_signed": _("sign the CV and the expectations"),
    "company_approval": _("the approval of the training company"),
    "agreement_runs": _("an agreement with the training company until the return"),
    "participant_approval": _("the learner's signature under the approval"),
    "guardian_approval": _("the approval of the parents or guardians"),
}

RUNNING: Words = {
    "training_company_stops": _("The training company stops on %(day)s. Say with which company the agreement is now."),
    "agreement_ends_before_departure": _("The agreement ends on %(day)s, before departure: it must be renewed first."),
    "agreement_ends_during_stay": _("The agreement ends on %(day)s, during the stay: it must be renewed first."),
}
"""Why an agreement with a training company does not run until the return."""

REASONS: Words = {
    "form_is_signed": _("The learner vouches for what the form says."),
    "works_at_company": _("The learner has an agreement with a company, which keeps running."),
    **RUNNING,
    "everybody_agrees": _("Nobody goes abroad who did not say yes."),
    "minor": _("The learner is under 18: parents or guardians decide too."),
    "consent_taken_back": _(
        "A parent or guardian took the consent back. The school calls the family. Who agrees after all signs again."
    ),
    "consent_refused": _(
        "A parent or guardian does not agree, or it is not certain who signed. The school calls the family first."
    ),
}

PLACES: Words = {
    "company_approval.staff": "candidacies:candidate candidacy papers",
    "agreement_runs.staff": "candidacies:eligibility candidacy",
    "participant_approval.staff": "candidacies:candidate candidacy papers",
    "participant_approval.learner": "paperwork:own",
    "guardian_approval.staff": "candidacies:candidate candidacy papers",
}

LACKING_FOR_LEARNER: Words = {
    "company_approval.training_company": _("Your training company still has to say yes."),
    "company_approval": _("Your school asks your training company."),
    "agreement_runs": _("Your agreement with your training company ends too early. Your school talks to you about it."),
    "participant_approval.learner": _("You still have to sign your own approval."),
    "participant_approval": _("Talk to your school about your own approval."),
    "guardian_approval.guardian": _("Your parents or guardians still have to sign."),
    "guardian_approval": _("Your school will contact you about the approval of your parents or guardians."),
}
"""What a learner reads of what lacks: nothing about why somebody does not agree."""

COMPANY: Words = {
    "agreement_unknown": _("First say which agreement with a company the learner has."),
    "company_unknown": _("First say with which training company the learner has an agreement."),
    "company_has_not_answered": _("The training company has not answered yet."),
    "company_refused": _("The training company does not agree. Its reason is with its answer."),
    "company_wants_a_call": _("The training company asks you to call before it answers."),
    "approved_by_other_company": _("Another company approved. Ask the training company that the learner has now."),
    "approved_for_other_agreement": _(
        "The approval was for another kind of agreement. Ask the company again for the agreement of today."
    ),
    "stay_outside_approval": _(
        "The company approved a stay from %(first)s to %(last)s. The dates are no longer inside that: ask it again."
    ),
    "stay_on_excepted_days": _(
        "The company needs the learner from %(first)s to %(last)s. The stay falls on those days: ask it again."
    ),
    "approval_leaves_no_day": _("The days that the company approved fall outside this call. Ask it again."),
}

PARTICIPANT: Words = {
    "participant_declined": _("The learner does not agree. Talk to the learner first."),
    "participant_has_not_signed": _("The learner has not signed yet."),
    "participant_signed_as_minor": _("The learner has turned 18 since signing, and signs once more as an adult."),
}

GUARDIANS: Words = {
    "no_guardian_known": _("No parent or guardian is known yet. Take them over from your own records."),
    "second_guardian_unknown": _("Both must sign, but only one parent or guardian is known."),
    "sole_guardian_unknown": _("Say which parent or guardian decides alone."),
    "decision_not_seen": _("Note who saw the decision of the court, and on which day. Do not keep a copy of it."),
    "guardian_signature_lacking": _("A signature of a parent or guardian is lacking."),
    "guardian_signature_invalid": _("A signature does not count: it is not certain that it is theirs."),
    "guardian_declined": _("A parent or guardian does not agree. Departure is on hold."),
    "guardian_says_not_me": _(
        "A parent or guardian says that somebody else signed in their name. Departure is on hold."
    ),
    "guardian_withdrew": _("A parent or guardian took the consent back. Departure is on hold."),
    "guardian_objects": _("The school knows that a parent or guardian objects. Departure is on hold."),
    "learner_of_age_decides": _("The learner is of age and decides alone. Parents get nothing new without their yes."),
    "nothing_frozen": _("Nothing is on hold here."),
    "nothing_to_confirm": _("Nothing waits to be confirmed here."),
    "parents_looked_up": _("These parents were looked up in the last 90 days."),
    "second_person_confirms": _(
        "You changed it yourself: somebody else at the school, or the coordinator, confirms it."
    ),
    "reason_to_lift_lacking": _("Write why departure is no longer on hold."),
}
"""For the school and the coordinator; a learner reads those of FOR_LEARNER alone."""

FOR_LEARNER: Words = {
    "school_contacts_you": _("Your school will contact you about this."),
    "guardians_met": _("Your parents or guardians have signed."),
    "guardians_waiting": _("We are waiting for your parents or guardians."),
    "guardians_not_applicable": _("You are of age: you decide yourself."),
}

MODES: Words = {
    "one": _("one parent or guardian suffices"),
    "both": _("both must sign"),
    "one_by_court": _("one decides alone, by a decision of a court"),
    "legal_guardian": _("a legal guardian or foster parent decides"),
}

CONTACTS: Words = {
    "contact_only_from_learner": _(
        "The learner gave this contact. Compare it with your own records and confirm it first."
    ),
    "mail_of_learner": _("This is the learner's own e-mail address. If that is right, write why."),
    "phone_of_learner": _("This is the learner's own telephone number. If that is right, write why."),
    "mail_alike_learner": _("This address is much like the learner's own. If it is right, write how you know."),
    "mail_names_learner": _("This address has the learner's name in it. If it is right, write how you know."),
    "mail_disposable": _(
        "This is a throwaway or forwarding address. Ask for another one, or write why this one is right."
    ),
    "mail_of_pupils": _("This address is one that your school gives to pupils. If it is right, write how you know."),
    "contact_of_other_learner": _("Another learner has this address or number. If it is right, write how you know."),
    "contact_of_unrelated_guardian": _(
        "A parent of a learner who is no family has this address or number. If it is right, write how you know."
    ),
    "contact_of_own_guardian": _(
        "A parent of the learner has this address or number. If the parent works at the company, write that."
    ),
    "enterprise_number_unchecked": _(
        "This company has no valid enterprise number. Add it, or write how you know the company."
    ),
}

ASKING: Words = {
    "form_not_handed_in": _("The learner has not handed in the CV form yet."),
    "company_signer_unknown": _("Say who may sign for the training company."),
    "guardian_not_attested": _("Say how you know that this address and number are the parent's."),
    "guardian_change_to_confirm": _("Let a second person confirm the changed address or number."),
    "guardian_channel_missing": _("Choose how the code reaches the parent, and not the learner."),
    "guardian_mail_missing": _("There is no e-mail address of a parent. The link goes there."),
    "contact_point_unknown": _("Your school has no contact point that a paper can name."),
}
"""What lacks before a paper can be asked for."""

LANGUAGES: Words = {
    "nl": _("Dutch"),
    "en": _("English"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "tr": _("Turkish"),
    "ar": _("Arabic"),
}
"""In which a plain explanation stands beside what parents sign."""

LINES: Words = {
    "na": _("not needed"),
    "lacks": _("something lacks"),
    "to_ask": _("to ask"),
    "asked": _("asked"),
    "opened": _("opened"),
    "overdue": _("too late to sign"),
    "signed": _("signed"),
    "declined": _("said no"),
    "frozen": _("on hold"),
}
"""How one paper stands, in a list."""

CONSENT: Words = {
    "consent_not_attested": _("The school has not confirmed that this contact is theirs."),
    "consent_attested_later": _("The school confirmed the contact only after the signature."),
    "consent_other_contact": _("The contact was changed after the school confirmed it."),
    "consent_code_by_mail": _("The code went to the mailbox that has the link. A guardian gets it another way."),
    "consent_code_to_learner": _("The code went to the learner's own telephone."),
    "consent_code_used_before": _("The code was used before."),
    "consent_not_their_link": _("The link or the code was made for somebody else or for another paper."),
    "consent_other_paper": _("The paper that was signed is not the paper that was sent."),
    "consent_contact_in_doubt": _("Something speaks against the contact, and nobody wrote why it is right."),
    "consent_denied": _("The parent or guardian says: this was not me."),
    "consent_withdrawn": _("The consent was taken back."),
}

CHANNELS: Words = {
    "mail": _("code by e-mail"),
    "text_message": _("code by text message"),
    "letter": _("code by letter in the post"),
    "in_person": _("code handed over in person"),
    "parents_account": _("code in the parents' account of the school"),
    "paper": _("signed on paper"),
    "eid": _("signed with an identity card"),
}

ATTESTED: Words = {
    "pupil_record": _("compared with the school's own records"),
    "called": _("called on a number that the school knew"),
    "known_in_person": _("the school knows this person"),
    "identity_seen": _("the school saw an identity card"),
}

ASSURANCE: Words = {
    "low": pgettext_lazy("assurance", "low"),
    "medium": pgettext_lazy("assurance", "medium"),
    "high": pgettext_lazy("assurance", "high"),
}

WHO: Words = {
    "learner": _("the learner"),
    "contact_point": _("the school"),
    "training_company": _("the training company"),
    "guardian": _("a parent or guardian"),
}

REFUSALS: Words = {**COMPANY, **RUNNING, **PARTICIPANT, **GUARDIANS, **CONTACTS, **ASKING, **CONSENT}
