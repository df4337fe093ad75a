"""Getting ready in the demo: an info evening that is over, one that is full, documents seen, arrivals looked at."""

from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo.consortium import Consortium
from erasdu.demo.ready import chosen
from erasdu.ground.meetings import actions as meetings
from erasdu.ground.meetings.models import Meeting
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import actions, queries
from erasdu.kernel.actor import Actor

MOST = 5


def prepared(consortium: Consortium, today: date) -> None:
    """learners and parents come to info evenings and show their documents, schools look at who arrives"""
    _arrivals(consortium, today)
    rows = Mobility.objects.filter(state="planned", direction="outgoing", planned_from__gt=today)
    rows = rows.select_related("call", "sending", "person", "destination")
    stays = list(rows.order_by("planned_from", "pk")[:MOST])
    if not stays:
        return
    at = datetime.combine(today - timedelta(days=20), time(9), tzinfo=UTC)
    one = chosen(today)
    there = stays if one is None or one in stays else [*stays, one]
    over = _evening(consortium, there, today - timedelta(days=2), "Veilig op reis", "Travelling safely", None, at)
    for row in over.invitations.exclude(person=stays[-1].person).order_by("pk"):
        meetings.attend(row, "list", by=consortium.actor, at=over.starts_at)
    going = [stay for stay in rows.order_by("planned_from", "pk") if stay.destination_id == stays[0].destination_id]
    soon = _evening(consortium, going, today + timedelta(days=9), "Avond over het land", "About the country", 3, at)
    for number, row in enumerate(soon.invitations.order_by("pk")):
        said = ("yes", "yes", "maybe", "yes", "no", "yes")[number % 6]
        by = Actor(row.person_id, "holder", via="link")
        meetings.answer(row, said, by=by, at=at + timedelta(hours=number + 1))
    _documents(consortium, stays, today, at)


def _evening(
    consortium: Consortium,
    stays: list[Mobility],
    on: date,
    title: str,
    english: str,
    capacity: int | None,
    at: datetime,
) -> Meeting:
    start = datetime.combine(on, time(18, 30), tzinfo=UTC)
    values = {
        "title_nl": title, "title_en": english, "starts_at": start, "ends_at": start + timedelta(minutes=90),
        "place": "Auditorium, Stationsplein 2, Mechelen", "video": "", "capacity": capacity, "required": True,
    }  # fmt: skip
    call, by = stays[0].call, consortium.actor
    meeting = meetings.plan(consortium.coordinator.organisation, values, about=call, by=by, at=at)
    keys = [stay.pk for stay in stays if stay.call_id == call.pk]
    group = queries.Group(("learner", "guardian"), stays=keys)
    meetings.invite(meeting, queries.guests_of(by, call, group, on), by=by, at=at)
    return meeting


def _documents(consortium: Consortium, stays: list[Mobility], today: date, at: datetime) -> None:
    """Some seen, one that ends before the return, of others none yet."""
    schools = {school.organisation.pk: school for school in consortium.schools}
    for number, stay in enumerate(stays[:3]):
        school = schools.get(stay.sending_id)
        by = school.actor if school else consortium.actor
        assert stay.planned_until is not None
        until = stay.planned_until + timedelta(days=-4 if number == 1 else 400)
        seen = today - timedelta(days=19)
        actions.see(stay, kind="identity", seen_by="Els Baert", seen_on=seen, valid_until=until, by=by, at=at)


def _arrivals(consortium: Consortium, today: date) -> None:
    """Of the first foreign learner whose workplace is certain it was decided that no doctor is needed."""
    coming = Mobility.objects.filter(state="planned", direction="incoming").exclude(receiving=None)
    since = hosting.workplaces_since(coming.values_list("pk", flat=True))
    for stay in coming.filter(pk__in=since).order_by("pk")[:1]:
        seen_on = max(since[stay.pk], today - timedelta(days=1))
        at = datetime.combine(seen_on, time(9), tzinfo=UTC)
        actions.check_arrival(
            stay, kind="health_decision", seen_by="Els Baert", seen_on=seen_on, by=consortium.actor, at=at
        )
