"""Invitations to meetings that wait for an answer, and meetings at which somebody is expected."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from erasdu.ground.meetings.models import Invitation, Reason
from erasdu.ground.meetings.rules import MAYBE, SEAT
from erasdu.ground.post.queries import place_of
from erasdu.ground.prepared import DAY, Prepared
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import Thing
from erasdu.office.notices.rules import Item

ANSWER, COME = "answer_invitation", "come_to_session"
KIND, STAY = "meetings.invitation", "mobilities.mobility"


def invitations(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Of meetings from that day on. Who must be there and stays silent is told to who looks after the learner."""
    waiting = WAITING.of(days=[on]) if pks is None else list(_waiting(on).filter(pk__in=pks))
    stays = _stays(waiting)
    every = [stay for found in stays.values() for stay in found]
    acting, coordinating = acting_for({pk for stay in every for pk in _schools(stay)}), office()
    profiles = [stay.profile_id for stay in every if stay.profile_id]
    dossiers = dict(Candidacy.objects.filter(profile__in=profiles).values_list("profile", "key"))
    found = []
    for row in waiting:
        mine = [stay for stay in stays.get(row.pk, ()) if stay.state == "planned"]
        if mine or row.pk not in stays:
            schools = frozenset(pk for stay in mine for pk in _schools(stay))
            contacts = tuple(dict.fromkeys(pk for school in sorted(schools) for pk in acting.get(school, ())))
            dossier = next((dossiers[stay.profile_id] for stay in mine if stay.profile_id in dossiers), "")
            found.append(_thing(row, mine, schools, contacts or coordinating, coordinating, dossier))
    return found


def _waiting(on: date) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(
        Q(answer__in=("", MAYBE)) | Q(seat=SEAT), withdrawn_at=None, seen_how="", person__erased_at=None,
        meeting__cancelled_at=None, meeting__ends_at__date__gte=on,
    )  # fmt: skip
    return rows.select_related("meeting", "link").order_by("pk")


WAITING = Prepared(lambda: _waiting(DAY))


def _thing(
    row: Invitation,
    stays: Sequence[Mobility],
    schools: frozenset[int],
    contacts: tuple[int, ...],
    coordinating: tuple[int, ...],
    dossier: str,
) -> Thing:
    """Its last day is the one before the meeting to answer, and the meeting's own to come."""
    day, others = brussels_date(row.meeting.starts_at), {}
    if not row.seat and row.meeting.required:
        others = {"contact_point": contacts, "coordinator": coordinating}
    over = brussels_date(row.meeting.ends_at)
    what, by = (COME, day) if row.seat else (ANSWER, day - timedelta(days=1))
    item = Item(what, KIND, row.pk, brussels_date(row.invited_at), by, {"self": (row.person_id,), **others}, until=over)
    name = ", ".join(dict.fromkeys(stay.person.given_name for stay in stays))
    page = reverse("dossier", args=[dossier]) if dossier else ""
    link = place_of(row.link) if row.link else ""
    call = stays[0].call if stays else None
    return Thing(item, schools, name, page, link, call, dossier=dossier, meeting=row.meeting)


def _stays(rows: Iterable[Invitation]) -> dict[int, list[Mobility]]:
    """Invitation → the stays it is for."""
    reasons = Reason.objects.filter(invitation__in=list(rows), subject_kind=STAY)
    pairs = list(reasons.order_by("pk").values_list("invitation", "subject_pk"))
    known = Mobility.objects.select_related("person", "call").in_bulk({pk for _, pk in pairs})
    found: dict[int, list[Mobility]] = defaultdict(list)
    for invitation, pk in pairs:
        if pk in known:
            found[invitation].append(known[pk])
    return found


def _schools(stay: Mobility) -> list[int]:
    """The school that sends, or the one that receives."""
    if stay.direction == Mobility.Direction.OUTGOING:
        return [stay.sending_id]
    return [stay.receiving_id] if stay.receiving_id else []
