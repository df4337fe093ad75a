"""What the pages of matching share."""

from collections.abc import Iterable

from django.contrib import messages
from django.utils.translation import gettext as _

from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.matching import queries
from erasdu.journey.matching.queries import Line, Match
from erasdu.kernel.verdict import Verdict


def seen_revision(request: Request) -> int:
    """Of the board that the person saw; one that no board has when it was not sent."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def not_possible(request: Request, left: Iterable[tuple[Match | Line, Verdict]]) -> None:
    """Said once for each reason, with whom it is about."""
    names: dict[str, list[str]] = {}
    for match, verdict in left:
        names.setdefault(because(verdict), []).append(str(match.mobility.person))
    for why, several in names.items():
        said = _("Not possible yet for: %(names)s. %(why)s")
        messages.warning(request, said % {"names": ", ".join(several), "why": why})


def not_told(request: Request, asked: Iterable[Match], left: Iterable[tuple[Match, Verdict]] = ()) -> None:
    """Said of those about whom a family was asked without what it must know first; `left` were not asked."""
    without = {match.pk for match, _why in left}
    rows = [match for match in asked if match.pk not in without]
    untold = queries.untold(match.mobility_id for match in rows)
    names = [str(match.mobility.person) for match in rows if match.mobility_id in untold]
    if names:
        said = _("Allergies, what is eaten or smoking are not told yet by: %(names)s. The family reads that.")
        messages.warning(request, said % {"names": ", ".join(names)})


def not_reached(request: Request, asked: Iterable[Match], left: Iterable[tuple[Match, Verdict]] = ()) -> None:
    """Said of hosts to which no question could be mailed: somebody calls them, and answers for them."""
    without = {match.pk for match, _why in left}
    names, kept = queries.without_mail(request.actor, (match for match in asked if match.pk not in without))
    for keeper, hosts in kept.items():
        told = _("No mail went to %(names)s: no e-mail address is known. %(keeper)s calls them, and answers for them.")
        messages.warning(request, told % {"names": ", ".join(hosts), "keeper": keeper})
    if names:
        said = _(
            "No mail went to %(names)s: no e-mail address is known. Call them, and say their yes or no on “%(page)s”."
        )
        messages.warning(request, said % {"names": ", ".join(names), "page": _("Proposed to you")})
