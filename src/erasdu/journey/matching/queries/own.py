"""The place that a learner found: whether they go there, and else what is against it."""

from __future__ import annotations

from dataclasses import dataclass

from erasdu.journey.matching.models import Match, OwnPlace
from erasdu.journey.matching.queries.reasons import place_free, unplaced, why_not
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility


@dataclass(frozen=True, slots=True)
class Own:
    """`here`: it is the place that the learner has. `reasons`: codes of what is against it, none when it goes first."""

    row: OwnPlace
    here: bool
    reasons: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.row.placement.company.organisation.name)


def own_of(world: World, stay: Mobility, match: Match | None) -> Own | None:
    row = OwnPlace.objects.filter(mobility=stay).select_related("placement__company__organisation").first()
    if row is None:
        return None
    if match is not None and match.placement_id == row.placement_id:
        return Own(row, here=True)
    return Own(row, here=False, reasons=tuple(_against(world, stay.pk, row.placement_id)))


def _against(world: World, stay: int, placement: int) -> list[str]:
    """Rules of the place itself first; then whether a bed is near, and whether somebody has it already."""
    learner, place = world.learner[stay], world.place.get(placement)
    if place is None:
        return ["own_not_open"]
    refusals, nothing = why_not(world, learner, place=place), unplaced(world, learner, [place])
    if refusals:
        return refusals
    taken = nothing == ["all_taken"]  # which is said of what could be
    if taken:
        return [] if place_free(world, place, learner) else ["own_taken"]
    return nothing
