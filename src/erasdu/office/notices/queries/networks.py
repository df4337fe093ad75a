"""Who is written to about a network: its contact points, and the coordinators when it has none."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points, coordinators
from erasdu.ground.people.models import Person
from erasdu.journey.hosting.models import Ask, Interest
from erasdu.office.notices.queries import Reader, pks


def came_in(line: Line) -> Iterator[Reader]:
    """Somebody left a name at the open door, and still waits for an answer."""
    for row in Interest.objects.filter(pk__in=pks(line, Interest)).select_related("keeper"):
        site = settings.SITE_URL + reverse("hosting:asking", args=[row.keeper.key])
        for person in _keepers(row.keeper):
            yield Reader(person, row.keeper, {"school": row.keeper.name, "site": site}, variant=_bed(row.what == "bed"))


def offered(line: Line) -> Iterator[Reader]:
    """A host offered something by its own link."""
    if line.data.get("answer") != Ask.Answer.OFFERED or not line.data.get("by_link"):
        return
    asks = Ask.objects.filter(pk__in=pks(line, Ask))
    for ask in asks.select_related("campaign__keeper", "company__organisation", "home"):
        site = settings.SITE_URL + reverse("hosting:campaign", args=[ask.campaign.key])
        for person in _keepers(ask.campaign.keeper):
            yield Reader(person, ask, {"site": site}, variant=_bed(ask.home_id is not None))


def _bed(is_bed: bool) -> str:
    return "bed" if is_bed else ""


def _keepers(keeper: Organisation) -> list[Person]:
    return contact_points([keeper.pk]).get(keeper.pk) or coordinators()
