"""What comes next for a learner."""

from django.utils.translation import gettext_lazy as _

NEXT = {
    "fill_in": (
        _("Fill in your CV and expectations"),
        _("This is a draft: it has not been handed in yet. Do it in parts; it saves itself."),
    ),
    "school_selects": (
        _("Your school talks with you"),
        _("Your application is at your school. They plan a conversation and ask your teachers for input."),
    ),
    "school_decides": (
        _("Your school decides"),
        _("The conversation and the scores are there. You hear from your school."),
    ),
    "school_hands_in": (
        _("Your school hands in your file"),
        _("Your school selected you. That is not a place yet: the coordinator looks at your file first."),
    ),
    "on_reserve": (
        _("You are on the reserve list"),
        _("If somebody drops out, your school can still hand in your file."),
    ),
    "not_selected": (
        _("You were not selected this time"),
        _("You can ask for your own scores, and complain if you think something went wrong."),
    ),
    "coordinator_checks": (
        _("The coordinator checks your file"),
        _("Your school handed in your file. You hear whether you get a place."),
    ),
    "school_completes": (
        _("Your school completes your file"),
        _("Something was missing in your file. Your school completes it."),
    ),
    "coordinator_grants": (_("Your file is complete"), _("Now the coordinator divides the places.")),
    "on_waiting_list": (
        _("You are on the waiting list"),
        _("Your file is complete, but no place is free now. You hear it when one comes free."),
    ),
    "answer": (_("You have a place: say yes or no"), _("Answer in time, or the place goes to somebody else.")),
    "prepare": (
        _("You are going"),
        _("You accepted your place. On the page of your stay you read what still lacks before you leave."),
    ),
    "declined": (_("You declined the place"), _("Somebody else gets it. Nothing more is asked of you.")),
    "lapsed": (_("The place lapsed"), _("There was no answer in time. Ask your school what is still possible.")),
    "taken_back": (_("Your file was taken back"), _("Ask your school what happened.")),
    "withdrawn": (_("You withdrew"), _("Changed your mind? Ask your school whether you can still take part.")),
    "refused": (_("Your school did not confirm you"), _("Ask the contact point of your school why.")),
}
