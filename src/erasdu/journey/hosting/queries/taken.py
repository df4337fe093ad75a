"""By whom what is taken is taken, to who may know it."""

from django.db.models import Q
from django.utils.translation import ngettext

from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.hosting.queries.capacity import live, rooms_beside
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Verdict, no

CODES = {"place_taken_on_day": "place_taken_by", "bed_taken_in_night": "bed_taken_by"}


def taken_by(verdict: Verdict, actor: Actor, what: Placement | Room) -> Verdict:
    """The refusal of what is taken, with by whom. The coordinator reads every name, a school or partner those of its
    own learners and of those it receives; of others only that they are. Three queries at most."""
    if verdict.code not in CODES:
        return verdict
    day = dict(verdict.params)["day"]
    rows = live().filter(starts_on__lte=day)
    if isinstance(what, Placement):
        rows = rows.filter(placement=what, ends_on__gte=day)
    else:
        rows = rows.filter(room__in=[what.pk, *rooms_beside([what.pk]).get(what.pk, [])], ends_on__gt=day)
    own = Q(mobility__sending__in=actor.scope) | Q(mobility__receiving__in=actor.scope)
    named = rows if actor.is_coordinator else rows.filter(own)
    who = [str(row.mobility.person) for row in named.select_related("mobility__person").order_by("pk")]
    if others := rows.count() - len(who):
        said = ngettext("a learner of another school", "%(number)d learners of other schools", others)
        who.append(said % {"number": others})
    return no(CODES[verdict.code], day=day, who=", ".join(who))
