"""Who said that something is done which is not in order yet: by their own link, or by their account."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.post.actions import language_of
from erasdu.journey.readiness.models import Said
from erasdu.office.notices.queries import Reader
from erasdu.office.notices.queries.things.doors import link_of

LINK = "{link}"
BY_ACCOUNT = ("learner", "partner")


def sayer(line: Line) -> Iterator[Reader]:
    """With the reason of who looked; nobody whose link works no longer: there the school telephones."""
    rows = Said.objects.filter(key=line.data.get("said"), by__isnull=False, by__erased_at=None)
    for said in rows.select_related("own", "mobility__person", "by"):
        assert said.by is not None
        account = said.role in BY_ACCOUNT
        language = language_of(said.by, OWN if account else EVERYWHERE)
        context: dict[str, object] = {
            "requirement": said.own.title_nl if language == "nl" else said.own.title_en,
            "learner": said.mobility.person.given_name, "reason": said.reason,
        }  # fmt: skip
        if account:
            context["site"] = settings.SITE_URL + reverse("readiness:asked")
            yield Reader(said.by, said.mobility, context, variant="account")
        elif link := link_of(said.by.pk):
            yield Reader(said.by, said.mobility, context | {"link": LINK}, link)
