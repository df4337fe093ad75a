"""What waits for somebody, in the eyes of the coordinator and of others."""

from django.utils.translation import gettext_lazy as _

STUCK = {
    "answer_overdue": (
        _("No answer to a granted place"),
        _("The day to answer has passed. The place can go to somebody else."),
    ),
    "grace_over": (_("Returned file not completed in time"), _("The days of grace are over.")),
    "files_near": (_("Selected, but not handed in"), _("The deadline for candidate files is near.")),
    "files_missed": (
        _("Selected, and never handed in"),
        _("The deadline has passed. A single late file can be accepted with a reason."),
    ),
    "report_missing": (
        _("No selection report"),
        _("The candidates were told, but without a report the school cannot hand in."),
    ),
    "answer_near": (_("Answer to a place is due"), _("The learner has only a few days left to accept or decline.")),
    "file_to_check": (_("Files wait for you"), _("They were handed in and nobody has looked at them.")),
    "grace_running": (_("Returned files"), _("The school has to complete them within the days of grace.")),
    "departure_on_hold": (
        _("Departure on hold"),
        _("A parent or company took a consent back, objects, or says that a signature is not theirs."),
    ),
    "letter_bounced": (_("Mails that did not arrive"), _("Somebody does not know what they should know.")),
    "not_told": (_("Decided, but not told"), _("The candidates do not know the outcome yet.")),
    "not_started": (
        _("Selection not started"),
        _("Learners have applied, and the deadline for candidate files is within two weeks."),
    ),
    "not_decided": (_("No decision yet"), _("The deadline for candidate files is near.")),
    "input_late": (
        _("Input of teachers is late"),
        _("It was asked more than a week ago. Without it the school cannot decide."),
    ),
    "unconfirmed": (
        _("Learners wait for confirmation"),
        _("They applied by the school's link. They count once the school confirms them."),
    ),
    "nobody_applied": (_("Nobody has applied"), _("The school enrolled, but no learner has begun.")),
    "follow_up": (_("To come back to"), _("The day that was set in a telephone note has come.")),
}

OTHERS = {
    "draft": _("Learners fill in their CV and expectations"),
    "awaited": _("Teachers and counsellors give input"),
    "handed_in": _("The coordinator checks files"),
    "complete": _("The coordinator divides the places"),
    "waiting": _("Learners are on the waiting list"),
    "granted": _("Learners answer to a granted place"),
}
