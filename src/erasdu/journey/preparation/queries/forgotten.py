"""Who came later than the invitations: a session is required of others like them, and nobody invited them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Max, Min, OuterRef, Subquery

from erasdu.ground.meetings.models import Reason
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines

CALL, STAY = "calls.call", "mobilities.mobility"
GROUPED = ("sending", "destination", "direction")


def uninvited(stays: Outlines) -> dict[int, frozenset[str]]:
    """Stay → in which roles; a group is read off whom was invited. Two queries, one when nothing is required."""
    asked = _asked({of.call for of in stays.values()})
    if not asked:
        return {}
    series = {row["invitation__meeting__series"] for row in asked}
    rows = Reason.objects.filter(subject_kind=STAY, subject_pk__in=list(stays), invitation__meeting__series__in=series)
    had = set(rows.values_list("subject_pk", "role", "invitation__meeting__series"))  # taken back is decided too
    return {pk: _roles(of, asked, had) for pk, of in stays.items() if of.learner}


def _asked(calls: Iterable[int]) -> list[dict[str, Any]]:
    """Each required series of these calls and each role invited to it, with the first and last of every group."""
    stay = Mobility.objects.filter(pk=OuterRef("subject_pk"))
    rows = Reason.objects.filter(
        subject_kind=STAY, invitation__withdrawn_at=None, invitation__meeting__required=True,
        invitation__meeting__cancelled_at=None, invitation__meeting__about_kind=CALL,
        invitation__meeting__about_pk__in=list(calls),
    ).annotate(**{name: Subquery(stay.values(name)) for name in GROUPED})  # fmt: skip
    spans = {f"{end}_{name}": of(name) for name in GROUPED for end, of in (("first", Min), ("last", Max))}
    by = ("role", "invitation__meeting__series", "invitation__meeting__about_pk")
    organiser = ("invitation__meeting__organiser", "invitation__meeting__organiser__kind")
    return list(rows.order_by().values(*by, *organiser).annotate(**spans))


def _roles(of: Outline, asked: list[dict[str, Any]], had: set[tuple[int, str, str]]) -> frozenset[str]:
    lacking = (row for row in asked if (of.pk, row["role"], row["invitation__meeting__series"]) not in had)
    return frozenset(row["role"] for row in lacking if _is_for(of, row))


def _is_for(of: Outline, row: dict[str, Any]) -> bool:
    """Of the same call, by the coordinator or their own school, and not for one group of which they are not."""
    mine = row["invitation__meeting__organiser"] in of.senders
    office = row["invitation__meeting__organiser__kind"] == Organisation.Kind.COORDINATOR
    groups = {"sending": of.senders, "destination": (of.destination,), "direction": (of.direction,)}
    return (
        row["invitation__meeting__about_pk"] == of.call
        and (mine or office)
        and not any(_is_other(own, row[f"first_{name}"], row[f"last_{name}"]) for name, own in groups.items())
    )


def _is_other(own: Collection[object], first: object, last: object) -> bool:
    """Everybody who was invited is of one group, and this is another."""
    return first is not None and first == last and first not in own
