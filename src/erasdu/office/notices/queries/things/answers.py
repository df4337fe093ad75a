"""Whose yes or no to a proposed place and bed is not in yet: hosts by their link, organisations on their page."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.ground.prepared import DAY, THESE, Prepared
from erasdu.journey.matching.models import Answer
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.persons import Acting, acting_for, office
from erasdu.office.notices.queries.things.thing import Thing
from erasdu.office.notices.rules import Item

KIND, DOOR = "matching.answer", "matching.answer"
RELATED = (
    "match__mobility__person", "match__mobility__call", "match__placement__company", "match__room__home",
    "organisation",
)  # fmt: skip


def to_answer(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Of learners who have not come yet. A silent host is told to who keeps it."""
    waiting = WAITING.of(days=[on]) if pks is None else list(_waiting(on).filter(pk__in=pks))
    links = _links(waiting)
    acting, coordinating = acting_for({pk for row in waiting if (pk := _keeper(row))}), office()
    return [thing for row in waiting if (thing := _thing(row, links, acting, coordinating)) is not None]


def _waiting(on: date) -> QuerySet[Answer]:
    rows = Answer.objects.filter(
        what="", match__state="asked", match__starts_on__gte=on, match__mobility__state="planned",
        match__mobility__person__erased_at=None,
    )  # fmt: skip
    return rows.select_related(*RELATED).order_by("pk")


WAITING = Prepared(lambda: _waiting(DAY))


def _thing(row: Answer, links: dict[int, Link], acting: Acting, coordinating: tuple[int, ...]) -> Thing | None:
    keeper, stay = _keeper(row), row.match.mobility
    contacts = acting.get(keeper, ()) or coordinating
    own = (row.person_id,) if row.person_id else contacts
    if not own:
        return None
    others = {"contact_point": contacts, "coordinator": coordinating} if row.person_id else {}
    item = Item(
        "answer_match",
        KIND,
        row.pk,
        brussels_date(row.asked_at),
        None,
        {"self": own, **others},
        until=row.match.starts_on,
    )
    link = place_of(links[row.pk]) if row.pk in links else ""
    schools = frozenset({keeper} if keeper else ())
    return Thing(item, schools, stay.person.given_name, reverse("matching:answers"), link, call=stay.call, stay=stay)


def _keeper(row: Answer) -> int:
    """The organisation that answers, or that keeps the host."""
    if row.organisation_id:
        return row.organisation_id
    if row.party == Answer.Party.COMPANY and row.match.placement:
        return row.match.placement.company.keeper_id
    return row.match.room.home.keeper_id if row.match.room else 0


def _links(rows: Iterable[Answer]) -> dict[int, Link]:
    """Answer → the link of the host."""
    return {link.subject_pk: link for link in LINKS.of(row.pk for row in rows)}


LINKS = Prepared(
    lambda: Link.objects.filter(purpose=DOOR, subject_kind=KIND, subject_pk__in=THESE, revoked_at=None).order_by("pk")
)
