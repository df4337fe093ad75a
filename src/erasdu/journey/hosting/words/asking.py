"""What the codes of asking a network say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "contact_withdrawn": _("withdrawn from the network"),
    "contact_said_stop": _("asked not to be asked again"),
    "contact_nobody_known": _("no contact person is known"),
    "contact_paused": _("paused since %(day)s"),
    "call_not_of_keeper": _("In this call no learners come to you."),
    "call_is_over": _("The stay of this call is over."),
    "nobody_to_ask": _("Nobody is left to ask. Choose more, or add companies and families first."),
    "text_to_network_lacks": _("Write the message in at least one language."),
    "ask_answered": _("This one has answered already."),
    "ask_reminded": _("A reminder went out already; one is enough. Telephone instead."),
    "ask_not_by_mail": _("Mail does not arrive there. Telephone instead."),
    "ask_too_fresh": _("The first letter went out less than three days ago. Give it some time."),
    "nobody_to_remind": _("There is nobody to remind now: all have answered, were reminded, or were asked just now."),
    "nothing_to_renew": _("Nothing was offered before, so there is nothing to renew."),
    "nothing_offered": _("Nothing is offered in this period."),
    "host_promised_on_day": _("A learner counts on you on %(day)s. Must it change? First call or write to %(school)s."),
    "host_promised_in_night": _(
        "A learner sleeps at your home in the night of %(day)s. Must it change? First call or write to %(school)s."
    ),
    "host_promised_to_younger": _(
        "A learner who is younger counts on you. Must it change? First call or write to %(school)s."
    ),
    "hosts_import_undone": _("This import was undone already."),
    "level_unreadable": _("“%(typed)s” is not a language with a level. Write it such as: Nederlands A2."),
    "period_unreadable": _("“%(typed)s” are not two days. Write them such as: 1/2/2027 - 31/3/2027."),
    "place_without_occupation": _("Write for which occupation the place is."),
    "risk_half": _("Write both: who saw the risk analysis, and on which day."),
    "ages_turned": _("Make this at least the age from which guests are welcome."),
    "beds_unreadable": _("“%(typed)s” is not a number of beds. Write a number for each room, such as: 1, 2."),
    "contact_name_lacks": _("Write the first name of who can be reached there."),
    "contact_reach_lacks": _("Write an e-mail address or a telephone number."),
}

EVENTS: Words = {
    "campaign.sent": _("Network informed"),
    "campaign.reminded": _("Network reminded"),
    "ask.answered": _("Answer to the question for a place or bed"),
    "ask.link_copied": _("Text and link copied to send by another channel"),
    "interest.left": _("Somebody came in by the open door"),
    "interest.confirmed": _("Who came in by the open door was taken into the network"),
    "interest.refused": _("Who came in by the open door was not taken into the network"),
    "home.nights_taken_back": _("Beds taken back for a period"),
    "hosts.imported": _("Network imported from a table"),
    "hosts.import_undone": _("Import of the network undone"),
}

STAGES: Words = {
    "answered": _("answered"),
    "opened": _("opened, no answer yet"),
    "asked": _("sent, not opened yet"),
    "waiting": _("the mail waits to go out"),
    "returned": _("the mail came back"),
    "unreachable": _("no e-mail address"),
}
