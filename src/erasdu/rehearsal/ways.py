"""What a call and its consortium have of their own, as plain data: a rehearsal elsewhere asks and says the same.

That is what the call asks besides, the notices that were stopped for it, the texts that the coordinator wrote, and the
rules of insurance and documents that the coordinator set above the lists.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import actions as insurance
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.readiness import actions as readiness
from erasdu.journey.readiness.actions.own import COPIED
from erasdu.journey.readiness.models import OwnRequirement
from erasdu.kernel.actor import Actor
from erasdu.office.notices import actions as notices
from erasdu.office.notices.models import Stop, Wording

Ways = Mapping[str, list[dict[str, Any]]]
RULE = (
    "code", "values", "country", "nationalities", "document", "form", "days", "assistance", "verified", "source",
    "note",
)  # fmt: skip


def of_call(call: Call) -> Ways:
    """As things stand now; of each text the version in force. A destination is its place in the list of the call."""
    place = {pk: number for number, pk in enumerate(_destinations(call))}
    asked = OwnRequirement.objects.filter(call=call, ended_at=None)
    stopped = Stop.objects.filter(call=call, ended_at=None).order_by("pk")
    versions = Wording.objects.exclude(published_at=None).order_by("version")
    texts = {(row.text, row.language): row for row in versions}
    return {
        "requirements": [
            {**{name: getattr(row, name) for name in COPIED}, "destination": place.get(row.destination_id or 0)}
            for row in asked
        ],
        "stops": [{"row": row.row, "reason": row.reason} for row in stopped],
        "texts": [
            {name: getattr(row, name) for name in ("text", "language", "subject", "body")}
            for _key, row in sorted(texts.items())
            if row.body
        ],
        "rules": [
            {**{name: getattr(row, name) for name in RULE}, "since": row.since.isoformat()}
            for row in DocumentRule.objects.filter(ended_at=None).order_by("since", "pk")
        ],
    }


def take_up(ways: Ways, call: Call, *, by: Actor, at: datetime) -> None:
    """The same for the call of a rehearsal, by the actions of the coordinator."""
    there = list(call.destinations.order_by("position", "pk"))
    for row in ways.get("requirements", ()):
        place = row["destination"]
        readiness.add(call, **{**row, "destination": None if place is None else there[place]}, by=by, at=at)
    for row in ways.get("stops", ()):
        notices.stop_kind(call, row["row"], reason=row["reason"], by=by, at=at)
    for row in ways.get("texts", ()):
        notices.publish(notices.write_text(**row, revision=0, by=by, at=at), by=by, at=at)
    for row in ways.get("rules", ()):
        insurance.add_rule({**row, "since": date.fromisoformat(row["since"])}, by=by, at=at)


def _destinations(call: Call) -> list[int]:
    return list(call.destinations.order_by("position", "pk").values_list("pk", flat=True))
