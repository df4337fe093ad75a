"""What a confirmed match makes of a stay, and what of it is taken back when the match ends."""

from datetime import datetime

from erasdu.journey.hosting.models import Company, Placement
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.mobilities.queries import Destinations
from erasdu.journey.sharing import actions as sharing
from erasdu.journey.sharing.models import Share
from erasdu.kernel.actor import Actor
from erasdu.kernel.geo import Position

OF_MATCH = ("receiving", "host_company")


def join(match: Match, by: Actor, at: datetime) -> None:
    """Keeper and company become parties to the stay, each once; a stay without days gets those that all agreed to."""
    assert match.placement is not None
    company = match.placement.company
    for organisation, role in ((company.organisation, "host_company"), (company.keeper, "receiving")):
        live = Party.objects.filter(mobility=match.mobility_id, organisation=organisation, role=role, until=None)
        if not live.exists():
            Party.objects.create(mobility=match.mobility, organisation=organisation, role=role, since=at)
    if match.mobility.direction == Mobility.Direction.OUTGOING:
        days = {"first": match.starts_on, "last": match.ends_on}
        mobilities.go_to(match.mobility, company.keeper.country, lies=_lies(company), **days, by=by, at=at)
        Mobility.objects.filter(pk=match.mobility_id).update(receiving=company.keeper)
    elif match.mobility.receiving_id is None:
        Mobility.objects.filter(pk=match.mobility_id, receiving=None).update(receiving=company.keeper)
        Match.objects.filter(pk=match.pk).update(set_receiving=True)
    _set_days(match, by, at)
    if match.mobility.direction == Mobility.Direction.OUTGOING and match.room is not None:
        mobilities.permission_elsewhere(match.mobility, stays_with=match.room.home.name, by=by, at=at)


def _lies(company: Company) -> Position | None:
    return company.town.position if company.town else None


def _set_days(match: Match, by: Actor, at: datetime) -> None:
    stay = Mobility.objects.select_related("call").get(pk=match.mobility_id)
    if stay.planned_from is None:
        days = {"first": match.starts_on, "last": match.ends_on}
        mobilities.plan(stay, **days, revision=stay.revision, by=by, at=at)
        Match.objects.filter(pk=match.pk).update(set_days=True)


def leave(match: Match, by: Actor, at: datetime, then: Placement | None = None) -> None:
    """Who came into the dossier by this match leaves it, and the partners that were asked see the profile no more.

    A school that was given an incoming stay keeps it, one that received it by this match does not; a partner keeps a
    profile that was shared before the question. The destination is the learner's first choice again, unless the next
    place (`then`) belongs to it; days that came with the match go with its destination.
    """
    stay = Mobility.objects.get(pk=match.mobility_id)
    outgoing = stay.direction == Mobility.Direction.OUTGOING
    if match.confirmed_at is not None:
        if match.set_receiving and match.placement and stay.receiving_id == match.placement.company.keeper_id:
            stay.receiving = None
            Mobility.objects.filter(pk=stay.pk).update(receiving=None)
        rows = Party.objects.filter(mobility=stay, role__in=OF_MATCH, until=None)
        if not outgoing:
            rows = rows.exclude(role="receiving", organisation=stay.receiving_id)
        rows.update(until=at)
        if outgoing:
            Mobility.objects.filter(pk=stay.pk).update(receiving=None)
            _go_back(match, stay, then, by, at)
    asked_at = Answer.objects.filter(match=match).order_by("asked_at").values_list("asked_at", flat=True).first()
    if outgoing and asked_at is not None:
        for share in Share.objects.filter(mobility=stay, partner__in=_keepers(match), revoked_at=None).order_by("pk"):
            if share.shared_at >= asked_at:
                sharing.revoke(share, by=by, at=at)


def _go_back(match: Match, stay: Mobility, then: Placement | None, by: Actor, at: datetime) -> None:
    """A stay that was cancelled stays as it was."""
    if stay.cancelled_at is not None or (then is not None and _belongs_to(stay, then)):
        return
    own = match.set_days and (stay.planned_from, stay.planned_until) == (match.starts_on, match.ends_on)
    if mobilities.go_back(stay, by=by, at=at) and own:
        mobilities.unplan(stay, by=by, at=at)


def _belongs_to(stay: Mobility, place: Placement) -> bool:
    """Whether a place is one of the destination where the learner goes now."""
    country, now = place.company.keeper.country, stay.destination_id
    found = Destinations.of(stay.call_id, [country]).nearest(country, _lies(place.company), now=now)
    return found is not None and found.pk == now


def _keepers(match: Match) -> list[int]:
    company = match.placement.company.keeper_id if match.placement else None
    home = match.room.home.keeper_id if match.room else None
    return [keeper for keeper in (company, home) if keeper is not None]
