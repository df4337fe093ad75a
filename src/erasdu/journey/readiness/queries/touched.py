"""Which stays a line of the journal may have changed: generous, so that nothing is missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from erasdu.ground.journal.models import Bookmark, Line, Subject
from erasdu.ground.meetings.models import Meeting
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import ASKED
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting.models import Booking
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian as HomeGuardian

FOLLOWER = "readiness"
RULES = {"insurance.documentrule", "preparation.entryrule"}  # what a country asks touches every stay
# They say of others too whether they were forgotten.
TO_ALL = {f"meeting.{what}" for what in ("planned", "invited", "edited", "moved", "withdrawn", "cancelled")}
MOST = 300  # lines that are looked at one by one; more, and everything counts as changed


def stays_of(subjects: Iterable[tuple[str, int]]) -> QuerySet[Mobility]:
    """The stays that these rows belong to, live or not."""
    by_kind: dict[str, set[int]] = {}
    for kind, pk in subjects:
        by_kind.setdefault(kind, set()).add(pk)
    people = _people(by_kind)
    for kind, pk in _papers(people):
        by_kind.setdefault(kind, set()).add(pk)
    if RULES & by_kind.keys():
        return Mobility.objects.filter(state="planned").order_by("pk")
    found = Q(pk__in=by_kind.get("mobilities.mobility", ()))
    if people:
        found |= Q(person__in=people) | Q(profile__candidacy__guardians__person__in=people)
        found |= Q(pk__in=HomeGuardian.objects.filter(person__in=people).values("nomination__mobility"))
    found |= Q(profile__candidacy__in=by_kind.get("candidacies.candidacy", ()))
    found |= Q(call__in=by_kind.get("calls.call", ()))
    if organisations := by_kind.get("organisations.organisation"):
        found |= _of_organisations(organisations)
    if booked := _booked(by_kind):
        found |= Q(pk__in=booked.values("mobility"))
    return Mobility.objects.filter(found).distinct().order_by("pk")


def subjects_of(lines: Iterable[tuple[int, str]]) -> list[tuple[str, int]]:
    """What these lines, with their codes, are about; of some also the call whose session it is."""
    codes = dict(lines)
    found = list(Subject.objects.filter(line__in=codes).values_list("line", "kind", "pk_of"))
    sessions = {pk for line, kind, pk in found if kind == "meetings.meeting" and codes[line] in TO_ALL}
    calls = Meeting.objects.filter(pk__in=sessions).values_list("about_kind", "about_pk") if sessions else ()
    return [*((kind, pk) for _line, kind, pk in found), *calls]


def _of_organisations(keys: set[int]) -> Q:
    """Whom they send, receive or employ; what a board, a group or the coordinator enters counts for all below it."""
    if Organisation.objects.filter(pk__in=keys, kind=Organisation.Kind.COORDINATOR).exists():
        return Q(state="planned")
    found = Q(profile__candidacy__training_company__in=keys)
    for way in ("sending", "receiving", "sending__board", "sending__group", "sending__board__group"):
        found |= Q(**{f"{way}__in": keys})
    return found


def _people(by_kind: dict[str, set[int]]) -> set[int]:
    """Whose address is another one now, or whose mail came back."""
    people = set(by_kind.get("people.person", ()))
    if letters := by_kind.get("post.letter"):
        people |= set(Letter.objects.filter(pk__in=letters, person__isnull=False).values_list("person", flat=True))
    return people


def _papers(people: set[int]) -> Iterable[tuple[str, int]]:
    """The subjects of what these people are asked to sign."""
    asked = Signer.objects.filter(person__in=people, state=ASKED)
    return asked.values_list("envelope__document__subject_kind", "envelope__document__subject_pk") if people else ()


def _booked(by_kind: dict[str, set[int]]) -> QuerySet[Booking] | None:
    """What is booked at these hosts."""
    wanted = Q()
    if companies := by_kind.get("hosting.company"):
        wanted |= Q(placement__company__in=companies)
    if places := by_kind.get("hosting.placement"):
        wanted |= Q(placement__in=places)
    if homes := by_kind.get("hosting.home"):
        wanted |= Q(room__home__in=homes)
    return Booking.objects.filter(wanted, released_at=None) if wanted else None


def since_followed(stays: Sequence[Mobility]) -> set[int]:
    """Of these, the ones that a line touches which the follower has not read. Two queries, three when there are any."""
    mark = Bookmark.objects.filter(follower=FOLLOWER).values_list("seq", flat=True).first() or 0
    lines = list(Line.objects.filter(Q(seq=None) | Q(seq__gt=mark)).values_list("pk", "code")[: MOST + 1])
    if not lines:
        return set()
    if len(lines) > MOST:
        return {stay.pk for stay in stays}
    return set(stays_of(subjects_of(lines)).filter(pk__in=[stay.pk for stay in stays]).values_list("pk", flat=True))
