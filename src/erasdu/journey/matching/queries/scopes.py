"""The boards of a call: of a destination, of a school, and of a whole direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor

DIRECTIONS = ("outgoing", "incoming")


@dataclass(frozen=True, slots=True)
class Scope:
    """A board that could be opened. `kind`: destination, school, outgoing or incoming; `learners` on it.

    `without`: how many of these have no place, or no bed. `board`: its key when somebody opened it before, else "".
    """

    kind: str
    name: str
    at: Destination | Organisation | None
    learners: int
    without: int
    board: str = ""


def scopes(call: Call, actor: Actor) -> list[Scope]:
    """Those with somebody to match, the whole of a direction last. A handful of queries, whatever their number."""
    stays = Mobility.objects.filter(call=call, kind=Mobility.Kind.LEARNER, cancelled_at=None)
    found, language = list[Scope](), get_language() or "nl"
    rows = Board.objects.filter(call=call).values_list("direction", "destination", "receiving", "key")
    keys: dict[tuple[str, int | None, int | None], str] = {}
    for heading, to, by, key in rows:
        keys[heading, to, by] = key
    whole = Match.objects.filter(mobility__call=call, ended_at=None, placement__isnull=False, room__isnull=False)
    placed = set(whole.values_list("mobility", flat=True))

    def add(kind: str, name: str, at: Destination | Organisation | None, here: Sequence[Mobility], board: str) -> None:
        hidden = kind != "destination" or call.incoming  # where who comes here goes, Flanders itself, is no destination
        if here or not hidden:
            without = sum(stay.pk not in placed for stay in here)
            found.append(Scope(kind, name, at, len(here), without, board))

    if actor.is_coordinator:
        outgoing = list(stays.filter(direction="outgoing"))
        for place in call.destinations.all():
            here = [stay for stay in outgoing if stay.destination_id == place.pk]
            name = f"{place.place}, {country_name(place.country, language)}"
            add("destination", name, place, here, keys.get(("outgoing", place.pk, None), ""))
        add("outgoing", _("All destinations together"), None, outgoing, keys.get(("outgoing", None, None), ""))
    incoming = list(stays.filter(direction="incoming"))
    for school in receiving_schools(call, actor):
        here = [stay for stay in incoming if stay.receiving_id == school.pk]
        add("school", school.name, school, here, keys.get(("incoming", None, school.pk), ""))
    if actor.is_coordinator:
        add("incoming", _("All of Flanders"), None, incoming, keys.get(("incoming", None, None), ""))
    return found


def receiving_schools(call: Call, actor: Actor) -> QuerySet[Organisation]:
    """Schools to which incoming learners of this call were divided, that the actor acts for."""
    stays = Mobility.objects.filter(call=call, direction="incoming", cancelled_at=None).exclude(receiving=None)
    rows = Organisation.objects.filter(pk__in=stays.values("receiving")).order_by("name")
    return rows if actor.is_coordinator else rows.filter(pk__in=actor.scope)
