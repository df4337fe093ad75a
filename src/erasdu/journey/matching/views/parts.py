"""What the pages of matching share."""

from collections.abc import Iterable

from django.contrib import messages
from django.utils.translation import gettext as _

from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.matching.queries import Match, Mobility
from erasdu.kernel.verdict import Verdict


def seen_revision(request: Request) -> int:
    """Of the board that the person saw; one that no board has when it was not sent."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def without_days(request: Request, stay: Mobility, planned: Verdict) -> None:
    """Said of who was confirmed on days that the call does not allow for a stay."""
    said = _("%(name)s has no days yet: those of place and bed could not be set. %(why)s Set others at the stay.")
    messages.warning(request, said % {"name": stay.person, "why": because(planned)})


def not_possible(request: Request, left: Iterable[tuple[Match, Verdict]]) -> None:
    """Said once for each reason, with whom it is about."""
    names: dict[str, list[str]] = {}
    for match, verdict in left:
        names.setdefault(because(verdict), []).append(str(match.mobility.person))
    for why, several in names.items():
        said = _("Not possible yet for: %(names)s. %(why)s")
        messages.warning(request, said % {"names": ", ".join(several), "why": why})
