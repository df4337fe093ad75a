"""Who said that something is done which is not in order yet: by link, by account, or through the school."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import coordinators, who_acts_for
from erasdu.ground.post.actions import language_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.models import Said
from erasdu.office.notices.queries import Reader
from erasdu.office.notices.queries.things.doors import link_of

LINK = "{link}"
BY_ACCOUNT = ("learner", "partner")


def sayer(line: Line) -> Iterator[Reader]:
    """With the reason of who looked; whose link works no longer reads whom to call."""
    for said in _said(line):
        assert said.by is not None
        account = said.role in BY_ACCOUNT
        context = _of(said, language_of(said.by, OWN if account else EVERYWHERE))
        if account:
            context["site"] = settings.SITE_URL + reverse("readiness:asked")
            yield Reader(said.by, said.mobility, context, variant="account")
        elif not said.by.email:
            yield from _to_telephone(said)
        elif link := link_of(said.by.pk):
            yield Reader(said.by, said.mobility, context | {"link": LINK}, link)
        else:
            school = _school(said.mobility)
            whom = {"whom": f"{school.name}, {number}" if (number := _number(school)) else school.name}
            yield Reader(said.by, said.mobility, context | whom | {"link": ""}, variant="by_phone")


def _to_telephone(said: Said) -> Iterator[Reader]:
    """Of who has no address and no account: the school must telephone, also who looked at it."""
    site = settings.SITE_URL + reverse("readiness:stay", args=[said.mobility.key])
    for person in who_acts_for(_school(said.mobility)) or coordinators():
        context = _of(said, language_of(person)) | {"who": said.by.given_name if said.by else "", "site": site}
        yield Reader(person, said.mobility, context, variant="unreached")


def _said(line: Line) -> QuerySet[Said]:
    rows = Said.objects.filter(key=line.data.get("said"), by__isnull=False, by__erased_at=None)
    return rows.select_related(
        "own", "mobility__person", "mobility__sending__board", "mobility__receiving__board", "by"
    )  # fmt: skip


def _of(said: Said, language: str) -> dict[str, object]:
    title = said.own.title_nl if language == "nl" else said.own.title_en
    return {"requirement": title, "learner": said.mobility.person.given_name, "reason": said.reason}


def _school(stay: Mobility) -> Organisation:
    """The one in Flanders that looks after the stay."""
    here = stay.receiving if stay.direction == Mobility.Direction.INCOMING else None
    return here or stay.sending


def _number(school: Organisation) -> str:
    return school.phone or next((one.phone for one in who_acts_for(school) if one.phone), "")
