"""Who sees what will be sent and whom to telephone, and who decides about it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.access import followed_for
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import LOST
from erasdu.journey.agreements.access import plans_for
from erasdu.journey.candidacies.access import candidacies_for
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.hosting.access.asking import asks_for
from erasdu.journey.matching.access import answers_for
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.nominations.models import Guardian as GuardianAbroad
from erasdu.journey.selection.access import selections_for
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no
from erasdu.office.notices import rules
from erasdu.office.notices.models import Planned, Stop

OFFICE = "coordinator"
LETTERS = "notices/letters/"
OF_THE_DAY = "notices/letters/waiting"


def sees(actor: Actor, reader: rules.Reader, schools: Collection[int], responsible: bool) -> bool:
    """One thing in a mail to this reader: all of it for the coordinator; for a contact point its own mail, and what
    `responsible` persons (who must act, a parent) of its schools get. Never what a colleague elsewhere reads.
    """
    if actor.is_coordinator or reader.pk == actor.person:
        return True
    theirs = set(schools) <= actor.scope if reader.role else bool(actor.scope & set(schools))
    return actor.is_contact_point and responsible and reader.role != OFFICE and theirs


def may_look(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator or (actor.is_contact_point and not actor.abroad) else no("not_your_role")


def may_decide(actor: Actor, person: int, on: date, schools: Collection[int], *, news: bool) -> Verdict:
    """Before it went: the coordinator, a contact point about its own mail, and about one that holds nothing but what
    waits for its learners.
    """
    mine = person == actor.person or (not news and bool(schools) and set(schools) <= actor.scope)
    own = actor.is_coordinator or mine
    return all_of(
        may_look(actor),
        YES if own else no("mail_of_others"),
        no("mail_gone") if Planned.objects.filter(on__gte=on).exists() else YES,
    )


def queued_for(actor: Actor, at: datetime, steps: Collection[str]) -> QuerySet[Letter]:
    """Letters of the table that are written and wait: for the morning, for the mail server, or because they are held.

    `steps`: templates of those that a step writes. Never a letter with a code.
    """
    rows = Letter.objects.filter(state=Letter.State.QUEUED, due__gt=at, done_at=None, failed_at=None)
    rows = rows.filter(Q(template__startswith=LETTERS) | Q(template__in=list(steps)), confidential=False, code=None)
    return _theirs(actor, rows).select_related("person", "link").order_by("due", "pk")


def lost_for(actor: Actor, since: datetime) -> QuerySet[Letter]:
    """Letters of these days that came back or could not be sent, the newest first."""
    rows = Letter.objects.filter(state__in=LOST, created_at__gte=since, confidential=False, code=None)
    return _theirs(actor, rows).select_related("person").order_by("-created_at", "-pk")


def persons_for(actor: Actor) -> QuerySet[Person]:
    """Whose mail one follows: the coordinator everybody's, a contact point its own, and that of its learners and of
    who decides for them.
    """
    if actor.is_coordinator:
        return Person.objects.all()
    if not may_look(actor):
        return Person.objects.none()
    applied, stays = candidacies_for(actor), mobilities_for(actor)
    own = Q(pk=actor.person) | Q(pk__in=applied.values("learner")) | Q(pk__in=stays.values("person"))
    parents = (
        Guardian.objects.filter(candidacy__in=applied),
        GuardianAbroad.objects.filter(nomination__mobility__in=stays),
    )
    return Person.objects.filter(own | Q(pk__in=parents[0].values("person")) | Q(pk__in=parents[1].values("person")))


def _theirs(actor: Actor, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """The coordinator all. A contact point what it reads itself, what is written about what it follows, and the mail of
    the day of its learners and their parents; never what the coordinator or a colleague elsewhere reads.
    """
    if actor.is_coordinator:
        return rows
    if not may_look(actor):
        return rows.none()
    about = reduce(
        or_, (Q(about_kind=kind, about_pk__in=found(actor).values("pk")) for kind, found in FOLLOWED.items())
    )
    of_day = Q(template__startswith=OF_THE_DAY, person__in=persons_for(actor))
    staff = Role.objects.filter(person=OuterRef("person"), until=None, kind__in=(CONTACT_POINT, COORDINATOR))
    others = Exists(staff.exclude(organisation__in=actor.scope))
    return rows.filter(Q(person=actor.person) | (about | of_day) & ~others)


# What a letter is about → which of it a contact point follows.
FOLLOWED: Mapping[str, Callable[[Actor], QuerySet[Any]]] = {
    "candidacies.candidacy": candidacies_for,
    "mobilities.mobility": mobilities_for,
    "paperwork.document": followed_for,
    "paperwork.envelope": lambda actor: Envelope.objects.filter(document__in=followed_for(actor)),
    "agreements.learningplan": plans_for,
    "hosting.ask": asks_for,
    "matching.answer": answers_for,
    "selection.selection": selections_for,
}


def may_read(actor: Actor, letter: Letter) -> Verdict:
    """The whole text of a letter that one sees. The mail of the day also tells of others, so only its reader's own."""
    whole = actor.is_coordinator or letter.person_id == actor.person
    return YES if whole or not letter.template.startswith(OF_THE_DAY) else no("mail_of_others")


def may_stop(actor: Actor) -> Verdict:
    """Hold, change or cancel a letter that is written and waits, and stop a row of the table for a call."""
    return YES if actor.is_coordinator else no("not_your_role")


def stops_for(actor: Actor) -> QuerySet[Stop]:
    """What is stopped for a call, of who may start it again."""
    return Stop.objects.all() if actor.is_coordinator else Stop.objects.none()


def may_rewrite(actor: Actor, letter: Letter) -> Verdict:
    """Not the mail of the day: it is told again from what is still open when it goes."""
    told_again = letter.template.startswith(OF_THE_DAY)
    return all_of(may_stop(actor), no("mail_of_the_day") if told_again else YES)


def may_word(actor: Actor) -> Verdict:
    """The texts of notices are the coordinator's."""
    return YES if actor.is_coordinator else no("not_your_role")
