"""A meeting with its guests, and the meetings that a dossier was invited to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse

from erasdu.ground.meetings import access, rules
from erasdu.ground.meetings.models import Invitation, Meeting, Reason
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.ground.vault import queries as vault
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import Actor

MATERIAL = "meetings.material"
SESSION = (
    "role", "subject_pk", *(f"invitation__{name}" for name in ("answer", "seen_how", "seat")),
    *(f"invitation__meeting__{name}" for name in ("series", "required", "starts_at", "ends_at", "cancelled_at")),
    "invitation__meeting__organiser__kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite: in which role, and for which dossier."""

    person: Person
    role: str
    subject: Model


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the invited: said what, have a seat, wait, were there."""

    invited: int
    yes: int
    no: int
    maybe: int
    silent: int
    seats: int
    waiting: int
    there: int


def title_of(meeting: Meeting, language: str) -> str:
    """In the reader's language, or the other one."""
    return meeting.title_nl if language == "nl" or not meeting.title_en else meeting.title_en


def guests(actor: Actor, meeting: Meeting) -> QuerySet[Invitation]:
    """Who is invited, by name, with why."""
    rows = access.guests_for(actor).filter(meeting=meeting).prefetch_related("reasons")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def tally(rows: Iterable[Invitation]) -> Tally:
    found = list(rows)
    said, seats = Counter(row.answer for row in found), Counter(row.seat for row in found)
    return Tally(
        len(found), said["yes"], said["no"], said["maybe"], said[""], seats[rules.SEAT], seats[rules.WAITING],
        sum(bool(row.seen_how) for row in found),
    )  # fmt: skip


def seats_of(meeting: Meeting, *, without: int = 0) -> list[rules.Seat]:
    """Where everybody stands, but one."""
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at=None).exclude(pk=without)
    return [rules.Seat(pk, seat, since) for pk, seat, since in rows.values_list("pk", "seat", "waits_since")]


def sessions_about(kind: str, pks: Iterable[int]) -> dict[int, list[rules.Session]]:
    """Dossier → the meetings that somebody was invited to for it. One query."""
    found: dict[int, list[rules.Session]] = defaultdict(list)
    for row in _reasons(kind).of(pks):
        of, meeting = row.invitation, row.invitation.meeting
        found[row.subject_pk].append(
            rules.Session(
                meeting.series, row.role, meeting.required, meeting.starts_at, meeting.ends_at,
                meeting.cancelled_at is not None, of.answer, bool(of.seen_how), of.seat,
                meeting.organiser.kind,
            )
        )  # fmt: skip
    return found


@cache
def _reasons(kind: str) -> Prepared[Reason]:
    def rows() -> QuerySet[Reason]:
        found = Reason.objects.filter(
            subject_kind=kind, subject_pk__in=THESE, invitation__withdrawn_at=None, invitation__person__erased_at=None
        ).select_related("invitation__meeting__organiser")
        return found.only(*SESSION).order_by("invitation__meeting__starts_at", "pk")

    return Prepared(rows)


def dossiers_of(rows: Iterable[Invitation]) -> list[Model]:
    """The dossiers for which these were invited, for the journal."""
    reasons = Reason.objects.filter(invitation__in=list(rows)).values_list("subject_kind", "subject_pk").distinct()
    return [apps.get_model(kind)(pk=pk) for kind, pk in reasons]


def in_same_series(meeting: Meeting) -> QuerySet[Meeting]:
    """Other moments of the same session."""
    return Meeting.objects.filter(series=meeting.series).exclude(pk=meeting.pk)


def material_of(meeting: Meeting) -> list[StoredFile]:
    return [file for file in vault.files_of(meeting, MATERIAL) if file.state == "clean"]


def door_token(meeting: Meeting) -> str:
    return rules.door_token(settings.SECRET_KEY, meeting.key, meeting.sequence)


def door_address(meeting: Meeting) -> str:
    """What the code on the screen in the room holds."""
    return f"{settings.SITE_URL}{reverse('meetings:door', args=[meeting.key, door_token(meeting)])}"


def present_address(invitation: Invitation) -> str:
    """What a guest's own code holds: only who organises the meeting can do something with it."""
    return f"{settings.SITE_URL}{reverse('meetings:present', args=[invitation.key])}"
