"""The mails of a day, one transaction for each person: killed anywhere, the rest follows and nothing comes twice.

A mail that cannot be made keeps nobody else's; it is tried again that day, and then waits for the administrator.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from erasdu.ground.inserting import insert
from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.links import actions as links
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.ground.post.queries import LINK_PLACE
from erasdu.kernel.memory import remembering
from erasdu.office.notices.models import Digest, News, Planned, Waiting
from erasdu.office.notices.queries import digests, planned
from erasdu.office.notices.queries.planned import World
from erasdu.office.notices.queries.things import Thing, addresses_of, numbers_of, seconds_of, waits_since
from erasdu.office.notices.rules import SECOND, Mail

log = logging.getLogger(__name__)
PAPER = "paperwork.signer"
SOON = timedelta(minutes=1)
AT_ONCE = 500  # rows in one statement


@remembering()
def write_day(on: date, *, at: datetime, found: World | None = None) -> int:
    """Write all mails of that day; how many. Again after an interruption: only those that are lacking.

    `found`: what waits on that day, for who has read it already.
    """
    found = found or planned.world(on)
    keep_since(found.things.values(), on)
    mails = [mail for mail in planned.plan(found, on) if not mail.cancelled]
    written, lacking = _write_all(found, mails, at)
    with transaction.atomic():
        if lacking:
            payload: dict[str, object] = {"on": on.isoformat(), "persons": sorted(lacking)}
            enqueue(planned.AGAIN, once=f"{planned.AGAIN}:{on}", payload=payload, due=at + SOON)
        close_day(on, at=at)
    return written


def write_lacking(on: date, persons: Collection[int], *, at: datetime) -> None:
    """Once more the mails of that day that could not be made; `Unwritten` when one still cannot."""
    found = planned.world(on)
    mails = [mail for mail in planned.plan(found, on) if not mail.cancelled and mail.person in persons]
    if _write_all(found, mails, at)[1]:
        raise Unwritten


class Unwritten(Exception):
    """A mail of the day cannot be made."""


def _write_all(found: World, mails: list[Mail], at: datetime) -> tuple[int, set[int]]:
    """How many were written, and whose could not be."""
    people = planned.persons_of(mails)
    everybody = list(people.values())
    addresses = {"digest": addresses_of(everybody), SECOND: seconds_of(everybody), "text": numbers_of(everybody)}
    written, lacking = 0, set()
    for mail in mails:
        try:
            written += _write(found, mail, people[mail.person], addresses[mail.way][mail.person], at)
        except Exception:
            log.exception("the mail of %s to person %s cannot be made", mail.on, mail.person)
            lacking.add(mail.person)
    return written, lacking


def close_day(on: date, *, at: datetime) -> None:
    """The mails of that day went, if there were any."""
    Planned.objects.get_or_create(on=on, defaults={"at": at})


def _write(found: World, mail: Mail, person: Person, address: str, at: datetime) -> int:
    waiting, news = planned.of_mail(found, mail)
    words = digests.words(mail.way, person, waiting, news, mail.note, mail.on, mail.own)
    try:
        with transaction.atomic():
            own = " ".join(thing.links.get(person.pk, "") for thing in waiting)
            links.prolong(LINK_PLACE.findall(own), person, at=at)
            letter = write(
                digests.TEMPLATES[mail.way], to=person, once=f"digest:{mail.on}:{mail.way}:{person.pk}", at=at,
                words=words, medium="text" if mail.way == "text" else "mail",
                languages=digests.languages_of(person), address=address,
            )  # fmt: skip
            keys = [thing.item.key for thing in waiting]
            digest = insert(Digest(person=person, on=mail.on, way=mail.way, keys=keys, note=mail.note, letter=letter))
            if mail.news:
                News.objects.filter(pk__in=mail.news, digest=None).update(digest=digest)
            for due in mail.dues:
                if due.rows and mail.way != SECOND and due.item.kind == PAPER and person.pk in due.item.readers["self"]:
                    paperwork.count_reminder(due.item.pk, at=at)
    except IntegrityError:  # this person has today's
        return 0
    return 1


def keep_since(waiting: Iterable[Thing], on: date) -> None:
    """Since when each thing waits; what waits no more is forgotten, so that it begins again when it comes back."""
    items = {thing.item.key: thing.item for thing in waiting}
    known = waits_since()
    gone: dict[tuple[str, str], list[int]] = {}
    for key in sorted(known.keys() - items.keys()):
        what, kind, pk = key.split(":")
        gone.setdefault((what, kind), []).append(int(pk))
    with transaction.atomic():
        for (what, kind), pks in gone.items():
            for start in range(0, len(pks), AT_ONCE):
                Waiting.objects.filter(what=what, about_kind=kind, about_pk__in=pks[start : start + AT_ONCE]).delete()
        new = [items[key] for key in items.keys() - known.keys()]
        Waiting.objects.bulk_create(
            [Waiting(what=one.what, about_kind=one.kind, about_pk=one.pk, since=min(one.since, on)) for one in new],
            ignore_conflicts=True,
        )
