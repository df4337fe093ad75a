"""What is said of the papers that hosts sign."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "commitment_without_signer": _("Nobody can sign for this host yet. Add a contact."),
    "commitment_without_receiver": _("Nobody can sign for the school or partner that receives. Add a contact point."),
    "host_agreed": _("This host signed, or was asked to sign, for everybody who comes."),
}

REQUIREMENTS = {
    "host_commitment": _("The host company signed its commitment"),
    "family_agreement": _("The host family signed the agreement and code of conduct"),
}

DUTIES = {
    "host_commitment": _("the host company's signature under its commitment"),
    "family_agreement": _("the host family's signature under the agreement and code of conduct"),
}

REASONS = {
    "host_agrees": _("Who receives a learner at work says in writing what they watch over."),
    "family_agrees": _("Who lets a learner sleep at home signs how everybody behaves there."),
}

LACKING_FOR_LEARNER = {
    "host_commitment": _("The company that receives you still has to sign its commitment."),
    "family_agreement": _("The family that receives you still has to sign the agreement."),
}

PLACES = {
    "host_commitment.staff": "hosting:stay mobility",
    "family_agreement.staff": "hosting:stay mobility",
}

# When a clause stands in a paper.
CONDITIONS = {
    "paid=no": _("the family gets no allowance"),
    "paid=yes": _("the family gets an allowance"),
}
