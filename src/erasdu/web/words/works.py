"""Work of the machine."""

from django.utils.translation import gettext_lazy as _

# Jobs that failed, by their kind in the schedule.
JOBS = {
    "notices.again": _("Mail about something that happened"),
    "notices.lacking": _("Mails of the day that could not be made"),
    "readiness.again": _("Where a stay stands, after something that happened"),
    "matching.again": _("What a match holds, after something that happened"),
    "paperwork.check": _("Checking the evidence of papers"),
    "paperwork.read": _("Reading a photo of a paper"),
    "paperwork.seal": _("Sealing a signed paper"),
    "admissions.papers": _("Asking a learner's papers to be signed"),
    "mobilities.papers": _("Asking papers of a stay to be signed"),
    "agreements.send": _("Sending a learning agreement"),
    "matching.run": _("Making a proposal for a board"),
    "matching.radar": _("Looking for what would help a board"),
    "hosting.inform": _("Writing to a network of hosts"),
    "hosting.commit": _("Asking a host to sign"),
    "rehearsal.play": _("Rehearsing a call"),
}

# Periodic work, by its name in the schedule.
WORK = {
    "lapse unanswered places": _("Places that were not answered in time lapse"),
    "take back files of who withdrew": _("Files of learners who withdrew are taken back"),
    "free what a match that fell away holds": _("What a match that fell away holds becomes free"),
    "look at every stay once a day": _("Every stay is looked at once a day"),
    "hold where stays stand against every step": _("Where stays stand is held against every step"),
    "observe how fast people answer": _("How fast people answer is observed"),
    "let adults decide alone": _("Who comes of age decides alone"),
    "write the mails of the day": _("The mails of the day are written"),
    "anchor the evidence": _("The evidence is anchored"),
    "look whether open papers can be shown": _("Open papers are looked at: can they be shown as they were sent"),
    "draw the maps of networks": _("The maps of networks are drawn"),
    "forget form receipts": _("Receipts of forms are forgotten"),
    "forget who went to sign elsewhere": _("Who went to sign elsewhere is forgotten"),
    "scan files again": _("Files are scanned again"),
    "sweep the vault": _("The vault is swept"),
    "retention": _("Data past its term is let go"),
}
