"""Who came later than the invitations to a required session, and required sessions to which nobody is invited yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery

from erasdu.ground.meetings.models import Meeting, Reason
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines
from erasdu.journey.preparation import rules
from erasdu.kernel.periods import brussels_date

CALL, STAY = "calls.call", "mobilities.mobility"
KIND = "invitation__meeting__organiser__kind"
GROUPED = ("sending", "destination", "direction")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """By stay: `roles` in which nobody was invited, and a session to which nobody at all is; with who invites."""

    roles: dict[int, dict[str, rules.Uninvited]]
    sessions: dict[int, tuple[str, str]]


def forgotten(stays: Outlines) -> Forgotten:
    """A group is read off whom was invited. One query where nothing is required, else three."""
    calls = {of.call for of in stays.values()}
    required = REQUIRED.of(calls)
    if not required:
        return Forgotten({}, {})
    last = {row["series"]: row for row in required}
    return Forgotten(_uninvited(stays, calls, last), _unopened(stays, [row for row in required if not row["opened"]]))


def _required() -> QuerySet[Meeting, dict[str, Any]]:
    invited = Reason.objects.filter(invitation__meeting__series=OuterRef("series"), invitation__withdrawn_at=None)
    rows = Meeting.objects.filter(required=True, cancelled_at=None, about_kind=CALL, about_pk__in=THESE)
    columns = ("key", "about_pk", "organiser", "organiser__kind", "opened", "series", "starts_at")
    found: QuerySet[Meeting, dict[str, Any]] = rows.annotate(opened=Exists(invited)).values(*columns)
    return found.order_by("starts_at", "pk")


REQUIRED = Prepared(_required)


def _uninvited(
    stays: Outlines, calls: Collection[int], last: Mapping[str, dict[str, Any]]
) -> dict[int, dict[str, rules.Uninvited]]:
    """`last`: of each series the latest moment."""
    asked = _asked(calls)
    if not asked:
        return {}
    series = {row["invitation__meeting__series"] for row in asked}
    rows = Reason.objects.filter(subject_kind=STAY, subject_pk__in=list(stays), invitation__meeting__series__in=series)
    had = set(rows.values_list("subject_pk", "role", "invitation__meeting__series"))  # taken back is decided too
    return {pk: _roles(of, asked, had, last) for pk, of in stays.items() if of.learner}


def _unopened(stays: Outlines, sessions: Collection[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    """Nobody knows yet for whom it will be: of the same call, by the coordinator or a school of theirs."""
    found: dict[int, tuple[str, str]] = {}
    for row in sessions:
        office = row["organiser__kind"] == Organisation.Kind.COORDINATOR
        for pk, of in stays.items():
            if of.learner and row["about_pk"] == of.call and (office or _invites(row["organiser"], of)):
                found.setdefault(pk, (row["key"], rules.organiser(row["organiser__kind"])))
    return found


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
    organiser = ("invitation__meeting__organiser", KIND)
    return list(rows.order_by().values(*by, *organiser).annotate(**spans))


def _roles(
    of: Outline, asked: list[dict[str, Any]], had: set[tuple[int, str, str]], last: Mapping[str, dict[str, Any]]
) -> dict[str, rules.Uninvited]:
    """When both the coordinator and the school forgot somebody, the coordinator is first; then the first session."""
    found = []
    for row in asked:
        series = row["invitation__meeting__series"]
        if (of.pk, row["role"], series) not in had and series in last and _is_for(of, row):
            at = last[series]["starts_at"]
            who = rules.organiser(row[KIND])
            found.append((row["role"], rules.Uninvited(who, last[series]["key"], brussels_date(at))))
    order = {who: number for number, who in enumerate(rules.ORGANISERS)}
    return dict(sorted(found, key=lambda each: (order[each[1].who], each[1].day), reverse=True))


def _is_for(of: Outline, row: dict[str, Any]) -> bool:
    """Of the same call, by the coordinator or a school of theirs, and not for one group of which they are not."""
    mine = _invites(row["invitation__meeting__organiser"], of)
    office = row[KIND] == Organisation.Kind.COORDINATOR
    groups = {"sending": of.senders, "destination": (of.destination,), "direction": (of.direction,)}
    return (
        row["invitation__meeting__about_pk"] == of.call
        and (mine or office)
        and not any(_is_other(own, row[f"first_{name}"], row[f"last_{name}"]) for name, own in groups.items())
    )


def _invites(organiser: int, of: Outline) -> bool:
    """Whether this is the school that sends, or of who comes here the one that receives, or what stands above it."""
    return organiser in of.senders or organiser in of.receivers


def _is_other(own: Collection[object], first: object, last: object) -> bool:
    """Everybody who was invited is of one group, and this is another."""
    return first is not None and first == last and first not in own
