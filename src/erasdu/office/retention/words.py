"""What this app's codes say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "retention_dry_run_first": _("First do a dry run, and look at what would go."),
}

EVENTS: Words = {
    "retention.run": _("Data whose time had come was let go"),
}

RULES: Words = {
    "candidate": _("Data of candidates who were not selected or withdrew, and of their guardians"),
    "scores_12_months": _("Scores, arguments, interviews and input about them"),
    "role_end_6_months": _("Contact details of who no longer has a role"),
    "security_12_months": _("Signs of use: personal links, devices, codes"),
    "mail_12_months": _("Mails that were sent"),
    "return_30_days": _("What was told about health, diet and allergies, and whom to call in an emergency"),
    "grant_file": _(
        "Files of selected learners, selection reports, and proof of insurance: who was insured where and until when, "
        "never a number of a card. Evidence of the grant"
    ),
    "programme": _("Calls, organisations and other data about nobody"),
    "row": _("Technical data: numbers and states, without a name"),
}

KEPT: Words = {
    "candidate": _("6 months after the school told its decision, or after the deadline for files if it never decided"),
    "scores_12_months": _("12 months, counted in the same way"),
    "role_end_6_months": _("6 months after the last role ended; the name stays with what somebody decided"),
    "security_12_months": _("12 months"),
    "mail_12_months": _("12 months"),
    "return_30_days": _("30 days after the return; at once when it is taken back"),
    "grant_file": _("5 years after the balance of the grant was paid; this is not let go by itself"),
    "programme": _("as long as the programme exists"),
    "row": _("as long as the row exists"),
}
