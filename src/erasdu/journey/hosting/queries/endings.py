"""When it was over with a host: for the day on which what is known of them goes."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Q

from erasdu.journey.hosting.models import Adult, Ask, Booking, Company, Home, Interest, Placement
from erasdu.kernel.periods import brussels_date

Ends = dict[int, list[date | None]]


def endings() -> Ends:
    """Person → of each company and home that they answer for, work at as mentor or live in, the day it ended.

    None: it goes on. Over is who withdrew or asked not to be asked again; the last stay there counts too.
    """
    found: Ends = {}
    for person, ended in (*_of_companies(), *_of_homes()):
        found.setdefault(person, []).append(ended)
    return found


def received() -> set[int]:
    """Persons at whose company or home a learner ever had a place or bed."""
    companies = Company.objects.filter(placements__bookings__isnull=False)
    homes = Home.objects.filter(rooms__bookings__isnull=False)
    mentors = Placement.objects.filter(company__in=companies, mentor__isnull=False)
    adults = Adult.objects.filter(home__in=homes)
    found: set[int] = set()
    for rows, column in ((companies, "contact"), (homes, "contact"), (mentors, "mentor"), (adults, "person")):
        found.update(pk for pk in rows.values_list(column, flat=True) if pk is not None)
    return found


def strangers(before: date) -> list[Interest]:
    """Who came in by an open door before that day and of whom nobody decided."""
    return [row for row in Interest.objects.select_related("person").order_by("pk") if brussels_date(row.at) < before]


def _of_companies() -> Iterator[tuple[int, date | None]]:
    stays = _last_stays("placement__company")
    stopped = _stopped("company")
    ends = {
        row.pk: _ended(row, stopped.get(row.pk), stays.get(row.pk))
        for row in Company.objects.only("pk", "withdrawn_at", "contact")
    }
    for company, contact in Company.objects.exclude(contact=None).values_list("pk", "contact"):
        yield contact, ends[company]
    for company, mentor in Placement.objects.exclude(mentor=None).values_list("company", "mentor"):
        yield mentor, ends[company]


def _of_homes() -> Iterator[tuple[int, date | None]]:
    stays = _last_stays("room__home")
    stopped = _stopped("home")
    ends = {
        row.pk: _ended(row, stopped.get(row.pk), stays.get(row.pk))
        for row in Home.objects.only("pk", "withdrawn_at", "contact")
    }
    for home, contact in Home.objects.values_list("pk", "contact"):
        yield contact, ends[home]
    for home, person in Adult.objects.values_list("home", "person"):
        yield person, ends[home]


def _ended(row: Company | Home, stopped: date | None, stay: date | None) -> date | None:
    over = [brussels_date(row.withdrawn_at)] if row.withdrawn_at else []
    over += [stopped] if stopped is not None else []
    if not over:
        return None
    return max(max(over), stay) if stay is not None else max(over)


def _last_stays(column: str) -> dict[int, date]:
    live = Booking.objects.filter(~Q(**{column: None}), released_at=None).order_by()
    return dict(live.values_list(column).annotate(last=Max("ends_on")))


def _stopped(column: str) -> dict[int, date]:
    """Rows whose last answer was: do not ask me again."""
    answers: dict[int, tuple[str, date]] = {}
    asks = Ask.objects.exclude(answer="").exclude(**{column: None}).order_by("answered_at", "pk")
    for row, answer, at in asks.values_list(column, "answer", "answered_at"):
        if at is not None:
            answers[row] = (answer, brussels_date(at))
    return {row: day for row, (answer, day) in answers.items() if answer == Ask.Answer.STOP}
