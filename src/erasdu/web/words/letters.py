"""Mails, for who may not read them, and how they fared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LETTERS = {
    "people/letters/login_code": _("code to sign in"),
    "people/letters/address_code": _("code for a new address"),
    "people/letters/invitation": _("invitation to sign in"),
    "people/letters/notice": _("privacy notice"),
    "people/letters/": _("safety of an account"),
    "links/letters/code": _("code for a personal link"),
    "links/letters/": _("personal link"),
    "notices/letters/waiting": _("mail of the day"),
    "notices/letters/waiting_text": _("text message about what waits"),
    "notices/letters/": _("message about a call or an application"),
    "selection/letters/": _("request for input or scores"),
    "paperwork/letters/": _("a paper to sign, or a copy of it"),
    "candidacies/letters/": _("request to look at the English"),
    "outreach/letters/": _("message written by somebody"),
    "hosting/letters/": _("question for a place or a bed"),
    "nominations/letters/": _("request to complete a profile"),
    "matching/letters/": _("question whether a learner may come, and what came of it"),
    "meetings/letters/": _("invitation to a meeting"),
    **dict.fromkeys(
        (
            f"notices/letters/meeting_{name}"
            for name in ("invited", "moved", "moved_up", "cancelled", "taken_back", "to_read")
        ),
        _("message about a meeting"),
    ),
    "agreements/letters/": _("request to complete a learning agreement"),
}

LETTER_STATES = {
    "queued": ("waiting", pgettext_lazy("letter", "waiting")),
    "sent": ("met", pgettext_lazy("letter", "sent")),
    "delivered": ("met", pgettext_lazy("letter", "delivered")),
    "bounced": ("blocking", pgettext_lazy("letter", "came back")),
    "failed": ("blocking", pgettext_lazy("letter", "failed")),
    "cancelled": ("na", pgettext_lazy("letter", "cancelled")),
}
