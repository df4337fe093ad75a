"""What the codes of membership say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "not_a_sending_organisation": _("Only schools and training centres become members."),
    "member_closed": _("This organisation is closed."),
    "member_already": _("This organisation has a membership under this grant agreement already."),
    "membership_active_already": _("This membership is active already."),
    "membership_ended_already": _("This membership has ended already."),
    "activation_reason_needed": _("Say why it is active without signed papers."),
    "school_of_another_board": _("One agreement covers schools of the same board."),
    "not_a_partner": _("This agreement is made with a partner abroad."),
    "end_reason_needed": _("Say why the membership ends."),
    "project_code_taken": _("Another grant agreement has this project code."),
    "grant_ends_before_start": _("A grant agreement ends after it starts."),
    "grant_in_use": _("Calls or memberships stand under this grant agreement."),
}

EVENTS: Words = {
    "grant.created": _("Grant agreement added"),
    "grant.edited": _("Grant agreement changed"),
    "grant.removed": _("Grant agreement removed"),
    "membership.interest": _("Interest in membership recorded"),
    "membership.papers_sent": _("Agreement and mandate sent"),
    "membership.activated": _("Membership activated by hand"),
    "membership.ended": _("Membership ended"),
}

STATES: Words = {
    "membership.interest": _("interest"),
    "membership.signing": _("signing"),
    "membership.active": _("active"),
    "membership.ended": _("ended"),
}

# What a partner does unless something else is agreed, in the language of the paper.
PARTNER_TASKS: dict[str, tuple[str | Promise, ...]] = {
    "supporting": (
        _("Look for companies that fit what the learners want to learn, and get to know the mentor there."),
        _("Propose a place to stay, and visit it beforehand."),
        _("Receive the learners, show them the way, and speak to them each week."),
        _("Propose a social and cultural programme."),
        _("Gather the papers of company and host family."),
    ),
    "hosting": (
        _("Receive the learners on its own work floor, with a mentor for each of them."),
        _("Give each learner tasks that fit what the learner wants to learn."),
        _("Speak to each learner every week, and evaluate at the end."),
        _("Help to look for a place to stay."),
    ),
}

# When a clause stands in a paper.
CONDITIONS: Words = {
    "form=mandate": _("it is a mandate"),
    "form=accession": _("it is an accession form"),
    "role=hosting": _("the partner receives learners itself"),
    "role=supporting": _("the partner finds places at others"),
    "outside=yes": _("the partner lies where European rules for data do not count"),
}

# Details of an organisation that stand on its papers.
DETAILS: Words = {
    "street": _("the address"),
    "enterprise_number": _("the enterprise number"),
    "oid": _("the OID"),
}
