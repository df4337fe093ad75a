"""Planning a meeting, inviting, moving and cancelling it, and what can be read afterwards."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Model

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.meetings import access, queries, rules
from erasdu.ground.meetings.actions.coming import settle
from erasdu.ground.meetings.models import Invitation, Meeting, Reason
from erasdu.ground.meetings.queries import Guest
from erasdu.ground.meetings.queries.meetings import MATERIAL
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.vault import actions as vault
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

PURPOSE = "meetings.answer"
AFTERWARDS = timedelta(days=60)  # so long a link still shows what there is to read
MOVES = ("starts_at", "ends_at", "place", "video")
MOST_FILES = 10


@transaction.atomic
def plan(
    organiser: Organisation,
    values: Mapping[str, Any],
    *,
    about: Model,
    same_as: Meeting | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """A new meeting. `same_as`: another moment of the same session, of which everybody needs only one."""
    access.may_plan(by, organiser).require()
    series = {"series": same_as.series} if same_as else {}
    kind, pk = about._meta.label_lower, about.pk
    meeting = Meeting.objects.create(
        organiser=organiser, about_kind=kind, about_pk=pk, planned_at=at, planned_by_id=by.person, **series, **values
    )
    journal.record("meeting.planned", subjects=[meeting, organiser], by=by, at=at)
    return meeting


@transaction.atomic
def invite(meeting: Meeting, guests: Iterable[Guest], *, by: Actor, at: datetime) -> int:
    """Each is invited once, however many reasons there are; how many are new. Who is new gets a letter."""
    access.may_invite(by, meeting, at=at).require()
    found = list(guests)
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # two who invite the same person at once: one does
    held = {row.person_id: row for row in Invitation.objects.filter(meeting=meeting)}
    new = [row for guest in found if (row := _invited(meeting, guest, held, at)) is not None]
    Reason.objects.bulk_create(
        (
            Reason(
                invitation=held[guest.person.pk],
                role=guest.role,
                subject_kind=guest.subject._meta.label_lower,
                subject_pk=guest.subject.pk,
            )
            for guest in found
        ),
        ignore_conflicts=True,
    )
    if found:
        about = [meeting, *(guest.subject for guest in found)]
        journal.record("meeting.invited", subjects=about, by=by, at=at, number=len(new))
    return len(new)


def _invited(meeting: Meeting, guest: Guest, held: dict[int, Invitation], at: datetime) -> Invitation | None:
    """The invitation when it is new, or was taken back before."""
    row = held.get(guest.person.pk)
    if row is not None and row.withdrawn_at is None:
        return None
    is_first = row is None
    if row is None:
        row = Invitation.objects.create(meeting=meeting, person=guest.person, invited_at=at)
        held[guest.person.pk] = row
    days = max(1, (meeting.ends_at + AFTERWARDS - at).days)
    audience = "guardian" if guest.role == "guardian" else "learner"
    row.link = links.issue(guest.person, PURPOSE, subject=row, audience=audience, at=at, days=days, is_first=is_first)
    row.withdrawn_at, row.invited_at = None, at
    row.save(update_fields=["link", "withdrawn_at", "invited_at"])
    return row


@transaction.atomic
def edit(meeting: Meeting, values: Mapping[str, Any], *, revision: int, by: Actor, at: datetime) -> None:
    """Change or move it. Answers stand; who is invited hears of another moment or place. `Stale`: one was first."""
    access.may_change(by, meeting).require()
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    taken = sum(seat.place == rules.SEAT for seat in queries.seats_of(held))
    if (capacity := values["capacity"]) is not None and capacity < taken:
        no("seats_below", taken=taken).require()
    moved = any(values[name] != getattr(held, name) for name in MOVES)
    seen = Meeting.objects.filter(pk=meeting.pk, revision=revision, cancelled_at=None)
    if not seen.update(**values, revision=F("revision") + 1, sequence=F("sequence") + (1 if moved else 0)):
        raise Stale
    meeting.refresh_from_db()
    settle(meeting, at=at)
    code = "meeting.moved" if moved else "meeting.edited"
    journal.record(code, subjects=[meeting, *queries.dossiers_of(_live(meeting))], by=by, at=at)


@transaction.atomic
def cancel(meeting: Meeting, *, another: bool = False, by: Actor, at: datetime) -> None:
    """It does not happen, and who did not say no hears it. `another`: who had to be there still owes a session."""
    access.may_change(by, meeting).require()
    live = Meeting.objects.filter(pk=meeting.pk, cancelled_at=None)
    needed = {} if another else {"required": False}
    if not live.update(**needed, cancelled_at=at, sequence=F("sequence") + 1, revision=F("revision") + 1):
        no("meeting_cancelled").require()
    meeting.refresh_from_db()
    journal.record("meeting.cancelled", subjects=[meeting, *queries.dossiers_of(_live(meeting))], by=by, at=at)


def add_material(meeting: Meeting, upload: bytes, *, name: str, by: Actor, at: datetime) -> None:
    """Slides or a leaflet, for everybody who was invited."""
    access.may_change(by, meeting).require()
    if len(queries.material_of(meeting)) >= MOST_FILES:
        no("material_too_much", most=MOST_FILES).require()
    prepared = vault.prepare(upload, name=name, by=by)
    with transaction.atomic():
        vault.attach(prepared, subject=meeting, purpose=MATERIAL, keep="grant_file", delete_after=None, by=by, at=at)
        journal.record("meeting.material", subjects=[meeting], by=by, at=at)


def _live(meeting: Meeting) -> list[Invitation]:
    return list(Invitation.objects.filter(meeting=meeting, withdrawn_at=None, person__erased_at=None))
