"""What the pages of matching share."""

from django.contrib import messages
from django.utils.translation import gettext as _

from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.matching.queries import Mobility
from erasdu.kernel.verdict import Verdict


def seen_revision(request: Request) -> int:
    """Of the board that the person saw; one that no board has when it was not sent."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def without_days(request: Request, stay: Mobility, planned: Verdict) -> None:
    """Said of who was confirmed on days that the call does not allow for a stay."""
    said = _("%(name)s has no days yet: those of place and bed could not be set. %(why)s Set others at the stay.")
    messages.warning(request, said % {"name": stay.person, "why": because(planned)})
