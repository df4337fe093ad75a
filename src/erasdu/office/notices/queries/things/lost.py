"""Mail that does not arrive: who follows the learner hears of it, because nobody else can."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from erasdu.ground.post.queries import lost_among
from erasdu.ground.prepared import DAY, THESE, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.states import LIVE as NOMINATED
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item


@dataclass(frozen=True, slots=True)
class _Followed:
    """Of whom a mail is missed. `by`: the school that sends, of who comes here the partner; `page`: where it stands."""

    by: int
    name: str
    call: Call
    page: str
    dossier: str = ""


def came_back(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Learners and guardians of running candidacies and nominations whose newest mail came back.

    It came back from the address that they still have.
    """
    about = _nominated(on) | _applied(on)
    lost = lost_among(about if pks is None else about.keys() & set(pks))
    acting, coordinating = acting_for({about[pk].by for pk in lost}), office()
    found = []
    for pk in sorted(lost):
        row = about[pk]
        relations = {"self": acting.get(row.by, ()) or coordinating, "coordinator": coordinating}
        item = Item("mail_came_back", "people.person", pk, UNKNOWN, None, relations, until=row.call.stay_until)
        found.append(Thing(item, frozenset({row.by}), row.name, row.page, call=row.call, dossier=row.dossier))
    return found


def _running() -> QuerySet[Candidacy]:
    rows = Candidacy.objects.filter(state__in=LIVE, call__stay_until__gte=DAY, learner__erased_at=None)
    return rows.exclude(call__state=Call.State.ARCHIVED).select_related("learner")


def _coming() -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(state__in=NOMINATED, call__stay_until__gte=DAY, mobility__person__erased_at=None)
    return rows.exclude(call__state=Call.State.ARCHIVED).select_related("mobility__person", "call")


APPLIED, COMING = Prepared(_running), Prepared(_coming)
GUARDIANS = Prepared(lambda: Guardian.objects.filter(candidacy__in=THESE).values_list("person", "candidacy"))
HOME_GUARDIANS = Prepared(lambda: HomeGuardian.objects.filter(nomination__in=THESE).values_list("person", "nomination"))


def _applied(on: date) -> dict[int, _Followed]:
    """By person. Two queries."""
    rows = APPLIED.of(days=[on])
    prefetch_related_objects(rows, "call")
    of = {
        row.pk: _Followed(
            row.school_id, row.learner.given_name, row.call, reverse("dossier", args=[row.key]), dossier=row.key
        )
        for row in rows
    }
    found = {row.learner_id: of[row.pk] for row in rows}
    for person, candidacy in GUARDIANS.of(of):
        found.setdefault(person, of[candidacy])
    return found


def _nominated(on: date) -> dict[int, _Followed]:
    """Who comes here, and their parents. Two queries."""
    rows = COMING.of(days=[on])
    of = {
        row.pk: _Followed(
            row.partner_id, row.mobility.person.given_name, row.call, reverse("nominations:show", args=[row.key])
        )
        for row in rows
    }
    found = {row.mobility.person_id: of[row.pk] for row in rows}
    for person, nomination in HOME_GUARDIANS.of(of):
        found.setdefault(person, of[nomination])
    return found
