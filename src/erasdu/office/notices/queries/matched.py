"""Who reads that place and bed of a learner are agreed, or fell away, of those who sign in.

What was booked beside the board has no match to tell of: whose learner it is hears of it by the booking.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import contact_points, coordinators, who_acts_for
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.memory import remembered
from erasdu.office.notices.queries import Reader, pks

RELATED = (
    "mobility__person", "mobility__call", "mobility__sending__board", "mobility__receiving__board",
    "placement__company__organisation", "placement__company__keeper", "room__home__keeper",
)  # fmt: skip
TOLD = ("asked", "confirmed")  # when others than the board's own people know of a match
FELL_AWAY = "match.fell_away"
WHY = {"stay_cancelled": "gone", "home_withdrawn": "home"}  # what is said otherwise than that the company withdrew


def schools_asked(line: Line) -> Iterator[Reader]:
    """Schools in Flanders whose yes is still awaited; hosts get a letter of their own at once."""
    yield from _asked(line, Answer.Party.SCHOOL, Answer.Party.RECEIVER)


def partners_asked(line: Line) -> Iterator[Reader]:
    """Partners abroad whose yes is still awaited. What they read names no learner: that is known once all agreed."""
    yield from _asked(line, Answer.Party.PARTNER)


def _asked(line: Line, *parties: str) -> Iterator[Reader]:
    for row in _waiting(line.data.get("match") or 0):
        if row.party not in parties:
            continue
        site = settings.SITE_URL + reverse("matching:answers")
        for person in contact_points([row.organisation_id or 0]).get(row.organisation_id or 0, []):
            yield Reader(person, row.match.mobility, _of(row.match, site))


@remembered
def _waiting(match: int) -> list[Answer]:
    """Who has not said yes or no."""
    return NO_ANSWER.of([match])


NO_ANSWER = Prepared(
    lambda: Answer.objects.filter(
        what="", match__in=THESE, match__ended_at=None, match__mobility__person__erased_at=None
    ).select_related("match__mobility__person", "match__mobility__call", "match__placement__company__organisation")
)


def learner(line: Line) -> Iterator[Reader]:
    """Who goes abroad. Who comes here has no account and gets a link."""
    for match in _matches(line):
        if match.mobility.direction == Mobility.Direction.OUTGOING:
            yield Reader(match.mobility.person, match.mobility, _of(match, _stay_page(match)))


def learner_who_lost(line: Line) -> Iterator[Reader]:
    """Of what was agreed; not who is not going any more."""
    if line.data.get("was") == "confirmed" and line.data.get("why") != "stay_cancelled":
        yield from learner(line)


def organisations(line: Line) -> Iterator[Reader]:
    """Who sends, who receives, and the partners or schools that keep the hosts; but not who did it."""
    for match in _matches(line):
        stay = match.mobility
        schools = [one for one in (stay.sending, stay.receiving) if one is not None and one.kind != "partner"]
        people = {person.pk: (person, _stay_page(match)) for one in schools for person in who_acts_for(one)}
        home = settings.SITE_URL + reverse("home")
        for person in _keepers(match):
            people.setdefault(person.pk, (person, home))
        for person, site in people.values():
            if person.pk != line.person:
                yield Reader(person, stay, _of(match, site))


def organisations_who_lost(line: Line) -> Iterator[Reader]:
    """The same, of what they knew of; not who decides on the board, who hears of what ended by itself in a letter."""
    if line.data.get("was") in TOLD:
        told = {reader.person.pk for reader in deciders(line)} if line.code == FELL_AWAY else set()
        yield from (reader for reader in organisations(line) if reader.person.pk not in told)


def deciders(line: Line) -> Iterator[Reader]:
    """Who decides on the board, of what ended by itself: the receiving school, or the coordinators."""
    for match in _matches(line):
        stay = match.mobility
        incoming = stay.direction == Mobility.Direction.INCOMING and stay.receiving is not None
        people = who_acts_for(stay.receiving) if incoming and stay.receiving else coordinators()
        site = settings.SITE_URL + reverse("matching:index", args=[stay.call.key])
        variant = WHY.get(str(line.data.get("why")), "")
        for person in people:
            yield Reader(person, stay, _of(match, site), variant=variant)


def booked_beside(line: Line) -> Iterator[Reader]:
    """Whose learner it is, of a place or bed that its host took back and that no match joined."""
    if not line.data.get("host_withdrew"):
        return
    rows = Booking.objects.filter(pk__in=pks(line, Booking), mobility__cancelled_at=None)
    related = (
        "mobility__person",
        "mobility__sending__board",
        "mobility__receiving__board",
        "placement__company__organisation",
    )
    for row in rows.filter(mobility__person__erased_at=None).select_related(*related):
        if _joined(row, line):
            continue
        stay = row.mobility
        school = stay.receiving if stay.direction == Mobility.Direction.INCOMING else stay.sending
        context = {
            "learner": stay.person.given_name,
            "company": row.placement.company.organisation.name if row.placement else "",
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "site": settings.SITE_URL + reverse("hosting:stay", args=[stay.key]),
        }
        for person in (who_acts_for(school) if school else []) or coordinators():
            if person.pk != line.person:
                yield Reader(person, stay, context, variant="" if row.placement_id else "bed")


def _joined(booking: Booking, line: Line) -> bool:
    """Whether a match had this place or bed when it was given back."""
    what = {"placement": booking.placement_id} if booking.placement_id else {"room": booking.room_id}
    live = Q(ended_at=None) | Q(ended_at__gte=line.at)
    return Match.objects.filter(live, mobility=booking.mobility_id, **what).exists()


def _matches(line: Line) -> list[Match]:
    """The match of a line, unless the learner's data is gone."""
    return _known(line.data.get("match") or 0)


@remembered
def _known(match: int) -> list[Match]:
    return MATCHES.of([match])


MATCHES = Prepared(
    lambda: Match.objects.filter(pk__in=THESE, mobility__person__erased_at=None).select_related(*RELATED)
)


def _keepers(match: Match) -> list[Person]:
    keepers = {match.mobility.sending_id} if match.mobility.sending.kind == "partner" else set()
    if match.placement is not None:
        keepers.add(match.placement.company.keeper_id)
    if match.room is not None:
        keepers.add(match.room.home.keeper_id)
    return [person for people in contact_points(sorted(keepers)).values() for person in people]


def _stay_page(match: Match) -> str:
    return settings.SITE_URL + reverse("hosting:stay", args=[match.mobility.key])


def _of(match: Match, site: str) -> dict[str, object]:
    company = match.placement.company.organisation.name if match.placement else ""
    return {
        "learner": match.mobility.person.given_name,
        "company": company,
        "starts_on": match.starts_on,
        "ends_on": match.ends_on,
        "site": site,
    }
