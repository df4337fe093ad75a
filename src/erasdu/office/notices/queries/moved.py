"""Who reads that a stay has its days, or other ones: who goes, parents, hosts that said yes, and organisations.

The line says the days before, when there were. Nobody is told of days that did not change, nor of a stay that is over.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import contact_points, who_acts_for
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.matching.queries import parents_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.memory import remembered
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries import Reader, pks

RELATED = ("person", "call", "sending__board", "receiving__board")
FIRST = "first"  # the variant for who had no days before
HOSTS = (Answer.Party.COMPANY, Answer.Party.FAMILY)


def learner(line: Line) -> Iterator[Reader]:
    """Who goes, also who comes here: their letter needs no account."""
    for stay in _told(line):
        yield _read(stay.person, stay, line)


def parents(line: Line) -> Iterator[Reader]:
    """Those who answer for a minor, and of an adult those whom the learner keeps informed."""
    for stay in _told(line):
        for person in parents_of(stay, line.at):
            yield _read(person, stay, line)


def hosts(line: Line) -> Iterator[Reader]:
    """Company and family that expect the learner. A family whose bed went along read that in the letter of the step."""
    for match in _confirmed(line):
        stay, went_along = match.mobility, [match.starts_on, match.ends_on] == _days(line, "")
        for answer in match.answers.filter(party__in=HOSTS, person__erased_at=None).select_related("person"):
            if answer.person is None or (went_along and answer.party == Answer.Party.FAMILY):
                continue
            host = match.placement.company if answer.party == Answer.Party.COMPANY and match.placement else None
            home = match.room.home if answer.party == Answer.Party.FAMILY and match.room else None
            keeper = host.keeper if host else home.keeper if home else stay.sending
            yield _read(answer.person, stay, line, school=keeper.name)


def organisations(line: Line) -> Iterator[Reader]:
    """Who sends, who receives, and the partners or schools that keep the hosts, of other days; not who set them."""
    for stay in _told(line):
        if not line.data.get("was_first"):
            continue
        sides = [one for one in (stay.sending, stay.receiving) if one is not None]
        people = {each.pk: each for one in sides if one.kind != "partner" for each in who_acts_for(one)}
        partners = {one.pk for one in sides if one.kind == "partner"}.union(*map(_keepers, _matches(stay.pk)))
        for found in contact_points(sorted(partners)).values():
            people |= {person.pk: person for person in found}
        site = settings.SITE_URL + reverse("mobilities:show", args=[stay.key])
        for person in people.values():
            if person.pk != line.person:
                yield Reader(person, stay, _of(stay, line) | {"site": site})


def _read(person: Person, stay: Mobility, line: Line, **more: str) -> Reader:
    """In the languages of links, although it has none: what it says is all there is."""
    context = {**_of(stay, line), "link": "", **more}
    return Reader(person, stay, context, variant="" if line.data.get("was_first") else FIRST)


def _of(stay: Mobility, line: Line) -> dict[str, object]:
    named = ("starts_on", "ends_on", "was_from", "was_until")
    days = dict(zip(named, [*_days(line, ""), *_days(line, "was_")], strict=False))
    return {"learner": stay.person.given_name, "school": stay.sending.name, **days}


def _days(line: Line, which: str) -> list[date]:
    said = [line.data.get(f"{which}first"), line.data.get(f"{which}last")]
    return [date.fromisoformat(str(day)) for day in said if day]


def _told(line: Line) -> list[Mobility]:
    """The stay of a line with days that are new and ahead, of which no agreed place told in the same moment."""
    days = _days(line, "")
    if not days or days == _days(line, "was_") or days[-1] < brussels_date(line.at):
        return []
    stays = _known(tuple(pks(line, Mobility)))
    return [stay for stay in stays if not any(match.confirmed_at == line.at for match in _matches(stay.pk))]


@remembered
def _known(stays: tuple[int, ...]) -> list[Mobility]:
    return STAYS.of(stays)


def _confirmed(line: Line) -> list[Match]:
    """What everybody agreed to before the days changed."""
    return [match for stay in _told(line) if line.data.get("was_first") for match in _matches(stay.pk)]


def _keepers(match: Match) -> set[int]:
    kept = (match.placement and match.placement.company, match.room and match.room.home)
    return {each.keeper_id for each in kept if each}


@remembered
def _matches(stay: int) -> list[Match]:
    return MATCHES.of([stay])


STAYS = Prepared(
    lambda: Mobility.objects.filter(pk__in=THESE, state="planned", person__erased_at=None).select_related(*RELATED)
)
MATCHES = Prepared(
    lambda: Match.objects.filter(mobility__in=THESE, state="confirmed", ended_at=None).select_related(
        "mobility__person", "mobility__sending", "placement__company__keeper", "room__home__keeper"
    )
)
