"""What this app's codes say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "upload_empty": _("This file is empty. Choose another."),
    "uploads_too_many": _("These are too many files at once: at most %(most)s. Send the others after these."),
    "upload_too_big": _("This file is too big: at most %(megabytes)s MB. Make the photo again, or save it smaller."),
    "upload_kind": _("We cannot use this kind of file. Choose a photo (JPEG, PNG, WebP or HEIC) or a PDF."),
    "upload_too_many_pixels": _("This picture is too large: at most %(megapixels)s megapixels. Save it smaller."),
    "upload_too_many_pages": _("This PDF has too many pages: at most %(most)s. Split it in two."),
    "upload_locked": _("This PDF is locked with a password. Save it without one, or make a photo of each page."),
    "upload_unreadable": _("We cannot read this file: it is damaged or not complete. Make a new photo or scan."),
    "upload_too_heavy": _("This file takes too much work to open. Make a new photo or scan of it."),
    "upload_busy": _("Many people are sending files at this moment. Try again in a minute."),
    "upload_infected": _("The antivirus found something in this file, so we did not keep it. Use another device."),
    "upload_register_number": _(
        "The name of this file holds a national register number. We may not keep it: rename the file, then choose it."
    ),
    "upload_too_often": _("You have sent many files. Wait an hour, then go on."),
    "vault_full": _("You have already sent %(most)s files for this. Take one away first."),
    "vault_unreachable": _("Files cannot be kept at this moment. Try again in some minutes."),
    "vault_nobody": _("Sign in, or open your personal link, to send a file."),
}

EVENTS: Words = {
    "vault.stored": _("A file was sent"),
    "vault.kept_until": _("The last day of a file was set"),
    "vault.deleted": _("A file was taken away"),
    "vault.let_go": _("A file was let go on its day"),
    "vault.cleared": _("The antivirus found a file in order"),
    "vault.condemned": _("The antivirus found something in a file, and it was taken away"),
    "vault.damaged": _("A file was found damaged: it is not what was kept"),
}

STATES: Words = {
    "stored file.quarantine": _("waits for the antivirus"),
    "stored file.clean": _("in order"),
    "stored file.infected": _("infected"),
}
