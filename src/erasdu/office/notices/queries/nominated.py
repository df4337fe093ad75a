"""Who is written to about learners whom a partner nominates."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points, coordinators, who_acts_for
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.nominations.models import ImportBatch, Nomination
from erasdu.office.notices.queries import Reader, pks

RELATED = ("call", "partner", "mobility__person", "mobility__receiving")


def office(line: Line) -> Iterator[Reader]:
    """The coordinators, but not who did it."""
    for row in rows(line):
        for person in coordinators():
            if person.pk != line.person:
                yield Reader(person, row, of_nomination(row, person))


def office_of_import(line: Line) -> Iterator[Reader]:
    """The coordinators, once for a whole table."""
    for batch in ImportBatch.objects.filter(pk__in=pks(line, ImportBatch)).select_related("call", "partner"):
        site = settings.SITE_URL + reverse("nominations:index", args=[batch.call.key])
        for person in coordinators():
            if person.pk != line.person:
                title = batch.call.title_nl if person.language == "nl" else batch.call.title_en
                number = line.data.get("number", 0)
                yield Reader(
                    person, batch, {"partner": batch.partner.name, "call": title, "number": number, "site": site}
                )


def other_side(line: Line) -> Iterator[Reader]:
    """The partner's contact points and the coordinators, but not who did it."""
    for row in rows(line):
        people = [*contact_points([row.partner_id]).get(row.partner_id, []), *coordinators()]
        for person in {one.pk: one for one in people}.values():
            if person.pk != line.person:
                yield Reader(person, row, of_nomination(row, person))


def partner(line: Line) -> Iterator[Reader]:
    """The partner's contact points."""
    for row in rows(line):
        for person in contact_points([row.partner_id]).get(row.partner_id, []):
            yield Reader(person, row, of_nomination(row, person))


def receiving_school(line: Line) -> Iterator[Reader]:
    """Who acts for the school that got learners, once for all of them."""
    for call in Call.objects.filter(pk__in=pks(line, Call)):
        for school in Organisation.objects.filter(pk__in=pks(line, Organisation)).select_related("board"):
            for person in who_acts_for(school):
                title = call.title_nl if person.language == "nl" else call.title_en
                site = settings.SITE_URL + reverse("nominations:incoming")
                number = line.data.get("number", 0)
                yield Reader(person, call, {"school": school.name, "call": title, "number": number, "site": site})


def rows(line: Line) -> list[Nomination]:
    """The nominations of a line, less those whose learner's data is gone."""
    found = Nomination.objects.filter(pk__in=pks(line, Nomination), mobility__person__erased_at=None)
    return list(found.select_related(*RELATED).order_by("pk"))


def of_nomination(row: Nomination, reader: Person) -> dict[str, object]:
    return {
        "learner": row.mobility.person.given_name,
        "partner": row.partner.name,
        "call": row.call.title_nl if reader.language == "nl" else row.call.title_en,
        "site": settings.SITE_URL + reverse("nominations:show", args=[row.key]),
    }
